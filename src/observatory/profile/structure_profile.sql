\observatory views
/* What are each structure's strengths and weaknesses, against the rest of its category? */

CREATE OR REPLACE VIEW structure_profile AS
WITH
\i parts/measure.sql
,
\i parts/item_label.sql
,
placed AS (
    -- each score in its league: the category's scores of the same item
    SELECT measure.edition,
           measure.structure,
           measure.category,
           measure.weight,
           measure.breakdown,
           measure.item,
           measure.score,
           measure.std_error,
           measure.df,
           barometre.rest_estimate(measure.score, measure.std_error, measure.df, measure.weight) OVER league AS rest,
           -- scores that agree to 9 decimals are a tie
           rank() OVER (league ORDER BY round(measure.score * 1e9::float8) DESC) AS rank,
           count(*) OVER (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item,
                                       round(measure.score * 1e9::float8)) AS equal,
           count(*) OVER league AS ranked,
           row_number() OVER (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item,
                                           measure.weight > 0::float8
                              ORDER BY measure.score) AS place,
           count(*) FILTER (WHERE measure.weight > 0::float8) OVER league AS counted
    FROM measure
    WHERE measure.score IS NOT NULL
    WINDOW league AS (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item)
),
compared AS (
    -- quartiles as percentile_cont(): between the scores at both sides of 1 + q (n - 1); weight 0 has no place in them
    SELECT placed.edition,
           placed.structure,
           placed.category,
           placed.breakdown,
           placed.item,
           placed.score,
           placed.std_error,
           placed.df,
           placed.rank,
           placed.equal,
           placed.ranked,
           CASE WHEN placed.weight > 0::float8 THEN (placed.rest).value END AS rest_score,
           CASE WHEN placed.weight > 0::float8
                THEN barometre.difference(ROW(placed.score, placed.std_error, placed.df)::barometre.estimate,
                    placed.rest)
                END AS gap,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.25::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS quartile1,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.5::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS median,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.75::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS quartile3
    FROM placed
    WINDOW league AS (PARTITION BY placed.edition, placed.category, placed.breakdown, placed.item)
),
tested AS (
    SELECT compared.edition,
           compared.structure,
           compared.category,
           compared.breakdown,
           compared.item,
           compared.score,
           compared.std_error,
           compared.df,
           compared.rank,
           compared.equal,
           compared.ranked,
           compared.rest_score,
           compared.gap,
           barometre.p_value(compared.gap) AS p_value,
           compared.quartile1,
           compared.median,
           compared.quartile3,
           -- at 9 decimals, as a gap of the last bit is none
           sign(round((compared.gap).value * 1e9::float8)) AS side
    FROM compared
),
ordered AS (
    SELECT tested.edition,
           tested.structure,
           tested.category,
           tested.breakdown,
           tested.item,
           tested.score,
           ROW(tested.score, tested.std_error, tested.df)::barometre.estimate AS figure,
           tested.rest_score,
           tested.gap,
           tested.p_value,
           tested.rank,
           tested.equal,
           tested.ranked,
           tested.quartile1,
           tested.median,
           tested.quartile3,
           tested.side,
           -- clear gaps first, then by size, then by item
           row_number() OVER (PARTITION BY tested.edition, tested.structure, tested.breakdown, tested.side
                              ORDER BY coalesce(tested.p_value < 0.05::float8, false) DESC,
                                       round(abs((tested.gap).value) * 1e9::float8) DESC, tested.item) AS place
    FROM tested
)
SELECT ordered.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(ordered.edition, ordered.structure) AS participation_key,
       ordered.structure,
       structure.name,
       ordered.category,
       barometre.label(ordered.category, category.label_fr, category.label_en) AS category_label,
       ordered.breakdown,
       ordered.item,
       item_label.label AS item_label,
       ordered.score,
       (ordered.figure).std_error AS std_error,
       (ordered.figure).df AS df,
       barometre.score_low(ordered.figure) AS score_low,
       barometre.score_high(ordered.figure) AS score_high,
       ordered.rest_score,
       (ordered.gap).value AS gap,
       (ordered.gap).std_error AS gap_std_error,
       (ordered.gap).df AS gap_df,
       ordered.p_value,
       ordered.rank::int AS rank,
       ordered.ranked::int AS ranked,
       100::float8 * ((ordered.ranked - ordered.rank + 1::bigint - ordered.equal)::float8
           + ordered.equal::float8 / 2::float8)
           / ordered.ranked::float8 AS percentile,
       ordered.quartile1 AS category_quartile1,
       ordered.median AS category_median,
       ordered.quartile3 AS category_quartile3,
       CASE WHEN ordered.side > 0::float8 AND ordered.place <= 5::bigint THEN ordered.place::int END AS strength,
       CASE WHEN ordered.side < 0::float8 AND ordered.place <= 5::bigint THEN ordered.place::int END AS weakness
