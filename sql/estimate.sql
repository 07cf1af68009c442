-- estimate: a figure with its precision
SET search_path = barometre, public;

-- 1..5: mean 3, variance 2.5, standard error sqrt(0.5)
CREATE VIEW five AS SELECT score_summary(i) AS s FROM generate_series(1, 5) AS i;
SELECT (e).value, (e).std_error = sqrt(0.5) AS std_error, (e).df FROM (SELECT estimate(s) AS e FROM five) AS t;
SELECT (e).value, abs((e).std_error - sqrt(0.5 * (1 - 5 / 20.0))) < 1e-15 AS std_error, (e).df
FROM (SELECT estimate(s, 20) AS e FROM five) AS t;
SELECT estimate(s, population => 5) AS census, estimate(s, NULL) = estimate(s) AS unbounded FROM five;
SELECT estimate(score_summary(7)), estimate(NULL), estimate('{"n": 0}'), estimate('{"n": 0}', 3);
SELECT estimate(s, 4) FROM five;
SELECT estimate(s, 'NaN') FROM five;
SELECT estimate(s, 'Infinity') FROM five;

-- strata: N = 10 and 30, means 3 and 30, errors sqrt(0.5) and 10 sqrt(0.5)
CREATE TABLE stratum (s score_summary, population float8);
INSERT INTO stratum SELECT s, 10 FROM five;
INSERT INTO stratum SELECT score_summary(10 * i), 30 FROM generate_series(1, 5) AS i;
SELECT (e).value, abs((e).std_error - sqrt((10 / 40.0) ^ 2 * (1 - 5 / 10.0) * 0.5 + (30 / 40.0) ^ 2 * (1 - 5 / 30.0) * 50)) < 1e-14 AS std_error, (e).df
FROM (SELECT stratified_estimate(s, population) AS e FROM stratum) AS t;
SELECT (a).value = (b).value AND abs((a).std_error - (b).std_error) < 1e-15 AND (a).df = (b).df AS one_stratum
FROM (SELECT stratified_estimate(s, 10) AS a, estimate(s, 10) AS b FROM five GROUP BY s) AS t;
-- a row with a NULL is skipped, and so is an empty summary
INSERT INTO stratum VALUES (NULL, 5), ('{"n": 0}', 5);
INSERT INTO stratum SELECT s, NULL FROM five;
SELECT (stratified_estimate(s, population)).value FROM stratum;
-- a stratum whose every unit was observed is certain, also one of a single unit: by hand
-- (40·11 + 30)/41 = 470/41, error 40/41·sqrt(1 − 2/40)·1 = 0.950906765347
SELECT (e).value = 470.0 / 41 AS value, round((e).std_error::numeric, 12) AS std_error, (e).df
FROM (SELECT stratified_estimate(s, population) AS e
	FROM (SELECT score_summary(x) AS s, population FROM (VALUES ('l', 10.0, 40), ('l', 12, 40), ('c', 30, 1)) AS v (stratum, x, population) GROUP BY stratum, population) AS strata) AS t;
SELECT estimate(score_summary(30), 1) AS all_of_one, estimate(score_summary(30), 2) AS one_of_two;
-- a stratum of one observation has no error
INSERT INTO stratum SELECT score_summary(5), 2;
SELECT stratified_estimate(s, population) FROM stratum;
-- nothing left
SELECT stratified_estimate(s, population) AS no_rows, stratified_estimate(s, population) FILTER (WHERE false) AS filtered FROM stratum WHERE false;
SELECT stratified_estimate(s, population) FILTER (WHERE false) AS filtered, stratified_estimate(s, NULL) AS nulls FROM stratum;
ALTER TABLE stratum SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT stratified_estimate(s, population) FROM stratum;
SELECT stratified_estimate(s, population) FILTER (WHERE population < 0) AS filtered, stratified_estimate(s, NULL) AS nulls FROM stratum;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
-- refused
SELECT stratified_estimate(s, 4) FROM five;
SELECT stratified_estimate(s, 'NaN') FROM five;
SELECT stratified_estimate(s, 'Infinity') FROM five;
SELECT stratified_estimate((1, 1e300, 9)::estimate, 1e10);
-- transition functions called directly leave their argument alone
SELECT state, stratified_estimate_accum(state, s, 10) IS DISTINCT FROM state AS changed,
	stratified_estimate_combine(state, '{1,2,3,4,5}') AS combined
