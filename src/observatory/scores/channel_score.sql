\observatory views
/* How good is each structure on each channel, and how sure is that? */

CREATE OR REPLACE VIEW channel_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.channel,
       barometre.label(moderated.channel, channel.label_fr, channel.label_en) AS channel_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high,
       moderated.audits
FROM (SELECT scored.edition,
             scored.structure,
             (scored.audited).channel COLLATE "C" AS channel,
             (scored.audited).score,
             (scored.audited).audits::int,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.audited).score, (scored.audited).strata)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_channels(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight)) AS audited
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN channel ON channel.channel = moderated.channel;

COMMENT ON VIEW channel_score IS 'Score of each structure on each channel that was audited, with its precision; shown, not part of the way to the global score. Filter on the edition: it alone is scored then';
COMMENT ON COLUMN channel_score.edition IS 'Number of the edition';
COMMENT ON COLUMN channel_score.structure IS 'Code of the structure';
COMMENT ON COLUMN channel_score.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN channel_score.name IS 'Name of the structure';
COMMENT ON COLUMN channel_score.channel IS 'Code of the channel';
COMMENT ON COLUMN channel_score.channel_label IS 'Name of the channel in the session''s language';
COMMENT ON COLUMN channel_score.score IS 'Score (0–100): mean of the channel''s cells, by determinant weight; NULL when nothing was measured';
COMMENT ON COLUMN channel_score.std_error IS 'Standard error of the score: the jackknife over the channel''s audits, moderated by those of all structures of the edition (moderated_estimate); NULL without a score';
COMMENT ON COLUMN channel_score.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN channel_score.score_low IS 'Lower bound of the 95 % interval, cut at 0';
COMMENT ON COLUMN channel_score.score_high IS 'Upper bound of the 95 % interval, cut at 100';
COMMENT ON COLUMN channel_score.audits IS 'Number of audits with a weight';
