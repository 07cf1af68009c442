-- An observatory that a former version made, in the hands of users: what this
-- version has more reaches it, and nothing of theirs is lost.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = error;

\if :{?partitioned} \else \set partitioned false \endif
BEGIN;
SELECT no_plan();
\i test/data/observatory.sql
\i test/data/views.sql

SELECT barometre.create_observatory('fresh');
SET LOCAL search_path = fresh, public;
\i test/data/load_edition.sql
SELECT max(description) FILTER (WHERE attname = 'edition') AS edition_comment,
       split_part(max(description) FILTER (WHERE attname = 'edition'), ' — ', 2) AS english_edition_comment,
       max(description) FILTER (WHERE attname = 'edition_date') AS date_comment,
       max(description) FILTER (WHERE attname = 'category') AS category_comment,
       split_part(max(description) FILTER (WHERE objsubid = 0), ' — ', 2) AS english_laureate_comment
FROM pg_description LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid
WHERE classoid = 'pg_class'::regclass AND objoid = 'laureate'::regclass \gset
CREATE ROLE upgrade_owner;
CREATE ROLE upgrade_reader;
CREATE ROLE upgrade_press;
GRANT USAGE ON SCHEMA barometre TO upgrade_owner;
SELECT format('GRANT CREATE ON DATABASE %I TO upgrade_owner', current_database()) \gexec
SET LOCAL ROLE upgrade_owner;
SELECT barometre.create_observatory('former', partitioned => :partitioned);
SET LOCAL search_path = public;

SELECT is(relkind = 'p', :partitioned, 'partitions, or not') FROM pg_class WHERE oid = 'former.audit'::regclass;

CREATE TEMP TABLE made AS
SELECT command, relation, ordinality AS place FROM (VALUES ('tables'), ('views')) AS step (step),
    barometre.sql_statements(barometre.observatory_sql(step)) WITH ORDINALITY WHERE relation IS NOT NULL;
