-- calibration_weight, indicators, calibrated_estimate: weights that meet known totals
SET search_path = barometre, public;
SET client_min_messages = warning;

/* indicators */

SELECT indicators('b', '{a,b,c}'), indicators('d', '{a,b,c}'), indicators('b', '{b,NULL,b}'), indicators('', '{"",a}'), indicators('a', '{}');
SELECT indicators(NULL, '{a}') IS NULL AS no_value, indicators('a', NULL) IS NULL AS no_items;
SELECT indicators('b', '{a,b}') || indicators('x', '{x,y}') || 12.5::float8 AS x;

/* By hand */

-- one margin, the number of units: 3 times as many, whatever the method
SELECT method, unit, round(calibration_weight(weight, '{1}', '{9}', method, low, high) OVER (PARTITION BY method)::numeric, 12) AS weight
FROM (VALUES ('linear', NULL::float8, NULL::float8), ('logit', 0, 10), ('raking', NULL, NULL)) AS m (method, low, high),
	(VALUES ('a', 1::float8), ('b', 2)) AS u (unit, weight)
ORDER BY 1, 2;

-- linear: weights 1 + l (x - 2), whose sum stays 3; 3 = 2 l brings the sum of x from 6 to 9.  They may be negative.
SELECT x, round(calibration_weight(1, ARRAY[1, x], '{3,9}', 'linear') OVER ()::numeric, 12) AS weight
FROM (VALUES (1::float8), (2), (3)) AS u (x);
-- raking: 1, 2 and 4 times as much, each step of x doubles: 1 + 2 + 4 = 7 and 2 + 2 * 4 = 10
SELECT x, round(calibration_weight(1, ARRAY[1, x], '{7,10}') OVER ()::numeric, 12) AS weight
FROM (VALUES (0::float8), (1), (2)) AS u (x);
-- logit with low and high equally far from 1: what one unit gains the other loses
SELECT x, round(calibration_weight(1, ARRAY[1, x], '{3,0.9}', 'logit', 0.5, 1.5) OVER ()::numeric, 12) AS weight
FROM (VALUES (-1::float8), (0), (1)) AS u (x);

-- margins that depend on each other, one of them nothing, and quantities of very different size
SELECT unit, round(calibration_weight(weight, x, '{6,4,5,5,10,0,40e9,10e-6}') OVER ()::numeric, 12) AS weight
FROM (VALUES ('a', 1::float8, '{1,0,1,0,1,0,4e9,1e-6}'::float8[]), ('b', 1, '{1,0,0,1,1,0,4e9,1e-6}'), ('c', 1, '{0,1,1,0,1,0,4e9,1e-6}'),
	('d', 1, '{0,1,0,1,1,0,4e9,1e-6}')) AS u (unit, weight, x);
-- a total of 0 with a unit in it
SELECT unit, round(calibration_weight(1, x, '{0,10}') OVER ()::numeric, 9) AS weight
FROM (VALUES ('a', '{1,0}'::float8[]), ('b', '{0,1}'), ('c', '{0,1}')) AS u (unit, x);

-- rows that are not calibrated; nothing to calibrate
SELECT unit, round(calibration_weight(weight, x, '{8,4}') OVER ()::numeric, 12) AS weight
FROM (VALUES ('a', 1::float8, '{1,0}'::float8[]), ('b', 3, '{1,0}'), ('c', NULL, '{1,0}'), ('d', 1, NULL), ('e', 1, '{NULL,1}'),
	('f', 1, '{0,1}'), ('g', 7, '{0,0}')) AS u (unit, weight, x);
SELECT calibration_weight(1, NULL, '{8,4}') OVER () FROM generate_series(1, 2);
SELECT calibration_weight(1, '{1}', '{8}') OVER () FROM generate_series(1, 2) WHERE false;

-- each partition is a population; neither the order nor the frame matters
SELECT g, round(calibration_weight(1, '{1}', ARRAY[10 * g]) OVER (PARTITION BY g ORDER BY i DESC ROWS BETWEEN CURRENT ROW AND CURRENT ROW)::numeric, 12) AS weight
FROM (VALUES (1::float8, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4)) AS u (g, i);

/* Totals that cannot be met */

-- the example of INSEE's CALMAR: 15 employees
CREATE TEMP VIEW employee AS
SELECT *, indicators(category, '{1,2,3}') || indicators(sex, '{1,2}') || indicators(department, '{1,2}') || salary AS x,
	'{80,90,60,140,90,100,130,470000}'::float8[] AS totals
FROM (VALUES
	('a01', '1', '1', '1', 1000::float8, 10::float8), ('a02', '1', '2', '2', 1100, 10), ('a03', '2', '2', '2', 1500, 10),
	('a04', '2', '3', '1', 2300, 10), ('a05', '2', '1', '1', 1000, 10), ('a06', '1', '1', '2', 500, 10),
	('a07', '2', '2', '2', 1000, 10), ('b01', '1', '3', '2', 2000, 20), ('b02', '1', '1', '1', 2100, 20),
	('b03', '2', '2', '1', 2000, 20), ('b04', '2', '1', '2', 3200, 20), ('b05', '1', '1', '2', 1800, 20),
	('b06', '1', '2', '1', 2800, 20), ('b07', '1', '3', '1', 1100, 20), ('b08', '2', '1', '2', 2500, 20)
	) AS e (employee, department, category, sex, salary, weight);

