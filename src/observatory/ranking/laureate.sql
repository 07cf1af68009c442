\observatory views
/* Who wins each awarded category? */

CREATE OR REPLACE VIEW laureate AS
WITH league AS (
    SELECT category_ranking.*,
           count(*) FILTER (WHERE rank = 1) OVER category AS firsts,
           count(*) FILTER (WHERE rank_low = 1) OVER category AS contenders
    FROM category_ranking
    WINDOW category AS (PARTITION BY edition, category)
)
SELECT league.edition,
       league.category,
       league.category_label,
       league.structure,
       league.participation_key,
       league.name,
       league.global_score,
       league.std_error,
       league.df,
       league.score_low,
       league.score_high,
       league.shrunken_score,
       league.firsts > 1::bigint AS tied,
       league.contenders::int AS contenders,
       league.probability_best
FROM league
JOIN category ON category.category = league.category
WHERE league.rank = 1 AND category.awarded;

COMMENT ON VIEW laureate IS 'First of each awarded category, several rows when tied (ex aequo)';
COMMENT ON COLUMN laureate.edition IS 'Number of the edition';
COMMENT ON COLUMN laureate.category IS 'Code of the category';
COMMENT ON COLUMN laureate.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN laureate.structure IS 'Code of the structure';
COMMENT ON COLUMN laureate.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN laureate.name IS 'Name of the structure';
COMMENT ON COLUMN laureate.global_score IS 'Global score (0–100)';
COMMENT ON COLUMN laureate.std_error IS 'Standard error of the global score';
COMMENT ON COLUMN laureate.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN laureate.score_low IS 'Lower bound of the 95 % interval of the global score, cut at 0';
COMMENT ON COLUMN laureate.score_high IS 'Upper bound of the 95 % interval of the global score, cut at 100';
COMMENT ON COLUMN laureate.shrunken_score IS 'The true score that one expects: the best of many is also the luckiest, so that a laureate''s score is too high by some points';
COMMENT ON COLUMN laureate.tied IS 'True when several structures are first (ex aequo)';
COMMENT ON COLUMN laureate.contenders IS 'How many structures of the category the data do not exclude from first place at 95 %';
COMMENT ON COLUMN laureate.probability_best IS 'Probability (0–1) of having the best true score of the category, as in category_ranking';
