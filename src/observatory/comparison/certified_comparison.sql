\observatory views
/* Do certified structures score differently from the others? */

CREATE OR REPLACE VIEW certified_comparison AS
WITH
\i parts/form.sql
,
\i parts/item_label.sql
,
grouped AS (
    SELECT carded.edition,
           shown.breakdown,
           shown.item,
           barometre.score_summary(shown.score, carded.weight) FILTER (WHERE carded.certified) AS certified,
           barometre.score_summary(shown.score, carded.weight) FILTER (WHERE NOT carded.certified) AS others
    -- no score's own error is needed: one card a structure, without profiles, tells all its scores
    FROM (SELECT participation.edition,
                 participation.structure,
                 participation.category,
                 participation.certified,
                 participation.weight,
                 barometre.scorecard(
                     (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded, audit.answers,
                     audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS card
          FROM participation
          JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
          WHERE participation.weight > 0::float8
          GROUP BY participation.edition, participation.structure, participation.category,
                   participation.certified, participation.weight) AS carded
    CROSS JOIN LATERAL (
        SELECT overall.breakdown, overall.item, (barometre.structure_result(carded.card)).global_score AS score
        FROM (VALUES ('overall'::text, 'overall'::text COLLATE "C"), ('category'::text, carded.category))
            AS overall (breakdown, item)
        UNION ALL
        SELECT 'determinant'::text, measured.determinant, measured.score
        FROM barometre.scorecard_determinants(carded.card) AS measured
        UNION ALL
        SELECT 'channel'::text, audited.channel, audited.score
        FROM barometre.scorecard_channels(carded.card) AS audited) AS shown
    WHERE shown.score IS NOT NULL
    GROUP BY carded.edition, shown.breakdown, shown.item
),
pooled AS (
    -- one variance a group within the items of the breakdown, which the categories use
    SELECT grouped.edition,
           grouped.breakdown,
           grouped.item,
           grouped.certified,
           grouped.others,
           sum((barometre.n_obs(grouped.certified) - 1::bigint)::float8) OVER of_breakdown AS certified_df,
           sum((barometre.n_obs(grouped.others) - 1::bigint)::float8) OVER of_breakdown AS others_df,
           sum((barometre.n_obs(grouped.certified) - 1::bigint)::float8 * barometre.variance(grouped.certified))
               OVER of_breakdown AS certified_squares,
           sum((barometre.n_obs(grouped.others) - 1::bigint)::float8 * barometre.variance(grouped.others))
               OVER of_breakdown AS others_squares
    FROM grouped
    WINDOW of_breakdown AS (PARTITION BY grouped.edition, grouped.breakdown)
),
compared AS (
    SELECT pooled.edition,
           pooled.breakdown,
           pooled.item,
           pooled.certified,
           pooled.others,
           CASE WHEN pooled.breakdown = 'category'::text
                THEN barometre.difference(
                         ROW(barometre.mean(pooled.certified),
                             sqrt(pooled.certified_squares / nullif(pooled.certified_df, 0::float8)
                                  / barometre.n_effective(pooled.certified)),
                             pooled.certified_df)::barometre.estimate,
                         ROW(barometre.mean(pooled.others),
                             sqrt(pooled.others_squares / nullif(pooled.others_df, 0::float8)
                                  / barometre.n_effective(pooled.others)),
                             pooled.others_df)::barometre.estimate)
                ELSE barometre.difference(barometre.estimate(pooled.certified),
                    barometre.estimate(pooled.others)) END AS gap
    FROM pooled
),
tested AS (
    SELECT compared.edition,
           compared.breakdown,
           compared.item,
           compared.certified,
           compared.others,
           compared.gap,
           barometre.p_value(compared.gap) AS p_value
    FROM compared
)
SELECT tested.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       tested.breakdown,
       tested.item,
       item_label.label AS item_label,
       coalesce(barometre.n_obs(tested.certified)::int, 0) AS certified_n,
       coalesce(barometre.n_obs(tested.others)::int, 0) AS non_certified_n,
       barometre.mean(tested.certified) AS certified_score,
       barometre.mean(tested.others) AS non_certified_score,
       (tested.gap).value AS gap,
       (tested.gap).std_error AS gap_std_error,
       (tested.gap).df AS gap_df,
       barometre.ci_low(tested.gap) AS gap_low,
       barometre.ci_high(tested.gap) AS gap_high,
       tested.p_value,
       barometre.adjusted_p_value(tested.p_value, 'holm'::text)
           OVER (PARTITION BY tested.edition, tested.breakdown) AS p_adjusted,
       barometre.effect_size(tested.certified, tested.others) AS effect_size
FROM tested
LEFT JOIN edition ON edition.edition = tested.edition
LEFT JOIN item_label ON item_label.breakdown = tested.breakdown AND item_label.item = tested.item;

\observatory relations
('certified_comparison', 'edition, breakdown, item',
 'Les structures certifiées face aux autres : ensemble, par catégorie, par déterminant, par canal. Moyennes selon '
 'les poids ; les participants sont vus comme un échantillon de structures'
 ' — Certified structures against the others: overall, by category, by determinant, by channel. Means by '
 'participation weight; the participants seen as a sample of structures'),

\observatory columns
('', 'certified_n', 'Nombre de certifiées — Number of certified', 'structures', '#,##0',
 'Nombre de structures certifiées qui ont un tel score et un poids'
 ' — Number of certified structures with such a score and a weight'),
('', 'non_certified_n', 'Nombre de non certifiées — Number of others', 'structures', '#,##0',
 'Nombre d’autres structures qui ont un tel score et un poids'
 ' — Number of other structures with such a score and a weight'),
('certified_comparison, public_certified_comparison', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score des certifiées moins celui des autres, en points ; NULL sans l’un des groupes'
 ' — Certified minus others, in points; NULL without one of the groups'),
('certified_comparison, public_certified_comparison', 'gap_std_error',
 'Erreur type de l’écart — Standard error of the gap', 'points', '0.00',
 'Erreur type de l’écart : Welch ; par catégorie, une variance dans les catégories pour chaque groupe, de sorte '
 'qu’un groupe d’une structure a une erreur'
 ' — Standard error of the gap: Welch; by category, one variance within the categories for each group, so that a '
 'group of one has an error'),
('', 'effect_size', 'Taille d’effet — Effect size', '', '0.00',
 'g de Hedges : l’écart en écarts types des deux groupes ; NULL pour un groupe d’une structure'
 ' — Hedges g: the gap in standard deviations of the item''s two groups; NULL for a group of one'),
