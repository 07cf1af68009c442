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
       coalesce(category.label_fr, category.label_en, category.category) AS category_label,
       league.structure,
       league.name,
       league.global_score,
       league.firsts > 1 AS tied,
       league.contenders
FROM league
JOIN category ON category.category = league.category
WHERE league.rank = 1 AND category.awarded;

COMMENT ON VIEW laureate IS 'First of each awarded category, several rows when tied (ex aequo)';
COMMENT ON COLUMN laureate.edition IS 'Number of the edition';
COMMENT ON COLUMN laureate.category IS 'Code of the category';
COMMENT ON COLUMN laureate.category_label IS 'Name of the category, in French where there is one';
COMMENT ON COLUMN laureate.structure IS 'Code of the structure';
COMMENT ON COLUMN laureate.name IS 'Name of the structure';
COMMENT ON COLUMN laureate.global_score IS 'Global score (0–100)';
COMMENT ON COLUMN laureate.tied IS 'True when several structures are first (ex aequo)';
COMMENT ON COLUMN laureate.contenders IS 'How many structures of the category the data do not exclude from first place at 95 %';
