-- Ranks with their uncertainty, against R and against plain SQL.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(51);

-- Phi, from the float8 of what PostgreSQL has: its series, for |z| < 2
CREATE FUNCTION pg_temp.phi(z float8) RETURNS float8 LANGUAGE sql AS $$
	WITH RECURSIVE series(k, term, total) AS (
		SELECT 0, z, z
		UNION ALL
		SELECT k + 1, term * z * z / (2 * k + 3), total + term * z * z / (2 * k + 3)
		FROM series WHERE k < 60)
	SELECT 0.5 + exp(-z * z / 2) / sqrt(2 * pi()) * total FROM series WHERE k = 60
$$;

/* Everything about a league: i, rank sets, expected rank, probability of being best */
CREATE FUNCTION pg_temp.league(scores float8[], errors float8[], OUT i bigint,
	OUT marginal int4range, OUT simultaneous int4range, OUT expected float8, OUT best float8)
RETURNS SETOF record LANGUAGE sql AS $$
	SELECT i, barometre.rank_set(s, e) OVER w, barometre.rank_set(s, e, 'Infinity', 0.95, true) OVER w,
		barometre.expected_rank(s, e) OVER w, barometre.probability_best(s, e) OVER w
	FROM unnest(scores, errors) WITH ORDINALITY AS u(s, e, i)
	WINDOW w AS ()
$$;

-- 38 countries

CREATE TEMP TABLE pisa (unit text, score float8, std_error float8, rank int,
	marginal_low int, marginal_high int, simultaneous_low int, simultaneous_high int,
	bootstrap_marginal_low int, bootstrap_marginal_high int,
	expected_rank float8, probability_best float8);
\copy pisa FROM 'test/data/rank_sets_pisa2018_mathematics.csv' CSV HEADER

CREATE TEMP TABLE pisa_found AS
SELECT *, barometre.rank_set(score, std_error) OVER w AS marginal,
	barometre.rank_set(score, std_error, 'Infinity', 0.95, true) OVER w AS simultaneous,
	barometre.expected_rank(score, std_error) OVER w AS found_expected,
	barometre.probability_best(score, std_error) OVER w AS found_best
FROM pisa WINDOW w AS ();

SELECT is(count(*), 38::bigint, 'PISA: 38 countries') FROM pisa_found;
SELECT is(count(*) FILTER (WHERE marginal = int4range(marginal_low, marginal_high, '[]')), 38::bigint,
	'PISA: marginal sets are R''s') FROM pisa_found;
SELECT is(count(*) FILTER (WHERE simultaneous = int4range(simultaneous_low, simultaneous_high, '[]')), 38::bigint,
	'PISA: simultaneous sets are R''s') FROM pisa_found;
SELECT cmp_ok(max(abs(found_expected / expected_rank - 1)), '<', 1e-12::float8,
	'PISA: expected ranks are R''s') FROM pisa_found;
SELECT cmp_ok(max(abs(found_best - probability_best)), '<', 1e-8::float8,
	'PISA: probabilities of being best are R''s') FROM pisa_found;
SELECT cmp_ok(abs(sum(found_best) - 1), '<', 1e-12::float8,
	'PISA: they add up to 1') FROM pisa_found;

-- 40 made-up units with degrees of freedom, and six leagues: rank sets by Student's t

CREATE TEMP TABLE forty (unit text, score float8, std_error float8, df float8, t_low int, t_high int, gh_low int, gh_high int,
	shrunk float8, shrunk_sd float8, shrunk_se_mu float8, shrunk_expected_rank float8, shrunk_probability_best float8,
	flat_expected_rank float8, flat_probability_best float8, z float8, z_adjusted float8, band text);
