\observatory views
/* How good is each structure at each determinant? */

CREATE OR REPLACE VIEW determinant_score AS
SELECT scored.edition,
       scored.structure,
       (scored.measured).determinant COLLATE "C" AS determinant,
       (scored.measured).score
FROM (SELECT audit.edition,
             audit.structure,
             barometre.scorecard_determinants(barometre.scorecard(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers)) AS measured
      FROM audit
      GROUP BY audit.edition, audit.structure) AS scored;

COMMENT ON VIEW determinant_score IS 'Score of each structure at each determinant that was measured';
COMMENT ON COLUMN determinant_score.edition IS 'Number of the edition';
COMMENT ON COLUMN determinant_score.structure IS 'Code of the structure';
COMMENT ON COLUMN determinant_score.determinant IS 'Code of the determinant';
COMMENT ON COLUMN determinant_score.score IS 'Score (0–100): mean of the cells, by channel weight';
