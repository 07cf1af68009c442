-- Shrunken scores and the variance between true scores: what the functions do, and every error.

SET extra_float_digits = -3;
SET search_path = barometre, public;

CREATE TEMP TABLE league (town text, score float8, std_error float8);
INSERT INTO league VALUES ('Brest', 82, 2), ('Dole', 80, 3), ('Laon', 71, 2), ('Sens', 60, 1);

-- R: 137.680952380952; 81.7493076257431 79.5778848496786 71.0598645443731 60.0946086408400, 1.978734657136739 2.929427650690687 1.978734657136739 0.997314720923899
SELECT between_variance(score, std_error) FROM league;
SELECT town, (shrunken_estimate(score, std_error) OVER ()).* FROM league ORDER BY score DESC;

-- A row without score or error counts for nobody; one with an error of 0 remains, and counts for nobody.
SELECT town, (shrunken_estimate(score, std_error) OVER ()).*
FROM (TABLE league UNION ALL VALUES ('Agen', NULL, 2), ('Apt', 50, NULL), ('Auch', 90, 0)) AS more ORDER BY town;

-- The frame and the order do not matter.
SELECT DISTINCT barometre.shrunken_estimate(score, std_error) OVER w = barometre.shrunken_estimate(score, std_error) OVER () AS same
FROM league WINDOW w AS (ORDER BY town ROWS BETWEEN CURRENT ROW AND CURRENT ROW);

-- All alike: every score becomes the mean. A variance that is given: 0 does the same, a huge one changes nothing.
SELECT between_variance(score, 5), between_variance(score, 5, 'x') FROM (VALUES (50::float8), (51), (52)) AS v (score);
SELECT score, shrunken_estimate(score, 5) OVER () AS own, shrunken_estimate(score, 5, 0) OVER () AS none,
       shrunken_estimate(score, 5, 25) OVER () AS equal, shrunken_estimate(score, 5, 1e15) OVER () AS huge
FROM (VALUES (50::float8), (51), (52)) AS v (score);

-- One row: nothing to start from. No rows, nothing.
SELECT between_variance(score, std_error) FROM league WHERE town = 'Sens';
SELECT shrunken_estimate(score, std_error) OVER (), shrunken_estimate(score, std_error, 9) OVER () FROM league WHERE town = 'Sens';
SELECT between_variance(score, std_error) FROM league WHERE false;
SELECT between_variance(NULL, 1), between_variance(1, NULL), between_variance(1, 0), between_variance(NULL, NULL, 'x');

-- Leagues: a mean for each, so (16 - 1) / 0.08; a league of one says nothing; NULL is a league.
SELECT between_variance(score, std_error, league) AS pooled, between_variance(score, std_error) FILTER (WHERE league = 'b') AS b,
       between_variance(score, std_error) AS one_mean
FROM (VALUES (50::float8, 2::float8, 'a'), (90, 3, 'b'), (70, 4, 'b'), (60, 1, 'c')) AS v (score, std_error, league);
SELECT between_variance(score, std_error, league)
FROM (VALUES (50::float8, 2::float8, 'a'), (90, 3, NULL), (70, 4, NULL), (60, 1, '')) AS v (score, std_error, league);

-- Over a window
SELECT town, between_variance(score, std_error) OVER (ORDER BY town) FROM league ORDER BY town;

-- Refused
SELECT between_variance('NaN', 1);
SELECT between_variance('-Infinity', 1, 'a');
SELECT between_variance(1, -1);
SELECT between_variance(1, 'NaN');
SELECT between_variance(1, 1e-80);
SELECT between_variance(1, 1e80);
SELECT between_variance(score, 1e-70) FROM (VALUES (1e200), (-1e200)) AS v (score);
SELECT shrunken_estimate('Infinity', 1) OVER ();
SELECT shrunken_estimate(1, -1) OVER ();
SELECT shrunken_estimate(1, 1e-80) OVER ();
SELECT shrunken_estimate(1, 1, -1) OVER ();
SELECT shrunken_estimate(1, 1, 'NaN') OVER ();
SELECT shrunken_estimate(1, 1, b) OVER () FROM (VALUES (1), (2)) AS v (b);
SELECT shrunken_estimate(1, 1);
SELECT between_variance_final('\x00'), 1;
SELECT between_variance_combine(NULL, '\x0102');
SELECT between_variance_final(between_variance_accum(between_variance_accum(NULL, 50, 2), 60, 1)) = between_variance(score, std_error) AS same
FROM (VALUES (50::float8, 2::float8), (60, 1)) AS v (score, std_error);
SELECT between_variance_final(decode(repeat('ff', 44), 'hex'));
