-- Where a structure lives on: itself, a step, two steps, a chain that leads back
SELECT s AS structure, barometre.last_successor(s, '{"A": "B", "B": "C", "X": "Y", "Y": "X", "Z": "X"}') AS last_successor
FROM unnest('{A,B,C,D,X,Z,NULL}'::text[]) AS s;
SELECT barometre.last_successor('A', NULL);
