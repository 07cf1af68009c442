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
       barometre.score_low(audited.estimate) AS audit_low,
       barometre.score_high(audited.estimate) AS audit_high,
       barometre.min_score(summarised.summary) AS minimum,
       summarised.median,
       barometre.max_score(summarised.summary) AS maximum
FROM summarised
CROSS JOIN LATERAL (SELECT ROW(barometre.mean(summarised.summary), (summarised.census).std_error,
                               (summarised.census).df)::barometre.estimate AS estimate) AS audited
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN category ON category.category = summarised.category;

\observatory relations
('category_score', 'edition, category',
 'Score moyen de chaque catégorie qui a un participant de poids non nul, avec deux erreurs : d’un échantillon de '
 'structures, et des audits'
 ' — Mean score of each category that has a participant with a weight, with two errors: of a sample of structures, '
 'and of the audits'),

\observatory columns
('', 'minimum', 'Minimum — Minimum', 'points', '0.0', 'Plus petit score — Smallest score'),
('', 'median', 'Médiane — Median', 'points', '0.0',
 'Score médian ; chaque structure compte une fois, quel que soit son poids'
 ' — Median score; each structure counts once, whatever its weight'),
('', 'maximum', 'Maximum — Maximum', 'points', '0.0', 'Plus grand score — Largest score'),
