-- Does the interval of a calibrated mean hold the population's mean, when some
-- kinds of units take part more than others?  1,000 drawn samples of 200 units,
-- always the same: every number comes from md5.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(9);
SET search_path = public, barometre, pg_temp;

-- Kinds: three categories, two sizes; their shares in the population and among
-- those who take part, and their mean score.  What takes part depends on both.
CREATE TEMP TABLE kind AS
SELECT *, sum(taking) OVER (ORDER BY category, size) - taking AS taking_from
FROM (SELECT category, size, share, share * eagerness / sum(share * eagerness) OVER () AS taking, 50 + category_effect + size_effect AS score
	FROM (VALUES ('a', 0.2::float8, 4::float8, 10::float8), ('b', 0.3, 2, 0), ('c', 0.5, 1, -10)) AS c (category, category_share, category_eagerness, category_effect),
		(VALUES ('s', 0.6::float8, 1::float8, -5::float8), ('t', 0.4, 3, 5)) AS z (size, size_share, size_eagerness, size_effect),
		LATERAL (SELECT category_share * size_share AS share, category_eagerness * size_eagerness AS eagerness) AS p) AS k;

CREATE TEMP TABLE drawn AS
SELECT draw, i, category, size, indicators(category, '{a,b,c}') || indicators(size, '{s,t}') AS x,
	score + 12 * sqrt(-2 * ln(h[2])) * cos(2 * pi() * h[3]) AS y
FROM generate_series(1, 1000) AS draw, generate_series(1, 200) AS i,
	LATERAL (SELECT md5(format('%s %s', draw, i)) AS m OFFSET 0) AS seed,
	LATERAL (SELECT array_agg((('x' || substr(m, k, 8))::bit(32)::bigint + 0.5) / 4294967296::float8 ORDER BY k) AS h FROM unnest('{1,9,17}'::int[]) AS k) AS uniform
	JOIN kind ON h[1] >= taking_from AND h[1] < taking_from + taking;

CREATE TEMP TABLE calibrated AS
SELECT draw, y, category, x, raking, linear
FROM (SELECT *, calibration_weight(1, x, '{200,300,500,600,400}') OVER population AS raking,
		calibration_weight(1, x, '{200,300,500,600,400}', 'linear') OVER population AS linear
	FROM drawn WINDOW population AS (PARTITION BY draw)) AS t;

CREATE TEMP TABLE estimated AS
SELECT draw, estimate, truth, kind
FROM (SELECT draw, calibrated_estimate(y, 1, raking, x) AS raking, calibrated_estimate(y, 1, linear, x) AS linear, estimate(score_summary(y)) AS raw,
		calibrated_estimate(CASE WHEN category = 'c' THEN y END, 1, raking, x) AS domain
	FROM calibrated GROUP BY draw) AS d,
	(SELECT sum(share * score) AS mean, sum(share * score) FILTER (WHERE category = 'c') / sum(share) FILTER (WHERE category = 'c') AS mean_c FROM kind) AS truth,
	LATERAL (VALUES ('raking', raking, mean), ('linear', linear, mean), ('raw', raw, mean), ('domain', domain, mean_c)) AS e (kind, estimate, truth);

CREATE TEMP TABLE coverage AS
SELECT kind, avg((truth BETWEEN ci_low(estimate) AND ci_high(estimate))::int) AS covered, avg((estimate).value - truth) AS bias,
	sqrt(avg((estimate).std_error ^ 2)) / stddev((estimate).value) AS error_ratio
FROM estimated GROUP BY kind;

SELECT is(count(*), 4000::bigint, '1,000 samples') FROM estimated;
SELECT ok(covered BETWEEN 0.93 AND 0.97, format('%s: covers in %s %% of the samples', kind, round(100 * covered, 1)))
FROM coverage WHERE kind <> 'raw' ORDER BY kind;
SELECT ok(error_ratio BETWEEN 0.93 AND 1.07, format('%s: the error is %s times that of the draws', kind, round(error_ratio::numeric, 3)))
FROM coverage WHERE kind <> 'raw' ORDER BY kind;
SELECT ok(max(abs(bias)) < 0.2, format('bias at most %s', round(max(abs(bias))::numeric, 3))) FROM coverage WHERE kind <> 'raw';
SELECT ok(covered < 0.05 AND bias > 5, format('without weights the mean is %s too high and covers in %s %%', round(bias::numeric, 1), round(100 * covered, 1)))
FROM coverage WHERE kind = 'raw';

SELECT * FROM finish();
ROLLBACK;