\copy forty FROM 'test/data/league.csv' CSV HEADER
SELECT is(count(*) FILTER (WHERE marginal <> int4range(t_low, t_high, '[]')), 0::bigint, 'Student: marginal sets are R''s')
FROM (SELECT *, barometre.rank_set(score, std_error, df) OVER () AS marginal FROM forty) found;
SELECT is(count(*) FILTER (WHERE simultaneous <> int4range(gh_low, gh_high, '[]')), 0::bigint, 'Games-Howell: simultaneous sets are R''s')
FROM (SELECT *, barometre.rank_set(score, std_error, df, 0.95, true) OVER () AS simultaneous FROM forty) found;
SELECT cmp_ok(max(abs(expected / flat_expected_rank - 1) + abs(best - flat_probability_best)), '<', 1e-8::float8,
	'40 units: expected ranks and probabilities are R''s')
FROM (SELECT *, barometre.expected_rank(score, std_error) OVER () AS expected,
		barometre.probability_best(score, std_error) OVER () AS best FROM forty) found;

CREATE TEMP TABLE student (league int, unit int, score float8, std_error float8, df float8,
	low int, high int, simultaneous_low int, simultaneous_high int, low_80 int, high_80 int);
\copy student FROM 'test/data/rank_sets_student.csv' CSV HEADER
SELECT is(count(*), 229::bigint, 'Student, with missing and zero errors, unequal, infinite and unknown df: all sets are R''s')
FROM (SELECT *, barometre.rank_set(score, std_error, df) OVER w AS marginal,
		barometre.rank_set(score, std_error, df, 0.95, true) OVER w AS simultaneous,
		barometre.rank_set(score, std_error, df, 0.8) OVER w AS at_80
	FROM student WINDOW w AS (PARTITION BY league)) found
WHERE marginal = int4range(low, high, '[]') AND simultaneous = int4range(simultaneous_low, simultaneous_high, '[]')
	AND at_80 = int4range(low_80, high_80, '[]');

-- n = 3, df = (1 + 1)^2 / (1/1 + 1/1) = 2, in R: qt(1 - 0.025 / 2, 2) * sqrt(2) = 8.775686, qtukey(0.95, 3, 2) = 8.330783
SELECT results_eq($$SELECT s, barometre.rank_set(s, 1, 1) OVER (), barometre.rank_set(s, 1, 1, 0.95, true) OVER ()
		FROM unnest('{0,8.3307,8.3308}'::float8[]) s$$,
	$$VALUES (0::float8, '[1,3]'::int4range, '[2,3]'::int4range), (8.3307, '[1,3]', '[1,3]'), (8.3308, '[1,3]', '[1,2]')$$,
	'three members with two degrees of freedom a pair, simultaneously');
SELECT results_eq($$SELECT s, barometre.rank_set(s, 1, 1) OVER () FROM unnest('{0,8.7756,8.7757}'::float8[]) s$$,
	$$VALUES (0::float8, '[2,3]'::int4range), (8.7756, '[1,3]'), (8.7757, '[1,2]')$$,
	'three members with two degrees of freedom a pair');
SELECT results_eq($$SELECT s, barometre.rank_set(s, 1, 0.9, 0.95, true) OVER () FROM unnest('{0,1e9}'::float8[]) s$$,
	$$VALUES (0::float8, '[1,2]'::int4range), (1e9, '[1,2]')$$,
	'less than two degrees of freedom: nothing is excluded simultaneously');
SELECT results_eq($$SELECT s, barometre.rank_set(s, 1, 1e-300) OVER (), barometre.rank_set(s, 1, 1e300) OVER () FROM unnest('{0,1000}'::float8[]) s$$,
	$$VALUES (0::float8, '[1,2]'::int4range, '[2,2]'::int4range), (1000, '[1,2]', '[1,1]')$$,
	'degrees of freedom of any size');

-- One member, and none

SELECT results_eq($$SELECT * FROM pg_temp.league('{50}', '{3}')$$,
	$$VALUES (1::bigint, '[1,1]'::int4range, '[1,1]'::int4range, 1::float8, 1::float8)$$,
	'a league of one');
SELECT results_eq($$SELECT * FROM pg_temp.league('{50}', '{0}')$$,
	$$VALUES (1::bigint, '[1,1]'::int4range, '[1,1]'::int4range, 1::float8, 1::float8)$$,
	'a league of one without error');
