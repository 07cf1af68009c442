\observatory views
/* What does each category add to the change since the previous edition? */

CREATE OR REPLACE VIEW edition_change_by_category AS
WITH
\i parts/compared.sql
,
category_summary AS (
    SELECT compared.edition,
           compared.category,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 1) AS category1,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 2) AS category2
    FROM compared
    GROUP BY compared.edition, compared.category
),
placed AS (
    SELECT category_summary.edition,
           category_summary.category,
           category_summary.category1,
           category_summary.category2,
           barometre.rollup(category_summary.category1) OVER whole AS whole1,
           barometre.rollup(category_summary.category2) OVER whole AS whole2
    FROM category_summary
    WINDOW whole AS (PARTITION BY category_summary.edition)
),
share AS (
    SELECT placed.edition,
           placed.category,
           coalesce(barometre.sum_weights(placed.category1)
               / barometre.sum_weights(placed.whole1), 0::float8) AS share1,
           coalesce(barometre.sum_weights(placed.category2)
               / barometre.sum_weights(placed.whole2), 0::float8) AS share2,
           barometre.mean(placed.category1) AS mean1,
           barometre.mean(placed.category2) AS mean2,
           (barometre.mean(placed.whole1) + barometre.mean(placed.whole2)) / 2::float8 AS centre
    FROM placed
    WHERE placed.whole1 IS NOT NULL AND placed.whole2 IS NOT NULL
      AND (placed.category1 IS NOT NULL OR placed.category2 IS NOT NULL)
)
SELECT share.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       previous.previous_edition,
       share.category,
       barometre.label(share.category, category.label_fr, category.label_en) AS category_label,
       share.share1 AS previous_share,
       share.share2 AS share,
       share.mean1 AS previous_score,
       share.mean2 AS score,
       coalesce((share.share1 + share.share2) / 2::float8 * (share.mean2 - share.mean1), 0::float8) AS within_effect,
       (coalesce((share.mean1 + share.mean2) / 2::float8, share.mean1, share.mean2) - share.centre)
           * (share.share2 - share.share1) AS mix_effect
FROM share
LEFT JOIN previous ON previous.edition = share.edition
LEFT JOIN edition ON edition.edition = share.edition
LEFT JOIN category ON category.category = share.category;

COMMENT ON VIEW edition_change_by_category IS 'What each category adds to the change since the previous edition (Kitagawa 1955); all effects sum to the change';
COMMENT ON COLUMN edition_change_by_category.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_change_by_category.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN edition_change_by_category.previous_edition IS 'Number of the previous edition, the last earlier one that has scores';
COMMENT ON COLUMN edition_change_by_category.category IS 'Code of the category';
COMMENT ON COLUMN edition_change_by_category.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN edition_change_by_category.previous_share IS 'Share (0–1) of the previous edition''s weight; 0 for a new category';
COMMENT ON COLUMN edition_change_by_category.share IS 'Share (0–1) of this edition''s weight; 0 for a lost category';
COMMENT ON COLUMN edition_change_by_category.previous_score IS 'Mean score (0–100) in the previous edition; NULL for a new category';
COMMENT ON COLUMN edition_change_by_category.score IS 'Mean score (0–100) in this edition; NULL for a lost category';
COMMENT ON COLUMN edition_change_by_category.within_effect IS 'Points that its changed score adds; 0 for a category in one edition only';
COMMENT ON COLUMN edition_change_by_category.mix_effect IS 'Points that its changed share adds; all that a new or lost category adds';
