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

COMMENT ON VIEW population_score IS 'Mean scores of each edition, of its participants and calibrated to the population by its margins: overall, by category, determinant and channel. Calibration corrects what the margins explain; volunteers stay volunteers';
COMMENT ON COLUMN population_score.edition IS 'Number of the edition';
COMMENT ON COLUMN population_score.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN population_score.breakdown IS 'overall, category, determinant or channel';
COMMENT ON COLUMN population_score.item IS 'overall, or code of the category, determinant or channel';
COMMENT ON COLUMN population_score.item_label IS 'Name of the item in the session''s language';
COMMENT ON COLUMN population_score.participants IS 'Number of structures with such a score and a weight';
COMMENT ON COLUMN population_score.score IS 'Mean score (0–100) of the participants, by participation weight, as in edition_breakdown and category_score';
COMMENT ON COLUMN population_score.std_error IS 'Standard error of score, the participants seen as a random sample; NULL for a single one';
COMMENT ON COLUMN population_score.score_low IS 'Lower bound of the 95 % interval of score, cut at 0';
COMMENT ON COLUMN population_score.score_high IS 'Upper bound of the 95 % interval of score, cut at 100';
COMMENT ON COLUMN population_score.calibrated_score IS 'Mean score (0–100) by calibrated weight (calibrated_weight); NULL without margins and where they cannot be met (margin_check says why)';
COMMENT ON COLUMN population_score.calibrated_std_error IS 'Its standard error, from the residuals of the regression on the margins (calibrated_estimate); NULL when there are no more participants than independent margins';
COMMENT ON COLUMN population_score.calibrated_low IS 'Lower bound of the 95 % interval of calibrated_score, cut at 0; df = participants of the item that are calibrated, less 1';
COMMENT ON COLUMN population_score.calibrated_high IS 'Upper bound of the 95 % interval of calibrated_score, cut at 100';
COMMENT ON COLUMN population_score.design_effect IS 'Kish''s: 1 + cv² of the calibrated weights, 1 or more. So many times fewer structures of equal weight would be as precise, if the margins explained nothing';
