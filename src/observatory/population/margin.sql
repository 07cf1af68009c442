/*
 * margin: known totals of the population.
 *
 * A dimension is a column, known by name only.  Views read it out of the row
 * as jsonb, so that it may be a column that the user added.
 */
CREATE FUNCTION barometre.size_range(item text) RETURNS int4range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN item ~ '^[[(](1?[0-9]{1,9})?,(1?[0-9]{1,9})?[])]$'::text
             AND coalesce(substring(item FROM '^.([0-9]+)'::text)::int, 0)
                 <= coalesce(substring(item FROM '([0-9]+).$'::text)::int, 2000000000)
            THEN item::int4range END;

COMMENT ON FUNCTION barometre.size_range(text) IS
'The range that an item of the dimension size says, as [20000,50000), [50000,) or (,20000); NULL for any other text. '
'Bounds up to 1,999,999,999.';

\observatory tables
CREATE TABLE margin (
    edition int REFERENCES edition ON UPDATE CASCADE DEFERRABLE,
    dimension text COLLATE "C",
    item text COLLATE "C",
    total float8 NOT NULL CHECK (total = 0::float8 OR total BETWEEN 1e-6::float8 AND 1e12::float8),
    PRIMARY KEY (edition, dimension, item)
);

\observatory relations
('margin', NULL,
 'Effectifs connus de structures dans la population, sur lesquels sont calés les participants d’une édition. Les '
 'modalités de chaque dimension sont toutes les structures : chaque dimension a le même total'
 ' — Known numbers of structures in the population, to which an edition''s participants are calibrated. The items of '
 'each dimension are all the structures there are: each dimension adds up to the same number'),

\observatory columns
('', 'dimension', 'Dimension — Dimension', '', '',
 'Ce par quoi l’on compte : une colonne de participation ou de structure, même ajoutée (category, region…) ; ou size '
 ': par population'
 ' — What is counted by: a column of participation or structure, also one that you added (category, region …); or '
 'size: by population'),
('margin, margin_check', 'item', 'Modalité — Item', '', '',
 'Modalité de la dimension, en texte (true, 2026-01-31) ; de size, une tranche d’habitants, comme [20000,50000)'
 ' — Value of the dimension, as text (true, 2026-01-31); of size a range of inhabitants, as [20000,50000)'),
('', 'total', 'Effectif — Total', 'structures', '#,##0.##',
 'Nombre de structures dans la population : 0, ou de 1e-6 à 1e12 ; des parts peuvent tenir lieu de nombres. 0 : la '
 'population n’en a pas'
 ' — Structures in the population: 0, or from 1e-6 to 1e12; shares may stand for numbers. 0: the population has none'),
