\observatory views
/*
 * What changed since the previous edition, and where does it come from?
 *
 * Each row of "compared" is a participation of one of both editions. Every
 * effect is a sum over them, and so is its linearised form, whose squares by
 * unit give the error (z in truth's notation: what the row adds to the effect).
 */

CREATE OR REPLACE VIEW edition_change AS
WITH
\i parts/compared.sql
,
placed AS (
    -- each participation that counts, beside the sums of its edition, category and unit
    SELECT compared.edition,
           compared.period,
           compared.unit,
           compared.global_score AS score,
           compared.weight,
           sum(compared.weight) FILTER (WHERE compared.period = 1) OVER of_edition AS weight1,
           sum(compared.weight) FILTER (WHERE compared.period = 2) OVER of_edition AS weight2,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 1) OVER of_edition AS whole1,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 2) OVER of_edition AS whole2,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 1) OVER of_category AS category1,
           barometre.score_summary(compared.global_score, compared.weight)
               FILTER (WHERE compared.period = 2) OVER of_category AS category2,
           min(compared.period) OVER of_unit AS first_period,
           max(compared.period) OVER of_unit AS last_period
    FROM compared
    WHERE compared.weight > 0::float8 AND compared.global_score IS NOT NULL
    WINDOW of_edition AS (PARTITION BY compared.edition),
           of_category AS (PARTITION BY compared.edition, compared.category),
           of_unit AS (PARTITION BY compared.edition, compared.unit)
),
member AS (
    -- the row's shares of its edition and category, and what is the same for all rows of both
    SELECT placed.edition,
           placed.period,
           placed.unit,
           placed.score,
           CASE WHEN placed.period = 2 THEN 1::float8 ELSE -1::float8 END AS sign,
           placed.weight,
           placed.weight1,
           placed.weight2,
           barometre.part_of(placed.weight,
                             CASE WHEN placed.period = 2 THEN placed.weight2 ELSE placed.weight1 END) AS share,
           barometre.part_of(placed.weight, barometre.sum_weights(
                                 CASE WHEN placed.period = 2 THEN placed.category2 ELSE placed.category1 END))
               AS share_of_category,
           CASE WHEN placed.period = 2 THEN barometre.mean(placed.whole2)
                ELSE barometre.mean(placed.whole1) END AS edition_mean,
           CASE WHEN placed.period = 2 THEN barometre.mean(placed.category2)
                ELSE barometre.mean(placed.category1) END AS category_mean,
           (barometre.mean(placed.whole1) + barometre.mean(placed.whole2)) / 2::float8 AS centre,
           barometre.part_of(barometre.sum_weights(placed.category1), placed.weight1) AS share1,
           barometre.part_of(barometre.sum_weights(placed.category2), placed.weight2) AS share2,
           barometre.mean(placed.category1) AS mean1,
           barometre.mean(placed.category2) AS mean2,
           placed.category1 IS NOT NULL AND placed.category2 IS NOT NULL AS is_common,
           placed.first_period = 1 AND placed.last_period = 2 AS stays
    FROM placed
    WHERE placed.weight1 IS NOT NULL AND placed.weight2 IS NOT NULL
),
weighed AS (
    -- what one point of share is worth in each effect, and the means of stayers, entrants and leavers
    SELECT member.*,
           CASE WHEN member.is_common THEN (member.mean2 - member.mean1) / 2::float8 ELSE 0::float8 END AS within_worth,
           CASE WHEN member.is_common THEN (member.mean1 + member.mean2) / 2::float8 - member.centre
                ELSE 0::float8 END AS mix_worth,
           CASE WHEN member.is_common THEN 0::float8 ELSE member.category_mean - member.centre END AS single_worth,
           barometre.score_summary(member.score, member.weight)
               FILTER (WHERE member.stays AND member.period = 1) OVER whole AS stayers1,
           barometre.score_summary(member.score, member.weight)
               FILTER (WHERE member.stays AND member.period = 2) OVER whole AS stayers2,
           barometre.score_summary(member.score, member.weight)
               FILTER (WHERE NOT member.stays AND member.period = 1) OVER whole AS leavers,
           barometre.score_summary(member.score, member.weight)
               FILTER (WHERE NOT member.stays AND member.period = 2) OVER whole AS entrants
    FROM member
    WINDOW whole AS (PARTITION BY member.edition)
),
centred AS (
    -- the means over the edition of what a point of share is worth
    SELECT weighed.*,
           sum(weighed.share * weighed.within_worth) OVER of_period AS within_mean,
           sum(weighed.share * weighed.mix_worth) OVER of_period AS mix_mean,
           sum(weighed.share * weighed.single_worth) OVER of_period AS single_mean,
           sum(CASE WHEN weighed.is_common THEN weighed.sign * weighed.share ELSE 0::float8 END)
               OVER whole AS common_growth,
           sum(CASE WHEN weighed.is_common OR weighed.period = 1 THEN 0::float8 ELSE weighed.share END)
               OVER whole AS new_share,
           sum(CASE WHEN weighed.is_common OR weighed.period = 2 THEN 0::float8 ELSE weighed.share END)
               OVER whole AS lost_share,
           barometre.part_of(barometre.sum_weights(weighed.entrants), weighed.weight2) AS entrants_share,
           barometre.part_of(barometre.sum_weights(weighed.leavers), weighed.weight1) AS leavers_share,
           CASE WHEN weighed.stays
                THEN barometre.part_of(weighed.weight, barometre.sum_weights(
                         CASE WHEN weighed.period = 2 THEN weighed.stayers2 ELSE weighed.stayers1 END))
                END AS share_of_stayers,
           barometre.mean(weighed.stayers1) AS stayers_mean1,
           barometre.mean(weighed.stayers2) AS stayers_mean2,
           barometre.mean(weighed.entrants) AS entrants_mean,
           barometre.mean(weighed.leavers) AS leavers_mean
    FROM weighed
    WINDOW whole AS (PARTITION BY weighed.edition),
           of_period AS (PARTITION BY weighed.edition, weighed.period)
),
effect AS (
    -- each row's part of each effect (…_part), and of its linearised form (…_z)
    SELECT centred.edition,
           centred.unit,
           centred.stays,
           centred.period,
           centred.sign * centred.share * centred.score AS change_part,
           centred.share * centred.within_worth AS within_part,
           centred.sign * centred.share * centred.mix_worth AS mix_part,
           CASE WHEN centred.period = 2 THEN centred.share * centred.single_worth ELSE 0::float8 END AS new_part,
           CASE WHEN centred.period = 1 THEN -centred.share * centred.single_worth ELSE 0::float8 END AS lost_part,
           CASE WHEN centred.stays AND centred.period = 2
                THEN centred.share_of_stayers * centred.score
                WHEN centred.stays THEN -centred.share_of_stayers * centred.score END AS stayers_part,
           CASE WHEN NOT centred.stays AND centred.period = 2
                THEN centred.share * (centred.score - centred.stayers_mean2) ELSE 0::float8 END AS entrants_part,
           CASE WHEN NOT centred.stays AND centred.period = 1
                THEN centred.share * (centred.stayers_mean1 - centred.score) ELSE 0::float8 END AS leavers_part,
           centred.sign * centred.share * (centred.score - centred.edition_mean) AS change_z,
           CASE WHEN centred.is_common
                THEN centred.sign * (centred.share1 + centred.share2) / 2::float8 * within_category.deviation
                ELSE 0::float8 END
               + centred.share * (centred.within_worth - centred.within_mean) AS within_z,
           centred.sign * centred.share * (centred.mix_worth - centred.mix_mean)
               + CASE WHEN centred.is_common
                      THEN (centred.share2 - centred.share1) / 2::float8 * within_category.deviation ELSE 0::float8 END
               - centred.common_growth / 2::float8 * centred.share * (centred.score - centred.edition_mean) AS mix_z,
           CASE WHEN centred.period = 2
                THEN centred.share * (centred.single_worth - centred.single_mean)
                     + CASE WHEN centred.is_common THEN 0::float8
                            ELSE centred.share * (centred.score - centred.category_mean) END
                ELSE 0::float8 END
               - centred.new_share / 2::float8 * centred.share * (centred.score - centred.edition_mean) AS new_z,
           CASE WHEN centred.period = 1
                THEN -centred.share * (centred.single_worth - centred.single_mean)
                     - CASE WHEN centred.is_common THEN 0::float8
                            ELSE centred.share * (centred.score - centred.category_mean) END
                ELSE 0::float8 END
               + centred.lost_share / 2::float8 * centred.share * (centred.score - centred.edition_mean) AS lost_z,
           CASE WHEN centred.stays AND centred.period = 2
                THEN centred.share_of_stayers * (centred.score - centred.stayers_mean2)
                WHEN centred.stays
                THEN -centred.share_of_stayers * (centred.score - centred.stayers_mean1) END AS stayers_z,
           CASE WHEN centred.period = 1 OR centred.entrants IS NULL THEN 0::float8
                WHEN centred.stays
                THEN -centred.entrants_share
                     * (centred.share_of_stayers * (centred.score - centred.stayers_mean2)
                        + centred.share * (centred.entrants_mean - centred.stayers_mean2))
                ELSE centred.share * (centred.score - centred.entrants_mean
                                      + (centred.entrants_mean - centred.stayers_mean2)
                                        * (1::float8 - centred.entrants_share))
                END AS entrants_z,
           CASE WHEN centred.period = 2 OR centred.leavers IS NULL THEN 0::float8
                WHEN centred.stays
                THEN centred.leavers_share
                     * (centred.share_of_stayers * (centred.score - centred.stayers_mean1)
                        + centred.share * (centred.leavers_mean - centred.stayers_mean1))
                ELSE centred.share * (centred.leavers_mean - centred.score
                                      + (centred.stayers_mean1 - centred.leavers_mean)
                                        * (1::float8 - centred.leavers_share))
                END AS leavers_z
    FROM centred
    CROSS JOIN LATERAL (SELECT centred.share_of_category * (centred.score - centred.category_mean) AS deviation)
        AS within_category
),
unit AS (
    SELECT effect.edition,
           effect.unit,
           effect.stays,
           max(effect.period) AS last_period,
           sum(effect.change_part) AS change_part,
           sum(effect.within_part) AS within_part,
           sum(effect.mix_part) AS mix_part,
           sum(effect.new_part) AS new_part,
           sum(effect.lost_part) AS lost_part,
           sum(effect.stayers_part) AS stayers_part,
           sum(effect.entrants_part) AS entrants_part,
           sum(effect.leavers_part) AS leavers_part,
           sum(effect.change_z) AS change_z,
           sum(effect.within_z) AS within_z,
           sum(effect.mix_z) AS mix_z,
           sum(effect.new_z) AS new_z,
           sum(effect.lost_z) AS lost_z,
           sum(effect.stayers_z) AS stayers_z,
           sum(effect.entrants_z) AS entrants_z,
           sum(effect.leavers_z) AS leavers_z
    FROM effect
    GROUP BY effect.edition, effect.unit, effect.stays
),
total AS (
    SELECT unit.edition,
           count(*)::float8 AS units,
           (count(*) FILTER (WHERE unit.stays))::int AS stayers,
           (count(*) FILTER (WHERE NOT unit.stays AND unit.last_period = 2))::int AS entrants,
           (count(*) FILTER (WHERE NOT unit.stays AND unit.last_period = 1))::int AS leavers,
           sum(unit.change_part) AS change,
           sum(unit.within_part) AS within_effect,
           sum(unit.mix_part) AS mix_effect,
           sum(unit.new_part) AS new_categories_effect,
           sum(unit.lost_part) AS lost_categories_effect,
           sum(unit.stayers_part) AS stayers_change,
           sum(unit.entrants_part) AS entrants_effect,
           sum(unit.leavers_part) AS leavers_effect,
           sum(barometre.square(unit.change_z)) AS change_squares,
           sum(barometre.square(unit.within_z)) AS within_squares,
           sum(barometre.square(unit.mix_z)) AS mix_squares,
           sum(barometre.square(unit.new_z)) AS new_squares,
           sum(barometre.square(unit.lost_z)) AS lost_squares,
           sum(barometre.square(unit.stayers_z)) AS stayers_squares,
           sum(barometre.square(unit.entrants_z)) AS entrants_squares,
           sum(barometre.square(unit.leavers_z)) AS leavers_squares
    FROM unit
    GROUP BY unit.edition
),
split AS (
    SELECT total.*,
           ROW(total.change, sqrt(scaled.units * total.change_squares),
               total.units - 1::float8)::barometre.estimate AS precision,
           sqrt(scaled.units * total.within_squares) AS within_error,
           sqrt(scaled.units * total.mix_squares) AS mix_error,
           sqrt(scaled.units * total.new_squares) AS new_error,
           sqrt(scaled.units * total.lost_squares) AS lost_error,
           sqrt(scaled.stayers * total.stayers_squares) AS stayers_error,
           sqrt(scaled.units * total.entrants_squares) AS entrants_error,
           sqrt(scaled.units * total.leavers_squares) AS leavers_error
    FROM total
    CROSS JOIN LATERAL (SELECT total.units / nullif(total.units - 1::float8, 0::float8) AS units,
                               total.stayers::float8 / nullif(total.stayers - 1, 0)::float8 AS stayers) AS scaled
)
SELECT edition.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       previous.previous_edition,
       split.change,
       (split.precision).std_error AS change_std_error,
       (split.precision).df AS change_df,
       barometre.ci_low(split.precision) AS change_low,
       barometre.ci_high(split.precision) AS change_high,
       split.within_effect,
       split.within_error AS within_effect_std_error,
       split.mix_effect,
       split.mix_error AS mix_effect_std_error,
       split.new_categories_effect,
       split.new_error AS new_categories_effect_std_error,
       split.lost_categories_effect,
       split.lost_error AS lost_categories_effect_std_error,
       split.stayers,
       split.stayers_change,
       split.stayers_error AS stayers_change_std_error,
       split.entrants,
       CASE WHEN split.stayers > 0 THEN split.entrants_effect END AS entrants_effect,
       CASE WHEN split.stayers > 0 THEN split.entrants_error END AS entrants_effect_std_error,
       split.leavers,
       CASE WHEN split.stayers > 0 THEN split.leavers_effect END AS leavers_effect,
       CASE WHEN split.stayers > 0 THEN split.leavers_error END AS leavers_effect_std_error