FROM (SELECT '{0,0,0,0,0}'::float8[] AS state) AS t, five;
SELECT stratified_estimate_final('{0,0,0,0,0}'), stratified_estimate_final('{10,3,400,4,0}');
SELECT stratified_estimate_accum('{0}', s, 10) FROM five;
SELECT stratified_estimate_combine('{0,0,0,0,0}', '{0,0,0,0,NULL}');
SELECT stratified_estimate_final('{{0,0,0,0,0}}');
SELECT stratified_estimate_final('{10,3,-400,4,0}');
SELECT stratified_estimate_combine('{0,0,0,0,0}', '{0,3,400,4,0}');
-- strata of hundreds: 100, not what the populations round to
SELECT DISTINCT (stratified_estimate((100, 1, 4)::estimate, 0.1 * (sample * i % 7 + 1)) OVER (PARTITION BY sample)).value
FROM generate_series(1, 100) AS sample, generate_series(1, 30) AS i;
-- over a window
SELECT population, (stratified_estimate(s, population) OVER (ORDER BY population)).value FROM stratum WHERE n_obs(s) = 5;

-- difference: errors 3 and 4 give 5; Satterthwaite: 25^2 / (9^2/9 + 16^2/16) = 25
SELECT (d).value, (d).std_error, round((d).df::numeric, 12) AS df FROM (SELECT difference((10, 3, 9), (4, 4, 16)) AS d) AS t;
SELECT difference((10, 3, 9), (4, 0, 5)) AS one_without_error, difference((10, 0, 9), (4, 0, 5)) AS both;
SELECT round((difference((10, 3, 'Infinity'), (4, 4, 16))).df::numeric, 12) AS one_normal, difference((10, 3, 'Infinity'), (4, 4, 'Infinity')) AS both;
SELECT difference((10, NULL, 9), (4, 4, 16)) AS no_error, difference((NULL, 3, 9), (4, 4, 16)) AS no_value,
	difference((10, 3, NULL), (4, 4, 16)) AS no_df, difference((10, 3, 0), (4, 4, 16)) AS df_0, difference(NULL, (4, 4, 16)) AS nothing;
SELECT (difference((1e308, 1, 9), (-1e308, 1, 9))).value AS overflow, round((difference((0, 1e-200, 9), (0, 1e-200, 9))).df::numeric, 12) AS tiny;

-- intervals and tests: Student t; with 1 df the quantile at 0.975 is tan(pi 0.475), with 2 df t(0.75) = sqrt(2/3)
SELECT abs(ci_low((10, 2, 1)) - (10 - 2 * tan(pi() * 0.475))) < 1e-12 AS low,
	abs(ci_high((10, 2, 1)) - (10 + 2 * tan(pi() * 0.475))) < 1e-12 AS high,
	abs(ci_low((10, 2, 2), 0.5) - (10 - 2 * sqrt(2 / 3.0))) < 1e-14 AS half,
	abs(p_value((10, 10, 1)) - 0.5) < 1e-15 AS quarter,
	abs(p_value((10, 2, 2), 10 - 2 * sqrt(2 / 3.0)) - 0.5) < 1e-14 AS null_value,
	p_value((10, 2, 2), 10) AS certain;
