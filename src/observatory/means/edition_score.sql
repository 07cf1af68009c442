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
       barometre.score_low(audited.estimate) AS audit_low,
       barometre.score_high(audited.estimate) AS audit_high,
       summarised.between_variance,
       summarised.between_variance / nullif(summarised.between_variance
           + summarised.error_variance, 0::float8) AS reliability,
       barometre.mean(summarised.at_target) AS share_at_target,
       barometre.mean(summarised.expected_at_target) AS expected_share_at_target
FROM summarised
CROSS JOIN LATERAL (SELECT ROW(barometre.mean(summarised.summary), (summarised.census).std_error,
                               (summarised.census).df)::barometre.estimate AS estimate) AS audited
LEFT JOIN edition ON edition.edition = summarised.edition;

\observatory relations
('edition_score', 'edition',
 'Score moyen de chaque édition, avec deux erreurs : d’un échantillon de structures, et des audits ; et la fiabilité '
 'de ses scores'
 ' — Mean score of each edition, with two errors: of a sample of structures, and of the audits; and how reliable its '
 'scores are'),

\observatory columns
('', 'between_variance', 'Variance vraie — True variance', 'points²', '0.0',
 'Variance des scores vrais à l’intérieur des catégories, en points au carré (DerSimonian & Laird), sur les '
 'structures classables'
 ' — Variance of the true scores within the categories, in points squared (DerSimonian & Laird), over the rankable '
 'structures'),
('', 'reliability', 'Fiabilité — Reliability', '', '0.0%',
 'Part (0–1) de la variance des scores à l’intérieur des catégories qui est vraie, et non le hasard des audits : '
 'between_variance / (between_variance + erreur quadratique moyenne)'
 ' — Share (0–1) of the scores'' variance within the categories that is true, and not the luck of the audits: '
 'between_variance / (between_variance + mean squared error)'),
('', 'share_at_target', 'Part à la cible — Share at the target', '', '0.0%',
 'Part (0–1), selon les poids, des structures dont le score atteint la cible de l’édition ; trop élevée quand peu y '
 'sont vraiment ; NULL sans cible'
 ' — Share (0–1), by participation weight, of the structures whose score reaches the edition''s target; too high '
 'where few truly do; NULL without target'),
('', 'expected_share_at_target', 'Part attendue à la cible — Expected share at the target', '', '0.0%',
 'Part (0–1), selon les poids, dont on attend qu’elle atteigne vraiment la cible : probabilité moyenne, d’après les '
 'scores attendus des structures classables ; NULL sans cible'
 ' — Share (0–1), by participation weight, that is expected truly to reach the target: mean probability, from the '
 'shrunken scores of the rankable structures; NULL without target'),
