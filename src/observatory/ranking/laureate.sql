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
       league.edition_date,
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

\observatory relations
('laureate', 'edition, structure',
 'Première de chaque catégorie primée, plusieurs lignes en cas d’ex aequo'
 ' — First of each awarded category, several rows when tied (ex aequo)'),

\observatory columns
('', 'tied', 'Ex aequo — Tied', '', '',
 'Vrai quand plusieurs structures sont premières — True when several structures are first (ex aequo)'),
('', 'contenders', 'Prétendantes — Contenders', 'structures', '#,##0',
 'Nombre de structures de la catégorie dont les données n’excluent pas, à 95 %, qu’elles soient premières'
 ' — How many structures of the category the data do not exclude from first place at 95 %'),