SELECT calibration_weight(weight, x, '{80,90,60,140,100,100,130,470000}') OVER () FROM employee;
SELECT calibration_weight(weight, x || 1::float8, totals || 300::float8) OVER () FROM employee;
SELECT calibration_weight(weight, x || (salary / -400), totals || -1000::float8, 'linear') OVER () FROM employee;
SELECT calibration_weight(weight, x || 0::float8, totals || 7::float8, 'linear') OVER () FROM employee;
SELECT calibration_weight(1, x, totals) OVER ()
FROM (VALUES (ARRAY[1, 1]::float8[] || array_fill(1::float8, ARRAY[12]), ARRAY[9, 9]::float8[] || array_fill(8::float8, ARRAY[12]))) AS u (x, totals);
-- too narrow bounds: units of category 1 can become at most 1.5 times as many
SELECT calibration_weight(1, x, '{2,1.8}', 'logit', 0.5, 1.5) OVER () FROM (VALUES ('{1,1}'::float8[]), ('{1,0}')) AS u (x);
\set VERBOSITY terse
SELECT count(weight) FROM (SELECT calibration_weight(weight, x, totals, 'logit', 0.6, 2) OVER () AS weight FROM employee) AS t;
\set VERBOSITY default
SELECT count(weight) FROM (SELECT calibration_weight(weight, x, totals, 'logit', 0.4, 2.2) OVER () AS weight FROM employee) AS t;
-- raking keeps weights above 0, linear does not
SELECT calibration_weight(1, x, '{-1,4}') OVER () FROM (VALUES ('{1,0}'::float8[]), ('{0,1}')) AS u (x);
SELECT round(calibration_weight(1, x, '{-1,4}', 'linear') OVER ()::numeric, 12) AS weight FROM (VALUES ('{1,0}'::float8[]), ('{0,1}')) AS u (x);

/* Refused */

SELECT calibration_weight(w, '{1}', '{9}') OVER () FROM (VALUES (1::float8), (0)) AS u (w);
SELECT calibration_weight(w, '{1}', '{9}') OVER () FROM (VALUES (1::float8), (-2)) AS u (w);
SELECT calibration_weight(w, '{1}', '{9}') OVER () FROM (VALUES (1::float8), ('NaN')) AS u (w);
SELECT calibration_weight(1, '{Infinity}', '{9}') OVER ();
SELECT calibration_weight(1, '{1}', '{NaN}') OVER ();
SELECT calibration_weight(1, '{1e101}', '{9}') OVER ();
SELECT calibration_weight(1e-101, '{1}', '{9}') OVER ();
SELECT calibration_weight(1, '{1,2}', '{9}') OVER ();
SELECT calibration_weight(1, '{{1}}', '{9}') OVER ();
SELECT calibration_weight(1, '{1}', '{{9}}') OVER ();
SELECT calibration_weight(1, '{}', '{}') OVER ();
SELECT calibration_weight(1, '{1,1}', '{9,NULL}') OVER ();
SELECT calibration_weight(1, '{1}', NULL) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', NULL) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'ranking') OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'logit', 0.5) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'raking', 0.5, 2) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'logit', -0.5, 10) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'logit', 1, 10) OVER ();
SELECT calibration_weight(1, '{1}', '{9}', 'logit', 0.5, 'NaN') OVER ();
SELECT calibration_weight(1, '{1}', t) OVER () FROM (VALUES ('{9}'::float8[]), ('{8}')) AS u (t);

-- calibration_attempt() returns what calibration_weight() raises, with names of the margins
SELECT u, round((c).weight::numeric, 12) AS weight, (c).message
FROM (SELECT u, calibration_attempt(1, x, t, 'raking', NULL, NULL, '{towns,"départements"}') OVER (PARTITION BY t) AS c FROM (VALUES (1, '{1,0}'::float8[], '{3,0}'::float8[]), (2, '{0,0}', '{3,0}'), (3, NULL, '{3,0}'), (4, '{1,0}', '{3,4}'), (5, NULL, '{3,4}'),
	(6, '{1,1}', '{2,4}'), (7, '{1,1}', NULL)) AS v (u, x, t)) AS a ORDER BY 1;
SELECT (calibration_attempt(1, '{1,1}', '{2,4}', 'raking', NULL, NULL, NULL) OVER ()).*;
SELECT calibration_attempt(1, '{1,1}', '{2,4}', 'raking', NULL, NULL, '{towns}') OVER ();

-- It can be cancelled while it computes.
CREATE TEMP TABLE many AS
SELECT ARRAY(SELECT sin(i * j)::float8 FROM generate_series(1, 500) AS j) AS x FROM generate_series(1, 3000) AS i;
SET statement_timeout = '150ms';
SELECT count(w) FROM (SELECT calibration_weight(1, x, array_fill(1::float8, ARRAY[500]), 'linear') OVER () AS w FROM many) AS u;
RESET statement_timeout;

