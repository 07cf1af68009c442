-- Moderated errors: what the function does, and every error.

SET extra_float_digits = 0;

/*
 * By hand. N = 2 + 2 + 2 = 6, m = (2·0 + 2·0 + 2·12)/6 = 4, e = 2·144/(1 + 2/2)/6 = 24,
 * cv² = 24/16 − 1 = 0.5, ν₀ = 4 + 2/0.5 = 8, s₀ = 4·(8 − 2)/8 = 3.
 * a and b: ũ = (8·3 + 2·0)/(8 + 2) = 2.4, V = 2.4/3; c: ũ = (24 + 24)/10 = 4.8, V = 4.8/3;
 * d, a single unit: ũ = s₀ = 3, V = 3/1.  df = min(ν₀ + ν, N) = 6.
 */
CREATE TEMP TABLE figure (structure text, value float8, strata barometre.strata);
INSERT INTO figure VALUES
	('a', 70, (ARRAY['phone'], '{1}', '{3}', '{0}')),
	('b', 60, (ARRAY['phone'], '{1}', '{3}', '{0}')),
	('c', 50, (ARRAY['phone'], '{1}', '{3}', '{12}')),
	('d', 40, (ARRAY['phone'], '{1}', '{1}', '{NULL}'));

SELECT structure, (e).value, (e).std_error ^ 2 AS variance, (e).df
FROM (SELECT structure, barometre.moderated_estimate(value, strata) OVER () AS e FROM figure) AS moderated
ORDER BY structure;

-- The frame, and the order of the rows, do not matter: the partition counts whole.
SELECT structure, (e).value, (e).std_error ^ 2 AS variance, (e).df
FROM (SELECT structure, barometre.moderated_estimate(value, strata)
		OVER (ORDER BY structure DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS e FROM figure) AS moderated
ORDER BY structure;

/*
 * Two strata, half each: V = 0.25·4.8/3 + 0.25·2/2 = 0.65; email has one variance, so N = 1, m = 2,
 * cv² = 4/(1 + 2)/4 − 1 < 0, ν₀ = 10000, s₀ = 2·9998/10000, f = 1, and its ũ is 2 to 4 digits.
 */
SELECT structure, round(((e).std_error ^ 2)::numeric, 3) AS variance, round((e).df::numeric, 3) AS df
FROM (SELECT structure, barometre.moderated_estimate(value, strata) OVER () AS e FROM (
		TABLE figure
		UNION ALL VALUES ('e', 50, (ARRAY['phone', 'email'], '{0.5,0.5}', '{3,2}', '{12,2}')::barometre.strata)) AS figures
	WHERE structure <> 'c') AS moderated
WHERE structure = 'e';

-- A value of NULL: no estimate, but its strata count. A share of 0 likewise is no part of the error.
SELECT structure, (e).value, (e).std_error ^ 2 AS variance, (e).df
FROM (SELECT structure, barometre.moderated_estimate(CASE WHEN structure <> 'c' THEN value END, strata) OVER () AS e
	FROM figure) AS moderated ORDER BY structure;
SELECT structure, (e).value, (e).std_error ^ 2 AS variance, (e).df
FROM (SELECT structure, barometre.moderated_estimate(value,
		((strata).stratum, CASE WHEN structure <> 'c' THEN '{1}' ELSE '{0}' END, (strata).units, (strata).variance)::barometre.strata)
		OVER () AS e FROM figure) AS moderated ORDER BY structure;

-- A stratum without any variance borrows: from its family (email: 6), else from all ((4·6 + 2·6)/8 = 4.5); df = 4.
SELECT family, stratum, (e).std_error ^ 2 AS variance, (e).df
FROM (SELECT family, (s).stratum, barometre.moderated_estimate(0, s, family) OVER () AS e
	FROM (VALUES
		('courtesy', (ARRAY['email'], '{1}', '{5}', '{6}')::barometre.strata),
		('courtesy', '({phone},{1},{1},{NULL})'),
		('waiting', '({phone},{1},{2},{NULL})'),
		(NULL, '({phone},{1},{5},{3})'),
		('', '({phone},{1},{1},{NULL})')) AS v (family, s)) AS moderated
ORDER BY family, stratum;

-- No variance is above 0: the error is 0, df = Σf.
SELECT barometre.moderated_estimate(5, (ARRAY['a', 'b'], '{0.5,0.5}', '{3,4}', '{0,0}')) OVER ();

-- No variance is known, or there is no stratum: no error.
SELECT barometre.moderated_estimate(5, s) OVER () FROM (VALUES
	('("{a,b}","{0.5,0.5}","{1,2}","{NULL,NULL}")'::barometre.strata),
	('({a},{1},{1},{3})'), ('({},{},{},{})'), (NULL), ('(,{1},{1},{1})')) AS v (s);

-- What is NULL of a stratum leaves it out.
SELECT barometre.moderated_estimate(5, (ARRAY['a', NULL, 'c', 'd'], '{1,1,NULL,1}', '{2,2,2,NULL}', '{8,1,1,1}')) OVER ();
SELECT barometre.moderated_estimate(5, (ARRAY['a'], '{1}', '{2}', '{8}')) OVER ();

-- No rows.
SELECT barometre.moderated_estimate(value, strata) OVER () FROM figure WHERE false;

-- Errors
SELECT barometre.moderated_estimate('NaN', strata) OVER () FROM figure;
SELECT barometre.moderated_estimate('-Infinity', strata) OVER () FROM figure;
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{NaN}', '{2}', '{8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{-1}', '{2}', '{8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{1}', '{0}', '{8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{1}', '{2}', '{-8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{1}', '{2}', '{Infinity}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a', 'b'], '{1,1}', '{2,2}', '{8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{{1}}', '{2}', '{8}')) OVER ();
SELECT barometre.moderated_estimate(1, (ARRAY['a'], '{1e100}', '{2}', '{1e300}')) OVER ();
SELECT barometre.moderated_estimate(1, strata) FROM figure;

