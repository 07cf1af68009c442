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
       barometre.score_low(audited.estimate) AS audit_low,
       barometre.score_high(audited.estimate) AS audit_high
FROM summarised
CROSS JOIN LATERAL (SELECT ROW(barometre.mean(summarised.summary), (summarised.census).std_error,
                               (summarised.census).df)::barometre.estimate AS estimate) AS audited
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN item_label ON item_label.breakdown = summarised.breakdown AND item_label.item = summarised.item;

\observatory relations
('edition_breakdown', 'edition, breakdown, item',
 'Scores moyens de chaque édition : ensemble, par déterminant, par canal ; avec deux erreurs : d’un échantillon de '
 'structures, et des audits'
 ' — Mean scores of each edition: overall, by determinant, by channel; with two errors: of a sample of structures, '
 'and of the audits'),
