-- Ranks under other weights, against every corner of the weights.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(9);

-- The departments of the small barometer's second edition

CREATE TEMP TABLE determinant_score (edition int, structure text, determinant text, score float8, std_error float8, df float8);
\copy determinant_score FROM 'test/data/edition/expected_determinant.csv' CSV HEADER
CREATE TEMP TABLE determinant_weight (edition int, determinant text, weight float8);
\copy determinant_weight FROM 'test/data/edition/determinant_weight.csv' CSV HEADER
CREATE TEMP TABLE department AS
SELECT structure, array_agg(score ORDER BY determinant) AS scores, array_agg(weight ORDER BY determinant) AS weights
FROM unnest('{S15,S20,S35,S30,S10,S05}'::text[]) AS structure CROSS JOIN determinant_weight LEFT JOIN determinant_score USING (edition, structure, determinant)
WHERE edition = 2020 GROUP BY structure;

SELECT results_eq($$SELECT structure, barometre.robust_rank(scores, weights, 0) OVER w, barometre.robust_rank(scores, weights, 0.1) OVER w,
		barometre.robust_rank(scores, weights, 0.25) OVER w, barometre.robust_rank(scores, weights, 0.5) OVER w
	FROM department WINDOW w AS () ORDER BY 2, 1$$,
	$$VALUES ('S15', '[1,1]'::int4range, '[1,1]'::int4range, '[1,3]'::int4range, '[1,4]'::int4range), ('S20', '[2,2]', '[2,3]', '[1,3]', '[1,4]'), ('S35', '[3,3]', '[2,3]', '[1,3]', '[1,4]'),
		('S30', '[4,4]', '[4,4]', '[4,5]', '[3,5]'), ('S10', '[5,5]', '[5,5]', '[4,5]', '[2,5]'), ('S05', '[6,6]', '[6,6]', '[6,6]', '[6,6]')$$,
	'departments: the ranks at 10, 25 and 50 %');

-- Random leagues of 2 to 9 rows with 1 to 6 determinants, ties and missing scores

CREATE TEMP TABLE league AS
SELECT league, determinants, tolerance, (SELECT array_agg(CASE WHEN abs(hashtext(format('%s weight %s', league, d))) % 9 = 0 THEN 0 ELSE 1 + abs(hashtext(format('%s weight %s', league, d))) % 9 END::float8 ORDER BY d)
		FROM generate_series(1, determinants) d) AS weights
FROM generate_series(1, 120) league, LATERAL (SELECT 1 + league % 6, ('{0,0.1,0.25,0.5,0.9}'::float8[])[1 + league % 5]) kind(determinants, tolerance);
CREATE TEMP TABLE member AS
SELECT league, determinants, tolerance, weights, i,
	(SELECT array_agg(CASE WHEN league % 3 > 0 AND abs(hashtext(format('%s %s missing %s', league, i, d))) % 5 = 0 THEN NULL ELSE abs(hashtext(format('%s %s score %s', league, i, d))) % 12 END::float8 ORDER BY d)
		FROM generate_series(1, determinants) d) AS scores
FROM league, generate_series(1, 2 + league % 8) i;
CREATE TEMP TABLE found AS
SELECT *, barometre.robust_rank(scores, weights, tolerance) OVER (PARTITION BY league) AS set FROM member;

-- every corner: bit d of the number says whether the weight of determinant d is raised
CREATE TEMP TABLE corner_mean AS
SELECT league, i, corner, mean FROM member, generate_series(0, (1 << determinants) - 1) corner, LATERAL (
	SELECT sum(weight * factor * score) / nullif(sum(weight * factor), 0) FROM (
		SELECT score, weight, 1 + tolerance * (2 * (corner >> (d - 1)::int & 1) - 1) AS factor
		FROM unnest(scores, weights) WITH ORDINALITY u(score, weight, d) WHERE score IS NOT NULL) counted) mean(mean)
WHERE mean IS NOT NULL;
CREATE TEMP TABLE pair AS
SELECT a.league, a.i, b.i AS j, bool_and(b.mean - a.mean > 5e-10) AS better, bool_and(a.mean - b.mean > 5e-10) AS worse
FROM corner_mean a JOIN corner_mean b USING (league, corner) WHERE a.i <> b.i GROUP BY a.league, a.i, b.i;

SELECT cmp_ok(count(*), '>', 500::bigint, 'random leagues: many pairs') FROM pair WHERE NOT better AND NOT worse;
SELECT is_empty($$
	SELECT found.league, found.i, set, low, high FROM found, LATERAL (
		SELECT (1 + count(*) FILTER (WHERE better))::int, (count(*) + 1 - count(*) FILTER (WHERE worse))::int
		FROM pair WHERE pair.league = found.league AND pair.i = found.i) brute(low, high)
	WHERE EXISTS (SELECT FROM corner_mean c WHERE c.league = found.league AND c.i = found.i) AND set IS DISTINCT FROM int4range(low, high, '[]')$$,
	'random leagues: sets are those of all corners');
SELECT is_empty($$SELECT * FROM found WHERE (set IS NULL) <> NOT EXISTS (SELECT FROM corner_mean c WHERE c.league = found.league AND c.i = found.i)$$,
	'random leagues: no score that counts, no set');

-- tolerance 0 is the rank, and ties share theirs
CREATE TEMP TABLE chosen AS
SELECT league, i, barometre.robust_rank(scores, weights, 0) OVER w AS set, rank() OVER (PARTITION BY league ORDER BY round(mean::numeric, 9) DESC) AS rank,
	count(*) OVER (PARTITION BY league, round(mean::numeric, 9)) AS tied
FROM member, LATERAL (SELECT barometre.weighted_score(scores, weights)) m(mean) WHERE mean IS NOT NULL WINDOW w AS (PARTITION BY league);
SELECT is_empty($$SELECT * FROM chosen WHERE set <> int4range(rank::int, (rank + tied - 1)::int, '[]')$$, 'random leagues: tolerance 0 is the rank');
SELECT is_empty($$SELECT * FROM found JOIN chosen USING (league, i) WHERE NOT chosen.set <@ found.set$$, 'random leagues: the rank lies in every set');
SELECT is_empty($$SELECT * FROM (SELECT barometre.robust_rank(scores, weights, 0.1) OVER w AS narrow, barometre.robust_rank(scores, weights, 0.3) OVER w AS wide
		FROM member WINDOW w AS (PARTITION BY league)) t WHERE NOT narrow <@ wide$$, 'random leagues: more tolerance, wider sets');
SELECT is_empty($$SELECT * FROM (SELECT set, barometre.robust_rank(scores, weights, tolerance) OVER (PARTITION BY league ORDER BY md5(i::text)) AS other FROM found) t WHERE set <> other$$,
	'random leagues: the order of the rows does not matter');
-- determinants that come last in one league come first in the other
SELECT is_empty($$SELECT * FROM (SELECT set, barometre.robust_rank(
			(SELECT array_agg(score ORDER BY d DESC) FROM unnest(scores) WITH ORDINALITY u(score, d)),
			(SELECT array_agg(weight * 7 ORDER BY d DESC) FROM unnest(weights) WITH ORDINALITY u(weight, d)), tolerance) OVER (PARTITION BY league) AS other FROM found) t WHERE set <> other$$,
	'random leagues: the order of the determinants and the unit of the weights do not matter');

SELECT * FROM finish();
ROLLBACK;