CREATE FUNCTION pg_temp.load(observatory text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    loaded record;
BEGIN
    FOR loaded IN
        SELECT relation, string_agg(quote_ident(here.attname), ', ') AS columns
        FROM made
        JOIN pg_attribute AS here ON here.attrelid = format('%I.%I', observatory, relation)::regclass AND here.attnum > 0
                                 AND here.attgenerated = '' AND NOT here.attisdropped
        JOIN pg_attribute AS there ON there.attrelid = format('fresh.%I', relation)::regclass AND there.attname = here.attname
        WHERE command = 'CREATE TABLE'
        GROUP BY relation
        ORDER BY array_position('{structure,edition,determinant_weight,channel_weight,criterion,participation,audit}', relation)
    LOOP
        EXECUTE format('INSERT INTO %1$I.%2$I (%3$s) SELECT %3$s FROM fresh.%2$I ON CONFLICT DO NOTHING', observatory, loaded.relation, loaded.columns);
    END LOOP;
END;
$$;

/* What the former version did not have, and had otherwise */

SET LOCAL search_path = former;
ALTER TABLE scale DROP CONSTRAINT scale_check;
-- a scale that the constraint would refuse
INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('odd', '{0,1}', '{0,100}', 5, 1);
DROP TABLE margin, answer_word CASCADE;
ALTER TABLE edition DROP COLUMN min_published CASCADE, DROP COLUMN target CASCADE;
ALTER TABLE audit DROP COLUMN weight CASCADE, DROP COLUMN reference CASCADE;
ALTER TABLE channel ALTER position DROP IDENTITY IF EXISTS;
ALTER TABLE criterion DROP CONSTRAINT criterion_scale_fkey, ADD CONSTRAINT criterion_scale_fkey FOREIGN KEY (scale) REFERENCES scale;
ALTER TABLE participation DROP CONSTRAINT participation_structure_fkey,
    ADD CONSTRAINT participation_structure_fkey FOREIGN KEY (structure) REFERENCES structure;
DROP VIEW IF EXISTS laureate, category_score, audit_score CASCADE;
-- fewer columns at the end; a column in the middle missing, and views on it; another type
CREATE VIEW audit_score AS SELECT edition, NULL::date AS edition_date FROM audit;
CREATE VIEW category_score AS SELECT edition, category, 0::float8 AS score FROM participation;
CREATE VIEW laureate AS SELECT edition, category, structure::varchar, 'x'::text AS of_former FROM participation;
-- by these words they are known; the first observatories spoke English
COMMENT ON COLUMN audit_score.edition IS :'edition_comment';
COMMENT ON COLUMN audit_score.edition_date IS :'date_comment';
COMMENT ON COLUMN category_score.edition IS :'edition_comment';
COMMENT ON COLUMN category_score.category IS :'category_comment';
COMMENT ON VIEW laureate IS :'english_laureate_comment';
COMMENT ON COLUMN laureate.edition IS :'english_edition_comment';
-- said in other words, but for a sentence
SELECT format('COMMENT ON COLUMN channel_weight.%I IS %L', attname, 'of former')
FROM pg_attribute WHERE attrelid = 'channel_weight'::regclass AND attnum > 0 \gexec
SELECT format('COMMENT ON TABLE channel_weight IS %L',
              split_part(obj_description('channel_weight'::regclass), ' — ', 2) || '. Of former') \gexec
CREATE VIEW medal AS SELECT * FROM laureate;
DROP TRIGGER guard_successor ON structure;
CREATE TRIGGER guard_of_former AFTER INSERT ON category FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();
ALTER TABLE category DISABLE TRIGGER guard_of_former;

/* What its users did */

ALTER TABLE edition ADD COLUMN motto text DEFAULT 'vive le service public';
ALTER TABLE audit ADD COLUMN weather text;
COMMENT ON COLUMN edition.motto IS 'of the user';
COMMENT ON TABLE edition IS 'Nos éditions';
-- what it is called now, and columns that other tables and views have
COMMENT ON TABLE determinant_weight IS 'Nos poids';
ALTER TABLE determinant_weight
    ADD COLUMN item text, ADD COLUMN channel text, ADD COLUMN structure text, ADD COLUMN rank text;
COMMENT ON VIEW category_score IS 'Nos catégories';
COMMENT ON COLUMN category_score.score IS 'Notre score';
COMMENT ON VIEW audit_score IS 'Nos audits';
CREATE INDEX by_weather ON audit (weather);
GRANT SELECT ON edition, audit_score TO upgrade_reader;
GRANT UPDATE (label) ON edition TO upgrade_reader;
GRANT SELECT ON category_score TO upgrade_reader WITH GRANT OPTION;
GRANT SELECT (edition, structure) ON laureate TO upgrade_reader;
RESET ROLE;
ALTER VIEW laureate OWNER TO upgrade_press;
GRANT upgrade_owner TO upgrade_press;
ALTER VIEW laureate SET (security_barrier = true);
SET LOCAL ROLE upgrade_owner;
ALTER VIEW audit_score SET (security_invoker = true);
ALTER TABLE participation SET (autovacuum_enabled = false);
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON audit USING (true);
ALTER TABLE audit ENABLE ALWAYS TRIGGER guard_answers;
ALTER TABLE criterion DISABLE TRIGGER guard_weight;
COMMENT ON TRIGGER guard_answers ON audit IS 'Nos réponses';
CREATE VIEW mine AS SELECT edition, count(*) AS audits FROM audit_score GROUP BY edition;
CREATE FUNCTION own(int) RETURNS int LANGUAGE sql RETURN $1;
CREATE TABLE note (edition int REFERENCES edition, note text);
SET LOCAL search_path = public;
RESET ROLE;

/* Refused before anything is changed */

CREATE FUNCTION pg_temp.catalogue_of(schema text) RETURNS SETOF text LANGUAGE sql AS $$
        SELECT format('%s %s %s %s %s', relkind, relname, relowner::regrole, relacl, reloptions) FROM pg_class WHERE relnamespace = schema::regnamespace
        UNION ALL SELECT format('%s.%s %s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull, attacl)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = schema::regnamespace AND attnum > 0
        UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = schema::regnamespace
        UNION ALL SELECT pg_get_triggerdef(pg_trigger.oid) || tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = schema::regnamespace AND NOT tgisinternal
        UNION ALL SELECT viewname || definition FROM pg_views WHERE schemaname = schema
        UNION ALL SELECT description FROM pg_description JOIN pg_class ON pg_class.oid = objoid WHERE relnamespace = schema::regnamespace
        UNION ALL SELECT description FROM pg_description JOIN pg_proc ON pg_proc.oid = objoid WHERE pronamespace = schema::regnamespace
$$;
CREATE TEMP TABLE before AS SELECT * FROM pg_temp.catalogue_of('former') AS line;

SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '2BP01',
                 'view former.laureate must be made anew, and something of yours stands on it', 'a user''s view on a view that must change');
SELECT bag_eq('SELECT * FROM pg_temp.catalogue_of(''former'')', 'TABLE before', 'nothing was changed');
DROP VIEW former.medal;

ALTER TABLE former.edition ADD COLUMN target text;
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42804',
                 'column "target" of table "edition" is not the one that this version makes', 'a user''s column of a coming name and another type');
