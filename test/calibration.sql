-- calibration_weight and calibrated_estimate against R survey and INSEE's CALMAR, and against what must hold
BEGIN;
SELECT plan(42);
SET search_path = public, barometre, pg_temp;

CREATE FUNCTION pg_temp.close(a float8, b float8, tolerance float8 = 1e-9) RETURNS boolean LANGUAGE sql AS $$
	SELECT coalesce(abs(a - b) <= tolerance * greatest(abs(a), abs(b)), false)
$$;
-- the message and the detail of the error that a query ends with
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
BEGIN
	EXECUTE query;
	RETURN 'no error';
EXCEPTION WHEN others THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(E'\n', message, detail);
END
$$;

/* R survey: 183 schools */

CREATE TEMP TABLE school (cds text, sname text, dnum int, cname text, stype text, sch_wide text, comp_imp text, both_met text, awards text,
	api99 float8, api00 float8, meals float8, ell float8, mobility float8, qualified float8, emer float8, enroll float8, pw float8, fpc float8);
\copy school FROM 'test/data/apiclus1.csv' CSV HEADER
CREATE TEMP TABLE expected (cds text, raking float8, linear float8, logit float8);
\copy expected FROM 'test/data/calibration_expected.csv' CSV HEADER

CREATE TEMP TABLE weighted AS
SELECT *, calibration_weight(pw, x, totals) OVER () AS raking, calibration_weight(pw, x, totals, 'linear') OVER () AS linear,
	calibration_weight(pw, x, totals, 'logit', 0.5, 2.5) OVER () AS logit
FROM (SELECT *, indicators(stype, '{E,H,M}') || indicators(sch_wide, '{No,Yes}') AS x, '{4421,755,1018,1072,5122}'::float8[] AS totals FROM school) AS s;

SELECT ok(count(*) = 183 AND bool_and(pg_temp.close(w.linear, e.linear, 1e-11)), 'linear as survey''s calibrate') FROM weighted AS w JOIN expected AS e USING (cds);
SELECT ok(count(*) = 183 AND bool_and(pg_temp.close(w.logit, e.logit, 1e-11)), 'logit as survey''s calibrate') FROM weighted AS w JOIN expected AS e USING (cds);
-- survey's rake() stops when a total is met within 1e-8 of it
SELECT ok(count(*) = 183 AND bool_and(pg_temp.close(w.raking, e.raking, 2e-8)), 'raking as survey''s rake') FROM weighted AS w JOIN expected AS e USING (cds);

-- calibrate(svydesign(id = ~1, weights = ~pw), ~stype + sch.wide, epsilon = 1e-13): svymean(~api00), also of subset()s, SE and degf;
-- and ~stype + api99 + enroll to api99 = 3914069, enroll = 3811472
CREATE TEMP VIEW calibrated AS
SELECT method, school.*, x, CASE method WHEN 'raking' THEN raking WHEN 'linear' THEN linear ELSE logit END AS c
FROM weighted JOIN school USING (cds), unnest('{raking,linear,logit}'::text[]) AS method
UNION ALL
SELECT method, school.*, x, calibration_weight(school.pw, x, '{4421,755,1018,3914069,3811472}', split_part(method, ' ', 2)) OVER (PARTITION BY method)
FROM school CROSS JOIN LATERAL (SELECT indicators(stype, '{E,H,M}') || ARRAY[api99, enroll] AS x) AS i,
	unnest('{quantities linear,quantities raking}'::text[]) AS method;
CREATE TEMP VIEW estimated AS
SELECT method, domain, (calibrated_estimate(CASE domain WHEN 'all' THEN api00 WHEN awards THEN api00 WHEN stype THEN api00 END, pw, c, x)).*
FROM calibrated, unnest('{all,H,Yes}'::text[]) AS domain GROUP BY method, domain;

