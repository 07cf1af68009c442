-- complementary_suppression: what is withheld so that what is withheld cannot be computed.

\set VERBOSITY terse

CREATE TEMP TABLE line (name text, cells int[], sums float8[], stage int, figure int, importance float8, secret boolean, insider int);
CREATE TEMP VIEW decided AS
SELECT name, barometre.complementary_suppression(cells, sums, stage, figure, importance, secret, insider) OVER (ORDER BY name COLLATE "C") AS withheld
FROM line;

-- Three categories and their total: the secret one is the total minus the others, so the smaller of them goes.
INSERT INTO line VALUES
    ('a', '{1}', '{1}', 1, 1, 2, true, NULL),
    ('b', '{2}', '{1}', 1, 2, 30, false, NULL),
    ('c', '{3}', '{1}', 1, 3, 40, false, NULL),
    ('total', '{1,2,3}', '{0.1,0.4,0.5}', 1, NULL, NULL, false, NULL);
SELECT * FROM decided ORDER BY name;

-- Who is b alone would still know a: c goes too.
INSERT INTO line VALUES ('who is b', '{2}', '{1}', 1, NULL, NULL, false, 1);
SELECT * FROM decided ORDER BY name;
DELETE FROM line WHERE insider = 1;

-- a + b and a - b: both sums are published, and nothing can be done; no figure is withheld in vain.
INSERT INTO line VALUES ('difference', '{1,2}', '{0.1,-0.4}', 1, NULL, NULL, false, NULL), ('sum', '{1,2}', '{0.1,0.4}', 1, NULL, NULL, false, NULL);
SELECT * FROM decided ORDER BY name;
DELETE FROM line WHERE name IN ('difference', 'sum');

-- A second stage that compares with the first: there, one is withheld that hides the first's; the first stays as it was.
INSERT INTO line VALUES
    ('later a', '{4}', '{1}', 2, 4, 20, false, NULL),
    ('later b', '{5}', '{1}', 2, 5, 25, false, NULL),
    ('later total', '{4,5}', '{0.5,0.5}', 2, NULL, NULL, false, NULL),
    ('later within', '{1,2,3,4,5}', '{-0.2,-0.4,-0.4,0.6,0.4}', 2, NULL, NULL, false, NULL);
SELECT * FROM decided ORDER BY name;
DELETE FROM line WHERE stage = 2;

-- A figure of two rows goes as one; a cell that is in no figure is protected as well.
INSERT INTO line VALUES
    ('d first', '{4}', '{1}', 1, 4, 5, false, NULL), ('d second', '{5}', '{1}', 1, 4, 5, false, NULL),
    ('cell', '{6}', '{1}', 1, NULL, NULL, true, NULL), ('d total', '{4,6}', '{0.9,0.1}', 1, NULL, NULL, false, NULL);
SELECT * FROM decided ORDER BY name;

-- An error goes for what it tells of the cell; that its other row follows from another error is no harm.
DELETE FROM line;
INSERT INTO line VALUES
    ('cell', '{2}', '{1}', 1, NULL, NULL, true, NULL),
    ('e first', '{1,2}', '{0.5,0.5}', 1, 1, 1, NULL, NULL), ('e second', '{3}', '{1}', 1, 1, 1, NULL, NULL),
    ('f', '{1}', '{1}', 1, 2, 2, NULL, NULL), ('g', '{3}', '{2}', 1, 3, 3, NULL, NULL);
SELECT * FROM decided ORDER BY name;
UPDATE line SET secret = false WHERE secret IS NULL;
SELECT * FROM decided ORDER BY name;

-- No rows, empty rows, and what cannot be read.
SELECT barometre.complementary_suppression(NULL, NULL, NULL, NULL, NULL, NULL, NULL) OVER ();
SELECT barometre.complementary_suppression('{}', '{}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{1,2}', '{1}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{0}', '{1}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{65536}', '{1}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{1}', '{NaN}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{1,NULL}', '{1,2}', 1, 1, 1, true, NULL) OVER ();
SELECT barometre.complementary_suppression('{{1}}', '{{1}}', 1, 1, 1, true, NULL) OVER ();