/* calibrated_estimate */

-- By hand: groups of 1, 3 and 10, 14, of which there are 10 and 30.  Mean (10 * 2 + 30 * 12) / 40 = 9.5; residuals -1, 1, -2, 2
-- times 5, 5, 15, 15 / 40; std_error^2 = 4/3 * 2 (1/64 + 9/16) = 1.541666...
CREATE TEMP TABLE sample AS
SELECT *, calibration_weight(1, x, '{10,30}') OVER () AS c
FROM (VALUES (1::float8, '{1,0}'::float8[]), (3, '{1,0}'), (10, '{0,1}'), (14, '{0,1}')) AS u (y, x);
SELECT round(value::numeric, 12) AS value, round((std_error ^ 2)::numeric, 12) AS variance, df
FROM (SELECT (calibrated_estimate(y, 1, c, x)).* FROM sample) AS e;
-- the second group alone: t = -1, 1; 4/3 * 2 as two units are outside; df = 2 - 1
SELECT round(value::numeric, 12) AS value, round((std_error ^ 2)::numeric, 12) AS variance, df
FROM (SELECT (calibrated_estimate(CASE WHEN x[2] = 1 THEN y END, 1, c, x)).* FROM sample) AS e;
-- y is a margin: nothing varies
SELECT round(value::numeric, 12) AS value, round(std_error::numeric, 12) AS std_error, df
FROM (SELECT (calibrated_estimate(x[1], 1, c, x)).* FROM sample) AS e;

-- a row with a NULL that is not y is skipped; no more units than margins; one unit; nothing
SELECT (calibrated_estimate(y, w, c, x)).* FROM (VALUES (5::float8, NULL::float8, 1::float8, '{1}'::float8[]), (5, 1, NULL, '{1}'), (5, 1, 1, NULL),
	(5, 1, 1, '{NULL}'), (2, 1, 3, '{1}'), (4, 1, 3, '{1}')) AS u (y, w, c, x);
SELECT (calibrated_estimate(y, 1, 1, ARRAY[1, y])).* FROM (VALUES (2::float8), (4)) AS u (y);
SELECT (calibrated_estimate(2, 1, 1, '{1}')).*;
SELECT calibrated_estimate(NULL, 1, 1, '{1}') IS NULL AS outside, calibrated_estimate(2, 1, 1, '{1}') FILTER (WHERE false) IS NULL AS no_row,
	calibrated_estimate(2, 1, -1, '{1}') IS NULL AS negative_sum;

-- refused
SELECT calibrated_estimate('NaN', 1, 1, '{1}');
SELECT calibrated_estimate(1, 0, 1, '{1}');
SELECT calibrated_estimate(1, '-Infinity', 1, '{1}');
SELECT calibrated_estimate(1, 1, 'NaN', '{1}');
SELECT calibrated_estimate(1, 1, 1, '{NaN}');
SELECT calibrated_estimate(1, 1, 1, '{}');
SELECT calibrated_estimate(1, 1, 1, x) FROM (VALUES ('{1}'::float8[]), ('{1,2}')) AS u (x);
SELECT calibrated_estimate_final('{1,2,3}');
SELECT calibrated_estimate_accum('{4,2,1,1,1,1}', 1, 1, 1, '{1}');
SELECT calibrated_estimate_combine('{4,1,1,1,1,1}', '{5,1,1,1,1,1,1}');
SELECT calibrated_estimate_final('{4,1,2,-1,3,1}');
SELECT calibrated_estimate_final('{4,1,2,1,NaN,1}');
-- a mean of hundreds is 100
SELECT DISTINCT (calibrated_estimate(100, 1, 0.1 * (sample * i % 7 + 1), '{1}') OVER (PARTITION BY sample)).value
FROM generate_series(1, 100) AS sample, generate_series(1, 30) AS i;
SELECT (calibrated_estimate_final(calibrated_estimate_combine('{4,1,2,1,3,1}', '{4,1,4,1,3,1}'))).*;

/* stratified_estimate of estimates */

-- By hand: (100 * 10 + 300 * 20) / 400; (100^2 * 1^2 + 300^2 * 2^2) / 400^2 = 2.3125; 4 + 9
SELECT value, round((std_error ^ 2)::numeric, 12) AS variance, df
FROM (SELECT (stratified_estimate(e, n)).* FROM (VALUES ((10, 1, 4)::estimate, 100::float8), ((20, 2, 9)::estimate, 300), (NULL, 5),
	((30, 1, 4)::estimate, NULL), ((30, 1, 4)::estimate, 0), ((NULL, 1, 4)::estimate, 7)) AS s (e, n)) AS t;
SELECT (stratified_estimate(e, n)).* FROM (VALUES ((10, 1, 4)::estimate, 100::float8), ((20, NULL, 0)::estimate, 300)) AS s (e, n);
SELECT (stratified_estimate((10, 1, 'Infinity')::estimate, 100)).*;
SELECT stratified_estimate((10, 1, 4)::estimate, -1);
SELECT stratified_estimate((10, 'NaN', 4)::estimate, 1);
