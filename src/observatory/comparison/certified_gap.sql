\observatory views
/* How much of the certified structures' lead is their mix of categories? */

CREATE OR REPLACE VIEW certified_gap AS
WITH participant AS
\i parts/participant.sql
,
category_group AS (
    SELECT edition,
           category,
           barometre.score_summary(global_score, weight) FILTER (WHERE certified) AS certified,
           barometre.score_summary(global_score, weight) FILTER (WHERE NOT certified) AS others
    FROM participant
    GROUP BY edition, category
),
edition_group AS (
    SELECT category_group.*,
           barometre.rollup(certified) OVER whole AS all_certified,
           barometre.rollup(others) OVER whole AS all_others,
           -- within-cell variance, pooled over the cells (category × group)
           sum(pooled.degrees) OVER whole AS df,
           sum(pooled.squares) OVER whole / nullif(sum(pooled.degrees) OVER whole, 0) AS pooled_variance
    FROM category_group
    CROSS JOIN LATERAL (
        SELECT sum(barometre.n_obs(summary) - 1)::float8 AS degrees,
               coalesce(sum((barometre.n_obs(summary) - 1) * barometre.variance(summary)), 0) AS squares
        FROM (VALUES (certified), (others)) AS cell (summary)
        ) AS pooled
    WINDOW whole AS (PARTITION BY edition)
),
category_gap AS (
    SELECT edition,
           all_certified,
           all_others,
           df,
           certified IS NOT NULL AND others IS NOT NULL AS has_both,
           coalesce(barometre.sum_weights(certified), 0) + coalesce(barometre.sum_weights(others), 0) AS weight,
           barometre.mean(certified) - barometre.mean(others) AS gap,
           pooled_variance * (1 / barometre.n_effective(certified) + 1 / barometre.n_effective(others)) AS gap_variance,
           (barometre.sum_weights(certified) / barometre.sum_weights(all_certified)
            + barometre.sum_weights(others) / barometre.sum_weights(all_others)) / 2 AS mean_share
    FROM edition_group
),
gap AS (
    SELECT edition,
           barometre.mean(all_certified) - barometre.mean(all_others) AS crude_gap,
           sum(mean_share * category_gap.gap) FILTER (WHERE has_both) AS within_effect,
           sum(weight) FILTER (WHERE has_both) / nullif(sum(weight), 0) AS overlap_share,
           ROW(sum(weight * category_gap.gap) FILTER (WHERE has_both) / sum(weight) FILTER (WHERE has_both),
               sqrt(sum(weight ^ 2 * gap_variance) FILTER (WHERE has_both)) / sum(weight) FILTER (WHERE has_both),
               df)::barometre.estimate AS adjusted
    FROM category_gap
    GROUP BY edition, all_certified, all_others, df
)
SELECT edition,
       crude_gap,
       (adjusted).value AS adjusted_gap,
       barometre.ci_low(adjusted) AS adjusted_low,
       barometre.ci_high(adjusted) AS adjusted_high,
       crude_gap - coalesce(within_effect, 0) AS composition_effect,
       CASE WHEN crude_gap IS NOT NULL THEN coalesce(within_effect, 0) END AS within_effect,
       coalesce(overlap_share, 0) AS overlap_share,
       sign(crude_gap) * sign((adjusted).value) < 0 AS reversed
FROM gap;

COMMENT ON VIEW certified_gap IS 'The gap between certified structures and the others, crude and at equal mix of categories';
COMMENT ON COLUMN certified_gap.edition IS 'Number of the edition';
COMMENT ON COLUMN certified_gap.crude_gap IS 'Mean of the certified structures minus mean of the others, in points; NULL without one of the groups';
COMMENT ON COLUMN certified_gap.adjusted_gap IS 'Mean gap within the categories that hold both groups, by the category''s weight (direct standardisation); NULL without such a category';
COMMENT ON COLUMN certified_gap.adjusted_low IS 'Lower bound of the 95 % interval of the adjusted gap';
COMMENT ON COLUMN certified_gap.adjusted_high IS 'Upper bound of the 95 % interval of the adjusted gap';
COMMENT ON COLUMN certified_gap.composition_effect IS 'Part of the crude gap that comes from different mixes of categories (Kitagawa 1955); a category with one group only counts here';
COMMENT ON COLUMN certified_gap.within_effect IS 'Part of the crude gap that is found within categories; both parts sum to the crude gap';
COMMENT ON COLUMN certified_gap.overlap_share IS 'Share (0–1), by weight, of the structures in categories that hold both groups';
COMMENT ON COLUMN certified_gap.reversed IS 'True when the adjusted gap has the other sign (Simpson''s paradox)';
