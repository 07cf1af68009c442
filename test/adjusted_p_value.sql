-- adjusted_p_value against R, and against itself
BEGIN;
SELECT plan(24);
SET search_path = public, barometre, pg_temp;

CREATE FUNCTION pg_temp.close(a float8, b float8, tolerance float8 = 1e-9) RETURNS boolean LANGUAGE sql AS $$
	SELECT coalesce(abs(a - b) <= tolerance * greatest(abs(a), abs(b)), false)
$$;

-- R stats: p.adjust(p, method)
CREATE TEMP TABLE test AS
SELECT * FROM unnest('{0.01, 0.02, 0.03, 0.04, 0.05, 0.0001, 0.5, 0.9, 0.04}'::float8[]) WITH ORDINALITY AS u (p, i);
CREATE TEMP TABLE expected AS
SELECT method, r.p, r.i FROM (VALUES
	('bonferroni', '{0.09, 0.18, 0.27, 0.36, 0.45, 0.0009, 1, 1, 0.36}'::float8[]),
	('holm', '{0.08, 0.14, 0.18, 0.2, 0.2, 0.0009, 1, 1, 0.2}'),
	('hochberg', '{0.08, 0.14, 0.15, 0.15, 0.15, 0.0009, 0.9, 0.9, 0.15}'),
	('hommel', '{0.07, 0.0833333333333333, 0.1, 0.12, 0.15, 0.0009, 0.9, 0.9, 0.12}'),
	('BH', '{0.045, 0.06, 0.06, 0.06, 0.0642857142857143, 0.0009, 0.5625, 0.9, 0.06}'),
	('BY', '{0.127303571428571, 0.169738095238095, 0.169738095238095, 0.169738095238095, 0.181862244897959, 0.00254607142857143, 1, 1, 0.169738095238095}'),
	('none', '{0.01, 0.02, 0.03, 0.04, 0.05, 0.0001, 0.5, 0.9, 0.04}')) AS v (method, ps), unnest(ps) WITH ORDINALITY AS r (p, i);
SELECT ok(count(*) = 9 AND bool_and(pg_temp.close(a.adjusted, expected.p)), format('R: %s', method))
FROM (SELECT method, i, adjusted_p_value(p, method) OVER (PARTITION BY method) AS adjusted FROM test, (SELECT DISTINCT method FROM expected) AS m) AS a
	JOIN expected USING (method, i) GROUP BY method ORDER BY method;

-- R stats: set.seed(1); p <- c(round(runif(60)^3, 6), .5, .5, .5); sum(p.adjust(p, method) * seq_along(p)), and three of them
CREATE TEMP TABLE drawn AS SELECT * FROM unnest('{
0.018717, 0.05153, 0.187988, 0.749127, 0.008204, 0.725094, 0.843039, 0.28854, 0.248994, 0.000236, 0.008739, 0.005504, 0.324275,
0.056669, 0.456251, 0.123282, 0.369557, 0.975914, 0.054887, 0.469904, 0.816628, 0.009547, 0.276752, 0.001979, 0.019081, 0.057563,
0.000002, 0.055913, 0.657801, 0.039425, 0.112036, 0.215531, 0.120218, 0.006457, 0.566376, 0.298703, 0.50102, 0.001258, 0.379049,
0.069566, 0.553279, 0.270916, 0.479925, 0.169146, 0.148641, 0.491835, 0.000013, 0.108688, 0.392728, 0.332426, 0.108955, 0.638743,
0.084084, 0.01467, 0.000353, 0.000984, 0.031636, 0.139503, 0.290124, 0.067335, 0.5, 0.5, 0.5
}'::float8[]) WITH ORDINALITY AS u (p, i);
SELECT ok(pg_temp.close(sum(adjusted * i), total) AND pg_temp.close(max(adjusted) FILTER (WHERE i = 1), p1)
	AND pg_temp.close(max(adjusted) FILTER (WHERE i = 17), p17) AND pg_temp.close(max(adjusted) FILTER (WHERE i = 30), p30), format('R, 63 tests with ties: %s', method))
FROM (VALUES
	('bonferroni', 1721.660959, 1, 1, 1),
	('holm', 1703.819427, 0.93585, 1, 1),
	('hochberg', 1665.379351, 0.934969, 0.975914, 0.975914),
	('hommel', 1610.3481819134481, 0.66802666666666677, 0.975914, 0.8306848),
	('BH', 695.36306621363099, 0.080140200000000009, 0.529138431818181876, 0.146104411764705899),
	('BY', 1585.201336281244, 0.37892417517616112, 1, 0.69082050852804688)) AS r (method, total, p1, p17, p30),
	LATERAL (SELECT i, adjusted_p_value(p, method) OVER () AS adjusted FROM drawn) AS t
GROUP BY method, total, p1, p17, p30 ORDER BY method;

-- NULLs in between change nothing
SELECT ok(bool_and(a IS NOT DISTINCT FROM b), format('NULLs are not counted: %s', method))
FROM (SELECT i, method, adjusted_p_value(p, method) OVER (PARTITION BY method) AS a FROM test, (SELECT DISTINCT method FROM expected) AS m) AS t
	JOIN (SELECT i, method, adjusted_p_value(p, method) OVER (PARTITION BY method ORDER BY i DESC) AS b
		FROM (TABLE test UNION ALL SELECT NULL, -g FROM generate_series(1, 5) AS g) AS u, (SELECT DISTINCT method FROM expected) AS m) AS v USING (i, method)
GROUP BY method ORDER BY method;

-- thousands of families and one large one; what is known of every method
SELECT ok(bool_and(p <= hommel AND hommel <= hochberg + 1e-15 AND hochberg <= holm AND holm <= bonferroni AND bh <= by AND bh <= hochberg AND bonferroni <= 1), 'the methods in their order')
FROM (SELECT p, adjusted_p_value(p, 'hommel') OVER w AS hommel, adjusted_p_value(p, 'hochberg') OVER w AS hochberg, adjusted_p_value(p, 'holm') OVER w AS holm,
		adjusted_p_value(p, 'bonferroni') OVER w AS bonferroni, adjusted_p_value(p, 'BH') OVER w AS bh, adjusted_p_value(p, 'BY') OVER w AS by
	FROM (SELECT i % 1000 AS g, (i * 7919 % 10007) / 10007.0::float8 AS p FROM generate_series(1, 20000) AS i) AS t
	WINDOW w AS (PARTITION BY g)) AS t;
SELECT ok(bool_and(pg_temp.close(adjusted, least(1, p * 100000), 1e-9)), 'bonferroni, 100000 tests')
FROM (SELECT p, adjusted_p_value(p, 'bonferroni') OVER () AS adjusted FROM (SELECT i / 1e7::float8 AS p FROM generate_series(1, 100000) AS i) AS t) AS t;
SELECT ok(bool_and(pg_temp.close(adjusted, 0.01, 1e-9)), 'BH of evenly spread p-values is the largest, 100000 tests')
FROM (SELECT adjusted_p_value(p, 'BH') OVER () AS adjusted FROM (SELECT i / 1e7::float8 AS p FROM generate_series(1, 100000) AS i) AS t) AS t;
SELECT ok(bool_and(adjusted = p), 'equal p-values need no adjustment by hommel, 257 tests')
FROM (SELECT 0.25 AS p, adjusted_p_value(0.25, 'hommel') OVER () AS adjusted FROM generate_series(1, 257)) AS t;

SELECT * FROM finish();
ROLLBACK;
