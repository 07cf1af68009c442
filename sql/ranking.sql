-- Ranks with their uncertainty: what the functions do, and every error.

SET extra_float_digits = -3;

CREATE TEMP TABLE league (structure text, score float8, std_error float8);
INSERT INTO league VALUES ('a', 82, 2), ('b', 80, 3), ('c', 71, 2), ('d', 60, 0), ('e', NULL, 1), ('f', 65, NULL);

SELECT structure,
	barometre.rank_set(score, std_error) OVER w,
	barometre.rank_set(score, std_error, 'Infinity', 0.8) OVER w AS at_80,
	barometre.rank_set(score, std_error, 'Infinity', 0.95, true) OVER w AS together,
	barometre.rank_set(score, std_error, simultaneous => true) OVER w AS together_named,
	barometre.expected_rank(score, std_error) OVER w,
	barometre.probability_best(score, std_error) OVER w
FROM league WINDOW w AS () ORDER BY structure;

-- The frame, and the order of the rows, do not matter: the partition is the league.
SELECT structure,
	barometre.rank_set(score, std_error) OVER w,
	barometre.expected_rank(score, std_error) OVER w,
	barometre.probability_best(score, std_error) OVER w
FROM league WINDOW w AS (ORDER BY structure DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES)
ORDER BY structure;

-- Partitions are leagues of their own.
SELECT structure,
	barometre.rank_set(score, std_error) OVER w,
	barometre.expected_rank(score, std_error) OVER w,
	barometre.probability_best(score, std_error) OVER w
FROM league WINDOW w AS (PARTITION BY structure IN ('a', 'c')) ORDER BY structure;

-- One window, one WindowAgg (the plan's other lines depend on the version).
DO $$
DECLARE
	line text;
BEGIN
	FOR line IN EXPLAIN (COSTS OFF)
		SELECT barometre.rank_set(score, std_error) OVER (PARTITION BY structure),
			barometre.rank_set(score, std_error, 'Infinity', 0.95, true) OVER (PARTITION BY structure),
			barometre.expected_rank(score, std_error) OVER (PARTITION BY structure),
			barometre.probability_best(score, std_error) OVER (PARTITION BY structure)
		FROM league
	LOOP
		IF line LIKE '%WindowAgg%' THEN
			RAISE NOTICE '%', line;
		END IF;
	END LOOP;
END
$$;

-- NULL options: NULL.
SELECT barometre.rank_set(score, std_error, 'Infinity', NULL) OVER (),
	barometre.rank_set(score, std_error, 'Infinity', 0.95, NULL) OVER ()
FROM league LIMIT 1;

-- No rows.
SELECT barometre.rank_set(score, std_error) OVER (), barometre.expected_rank(score, std_error) OVER ()
FROM league WHERE false;

-- A confidence that R's qtukey has no number for.
SELECT DISTINCT barometre.rank_set(0, 1, 'Infinity', confidence, true) OVER (PARTITION BY confidence)
FROM generate_series(1, 100), unnest('{0.001,0.5,0.9999999999}'::float8[]) confidence;

-- A row that is not in the league is not looked at.
SELECT barometre.rank_set(score, std_error) OVER (), barometre.probability_best(score, std_error) OVER ()
FROM (VALUES (1::float8, 1::float8), (NULL, -1), (NULL, 'NaN')) v(score, std_error);

-- Errors

SELECT barometre.rank_set(score, std_error) OVER () FROM (VALUES (1::float8, 1::float8), ('NaN', 1)) v(score, std_error);
SELECT barometre.rank_set('Infinity', 1) OVER ();
SELECT barometre.rank_set(1, -0.5) OVER ();
SELECT barometre.rank_set(1, 'NaN') OVER ();
SELECT barometre.rank_set(1, 1, 0) OVER ();
SELECT barometre.rank_set(1, 1, -3) OVER ();
SELECT barometre.rank_set(1, 1, 'NaN') OVER ();
SELECT barometre.rank_set(score, NULL) OVER () FROM (VALUES ('NaN'::float8)) v(score);
SELECT barometre.rank_set(1, 1, 'Infinity', 0) OVER ();
SELECT barometre.rank_set(1, 1, 'Infinity', 1) OVER ();
SELECT barometre.rank_set(1, 1, 'Infinity', 95) OVER ();
SELECT barometre.rank_set(1, 1, 'Infinity', 'NaN', true) OVER ();
SELECT barometre.rank_set(1, 1, 'Infinity', c) OVER () FROM (VALUES (0.9), (0.95)) v(c);
SELECT barometre.rank_set(1, 1, 'Infinity', c) OVER () FROM (VALUES (0.9), (NULL)) v(c);
SELECT barometre.rank_set(1, 1, 'Infinity', 0.9, s) OVER () FROM (VALUES (true), (false)) v(s);
SELECT barometre.expected_rank('-Infinity', 1) OVER ();
SELECT barometre.expected_rank(1, -1) OVER ();
SELECT barometre.expected_rank(1, 'Infinity') OVER ();
SELECT barometre.probability_best('NaN', 1) OVER ();
SELECT barometre.probability_best(1, -1) OVER ();
SELECT barometre.rank_set(1, 1);
SELECT barometre.expected_rank(1, 1);
SELECT barometre.probability_best(1, 1);
SELECT barometre.expected_rank(1, 1) FILTER (WHERE true) OVER ();

-- A query that is cancelled leaves nothing: the next one works.
SET statement_timeout = '100ms';
DO $$
BEGIN
	PERFORM barometre.expected_rank(i % 1000, 10 ^ (i % 12)) OVER () FROM generate_series(1, 1000000) i;
EXCEPTION WHEN query_canceled THEN
	RAISE NOTICE 'cancelled';
END
$$;
RESET statement_timeout;
SELECT barometre.expected_rank(score, std_error) OVER () FROM (VALUES (1, 0), (2, 0)) v(score, std_error);

-- without a window, as operators
CREATE OPERATOR pg_temp.@#@ (LEFTARG = float8, RIGHTARG = float8, FUNCTION = barometre.expected_rank);
CREATE OPERATOR pg_temp.@##@ (LEFTARG = float8, RIGHTARG = float8, FUNCTION = barometre.probability_best);
SELECT 0.5::float8 OPERATOR(pg_temp.@#@) 1::float8;
SELECT 0.5::float8 OPERATOR(pg_temp.@##@) 1::float8;
