-- A guard's function may be put on any table by anyone.  It refuses all but the tables of an observatory that it guards.
SET client_min_messages = warning;
\pset null '-'
CREATE ROLE regress_mallory;
GRANT USAGE ON SCHEMA barometre TO regress_mallory;
GRANT TEMPORARY ON DATABASE :"DBNAME" TO regress_mallory;
SET ROLE regress_mallory;

CREATE FUNCTION pg_temp.outcome(VARIADIC statements text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    RAISE EXCEPTION 'accepted' USING ERRCODE = 'P0001'; -- and undone
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLERRM = 'accepted' THEN 'accepted' ELSE SQLSTATE || ' ' || SQLERRM END;
END
$$;

-- The functions of triggers that this extension has
CREATE TEMP TABLE guard AS
SELECT proname AS name FROM pg_proc WHERE pronamespace = 'barometre'::regnamespace AND prorettype = 'trigger'::regtype AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'c');
SELECT name FROM guard ORDER BY name;

-- An observatory of temporary tables, of that role: it is one
CREATE TEMP TABLE audit (edition int, structure text, audit bigint, channel text, responded boolean, answers real[], weight float8);
CREATE TEMP TABLE criterion (edition int, channel text, item int, scale text, weight float8);
CREATE TEMP TABLE scale (scale text, points float8[], scores float8[], minimum float8, maximum float8);
CREATE TEMP TABLE determinant_weight (edition int, determinant text, weight float8);
CREATE TEMP TABLE channel_weight (edition int, channel text, weight float8);
CREATE TEMP TABLE participation (edition int, structure text, weight float8);
CREATE TEMP TABLE structure (structure text, successor text);
CREATE TEMP TABLE edition (edition int);
CREATE TRIGGER t AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
INSERT INTO scale VALUES ('s', '{0,1}', '{0,100}', 0, 1);
INSERT INTO criterion VALUES (1, 'a', 1, 's', 1);
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
INSERT INTO audit VALUES (1, 'x', 2, 'a', true, '{2}', 1);
DROP TRIGGER t ON audit;
TRUNCATE audit, criterion, scale;

-- Each guard on its table of an observatory in which one column of one table is of another type
CREATE TYPE pg_temp.pair AS (a int, b text);
CREATE DOMAIN pg_temp.word AS text;
CREATE TEMP TABLE home (guard text, name text, new_row text, set text);
INSERT INTO home VALUES
    ('guard_audit', 'audit', $$1, 'x', 1, 'a', true, '{1}', 1$$, 'weight = 2'), ('guard_questionnaire', 'criterion', $$1, 'a', 1, 's', 1$$, 'weight = 2'),
    ('guard_questionnaire', 'scale', $$'s', '{0,1}', '{0,100}', 0, 1$$, 'maximum = 2'), ('guard_scale', 'scale', $$'s', '{0,1}', '{0,100}', 0, 1$$, 'maximum = 2'),
    ('guard_total_weight', 'channel_weight', $$1, 'a', 1$$, 'weight = 2'), ('guard_weight', 'participation', $$1, 'x', 1$$, 'weight = 2'),
    ('guard_successor', 'structure', $$'x', 'y'$$, $$successor = 'z'$$), ('partition_audit', 'edition', '1', 'edition = 2');
CREATE TEMP TABLE odd (type text, value text);
INSERT INTO odd VALUES ('bigint', '4702111234474983745'), ('double precision', '1e300'), ('text', 'a'), ('bytea', '\x41414141'), ('"char"', 'a'),
    ('uuid', '41414141-4141-4141-4141-414141414141'), ('pg_temp.word', 'a'), ('pg_temp.pair', '(1,a)'), ('"char"[]', '{a}'), ('real[]', '{1}');
CREATE TEMP TABLE attempt AS
SELECT guard, odd_table, odd_column, type,
       pg_temp.outcome(format('INSERT INTO %I VALUES (%s)', name, new_row),
                       format('ALTER TABLE %1$I ALTER %2$I TYPE %3$s USING %4$L::%3$s', odd_table, odd_column, type, value),
                       format('CREATE TRIGGER t AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION barometre.%I()', name, guard),
                       format('DELETE FROM %I', name)) AS outcome
FROM home, odd, LATERAL (
    SELECT relname AS odd_table, attname AS odd_column FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
    WHERE relname IN (SELECT name FROM home UNION SELECT 'determinant_weight') AND relnamespace = pg_my_temp_schema() AND attnum > 0
      AND format_type(atttypid, -1) <> type) AS other;
