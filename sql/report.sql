-- The charts and the page of an edition.
\pset format unaligned
\pset tuples_only on

/* Text and numbers, in both languages */

SELECT barometre.html_escape($$<script>"R&D"</script> ]]> l'eau$$), barometre.html_escape(E'bell \x07'), barometre.html_escape(NULL) IS NULL;
SELECT barometre.html_number(-1234.56, 1), barometre.html_number(0.04, 1), barometre.html_number(-0.04, 1), barometre.html_number(NULL, 1),
       barometre.html_signed(0.04), barometre.html_signed(2.5), barometre.html_percent(0.5), barometre.html_interval(60.73, 63.27),
       barometre.html_interval(1, NULL) IS NULL, barometre.html_date('2020-11-01');
SET barometre.language = 'en';
SELECT barometre.html_number(-1234.56, 1), barometre.html_number(0.04, 1), barometre.html_number(-0.04, 1), barometre.html_number(NULL, 1),
       barometre.html_signed(0.04), barometre.html_signed(2.5), barometre.html_percent(0.5), barometre.html_interval(60.73, 63.27),
       barometre.html_interval(1, NULL) IS NULL, barometre.html_date('2020-11-01');

/* Charts: an axis from 0 to 100 begins at x = 154 and ends at 384, so that a point is 2.3 */

SELECT regexp_replace(barometre.svg_caterpillar('{A,"<B>",C}', '{50,25,NULL}', '{40,NULL,0}', '{60,NULL,0}', '{1,2,3}', '{30,NULL,NULL}',
           'Two & a half', 'Scores', '{0,100}', 50), '(?=<(g|line|circle|text|desc|title))', E'\n', 'g');
-- from 100, minus 20, plus 10: to 90
SELECT regexp_replace(barometre.svg_waterfall('{left,none,came}', '{-20,NULL,10}', 100, 'before', 'after', 'W'),
           '(?=<(g|line|rect|text|desc|title))', E'\n', 'g');
-- of 0 to 70, each ten has its blue; 60 and 70 have the same
SELECT regexp_replace(barometre.svg_heat_map('{r,s}', '{a,b c}', '{0,70,NULL,10}', 'H'), '(?=<(g|rect|text|desc|title))', E'\n', 'g');
SELECT barometre.svg_ticks(0, 100), barometre.svg_ticks(-1, 1), barometre.svg_ticks(61, 64), barometre.svg_ticks(5, 5);

-- all of the means are withheld
SELECT barometre.report_means('[{"label": "<A>", "place": 1, "participants": 2, "suppression": "few"}]', 'Means', 'Category', 'Note.');
-- nothing to draw
SELECT barometre.svg_caterpillar('{A}', '{NULL}', '{NULL}', '{NULL}') IS NULL, barometre.svg_caterpillar('{}', '{}', '{}', '{}') IS NULL,
       barometre.svg_waterfall('{A}', '{NULL}', 1, 'a', 'b') IS NULL, barometre.svg_waterfall('{A}', '{1}', NULL, 'a', 'b') IS NULL,
       barometre.svg_heat_map('{r}', '{c}', '{NULL}') IS NULL;
-- one figure, without width
SELECT barometre.svg_caterpillar('{A}', '{5}', '{5}', '{5}') ~ 'cx="272"';

/* Errors */

\set SHOW_CONTEXT never
SELECT barometre.svg_caterpillar('{A,B}', '{1}', '{1,2}', '{1,2}');
SELECT barometre.svg_caterpillar('{A}', '{NaN}', '{1}', '{1}');
SELECT barometre.svg_caterpillar('{A}', '{1}', '{-Infinity}', '{1}');
SELECT barometre.svg_waterfall('{A}', '{1,2}', 0, 'a', 'b');
SELECT barometre.svg_waterfall('{A}', '{1}', 'Infinity', 'a', 'b');
SELECT barometre.svg_heat_map('{r}', '{c,d}', '{1}');

/* A page */

SELECT barometre.create_observatory('observatoire');
INSERT INTO observatoire.edition (edition, label) VALUES (1, '"R&D" <1> ]]>');
SELECT observatoire.report(2);
SELECT observatoire.report(NULL);
SELECT observatoire.report(1, 'press');
SELECT observatoire.report(1, NULL);
SELECT observatoire.structure_report(1, 'S01');
SELECT observatoire.structure_report(1, NULL);
SELECT observatoire.structure_report(NULL, 'S01');
-- an edition without audits: what it says, without the style
SELECT regexp_replace(observatoire.report(1), '<style>.*</style>', '<style/>');
SET barometre.language = 'fr';
SELECT regexp_replace(observatoire.report(1, 'internal'), '<style>.*</style>', '<style/>');


/* One structure, whose name is no markup; one audit; no edition before */

\set QUIET on
SET search_path = observatoire;
INSERT INTO determinant_weight (edition, determinant) VALUES (1, 'courtesy');
INSERT INTO channel_weight (edition, channel) VALUES (1, 'phone');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, label_fr)
VALUES (1, 'phone', 1, 'hello', 'courtesy', 'yes_no', 'Bonjour & "merci"'), (1, 'phone', 2, 'bye', 'courtesy', 'yes_no', NULL);
INSERT INTO structure (structure, name) VALUES ('S01', '<script>alert(1)</script>');
INSERT INTO participation (edition, structure, category) VALUES (1, 'S01', 'region');
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'S01', 1, 'phone', '{1,0}');
SELECT regexp_replace(regexp_replace(structure_report(1, 'S01'), '<style>.*</style>', '<style/>'), '(?=<(section|h3|details|tr|li)\y)', E'\n', 'g');
SELECT regexp_replace(regexp_replace(report(1, 'internal'), '<style>.*</style>', '<style/>'), '(?=<(section|h3|details|tr|li)\y)', E'\n', 'g');
-- one is fewer than edition.min_published
SELECT regexp_replace(regexp_replace(report(1), '<style>.*</style>', '<style/>'), '(?=<(section|h3|details|tr|li)\y)', E'\n', 'g');
RESET search_path;

SET client_min_messages = warning;
DROP SCHEMA observatoire CASCADE;
