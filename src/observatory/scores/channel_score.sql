\observatory views
/* How good is each structure on each channel? */

CREATE OR REPLACE VIEW channel_score AS
SELECT scored.edition,
       scored.structure,
       (scored.audited).channel COLLATE "C" AS channel,
       (scored.audited).score,
       (scored.audited).audits
FROM (SELECT audit.edition,
             audit.structure,
             barometre.scorecard_channels(barometre.scorecard(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers)) AS audited
      FROM audit
      GROUP BY audit.edition, audit.structure) AS scored;

COMMENT ON VIEW channel_score IS 'Score of each structure on each channel that was audited; shown, not part of the way to the global score';
COMMENT ON COLUMN channel_score.edition IS 'Number of the edition';
COMMENT ON COLUMN channel_score.structure IS 'Code of the structure';
COMMENT ON COLUMN channel_score.channel IS 'Code of the channel';
COMMENT ON COLUMN channel_score.score IS 'Score (0–100): mean of the channel''s cells, by determinant weight; NULL when nothing was measured';
COMMENT ON COLUMN channel_score.audits IS 'Number of audits';
