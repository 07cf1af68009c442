\observatory views
/* How much of the certified structures' lead is their mix of categories? */

CREATE OR REPLACE VIEW certified_gap AS
WITH category_group AS (
    SELECT structure_score.edition,
           structure_score.category,
           barometre.score_summary(structure_score.global_score, structure_score.weight)
               FILTER (WHERE structure_score.certified) AS certified,
           barometre.score_summary(structure_score.global_score, structure_score.weight)
               FILTER (WHERE NOT structure_score.certified) AS others
    FROM structure_score
    WHERE structure_score.global_score IS NOT NULL AND structure_score.weight > 0::float8
    GROUP BY structure_score.edition, structure_score.category
),
edition_group AS (
    -- beside both groups of the edition; one variance a group within all its categories
    SELECT category_group.edition,
           category_group.certified,
           category_group.others,
           category_group.certified IS NOT NULL AND category_group.others IS NOT NULL AS has_both,
           coalesce(barometre.sum_weights(category_group.certified), 0::float8)
               + coalesce(barometre.sum_weights(category_group.others), 0::float8) AS weight,
           barometre.rollup(category_group.certified) OVER whole AS all_certified,
           barometre.rollup(category_group.others) OVER whole AS all_others,
           sum((barometre.n_obs(category_group.certified) - 1::bigint)::float8) OVER whole AS certified_df,
           sum((barometre.n_obs(category_group.others) - 1::bigint)::float8) OVER whole AS others_df,
           sum((barometre.n_obs(category_group.certified) - 1::bigint)::float8
               * barometre.variance(category_group.certified))
               OVER whole AS certified_squares,
           sum((barometre.n_obs(category_group.others) - 1::bigint)::float8 * barometre.variance(category_group.others))
               OVER whole AS others_squares
    FROM category_group
    WINDOW whole AS (PARTITION BY category_group.edition)
),
category_gap AS (
    SELECT edition_group.edition,
           edition_group.has_both,
           barometre.mean(edition_group.all_certified) - barometre.mean(edition_group.all_others) AS crude_gap,
           edition_group.certified_squares / nullif(edition_group.certified_df, 0::float8) AS certified_variance,
           edition_group.others_squares / nullif(edition_group.others_df, 0::float8) AS others_variance,
           edition_group.certified_df,
           edition_group.others_df,
           edition_group.weight,
           -- of the categories that hold both groups
           barometre.part_of(edition_group.weight, sum(edition_group.weight) FILTER (WHERE edition_group.has_both)
               OVER (PARTITION BY edition_group.edition)) AS share,
           barometre.mean(edition_group.certified) AS certified_mean,
           barometre.mean(edition_group.others) AS others_mean,
           barometre.n_effective(edition_group.certified) AS certified_n,
           barometre.n_effective(edition_group.others) AS others_n,
           (barometre.part_of(barometre.sum_weights(edition_group.certified),
                              barometre.sum_weights(edition_group.all_certified))
            + barometre.part_of(barometre.sum_weights(edition_group.others),
                                barometre.sum_weights(edition_group.all_others))) / 2::float8 AS mean_share
    FROM edition_group
),
standardised AS (
    -- direct standardisation: both groups' means over the categories that hold both, by the category's weight
    SELECT category_gap.edition,
           category_gap.crude_gap,
           sum(category_gap.mean_share * (category_gap.certified_mean - category_gap.others_mean))
               FILTER (WHERE category_gap.has_both) AS within_effect,
           barometre.part_of(sum(category_gap.weight) FILTER (WHERE category_gap.has_both),
                             sum(category_gap.weight)) AS overlap_share,
           ROW(sum(category_gap.share * category_gap.certified_mean) FILTER (WHERE category_gap.has_both),
               sqrt(category_gap.certified_variance)
                   * sqrt(sum(category_gap.share * category_gap.share / category_gap.certified_n)
                          FILTER (WHERE category_gap.has_both)),
               category_gap.certified_df)::barometre.estimate AS certified,
           ROW(sum(category_gap.share * category_gap.others_mean) FILTER (WHERE category_gap.has_both),
               sqrt(category_gap.others_variance)
                   * sqrt(sum(category_gap.share * category_gap.share / category_gap.others_n)
                          FILTER (WHERE category_gap.has_both)),
               category_gap.others_df)::barometre.estimate AS others
    FROM category_gap
    GROUP BY category_gap.edition, category_gap.crude_gap, category_gap.certified_variance,
        category_gap.others_variance,
             category_gap.certified_df, category_gap.others_df
),
gap AS (
    SELECT standardised.edition,
           standardised.crude_gap,
           standardised.within_effect,
           standardised.overlap_share,
           barometre.difference(standardised.certified, standardised.others) AS adjusted
    FROM standardised
)
SELECT gap.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       gap.crude_gap,
       (gap.adjusted).value AS adjusted_gap,
       (gap.adjusted).std_error AS gap_std_error,
       (gap.adjusted).df AS gap_df,
       barometre.ci_low(gap.adjusted) AS adjusted_low,
       barometre.ci_high(gap.adjusted) AS adjusted_high,
       barometre.p_value(gap.adjusted) AS p_value,
       gap.crude_gap - coalesce(gap.within_effect, 0::float8) AS composition_effect,
       CASE WHEN gap.crude_gap IS NOT NULL THEN coalesce(gap.within_effect, 0::float8) END AS within_effect,
       gap.overlap_share,
       sign(gap.crude_gap) * sign((gap.adjusted).value) < 0::float8 AS reversed
