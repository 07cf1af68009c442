\observatory views
/* Who comes first in each category, and how sure is that? */

CREATE OR REPLACE VIEW category_ranking AS
WITH rankable AS (
    SELECT edition,
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

COMMENT ON VIEW category_ranking IS 'Ranking of the rankable structures of each category, with what the data say of the ranks. Filter on the edition: it alone is scored then';
COMMENT ON COLUMN category_ranking.edition IS 'Number of the edition';
COMMENT ON COLUMN category_ranking.category IS 'Code of the category';
COMMENT ON COLUMN category_ranking.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN category_ranking.structure IS 'Code of the structure';
COMMENT ON COLUMN category_ranking.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN category_ranking.name IS 'Name of the structure';
COMMENT ON COLUMN category_ranking.global_score IS 'Global score (0–100), not rounded';
COMMENT ON COLUMN category_ranking.std_error IS 'Standard error of the global score';
COMMENT ON COLUMN category_ranking.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN category_ranking.score_low IS 'Lower bound of the 95 % interval of the global score, cut at 0';
COMMENT ON COLUMN category_ranking.score_high IS 'Upper bound of the 95 % interval of the global score, cut at 100';
COMMENT ON COLUMN category_ranking.rank IS 'Rank, 1 is best; scores that agree to 9 decimals share the better rank (1, 2, 2, 4)';
COMMENT ON COLUMN category_ranking.ranked IS 'Number of structures in the ranking';
COMMENT ON COLUMN category_ranking.rank_low IS 'Best rank that the data do not exclude at 95 % (Student''s t between all pairs of the category); 1 without error';
COMMENT ON COLUMN category_ranking.rank_high IS 'Worst rank that the data do not exclude at 95 %; the number ranked without error';
COMMENT ON COLUMN category_ranking.shrunken_score IS 'The true score (0–100) that one expects behind the global score: drawn towards the category''s mean by as much as the scores of the edition are chance (shrunken_estimate); NULL without error';
COMMENT ON COLUMN category_ranking.expected_rank IS 'Estimate of the true rank, from the shrunken scores and their deviations; NULL without error';
COMMENT ON COLUMN category_ranking.probability_best IS 'Probability (0–1) of being truly the best of the category, from the shrunken scores and their deviations; NULL without error';
COMMENT ON COLUMN category_ranking.gap_to_first IS 'Points behind the first (0 or less)';
COMMENT ON COLUMN category_ranking.quartile IS 'Quarter of the ranking: 1 (best) to 4';