SELECT results_eq($$SELECT * FROM pg_temp.league('{NULL,50}', '{3,NULL}')$$,
	$$VALUES (1::bigint, NULL::int4range, NULL::int4range, NULL::float8, NULL::float8), (2, '[1,1]', '[1,1]', NULL, NULL)$$,
	'a row without score is not in the league, one without error is');
SELECT is_empty($$SELECT * FROM pg_temp.league('{}', '{}')$$, 'a partition without rows');
SELECT results_eq($$SELECT * FROM pg_temp.league('{70,NULL,65,60}', '{3,2,4,3}') WHERE i IN (1, 3, 4)$$,
	$$SELECT i + (i > 1)::int, marginal, simultaneous, expected, best FROM pg_temp.league('{70,65,60}', '{3,4,3}')$$,
	'a row without score counts for nobody');
-- four with a score; z(1 - 0.025 / 3) = 2.394 errors of sqrt(0.5) are 1.69
SELECT results_eq($$SELECT i, marginal, expected, best FROM pg_temp.league('{50,90,10,40}', '{0.5,NULL,0.5,0.5}')$$,
	$$VALUES (1::bigint, '[1,2]'::int4range, 1::float8, 1::float8), (2, '[1,4]', NULL, NULL), (3, '[3,4]', 3, 0), (4, '[2,3]', 2, 0)$$,
	'a row without error excludes nobody, is excluded by nobody, and has a rank');

-- Two members: closed forms

SELECT cmp_ok(max(abs(expected - (1 + CASE i WHEN 1 THEN 1 - phi ELSE phi END))), '<', 1e-14::float8,
	'two members: expected ranks are 1 + Phi')
FROM pg_temp.league('{52,50}', '{3,4}'), pg_temp.phi(0.4) phi;
SELECT cmp_ok(max(abs(best - CASE i WHEN 1 THEN phi ELSE 1 - phi END)), '<', 1e-13::float8,
	'two members: the probability of being best is Phi')
FROM pg_temp.league('{52,50}', '{3,4}'), pg_temp.phi(0.4) phi;
SELECT cmp_ok(max(abs(best - CASE i WHEN 1 THEN 1 - phi ELSE phi END)), '<', 1e-12::float8,
	'two members with errors of 1e-6 and 1e3')
FROM pg_temp.league('{50,350}', '{1e-6,1e3}'), pg_temp.phi(0.3) phi;
SELECT cmp_ok(max(abs(best - CASE i WHEN 1 THEN 1 - phi ELSE phi END)), '<', 1e-12::float8,
	'two members, one without error')
FROM pg_temp.league('{50,52}', '{0,4}'), pg_temp.phi(0.5) phi;
-- z(0.975) = 1.959964 errors of the difference, which is sqrt(3^2 + 4^2), are 9.79982
SELECT results_eq($$SELECT marginal, simultaneous FROM pg_temp.league('{59.799,50}', '{3,4}')$$,
	$$VALUES ('[1,2]'::int4range, '[1,2]'::int4range), ('[1,2]', '[1,2]')$$,
	'two members that are not apart');
SELECT results_eq($$SELECT marginal, simultaneous FROM pg_temp.league('{59.801,50}', '{3,4}')$$,
	$$VALUES ('[1,1]'::int4range, '[1,1]'::int4range), ('[2,2]', '[2,2]')$$,
	'two members that are apart');

-- Equal members, ties, no errors

SELECT results_eq($$SELECT marginal, simultaneous, expected, round(best::numeric, 12)
		FROM pg_temp.league('{7,7,7,7}', '{2,2,2,2}')$$,
	$$SELECT '[1,4]'::int4range, '[1,4]'::int4range, 2.5::float8, 0.25 FROM generate_series(1, 4)$$,
	'four equal members');
SELECT results_eq($$SELECT * FROM pg_temp.league('{10,30,30,20}', '{0,0,0,0}')$$,
	$$VALUES (1::bigint, '[4,4]'::int4range, '[4,4]'::int4range, 4::float8, 0::float8),
		(2, '[1,2]', '[1,2]', 1.5, 0.5), (3, '[1,2]', '[1,2]', 1.5, 0.5), (4, '[3,3]', '[3,3]', 3, 0)$$,
	'no errors: ranks are exact, a tie shares them');
