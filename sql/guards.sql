-- What the guards of an observatory refuse, each with its message, and what they let pass.
\i test/data/two_channels.sql

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

-- What is checked is what is stored, whatever other triggers do
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.answers[1] := 7; RETURN NEW; END $$;
CREATE TRIGGER zzz_spoil BEFORE INSERT OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION spoil();
EXECUTE try ($$1, 'A', 11, 'phone', true, '{1,5,0}'$$);
SELECT * FROM outcome($$UPDATE audit SET auditor = 'x' WHERE structure = 'A' AND audit = 1 AND edition = 1$$);
DROP FUNCTION spoil CASCADE;

-- Weights of audits
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers, weight) VALUES (1, 'A', 11, 'phone', '{1,5,0}', -1)$$);
SELECT * FROM outcome($$UPDATE audit SET weight = 'NaN' WHERE structure = 'B'$$);
SELECT * FROM outcome($$UPDATE audit SET weight = 1e-101 WHERE structure = 'B'$$);
SELECT * FROM outcome($$UPDATE audit SET weight = 0 WHERE structure = 'B'$$);

-- Whoever may write is checked with the rights of the tables' owner: the grants of README.md are enough
CREATE ROLE regress_loader;
CREATE ROLE regress_editor;
GRANT USAGE ON SCHEMA "Été ""x""" TO regress_loader, regress_editor;
GRANT INSERT ON audit TO regress_loader;
GRANT SELECT, INSERT, UPDATE, DELETE ON criterion, scale TO regress_editor;
SET ROLE regress_loader;
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'A', 12, 'phone', '{1,5,0}')$$);
SELECT * FROM outcome($$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'A', 13, 'phone', '{1,5}')$$);
SET ROLE regress_editor;
SELECT * FROM outcome($$UPDATE criterion SET scale = 'grade_0_4' WHERE edition = 1 AND item = 1 AND channel = 'phone'$$);
SELECT * FROM outcome($$UPDATE criterion SET scale = 'grade_1_5' WHERE edition = 1 AND item = 1 AND channel = 'phone'$$);
RESET ROLE;
-- and audits that row security hides from it are checked, even from the owner
ALTER TABLE audit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON audit TO regress_editor;
SET ROLE regress_editor;
SELECT count(*) FROM audit;
SELECT * FROM outcome($$UPDATE criterion SET scale = 'grade_1_5' WHERE edition = 1 AND item = 1 AND channel = 'phone'$$);
SELECT * FROM outcome($$UPDATE scale SET maximum = 2 WHERE scale = 'rings'$$);
SELECT * FROM outcome($$UPDATE criterion SET scale = 'yes_no' WHERE edition = 1 AND item = 1 AND channel = 'phone'$$);
RESET ROLE;
ALTER TABLE audit DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

-- Deferred, a questionnaire and its audits change together, rows in any order
SELECT * FROM outcome($$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (2, 'phone', 2, 'f', 'courtesy', 'yes_no')$$);
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (2, 'phone', 3, 'g', 'courtesy', 'yes_no');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (2, 'phone', 2, 'f', 'courtesy', 'yes_no');
UPDATE channel_weight SET weight = 0 WHERE edition = 2;
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (2, 'A', 5, 'phone', '{1}');
UPDATE audit SET answers = answers || '{1,0}'::real[] WHERE edition = 2;
UPDATE channel_weight SET weight = 2 WHERE edition = 2;
COMMIT;
SELECT audit, answers FROM audit WHERE edition = 2 ORDER BY audit;
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
DELETE FROM criterion WHERE edition = 2 AND item = 2;
COMMIT;

-- A column or a table may have any name, and a table may have more columns
DO $$
DECLARE
    relation text;
    name text;
BEGIN
    FOR relation IN SELECT relname FROM pg_class WHERE relnamespace = '"Été ""x"""'::regnamespace AND relkind = 'r' LOOP
        FOREACH name IN ARRAY '{edition,structure,audit,channel,responded,answers,weight,item,criterion,scale,points,scores,minimum,maximum,determinant,successor,heir,code,a,c,s,w,h,row,value}'::text[] LOOP
            EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS %I text DEFAULT %L', relation, name, 'x');
        END LOOP;
    END LOOP;