ALTER TABLE former.edition DROP COLUMN target;

DROP VIEW IF EXISTS former.certified_gap;
DROP FUNCTION IF EXISTS former.explain_score(int, text);
DROP TRIGGER guard_scale ON former.scale;
CREATE TEMP TABLE taken (object text, kind text, makes text, undoes text);
INSERT INTO taken VALUES
    ('view former.certified_gap', 'a view', 'CREATE VIEW former.certified_gap AS SELECT edition FROM former.edition', 'DROP VIEW former.certified_gap'),
    ('view former.certified_gap', 'a view', $$CREATE VIEW former.certified_gap AS SELECT edition FROM former.edition; COMMENT ON VIEW former.certified_gap IS 'Écart — Gap';
      COMMENT ON COLUMN former.certified_gap.edition IS 'mine'$$, 'DROP VIEW former.certified_gap'),
    ('view former.certified_gap', 'a view', $$CREATE VIEW former.certified_gap AS SELECT edition FROM former.edition; COMMENT ON VIEW former.certified_gap IS 'Écart — Gap';
      COMMENT ON COLUMN former.certified_gap.edition IS '$$ || :'edition_comment' || '''', 'DROP VIEW former.certified_gap'),
    ('view former.certified_gap', 'a view', $$CREATE VIEW former.certified_gap AS SELECT edition, certified AS gap, label AS std_error FROM former.edition CROSS JOIN (VALUES (1)) AS one (certified);
      COMMENT ON VIEW former.certified_gap IS 'Écart — Gap'; COMMENT ON COLUMN former.certified_gap.edition IS '$$ || :'edition_comment' || '''', 'DROP VIEW former.certified_gap'),
    ('table former.certified_gap', 'a view', 'CREATE TABLE former.certified_gap (edition int)', 'DROP TABLE former.certified_gap'),
    ('materialized view former.certified_gap', 'a view', 'CREATE MATERIALIZED VIEW former.certified_gap AS SELECT 1', 'DROP MATERIALIZED VIEW former.certified_gap'),
    ('composite type former.certified_gap', 'a view', 'CREATE TYPE former.certified_gap AS (edition int)', 'DROP TYPE former.certified_gap'),
    ('type former.certified_gap', 'a view', 'CREATE DOMAIN former.certified_gap AS int', 'DROP DOMAIN former.certified_gap'),
    ('sequence former.certified_gap', 'a view', 'CREATE SEQUENCE former.certified_gap', 'DROP SEQUENCE former.certified_gap'),
    ('index former.certified_gap', 'a view', 'CREATE INDEX certified_gap ON former.note (note)', 'DROP INDEX former.certified_gap'),
    ('table former.margin', 'a table', 'CREATE TABLE former.margin (note text)', 'DROP TABLE former.margin'),
    ('table former.margin', 'a table', $$CREATE TABLE former.margin (edition int, dimension text COLLATE "C", item text COLLATE "C", PRIMARY KEY (edition, dimension, item));
      COMMENT ON TABLE former.margin IS 'Marges — Margins'$$, 'DROP TABLE former.margin'),
    ('table former.margin', 'a table', 'CREATE TABLE former.margin (LIKE former.determinant_weight INCLUDING ALL)', 'DROP TABLE former.margin'),
    ('table former.audit', 'a table', 'COMMENT ON TABLE former.audit IS NULL', $$COMMENT ON TABLE former.audit IS 'Nos audits'$$),
    ('view former.margin', 'a table', 'CREATE VIEW former.margin AS SELECT 1 AS edition', 'DROP VIEW former.margin'),
    ('foreign table former.margin', 'a table', 'CREATE FOREIGN TABLE former.margin (edition int) SERVER upgrade_server', 'DROP FOREIGN TABLE former.margin'),
    ('type former.margin', 'a table', $$CREATE TYPE former.margin AS ENUM ('left', 'right')$$, 'DROP TYPE former.margin'),
    ('sequence former.margin_pkey', 'an index', 'CREATE SEQUENCE former.margin_pkey', 'DROP SEQUENCE former.margin_pkey'),
    ('index former.audit_reference', 'an index', 'CREATE INDEX audit_reference ON former.note (note)', 'DROP INDEX former.audit_reference'),
    ('function former.explain_score(integer,text)', 'a function', $$CREATE FUNCTION former.explain_score(edition int, structure text) RETURNS text LANGUAGE sql RETURN 'because';
      COMMENT ON FUNCTION former.explain_score IS 'Why'$$, 'DROP FUNCTION former.explain_score'),
    ('function former.explain_score(integer,text)', 'a function', 'CREATE PROCEDURE former.explain_score(edition int, structure text) LANGUAGE sql BEGIN ATOMIC END', 'DROP PROCEDURE former.explain_score'),
    ('trigger guard_scale on table former.scale', 'a trigger', 'CREATE TRIGGER guard_scale BEFORE UPDATE ON former.scale FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()', 'DROP TRIGGER guard_scale ON former.scale'),
    ('constraint scale_check on table former.scale', 'a constraint', 'ALTER TABLE former.scale ADD CONSTRAINT scale_check UNIQUE (label)', 'ALTER TABLE former.scale DROP CONSTRAINT scale_check');
CREATE FOREIGN DATA WRAPPER upgrade_wrapper;
CREATE SERVER upgrade_server FOREIGN DATA WRAPPER upgrade_wrapper;
CREATE FUNCTION pg_temp.refused(makes text, undoes text, wanted text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE makes;
    BEGIN
        PERFORM barometre.refuse_upgrade('former', wanted);
    EXCEPTION WHEN wrong_object_type THEN
        GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
        said := concat_ws(' | ', SQLERRM, said);
    END;
    EXECUTE undoes;
    RETURN said;
END
$$;
SELECT barometre.wanted_observatory(:partitioned) AS wanted \gset
SELECT is(pg_temp.refused('', '', :'wanted'), NULL, 'nothing else is refused');
SELECT is(pg_temp.refused(makes, undoes, :'wanted'), format('%s is not one that barometre made | This version makes %s of this name.', object, kind),
          format('%s under the name of %s', object, kind)) FROM taken;
DROP SCHEMA :"wanted" CASCADE;
CREATE VIEW former.certified_gap AS SELECT edition FROM former.edition;
COMMENT ON VIEW former.certified_gap IS 'Écart — Gap';
TRUNCATE before;
INSERT INTO before SELECT * FROM pg_temp.catalogue_of('former');
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42809', 'view former.certified_gap is not one that barometre made', 'a user''s view under the name of a view');
SELECT bag_eq('SELECT * FROM pg_temp.catalogue_of(''former'')', 'TABLE before', 'nothing was changed');
DROP VIEW former.certified_gap;

GRANT CREATE ON SCHEMA former, barometre TO upgrade_reader;
SET LOCAL ROLE upgrade_reader;
CREATE FUNCTION former.count(float8) RETURNS bigint LANGUAGE sql RETURN 1;
RESET ROLE;
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42501',
                 'schema "former" holds a function former.count(double precision) of role "upgrade_reader"', 'a function of somebody else');
DROP FUNCTION former.count(float8);
SET LOCAL ROLE upgrade_reader;
CREATE VIEW former.certified_gap AS SELECT 1 AS edition;
RESET ROLE;
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42501',
                 '"certified_gap" in observatory "former" belongs to role "upgrade_reader"', 'a view of somebody else under a coming name');