FROM edition
LEFT JOIN split ON split.edition = edition.edition
LEFT JOIN previous ON previous.edition = edition.edition;

\observatory relations
('edition_change', 'edition',
 'Évolution du score moyen depuis l’édition précédente (la dernière avant celle-ci qui a des scores) : sa précision, '
 'la part de la composition en catégories, et celle des entrées et des sorties. NULL quand l’une des deux éditions '
 'n’a pas de score. Erreurs : les participants vus comme un échantillon, une structure présente deux fois comme une '
 'unité (linéarisation)'
 ' — Change of the mean score since the previous edition (the last earlier one that has scores): its precision, the '
 'part of the mix of categories, and the part of entrants and leavers. NULLs when one of both editions has no score. '
 'Errors: the participants seen as a sample, a structure present twice as one unit (linearisation)'),

\observatory columns
('', 'change_std_error', 'Erreur type de l’évolution — Standard error of the change', 'points', '0.00',
 'Erreur type de l’évolution ; les structures présentes deux fois comptent comme appariées ; NULL pour une seule unité'
 ' — Standard error of the change; structures present twice count as paired; NULL for a single unit'),
('', 'change_df', 'Degrés de liberté de l’évolution — Degrees of freedom of the change', '', '0.0',
 'Degrés de liberté de change_std_error : unités − 1 — Degrees of freedom of change_std_error: units − 1'),
