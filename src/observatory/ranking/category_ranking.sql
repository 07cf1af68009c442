\observatory views
/* Who comes first in each category, and how sure is that? */

CREATE OR REPLACE VIEW category_ranking AS
WITH rankable AS (
    SELECT edition,
           edition_date,
           structure,
           participation_key,
           name,
           category,
           category_label,
           global_score,
           std_error,
           df,
           score_low,
           score_high,
           -- scores that agree to 9 decimals are a tie
           pg_catalog.round(global_score::numeric, 9)::float8 AS rounded_score,
           barometre.between_variance(global_score, std_error, category) OVER (PARTITION BY edition) AS between_variance
    FROM structure_score
    WHERE rankable
),
-- ranks are of the scores as they are, probabilities of the scores that one expects to be true
ranked AS (
    SELECT rankable.*,
           rank() OVER (PARTITION BY edition, category ORDER BY rounded_score DESC)::int AS rank,
           count(*) OVER league::int AS ranked,
           max(global_score) OVER league AS best_score,
           barometre.rank_set(rounded_score, std_error, df, 0.95::float8, false) OVER league AS rank_set,
           barometre.shrunken_estimate(global_score, std_error, between_variance) OVER league AS shrunken
    FROM rankable
    WINDOW league AS (PARTITION BY edition, category)
)
SELECT edition,
       edition_date,
       category,
       category_label,
       structure,
       participation_key,
       name,
       global_score,
       std_error,
       df,
       score_low,
       score_high,
       rank,
       ranked,
       pg_catalog.lower(rank_set) AS rank_low,
       pg_catalog.upper(rank_set) - 1 AS rank_high,
       (shrunken).value AS shrunken_score,
       barometre.expected_rank((shrunken).value, (shrunken).std_error) OVER league AS expected_rank,
       barometre.probability_best((shrunken).value, (shrunken).std_error) OVER league AS probability_best,
       global_score - best_score AS gap_to_first,
       1 + 4 * (rank - 1) / ranked AS quartile
FROM ranked
WINDOW league AS (PARTITION BY edition, category);

\observatory relations
('category_ranking', 'edition, structure',
 'Classement des structures classables de chaque catégorie, avec ce que les données disent des rangs. Filtrer sur '
 'l’édition : elle seule est alors calculée'
 ' — Ranking of the rankable structures of each category, with what the data say of the ranks. Filter on the '
 'edition: it alone is scored then'),

\observatory columns
('', 'rank_low', 'Meilleur rang — Best rank', '', '0',
 'Meilleur rang que les données n’excluent pas à 95 % (t de Student entre toutes les paires de la catégorie) ; 1 '
 'sans erreur'
 ' — Best rank that the data do not exclude at 95 % (Student''s t between all pairs of the category); 1 without error'),
('', 'rank_high', 'Plus mauvais rang — Worst rank', '', '0',
 'Plus mauvais rang que les données n’excluent pas à 95 % ; le nombre de structures classées sans erreur'
 ' — Worst rank that the data do not exclude at 95 %; the number ranked without error'),
('', 'expected_rank', 'Rang attendu — Expected rank', '', '0.0',
 'Estimation du rang vrai, d’après les scores attendus et leurs écarts types ; NULL sans erreur'
 ' — Estimate of the true rank, from the shrunken scores and their deviations; NULL without error'),
('', 'probability_best', 'Probabilité d’être première — Probability of being best', '', '0.0%',
 'Probabilité (0–1) d’être vraiment la meilleure de la catégorie, d’après les scores attendus et leurs écarts types '
 '; NULL sans erreur'
 ' — Probability (0–1) of being truly the best of the category, from the shrunken scores and their deviations; NULL '
 'without error'),
('', 'gap_to_first', 'Écart à la première — Gap to the first', 'points', '+0.0;-0.0',
 'Points de retard sur la première (0 ou moins) — Points behind the first (0 or less)'),
('', 'quartile', 'Quart — Quarter', '', '0',
 'Quart du classement : de 1 (le meilleur) à 4 — Quarter of the ranking: 1 (best) to 4'),
