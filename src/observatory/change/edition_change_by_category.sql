\observatory views
/* What does each category add to the change since the previous edition? */

CREATE OR REPLACE VIEW edition_change_by_category AS
WITH
\i parts/compared.sql
,
category_summary AS (
    SELECT edition,
           category,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 1) AS category1,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2) AS category2
    FROM participant
    GROUP BY edition, category
),
placed AS (
    SELECT category_summary.*,
           barometre.rollup(category1) OVER whole AS whole1,
           barometre.rollup(category2) OVER whole AS whole2
    FROM category_summary
    WINDOW whole AS (PARTITION BY edition)
),
share AS (
    SELECT edition,
           category,
           coalesce(barometre.sum_weights(category1) / barometre.sum_weights(whole1), 0) AS share1,
           coalesce(barometre.sum_weights(category2) / barometre.sum_weights(whole2), 0) AS share2,
           barometre.mean(category1) AS mean1,
           barometre.mean(category2) AS mean2,
           (barometre.mean(whole1) + barometre.mean(whole2)) / 2 AS centre
    FROM placed
    WHERE whole1 IS NOT NULL AND whole2 IS NOT NULL AND coalesce(category1, category2) IS NOT NULL
)
SELECT edition,
       (SELECT max(earlier.edition) FROM edition AS earlier WHERE earlier.edition < share.edition) AS previous_edition,
       category,
       share1 AS previous_share,
       share2 AS share,
       mean1 AS previous_score,
       mean2 AS score,
       coalesce((share1 + share2) / 2 * (mean2 - mean1), 0) AS within_effect,
       (coalesce((mean1 + mean2) / 2, mean1, mean2) - centre) * (share2 - share1) AS mix_effect
FROM share;

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
