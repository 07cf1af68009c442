\observatory views
/* Do certified structures score differently from the others? */

CREATE OR REPLACE VIEW certified_comparison AS
WITH scored AS (
    SELECT edition,
           structure,
           barometre.scorecard(
\i parts/form.sql
, edition, channel, responded, answers) AS card
    FROM audit
    GROUP BY edition, structure
),
measured AS (
    -- lists side by side, the shorter ones filled up with NULLs: the global score, the determinants, the channels
    SELECT participation.edition,
           participation.category,
           participation.certified,
           participation.weight,
           unnest(ARRAY[(barometre.structure_result(scored.card)).global_score]) AS global_score,
           barometre.scorecard_determinants(scored.card) AS by_determinant,
           barometre.scorecard_channels(scored.card) AS by_channel
    FROM participation
    JOIN scored ON scored.edition = participation.edition AND scored.structure = participation.structure
),
measure AS (
    SELECT edition,
           certified,
           weight,
           breakdown,
           CASE breakdown
               WHEN 'overall' THEN 'overall'
               WHEN 'category' THEN category
               WHEN 'determinant' THEN (by_determinant).determinant
               WHEN 'channel' THEN (by_channel).channel
           END COLLATE "C" AS item,
           CASE breakdown
               WHEN 'determinant' THEN (by_determinant).score
               WHEN 'channel' THEN (by_channel).score
               ELSE global_score
           END AS score
    FROM measured
    CROSS JOIN (VALUES ('overall'), ('category'), ('determinant'), ('channel')) AS every (breakdown)
),
grouped AS (
    SELECT edition,
           breakdown,
           item,
           barometre.score_summary(score, weight) FILTER (WHERE certified) AS certified,
           barometre.score_summary(score, weight) FILTER (WHERE NOT certified) AS others
    FROM measure
    WHERE item IS NOT NULL
    GROUP BY edition, breakdown, item
),
compared AS (
    SELECT grouped.*,
           barometre.difference(barometre.estimate(certified), barometre.estimate(others)) AS gap,
           barometre.p_value(barometre.difference(barometre.estimate(certified), barometre.estimate(others))) AS p_value
    FROM grouped
)
SELECT edition,
       breakdown,
       item,
       coalesce(barometre.n_obs(certified), 0) AS certified_n,
       coalesce(barometre.n_obs(others), 0) AS non_certified_n,
       barometre.mean(certified) AS certified_score,
       barometre.mean(others) AS non_certified_score,
       (gap).value AS gap,
       barometre.ci_low(gap) AS gap_low,
       barometre.ci_high(gap) AS gap_high,
       p_value,
       barometre.adjusted_p_value(p_value, 'holm') OVER (PARTITION BY edition, breakdown) AS p_adjusted,
       barometre.effect_size(certified, others) AS effect_size
FROM compared;

COMMENT ON VIEW certified_comparison IS 'Certified structures against the others: overall, by category, by determinant, by channel. Means by participation weight';
COMMENT ON COLUMN certified_comparison.edition IS 'Number of the edition';
COMMENT ON COLUMN certified_comparison.breakdown IS 'overall, category, determinant or channel';
COMMENT ON COLUMN certified_comparison.item IS 'Code of the category, determinant or channel';
COMMENT ON COLUMN certified_comparison.certified_n IS 'Number of certified structures with a score';
COMMENT ON COLUMN certified_comparison.non_certified_n IS 'Number of other structures with a score';
COMMENT ON COLUMN certified_comparison.certified_score IS 'Mean score (0–100) of the certified structures';
COMMENT ON COLUMN certified_comparison.non_certified_score IS 'Mean score (0–100) of the others';
COMMENT ON COLUMN certified_comparison.gap IS 'Certified minus others, in points';
COMMENT ON COLUMN certified_comparison.gap_low IS 'Lower bound of the 95 % interval of the gap (Welch–Satterthwaite); NULL for a group of one';
COMMENT ON COLUMN certified_comparison.gap_high IS 'Upper bound of the 95 % interval of the gap';
COMMENT ON COLUMN certified_comparison.p_value IS 'p-value of no gap (Welch)';
COMMENT ON COLUMN certified_comparison.p_adjusted IS 'p-value adjusted for the number of comparisons within edition and breakdown (Holm)';
COMMENT ON COLUMN certified_comparison.effect_size IS 'Hedges g: the gap in standard deviations';
