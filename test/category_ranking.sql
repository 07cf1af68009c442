-- The rankings of a barometer of corners, and what every ranking must hold.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(12);
\i test/data/observatory.sql
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_corner.sql

CREATE TEMP TABLE expected_ranking (edition int, category text, structure text, rank int, ranked int, rank_low int, rank_high int,
	simultaneous_low int, simultaneous_high int, shrunken_score float8, shrunken_std_error float8, expected_rank float8, probability_best float8, gap_to_first float8);
\copy expected_ranking FROM 'test/data/corner/expected_ranking.csv' (FORMAT csv, HEADER)
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_ranking',
	'SELECT edition, category, structure, rank, ranked, rank_low, rank_high, shrunken_score, expected_rank, gap_to_first FROM expected_ranking',
	'{edition,structure}')$$, 'corner: category_ranking');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_ranking',
	'SELECT edition, structure, probability_best FROM expected_ranking', '{edition,structure}', 1e-8)$$, 'corner: probabilities');

-- One audit is no ranking, as an edition asks for two
SELECT is((SELECT min_audits FROM edition WHERE edition = 1), 2, 'an edition asks for two audits');
SELECT is_empty('SELECT * FROM category_ranking JOIN structure_score USING (edition, structure) WHERE audits < 2', 'one audit is no rank');
INSERT INTO structure (structure, name) VALUES ('one', 'Seen once');
INSERT INTO participation (edition, structure, category) VALUES (1, 'one', 'town');
INSERT INTO audit (edition, structure, audit, channel, answers)
SELECT 1, 'one', 1, channel, answers FROM audit WHERE edition = 1 AND answers IS NOT NULL ORDER BY channel, audit LIMIT 1;
SELECT is((SELECT rankable FROM structure_score WHERE structure = 'one'), false, 'a structure seen once has no rank');
UPDATE edition SET min_audits = 1;
SELECT is((SELECT rankable FROM structure_score WHERE structure = 'one'), true, 'unless the edition says so');
SELECT is((SELECT rank_low || '-' || rank_high FROM category_ranking WHERE edition = 1 AND structure = 'one'),
	(SELECT '1-' || max(ranked) FROM category_ranking WHERE edition = 1 AND category = 'town'), 'and nothing is excluded of it then');
SELECT is_empty('SELECT * FROM category_ranking WHERE NOT (rank BETWEEN rank_low AND rank_high AND rank_low >= 1 AND rank_high <= ranked)',
	'corner: every rank lies in its own set');

-- Without two audits of a structure in one channel anywhere there is no error: every rank is possible
DELETE FROM audit WHERE EXISTS (SELECT FROM audit AS other
	WHERE other.edition = audit.edition AND other.structure = audit.structure AND other.channel = audit.channel AND other.audit < audit.audit);
SELECT is((SELECT count(std_error) FROM structure_score), 0::bigint, 'one audit a channel: no error');
SELECT isnt_empty('SELECT * FROM category_ranking', 'there still is a ranking');
SELECT is_empty('SELECT * FROM category_ranking WHERE rank_low <> 1 OR rank_high <> ranked OR num_nonnulls(shrunken_score, expected_rank, probability_best) > 0',
	'without error every rank is possible, and no probability is known');
SELECT is_empty('SELECT * FROM laureate JOIN (SELECT edition, category, max(ranked) AS ranked FROM category_ranking GROUP BY edition, category) AS league USING (edition, category)
	WHERE contenders <> ranked', 'and everybody could be first');

SELECT * FROM finish();
ROLLBACK;