DROP VIEW former.certified_gap;
SET LOCAL ROLE upgrade_reader;
CREATE TABLE former.audit_reference (note text);
RESET ROLE;
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42809',
                 'table former.audit_reference is not one that barometre made', 'a table of somebody else under the name of an index');
DROP TABLE former.audit_reference;
GRANT USAGE ON SCHEMA barometre TO upgrade_reader;
SET LOCAL ROLE upgrade_reader;
CREATE TYPE barometre.trojan AS ENUM ('horse');
RESET ROLE;
SELECT throws_ok($$SELECT barometre.upgrade_observatory('former')$$, '42501', 'schema "barometre" holds a type barometre.trojan of role "upgrade_reader"', 'a type of somebody else in schema barometre');
SELECT throws_ok($$SELECT barometre.create_observatory('other')$$, '42501', NULL, 'nor is an observatory made beside it');
DROP TYPE barometre.trojan;

/* Upgraded */

SELECT throws_ok('SELECT * FROM former.margin', '42P01', NULL, 'before, a table is missing');
SELECT lives_ok($$SELECT barometre.upgrade_observatory('former')$$, 'upgrade');
SELECT is(ARRAY(SELECT nspname FROM pg_namespace WHERE nspname LIKE 'barometre_wanted%'), '{}', 'nothing is left of the comparison');
SELECT lives_ok($$SELECT pg_temp.load('former')$$, 'load');

