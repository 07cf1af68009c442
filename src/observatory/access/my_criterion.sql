\observatory views
/* Which criteria cost my structures points? */

CREATE OR REPLACE VIEW my_criterion WITH (security_barrier = true) AS
SELECT structure_criterion.*
FROM structure_criterion
WHERE
\i parts/reads_all.sql
UNION ALL
SELECT mine.*
FROM (SELECT structure_criterion.edition,
             structure_criterion.edition_date,
             structure_criterion.participation_key,
             structure_criterion.structure,
             structure_criterion.name,
             structure_criterion.channel,
             structure_criterion.channel_label,
             structure_criterion.item,
             structure_criterion.criterion,
             structure_criterion.criterion_label,
             structure_criterion.determinant,
             structure_criterion.determinant_label,
             structure_criterion.step,
             structure_criterion.answers,
             structure_criterion.score,
             -- with the edition's mean of the item, a category's would give that of the other categories
             NULL::float8 AS category_score,
             NULL::float8 AS gap,
             structure_criterion.lost_points,
             NULL::int AS strength,
             NULL::int AS weakness
      FROM structure_criterion
      WHERE structure_criterion.structure = ANY (
\i parts/readable.sql
      )
        AND structure_criterion.edition = ANY (
\i parts/scorable.sql
      )
      OFFSET 0) AS mine
WHERE NOT
\i parts/reads_all.sql
;

\observatory relations
('my_criterion', 'edition, structure, channel, item',
 'Critères des structures que le lecteur peut lire (structure_role), comme dans structure_criterion, sans moyennes '
 'de la catégorie, et sans les éditions où un audit ne peut être noté (check_audits) ; tout, pour qui peut '
 'lire response'
 ' — Criteria of the structures that the reader may read (structure_role), as in structure_criterion, without the '
 'category''s means, and without the editions of which an audit cannot be scored (check_audits); all, for who '
 'may read response'),

\observatory columns
('my_criterion', 'category_score', 'Score de la catégorie — Score of the category', 'points', '0.0',
 'Score moyen (0–100) de l’item dans la catégorie, selon les poids des structures ; NULL pour un participant'
 ' — Mean score (0–100) of the item in the category, by participation weight; NULL for a participant'),
('my_criterion', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui de la catégorie, en points ; NULL pour un participant — Score minus the category''s, in points; '
 'NULL for a participant'),
('my_criterion', 'strength', 'Point fort — Strength', '', '0',
 'Place parmi les points forts de la structure, cinq au plus : les plus grands écarts positifs ; NULL : n’en est pas '
 'un, ou un participant lit'
 ' — Place among the structure''s strengths, at most five: the largest positive gaps; NULL: none of them, or a '
 'participant reads'),
('my_criterion', 'weakness', 'Point faible — Weakness', '', '0',
 'Place parmi les points faibles de la structure, cinq au plus : les plus grands écarts négatifs ; NULL : n’en est '
 'pas un, ou un participant lit'
 ' — Place among the structure''s weaknesses, at most five: the largest negative gaps; NULL: none of them, or a '
 'participant reads'),