SELECT results_eq($$SELECT i, round(expected::numeric, 12), round(best::numeric, 12)
		FROM pg_temp.league('{50,50,50}', '{0,0,5}')$$,
	$$VALUES (1::bigint, 2.0, 0.25), (2, 2.0, 0.25), (3, 2.0, 0.5)$$,
	'a tie of exact scores shares its probability');
SELECT cmp_ok(max(abs(best - CASE i WHEN 2 THEN phi * phi WHEN 4 THEN 0 ELSE (1 - phi * phi) / 2 END)), '<', 1e-12::float8,
	'only the best exact score can win')
FROM pg_temp.league('{50,54,50,40}', '{4,0,4,0}'), pg_temp.phi(1) phi;

-- Errors of all sizes, values of R (pnorm, and integrate between all breakpoints)

CREATE TEMP TABLE wide (i, score, std_error, expected, best) AS VALUES
	(1, 50.0::float8, 1e-06::float8, 5.2090721356583147::float8, 1.7807248324086379e-91::float8),
	(2, 50.000001::float8, 1e-05::float8, 5.1294087902284611::float8, 2.1364614266507219e-91::float8),
	(3, 50.00001::float8, 0.001::float8, 5.1578587047184667::float8, 5.6946099565193044e-90::float8),
	(4, 49.9::float8, 0.1::float8, 6.5469214326347469::float8, 5.092087297536785e-05::float8),
	(5, 48.0::float8, 1.0::float8, 8.1356899450211984::float8, 0.00054645446210431806::float8),
	(6, 60.0::float8, 10.0::float8, 2.9853070281560972::float8, 0.22386059672807726::float8),
	(7, 10.0::float8, 1000.0::float8, 5.6449394000063773::float8, 0.43580644354799364::float8),
	(8, 50.0::float8, 300.0::float8, 5.491491536482056::float8, 0.29646084750641516::float8),
	(9, 50.2::float8, 0.01::float8, 2.978544952125155::float8, 0.035625700436393147::float8),
	(10, 47.0::float8, 3.0::float8, 7.720766074969128::float8, 0.0076490364460481243::float8);
CREATE TEMP TABLE wide_found AS
SELECT w.*, l.expected AS found_expected, l.best AS found_best
FROM wide w, pg_temp.league((SELECT array_agg(score ORDER BY i) FROM wide),
	(SELECT array_agg(std_error ORDER BY i) FROM wide)) l
WHERE l.i = w.i;
SELECT cmp_ok(max(abs(found_expected / expected - 1)), '<', 1e-12::float8,
	'errors from 1e-6 to 1e3: expected ranks are R''s') FROM wide_found;
SELECT cmp_ok(max(abs(found_best - best)), '<', 1e-10::float8,
	'errors from 1e-6 to 1e3: probabilities of being best are R''s') FROM wide_found;

-- Larger leagues, against what must hold, and against plain SQL

CREATE TEMP TABLE drawn AS
SELECT i, i % 4 AS league, (40 + 30 * (hashint4(i) & 65535) / 65536.0)::float8 AS score,
	(CASE i % 4 WHEN 0 THEN 5 WHEN 1 THEN 2 + i % 5 WHEN 2 THEN 10 ^ (i % 10 - 6) ELSE i % 3 END)::float8 AS std_error
FROM generate_series(1, 2400) i;
CREATE TEMP TABLE drawn_found AS
SELECT *, barometre.rank_set(score, std_error) OVER w AS marginal,
	barometre.expected_rank(score, std_error) OVER w AS expected,
	barometre.probability_best(score, std_error) OVER w AS best
FROM drawn WINDOW w AS (PARTITION BY league);

SELECT cmp_ok(abs(sum(expected) / (count(*) * (count(*) + 1) / 2) - 1), '<', 1e-13::float8,
	'600 members: expected ranks add up, league ' || league) FROM drawn_found GROUP BY league ORDER BY league;