SELECT is_empty(format('(SELECT attname, atttypid, atttypmod, attcollation, attnotnull, attgenerated, pg_get_expr(adbin, adrelid)
                         FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = %L::regclass AND attnum > 0)
                        EXCEPT SELECT attname, atttypid, atttypmod, attcollation, attnotnull, attgenerated, pg_get_expr(adbin, adrelid)
                        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = %L::regclass',
                       'fresh.' || relation, 'former.' || relation), relation || ' has the columns of a new observatory')
FROM made ORDER BY command, place;
SELECT is(ARRAY(SELECT conname || replace(pg_get_constraintdef(oid), 'former.', '') FROM pg_constraint WHERE conrelid = format('former.%I', relation)::regclass AND contype <> 'n'
                  AND convalidated ORDER BY 1),
          ARRAY(SELECT conname || replace(pg_get_constraintdef(oid), 'fresh.', '') FROM pg_constraint WHERE conrelid = format('fresh.%I', relation)::regclass AND contype <> 'n'
                  AND conname <> 'scale_check' ORDER BY 1), relation || ' has its constraints')
FROM made WHERE command = 'CREATE TABLE' ORDER BY place;
SELECT is(ARRAY(SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'former.audit'::regclass ORDER BY 1),
          '{former.audit_pkey,former.audit_reference,former.by_weather}', 'audit has its indexes, and the user''s');
SELECT is(ARRAY(SELECT tgname || ' ' || tgtype FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'former'::regnamespace AND NOT relispartition) ORDER BY 1),
          ARRAY(SELECT tgname || ' ' || tgtype FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'fresh'::regnamespace) ORDER BY 1),
          'the guards are those of a new observatory');
SELECT results_eq($$SELECT identity_start FROM information_schema.columns WHERE table_schema = 'former' AND table_name = 'channel' AND column_name = 'position'$$,
                  $$SELECT identity_start FROM information_schema.columns WHERE table_schema = 'fresh' AND table_name = 'channel' AND column_name = 'position'$$, 'a column is numbered as in a new observatory');
SELECT results_eq($$SELECT convalidated FROM pg_constraint WHERE conrelid = 'former.scale'::regclass AND conname = 'scale_check'$$, 'VALUES (false)', 'a constraint that old rows break is for new rows');
SELECT results_eq($$SELECT what, message FROM barometre.check_observatory('former') WHERE code = 'invalid_row'$$,
                  $$VALUES ('scale', '1 rows break the constraint "scale_check": (minimum <= maximum)')$$,
                  'check_observatory lists the old rows');
SELECT throws_ok($$INSERT INTO former.scale (scale, points, scores, minimum, maximum) VALUES ('odder', '{0,1}', '{0,100}', 5, 1)$$, '23514', NULL, 'it refuses new rows');
SELECT isnt_empty('SELECT * FROM former.scale WHERE scale = ''odd''', 'and leaves the old');
DELETE FROM former.scale WHERE scale = 'odd';
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-12)', format('SELECT * FROM former.%I', view), format('TABLE fresh.%I', view),
                       keys), view || ' reads as in a new observatory')
