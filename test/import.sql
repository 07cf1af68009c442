-- Files as people have them: what they hold is what the small barometer of edition/ has,
-- and the faults that were planted in them are named, on their lines.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/observatory.sql
\i test/data/views.sql

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
CREATE TEMP TABLE golden AS SELECT format('%s-REF-%s', edition, lpad(audit::text, 5, '0')) AS reference, * FROM (SELECT edition, structure, audit, channel, responded, answers FROM audit) AS audit;
DELETE FROM audit;
CREATE TEMP TABLE named_criterion (edition int, channel text, item int, criterion text, determinant text, scale text, weight float8, no_response text, label_fr text, label_en text);
\copy named_criterion FROM 'test/data/import/criterion.csv' (FORMAT csv, HEADER MATCH)
UPDATE criterion SET criterion = named.criterion, label_fr = named.label_fr, label_en = named.label_en
FROM named_criterion AS named WHERE (criterion.edition, criterion.channel, criterion.item) = (named.edition, named.channel, named.item);
UPDATE scale SET maximum = 365 WHERE scale = 'delay_days';
UPDATE scale SET maximum = 99 WHERE scale = 'rings';
CREATE TEMP TABLE planted (line bigint, reference text, code text);
\copy planted FROM 'test/data/import/long_expected_faults.csv' (FORMAT csv, HEADER MATCH)

CREATE FUNCTION pg_temp.loaded() RETURNS TABLE (reference text, edition int, structure text, channel text, responded boolean, answers real[]) LANGUAGE sql AS $$
    SELECT reference, edition, structure, channel, responded, answers FROM observatoire.audit
