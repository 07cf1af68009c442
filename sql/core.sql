-- An observatory is made, refused, lost with the extension, brought back, and found whatever stands on search_path.
\i test/data/two_channels.sql

-- Statements are told apart by PostgreSQL's parser
SELECT * FROM barometre.sql_statements($script$
-- a; comment
CREATE TABLE a (b text DEFAULT 'x;y');
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
DO $$ BEGIN NULL; END; $$; ;
CREATE VIEW v AS SELECT ';\' AS w$script$);
SELECT * FROM outcome($$SELECT barometre.sql_statements('CREATE TABLE')$$);
-- the place is one of the script
SELECT barometre.sql_statements(script) FROM (VALUES ('SELECT 1; SELEC 2')) AS s (script);

-- Observatories
SELECT * FROM outcome($$SELECT barometre.create_observatory('Été "x"')$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory(NULL)$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory('')$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory('pg_mine')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('public')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('no such schema')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory(NULL)$$);

-- The extension goes, the answers stay and can be written; it comes back, and so do views and guards.
CREATE TABLE before AS SELECT * FROM structure_score;
SELECT state, message FROM outcome('DROP EXTENSION barometre');
DEALLOCATE ALL;
DROP EXTENSION barometre CASCADE;
SELECT count(*) FROM audit;
SELECT to_regclass('structure_score'), (SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND NOT tgisinternal) AS triggers;
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (2, 'A', 99, 'phone', '{1,2,3}');
DELETE FROM audit WHERE audit = 99;
CREATE EXTENSION barometre;
SELECT barometre.upgrade_observatory('Été "x"');
SELECT * FROM before EXCEPT SELECT * FROM structure_score;
SELECT count(*) FROM structure_score JOIN before USING (edition, structure);
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (2, 'A', 99, 'phone', '{1,2,3}')$$);
SELECT * FROM outcome($$TRUNCATE criterion$$);
SELECT barometre.upgrade_observatory('Été "x"');

-- Objects of the same name elsewhere on search_path change nothing.
CREATE SCHEMA trap;
CREATE TABLE trap.criterion (edition int, channel text, item int, scale text);
CREATE TABLE trap.scale (scale text, minimum float8, maximum float8);
CREATE TABLE trap.audit (LIKE audit);
CREATE FUNCTION trap.audit_form() RETURNS barometre.audit_form LANGUAGE sql AS 'SELECT NULL::barometre.audit_form';
CREATE FUNCTION trap.count(float8) RETURNS bigint LANGUAGE sql AS 'SELECT 1 / 0';
CREATE FUNCTION trap.less(float8, float8) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR trap.< (LEFTARG = float8, RIGHTARG = float8, FUNCTION = trap.less);
CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
CREATE TEMP TABLE criterion (edition int, channel text, item int, scale text);
SET search_path = trap, pg_catalog, 'Été "x"', public;
SELECT * FROM before EXCEPT SELECT * FROM structure_score;
SELECT * FROM public.outcome($$INSERT INTO "Été ""x""".audit (edition, structure, audit, channel, answers) VALUES (2, 'A', 99, 'phone', '{1,2,3}')$$);
SELECT * FROM public.outcome($$UPDATE "Été ""x""".criterion SET scale = 'yes_no' WHERE edition = 2$$);
SELECT * FROM public.outcome($$UPDATE "Été ""x""".channel_weight SET weight = 'NaN' WHERE edition = 2$$);
SELECT * FROM public.outcome($$SELECT barometre.create_observatory('beside the trap', partitioned => true)$$);
SELECT * FROM public.outcome($$INSERT INTO "beside the trap".edition VALUES (-3)$$);
SELECT relname FROM pg_class WHERE relnamespace = '"beside the trap"'::regnamespace AND relkind = 'r' AND relname LIKE 'audit%';
RESET search_path;
DROP TABLE pg_temp.criterion;
DROP SCHEMA trap CASCADE;
DROP SCHEMA "beside the trap" CASCADE;

