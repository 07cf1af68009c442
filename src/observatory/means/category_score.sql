\observatory views
/* How good is each category? */

CREATE OR REPLACE VIEW category_score AS
WITH summarised AS (
    SELECT structure_score.edition,
           structure_score.category,
           barometre.score_summary(structure_score.global_score, structure_score.weight) AS summary,
           barometre.mean_estimate(structure_score.global_score, structure_score.std_error, structure_score.df,
                                   structure_score.weight) AS census,
           percentile_cont(0.5::float8) WITHIN GROUP (ORDER BY structure_score.global_score)
               FILTER (WHERE structure_score.weight > 0::float8) AS median
    FROM structure_score
    GROUP BY structure_score.edition, structure_score.category
    HAVING max(structure_score.weight) > 0::float8
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       summarised.category,
       barometre.label(summarised.category, category.label_fr, category.label_en) AS category_label,
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
       barometre.min_score(summarised.summary) AS minimum,
       summarised.median,
       barometre.max_score(summarised.summary) AS maximum
FROM summarised
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN category ON category.category = summarised.category;

COMMENT ON VIEW category_score IS 'Mean score of each category that has a participant with a weight, with two errors: of a sample of structures, and of the audits';
COMMENT ON COLUMN category_score.edition IS 'Number of the edition';
COMMENT ON COLUMN category_score.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN category_score.category IS 'Code of the category';
COMMENT ON COLUMN category_score.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN category_score.participants IS 'Number of structures with a score and a weight';
COMMENT ON COLUMN category_score.score IS 'Mean global score (0–100), by participation weight';
COMMENT ON COLUMN category_score.std_error IS 'Standard error of the mean where the participants are a sample of the category''s structures; NULL for a single one';
COMMENT ON COLUMN category_score.df IS 'Degrees of freedom of std_error: participants - 1';
COMMENT ON COLUMN category_score.score_low IS 'Lower bound of the 95 % interval by std_error, cut at 0';
COMMENT ON COLUMN category_score.score_high IS 'Upper bound of the 95 % interval by std_error, cut at 100';
COMMENT ON COLUMN category_score.audit_std_error IS 'Standard error of the mean where the participants are all there is and only their audits are a sample; NULL when a score has no error';
COMMENT ON COLUMN category_score.audit_df IS 'Degrees of freedom of audit_std_error (Satterthwaite)';
COMMENT ON COLUMN category_score.audit_low IS 'Lower bound of the 95 % interval by audit_std_error, cut at 0';
COMMENT ON COLUMN category_score.audit_high IS 'Upper bound of the 95 % interval by audit_std_error, cut at 100';
COMMENT ON COLUMN category_score.minimum IS 'Smallest score';
COMMENT ON COLUMN category_score.median IS 'Median score; each structure counts once, whatever its weight';
COMMENT ON COLUMN category_score.maximum IS 'Largest score';
