-- Users' own columns of any name on any table: every word of the SQL and C that
-- reads an observatory's tables, as a column of every table.
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

CREATE TEMP TABLE word (word text);
\copy word FROM PROGRAM 'awk "FNR == 1 { on = FILENAME ~ /parts/ } /^.observatory/ { on = /views|guards/ } /^.extension/ { on = 0 } on && !/^COMMENT/ { sub(/--.*/, \"\"); print }" src/observatory/*/*.sql | grep -ohE "[a-z_][a-z0-9_]*" | sort -u'
\copy word FROM PROGRAM 'cat src/observatory/guards/*.c | grep -oE "\"[^\"]*\"" | grep -oE "[a-z_][a-z0-9_]*" | sort -u'
CREATE TEMP TABLE name AS
SELECT DISTINCT word AS name FROM word
WHERE octet_length(word) < 64 AND word NOT IN (SELECT attname FROM pg_attribute WHERE attrelid = 'pg_class'::regclass AND attnum < 0);
SELECT is(ARRAY(SELECT unnest('{weight,edition,label_fr,minimum}'::text[]) EXCEPT SELECT name FROM name), '{}', 'words that views and guards use are among them');

SELECT barometre.create_observatory('plain');
SELECT barometre.create_observatory('crowded');
CREATE TEMP TABLE made AS
SELECT command, relation, ordinality AS place FROM (VALUES ('tables'), ('views')) AS step (step),
    barometre.sql_statements(barometre.observatory_sql(step)) WITH ORDINALITY WHERE relation IS NOT NULL;
SELECT format('ALTER TABLE crowded.%I %s', relation,
              (SELECT string_agg(format('ADD COLUMN %I text', name), ', ') FROM name
               WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('crowded.%I', relation)::regclass AND attname = name)))
FROM made WHERE command = 'CREATE TABLE' \gexec

SELECT lives_ok($$SELECT barometre.upgrade_observatory('crowded')$$, 'upgrade');
SET LOCAL search_path = plain, public;
\i test/data/load_edition.sql
UPDATE structure SET successor = 'S02' WHERE structure = 'S01';
SET LOCAL search_path = public;
SELECT lives_ok(format('INSERT INTO crowded.%1$I (%2$s) SELECT %2$s FROM plain.%1$I ON CONFLICT DO NOTHING', relation,
                       (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
                        WHERE attrelid = format('plain.%I', relation)::regclass AND attnum > 0 AND attgenerated = '')), 'load ' || relation)
FROM made WHERE command = 'CREATE TABLE'
ORDER BY array_position('{structure,edition,determinant_weight,channel_weight,criterion,participation,audit}', relation), place;
SELECT throws_ok($$UPDATE crowded.audit SET answers = '{1,2}' WHERE structure = 'S01'$$, '23514', NULL, 'audits are guarded');
SELECT throws_ok($$UPDATE crowded.criterion SET item = item + 1000 WHERE edition = 2020$$, '23514', NULL, 'and questionnaires');
SELECT throws_ok($$UPDATE crowded.scale SET maximum = 0 WHERE scale = 'rings'$$, '23514', NULL, 'and scales');
SELECT throws_ok($$UPDATE crowded.determinant_weight SET weight = 0$$, '23514', NULL, 'and weights');
SELECT throws_ok($$UPDATE crowded.structure SET successor = 'S01' WHERE structure = 'S02'$$, '23514', NULL, 'and successors');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-12)', format('TABLE crowded.%I', view), format('TABLE plain.%I', view),
                       keys), view || ' reads as without them')
FROM shown WHERE view !~ 'response' ORDER BY view;
SELECT results_eq('SELECT count(*), sum(score) FROM crowded.response', 'SELECT count(*), sum(score) FROM plain.response', 'response reads as without them');
SELECT * FROM finish();
ROLLBACK;