SELECT abs(ci_high((0, 1, 'Infinity')) - 1.959963984540054) < 1e-15 AS normal, abs(p_value((1.959963984540054, 1, 'Infinity')) - 0.05) < 1e-15 AS p;
SELECT ci_low((10, 0, 3)), ci_high((10, 0, 3)), p_value((10, 0, 3)), p_value((10, 0, 3), 10);
-- what cannot be known is NULL
SELECT e, ci_low(e), ci_high(e), p_value(e)
FROM (VALUES (NULL::estimate), ((10, NULL, 3)::estimate), ((10, 2, NULL)::estimate), ((NULL, 2, 3)::estimate), ((10, 2, 0)::estimate),
	((10, 2, -1)::estimate), ((10, 0, 0)::estimate), ((NULL, NULL, NULL)::estimate)) AS v (e);
SELECT ci_low((10, 2, 3), NULL), ci_high((10, 2, 3), NULL), p_value((10, 2, 3), NULL);
SELECT ci_low((-1e308, 1e308, 3)), ci_high((1e308, 1e308, 3)), p_value((1e308, 5e-324, 3)), ci_high((1, 1, 1e-300)) IS NULL AS tiny_df;
-- refused
SELECT ci_low((10, 2, 3), 0);
SELECT ci_low((10, 2, 3), 1);
SELECT ci_high((10, 2, 3), -0.5);
SELECT ci_high((10, 2, 3), 'NaN');
SELECT ci_high((10, NULL, 3), 95);
SELECT p_value((10, 2, 3), 'NaN');
SELECT p_value((10, 2, 3), 'Infinity');
SELECT p_value(('NaN', 2, 3));
SELECT ci_low(('Infinity', 2, 3));
SELECT ci_high((10, -2, 3));
SELECT difference((10, 2, 3), (10, 'Infinity', 3));
SELECT difference((10, 2, 'NaN'), (10, 2, 3));

-- effect size: both variances 2.5, 8 df, gamma(4) / (2 gamma(3.5)); gamma(3.5) = 15/8 sqrt(pi)
SELECT abs(effect_size(a.s, b.s) + 2 / sqrt(2.5) * 6 / (2 * 15 / 8.0 * sqrt(pi()))) < 1e-14 AS hedges,
	effect_size(a.s, b.s) = -effect_size(b.s, a.s) AS opposite
FROM five AS a, (SELECT score_summary(i + 2) AS s FROM generate_series(1, 5) AS i) AS b;
-- a large group: the correction is 1 - 3 / (4 df - 1) to the third order
SELECT abs(effect_size(a.s, b.s) * stddev(a.s) - (1 - 3 / (4 * (n_obs(a.s) * 2 - 2) - 1.0))) < 1e-12 AS large
FROM (SELECT score_summary(i % 2 + 1) AS s FROM generate_series(1, 100000) AS i) AS a,
	(SELECT score_summary(i % 2) AS s FROM generate_series(1, 100000) AS i) AS b;
SELECT effect_size(s, score_summary_accum('{"n": 0}', 1)) AS one, effect_size('{"n": 0}', s) AS none, effect_size(NULL, s) AS unknown FROM five;
SELECT effect_size(a.s, b.s) AS constant
FROM (SELECT score_summary(1) AS s FROM generate_series(1, 5)) AS a, (SELECT score_summary(2) AS s FROM generate_series(1, 5)) AS b;

-- A score's interval stays on the scale; without error, or df, there is none.
SELECT value, std_error, df, round(barometre.score_low(e)::numeric, 4) AS score_low, round(barometre.score_high(e)::numeric, 4) AS score_high
FROM (VALUES (50.0, 10.0, 10.0), (5, 10, 10), (95, 10, 10), (100, 0, 3), (50, 1e5, 1), (50, NULL, 3), (50, 1, NULL), (50, 1, 0)) AS figure (value, std_error, df),
     LATERAL (SELECT ROW(value, std_error, df)::barometre.estimate AS e) AS made;
-- and never leaves the score out, however small
SELECT barometre.score_low(ROW(1e-60, 0, 3)::barometre.estimate), barometre.score_high(ROW(1e-60, 0, 3)::barometre.estimate);