END
$$;
CREATE TABLE a AS SELECT; CREATE TABLE c AS SELECT; CREATE TABLE s AS SELECT; CREATE TABLE w AS SELECT; CREATE TABLE h AS SELECT; CREATE TABLE heir AS SELECT;
EXECUTE try ($$1, 'A', 14, 'phone', true, '{1,5,0}'$$);
EXECUTE try ($$1, 'A', 15, 'phone', true, '{1,5}'$$);
SELECT * FROM outcome($$DELETE FROM criterion WHERE edition = 2 AND item = 3$$);
SELECT * FROM outcome($$UPDATE scale SET maximum = 2 WHERE scale = 'rings'$$);
SELECT * FROM outcome($$UPDATE channel_weight SET weight = 0 WHERE edition = 2$$);
SELECT * FROM outcome($$UPDATE structure SET successor = 'A' WHERE structure = 'C'$$);
SELECT * FROM outcome($$UPDATE participation SET weight = -1 WHERE structure = 'B'$$);

-- Renamed
ALTER SCHEMA "Été ""x""" RENAME TO renamed;
SET search_path = renamed, public;
EXECUTE try ($$1, 'A', 16, 'phone', true, '{1,5}'$$);
SELECT * FROM outcome($$DELETE FROM criterion WHERE edition = 2 AND item = 3$$);

-- A partition belongs to its table's observatory, wherever it is
SELECT barometre.create_observatory('parted', partitioned => true);
SET search_path = parted, public;
INSERT INTO edition (edition) VALUES (1);
INSERT INTO determinant_weight (edition, determinant) VALUES (1, 'courtesy');
INSERT INTO channel_weight (edition, channel) VALUES (1, 'phone');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (1, 'phone', 1, 'a', 'courtesy', 'yes_no');
INSERT INTO structure (structure) VALUES ('A');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'other');
CREATE SCHEMA elsewhere;
ALTER TABLE audit_1 SET SCHEMA elsewhere;
EXECUTE try ($$1, 'A', 1, 'phone', true, '{1}'$$);
EXECUTE try ($$1, 'A', 2, 'phone', true, '{2}'$$);
SELECT * FROM outcome($$INSERT INTO elsewhere.audit_1 (edition, structure, audit, channel, answers) VALUES (1, 'A', 2, 'phone', '{1,0}')$$);
SELECT * FROM outcome($$UPDATE criterion SET scale = 'grade_1_5', channel = 'phone'$$);
SELECT * FROM outcome($$UPDATE scale SET minimum = 2, maximum = 3 WHERE scale = 'yes_no'$$);
SELECT * FROM outcome($$TRUNCATE criterion$$);

-- All that is wrong with an audit, without an error
\pset expanded off
\pset tuples_only off
\pset format aligned
SELECT * FROM barometre.audit_problem(1, 'phone', true, '{1,NaN,NULL,-3,Infinity}', 1, '{0,0,0,0,0}', '{1,1,1,1,Infinity}');
SELECT barometre.audit_problem(1, 'phone', true, '{1,0}', 1, '{0,0}', '{1,1}') IS NULL AS silent;
SELECT count(*) AS right_ones FROM (VALUES (true, '{1,0}'::real[]), (true, '{NULL,NaN}'), (false, NULL)) AS a (responded, answers),
    barometre.audit_problem(1, 'phone', responded, answers, 1, '{0,0}', '{1,1}');
SELECT a.*, p.item, p.value, p.code, p.message
FROM (VALUES (true, '{1}'::real[], 1::float8, '{0,0}'::float8[]), (true, '{1,1,1}', 1, '{0,0}'), (true, NULL, 1, '{0,0}'), (false, '{1,1}', 1, '{0,0}'), (true, '{{1,1}}', 1, '{0,0}'),
             (true, '[2:3]={1,1}', 1, '{0,0}'), (true, '{1,1}', -1, '{0,0}'), (true, '{2,1}', 'NaN', '{0,0}'), (true, '{1,1}', 1, NULL), (NULL, '{1,1}', 1, '{0,0}'))
     AS a (responded, answers, weight, minimums),
     barometre.audit_problem(1, 'phone', a.responded, a.answers, a.weight, a.minimums, '{1,1}') AS p;
SELECT * FROM barometre.audit_problem(1, 'phone', true, '{1}', 1, '{0,0}', '{1}');
SELECT * FROM barometre.audit_problem(1, 'phone', true, '{1}', 1, '{NULL}', '{1}');

SET search_path = public;
DEALLOCATE ALL;
DROP SCHEMA renamed, parted, elsewhere CASCADE;
DROP FUNCTION outcome;
DROP ROLE regress_loader, regress_editor;
