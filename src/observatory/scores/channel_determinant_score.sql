\observatory views
/* How good is each structure at each determinant, on each channel? */

CREATE OR REPLACE VIEW channel_determinant_score AS
SELECT scored.edition,
       scored.structure,
       (scored.cell).channel COLLATE "C" AS channel,
       (scored.cell).determinant COLLATE "C" AS determinant,
       (scored.cell).score,
       (scored.cell).answers
FROM (SELECT audit.edition,
             audit.structure,
             barometre.scorecard_cells(barometre.scorecard(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers)) AS cell
      FROM audit
      GROUP BY audit.edition, audit.structure) AS scored;

COMMENT ON VIEW channel_determinant_score IS 'Score of each structure in each cell (channel × determinant) where it has a scored item';
COMMENT ON COLUMN channel_determinant_score.edition IS 'Number of the edition';
COMMENT ON COLUMN channel_determinant_score.structure IS 'Code of the structure';
COMMENT ON COLUMN channel_determinant_score.channel IS 'Code of the channel';
COMMENT ON COLUMN channel_determinant_score.determinant IS 'Code of the determinant';
COMMENT ON COLUMN channel_determinant_score.score IS 'Score (0–100): mean of the item scores, by weight';
COMMENT ON COLUMN channel_determinant_score.answers IS 'Number of scored items';