SELECT ok(pg_temp.close(e.value, r.value, 1e-12) AND pg_temp.close(e.std_error, r.std_error, 1e-11) AND e.df = r.df, format('svymean: %s, %s', method, domain))
FROM (VALUES
	('linear', 'all', 640.995870078881, 7.77953464791112, 182), ('linear', 'H', 620.432942599152, 24.2276590069461, 13),
	('linear', 'Yes', 650.503073123776, 9.61589509322954, 129),
	('raking', 'all', 641.23032092682, 7.77875560871839, 182), ('raking', 'H', 621.291861054898, 23.9594374159008, 13),
	('raking', 'Yes', 650.578719150625, 9.6015140016977, 129),
	('logit', 'all', 641.080011642574, 7.78002792756507, 182), ('logit', 'H', 620.669705300869, 24.1514464706147, 13),
	('logit', 'Yes', 650.542238901191, 9.60693573762436, 129),
	('quantities linear', 'all', 665.235771311897, 1.83597828193343, 182), ('quantities linear', 'H', 625.835886894741, 20.9156287778755, 13),
	('quantities linear', 'Yes', 676.600371005292, 5.04697941328704, 129),
	('quantities raking', 'all', 665.426903168753, 1.84199244449338, 182), ('quantities raking', 'H', 630.235955717166, 20.9330382685649, 13),
	('quantities raking', 'Yes', 676.710305178712, 5.07361260915072, 129)) AS r (method, domain, value, std_error, df)
LEFT JOIN estimated AS e USING (method, domain) ORDER BY method, domain;

/* R survey: 200 schools in three strata, each calibrated to its sch.wide and its api99 */

CREATE TEMP TABLE stratified (LIKE school);
\copy stratified FROM 'test/data/apistrat.csv' CSV HEADER
CREATE TEMP TABLE stratum (stype text, population float8, totals float8[]);
INSERT INTO stratum VALUES ('E', 4421, '{600,3821,2780000}'), ('H', 755, '{300,455,455000}'), ('M', 1018, '{250,768,610000}');

SELECT ok(pg_temp.close(e.value, r.value, 1e-12) AND pg_temp.close(e.std_error, r.std_error, 1e-11) AND e.df = 197, format('strata as svymean: %s', method))
FROM (VALUES ('linear', 653.440485443164, 1.56301308082629), ('raking', 653.428867185125, 1.56292066447282)) AS r (method, value, std_error)
CROSS JOIN LATERAL (
	SELECT (stratified_estimate(estimate, population)).*
	FROM (SELECT population, calibrated_estimate(api00, pw, c, x) AS estimate
		FROM (SELECT *, calibration_weight(pw, x, totals, method) OVER (PARTITION BY stype) AS c
			FROM (SELECT *, indicators(sch_wide, '{No,Yes}') || api99 AS x FROM stratified JOIN stratum USING (stype)) AS s) AS w
		GROUP BY stype, population) AS h) AS e
ORDER BY method;

/* CALMAR: its example of 15 employees, as published with R icarus (calWeights_movies): 4 decimals */

CREATE TEMP TABLE employee AS
SELECT *, indicators(category, '{1,2,3}') || indicators(sex, '{1,2}') || indicators(department, '{1,2}') || salary AS x,
	'{80,90,60,140,90,100,130,470000}'::float8[] AS totals
FROM (VALUES
	('a01', '1', '1', '1', 1000::float8, 10::float8, 5.6381, 5.3374, 4.4859), ('a02', '1', '2', '2', 1100, 10, 4.8735, 5.1185, 4.2674),
	('a03', '2', '2', '2', 1500, 10, 11.3245, 9.9882, 9.4427), ('a04', '2', '3', '1', 2300, 10, 19.8970, 24.5142, 21.7067),
	('a05', '2', '1', '1', 1000, 10, 11.1004, 9.2304, 9.7760), ('a06', '1', '1', '2', 500, 10, -0.7084, 2.7920, 4.0262),
	('a07', '2', '2', '2', 1000, 10, 10.0887, 8.5884, 7.3103), ('b01', '1', '3', '2', 2000, 20, 17.1651, 15.7535, 15.0120),
	('b02', '1', '1', '1', 2100, 20, 16.7133, 14.8808, 11.7705), ('b03', '2', '2', '1', 2000, 20, 35.3418, 38.1883, 40.1082),
	('b04', '2', '1', '2', 3200, 20, 22.8538, 21.8245, 24.5277), ('b05', '1', '1', '2', 1800, 20, 5.0090, 8.2689, 8.2851),
	('b06', '1', '2', '1', 2800, 20, 28.3714, 28.1165, 28.8715), ('b07', '1', '3', '1', 1100, 20, 22.9379, 19.7323, 23.2813),
	('b08', '2', '1', '2', 2500, 20, 19.3937, 17.6660, 17.1285)
	) AS e (employee, department, category, sex, salary, weight, linear, raking, logit);