SELECT count(*) AS attempts, count(*) FILTER (WHERE outcome LIKE '42809 %: table % is not a table of an observatory that it guards') AS refused FROM attempt;
SELECT * FROM attempt WHERE outcome NOT LIKE '42809 %: table % is not a table of an observatory that it guards' ORDER BY 1, 2, 3, 4 LIMIT 9;

-- Rows of these tables may lack what those of an observatory always have: a guard passes over them
CREATE TEMP TABLE lacking AS
SELECT guard, name, split_part(event, ' ', 1) AS event, odd_table || '.' || odd_column AS without,
       pg_temp.outcome($$INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1)$$, $$INSERT INTO criterion VALUES (1, 'a', 1, 's', 1)$$,
                       $$INSERT INTO scale VALUES ('s', '{0,1}', '{0,100}', 0, 1)$$, $$INSERT INTO channel_weight VALUES (1, 'a', 1)$$,
                       $$INSERT INTO participation VALUES (1, 'x', 1)$$, $$INSERT INTO structure VALUES ('x', 'y')$$, $$INSERT INTO edition VALUES (1)$$,
                       format('UPDATE %I SET %I = NULL', odd_table, odd_column),
                       format('CREATE TRIGGER t AFTER %s ON %I %s EXECUTE FUNCTION barometre.%I()', split_part(event, ' ', 1), name,
                              CASE WHEN event NOT LIKE 'TRUNCATE%' THEN 'FOR EACH ROW' END, guard),
                       format(event, name, set)) AS outcome
FROM (SELECT guard, name, set FROM home UNION ALL VALUES ('cascade_channel', 'channel_weight', $$channel = 'b'$$)) AS guarded,
     unnest('{UPDATE %I SET %s,DELETE FROM %I,TRUNCATE %I}'::text[]) AS event,
     (SELECT relname, attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
      WHERE relname IN (SELECT name FROM home) AND relnamespace = pg_my_temp_schema() AND attnum > 0) AS odd (odd_table, odd_column);
SELECT count(*) AS attempts, count(*) FILTER (WHERE outcome = 'accepted') AS accepted FROM lacking;
SELECT guard, name, event, outcome, CASE WHEN count(*) < 9 THEN string_agg(without, ' ' ORDER BY without) ELSE count(*)::text END AS without
FROM lacking WHERE outcome <> 'accepted' OR (guard, name, event) = ('guard_questionnaire', 'criterion', 'TRUNCATE') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;

-- Every event, before, after and instead of it, each row and each statement, with and without transition tables
CREATE VIEW pg_temp.seen AS SELECT * FROM structure;
CREATE TEMP TABLE other (edition int, structure text, audit bigint, channel text, responded boolean, answers real[], weight float8);
CREATE TEMP TABLE parted (edition int, structure text, weight float8) PARTITION BY LIST (edition);
CREATE TEMP TABLE participation_1 PARTITION OF parted DEFAULT;
CREATE TEMP TABLE place (name text, new_row text, set text);
INSERT INTO place SELECT DISTINCT name, new_row, set FROM home;
INSERT INTO place VALUES ('determinant_weight', $$1, 'd', 1$$, 'weight = 2'), ('pg_temp.seen', $$'x', 'y'$$, $$successor = 'z'$$),
    ('other', $$1, 'x', 1, 'a', true, '{1}', 1$$, 'weight = 2'), ('parted', $$1, 'x', 1$$, 'weight = 2');
CREATE TEMP TABLE fired AS
SELECT guard.name AS guard, place.name AS place, timing, level, event,
       pg_temp.outcome(format('CREATE TRIGGER t %s %s ON %s %s %s EXECUTE FUNCTION barometre.%I()', timing, event, place.name, referencing, level, guard.name),
                       format('INSERT INTO %s VALUES (%s)', place.name, new_row), format('UPDATE %s SET %s', place.name, set),
                       format('DELETE FROM %s', place.name), CASE event WHEN 'TRUNCATE' THEN format('TRUNCATE %s', place.name) ELSE 'SELECT' END) AS outcome
FROM guard, place, unnest('{BEFORE,AFTER,INSTEAD OF}'::text[]) AS timing, unnest('{FOR EACH ROW,FOR EACH STATEMENT}'::text[]) AS level,
     (VALUES ('INSERT', ''), ('INSERT', 'REFERENCING NEW TABLE AS changed'), ('UPDATE', ''), ('UPDATE', 'REFERENCING OLD TABLE AS previous NEW TABLE AS changed'),
             ('DELETE', ''), ('DELETE', 'REFERENCING OLD TABLE AS previous'), ('TRUNCATE', '')) AS events (event, referencing)
