-- Scores and ranks under other weights.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(24);
\i test/data/observatory.sql
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_corner.sql
\i test/data/load_edition.sql

-- Today's weights change nothing, said or not
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT e AS edition, structure, rank, global_score, new_score, new_rank FROM unnest(''{1,2,2019,2020}''::int[]) e, what_if(e)',
	'SELECT edition, structure, rank, global_score, global_score AS new_score, rank AS new_rank FROM structure_score LEFT JOIN category_ranking USING (edition, structure, global_score)',
	'{edition,structure}')$$, 'without changes: the scores and ranks of today');
SELECT is_empty($$SELECT * FROM what_if(2020) WHERE abs(score_change) > 1e-9 OR rank_change <> 0$$, 'and no change');
SELECT is_empty($$SELECT * FROM what_if(2020, (SELECT jsonb_object_agg(determinant, weight * 3) FROM determinant_weight WHERE edition = 2020),
		(SELECT jsonb_object_agg(channel, weight * 0.1) FROM channel_weight WHERE edition = 2020)) WHERE abs(score_change) > 1e-9 OR rank_change <> 0$$,
	'only the ratios of the weights matter');

-- What is asked is what would be, were the weights written
CREATE TEMP TABLE asked AS
SELECT 2020 AS edition, w.* FROM what_if(2020, '{"courtesy": 7, "waiting": 0, "accessibility": 0.5}', '{"email": 4, "letter": 0}') w;
SAVEPOINT written;
UPDATE determinant_weight SET weight = CASE determinant WHEN 'courtesy' THEN 7 WHEN 'waiting' THEN 0 ELSE 0.5 END
WHERE edition = 2020 AND determinant IN ('courtesy', 'waiting', 'accessibility');
UPDATE channel_weight SET weight = CASE channel WHEN 'email' THEN 4 ELSE 0 END WHERE edition = 2020 AND channel IN ('email', 'letter');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, structure, category, name, new_score, new_rank FROM asked',
	'SELECT edition, structure, category, name, global_score AS new_score, rank AS new_rank FROM structure_score LEFT JOIN (SELECT edition, structure, rank FROM category_ranking) AS ranking USING (edition, structure) WHERE edition = 2020',
	'{edition,structure}')$$, 'other weights: the scores and ranks that they give when they are written');
ROLLBACK TO written;
SELECT isnt_empty('SELECT * FROM asked WHERE rank_change < 0', 'some gain places');
SELECT isnt_empty('SELECT * FROM asked WHERE rank_change > 0', 'some lose places');
SELECT is_empty('SELECT * FROM asked WHERE score_change <> new_score - global_score OR rank_change <> new_rank - rank', 'changes are differences');
SELECT is_empty($$SELECT * FROM asked JOIN structure_score USING (edition, structure) WHERE asked.global_score <> structure_score.global_score$$, 'nothing is written');

-- One determinant, one channel
SELECT is_empty($$SELECT * FROM pg_temp.differences(
	'SELECT 2020 AS edition, structure, new_score AS score FROM what_if(2020, (SELECT jsonb_object_agg(determinant, (determinant = ''courtesy'')::int) FROM determinant_weight WHERE edition = 2020)) WHERE new_score IS NOT NULL',
	'SELECT edition, structure, score FROM determinant_score WHERE edition = 2020 AND determinant = ''courtesy'' AND score IS NOT NULL', '{edition,structure}')$$, 'a single determinant is its score');
SELECT is_empty($$SELECT * FROM what_if(2020, (SELECT jsonb_object_agg(determinant, 0) FROM determinant_weight WHERE edition = 2020)) WHERE num_nonnulls(new_score, new_rank, score_change, rank_change) > 0$$,
	'no weight at all: no score');

-- Refused
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesyy": 1}')$$, '22023', 'what_if: edition 2020 has no determinant "courtesyy"', 'an unknown determinant');
SELECT throws_ok($$SELECT * FROM what_if(2020, NULL, '{"fax": 1}')$$, '22023', 'what_if: edition 2020 has no channel "fax"', 'an unknown channel');
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesy": -1}')$$, '22023', 'what_if: weight of determinant "courtesy" must be 0, or from 1e-100 to 1e100, not -1', 'a negative weight');
SELECT throws_ok($$SELECT * FROM what_if(2020, NULL, '{"email": 1e200}')$$, '22023', NULL, 'a weight that is out of range');
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesy": 1e-101}')$$, '22023', NULL, 'a weight that no table takes');
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesy": 1e-400}')$$, '22023', NULL, 'a weight below all floats');
SELECT lives_ok($$SELECT * FROM what_if(2020, '{"courtesy": 1e-100, "waiting": 0}')$$, 'the smallest weight, and 0');
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesy": "2"}')$$, '22023', 'what_if: weight of determinant "courtesy" must be 0, or from 1e-100 to 1e100, not "2"', 'a weight that is a string');
SELECT throws_ok($$SELECT * FROM what_if(2020, '{"courtesy": null}')$$, '22023', 'what_if: weight of determinant "courtesy" must be 0, or from 1e-100 to 1e100, not null', 'a weight that is null');
SELECT throws_ok($$SELECT * FROM what_if(2020, '[1]')$$, '22023', 'what_if: determinant_weights must be an object, not array', 'no object');
SELECT is_empty('SELECT * FROM what_if(1999)', 'an unknown edition has no rows');
SELECT is_empty($$SELECT * FROM what_if(NULL, '{"courtesy": 2}')$$, 'nor has NULL');
SELECT results_eq('SELECT * FROM what_if(2020, NULL, NULL)', 'SELECT * FROM what_if(2020, ''{}'', ''{}'')', 'NULL changes nothing');
SELECT is_empty('SELECT * FROM what_if(NULL)', 'nor has none');

SELECT * FROM finish();
ROLLBACK;
