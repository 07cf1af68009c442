\observatory views
/* How good is each edition? */

CREATE OR REPLACE VIEW edition_score AS
WITH participant AS
\i parts/participant.sql
,
summarised AS (
    SELECT participant.edition,
           pg_catalog.count(participant.global_score) AS participants,
           barometre.score_summary(participant.global_score, participant.weight) AS summary,
           -- compared at 9 decimals: 75 is not missed by 74.99999999999999
           barometre.score_summary(
               CASE WHEN round(participant.global_score::numeric, 9) >= edition.target::numeric THEN 1::float8 ELSE 0::float8 END,
               participant.weight)
               FILTER (WHERE participant.global_score IS NOT NULL AND edition.target IS NOT NULL) AS at_target
    FROM participant
    JOIN edition ON edition.edition = participant.edition
    GROUP BY participant.edition
)
SELECT edition,
       participants,
       barometre.mean(summary) AS score,
       barometre.std_error(summary) AS std_error,
       barometre.ci_low(barometre.estimate(summary)) AS score_low,
       barometre.ci_high(barometre.estimate(summary)) AS score_high,
       barometre.mean(at_target) AS share_at_target
FROM summarised;

COMMENT ON VIEW edition_score IS 'Mean score of each edition';
COMMENT ON COLUMN edition_score.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_score.participants IS 'Number of structures with a score';
COMMENT ON COLUMN edition_score.score IS 'Mean global score (0–100), by participation weight';
COMMENT ON COLUMN edition_score.std_error IS 'Standard error of the mean over structures; NULL for a single one';
COMMENT ON COLUMN edition_score.score_low IS 'Lower bound of the 95 % interval of the mean';
COMMENT ON COLUMN edition_score.score_high IS 'Upper bound of the 95 % interval of the mean';
COMMENT ON COLUMN edition_score.share_at_target IS 'Share (0–1), by participation weight, of the structures that reach the edition''s target; NULL without target';
