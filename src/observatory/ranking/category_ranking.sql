\observatory views
/* Who comes first in each category, and how sure is that? */

CREATE OR REPLACE VIEW category_ranking AS
WITH standing AS (
    SELECT edition,
           category,
           structure,
           name,
           global_score,
           std_error,
           -- scores that agree to 9 decimals are a tie
           rank() OVER (PARTITION BY edition, category ORDER BY round(global_score::numeric, 9) DESC)::int AS rank,
           count(*) OVER league::int AS ranked,
           max(global_score) OVER league AS best_score,
           barometre.rank_set(global_score, std_error, 'Infinity'::float8, 0.95::float8, false) OVER league AS rank_set,
           barometre.expected_rank(global_score, std_error) OVER league AS expected_rank,
           barometre.probability_best(global_score, std_error) OVER league AS probability_best
    FROM structure_score
    WHERE rankable
    WINDOW league AS (PARTITION BY edition, category)
)
SELECT edition,
       category,
       structure,
       name,
       global_score,
       std_error,
       rank,
       ranked,
       pg_catalog.lower(rank_set) AS rank_low,
       pg_catalog.upper(rank_set) - 1 AS rank_high,
       expected_rank,
       probability_best,
       global_score - best_score AS gap_to_first,
       1 + 4 * (rank - 1) / ranked AS quartile
FROM standing;

COMMENT ON VIEW category_ranking IS 'Ranking of the rankable structures of each category, with what the data say of the ranks';
COMMENT ON COLUMN category_ranking.edition IS 'Number of the edition';
COMMENT ON COLUMN category_ranking.category IS 'Code of the category';
COMMENT ON COLUMN category_ranking.structure IS 'Code of the structure';
COMMENT ON COLUMN category_ranking.name IS 'Name of the structure';
COMMENT ON COLUMN category_ranking.global_score IS 'Global score (0–100), not rounded';
COMMENT ON COLUMN category_ranking.std_error IS 'Standard error of the global score';
COMMENT ON COLUMN category_ranking.rank IS 'Rank, 1 is best; scores that agree to 9 decimals share the better rank (1, 2, 2, 4)';
COMMENT ON COLUMN category_ranking.ranked IS 'Number of structures in the ranking';
COMMENT ON COLUMN category_ranking.rank_low IS 'Best rank that the data do not exclude at 95 %; NULL without error';
COMMENT ON COLUMN category_ranking.rank_high IS 'Worst rank that the data do not exclude at 95 %; NULL without error';
COMMENT ON COLUMN category_ranking.expected_rank IS 'Rank to expect if the audits were made again; NULL without error';
COMMENT ON COLUMN category_ranking.probability_best IS 'Probability (0–1) of being the best; NULL without error';
COMMENT ON COLUMN category_ranking.gap_to_first IS 'Points behind the first (0 or less)';
COMMENT ON COLUMN category_ranking.quartile IS 'Quarter of the ranking: 1 (best) to 4';
