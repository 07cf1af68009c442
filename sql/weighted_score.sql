-- weighted_score: a weighted mean of an array of scores
SET search_path = barometre, public;

SELECT weighted_score('{50, 100}', '{3, 1}') AS default_method, weighted_score('{50, 100}', '{3, 1}', 'arithmetic') AS arithmetic,
	abs(weighted_score('{50, 100}', '{3, 1}', 'geometric') - 50 * 2 ^ 0.25) < 1e-13 AS geometric,
	abs(weighted_score('{50, 100}', '{3, 1}', 'harmonic') - 4 / (3 / 50.0 + 1 / 100.0)) < 1e-13 AS harmonic;

-- equal scores have that mean, to the last bit; the three means are in order
SELECT m, weighted_score('{0.1, 0.1, 0.1}', '{0.3, 0.7, 0.9}', m) = 0.1 AS equal FROM unnest('{arithmetic,geometric,harmonic}'::text[]) AS m;
SELECT weighted_score(s, w, 'harmonic') < weighted_score(s, w, 'geometric') AND weighted_score(s, w, 'geometric') < weighted_score(s, w) AS ordered
FROM (VALUES ('{10, 50, 90}'::float8[], '{1, 2, 3}'::float8[])) AS v (s, w);

-- a NULL score or weight and a weight of 0 leave the pair out
SELECT m, weighted_score('{50, NULL, 100, 7}', '{1, 5, NULL, 0}', m) AS fifty FROM unnest('{arithmetic,geometric,harmonic}'::text[]) AS m;
-- a score of 0 decides in a geometric or harmonic mean, unless its weight is 0
SELECT m, weighted_score('{0, 50}', '{1, 1}', m) AS zero, weighted_score('{0, 50}', '{0, 1}', m) AS fifty FROM unnest('{arithmetic,geometric,harmonic}'::text[]) AS m;
SELECT weighted_score('{-50, 100}', '{1, 1}') AS negative;
-- nothing left
SELECT weighted_score('{}', '{}') AS empty, weighted_score('{1, 2}', '{0, 0}') AS zero, weighted_score('{1, NULL}', '{NULL, 1}') AS nulls,
	weighted_score(NULL, '{1}') AS no_scores, weighted_score('{1}', NULL) AS no_weights, weighted_score('{1}', '{1}', NULL) AS no_method;
-- bounds of the array do not matter
SELECT weighted_score('[5:6]={50, 100}', '{3, 1}');

-- refused
SELECT weighted_score('{1, 2}', '{1}');
SELECT weighted_score('{}', '{1}');
SELECT weighted_score('{{1, 2}}', '{1, 2}');
SELECT weighted_score('{1, 2}', '{{1, 2}}');
SELECT weighted_score('{1}', '{1}', 'median');
SELECT weighted_score('{NaN}', '{1}');
SELECT weighted_score('{Infinity}', '{0}');
SELECT weighted_score('{1}', '{NaN}');
SELECT weighted_score('{1}', '{Infinity}');
SELECT weighted_score('{1}', '{-1}');
SELECT weighted_score('{-1}', '{1}', 'geometric');
SELECT weighted_score('{-1}', '{1}', 'harmonic');
SELECT weighted_score('{1e308, 1e308}', '{1, 1}');
\set VERBOSITY sqlstate
SELECT weighted_score('{1, 2}', '{1}');
SELECT weighted_score('{1}', '{-1}');
SELECT weighted_score('{1e308, 1e308}', '{1, 1}');
