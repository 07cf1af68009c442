/*
 * seeds.sql
 *      Values that mutations start from: fuzz.seed_TYPE (value) for each type
 *      that has a binary form, from the small barometer of test/data/edition.
 *      A new type adds its own here.
 */
SET client_min_messages = error;
SELECT barometre.create_observatory('observatoire');
SET search_path = observatoire;
\i test/data/load_edition.sql
RESET search_path;

CREATE SCHEMA IF NOT EXISTS fuzz;

CREATE TABLE fuzz.small_form AS
SELECT barometre.audit_form(1, channel, 1 / 3.0, determinant, weight, 1, weight, 'zero', '{0,5,5,10}', '{100,100,50,0}') AS value
FROM (VALUES ('phone', 'courtesy', 0.1), ('visit', 'waiting', 1e-99)) AS criterion (channel, determinant, weight);

CREATE TABLE fuzz.seed_audit_form AS
SELECT observatoire.audit_form() AS value
UNION ALL
SELECT value FROM fuzz.small_form
UNION ALL
SELECT barometre.audit_form(1, 'phone', 1, 'courtesy', 2, item, 1, CASE item WHEN 1 THEN 'zero' ELSE 'not_applicable' END, '{0,10}', '{0,100}')
FROM generate_series(1, 3) AS item;

CREATE TABLE fuzz.seed_scorecard AS
WITH audit AS (
    SELECT observatoire.audit_form() AS form, edition, structure, channel, responded, answers
    FROM observatoire.audit JOIN (SELECT edition, structure FROM observatoire.audit GROUP BY edition, structure HAVING count(*) < 12) AS small
    USING (edition, structure)
    UNION ALL
    SELECT value, 1, structure, channel, true, answers
    FROM fuzz.small_form
    CROSS JOIN (VALUES ('a', 'phone', '{6}'::real[]), ('b', 'phone', '{6}'), ('b', 'phone', '{9}'), ('b', 'visit', '{NaN}'))
         AS audit (structure, channel, answers))
SELECT barometre.scorecard(form, edition, channel, responded, answers) AS value FROM audit GROUP BY edition, structure
UNION ALL
SELECT barometre.scorecard_jackknife(form, edition, channel, responded, answers) FROM audit GROUP BY edition, structure;

CREATE TABLE fuzz.seed_score_summary AS
SELECT barometre.score_summary(x) AS value FROM generate_series(1, 10) AS x
UNION ALL
SELECT barometre.score_summary(x, weight) FROM (VALUES (1e150, 1.0), (-1e150, 0.5), (0, 1e-17)) AS list (x, weight)
UNION ALL
SELECT barometre.score_summary(x) FROM (VALUES (42.0)) AS list (x)
UNION ALL
SELECT barometre.score_summary(x) FROM (VALUES (0.1), (0.1), (0.3)) AS list (x);