SELECT ok(bool_and(round(calibrated::numeric, 4) = published), format('CALMAR: %s', method))
FROM (SELECT 'linear' AS method, linear AS published, calibration_weight(weight, x, totals, 'linear') OVER () AS calibrated FROM employee
	UNION ALL SELECT 'raking', raking, calibration_weight(weight, x, totals) OVER () FROM employee
	UNION ALL SELECT 'logit', logit, calibration_weight(weight, x, totals, 'logit', 0.4, 2.2) OVER () FROM employee) AS t
GROUP BY method ORDER BY method;
-- its first example (INSEE's documentation of CALMAR, III.1): raking, stopped when no ratio moves by more than 0.00001
SELECT ok(count(*) = 8 AND bool_and(pg_temp.close(calibrated, published, 3e-6)), 'CALMAR: its documentation')
FROM (SELECT published, calibration_weight(weight, indicators(x, '{1,2}') || indicators(y, '{1,2}') || z, '{20,60,30,50,140}') OVER () AS calibrated
	FROM (VALUES ('1', '1', 1::float8, 10::float8, 10.16827::float8), ('2', '1', 1, 11, 12.60622), ('2', '1', 3, 13, 2.774494), ('2', '2', 2, 7, 9.695789),
		('2', '2', 2, 8, 11.0809), ('1', '2', 2, 8, 9.831729), ('2', '1', 2, 9, 4.451013), ('2', '2', 2, 14, 19.39158)) AS e (x, y, z, weight, published)) AS t;
-- where CALMAR does not converge
SELECT matches(pg_temp.refusal('SELECT calibration_weight(weight, x, totals, ''logit'', 0.6, 2.0) OVER () FROM employee'),
	'no weights within 0.6 to 2 times those given meet the totals.*x\[1\] .* instead of 80 .*x\[8\] .* instead of 470000 ', 'bounds too narrow');
SELECT matches(pg_temp.refusal(format('SELECT calibration_weight(weight, x || 1::float8, totals || 300::float8, %L, %s) OVER () FROM employee', method, bounds)),
	'contradict each other.*x\[9\] = x\[1\] \+ x\[2\] \+ x\[3\], but the totals make that 230 and not 300', format('a population of 300: %s', method))
FROM (VALUES ('linear', 'NULL, NULL'), ('raking', 'NULL, NULL'), ('logit', '0.5, 1.5')) AS m (method, bounds) ORDER BY method;

/* What must hold */

-- iterative proportional fitting, 200 rounds
CREATE TEMP TABLE cell (i int, j int, n float8, fitted float8);
INSERT INTO cell SELECT i, j, n, n FROM unnest('{{40,35,30},{50,45,20}}'::float8[]) WITH ORDINALITY AS u (n, k), LATERAL (SELECT (k + 2) / 3 AS i, (k - 1) % 3 + 1 AS j) AS p;
DO $$
BEGIN
	FOR round IN 1..200 LOOP
		UPDATE cell SET fitted = fitted * ('{150,300}'::float8[])[i] / s FROM (SELECT i AS k, sum(fitted) AS s FROM cell GROUP BY i) AS t WHERE i = k;
		UPDATE cell SET fitted = fitted * ('{200,150,100}'::float8[])[j] / s FROM (SELECT j AS k, sum(fitted) AS s FROM cell GROUP BY j) AS t WHERE j = k;
	END LOOP;
END
$$;
SELECT ok(count(*) = 6 AND bool_and(pg_temp.close(fitted, c, 1e-12)), 'raking is iterative proportional fitting')
FROM (SELECT fitted, calibration_weight(n, indicators(i::text, '{1,2}') || indicators(j::text, '{1,2,3}'), '{150,300,200,150,100}') OVER () AS c FROM cell) AS t;

-- Units of every kind: three categories, a quantity, one that hardly varies, and totals that weights within 0.3 and 2.5 times the weights meet
CREATE TEMP TABLE unit AS
SELECT i, weight, x, ratio
FROM (SELECT i, 1 + 9 * h[1] AS weight, 0.3 + 2.2 * h[2] AS ratio,
		indicators((5 * h[3])::int::text, '{0,1,2,3,4,5}') || indicators((2 * h[4])::int::text, '{0,1,2}') || ARRAY[1, exp(3 * h[5]), 1e6 + h[6]] AS x
	FROM generate_series(1, 2000) AS i,
		LATERAL (SELECT array_agg((('x' || substr(md5(format('%s %s', i, k)), 1, 13))::bit(52)::bigint + 0.5) / 2.0::float8 ^ 52 ORDER BY k) AS h FROM generate_series(1, 6) AS k) AS u) AS t;
CREATE TEMP TABLE total AS
SELECT array_agg(total ORDER BY j) AS totals FROM (SELECT j, sum(weight * ratio * v) AS total FROM unit, unnest(x) WITH ORDINALITY AS u (v, j) GROUP BY j) AS t;
CREATE TEMP TABLE solved AS
SELECT method, i, weight, x, totals, low, high, calibration_weight(weight, x, totals, method, low, high) OVER (PARTITION BY method) AS c
FROM unit, total, (VALUES ('linear', NULL::float8, NULL::float8), ('raking', NULL, NULL), ('logit', 0.3, 2.5)) AS m (method, low, high);

SELECT ok(count(*) = 12 AND bool_and(pg_temp.close(total, totals[j], 1e-10)), format('every total is met: %s', method))
FROM (SELECT method, j, totals, sum(c * v) AS total FROM solved, unnest(x) WITH ORDINALITY AS u (v, j) GROUP BY method, j, totals) AS t GROUP BY method ORDER BY method;
SELECT ok(bool_and(c > 0.3 * weight AND c < 2.5 * weight), 'logit stays within its bounds') FROM solved WHERE method = 'logit';
SELECT ok(bool_and(c > 0), 'raking stays above 0') FROM solved WHERE method = 'raking';
SELECT ok(bool_and(pg_temp.close(once, again, 1e-10)), format('calibrating again changes nothing: %s', method))
FROM (SELECT method, c AS once, calibration_weight(c, x, totals, method, low, high) OVER (PARTITION BY method) AS again FROM solved WHERE method <> 'linear'
	UNION ALL SELECT 'linear', linear, calibration_weight(linear, x, totals, 'linear') OVER () FROM weighted) AS t
GROUP BY method ORDER BY method;
SELECT ok(bool_and(a = b) AND bool_and(a = d), 'the order of rows changes no bit')
FROM (SELECT calibration_weight(weight, x, totals) OVER (ORDER BY i) AS a, calibration_weight(weight, x, totals) OVER (ORDER BY md5(i::text)) AS b,
		calibration_weight(weight, x, totals) OVER (ORDER BY i DESC) AS d FROM unit, total) AS t;
-- 1e6 + h is a constant to six digits, which the weights have less
SELECT ok(bool_and(pg_temp.close(a, b, 1e-8)), 'nor does the order of the margins, but for rounding')
FROM (SELECT calibration_weight(weight, x, totals) OVER () AS a,
		calibration_weight(weight, ARRAY(SELECT v FROM unnest(x) WITH ORDINALITY AS u (v, j) ORDER BY j DESC),
			ARRAY(SELECT v FROM unnest(totals) WITH ORDINALITY AS u (v, j) ORDER BY j DESC)) OVER () AS b FROM unit, total) AS t;
SELECT ok(bool_and(pg_temp.close(c, unnest_c, 1e-10)), 'a unit of weight 2 is two units of weight 1')
FROM (SELECT i, calibration_weight(2, x, totals) OVER () AS c FROM unit, total) AS one
JOIN (SELECT i, 2 * calibration_weight(1, x, totals) OVER () AS unnest_c FROM unit, total, generate_series(1, 2)) AS two USING (i);

-- the estimate from partial states in parallel, and of rows in another order
CREATE TABLE estimated_unit AS SELECT i, ln(x[11]) + i % 7 AS y, weight, c, x FROM solved WHERE method = 'raking';
CREATE TEMP TABLE serial AS SELECT (calibrated_estimate(y, weight, c, x)).* FROM (SELECT * FROM estimated_unit ORDER BY md5(i::text)) AS t;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
ANALYZE estimated_unit;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
SELECT ok(bool_or(plan LIKE '%Partial Aggregate%'), 'a parallel plan') FROM pg_temp.plan('SELECT calibrated_estimate(y, weight, c, x) FROM estimated_unit') AS plan;
SELECT ok(p = s, 'the same estimate in parallel and in any order')
FROM serial AS s, (SELECT (calibrated_estimate(y, weight, c, x)).* FROM estimated_unit) AS p;

SELECT * FROM finish();
ROLLBACK;
