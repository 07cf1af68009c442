-- Ranks under other weights: what the function does, and every error.

SET search_path = barometre, public;

-- Two towns that are good at different things, one that is good at nothing, one that is the best at all
CREATE TEMP TABLE league (town text, scores float8[]);
INSERT INTO league VALUES ('Brest', '{80,60}'), ('Dole', '{60,78}'), ('Laon', '{50,50}'), ('Sens', '{90,90}');

SELECT town, robust_rank(scores, '{1,1}', 0) OVER w AS chosen, robust_rank(scores, '{1,1}', 0.05) OVER w AS at_5,
	robust_rank(scores, '{1,1}', 0.06) OVER w AS at_6, robust_rank(scores, '{1,1}', 0.99) OVER w AS at_99
FROM league WINDOW w AS () ORDER BY town;

-- Only the ratios of the weights matter; a weight of 0 or NULL, with its scores, does not count.
SELECT town, robust_rank(scores || 1000::float8, '{3e-100,1e-100,0}', 0.25) OVER w AS first_counts,
	robust_rank(scores || NULL::float8, '{1e99,3e99,NULL}', 0.25) OVER w AS second_counts
FROM league WINDOW w AS () ORDER BY town;

-- Partitions are leagues; frames and order do not matter.
SELECT town, robust_rank(scores, '{1,1}', 0.1) OVER (PARTITION BY town < 'D' ORDER BY town ROWS BETWEEN CURRENT ROW AND CURRENT ROW)
FROM league ORDER BY town;

-- Ties to 9 decimals share their ranks.
SELECT scores, robust_rank(scores, '{1,1}', 0) OVER (), robust_rank(scores, '{1,1}', 0.1) OVER ()
FROM (VALUES ('{50,60}'::float8[]), ('{50.0000000004,60}'), ('{60,50.0000000004}'), ('{50.000000002,60}')) AS v (scores);

-- Missing scores: the mean of the others. A row without any that counts is not in the league.
SELECT scores, robust_rank(scores, '{1,1,0}', 0) OVER w AS chosen, robust_rank(scores, '{1,1,0}', 0.1) OVER w AS at_10, robust_rank(scores, '{1,1,0}', 0.2) OVER w AS at_20
FROM (VALUES ('{50,60,1}'::float8[]), ('{55.6,NULL,1}'), ('{NULL,54.4,1}'), ('{NULL,NULL,99}'), (NULL)) AS v (scores) WINDOW w AS ();

-- NULL options: NULL. No weights, no league. No rows, nothing.
SELECT robust_rank(scores, NULL, 0.1) OVER (), robust_rank(scores, '{1,1}', NULL) OVER (), robust_rank(scores, '{0,0}', 0.1) OVER (),
	robust_rank('{}', '{}', 0.1) OVER ()
FROM league LIMIT 1;
SELECT robust_rank(scores, '{1,1}', 0.1) OVER () FROM league WHERE false;

-- Refused
SELECT robust_rank('{1,NaN}', '{1,1}', 0.1) OVER ();
SELECT robust_rank('{1,2}', '{1,Infinity}', 0.1) OVER ();
SELECT robust_rank('{1,2}', '{1,-1}', 0.1) OVER ();
SELECT robust_rank('{1,2}', '{1,1}', -0.1) OVER ();
SELECT robust_rank('{1,2}', '{1,1}', 1) OVER ();
SELECT robust_rank('{1,2}', '{1,1}', 'NaN') OVER ();
SELECT robust_rank('{1,2,3}', '{1,1}', 0.1) OVER ();
SELECT robust_rank('{{1,2}}', '{1,1}', 0.1) OVER ();
SELECT robust_rank('{1,2}', '{{1,1}}', 0.1) OVER ();
SELECT robust_rank('{1,2}', w, 0.1) OVER () FROM (VALUES ('{1,1}'::float8[]), ('{1,2}')) AS v (w);
SELECT robust_rank('{1,2}', '{1,1}', t) OVER () FROM (VALUES (0.1), (0.2)) AS v (t);
SELECT robust_rank('{1,2}', '{1,1}', 0.1);
SELECT robust_rank(array_fill(1::float8, '{17}'), array_fill(1::float8, '{17}'), 0.1) OVER ();
SELECT robust_rank(array_fill(1::float8, '{16}') || NULL::float8, array_fill(1::float8, '{17}'), 0.1) OVER ();

-- The time grows with the square of the league: it can be cancelled.
SET statement_timeout = '300ms';
SELECT max(upper(set)) FROM (SELECT robust_rank(array_fill(i::float8, '{16}'), array_fill(1::float8, '{16}'), 0.1) OVER () AS set FROM generate_series(1, 50000) AS i) AS t;
RESET statement_timeout;