('edition_change', 'within_effect', 'Effet propre — Within effect', 'points', '+0.0;-0.0',
 'Part qui vient du changement des scores dans les catégories présentes aux deux éditions, en points (Kitagawa 1955)'
 ' — Part that comes from changed scores within the categories of both editions, in points (Kitagawa 1955)'),
('edition_change', 'mix_effect', 'Effet de composition — Mix effect', 'points', '+0.0;-0.0',
 'Part qui vient du changement des parts de ces catégories, en points'
 ' — Part that comes from changed shares of these categories, in points'),
('', 'new_categories_effect', 'Effet des catégories nouvelles — Effect of new categories', 'points', '+0.0;-0.0',
 'Part des catégories de cette édition seulement, en points — Part of the categories of this edition only, in points'),
('', 'lost_categories_effect', 'Effet des catégories disparues — Effect of lost categories', 'points', '+0.0;-0.0',
 'Part des catégories de l’édition précédente seulement, en points ; les quatre parts font l’évolution'
 ' — Part of the categories of the previous edition only, in points; the four parts sum to the change'),
('', 'stayers', 'Pérennes — Stayers', 'unités — units', '#,##0',
 'Unités qui ont un score dans les deux éditions ; des structures fusionnées sont une unité, suivie jusqu’à leur '
 'dernier successeur'
 ' — Units with a score in both editions; merged structures are one unit, followed to their last successor'),
