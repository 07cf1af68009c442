\observatory views
/* What are the scores of my structures? */

CREATE OR REPLACE VIEW my_score WITH (security_barrier = true) AS
SELECT structure_score.*
FROM structure_score
WHERE
\i parts/reads_all.sql
UNION ALL
SELECT mine.*
FROM (SELECT structure_score.*
      FROM structure_score
      WHERE structure_score.structure = ANY (
\i parts/readable.sql
      )
        AND structure_score.edition = ANY (
\i parts/scorable.sql
      )
      OFFSET 0) AS mine
WHERE NOT
\i parts/reads_all.sql
;

\observatory relations
('my_score', 'edition, structure',
 'Score global des structures que le lecteur peut lire (structure_role), comme dans structure_score ; de toutes pour '
 'qui peut lire response ; pour les autres, sans les éditions où un audit ne peut être noté (check_audits)'
 ' — Global score of the structures that the reader may read (structure_role), as in structure_score; all of them '
 'for who may read response; for others without the editions of which an audit cannot be scored (check_audits)'),
