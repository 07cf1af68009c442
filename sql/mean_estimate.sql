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
SELECT barometre.mean_estimate(1e300, 1, 1, 1e300);
SELECT barometre.mean_estimate_accum('{1,2}', 1, 1, 1, 1);
SELECT barometre.mean_estimate_final('{1,2,NULL,4,5,6}');

-- Two halves put together
SELECT barometre.mean_estimate_combine('{1,10,4,4,4,0}', '{3,60,9,9,9,1}');