('', 'stayers_change', 'Évolution des pérennes — Change of the stayers', 'points', '+0.0;-0.0',
 'Évolution de la moyenne des pérennes, en points ; NULL sans elles'
 ' — Change of the mean of the stayers, in points; NULL without any'),
('', 'entrants', 'Entrantes — Entrants', 'unités — units', '#,##0',
 'Unités de cette édition seulement — Units of this edition only'),
('', 'entrants_effect', 'Effet des entrantes — Effect of entrants', 'points', '+0.0;-0.0',
 'Ce que les entrantes ajoutent à l’évolution, par rapport aux pérennes, en points (Melitz & Polanec 2015) ; NULL '
 'sans pérennes'
 ' — What entrants add to the change, against the stayers, in points (Melitz & Polanec 2015); NULL without stayers'),
('', 'leavers', 'Sortantes — Leavers', 'unités — units', '#,##0',
 'Unités de l’édition précédente seulement — Units of the previous edition only'),
('', 'leavers_effect', 'Effet des sortantes — Effect of leavers', 'points', '+0.0;-0.0',
 'Ce que les sortantes ajoutent à l’évolution, par rapport aux pérennes, en points ; les parts des pérennes, '
 'entrantes et sortantes font l’évolution'
 ' — What leavers add to the change, against the stayers, in points; the stayers'', entrants'' and leavers'' parts '
 'sum to the change'),
