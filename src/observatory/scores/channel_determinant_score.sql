\observatory views
/* How good is each structure at each determinant, on each channel, and how sure is that? */

CREATE OR REPLACE VIEW channel_determinant_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.channel,
       barometre.label(moderated.channel, channel.label_fr, channel.label_en) AS channel_label,
       moderated.determinant,
       barometre.label(moderated.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high,
       moderated.answers
FROM (SELECT scored.edition,
             scored.structure,
             (scored.cell).channel COLLATE "C" AS channel,
             (scored.cell).determinant COLLATE "C" AS determinant,
             (scored.cell).score,
             (scored.cell).answers::int,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.cell).score, (scored.cell).strata, (scored.cell).determinant)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_cells(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight)) AS cell
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN channel ON channel.channel = moderated.channel
LEFT JOIN determinant ON determinant.determinant = moderated.determinant;

COMMENT ON VIEW channel_determinant_score IS 'Score of each structure in each cell (channel × determinant) where it has a scored item, with its precision. Filter on the edition: it alone is scored then';
COMMENT ON COLUMN channel_determinant_score.edition IS 'Number of the edition';
COMMENT ON COLUMN channel_determinant_score.structure IS 'Code of the structure';
COMMENT ON COLUMN channel_determinant_score.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN channel_determinant_score.name IS 'Name of the structure';
COMMENT ON COLUMN channel_determinant_score.channel IS 'Code of the channel';
COMMENT ON COLUMN channel_determinant_score.channel_label IS 'Name of the channel in the session''s language';
COMMENT ON COLUMN channel_determinant_score.determinant IS 'Code of the determinant';
COMMENT ON COLUMN channel_determinant_score.determinant_label IS 'Name of the determinant in the session''s language';
COMMENT ON COLUMN channel_determinant_score.score IS 'Score (0–100): mean of the item scores, by weight; NULL when the weights are 0';
COMMENT ON COLUMN channel_determinant_score.std_error IS 'Standard error of the score: the jackknife over the audits that measured the cell, moderated by the same cell of all structures of the edition (moderated_estimate); NULL without a score';
COMMENT ON COLUMN channel_determinant_score.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN channel_determinant_score.score_low IS 'Lower bound of the 95 % interval, cut at 0';
COMMENT ON COLUMN channel_determinant_score.score_high IS 'Upper bound of the 95 % interval, cut at 100';
COMMENT ON COLUMN channel_determinant_score.answers IS 'Number of scored items';