SELECT cmp_ok(abs(sum(best) - 1), '<', 1e-11::float8,
	'600 members: probabilities add up, league ' || league) FROM drawn_found GROUP BY league ORDER BY league;
-- z(1 - 0.025 / 599), from R
SELECT is(count(*) FILTER (WHERE marginal <> int4range(low, high, '[]')), 0::bigint,
	'600 members: sets are those of a self-join')
FROM drawn_found f, LATERAL (
	SELECT (1 + count(*) FILTER (WHERE o.score - f.score > 3.9342051861300882 * sqrt(f.std_error ^ 2 + o.std_error ^ 2)))::int,
		(count(*) - count(*) FILTER (WHERE f.score - o.score > 3.9342051861300882 * sqrt(f.std_error ^ 2 + o.std_error ^ 2)))::int
	FROM drawn o WHERE o.league = f.league) sets(low, high);
-- A dense league goes over a grid, a sparse one pair by pair: one must not differ from the other.
SELECT cmp_ok(max(abs(expected / pairwise - 1)), '<', 1e-12::float8,
	'600 members: expected ranks are those of pairs')
FROM (SELECT *, 1 + (SELECT sum(p.expected - 1) FROM drawn o, LATERAL (
			SELECT e AS expected FROM (SELECT k, barometre.expected_rank(s, r) OVER () AS e
				FROM (VALUES (1, f.score, f.std_error), (2, o.score, o.std_error)) v(k, s, r)) x WHERE k = 1) p
		WHERE o.league = f.league AND o.i <> f.i) AS pairwise
	FROM drawn_found f WHERE i <= 60) compared;

SELECT is(count(*) FILTER (WHERE abs(expected / 1500.5 - 1) < 1e-12), 3000::bigint,
	'3000 equal scores with errors far below their last digit')
FROM (SELECT barometre.expected_rank(50, 1e-17 * (1 + i % 7)) OVER () AS expected
	FROM generate_series(1, 3000) i) tied;

-- Units change nothing

SELECT is(count(*), 0::bigint, 'scores times 1e300, 1e-300: the same ranks')
FROM pg_temp.league('{3,2,1,2.5}', '{0.5,0.25,1,0}') a
JOIN pg_temp.league('{3e300,2e300,1e300,2.5e300}', '{0.5e300,0.25e300,1e300,0}') b USING (i)
JOIN pg_temp.league('{3e-300,2e-300,1e-300,2.5e-300}', '{0.5e-300,0.25e-300,1e-300,0}') c USING (i)
WHERE a.marginal <> b.marginal OR a.marginal <> c.marginal
	OR abs(a.expected - b.expected) > 1e-12 OR abs(a.expected - c.expected) > 1e-12
	OR abs(a.best - b.best) > 1e-12 OR abs(a.best - c.best) > 1e-12;
SELECT is(count(*), 4::bigint, 'the other confidence gives wider sets, the simultaneous ones wider still')
FROM pg_temp.league('{70,64,61,50}', '{2,2,3,2}') a
JOIN (SELECT i, barometre.rank_set(s, e, 'Infinity', 0.5) OVER () AS half
	FROM unnest('{70,64,61,50}'::float8[], '{2,2,3,2}'::float8[]) WITH ORDINALITY u(s, e, i)) b USING (i)
WHERE half <@ marginal AND marginal <@ simultaneous;

-- Random leagues: ties, missing scores, missing and zero errors, degrees of freedom of all sizes

CREATE TEMP TABLE random_league AS
SELECT league, i,
	CASE WHEN h[1] % 12 > 0 THEN round((50 + (h[2] % 4000) / 100.0 / (1 + league % 3))::numeric, league % 3) END::float8 AS score,
	CASE WHEN h[3] % 9 > 0 THEN CASE WHEN h[3] % 7 > 0 THEN 0.5 + (h[4] % 800) / 100.0 ELSE 0 END END::float8 AS std_error,
	CASE WHEN h[5] % 8 > 0 THEN CASE WHEN h[5] % 6 > 0 THEN 0.3 + 2 ^ (h[6] % 1000 / 100.0) ELSE 'Infinity' END END::float8 AS df