$$;
CREATE FUNCTION pg_temp.summary(staging regclass, options text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text;
BEGIN
    EXECUTE format('SELECT message FROM barometre.import_responses(''observatoire'', %L %s) WHERE code = ''summary''', staging, options) INTO message;
    RETURN message;
END
$$;

-- One line an answer: Windows-1252, semicolons, CRLF
\encoding WIN1252
\set header `head -n 1 test/data/import/long.csv`
SELECT barometre.create_staging('long', :'header', ';') \g /dev/null
\copy long FROM 'test/data/import/long.csv' (FORMAT csv, DELIMITER ';', HEADER)
\encoding UTF8
SELECT is((SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'long'::regclass AND attnum > 1),
          '{Édition,Structure,Canal,Réf. audit,Date d''audit,Répondu,Critère,Réponse}', 'the columns are the header''s');
SELECT results_eq('SELECT min(line), max(line), count(DISTINCT line) FROM long', 'VALUES (2::bigint, 3375::bigint, 3374::bigint)', 'lines are those of the file');

CREATE TEMP TABLE refused AS SELECT * FROM barometre.import_responses('observatoire', 'long');
SELECT is((SELECT count(*) FROM audit), 0::bigint, 'a file with a fault is not loaded');
SELECT is_empty('SELECT line, reference, code FROM planted EXCEPT SELECT line, reference, code FROM refused', 'every planted fault is named on its line');
SELECT is_empty('SELECT * FROM refused WHERE code <> ''summary'' AND reference NOT IN (SELECT reference FROM planted)', 'and none elsewhere');
SELECT is((SELECT array_agg(DISTINCT line ORDER BY line) FROM refused WHERE code = 'contradicting_answers' AND reference = '2020-REF-90008'),
          '{178,179}', 'a contradiction is named on every line that takes part');
SELECT is((SELECT code FROM refused LIMIT 1), 'summary', 'the summary comes first');

SELECT matches(pg_temp.summary('long', ', on_error => ''skip'''),
               '^lines: 3374, audits: 612, answers: 3300, loaded: 594, updated: 0, unchanged: 0, refused: 18; faults: ', 'skip loads the audits without fault');
SELECT results_eq('SELECT loaded::text FROM pg_temp.loaded() ORDER BY reference COLLATE "C"',
                  'SELECT ROW(reference, edition, structure, channel, responded, answers)::text FROM golden ORDER BY reference COLLATE "C"', 'they are the golden ones');
SELECT results_eq('SELECT edition, structure COLLATE "C", count(*), max(audit) FROM audit GROUP BY edition, structure ORDER BY edition, structure',
                  'SELECT edition, structure COLLATE "C", count(*), count(*) FROM golden GROUP BY edition, structure ORDER BY edition, structure', 'numbered from 1 within edition and structure');
SELECT is((SELECT audited_on FROM audit WHERE reference = '2020-REF-00265'), '2020-08-13', 'the day of the audit');

-- And so is every view: as R says, and as the observatory says that has the same audits without an import
\i test/data/edition_agrees.sql
SELECT barometre.create_observatory('direct');
SET LOCAL search_path = direct, "$user", public;
\i test/data/load_edition.sql
UPDATE criterion SET criterion = named.criterion, label_fr = named.label_fr, label_en = named.label_en
FROM named_criterion AS named WHERE (criterion.edition, criterion.channel, criterion.item) = (named.edition, named.channel, named.item);
UPDATE audit SET audit = -audit; -- the new numbers are free
UPDATE audit SET audit = loaded.audit, reference = loaded.reference, audited_on = loaded.audited_on
FROM golden JOIN observatoire.audit AS loaded USING (reference)
WHERE (audit.edition, audit.structure, audit.audit) = (golden.edition, golden.structure, -golden.audit);
SET LOCAL search_path = observatoire, "$user", public;
ANALYZE;
SELECT is_empty(format($$SELECT * FROM pg_temp.differences('SELECT * FROM observatoire.%1$I', 'SELECT * FROM direct.%1$I', %2$L)$$, view, keys),
                view || ': the same as without an import') FROM shown ORDER BY position;

-- The same again, then corrected
SELECT matches(pg_temp.summary('long', ', on_error => ''skip'''), 'loaded: 0, updated: 0, unchanged: 594, refused: 18; ', 'the same file again changes nothing and says so');
DELETE FROM long WHERE "Réf. audit" IN (SELECT reference FROM planted);
SELECT matches(pg_temp.summary('long'), 'loaded: 0, updated: 0, unchanged: 594, refused: 0$', 'nor without the faults');
UPDATE long SET "Réponse" = '9' WHERE "Réf. audit" = '2019-REF-00135' AND "Réponse" = '6,5 ';
SELECT results_eq($$SELECT line, reference, file_column, value, code FROM barometre.import_responses('observatoire', 'long') WHERE code <> 'summary' COLLATE "C"$$,
                  $$SELECT line, "Réf. audit", 'Réponse', '9', 'existing_audit' FROM long WHERE "Réponse" = '9' AND "Réf. audit" = '2019-REF-00135'$$, 'a correction is refused, on its line');
SELECT matches(pg_temp.summary('long', ', on_conflict => ''update'''), 'loaded: 0, updated: 1, unchanged: 593, refused: 0$', 'unless it is to update');
SELECT is((SELECT answers FROM audit WHERE reference = '2019-REF-00135'),
          (SELECT array_replace(answers, 6.5::real, 9::real) FROM golden WHERE reference = '2019-REF-00135'), 'then the audit is what the file says');

-- A column a criterion, one file a channel: UTF-8 with a byte order mark, labels below the header
DELETE FROM audit;
\set header `head -n 1 test/data/import/wide_email.csv`
SELECT barometre.create_staging('wide_email', :'header', ';') \g /dev/null
\copy wide_email FROM 'test/data/import/wide_email.csv' (FORMAT csv, DELIMITER ';', HEADER)
\set header `head -n 1 test/data/import/wide_letter.csv`
SELECT barometre.create_staging('wide_letter', :'header', ';') \g /dev/null
\copy wide_letter FROM 'test/data/import/wide_letter.csv' (FORMAT csv, DELIMITER ';', HEADER)
\set header `head -n 1 test/data/import/wide_phone.csv`
SELECT barometre.create_staging('wide_phone', :'header', ';') \g /dev/null
\copy wide_phone FROM 'test/data/import/wide_phone.csv' (FORMAT csv, DELIMITER ';', HEADER)
\set header `head -n 1 test/data/import/wide_social.csv`
SELECT barometre.create_staging('wide_social', :'header', ';') \g /dev/null
\copy wide_social FROM 'test/data/import/wide_social.csv' (FORMAT csv, DELIMITER ';', HEADER)
\set header `head -n 1 test/data/import/wide_website.csv`
SELECT barometre.create_staging('wide_website', :'header', ';') \g /dev/null
\copy wide_website FROM 'test/data/import/wide_website.csv' (FORMAT csv, DELIMITER ';', HEADER)
SELECT is(pg_temp.summary(staging), format('lines: %1$s, audits: %1$s, answers: %2$s, loaded: %1$s, updated: 0, unchanged: 0, refused: 0, headers and empty lines skipped: 1', audits, answers), staging)
FROM (VALUES ('wide_email', 73, 432), ('wide_letter', 68, 388), ('wide_phone', 76, 529), ('wide_social', 65, 162), ('wide_website', 70, 277)) AS file (staging, audits, answers);
SELECT results_eq('SELECT loaded::text FROM pg_temp.loaded() ORDER BY reference COLLATE "C"',
                  'SELECT ROW(reference, edition, structure, channel, responded, answers)::text FROM golden WHERE edition = 2020 ORDER BY reference COLLATE "C"', 'wide: they are the golden ones');

-- An empty last line: COPY wants every column on each line, whatever the table; the README's way round it
SELECT barometre.create_staging('empty_line', E'edition;structure;reference;EM-ACC-01\r', ';') \g /dev/null
\copy empty_line FROM PROGRAM 'printf "edition;structure;reference;EM-ACC-01\r\n2020;S01;E-1;oui\r\n  \r\n" | sed "\${/^[[:space:]]*\$/d;}"' (FORMAT csv, DELIMITER ';', HEADER)
SELECT results_eq('SELECT line, edition, "EM-ACC-01" FROM empty_line', $$VALUES (2::bigint, '2020', 'oui')$$, 'an empty last line is left out');
\copy empty_line FROM PROGRAM 'printf "edition;structure;reference;EM-ACC-01\r\n2020;S01;E-2;non" | sed "\${/^[[:space:]]*\$/d;}"' (FORMAT csv, DELIMITER ';', HEADER)
SELECT results_eq('SELECT reference, "EM-ACC-01" FROM empty_line ORDER BY reference', $$VALUES ('E-1', 'oui'), ('E-2', 'non')$$, 'and a full one is not');

-- A foreign key is checked by the index, however few pages the participations take: else each audit reads them all
INSERT INTO structure (structure) SELECT 'Z' || i FROM generate_series(1, 250) AS i;
INSERT INTO participation (edition, structure, category) SELECT 2020, 'Z' || i, 'region' FROM generate_series(1, 250) AS i;
ANALYZE participation;
CREATE TEMP TABLE many (line bigint, edition text, structure text, reference text, "EM-ACC-01" text);
INSERT INTO many SELECT 1 + i, '2020', 'Z' || i, 'many-' || i, 'oui' FROM generate_series(1, 250) AS i;
SELECT seq_tup_read AS read_before FROM pg_stat_xact_user_tables WHERE relid = 'observatoire.participation'::regclass \gset
SELECT matches(pg_temp.summary('many'), 'loaded: 250, updated: 0, unchanged: 0, refused: 0$', 'many audits');
SELECT cmp_ok(seq_tup_read - :read_before, '<', 10000::bigint, 'their participations are found by the index')
FROM pg_stat_xact_user_tables WHERE relid = 'observatoire.participation'::regclass;

SELECT * FROM finish();
ROLLBACK;
