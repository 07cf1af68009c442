-- The weighted mean of figures that have errors of their own.

-- By hand: Σw = 4, mean = (10 + 3·20)/4 = 17.5; V = (1²·2² + 3²·1²)/4² = 13/16;
-- df = 13²/(1⁴·2⁴/4 + 3⁴·1⁴/9) = 169/13 = 13
SELECT e.value, e.std_error ^ 2 AS variance, e.df
FROM (SELECT (barometre.mean_estimate(x, s, df, w)).* FROM (VALUES (10.0, 2.0, 4.0, 1.0), (20, 1, 9, 3)) AS figure (x, s, df, w)) AS e;

-- A NULL value or weight, and a weight of 0, are skipped; a figure without error leaves the mean.
SELECT barometre.mean_estimate(x, s, df, w)
FROM (VALUES (10.0, 0.0, 4.0, 1.0), (NULL, 1, 9, 3), (20, 1, 9, NULL), (20, NULL, 9, 0)) AS figure (x, s, df, w);
SELECT barometre.mean_estimate(x, s, df, w) FROM (VALUES (10.0, 2.0, 4.0, 1.0), (20, NULL, NULL, 1)) AS figure (x, s, df, w);
SELECT barometre.mean_estimate(x, s, df, w) FROM (VALUES (10.0, 2.0, 4.0, 1.0), (20, 1, 0, 1)) AS figure (x, s, df, w);

-- No error at all: df is the sum; an infinite df has no part in the sum.
SELECT barometre.mean_estimate(x, s, df, w) FROM (VALUES (10.0, 0.0, 4.0, 1.0), (20, 0, 3, 1)) AS figure (x, s, df, w);
SELECT barometre.mean_estimate(x, s, df, w) FROM (VALUES (10.0::float8, 3.0::float8, 'Infinity'::float8, 1.0::float8), (20, 4, 'Infinity', 1)) AS figure (x, s, df, w);

-- Nothing
SELECT barometre.mean_estimate(1, 1, 1, 0) IS NULL AS no_weight, barometre.mean_estimate(1, 1, 1, 1) FILTER (WHERE false) IS NULL AS no_row;

-- Refused
SELECT barometre.mean_estimate('NaN', 1, 1, 1);
SELECT barometre.mean_estimate(1, -1, 1, 1);
SELECT barometre.mean_estimate(1, 'Infinity', 1, 1);
SELECT barometre.mean_estimate(1, 1, 1, -1);
SELECT barometre.mean_estimate(1e300, 1, 1, 1e100);
SELECT barometre.mean_estimate_accum('{1,2}', 1, 1, 1, 1);
SELECT barometre.mean_estimate_final('{1,2,NULL,4,5,6,7}');
SELECT barometre.mean_estimate_combine('{2,1,10,-4,4,4,0}', '{2,1,10,4,4,4,0}');
SELECT barometre.mean_estimate_final('{2,0,10,4,4,4,0}');
SELECT barometre.mean_estimate_accum('{0,1,10,4,4,4,0}', 1, 1, 1, 1);
SELECT barometre.mean_estimate(x, 1, 1, 1) FROM (VALUES (-1e308::float8), (1e308)) AS figure (x);
SELECT barometre.mean_estimate(1, 1e80, 1, 1);
SELECT barometre.mean_estimate_combine('{1,1e308,10,4,4,4,0}', '{1,1e308,10,4,4,4,0}');
SELECT barometre.mean_estimate_combine('{1,1,10,1e308,4,4,0}', '{1,1,10,1e308,4,4,0}');
SELECT barometre.mean_estimate_combine('{1,1,10,4,4,4,1e308}', '{1,1,10,4,4,4,1e308}');

-- Weights of any size: their fourth powers would not be numbers.
SELECT e.value, e.std_error, e.df
FROM (VALUES (2::float8 ^ -332), (2::float8 ^ 330)) AS unit (size),
     LATERAL (SELECT (barometre.mean_estimate(x, s, df, w * size)).*
              FROM (VALUES (10.0, 2.0, 4.0, 1.0), (20, 1, 9, 3)) AS figure (x, s, df, w)) AS e;
SELECT barometre.mean_estimate(x, 1, 4, w) FROM (VALUES (10.0, 1e-100::float8), (20, 1e100), (30, 1e-100)) AS figure (x, w);

-- Two halves put together: weights 1 of 2 and 1 of 4 are half and whole of the larger; (10/2 + 25)/1.5 = 20.
SELECT barometre.mean_estimate_combine('{2,1,10,4,4,4,0}', '{4,1,25,8,16,9,1}') AS second_larger,
       barometre.mean_estimate_combine('{4,1,25,8,16,9,1}', '{2,1,10,4,4,4,0}') AS first_larger,
       barometre.mean_estimate_combine('{0,0,0,0,0,0,0}', '{2,1,10,4,4,4,0}') AS nothing_first,
       barometre.mean_estimate_combine('{2,1,10,4,4,4,0}', '{0,0,0,0,0,0,0}') AS nothing_second;

-- A mean of hundreds is 100, and one of scores among them, whatever the weights round to; so is that of the others.
SELECT bool_and((all_of.mean).value = 100 AND (rest).value = 100) AS hundred
FROM (SELECT barometre.mean_estimate(100, 1, 4, 0.1 * (sample * i % 7 + 1)) OVER one AS mean, barometre.rest_estimate(100, 1, 4, 0.1 * (sample * i % 7 + 1)) OVER one AS rest
      FROM generate_series(1, 100) AS sample, generate_series(1, 30) AS i WINDOW one AS (PARTITION BY sample)) AS all_of;
-- Errors that are lost leave none: their fourth powers, which df is made of, are no numbers.
SELECT barometre.mean_estimate(x, s, df, 1) FROM (VALUES (10.0, 1e-90::float8, 4.0), (20, 1e-80, 3)) AS figure (x, s, df);

-- The rest of a partition: what mean_estimate() says of the others, by hand.
WITH figure (name, league, x, s, df, w) AS (
    VALUES ('a', 1, 10.0, 2.0, 4.0, 1.0), ('b', 1, 20, 1, 9, 3), ('c', 1, 40, 3, 5, 2), ('d', 1, 50, 1, 5, 0), ('alone', 2, 7, 1, 1, 1))
SELECT name, round((e.rest).value::numeric, 9) AS value, round((e.rest).std_error::numeric, 9) AS std_error, round((e.rest).df::numeric, 9) AS df,
       e.rest IS NULL AND o IS NULL OR abs((e.rest).value - (o).value) + abs((e.rest).std_error - (o).std_error) + abs((e.rest).df - (o).df) < 1e-12 AS as_aggregate
FROM (SELECT name, league, barometre.rest_estimate(x, s, df, w) OVER (PARTITION BY league ORDER BY name) AS rest FROM figure) AS e,
     LATERAL (SELECT barometre.mean_estimate(other.x, other.s, other.df, other.w) AS o FROM figure AS other
              WHERE other.league = e.league AND other.name <> e.name) AS aggregated
ORDER BY league, name;

-- No digit is lost beside a giant.
SELECT w, barometre.rest_estimate(x, s, df, w) OVER ()
FROM (VALUES (10.0, 2.0, 4.0, 1e20::float8), (20, 1, 9, 1)) AS figure (x, s, df, w) ORDER BY w;

-- Refused
SELECT barometre.rest_estimate(1, -1, 1, 1) OVER ();
SELECT barometre.rest_estimate(1, 1, 1, 'NaN') OVER ();
