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

-- Audits
PREPARE try (text) AS SELECT * FROM outcome(format('INSERT INTO audit (edition, structure, audit, channel, responded, answers) VALUES (%s)', $1));
EXECUTE try ($$1, 'A', 9, 'phone', true, '{1,5}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{1,5,0,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{2,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{-0.1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{1,-1,0}'$$);
EXECUTE try ($$1, 'B', 9, 'email', true, '{3.1}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{1,Infinity,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{1,5,-Infinity}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', false, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', false, '{}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, NULL$$);
EXECUTE try ($$1, 'A', 9, 'phone', NULL, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, NULL, true, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'letter', true, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'telegraph', true, '{1,5,0}'$$);
EXECUTE try ($$2, 'A', 9, 'email', true, '{1}'$$);
EXECUTE try ($$3, 'A', 9, 'phone', true, '{1,5,0}'$$);
EXECUTE try ($$1, 'C', 9, 'phone', true, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{{1,5,0}}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '{{1},{5},{0}}'$$);
EXECUTE try ($$1, 'A', 9, 'phone', true, '[0:2]={1,5,0}'$$);
EXECUTE try ($$1, 'A', 1, 'phone', true, '{1,5,0}'$$);
-- what is allowed: bounds included, not applicable, not observed
EXECUTE try ($$1, 'A', 9, 'phone', true, '{0,0,3e38}'$$);
EXECUTE try ($$1, 'B', 9, 'email', true, '{NaN}'$$);

-- Audits that are there
SELECT * FROM outcome($$UPDATE audit SET answers = '{1,5}' WHERE audit = 9$$);
SELECT * FROM outcome($$UPDATE audit SET answers[2] = -1 WHERE structure = 'A' AND audit = 9$$);
SELECT * FROM outcome($$UPDATE audit SET channel = 'email' WHERE structure = 'A' AND audit = 9$$);
SELECT * FROM outcome($$UPDATE audit SET responded = false WHERE structure = 'A' AND audit = 9$$);
SELECT * FROM outcome($$UPDATE audit SET edition = 2 WHERE structure = 'A' AND audit = 9$$);
SELECT * FROM outcome($$UPDATE audit SET responded = false, answers = NULL WHERE structure = 'A' AND audit = 9$$);
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'A', 1, 'phone', '{1,5,0}')
    ON CONFLICT (edition, structure, audit) DO UPDATE SET answers = '{3,3,3}'$$);
-- one bad row among many: nothing is written
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers)
    SELECT 1, 'A', 100 + i, 'phone', ARRAY[1, CASE i WHEN 777 THEN -5 ELSE 5 END, 0] FROM generate_series(1, 1000) AS i$$);
SELECT count(*) FROM audit WHERE audit > 100;

-- Weights
PREPARE weigh (text, text, text) AS SELECT * FROM outcome(format('UPDATE %s SET weight = %L WHERE %s', $1, $2, $3));
EXECUTE weigh ('determinant_weight', '-1', $$determinant = 'waiting'$$);
EXECUTE weigh ('determinant_weight', 'NaN', $$determinant = 'waiting'$$);
EXECUTE weigh ('determinant_weight', 'Infinity', $$determinant = 'waiting'$$);
EXECUTE weigh ('determinant_weight', '1e101', $$determinant = 'waiting'$$);
EXECUTE weigh ('determinant_weight', '0', 'edition = 1');
EXECUTE weigh ('channel_weight', '-0.5', $$channel = 'email'$$);
EXECUTE weigh ('channel_weight', 'NaN', $$channel = 'email'$$);
EXECUTE weigh ('channel_weight', '-Infinity', $$channel = 'email'$$);
EXECUTE weigh ('channel_weight', '0', 'edition = 1');
EXECUTE weigh ('criterion', '-1', 'edition = 2');
EXECUTE weigh ('criterion', 'NaN', 'edition = 2');
EXECUTE weigh ('criterion', 'Infinity', 'edition = 2');
EXECUTE weigh ('criterion', '0', 'edition = 2');
EXECUTE weigh ('participation', '-1', 'edition = 2');
EXECUTE weigh ('participation', 'NaN', 'edition = 2');
EXECUTE weigh ('participation', 'Infinity', 'edition = 2');
EXECUTE weigh ('participation', '1e-200', 'edition = 2');
EXECUTE weigh ('participation', '0', 'edition = 2');
SELECT * FROM outcome($$INSERT INTO determinant_weight VALUES (1, 'transfer', -1)$$);
SELECT * FROM outcome($$INSERT INTO channel_weight VALUES (1, 'visit', 'NaN')$$);
SELECT * FROM outcome($$INSERT INTO participation (edition, structure, category, weight) VALUES (1, 'C', 'region', 'Infinity')$$);
SELECT * FROM outcome($$INSERT INTO edition (edition) VALUES (3)$$);
SELECT * FROM outcome($$INSERT INTO determinant_weight VALUES (3, 'transfer', 0), (3, 'waiting', 0)$$);
SELECT * FROM outcome($$INSERT INTO channel_weight VALUES (3, 'phone', 0)$$);
SELECT * FROM outcome($$DELETE FROM determinant_weight WHERE edition = 1 AND determinant = 'courtesy'$$);
SELECT * FROM outcome($$INSERT INTO channel (channel, position) VALUES ('', 100)$$);
SELECT * FROM outcome($$INSERT INTO determinant (determinant, position) VALUES (repeat('é', 128), 100)$$);
-- the only weight above 0 moves to another edition
SELECT * FROM outcome($$INSERT INTO channel_weight VALUES (3, 'phone', 0), (3, 'visit', 1)$$);
SELECT * FROM outcome($$UPDATE channel_weight SET edition = 2 WHERE edition = 3 AND channel = 'visit'$$);

