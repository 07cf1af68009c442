\observatory views
/* How good is each structure at each determinant, and how sure is that? */

CREATE OR REPLACE VIEW determinant_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.determinant,
       barometre.label(moderated.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high
FROM (SELECT scored.edition,
             scored.structure,
             (scored.measured).determinant COLLATE "C" AS determinant,
             (scored.measured).score,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.measured).score, (scored.measured).strata,
                 (scored.measured).determinant)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_determinants(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight)) AS measured
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN determinant ON determinant.determinant = moderated.determinant
-- channels that do not count inform the errors, and give no score
WHERE moderated.score IS NOT NULL;

COMMENT ON VIEW determinant_score IS 'Score of each structure at each determinant that was measured, with its precision. Filter on the edition: it alone is scored then';
COMMENT ON COLUMN determinant_score.edition IS 'Number of the edition';
COMMENT ON COLUMN determinant_score.structure IS 'Code of the structure';
COMMENT ON COLUMN determinant_score.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN determinant_score.name IS 'Name of the structure';
COMMENT ON COLUMN determinant_score.determinant IS 'Code of the determinant';
COMMENT ON COLUMN determinant_score.determinant_label IS 'Name of the determinant in the session''s language';
COMMENT ON COLUMN determinant_score.score IS 'Score (0–100): mean of the cells, by channel weight';
COMMENT ON COLUMN determinant_score.std_error IS 'Standard error of the score: the jackknife of each cell, moderated by the same cell of all structures of the edition (moderated_estimate)';
COMMENT ON COLUMN determinant_score.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN determinant_score.score_low IS 'Lower bound of the 95 % interval, cut at 0';
COMMENT ON COLUMN determinant_score.score_high IS 'Upper bound of the 95 % interval, cut at 100';
