\observatory views
/* Does the ranking stand when determinants weigh more or less? */

CREATE OR REPLACE VIEW ranking_robustness AS
-- Parts are put together by UNION ALL and GROUP BY: a join of two scored parts
-- could score one of them again for each row of the other.
WITH part AS (
    SELECT participation.edition,
           participation.structure,
           determinant_weight.determinant,
           determinant_weight.weight,
           NULL::float8 AS score
    FROM participation
    JOIN determinant_weight ON determinant_weight.edition = participation.edition
    UNION ALL
    SELECT edition, structure, determinant, NULL::float8, score
    FROM determinant_score
),
determinant_cell AS (
    SELECT edition, structure, determinant, max(weight) AS weight, max(score) AS score
    FROM part
    GROUP BY edition, structure, determinant
),
standing AS (
    SELECT edition, structure, edition_date, category, category_label, participation_key, name, rank, ranked,
           NULL::float8[] AS scores, NULL::float8[] AS weights
    FROM category_ranking
    UNION ALL
    SELECT edition, structure, NULL::date, NULL::text, NULL::text, NULL::text, NULL::text, NULL::int, NULL::int,
           pg_catalog.array_agg(score ORDER BY determinant), pg_catalog.array_agg(weight ORDER BY determinant)
    FROM determinant_cell
    GROUP BY edition, structure
),
league AS (
    SELECT edition,
           structure,
           max(edition_date) AS edition_date,
           max(category) AS category,
           max(category_label) AS category_label,
           max(participation_key) AS participation_key,
           max(name) AS name,
           max(rank) AS rank,
           max(ranked) AS ranked,
           pg_catalog.max(scores) AS scores,
           pg_catalog.max(weights) AS weights
    FROM standing
    GROUP BY edition, structure
    HAVING max(rank) IS NOT NULL
),
robust AS (
    SELECT league.*,
           barometre.robust_rank(scores, weights, 0.1::float8) OVER category AS at_10,
           barometre.robust_rank(scores, weights, 0.25::float8) OVER category AS at_25,
           barometre.robust_rank(scores, weights, 0.5::float8) OVER category AS at_50
    FROM league
    WINDOW category AS (PARTITION BY edition, category)
)
SELECT edition,
       edition_date,
       category,
       category_label,
       structure,
       participation_key,
       name,
       rank,
       ranked,
       pg_catalog.lower(at_10) AS rank_low_10,
       pg_catalog.upper(at_10) - 1 AS rank_high_10,
       pg_catalog.lower(at_25) AS rank_low_25,
       pg_catalog.upper(at_25) - 1 AS rank_high_25,
       pg_catalog.lower(at_50) AS rank_low_50,
       pg_catalog.upper(at_50) - 1 AS rank_high_50
FROM robust;

\observatory relations
('ranking_robustness', 'edition, structure',
 'Rangs des structures classées sous tous les poids des déterminants à 10, 25 et 50 % de ceux de l’édition, chaque '
 'poids pour soi (robust_rank) : exacts, non simulés. Ne dit rien des audits : pour eux, voir rank_low et rank_high '
 'de category_ranking'
 ' — Ranks of the ranked structures under every set of determinant weights within 10, 25 and 50 % of the edition''s, '
 'each weight by itself (robust_rank): exact, not simulated. Says nothing of the audits: for them see rank_low and '
 'rank_high of category_ranking'),

\observatory columns
('', 'rank_low_10', 'Meilleur rang à ±10 % — Best rank within ±10 %', '', '0',
 'Meilleur rang sous des poids à 10 % près : 1 + les structures qui sont devant sous tous ces poids'
 ' — Best rank under any weights within 10 %: 1 + the structures that are above under all of them'),
('', 'rank_high_10', 'Plus mauvais rang à ±10 % — Worst rank within ±10 %', '', '0',
 'Plus mauvais rang sous des poids à 10 % près : le nombre de classées moins celles qui sont derrière sous tous ces '
 'poids'
 ' — Worst rank under any weights within 10 %: the number ranked - the structures that are below under all of them'),
('', 'rank_low_25', 'Meilleur rang à ±25 % — Best rank within ±25 %', '', '0',
 'Meilleur rang sous des poids à 25 % près : 1 + les structures qui sont devant sous tous ces poids'
 ' — Best rank under any weights within 25 %: 1 + the structures that are above under all of them'),
('', 'rank_high_25', 'Plus mauvais rang à ±25 % — Worst rank within ±25 %', '', '0',
 'Plus mauvais rang sous des poids à 25 % près : le nombre de classées moins celles qui sont derrière sous tous ces '
 'poids'
 ' — Worst rank under any weights within 25 %: the number ranked - the structures that are below under all of them'),
('', 'rank_low_50', 'Meilleur rang à ±50 % — Best rank within ±50 %', '', '0',
 'Meilleur rang sous des poids à 50 % près : 1 + les structures qui sont devant sous tous ces poids'
 ' — Best rank under any weights within 50 %: 1 + the structures that are above under all of them'),
('', 'rank_high_50', 'Plus mauvais rang à ±50 % — Worst rank within ±50 %', '', '0',
 'Plus mauvais rang sous des poids à 50 % près : le nombre de classées moins celles qui sont derrière sous tous ces '
 'poids'
 ' — Worst rank under any weights within 50 %: the number ranked - the structures that are below under all of them'),