FROM shown WHERE view NOT IN ('response', 'catalogue') ORDER BY view;
SELECT is_empty($$(TABLE former.catalogue EXCEPT TABLE fresh.catalogue) EXCEPT SELECT * FROM former.catalogue WHERE (view, column_name, description) IN (('category_score', 'score', 'Notre score'), ('laureate', 'edition', 'Number of the edition'))$$,
                'catalogue reads as in a new observatory, but for what its user says');

-- nothing of the user's is lost
SELECT results_eq('SELECT DISTINCT motto FROM former.edition', $$VALUES ('vive le service public')$$, 'a user''s column');
SELECT is(col_description('former.edition'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'former.edition'::regclass AND attname = 'motto')), 'of the user', 'and its comment');
SELECT is(obj_description('former.edition'::regclass), 'Nos éditions', 'a comment on a table');
SELECT is(obj_description('former.audit_score'::regclass), 'Nos audits', 'a comment on a view');
SELECT is(obj_description('former.category_score'::regclass), 'Nos catégories', 'a comment on a view that was made anew');
SELECT is(col_description('former.category_score'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'former.category_score'::regclass AND attname = 'score')), 'Notre score', 'and on its column');
SELECT isnt_empty($$SELECT FROM pg_description WHERE objoid = 'former.explain_score(int, text)'::regprocedure$$,
                  'the comment on a function that was missing');
SELECT ok(has_table_privilege('upgrade_reader', 'former.edition', 'SELECT') AND has_column_privilege('upgrade_reader', 'former.edition', 'label', 'UPDATE')
          AND NOT has_column_privilege('upgrade_reader', 'former.edition', 'target', 'UPDATE'), 'privileges on a table');
SELECT ok(has_table_privilege('upgrade_reader', 'former.audit_score', 'SELECT'), 'on a view that was replaced');
SELECT ok(has_table_privilege('upgrade_reader', 'former.category_score', 'SELECT WITH GRANT OPTION'), 'on a view that was made anew, with grant option');
SELECT ok(has_column_privilege('upgrade_reader', 'former.laureate', 'structure', 'SELECT')
          AND NOT has_column_privilege('upgrade_reader', 'former.laureate', 'global_score', 'SELECT'), 'on columns of a view that was made anew');
SELECT is(relowner::regrole::text, 'upgrade_press', 'the owner of a view that was made anew') FROM pg_class WHERE oid = 'former.laureate'::regclass;
SELECT is(relowner::regrole::text, 'upgrade_owner', 'a view that was missing belongs to the owner of the schema') FROM pg_class WHERE oid = 'former.certified_gap'::regclass;
SELECT is(relowner, (SELECT relowner FROM pg_class WHERE oid = 'former.audit'::regclass), 'a new table to the owner of the others') FROM pg_class WHERE oid = 'former.margin'::regclass;
SELECT is(reloptions::text, '{security_barrier=true}', 'options of a view that was made anew') FROM pg_class WHERE oid = 'former.laureate'::regclass;
SELECT is(reloptions::text, '{security_invoker=true}', 'options of a view that was replaced') FROM pg_class WHERE oid = 'former.audit_score'::regclass;
SELECT is(reloptions::text, '{autovacuum_enabled=false}', 'options of a table') FROM pg_class WHERE oid = 'former.participation'::regclass;
SELECT ok(relrowsecurity, 'row security') FROM pg_class WHERE oid = 'former.audit'::regclass;
SELECT isnt_empty($$SELECT FROM pg_policy WHERE polrelid = 'former.audit'::regclass$$, 'and its policy');
SELECT results_eq($$SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'former.audit'::regclass AND tgname = 'guard_answers'$$, $$VALUES ('A')$$, 'a guard that is enabled always');
SELECT results_eq($$SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'former.criterion'::regclass AND tgname = 'guard_weight'$$, $$VALUES ('D')$$, 'a guard that is disabled');
SELECT results_eq($$SELECT obj_description(oid, 'pg_trigger')::text COLLATE "C" FROM pg_trigger
                    WHERE tgrelid = 'former.audit'::regclass AND tgname = 'guard_answers'$$,
                  $$VALUES ('Nos réponses' COLLATE "C")$$, 'a comment on a guard');
