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
      OFFSET 0) AS mine
WHERE NOT
\i parts/reads_all.sql
;

SELECT barometre.describe_as('my_score'::regclass, 'structure_score'::regclass);
COMMENT ON VIEW my_score IS 'Global score of the structures that the reader may read (structure_role), as in structure_score; all of them for who may read response';
