-- score_summary against R, against two passes in numeric, and against itself
BEGIN;
SELECT plan(67);
SET search_path = public, barometre, pg_temp;
SET client_min_messages = warning;

-- relative to the larger of both
CREATE FUNCTION pg_temp.close(a float8, b float8, tolerance float8 = 1e-9) RETURNS boolean LANGUAGE sql AS $$
	SELECT a IS NOT DISTINCT FROM b OR coalesce(abs(a - b) <= tolerance * greatest(abs(a), abs(b)), false)
$$;
CREATE FUNCTION pg_temp.same(a score_summary, b score_summary, tolerance float8 = 1e-12) RETURNS boolean LANGUAGE sql AS $$
	SELECT n_obs(a) = n_obs(b) AND min_score(a) = min_score(b) AND max_score(a) = max_score(b)
		AND pg_temp.close(sum_weights(a), sum_weights(b), tolerance) AND pg_temp.close(mean(a), mean(b), tolerance)
		AND pg_temp.close(variance(a), variance(b), tolerance) AND pg_temp.close(std_error(a), std_error(b), tolerance)
		AND pg_temp.close(n_effective(a), n_effective(b), tolerance)
$$;

CREATE TEMP TABLE school (cds text, sname text, dnum int, cname text, stype text, sch_wide text, comp_imp text, "both" text, awards text,
	api99 float8, api00 float8, meals float8, ell float8, mobility float8, "full" float8, emer float8, enroll float8, pw float8, fpc float8);
\copy school FROM 'test/data/apistrat.csv' (FORMAT csv, HEADER)

-- R survey 4.1-1: svymean, svyvar of api00 with weights enroll, ids = ~1
CREATE TEMP TABLE weighted AS SELECT score_summary(api00, enroll) AS s FROM school;
SELECT is(n_obs(s), 200::bigint, 'R: n') FROM weighted;
SELECT is(sum_weights(s), 149337::float8, 'R: sum_weights') FROM weighted;
SELECT ok(pg_temp.close(mean(s), 632.031633151865), 'R: mean') FROM weighted;
SELECT ok(pg_temp.close(std_error(s), 10.6208442775506), 'R: std_error') FROM weighted;
SELECT ok(pg_temp.close(variance(s), 14435.4283020733), 'R: variance') FROM weighted;
SELECT ok(pg_temp.close(n_effective(s), 129.894261017125), 'R: n_effective') FROM weighted;
CREATE TEMP TABLE unweighted AS SELECT score_summary(api00) AS s FROM school;
SELECT ok(pg_temp.close(mean(s), 652.82), 'R, unweighted: mean') FROM unweighted;
SELECT ok(pg_temp.close(std_error(s), 8.55397218846339), 'R, unweighted: std_error') FROM unweighted;
SELECT ok(pg_temp.close(stddev(s), 120.971434810872), 'R, unweighted: stddev') FROM unweighted;

-- generated scores, far from 0 in comparison with their spread
SELECT setseed(0.42);
CREATE TABLE drawn AS SELECT i, 1000 + random() * 100 AS x, exp(4 * random()) AS w, random() AS r FROM generate_series(1, 100000) AS i;
CREATE TEMP TABLE size AS SELECT unnest('{1,2,31,32,33,255,256,257,100000}'::int[]) AS n;

SELECT ok(pg_temp.close(mean(s), avg, 1e-12) AND pg_temp.close(variance(s), var_samp, 1e-12) AND pg_temp.close(stddev(s), stddev_samp, 1e-12)
	AND n_obs(s) = count AND min_score(s) = min AND max_score(s) = max, format('core''s aggregates, %s rows', n))
FROM size, LATERAL (SELECT score_summary(x) AS s, avg(x::numeric)::float8, var_samp(x::numeric)::float8, stddev_samp(x::numeric)::float8, count(x), min(x), max(x)
	FROM drawn WHERE i <= n) AS t ORDER BY n;

