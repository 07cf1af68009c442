\observatory views
/* How good would the whole population be? */

CREATE OR REPLACE VIEW population_score AS
WITH
\i parts/measure.sql
,
\i parts/item_label.sql
,
unit AS (
    -- one row a participant, so that nothing is scored again for a join
    SELECT measure.edition,
           measure.structure,
           measure.category,
           measure.weight,
           pg_catalog.jsonb_object_agg(measure.breakdown || ' '::text || measure.item, measure.score) AS scores
    FROM measure
    GROUP BY measure.edition, measure.structure, measure.category, measure.weight
),
\i parts/calibrated.sql
,
domain AS (
    -- every participant in each item, without a score where it is outside: it counts in the residuals
    SELECT calibrated.edition,
           calibrated.weight,
           calibrated.calibrated_weight,
           calibrated.x,
           item.breakdown,
           item.item,
           scored.score
    FROM calibrated
    CROSS JOIN LATERAL (
        SELECT 'overall'::text AS breakdown, 'overall'::text COLLATE "C" AS item
        UNION ALL
        SELECT 'category'::text, category.category FROM category
        UNION ALL
        SELECT 'determinant'::text, determinant_weight.determinant
        FROM determinant_weight WHERE determinant_weight.edition = calibrated.edition
        UNION ALL
        SELECT 'channel'::text, channel_weight.channel
        FROM channel_weight WHERE channel_weight.edition = calibrated.edition) AS item
    CROSS JOIN LATERAL (
        SELECT CASE WHEN item.breakdown <> 'category'::text
                    THEN (calibrated.scores ->> (item.breakdown || ' '::text || item.item))::float8
                    WHEN item.item = calibrated.category
                    THEN (calibrated.scores ->> 'overall overall'::text)::float8 END AS score
        OFFSET 0) AS scored -- read once, not again for each use
    WHERE calibrated.weight > 0::float8
),
summarised AS (
    SELECT domain.edition,
           domain.breakdown,
           domain.item,
           barometre.score_summary(domain.score, domain.weight) AS summary,
           -- scores of less than 1e-50 are 0 to the aggregate
           barometre.calibrated_estimate(
               CASE WHEN domain.score < 1e-50::float8 THEN 0::float8 ELSE domain.score END,
               domain.weight, domain.calibrated_weight, domain.x) AS calibrated,
           pg_catalog.count(domain.calibrated_weight) FILTER (WHERE domain.score IS NOT NULL)::float8
               * sum(domain.calibrated_weight * domain.calibrated_weight) FILTER (WHERE domain.score IS NOT NULL)
               / (sum(domain.calibrated_weight) FILTER (WHERE domain.score IS NOT NULL)
                  * sum(domain.calibrated_weight) FILTER (WHERE domain.score IS NOT NULL)) AS design_effect
    FROM domain
    GROUP BY domain.edition, domain.breakdown, domain.item
    HAVING pg_catalog.count(domain.score) > 0::bigint
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       summarised.breakdown,
       summarised.item,
       item_label.label AS item_label,
       barometre.n_obs(summarised.summary)::int AS participants,
       barometre.mean(summarised.summary) AS score,
       barometre.std_error(summarised.summary) AS std_error,
       barometre.score_low(barometre.estimate(summarised.summary)) AS score_low,
       barometre.score_high(barometre.estimate(summarised.summary)) AS score_high,
       (summarised.calibrated).value AS calibrated_score,
       (summarised.calibrated).std_error AS calibrated_std_error,
       barometre.score_low(summarised.calibrated) AS calibrated_low,
       barometre.score_high(summarised.calibrated) AS calibrated_high,
       summarised.design_effect
FROM summarised
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN item_label ON item_label.breakdown = summarised.breakdown AND item_label.item = summarised.item;

\observatory relations
('population_score', 'edition, breakdown, item',
 'Scores moyens de chaque édition, de ses participants et calés sur la population par ses effectifs : ensemble, par '
 'catégorie, déterminant et canal. Le calage corrige ce que les effectifs expliquent ; des volontaires restent des '
 'volontaires'
 ' — Mean scores of each edition, of its participants and calibrated to the population by its margins: overall, by '
 'category, determinant and channel. Calibration corrects what the margins explain; volunteers stay volunteers'),

\observatory columns
('', 'calibrated_score', 'Score calé — Calibrated score', 'points', '0.0',
 'Score moyen (0–100) selon les poids calés (calibrated_weight) ; NULL sans effectifs et quand ils ne peuvent être '
 'atteints (margin_check dit pourquoi)'
 ' — Mean score (0–100) by calibrated weight (calibrated_weight); NULL without margins and where they cannot be met '
 '(margin_check says why)'),
('', 'calibrated_std_error', 'Erreur type du score calé — Standard error of the calibrated score', 'points', '0.00',
 'Erreur type de calibrated_score, d’après les résidus de la régression sur les effectifs (calibrated_estimate) ; '
 'NULL quand il n’y a pas plus de participants que d’effectifs indépendants'
 ' — Standard error of calibrated_score, from the residuals of the regression on the margins (calibrated_estimate); '
 'NULL when there are no more participants than independent margins'),
('', 'calibrated_low', 'Score calé, borne basse — Calibrated score, lower bound', 'points', '0.0',
 'Borne basse de l’intervalle à 95 % de calibrated_score, coupée à 0 ; df = participants calés de l’élément, moins 1'
 ' — Lower bound of the 95 % interval of calibrated_score, cut at 0; df = participants of the item that are '
 'calibrated, less 1'),
('', 'calibrated_high', 'Score calé, borne haute — Calibrated score, upper bound', 'points', '0.0',
 'Borne haute de l’intervalle à 95 % de calibrated_score, coupée à 100'
 ' — Upper bound of the 95 % interval of calibrated_score, cut at 100'),
('', 'design_effect', 'Effet de plan — Design effect', '', '0.00',
 'De Kish : 1 + cv² des poids calés, 1 ou plus. Autant de fois moins de structures de poids égaux seraient aussi '
 'précises, si les effectifs n’expliquaient rien'
 ' — Kish''s: 1 + cv² of the calibrated weights, 1 or more. So many times fewer structures of equal weight would be '
 'as precise, if the margins explained nothing'),