FROM generate_series(1, 24) league, generate_series(1, 2 + league * league % 50) i,
	LATERAL (SELECT array_agg(abs(hashtext(format('%s %s %s', league, i, k)) & 1048575) ORDER BY k) FROM generate_series(1, 6) k) hashed(h);
CREATE TEMP TABLE random_found AS
SELECT *, rank() OVER (PARTITION BY league ORDER BY score DESC NULLS LAST)::int AS rank, count(score) OVER w AS n,
	barometre.rank_set(score, std_error, df) OVER w AS marginal,
	barometre.rank_set(score, std_error, df, 0.95, true) OVER w AS simultaneous,
	barometre.rank_set(score, std_error, df, 0.3, true) OVER w AS unlikely,
	barometre.expected_rank(score, std_error) OVER w AS expected,
	barometre.probability_best(score, std_error) OVER w AS best
FROM random_league WINDOW w AS (PARTITION BY league);
SELECT is_empty($$SELECT * FROM random_found WHERE score IS NOT NULL
		AND (NOT rank <@ marginal OR NOT rank <@ simultaneous OR NOT rank <@ unlikely OR NOT int4range(1, n::int, '[]') @> marginal) IS NOT FALSE$$,
	'random leagues: each rank lies in its own set, and the set in 1..n');
SELECT is_empty($$SELECT * FROM random_found WHERE score IS NULL AND num_nonnulls(marginal, simultaneous, unlikely, expected, best) > 0$$,
	'random leagues: no score, no set');
SELECT is_empty($$SELECT * FROM random_found WHERE score IS NOT NULL AND std_error IS NULL
		AND (marginal <> int4range(1, n::int, '[]') OR num_nonnulls(expected, best) > 0)$$,
	'random leagues: no error, all ranks');
SELECT is_empty($$SELECT * FROM random_found WHERE NOT (expected BETWEEN 1 AND n AND best BETWEEN 0 AND 1)$$,
	'random leagues: expected ranks within 1..n, probabilities within 0..1, exactly');
-- with the p-value of the difference, of Student's t at the pair's degrees of freedom
CREATE FUNCTION pg_temp.p_of_pair(d float8, e1 float8, df1 float8, e2 float8, df2 float8) RETURNS float8 LANGUAGE sql AS $$
	SELECT CASE WHEN e1 = 0 AND e2 = 0 THEN (d = 0)::int
		ELSE barometre.p_value((d, sqrt(e1 ^ 2 + e2 ^ 2),
			coalesce((e1 ^ 2 + e2 ^ 2) ^ 2 / nullif(e1 ^ 4 / coalesce(df1, 'Infinity') + e2 ^ 4 / coalesce(df2, 'Infinity'), 0), 'Infinity'))::barometre.estimate) END
$$;
SELECT is_empty($$
	SELECT f.* FROM random_found f, LATERAL (
		SELECT 1 + count(*) FILTER (WHERE o.score > f.score AND p < 0.05 / (n - 1)) AS low,
			n - count(*) FILTER (WHERE o.score < f.score AND p < 0.05 / (n - 1)) AS high
		FROM random_league o, pg_temp.p_of_pair(abs(o.score - f.score), o.std_error, o.df, f.std_error, f.df) p
		WHERE o.league = f.league AND o.i <> f.i) pairs
	WHERE n > 1 AND score IS NOT NULL AND marginal <> int4range(low::int, high::int, '[]')$$,
	'random leagues: sets are those of the p-values of all pairs');
SELECT is_empty($$SELECT * FROM (SELECT *, barometre.rank_set(score * 3 + 7, std_error * 3, df) OVER (PARTITION BY league) AS scaled FROM random_found) found
		WHERE scaled <> marginal$$,
	'random leagues: the unit of the scores does not matter');

SELECT * FROM finish();
ROLLBACK;