SELECT results_eq('SELECT sum(audits)::int FROM former.mine', 'VALUES (594)', 'a user''s view on a view that was replaced');
SELECT ok(to_regprocedure('former.own(int)') IS NOT NULL AND to_regclass('former.note') IS NOT NULL, 'a user''s function and table');

/* Again, renamed, and by its owner: nothing changes */

-- comments of theirs: one with a sentence of ours, one on what is declared as ours is, one on a column, one on most columns
SELECT format('Notre page. %s. Elle est à nous.', split_part(obj_description('former.report(int, text)'::regprocedure, 'pg_proc'), '. ', 2)) AS comment \gset
COMMENT ON FUNCTION former.report IS :'comment';
COMMENT ON FUNCTION former.what_if IS 'Nos poids';
COMMENT ON VIEW former.edition_score IS 'Nos notes';
COMMENT ON COLUMN former.edition_score.score IS 'La note';
SELECT format('COMMENT ON COLUMN former.structure_score.%I IS %L', attname, 'À nous : ' || attname)
FROM pg_attribute WHERE attrelid = 'former.structure_score'::regclass AND attnum > 0 \gexec
TRUNCATE before;
INSERT INTO before SELECT * FROM pg_temp.catalogue_of('former');
SELECT lives_ok($$SELECT barometre.upgrade_observatory('former')$$, 'again');
SELECT bag_eq('SELECT * FROM pg_temp.catalogue_of(''former'')', 'TABLE before', 'nothing was changed');
ALTER VIEW former.laureate OWNER TO upgrade_owner;
SELECT lives_ok($$DO $body$ BEGIN
    SET LOCAL ROLE upgrade_owner;
    PERFORM barometre.upgrade_observatory('former');
    RESET ROLE;
END $body$ $$, 'by its owner, who is no superuser');
ALTER VIEW former.laureate OWNER TO upgrade_press;
SELECT bag_eq('SELECT * FROM pg_temp.catalogue_of(''former'')', 'TABLE before', 'nothing was changed');
ALTER SCHEMA former RENAME TO "For ""mer""";
SELECT lives_ok($$SELECT barometre.upgrade_observatory('For "mer"')$$, 'renamed');
SELECT throws_ok($$INSERT INTO "For ""mer""".audit (edition, structure, audit, channel, answers) VALUES (2020, 'S01', 9999, 'letter', '{1,2}')$$,
                 '23514', NULL, 'its guards find it');
SELECT is_empty($$SELECT * FROM pg_temp.differences('TABLE "For ""mer""".edition_key_figures', 'TABLE fresh.edition_key_figures', '{edition}', 1e-12)$$, 'and its views');
ALTER SCHEMA "For ""mer""" RENAME TO former;

/* The extension goes and comes back: made again by a superuser, all is the owner's */

CREATE TEMP TABLE kept AS TABLE fresh.edition_score;
DROP EXTENSION barometre CASCADE;
DROP SCHEMA fresh CASCADE;
REVOKE CREATE ON SCHEMA barometre FROM upgrade_reader;
CREATE EXTENSION barometre;
SELECT lives_ok($$SELECT barometre.upgrade_observatory('former')$$, 'after DROP EXTENSION and CREATE EXTENSION');
SELECT is(ARRAY(SELECT relname FROM pg_class WHERE relnamespace = 'former'::regnamespace AND relkind = 'v' AND relowner <> 'upgrade_owner'::regrole), '{}', 'views belong to the owner of the schema');
SELECT is(ARRAY(SELECT proname FROM pg_proc WHERE pronamespace = 'former'::regnamespace AND proname <> 'own' AND proowner <> 'upgrade_owner'::regrole), '{}', 'and functions');
SELECT ok(has_table_privilege('upgrade_reader', 'former.edition', 'SELECT'), 'privileges on tables are kept');
SELECT is_empty($$SELECT * FROM pg_temp.differences('TABLE former.edition_score', 'TABLE kept', '{edition}', 1e-12)$$, 'and so are the answers');

/* A dump without comments leaves nothing that barometre could be known by */

DELETE FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'former'::regnamespace);
SELECT lives_ok($$SELECT barometre.upgrade_observatory('former')$$, 'without any comment');
SELECT isnt_empty($$SELECT FROM pg_description WHERE objoid = 'former.laureate'::regclass$$, 'the comments are made anew');
SELECT * FROM finish();
ROLLBACK;
