-- The ranks of the small barometer under other weights of its determinants.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(7);
\i test/data/observatory.sql
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_edition.sql

SELECT results_eq($$SELECT structure, rank, ranked, rank_low_10, rank_high_10, rank_low_25, rank_high_25, rank_low_50, rank_high_50
	FROM ranking_robustness WHERE edition = 2020 AND category = 'department' ORDER BY rank$$,
	$$VALUES ('S15' COLLATE "C", 1, 6, 1, 1, 1, 3, 1, 4), ('S20', 2, 6, 2, 3, 1, 3, 1, 4), ('S35', 3, 6, 2, 3, 1, 3, 1, 4),
		('S30', 4, 6, 4, 4, 4, 5, 3, 5), ('S10', 5, 6, 5, 5, 4, 5, 2, 5), ('S05', 6, 6, 6, 6, 6, 6, 6, 6)$$, 'departments of 2020');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, structure, rank, ranked, category FROM ranking_robustness',
	'SELECT edition, structure, rank, ranked, category FROM category_ranking', '{edition,structure}')$$, 'the rows and ranks of category_ranking');
SELECT is_empty('SELECT * FROM ranking_robustness WHERE NOT (rank BETWEEN rank_low_10 AND rank_high_10 AND rank_low_25 <= rank_low_10 AND rank_high_25 >= rank_high_10
	AND rank_low_50 <= rank_low_25 AND rank_high_50 >= rank_high_25 AND rank_low_50 >= 1 AND rank_high_50 <= ranked)', 'ranks lie in their sets, and sets in wider ones');

-- what_if draws weights within 25 %: no rank falls out of the sets
CREATE TEMP TABLE drawn AS
SELECT draw, (SELECT jsonb_object_agg(determinant, weight * (0.75 + 0.5 * (abs(hashtext(draw || determinant)) % 1000) / 999.0))
	FROM determinant_weight WHERE edition = 2020) AS weights FROM generate_series(1, 20) draw;
SELECT is_empty($$SELECT draw, structure, new_rank, rank_low_25, rank_high_25
	FROM drawn, what_if(2020, weights) AS w JOIN ranking_robustness AS robust USING (structure)
	WHERE edition = 2020 AND new_rank NOT BETWEEN rank_low_25 AND rank_high_25$$, 'no weights within 25 % leave the sets');
SELECT isnt_empty($$SELECT FROM drawn, what_if(2020, weights) WHERE rank_change <> 0$$, 'although they change ranks');

-- A determinant without weight, and one that nobody has a score of
UPDATE determinant_weight SET weight = 0 WHERE edition = 2020 AND determinant = 'waiting';
INSERT INTO determinant (determinant, position) VALUES ('unmeasured', 99);
INSERT INTO determinant_weight VALUES (2020, 'unmeasured', 3);
SELECT is_empty('SELECT * FROM ranking_robustness WHERE NOT (rank BETWEEN rank_low_10 AND rank_high_10)', 'a weight of 0 and a determinant without scores');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, structure, rank FROM ranking_robustness',
	'SELECT edition, structure, rank FROM category_ranking', '{edition,structure}')$$, 'and the ranks still are those of category_ranking');

SELECT * FROM finish();
ROLLBACK;
