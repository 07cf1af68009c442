\observatory views
/* How good is each edition? */

CREATE OR REPLACE VIEW edition_score AS
WITH placed AS (
    -- τ² of the edition: the scores of the rankable structures differ by so much within their categories
    SELECT structure_score.edition,
           structure_score.category,
           structure_score.weight,
           structure_score.rankable,
           structure_score.global_score AS score,
           structure_score.std_error,
           structure_score.df,
           edition.target,
           barometre.between_variance(structure_score.global_score, structure_score.std_error, structure_score.category)
               FILTER (WHERE structure_score.rankable) OVER (PARTITION BY structure_score.edition) AS between_variance
    FROM structure_score
    JOIN edition ON edition.edition = structure_score.edition
),
shrunken AS (
    SELECT placed.edition,
           placed.weight,
           placed.rankable,
           placed.score,
           placed.std_error,
           placed.df,
           placed.target,
           placed.between_variance,
           barometre.shrunken_estimate(CASE WHEN placed.rankable
               THEN placed.score END, placed.std_error, placed.between_variance)
               OVER (PARTITION BY placed.edition, placed.category) AS truth
    FROM placed
),
summarised AS (
    SELECT shrunken.edition,
           shrunken.between_variance,
           barometre.score_summary(shrunken.score, shrunken.weight) AS summary,
           barometre.mean_estimate(shrunken.score, shrunken.std_error, shrunken.df, shrunken.weight) AS census,
           avg(shrunken.std_error * shrunken.std_error)
               FILTER (WHERE shrunken.rankable AND shrunken.std_error > 0::float8) AS error_variance,
           -- compared at 9 decimals: 75 is not missed by 74.99999999999999
           barometre.score_summary(
               CASE WHEN round(shrunken.score::numeric, 9) >= shrunken.target::numeric THEN 1::float8
                   ELSE 0::float8 END,
               shrunken.weight)
               FILTER (WHERE shrunken.score IS NOT NULL AND shrunken.target IS NOT NULL) AS at_target,
           -- the probability that the truth reaches the target, from the two-sided p-value of the target
           barometre.score_summary(
               CASE WHEN (shrunken.truth).value >= shrunken.target
                    THEN 1::float8 - barometre.p_value(shrunken.truth, shrunken.target) / 2::float8
                    ELSE barometre.p_value(shrunken.truth, shrunken.target) / 2::float8 END,
               shrunken.weight) FILTER (WHERE shrunken.target IS NOT NULL) AS expected_at_target
    FROM shrunken
    GROUP BY shrunken.edition, shrunken.between_variance
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       coalesce(barometre.n_obs(summarised.summary)::int, 0) AS participants,
       barometre.mean(summarised.summary) AS score,
       barometre.std_error(summarised.summary) AS std_error,
       (barometre.estimate(summarised.summary)).df AS df,
       barometre.score_low(barometre.estimate(summarised.summary)) AS score_low,
       barometre.score_high(barometre.estimate(summarised.summary)) AS score_high,
       (summarised.census).std_error AS audit_std_error,
       (summarised.census).df AS audit_df,
       barometre.score_low(summarised.census) AS audit_low,
       barometre.score_high(summarised.census) AS audit_high,
       summarised.between_variance,
       summarised.between_variance / nullif(summarised.between_variance
           + summarised.error_variance, 0::float8) AS reliability,
       barometre.mean(summarised.at_target) AS share_at_target,
       barometre.mean(summarised.expected_at_target) AS expected_share_at_target
FROM summarised
LEFT JOIN edition ON edition.edition = summarised.edition;

COMMENT ON VIEW edition_score IS 'Mean score of each edition, with two errors: of a sample of structures, and of the audits; and how reliable its scores are';
COMMENT ON COLUMN edition_score.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_score.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN edition_score.participants IS 'Number of structures with a score and a weight';
COMMENT ON COLUMN edition_score.score IS 'Mean global score (0–100), by participation weight';
COMMENT ON COLUMN edition_score.std_error IS 'Standard error of the mean where the participants are a sample of a larger population of structures; NULL for a single one';
COMMENT ON COLUMN edition_score.df IS 'Degrees of freedom of std_error: participants - 1';
COMMENT ON COLUMN edition_score.score_low IS 'Lower bound of the 95 % interval by std_error, cut at 0';
COMMENT ON COLUMN edition_score.score_high IS 'Upper bound of the 95 % interval by std_error, cut at 100';
COMMENT ON COLUMN edition_score.audit_std_error IS 'Standard error of the mean where the participants are all there is and only their audits are a sample; NULL when a score has no error';
COMMENT ON COLUMN edition_score.audit_df IS 'Degrees of freedom of audit_std_error (Satterthwaite)';
COMMENT ON COLUMN edition_score.audit_low IS 'Lower bound of the 95 % interval by audit_std_error, cut at 0';
COMMENT ON COLUMN edition_score.audit_high IS 'Upper bound of the 95 % interval by audit_std_error, cut at 100';
COMMENT ON COLUMN edition_score.between_variance IS 'Variance of the true scores within the categories, in points squared (DerSimonian & Laird), over the rankable structures';
COMMENT ON COLUMN edition_score.reliability IS 'Share (0–1) of the scores'' variance within the categories that is true, and not the luck of the audits: between_variance / (between_variance + mean squared error)';
COMMENT ON COLUMN edition_score.share_at_target IS 'Share (0–1), by participation weight, of the structures whose score reaches the edition''s target; too high where few truly do; NULL without target';
COMMENT ON COLUMN edition_score.expected_share_at_target IS 'Share (0–1), by participation weight, that is expected truly to reach the target: mean probability, from the shrunken scores of the rankable structures; NULL without target';
