/* What does each category add to the change since the previous edition? */

CREATE OR REPLACE VIEW edition_change_by_category AS
WITH pair AS (
    SELECT edition, lag(edition) OVER (ORDER BY edition) AS previous_edition
    FROM edition
),
category_sum AS (
    SELECT pair.edition,
           pair.previous_edition,
           scored.category,
           scored.weight1,
           scored.weight2,
           scored.total1,
           scored.total2,
           sum(weight1) OVER whole AS all_weight1,
           sum(weight2) OVER whole AS all_weight2,
           sum(total1) OVER whole / nullif(sum(weight1) OVER whole, 0) AS all_mean1,
           sum(total2) OVER whole / nullif(sum(weight2) OVER whole, 0) AS all_mean2
    FROM pair
    CROSS JOIN LATERAL (
        -- period 1 is the previous edition, 2 this one
        SELECT participant.category,
               coalesce(sum(weight) FILTER (WHERE period = 1), 0) AS weight1,
               coalesce(sum(weight) FILTER (WHERE period = 2), 0) AS weight2,
               coalesce(sum(weight * global_score) FILTER (WHERE period = 1), 0) AS total1,
               coalesce(sum(weight * global_score) FILTER (WHERE period = 2), 0) AS total2
        FROM (VALUES (1, pair.previous_edition), (2, pair.edition)) AS role (period, edition)
        CROSS JOIN LATERAL (
            SELECT category, weight, global_score
            FROM structure_score
            WHERE structure_score.edition = role.edition
            OFFSET 0 -- keeps the edition's filter next to the audits
            ) AS participant
        WHERE participant.global_score IS NOT NULL AND participant.weight > 0
        GROUP BY participant.category
        ) AS scored
    WINDOW whole AS (PARTITION BY pair.edition)
),
category_mean AS (
    SELECT edition,
           previous_edition,
           category,
           weight1 / all_weight1 AS share1,
           weight2 / all_weight2 AS share2,
           total1 / nullif(weight1, 0) AS mean1,
           total2 / nullif(weight2, 0) AS mean2,
           (all_mean1 + all_mean2) / 2 AS centre
    FROM category_sum
    WHERE all_weight1 > 0 AND all_weight2 > 0
)
SELECT edition,
       previous_edition,
       category,
       share1 AS previous_share,
       share2 AS share,
       mean1 AS previous_score,
       mean2 AS score,
       coalesce((share1 + share2) / 2 * (mean2 - mean1), 0) AS within_effect,
       (coalesce((mean1 + mean2) / 2, mean1, mean2) - centre) * (share2 - share1) AS mix_effect
FROM category_mean;

COMMENT ON VIEW edition_change_by_category IS 'What each category adds to the change since the previous edition (Kitagawa 1955); all effects sum to the change';
COMMENT ON COLUMN edition_change_by_category.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_change_by_category.previous_edition IS 'Number of the previous edition';
COMMENT ON COLUMN edition_change_by_category.category IS 'Code of the category';
COMMENT ON COLUMN edition_change_by_category.previous_share IS 'Share (0–1) of the previous edition''s weight; 0 for a new category';
COMMENT ON COLUMN edition_change_by_category.share IS 'Share (0–1) of this edition''s weight; 0 for a lost category';
COMMENT ON COLUMN edition_change_by_category.previous_score IS 'Mean score (0–100) in the previous edition; NULL for a new category';
COMMENT ON COLUMN edition_change_by_category.score IS 'Mean score (0–100) in this edition; NULL for a lost category';
COMMENT ON COLUMN edition_change_by_category.within_effect IS 'Points that its changed score adds; 0 for a category in one edition only';
COMMENT ON COLUMN edition_change_by_category.mix_effect IS 'Points that its changed share adds; all that a new or lost category adds';
