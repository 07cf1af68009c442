-- Piecewise linear scales: raw value to score
SET search_path = barometre, public;
\pset null '-'
-- linear between points, flat outside; a value on a jump takes the left piece
SELECT value, scale_score(value, '{0,1}', '{0,100}') AS line, scale_score(value, '{0,5,5,10}', '{100,100,50,0}') AS rings
FROM unnest('{-1,0,0.25,1,5,5.1,7.5,10,11}'::float8[]) AS value;
SELECT scale_score(NULL, '{0,1}', '{0,100}') AS no_value, scale_score(1, NULL, '{0}') AS no_points, scale_score(7, '{3}', '{42}') AS one_point;
-- rounding does not lead out of a piece, just below its end (from 0.7 to 3.8, among others, it would)
SELECT count(*) AS outside
FROM generate_series(1, 100) AS a, generate_series(1, 100) AS b, LATERAL (SELECT a / 10.0::float8 AS low, a / 10.0::float8 + b / 10.0::float8 AS high) AS piece
WHERE scale_score(high * (1 - 1.1102230246251565e-16::float8), ARRAY[low, high], '{0,100}') NOT BETWEEN 0 AND 100;

SELECT scale_score('NaN', '{0,1}', '{0,100}');
SELECT scale_score('-Infinity', '{0,1}', '{0,100}');
SELECT scale_score(1, '{}', '{}');
SELECT scale_score(1, '{0,1}', '{0}');
SELECT scale_score(1, '{1,0}', '{0,100}');
SELECT scale_score(1, '{0,NaN}', '{0,100}');
SELECT scale_score(1, '{0,1}', '{0,Infinity}');
SELECT scale_score(1, '{0,NULL}', '{0,100}');
SELECT scale_score(1, '{{0,1}}', '{{0,100}}');
SELECT scale_score(1, '{0,1e-320}', '{0,100}');
SELECT scale_score(1, '{-1e308,1e308}', '{0,100}');