WHERE place.name IN ('pg_temp.seen', 'other', 'parted', 'structure') OR (guard.name, place.name) IN (SELECT home.guard, home.name FROM home);
-- what PostgreSQL makes of them: no such trigger there; the guard's refusals; and accepted, or refused with what the guard checks
SELECT substr(outcome, 1, 5) AS state, count(*) FROM fired GROUP BY 1 ORDER BY 1;
SELECT guard, place, timing, level, string_agg(DISTINCT event, ' ' ORDER BY event) AS events, outcome FROM fired
WHERE (outcome LIKE '23%' OR outcome = 'accepted' AND event <> 'DELETE' OR outcome LIKE 'XX%') AND place <> 'pg_temp.seen' -- it fires INSTEAD OF only
GROUP BY 1, 2, 3, 4, 6 ORDER BY 1, 2, 3, 4, 5;

-- Each refusal says what is wrong
CREATE TRIGGER t AFTER INSERT ON other FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
INSERT INTO other VALUES (1, 'x', 1, 'a', true, '{1}', 1);
CREATE TRIGGER t BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
CREATE OR REPLACE TRIGGER t AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
ALTER TABLE scale ALTER minimum TYPE "char" USING 'a';
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
ALTER TABLE scale DROP minimum;
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
DROP TABLE scale;
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
CREATE VIEW pg_temp.scale AS SELECT 's'::text AS scale, '{0,1}'::float8[] AS points, '{0,100}'::float8[] AS scores, 0::float8 AS minimum, 1::float8 AS maximum;
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
SELECT barometre.guard_audit();
DISCARD TEMP;

-- Tables of two owners are none: a guard uses the rights of one
RESET ROLE;
CREATE SCHEMA regress_shared;
GRANT USAGE, CREATE ON SCHEMA regress_shared TO regress_mallory;
SET search_path = regress_shared;
CREATE TABLE criterion (edition int, channel text, item int, scale text, weight float8);
CREATE TABLE scale (scale text, points float8[], scores float8[], minimum float8, maximum float8);
CREATE TABLE determinant_weight (edition int, determinant text, weight float8);
CREATE TABLE channel_weight (edition int, channel text, weight float8);
CREATE TABLE participation (edition int, structure text, weight float8);
CREATE TABLE structure (structure text, successor text);
CREATE TABLE edition (edition int);
SET ROLE regress_mallory;
CREATE TABLE audit (edition int, structure text, audit bigint, channel text, responded boolean, answers real[], weight float8);
CREATE TRIGGER t AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
-- A table of hers with the name of a shard of Citus is none either
RESET ROLE;
ALTER TABLE audit OWNER TO CURRENT_USER;
SET ROLE regress_mallory;
CREATE TABLE audit_102008 (edition int, structure text, audit bigint, channel text, responded boolean, answers real[], weight float8);
CREATE TRIGGER t AFTER INSERT ON audit_102008 FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
INSERT INTO audit_102008 VALUES (1, 'x', 1, 'a', true, '{1}', 1);
RESET ROLE;
-- Nor are they where the schema is hers: she could put a view in the place of a table, to be read with the rights of its owner
GRANT INSERT ON audit TO regress_mallory;
ALTER SCHEMA regress_shared OWNER TO regress_mallory;
SET ROLE regress_mallory;
INSERT INTO audit VALUES (1, 'x', 1, 'a', true, '{1}', 1);
RESET ROLE;
RESET search_path;
DROP SCHEMA regress_shared CASCADE;

-- A partition that is being detached (as after DETACH PARTITION … CONCURRENTLY that was cancelled) has no table above it
SELECT barometre.create_observatory('regress_parted', partitioned => true);
SET search_path = regress_parted;
INSERT INTO edition (edition) VALUES (1);
SET allow_system_table_mods = on;
ALTER TABLE audit_1 RENAME TO former;
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'former'::regclass;
INSERT INTO structure (structure) VALUES ('x');
INSERT INTO participation (edition, structure, category) VALUES (1, 'x', 'other');
INSERT INTO former (edition, structure, audit, channel, answers) VALUES (1, 'x', 1, 'phone', '{1}');
UPDATE pg_inherits SET inhdetachpending = false WHERE inhrelid = 'former'::regclass;
RESET allow_system_table_mods;
-- Audits that are partitioned by another column get no partition for an edition
DROP TABLE audit CASCADE;
CREATE TABLE audit (edition int, structure text, audit bigint, channel text, responded boolean, answers real[], weight float8) PARTITION BY LIST (structure);
CREATE TABLE audit_x PARTITION OF audit FOR VALUES IN ('x', 'y');
INSERT INTO edition (edition) VALUES (1094795585);
SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit'::regclass;
RESET search_path;
DROP SCHEMA regress_parted CASCADE;
DROP OWNED BY regress_mallory;
DROP ROLE regress_mallory;
