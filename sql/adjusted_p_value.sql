-- adjusted_p_value: p-values adjusted for how many are looked at
SET search_path = barometre, public;

-- by hand: 0.01, 0.02, 0.03 and 0.5 of four tests
SELECT p, round(adjusted_p_value(p, 'none') OVER ()::numeric, 12) AS none,
	round(adjusted_p_value(p, 'bonferroni') OVER ()::numeric, 12) AS bonferroni,	-- 4 p
	round(adjusted_p_value(p, 'holm') OVER ()::numeric, 12) AS holm,	-- 4, 3, 2, 1 times p, never falling
	round(adjusted_p_value(p, 'hochberg') OVER ()::numeric, 12) AS hochberg,	-- the same, never above the next
	round(adjusted_p_value(p, 'BH') OVER ()::numeric, 12) AS "BH",	-- 4/1, 4/2, 4/3, 4/4 times p, never above the next
	round(adjusted_p_value(p, 'BY') OVER ()::numeric, 12) AS "BY"	-- the same times 1 + 1/2 + 1/3 + 1/4
FROM (VALUES (0.03::float8), (0.01), (0.5), (0.02)) AS v (p) ORDER BY p;

-- Hommel for two tests is Hochberg
SELECT p, adjusted_p_value(p, 'hommel') OVER () = adjusted_p_value(p, 'hochberg') OVER () AS same
FROM (VALUES (0.04::float8), (0.03)) AS v (p);

-- one test is not adjusted
SELECT m, adjusted_p_value(0.04, m) OVER (PARTITION BY m) AS adjusted
FROM unnest('{none,bonferroni,holm,hochberg,hommel,BH,BY}'::text[]) AS m;

-- NULLs stay and are not counted; 0 and 1 are p-values; no row, nothing
SELECT m, p, adjusted_p_value(p, m) OVER (PARTITION BY m)
FROM unnest('{bonferroni,holm,hochberg,hommel,BH,BY,none}'::text[]) WITH ORDINALITY AS u (m, i), (VALUES (1, 0.0::float8), (2, NULL), (3, 1.0)) AS v (j, p) ORDER BY i, j;
SELECT adjusted_p_value(p, 'hommel') OVER () FROM (VALUES (NULL::float8), (NULL)) AS v (p);
SELECT adjusted_p_value(p, 'hommel') OVER () FROM (VALUES (1::float8)) AS v (p) WHERE false;

-- each partition is a family; neither the order nor the frame matters
SELECT g, p, adjusted_p_value(p, 'holm') OVER (PARTITION BY g ORDER BY p DESC ROWS BETWEEN CURRENT ROW AND CURRENT ROW)
FROM (VALUES (1, 0.25::float8), (1, 0.125), (2, 0.125), (2, 0.125), (2, 0.25)) AS v (g, p) ORDER BY g, p;

-- refused
SELECT adjusted_p_value(p, 'holm') OVER () FROM (VALUES (0.5::float8), ('NaN')) AS v (p);
SELECT adjusted_p_value(p, 'holm') OVER () FROM (VALUES (0.5::float8), (1.5)) AS v (p);
SELECT adjusted_p_value(p, 'holm') OVER () FROM (VALUES (0.5::float8), (-0.001)) AS v (p);
SELECT adjusted_p_value(p, 'bh') OVER () FROM (VALUES (0.5::float8)) AS v (p);
SELECT adjusted_p_value(p, NULL) OVER () FROM (VALUES (0.5::float8)) AS v (p);
SELECT adjusted_p_value(p, m) OVER () FROM (VALUES (0.5::float8, 'holm'), (NULL, 'BH')) AS v (p, m);
SELECT adjusted_p_value(p, m) OVER () FROM (VALUES (0.5::float8, 'holm'), (NULL, NULL)) AS v (p, m);

-- Hommel's time grows with the square of the family: it can be cancelled
SET statement_timeout = '300ms';
SELECT max(adjusted) FROM (SELECT adjusted_p_value(i / 1e6, 'hommel') OVER () AS adjusted FROM generate_series(1, 200000) AS i) AS t;
RESET statement_timeout;

-- without a window, as an operator
CREATE OPERATOR pg_temp.@#@ (LEFTARG = float8, RIGHTARG = text, FUNCTION = adjusted_p_value);
SELECT 0.5::float8 OPERATOR(pg_temp.@#@) 'holm'::text;