FROM ordered
LEFT JOIN edition ON edition.edition = ordered.edition
LEFT JOIN structure ON structure.structure = ordered.structure
LEFT JOIN category ON category.category = ordered.category
LEFT JOIN item_label ON item_label.breakdown = ordered.breakdown AND item_label.item = ordered.item;

\observatory relations
('structure_profile', 'edition, structure, breakdown, item',
 'Chaque score de chaque structure, ensemble, par déterminant et par canal, face au reste de sa catégorie : écart, '
 'place, points forts et faibles'
 ' — Each score of each structure, overall, by determinant and by channel, against the rest of its category: gap, '
 'place, strengths and weaknesses'),

\observatory columns
('', 'rest_score', 'Score des autres — Score of the rest', 'points', '0.0',
 'Score moyen (0–100) des autres structures de la catégorie, selon leurs poids ; NULL quand il n’y en a pas, et pour '
 'un poids de 0'
 ' — Mean score (0–100) of the others of the category, by participation weight; NULL when there is none, and for a '
 'weight of 0'),
('structure_profile', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui des autres structures de la catégorie, en points — Score minus that of the rest of the category, '
 'in points'),
('structure_profile', 'gap_std_error', 'Erreur type de l’écart — Standard error of the gap', 'points', '0.00',
 'Erreur type de l’écart : celle des audits, de la structure et des autres ; NULL quand l’un de leurs scores n’en a pas'
 ' — Standard error of the gap: the audits'', of the structure and of the rest; NULL when one of their scores has '
 'none'),
('structure_profile', 'rank', 'Rang — Rank', '', '0',
 'Place parmi les scores de la catégorie, 1 est la meilleure ; les scores égaux à 9 décimales ont la même'
 ' — Place among the category''s scores, 1 the best; scores that agree to 9 decimals share one'),
('structure_profile', 'ranked', 'Structures comparées — Structures compared', 'structures', '#,##0',
 'Nombre de structures de la catégorie qui ont un tel score — Number of structures of the category with such a score'),
('', 'percentile', 'Centile — Percentile', '', '0.0',
 'Pourcentage (0–100) des scores de la catégorie qui sont inférieurs, plus la moitié de ceux qui sont égaux, le sien '
 'compris'
 ' — Percentage (0–100) of the category''s scores below, plus half of those equal, its own among them'),
('', 'category_quartile1', 'Premier quartile de la catégorie — First quartile of the category', 'points', '0.0',
 'Premier quartile des scores de la catégorie ; chaque structure de poids non nul compte une fois'
 ' — First quartile of the category''s scores; each structure with a weight counts once'),
('', 'category_median', 'Médiane de la catégorie — Median of the category', 'points', '0.0',
 'Médiane des scores de la catégorie ; chaque structure de poids non nul compte une fois'
 ' — Median of the category''s scores; each structure with a weight counts once'),
('', 'category_quartile3', 'Troisième quartile de la catégorie — Third quartile of the category', 'points', '0.0',
 'Troisième quartile des scores de la catégorie ; chaque structure de poids non nul compte une fois'
 ' — Third quartile of the category''s scores; each structure with a weight counts once'),
('structure_profile', 'strength', 'Point fort — Strength', '', '0',
 'Place parmi les points forts de la structure dans la ventilation, cinq au plus : écarts positifs, ceux de p < 0,05 '
 'd’abord, puis les plus grands ; NULL : n’en est pas un'
 ' — Place among the structure''s strengths in the breakdown, at most five: positive gaps, those with p < 0.05 '
 'first, then the largest; NULL: none of them'),
('structure_profile', 'weakness', 'Point faible — Weakness', '', '0',
 'Place parmi les points faibles de la structure dans la ventilation, cinq au plus : écarts négatifs, ceux de p < '
 '0,05 d’abord, puis les plus grands ; NULL : n’en est pas un'
 ' — Place among the structure''s weaknesses in the breakdown, at most five: negative gaps, those with p < 0.05 '
 'first, then the largest; NULL: none of them'),