SELECT ok(pg_temp.same(score_summary(x, 1), score_summary(x)), format('weight 1 is no weight, %s rows', n))
FROM size, drawn WHERE i <= n GROUP BY n ORDER BY n;

-- the definitions of design and comments, in numeric
SELECT ok(pg_temp.close(mean(s), m, 1e-12) AND pg_temp.close(variance(s), (f * q / w1)::float8, 1e-12)
	AND pg_temp.close(std_error(s), sqrt((f * e) / (w1 * w1))::float8, 1e-12)
	AND pg_temp.close(n_effective(s), (w1 * w1 / w2)::float8, 1e-12), format('two passes in numeric, %s rows', n))
FROM size,
	LATERAL (SELECT score_summary(x, w) AS s, sum(w::numeric * x::numeric) / sum(w::numeric) AS m, sum(w::numeric) AS w1, sum(w::numeric ^ 2) AS w2,
		count(*)::numeric / nullif(count(*) - 1, 0) AS f FROM drawn WHERE i <= n) AS first,
	LATERAL (SELECT sum(w::numeric * (x::numeric - m) ^ 2) AS q, sum((w::numeric * (x::numeric - m)) ^ 2) AS e FROM drawn WHERE i <= n) AS second
WHERE n < 1000 ORDER BY n;

-- split at random points and merged in any order
SELECT ok(pg_temp.same((SELECT rollup(s ORDER BY r) FROM (SELECT score_summary(x, w) AS s, min(r) AS r FROM drawn WHERE i <= n GROUP BY floor(r * 37)) AS t),
	(SELECT score_summary(x, w) FROM drawn WHERE i <= n)), format('split and merged, %s rows', n)) FROM size ORDER BY n;
SELECT ok(pg_temp.same((SELECT rollup(score_summary_accum('{"n": 0}', x, w) ORDER BY r) FROM drawn WHERE i <= n),
	(SELECT score_summary(x, w) FROM drawn WHERE i <= n)), format('merged row by row, %s rows', n)) FROM size WHERE n < 1000 ORDER BY n;
SELECT ok(pg_temp.same(a.s, b.s), 'a rollup of rollups')
FROM (SELECT rollup(s) AS s FROM (SELECT rollup(s) AS s FROM (SELECT i, score_summary(x, w) AS s FROM drawn GROUP BY i) AS t GROUP BY i % 100) AS t) AS a,
	(SELECT score_summary(x, w) AS s FROM drawn) AS b;

SELECT ok(pg_temp.same(score_summary(x, w ORDER BY r), score_summary(x, w ORDER BY r DESC)), 'order of the rows')
FROM drawn;
SELECT ok(mean(a) = mean(b) AND variance(a) = variance(b) AND std_error(a) = std_error(b) AND n_effective(a) = n_effective(b), 'weights scaled by a power of 2')
FROM (SELECT score_summary(x, w) AS a, score_summary(x, w * 1024) AS b FROM drawn) AS t;
SELECT ok(pg_temp.close(mean(a), mean(b), 1e-12) AND pg_temp.close(variance(a), variance(b), 1e-12) AND pg_temp.close(std_error(a), std_error(b), 1e-12),
	'weights scaled') FROM (SELECT score_summary(x, w) AS a, score_summary(x, w / 3000) AS b FROM drawn) AS t;
SELECT ok(pg_temp.close(mean(a.s), mean(b.s), 1e-12)
	AND pg_temp.close(variance(a.s) * (n_obs(a.s) - 1) / n_obs(a.s), variance(b.s) * (n_obs(b.s) - 1) / n_obs(b.s), 1e-12)
	AND sum_weights(a.s) = sum_weights(b.s), 'weight k is k rows')
FROM (SELECT score_summary(x, 1 + i % 5) AS s FROM drawn) AS a,
	(SELECT score_summary(x) AS s FROM drawn, generate_series(1, 1 + i % 5)) AS b;