-- Scales
PREPARE scale (text) AS SELECT * FROM outcome(format('INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES (''bad'', %s)', $1));
EXECUTE scale ($$'{1,0}', '{0,100}', 0, 1$$);
EXECUTE scale ($$'{0,1}', '{0,50,100}', 0, 1$$);
EXECUTE scale ($$'{}', '{}', 0, 1$$);
EXECUTE scale ($$'{0,NULL}', '{0,100}', 0, 1$$);
EXECUTE scale ($$'{0,NaN}', '{0,100}', 0, 1$$);
EXECUTE scale ($$'{0,1}', '{0,Infinity}', 0, 1$$);
EXECUTE scale ($$'{0,1e-320}', '{0,100}', 0, 1$$);
EXECUTE scale ($$'{-1e308,1e308}', '{0,100}', 0, 1$$);
EXECUTE scale ($$'{0,1}', '{0,101}', 0, 1$$);
EXECUTE scale ($$'{0,1}', '{-1,100}', 0, 1$$);
EXECUTE scale ($$'{{0,1}}', '{{0,100}}', 0, 1$$);
EXECUTE scale ($$'{0,1}', '{0,100}', 1, 0$$);
EXECUTE scale ($$'{0,1}', '{0,100}', 'NaN', 1$$);
EXECUTE scale ($$'{0,1}', '{0,100}', 0, 'NaN'$$);
SELECT * FROM outcome($$UPDATE scale SET points = '{3,1}' WHERE scale = 'free'$$);
-- under audits
SELECT * FROM outcome($$UPDATE scale SET maximum = 4 WHERE scale = 'rings'$$);
SELECT * FROM outcome($$UPDATE scale SET minimum = 0 WHERE scale = 'up_to_3'$$);
SELECT * FROM outcome($$DELETE FROM scale WHERE scale = 'rings'$$);
SELECT * FROM outcome($$UPDATE scale SET maximum = 5 WHERE scale = 'rings'$$);

-- Questionnaires
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (3, 'visit', 2, 'x', 'transfer', 'yes_no')$$);
SELECT * FROM outcome($$INSERT INTO determinant_weight VALUES (3, 'transfer', 1)$$);
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (3, 'visit', 2, 'x', 'transfer', 'yes_no')$$);
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (3, 'visit', 0, 'x', 'transfer', 'yes_no')$$);
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight) VALUES (3, 'visit', 1, 'x', 'transfer', 'yes_no', 0)$$);
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, no_response) VALUES (3, 'visit', 1, 'x', 'transfer', 'yes_no', 'skip')$$);
-- under audits
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (2, 'phone', 2, 'x', 'courtesy', 'yes_no')$$);
SELECT * FROM outcome($$DELETE FROM criterion WHERE edition = 1 AND channel = 'phone' AND item = 3$$);
SELECT * FROM outcome($$DELETE FROM criterion WHERE edition = 1 AND channel = 'phone' AND item = 1$$);
SELECT * FROM outcome($$DELETE FROM criterion WHERE edition = 2$$);
SELECT * FROM outcome($$TRUNCATE criterion$$);
SELECT * FROM outcome($$TRUNCATE determinant_weight CASCADE$$);
SELECT * FROM outcome($$UPDATE criterion SET scale = 'yes_no' WHERE edition = 2$$);
SELECT * FROM outcome($$UPDATE criterion SET item = 4 WHERE edition = 1 AND channel = 'phone' AND item = 3$$);
SELECT * FROM outcome($$UPDATE criterion SET edition = 2, item = 2, determinant = 'courtesy' WHERE edition = 1 AND channel = 'phone' AND item = 3$$);
SELECT * FROM outcome($$UPDATE criterion SET channel = 'email', item = 2 WHERE edition = 1 AND channel = 'phone' AND item = 3$$);
SELECT * FROM outcome($$DELETE FROM channel_weight WHERE edition = 2$$);
SELECT * FROM outcome($$UPDATE criterion SET weight = 3, label_fr = 'renamed' WHERE edition = 1$$);

-- Successors
SELECT * FROM outcome($$UPDATE structure SET successor = 'A' WHERE structure = 'A'$$);
SELECT * FROM outcome($$UPDATE structure SET successor = 'B' WHERE structure = 'A'$$);
SELECT * FROM outcome($$UPDATE structure SET successor = 'C' WHERE structure = 'B'$$);
SELECT * FROM outcome($$UPDATE structure SET successor = 'A' WHERE structure = 'C'$$);
SELECT * FROM outcome($$INSERT INTO structure (structure, successor) VALUES ('D', 'D')$$);
SELECT * FROM outcome($$INSERT INTO structure (structure, successor) VALUES ('E', 'F'), ('F', 'E')$$);
SELECT * FROM outcome($$UPDATE structure SET successor = 'nobody' WHERE structure = 'C'$$);

-- What is left is what was allowed
SELECT edition, structure, audit, channel, responded, answers FROM audit ORDER BY edition, structure, audit;

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
