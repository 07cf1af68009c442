\observatory views
/* How good is each edition overall, at each determinant and on each channel? */

CREATE OR REPLACE VIEW edition_breakdown AS
WITH
\i parts/measure.sql
,
\i parts/item_label.sql
,
summarised AS (
    SELECT measure.edition,
           measure.breakdown,
           measure.item,
           barometre.score_summary(measure.score, measure.weight) AS summary,
           barometre.mean_estimate(measure.score, measure.std_error, measure.df, measure.weight) AS census
    FROM measure
    WHERE measure.score IS NOT NULL AND measure.weight > 0::float8
    GROUP BY measure.edition, measure.breakdown, measure.item
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       summarised.breakdown,
       summarised.item,
       item_label.label AS item_label,
       barometre.n_obs(summarised.summary)::int AS participants,
       barometre.mean(summarised.summary) AS score,
       barometre.std_error(summarised.summary) AS std_error,
       (barometre.estimate(summarised.summary)).df AS df,
       barometre.score_low(barometre.estimate(summarised.summary)) AS score_low,
       barometre.score_high(barometre.estimate(summarised.summary)) AS score_high,
       (summarised.census).std_error AS audit_std_error,
       (summarised.census).df AS audit_df,
       barometre.score_low(summarised.census) AS audit_low,
       barometre.score_high(summarised.census) AS audit_high
FROM summarised
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN item_label ON item_label.breakdown = summarised.breakdown AND item_label.item = summarised.item;

COMMENT ON VIEW edition_breakdown IS 'Mean scores of each edition: overall, by determinant, by channel; with two errors: of a sample of structures, and of the audits';
COMMENT ON COLUMN edition_breakdown.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_breakdown.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN edition_breakdown.breakdown IS 'overall, determinant or channel';
COMMENT ON COLUMN edition_breakdown.item IS 'overall, or code of the determinant or channel';
COMMENT ON COLUMN edition_breakdown.item_label IS 'Name of the item in the session''s language';
COMMENT ON COLUMN edition_breakdown.participants IS 'Number of structures with such a score and a weight';
COMMENT ON COLUMN edition_breakdown.score IS 'Mean score (0–100), by participation weight';
COMMENT ON COLUMN edition_breakdown.std_error IS 'Standard error of the mean where the participants are a sample of a larger population; NULL for a single one';
COMMENT ON COLUMN edition_breakdown.df IS 'Degrees of freedom of std_error: participants - 1';
COMMENT ON COLUMN edition_breakdown.score_low IS 'Lower bound of the 95 % interval by std_error, cut at 0';
COMMENT ON COLUMN edition_breakdown.score_high IS 'Upper bound of the 95 % interval by std_error, cut at 100';
COMMENT ON COLUMN edition_breakdown.audit_std_error IS 'Standard error of the mean where the participants are all there is and only their audits are a sample; NULL when a score has no error';
COMMENT ON COLUMN edition_breakdown.audit_df IS 'Degrees of freedom of audit_std_error (Satterthwaite)';
COMMENT ON COLUMN edition_breakdown.audit_low IS 'Lower bound of the 95 % interval by audit_std_error, cut at 0';
COMMENT ON COLUMN edition_breakdown.audit_high IS 'Upper bound of the 95 % interval by audit_std_error, cut at 100';