SELECT ok(pg_temp.close(mean(a), mean(b) - 1e6, 1e-9) AND pg_temp.close(variance(a), variance(b), 1e-7) AND pg_temp.close(std_error(a), std_error(b), 1e-7),
	'scores shifted far away keep their spread') FROM (SELECT score_summary(x, w) AS a, score_summary(x + 1e6, w) AS b FROM drawn) AS t;
SELECT ok(mean(s) = 1e15 + 1 AND variance(s) = 1, 'no cancellation beside 1e15') FROM (SELECT score_summary(x) AS s FROM (VALUES (1e15), (1e15 + 1), (1e15 + 2)) AS v (x)) AS t;
SELECT ok(bool_and(s::text::score_summary = s AND (s::jsonb)::text::score_summary = s), 'text and jsonb read back exactly')
FROM (SELECT score_summary(x, w) AS s FROM drawn GROUP BY i % 1000) AS t;

-- parallel: the same as serial
CREATE FUNCTION pg_temp.plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line LIKE '%' || node || '%' THEN
			RETURN true;
		END IF;
	END LOOP;
	RETURN false;
END
$$;
ALTER TABLE drawn SET (parallel_workers = 2);
ANALYZE drawn;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS SELECT score_summary(x) AS u, score_summary(x, w) AS s FROM drawn;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT ok(pg_temp.plan_has('SELECT score_summary(x) AS u, score_summary(x, w) AS s FROM drawn', 'Partial Aggregate'), 'the plan is parallel');
CREATE TEMP TABLE parallel AS SELECT score_summary(x) AS u, score_summary(x, w) AS s FROM drawn;
SELECT ok(pg_temp.same(serial.s, parallel.s) AND pg_temp.same(serial.u, parallel.u), 'parallel is serial') FROM serial, parallel;
CREATE TABLE part AS SELECT score_summary(x, w) AS s FROM drawn GROUP BY i % 10000;
ALTER TABLE part SET (parallel_workers = 2);
SELECT ok(pg_temp.plan_has('SELECT rollup(s) FROM part', 'Partial Aggregate'), 'the plan of rollup is parallel');
CREATE TEMP TABLE rolled AS SELECT rollup(s) AS s FROM part;
SELECT ok(pg_temp.same(serial.s, rolled.s), 'a parallel rollup is the whole') FROM serial, rolled;
CREATE TEMP TABLE grouped AS SELECT i % 100 AS g, score_summary(x, w) AS s FROM drawn GROUP BY 1;
SET max_parallel_workers_per_gather = 0;
SELECT ok(bool_and(pg_temp.same(grouped.s, t.s)), 'parallel groups are serial groups')
FROM grouped JOIN (SELECT i % 100 AS g, score_summary(x, w) AS s FROM drawn GROUP BY 1) AS t USING (g);

-- What is made of summaries that are barely accepted can be read again: here the squares of the weights
-- are as few as rounding may leave of n equal ones, and are added up in another order than the weights.
CREATE FUNCTION pg_temp.is_read(s score_summary) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	RETURN s::text::score_summary = s;
EXCEPTION WHEN invalid_text_representation THEN
	RETURN false;
END
$$;
CREATE TEMP TABLE bound AS
SELECT format('{"n": 3, "sum_weights": %s, "mean": 0.1, "squares": 0, "sum_weights2": %s, "weight2_mean": 0.1, "weight2_squares": 0, "min": 0.1, "max": 0.1}',
	w, w * w / 3 * (1 - 1e-6::float8))::score_summary AS s
FROM (SELECT 0.1::float8 * i AS w FROM generate_series(1, 300) AS i) AS weight;
SELECT ok(bool_and(pg_temp.is_read(score_summary_combine(score_summary_combine(s, s), s))), 'combined, it is read again') FROM bound;
SELECT ok(bool_and(pg_temp.is_read(r)), 'rolled up, too') FROM (SELECT rollup(s) AS r FROM bound, generate_series(1, 7) GROUP BY bound.s) AS t;

SELECT * FROM finish();
ROLLBACK;
