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
           barometre.part_of(barometre.sum_weights(placed.category1), barometre.sum_weights(placed.whole1)) AS share1,
           barometre.part_of(barometre.sum_weights(placed.category2), barometre.sum_weights(placed.whole2)) AS share2,
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

\observatory relations
('edition_change_by_category', 'edition, category',
 'Ce que chaque catégorie ajoute à l’évolution depuis l’édition précédente (Kitagawa 1955) ; la somme de tous les '
 'effets est l’évolution'
 ' — What each category adds to the change since the previous edition (Kitagawa 1955); all effects sum to the change'),

\observatory columns
('', 'previous_share', 'Part précédente — Previous share', '', '0.0%',
 'Part (0–1) du poids de l’édition précédente ; 0 pour une catégorie nouvelle'
 ' — Share (0–1) of the previous edition''s weight; 0 for a new category'),
('', 'share', 'Part — Share', '', '0.0%',
 'Part (0–1) du poids de cette édition ; 0 pour une catégorie disparue'
 ' — Share (0–1) of this edition''s weight; 0 for a lost category'),
('', 'previous_score', 'Score précédent — Previous score', 'points', '0.0',
 'Score moyen (0–100) dans l’édition précédente ; NULL pour une catégorie nouvelle'
 ' — Mean score (0–100) in the previous edition; NULL for a new category'),
('edition_change_by_category', 'score', 'Score moyen — Mean score', 'points', '0.0',
 'Score moyen (0–100) dans cette édition ; NULL pour une catégorie disparue'
 ' — Mean score (0–100) in this edition; NULL for a lost category'),
('edition_change_by_category', 'within_effect', 'Effet propre — Within effect', 'points', '+0.0;-0.0',
 'Points qu’ajoute le changement de son score ; 0 pour une catégorie d’une seule édition'
 ' — Points that its changed score adds; 0 for a category in one edition only'),
('edition_change_by_category', 'mix_effect', 'Effet de composition — Mix effect', 'points', '+0.0;-0.0',
 'Points qu’ajoute le changement de sa part ; tout ce qu’ajoute une catégorie nouvelle ou disparue'
 ' — Points that its changed share adds; all that a new or lost category adds'),
