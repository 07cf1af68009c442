\observatory views
/* How good is each category? */

CREATE OR REPLACE VIEW category_score AS
WITH participant AS
\i parts/participant.sql
,
summarised AS (
    SELECT edition,
           category,
           count(global_score) AS participants,
           barometre.score_summary(global_score, weight) AS summary,
           min(global_score) AS minimum,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY global_score) AS median,
           max(global_score) AS maximum
    FROM participant
    GROUP BY edition, category
)
SELECT edition,
       category,
       participants,
       barometre.mean(summary) AS score,
       barometre.std_error(summary) AS std_error,
       barometre.ci_low(barometre.estimate(summary)) AS score_low,
       barometre.ci_high(barometre.estimate(summary)) AS score_high,
       minimum,
       median,
       maximum
FROM summarised;

COMMENT ON VIEW category_score IS 'Mean score of each category in each edition';
COMMENT ON COLUMN category_score.edition IS 'Number of the edition';
COMMENT ON COLUMN category_score.category IS 'Code of the category';
COMMENT ON COLUMN category_score.participants IS 'Number of structures with a score';
COMMENT ON COLUMN category_score.score IS 'Mean global score (0–100), by participation weight';
COMMENT ON COLUMN category_score.std_error IS 'Standard error of the mean over structures; NULL for a single one';
COMMENT ON COLUMN category_score.score_low IS 'Lower bound of the 95 % interval of the mean';
COMMENT ON COLUMN category_score.score_high IS 'Upper bound of the 95 % interval of the mean';
COMMENT ON COLUMN category_score.minimum IS 'Lowest global score';
COMMENT ON COLUMN category_score.median IS 'Median global score, each structure counted once';
COMMENT ON COLUMN category_score.maximum IS 'Highest global score';