('', 'within_effect_std_error', 'Erreur type de within_effect — Standard error of within_effect', 'points', '0.00',
 'Erreur type de within_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of within_effect; NULL where that is, and for a single unit'),
('', 'mix_effect_std_error', 'Erreur type de mix_effect — Standard error of mix_effect', 'points', '0.00',
 'Erreur type de mix_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of mix_effect; NULL where that is, and for a single unit'),
('', 'new_categories_effect_std_error',
 'Erreur type de new_categories_effect — Standard error of new_categories_effect', 'points', '0.00',
 'Erreur type de new_categories_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of new_categories_effect; NULL where that is, and for a single unit'),
('', 'lost_categories_effect_std_error',
 'Erreur type de lost_categories_effect — Standard error of lost_categories_effect', 'points', '0.00',
 'Erreur type de lost_categories_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of lost_categories_effect; NULL where that is, and for a single unit'),
('', 'stayers_change_std_error', 'Erreur type de stayers_change — Standard error of stayers_change', 'points', '0.00',
 'Erreur type de stayers_change ; NULL quand celui-ci l’est, et pour une seule unité pérenne'
 ' — Standard error of stayers_change; NULL where that is, and for a single stayer'),
('', 'entrants_effect_std_error', 'Erreur type de entrants_effect — Standard error of entrants_effect',
 'points', '0.00',
 'Erreur type de entrants_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of entrants_effect; NULL where that is, and for a single unit'),
('', 'leavers_effect_std_error', 'Erreur type de leavers_effect — Standard error of leavers_effect', 'points', '0.00',
 'Erreur type de leavers_effect ; NULL quand celui-ci l’est, et pour une seule unité'
 ' — Standard error of leavers_effect; NULL where that is, and for a single unit'),