FROM gap
LEFT JOIN edition ON edition.edition = gap.edition;

\observatory relations
('certified_gap', 'edition',
 'L’écart entre les structures certifiées et les autres, brut et à composition égale en catégories'
 ' — The gap between certified structures and the others, crude and at equal mix of categories'),

\observatory columns
('', 'crude_gap', 'Écart brut — Crude gap', 'points', '+0.0;-0.0',
 'Moyenne des structures certifiées moins celle des autres, en points ; NULL sans l’un des groupes'
 ' — Mean of the certified structures minus mean of the others, in points; NULL without one of the groups'),
('', 'adjusted_gap', 'Écart ajusté — Adjusted gap', 'points', '+0.0;-0.0',
 'Écart moyen dans les catégories qui ont les deux groupes, selon leurs poids (standardisation directe), en points ; '
 'NULL sans une telle catégorie'
 ' — Mean gap within the categories that hold both groups, by the category''s weight (direct standardisation), in '
 'points; NULL without such a category'),
('certified_gap', 'gap_std_error', 'Erreur type de l’écart ajusté — Standard error of the adjusted gap',
 'points', '0.00',
 'Erreur type de l’écart ajusté, par une variance dans les catégories pour chaque groupe ; NULL quand un groupe n’a '
 'deux structures dans aucune catégorie'
 ' — Standard error of the adjusted gap, by one variance within the categories for each group; NULL when a group has '
 'no category with two structures'),
('certified_gap', 'gap_df', 'Degrés de liberté de l’écart — Degrees of freedom of the gap', '', '0.0',
 'Degrés de liberté de l’erreur de l’écart ajusté (Satterthwaite)'
 ' — Degrees of freedom of the adjusted gap''s error (Satterthwaite)'),
('', 'adjusted_low', 'Écart ajusté, borne basse — Adjusted gap, lower bound', 'points', '+0.0;-0.0',
 'Borne basse de l’intervalle à 95 % de l’écart ajusté — Lower bound of the 95 % interval of the adjusted gap'),
('', 'adjusted_high', 'Écart ajusté, borne haute — Adjusted gap, upper bound', 'points', '+0.0;-0.0',
 'Borne haute de l’intervalle à 95 % de l’écart ajusté — Upper bound of the 95 % interval of the adjusted gap'),
('certified_gap', 'p_value', 'Valeur p — p-value', '', '0.000',
 'Valeur p (0–1) de l’hypothèse d’un écart ajusté nul, par le t de Student ; NULL sans erreur'
 ' — p-value (0–1) of no adjusted gap, by Student''s t; NULL without error'),
('', 'composition_effect', 'Effet de composition — Composition effect', 'points', '+0.0;-0.0',
 'Part de l’écart brut qui vient de compositions différentes en catégories, en points (Kitagawa 1955) ; une '
 'catégorie d’un seul groupe ne compte qu’ici'
 ' — Part of the crude gap that comes from different mixes of categories, in points (Kitagawa 1955); a category with '
 'one group only counts here'),
('certified_gap', 'within_effect', 'Effet propre — Within effect', 'points', '+0.0;-0.0',
 'Part de l’écart brut qui se trouve à l’intérieur des catégories, en points ; les deux parts font l’écart brut'
 ' — Part of the crude gap that is found within categories, in points; both parts sum to the crude gap'),
('', 'overlap_share', 'Recouvrement — Overlap', '', '0.0%',
 'Part (0–1), selon les poids, des structures des catégories qui ont les deux groupes'
 ' — Share (0–1), by weight, of the structures in categories that hold both groups'),
('', 'reversed', 'Inversé — Reversed', '', '',
 'Vrai quand l’écart ajusté est de signe contraire (paradoxe de Simpson)'
 ' — True when the adjusted gap has the other sign (Simpson''s paradox)'),
