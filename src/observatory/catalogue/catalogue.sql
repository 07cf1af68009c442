\observatory views
/* What is there to read, and what does it mean? */

CREATE OR REPLACE VIEW catalogue AS
SELECT view.relname::text AS view,
       shown.attname::text AS column_name,
       described.position,
       pg_catalog.format_type(shown.atttypid, shown.atttypmod) AS type,
       barometre.translated(described.label) AS label,
       -- as it stands: a user's own comment is shown
       barometre.translated(coalesce(pg_catalog.col_description(described.relation, described.position),
                                     described.description)) AS description,
       barometre.translated(described.unit) AS unit,
       described.format,
       described.key
FROM barometre.described_columns((SELECT place.relnamespace FROM pg_catalog.pg_class AS place
                                  WHERE place.oid = 'edition'::regclass::oid),
                                 barometre.observatory_sql('relations'),
                                 barometre.observatory_sql('columns')) AS described
JOIN pg_catalog.pg_class AS view ON view.oid = described.relation AND view.relkind = 'v'::"char"
JOIN pg_catalog.pg_attribute AS shown ON shown.attrelid = described.relation
                                     AND shown.attnum::int = described.position
WHERE pg_catalog.has_table_privilege(view.oid, 'SELECT'::text);

\observatory relations
('catalogue', 'view, column_name',
 'Les colonnes des vues que l’on peut lire, avec leur sens, dans la langue de la session ; key dit ce qu’est une '
 'ligne de la vue'
 ' — The columns of the views that one may read, with their meaning, in the session''s language; key tells what a '
 'row of the view is'),

\observatory columns
('', 'view', 'Vue — View', '', '',
 'Nom de la vue — Name of the view'),
('', 'column_name', 'Colonne — Column', '', '',
 'Nom de la colonne — Name of the column'),
('catalogue', 'position', 'Place — Position', '', '0',
 'Place de la colonne dans la vue, à partir de 1 — Place of the column in the view, from 1'),
('', 'type', 'Type — Type', '', '',
 'Type SQL de la colonne — SQL type of the column'),
('catalogue', 'label', 'Libellé — Label', '', '',
 'Libellé court de la colonne — Short name of the column'),
('', 'description', 'Description — Description', '', '',
 'Sens de la colonne, échelle, ce que NULL veut dire — Meaning of the column, range, what NULL means'),
('', 'unit', 'Unité — Unit', '', '',
 'Unité ; NULL : aucune — Unit; NULL: none'),
('', 'format', 'Format — Format', '', '',
 'Modèle d’affichage, comme dans un tableur (0.0%) ; NULL : texte ou booléen'
 ' — Number pattern as of spreadsheets (0.0%); NULL: text or boolean'),
('', 'key', 'Clé — Key', '', '',
 'Vrai quand la colonne fait partie de ce qui distingue les lignes de la vue'
 ' — True when the column is part of what tells the rows of the view apart'),
