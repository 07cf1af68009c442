-- What an observatory and the types refuse, each with its message.
SET client_min_messages = warning;
SET intervalstyle = iso_8601;

-- Runs a statement and tells what it was refused with, or how many rows it wrote.
CREATE FUNCTION public.outcome(statement text, OUT state text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS written = ROW_COUNT;
    message := written || ' rows';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    detail := nullif(detail, '');
    hint := nullif(hint, '');
END
$$;
\pset null '-'
\pset format unaligned
\pset expanded on
\pset tuples_only on

-- A schema whose name needs quotes; two channels, a scale without bounds, one with a lower bound
SELECT barometre.create_observatory('Été "x"');
SET search_path = 'Été "x"', public;
INSERT INTO edition (edition) VALUES (1), (2);
INSERT INTO determinant_weight (edition, determinant, weight) VALUES (1, 'courtesy', 1), (1, 'waiting', 2), (2, 'courtesy', 1);
INSERT INTO channel_weight (edition, channel, weight) VALUES (1, 'phone', 1), (1, 'email', 0), (2, 'phone', 1);
INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('free', '{-1,1}', '{0,100}', NULL, NULL), ('up_to_3', '{0,3}', '{0,100}', NULL, 3);
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight) VALUES
    (1, 'phone', 1, 'a', 'courtesy', 'yes_no', 1), (1, 'phone', 2, 'b', 'waiting', 'rings', 2), (1, 'phone', 3, 'c', 'waiting', 'free', 0),
    (1, 'email', 1, 'd', 'courtesy', 'up_to_3', 1), (2, 'phone', 1, 'e', 'courtesy', 'grade_1_5', 1);
INSERT INTO structure (structure) VALUES ('A'), ('B'), ('C');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'department'), (1, 'B', 'department'), (2, 'A', 'department');
INSERT INTO audit (edition, structure, audit, channel, responded, answers) VALUES
    (1, 'A', 1, 'phone', true, '{1,5,0}'), (1, 'A', 2, 'phone', true, '{NULL,NaN,-1e38}'), (1, 'A', 3, 'phone', false, NULL),
    (1, 'B', 1, 'email', true, '{-7}'), (2, 'A', 1, 'phone', true, '{4}');
SELECT structure, audits, coverage, global_score FROM structure_score ORDER BY edition, structure;

-- Observatories
SELECT * FROM outcome($$SELECT barometre.create_observatory('Été "x"')$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory(NULL)$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory('')$$);
SELECT * FROM outcome($$SELECT barometre.create_observatory('pg_mine')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('public')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory('no such schema')$$);
SELECT * FROM outcome($$SELECT barometre.upgrade_observatory(NULL)$$);
SELECT * FROM outcome($$SELECT barometre.distribute_observatory('public')$$);
SELECT * FROM outcome($$SELECT barometre.distribute_observatory(NULL)$$);
SELECT * FROM outcome($$SELECT barometre.distribute_observatory(current_schema)$$);

-- Where a structure lives on: itself, a step, two steps, a chain that leads back
SELECT s AS structure, barometre.last_successor(s, '{"A": "B", "B": "C", "X": "Y", "Y": "X", "Z": "X"}') AS last_successor
FROM unnest('{A,B,C,D,X,Z,NULL}'::text[]) AS s;
SELECT barometre.last_successor('A', NULL);

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
DROP SCHEMA "Été ""x""" CASCADE;
DROP FUNCTION public.outcome;
