-- estimate against R
BEGIN;
SELECT plan(29);
SET search_path = public, barometre, pg_temp;

CREATE FUNCTION pg_temp.close(a float8, b float8, tolerance float8 = 1e-9) RETURNS boolean LANGUAGE sql AS $$
	SELECT coalesce(abs(a - b) <= tolerance * greatest(abs(a), abs(b)), false)
$$;

CREATE TEMP TABLE school (cds text, sname text, dnum int, cname text, stype text, sch_wide text, comp_imp text, "both" text, awards text,
	api99 float8, api00 float8, meals float8, ell float8, mobility float8, "full" float8, emer float8, enroll float8, pw float8, fpc float8);
\copy school FROM 'test/data/apistrat.csv' (FORMAT csv, HEADER)

-- R survey 4.1-1: confint(svymean(~api00), df = 199), weights enroll, and without weights
SELECT ok(pg_temp.close(ci_low(estimate(s)), 611.08778977327), 'R: low') FROM (SELECT score_summary(api00, enroll) AS s FROM school) AS t;
SELECT ok(pg_temp.close(ci_high(estimate(s)), 652.975476530459), 'R: high') FROM (SELECT score_summary(api00, enroll) AS s FROM school) AS t;
SELECT ok(pg_temp.close(ci_low(estimate(s)), 635.951938563612), 'R, unweighted: low') FROM (SELECT score_summary(api00) AS s FROM school) AS t;
SELECT ok(pg_temp.close(ci_high(estimate(s)), 669.688061436388), 'R, unweighted: high') FROM (SELECT score_summary(api00) AS s FROM school) AS t;

-- R survey 4.1-1: svydesign(id = ~1, strata = ~stype, fpc = ~fpc), svymean, confint(df = 197)
CREATE TEMP TABLE stratum AS SELECT stype, score_summary(api00) AS s, max(fpc) AS population FROM school GROUP BY stype;
SELECT ok(n_obs(s) = n AND pg_temp.close(mean(s), m) AND pg_temp.close(stddev(s), d), format('R: stratum %s', stype))
FROM stratum JOIN (VALUES ('E', 100, 674.43, 125.249428313782), ('H', 50, 625.82, 109.302741904104), ('M', 50, 636.6, 117.579152671114)) AS r (stype, n, m, d) USING (stype)
ORDER BY stype;
CREATE TEMP TABLE stratified AS SELECT stratified_estimate(s, population) AS e FROM stratum;
SELECT ok(pg_temp.close((e).value, 662.28736357765581, 1e-12), 'R, stratified: mean') FROM stratified;
SELECT ok(pg_temp.close((e).std_error, 9.4089408794340113, 1e-12), 'R, stratified: std_error') FROM stratified;
SELECT is((e).df, 197::float8, 'R, stratified: df') FROM stratified;
SELECT ok(pg_temp.close(ci_low(e), 643.73218853926255, 1e-12), 'R, stratified: low') FROM stratified;
SELECT ok(pg_temp.close(ci_high(e), 680.84253861604907, 1e-12), 'R, stratified: high') FROM stratified;
-- the same with weights = ~pw, which the data hold in single precision only
SELECT ok(pg_temp.close((e).value, 662.287363159321, 1e-8) AND pg_temp.close((e).std_error, 9.40894080278458, 1e-8), 'R, stratified, by rounded weights') FROM stratified;

-- R stats: t.test(api00 ~ sch.wide), Yes - No; Hedges' g
CREATE TEMP TABLE both_groups AS
SELECT score_summary(api00) FILTER (WHERE sch_wide = 'Yes') AS yes, score_summary(api00) FILTER (WHERE sch_wide = 'No') AS no FROM school;
CREATE TEMP TABLE gap AS SELECT difference(estimate(yes), estimate(no)) AS e FROM both_groups;
SELECT ok(pg_temp.close((e).value, 86.9616228070175), 'R, Welch: difference') FROM gap;
SELECT ok(pg_temp.close((e).std_error, 18.6371896317123), 'R, Welch: std_error') FROM gap;
SELECT ok(pg_temp.close((e).df, 82.2187710288462), 'R, Welch: df') FROM gap;
SELECT ok(pg_temp.close(p_value(e), 1.17728424859401e-05), 'R, Welch: p_value') FROM gap;
SELECT ok(pg_temp.close(ci_low(e), 49.8877925544316), 'R, Welch: low') FROM gap;
SELECT ok(pg_temp.close(ci_high(e), 124.035453059603), 'R, Welch: high') FROM gap;
SELECT ok(pg_temp.close(effect_size(yes, no), 0.750777729995341), 'R: Hedges'' g') FROM both_groups;

-- R stats: qt, pt
SELECT ok(pg_temp.close(ci_high((0, 1, df)::estimate), q, 1e-12), format('R: qt(0.975, %s)', df))
FROM (VALUES (0.5, 164.55767348049449), (3, 3.1824463052837078), (1000, 1.9623390808264076)) AS r (df, q);
SELECT ok(pg_temp.close(p_value((v, 1, df)::estimate), p, 1e-12), format('R: 2 pt(-%s, %s)', v, df))
FROM (VALUES (40, 3, 3.438068078915854e-05), (5, 200, 1.2501981277715388e-06), (30, 50, 1.2380022795987292e-33), (37, 'Infinity'::float8, 1.1451142445049154e-299)) AS r (v, df, p);

-- the interval and the test agree
SELECT ok(bool_and(pg_temp.close(p_value((0.7, 2, df)::estimate, ci_low((0.7, 2, df)::estimate, c)), 1 - c, 1e-9)), 'p_value at the bound of an interval is 1 - confidence')
FROM unnest('{0.5,1,2,7,30,1000,Infinity}'::float8[]) AS df, unnest('{0.5,0.9,0.95,0.999}'::float8[]) AS c;

-- parallel: the same as serial
CREATE TABLE many AS
SELECT score_summary(sin(i) * 100 + j) AS s, 20 + i % 100 AS population FROM generate_series(1, 10000) AS i, generate_series(1, 10) AS j GROUP BY i;
ALTER TABLE many SET (parallel_workers = 2);
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS SELECT stratified_estimate(s, population) AS e FROM many;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TEMP TABLE parallel AS SELECT stratified_estimate(s, population) AS e FROM many;
SELECT ok(pg_temp.close((a.e).value, (b.e).value, 1e-12) AND pg_temp.close((a.e).std_error, (b.e).std_error, 1e-12) AND (a.e).df = (b.e).df, 'parallel is serial')
FROM serial AS a, parallel AS b;

SELECT * FROM finish();
ROLLBACK;