-- Who adds an edition needs no right on audit; a table of the partition's name that is none is an error
SELECT barometre.create_observatory('parted', partitioned => true);
CREATE ROLE regress_editor;
GRANT USAGE ON SCHEMA parted TO regress_editor;
GRANT INSERT, UPDATE ON parted.edition TO regress_editor;
SET ROLE regress_editor;
INSERT INTO parted.edition (edition) VALUES (2019), (2020);
RESET ROLE;
SELECT inhrelid::regclass, pg_get_userbyid(relowner) = current_user AS of_owner FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'parted.audit'::regclass ORDER BY 1;
ALTER TABLE parted.audit DETACH PARTITION parted.audit_2020;
DELETE FROM parted.edition WHERE edition = 2020;
SELECT * FROM outcome('INSERT INTO parted.edition (edition) VALUES (2020)');
ALTER TABLE parted.audit_2020 RENAME TO of_2020;
ALTER TABLE parted.audit ATTACH PARTITION parted.of_2020 FOR VALUES IN (2020);
SELECT * FROM outcome('INSERT INTO parted.edition (edition) VALUES (2020)');
DROP OWNED BY regress_editor;
DROP ROLE regress_editor;
DROP SCHEMA parted CASCADE;

-- A schema barometre that somebody else owns, or has planted in
CREATE ROLE regress_mallory;
DROP EXTENSION barometre CASCADE;
ALTER SCHEMA barometre OWNER TO regress_mallory;
SELECT * FROM outcome('CREATE EXTENSION barometre');
ALTER SCHEMA barometre OWNER TO CURRENT_USER;
CREATE FUNCTION barometre.max(float8) RETURNS float8 LANGUAGE sql RETURN 1;
ALTER FUNCTION barometre.max(float8) OWNER TO regress_mallory;
SELECT * FROM outcome('CREATE EXTENSION barometre');
DROP FUNCTION barometre.max(float8);
-- or may plant in
GRANT CREATE ON SCHEMA barometre TO regress_mallory;
SELECT * FROM outcome('CREATE EXTENSION barometre');
REVOKE CREATE ON SCHEMA barometre FROM regress_mallory;
GRANT CREATE ON SCHEMA barometre TO PUBLIC;
SELECT * FROM outcome('CREATE EXTENSION barometre');
DROP SCHEMA barometre;
ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO PUBLIC;
SELECT * FROM outcome('CREATE EXTENSION barometre');
ALTER DEFAULT PRIVILEGES REVOKE CREATE ON SCHEMAS FROM PUBLIC;
CREATE EXTENSION barometre;
-- as are functions in an observatory; tables and views are not
CREATE FUNCTION "Été ""x""".max(float8) RETURNS float8 LANGUAGE sql RETURN 1;
CREATE TABLE "Été ""x""".hers (a int);
ALTER FUNCTION "Été ""x""".max(float8) OWNER TO regress_mallory;
ALTER TABLE "Été ""x""".hers OWNER TO regress_mallory;
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('Été "x"')$$);
-- also those that another session makes meanwhile: here with the first view
ALTER FUNCTION "Été ""x""".max(float8) OWNER TO CURRENT_USER;
CREATE FUNCTION public.plant() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    ALTER FUNCTION "Été ""x""".max(float8) OWNER TO regress_mallory;
END
$$;
CREATE EVENT TRIGGER plant ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION public.plant();
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('Été "x"')$$);
DROP EVENT TRIGGER plant;
DROP FUNCTION public.plant();
ALTER FUNCTION "Été ""x""".max(float8) OWNER TO regress_mallory;
ALTER SCHEMA "Été ""x""" OWNER TO regress_mallory;
GRANT USAGE ON SCHEMA barometre TO regress_mallory;
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('Été "x"')$$);
SET ROLE regress_mallory;
SELECT * FROM public.outcome($$SELECT barometre.upgrade_observatory('Été "x"')$$);
RESET ROLE;
DROP SCHEMA "Été ""x""" CASCADE;
DROP OWNED BY regress_mallory;
DROP ROLE regress_mallory;
DROP FUNCTION public.outcome;
