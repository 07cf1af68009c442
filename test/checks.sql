-- check_audits and check_observatory tell of everything and end with no error, whatever triggers that were off let in.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/random_observatory.sql

-- A statement that guards or keys would refuse, and the code of check_observatory() that tells of it
CREATE TEMP TABLE broken (statement text, code text);
INSERT INTO broken VALUES
    ($$UPDATE scale SET points = '{}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{0,1,2}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET scores = '{NaN,100}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET scores = '{0,101}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{1,0}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{0,NULL}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{-1e308,1e308}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{{0,1}}', scores = '{{0,100}}' WHERE scale = 'yes_no'$$, 'invalid_scale'),
    ($$UPDATE scale SET minimum = 0, maximum = 'NaN' WHERE scale = 'grade_0_4'$$, 'invalid_scale'),
    ($$UPDATE scale SET points = '{5,-Infinity}' WHERE scale = 'delay_days'$$, 'invalid_scale'),
    ($$UPDATE criterion SET weight = 'NaN' WHERE edition = 1 AND item = 2$$, 'invalid_weight'),
    ($$UPDATE criterion SET weight = -1 WHERE edition = 1 AND item = 1$$, 'invalid_weight'),
    ($$UPDATE determinant_weight SET weight = 'Infinity' WHERE edition = 2$$, 'invalid_weight'),
    ($$UPDATE determinant_weight SET weight = 0 WHERE edition = 2$$, 'invalid_weight'),
    ($$UPDATE channel_weight SET weight = 0 WHERE edition = 1$$, 'invalid_weight'),
    ($$UPDATE channel_weight SET weight = 1e-200 WHERE edition = 1$$, 'invalid_weight'),
    ($$UPDATE participation SET weight = '-Infinity'$$, 'invalid_weight'),
    ($$DELETE FROM criterion WHERE edition = 1 AND item = 2$$, 'invalid_questionnaire'),
    ($$UPDATE criterion SET item = 100000 WHERE edition = 1 AND item = 6$$, 'invalid_questionnaire'),
    ($$UPDATE criterion SET scale = 'nowhere' WHERE edition = 2 AND item = 3$$, 'missing_row'),
    ($$UPDATE criterion SET determinant = 'nowhere' WHERE edition = 2 AND item = 3$$, 'missing_row'),
    ($$DELETE FROM channel_weight$$, 'missing_row'),
    ($$DELETE FROM determinant_weight WHERE determinant = 'courtesy'$$, 'missing_row'),
    ($$DELETE FROM edition$$, 'missing_row'),
    ($$DELETE FROM structure WHERE structure = 'S1'$$, 'missing_row'),
    ($$UPDATE participation SET category = 'nowhere'$$, 'missing_row'),
    ($$UPDATE structure SET successor = structure WHERE structure = 'S2'$$, 'invalid_successor'),
    ($$UPDATE structure SET successor = CASE structure WHEN 'S2' THEN 'S3' ELSE 'S2' END WHERE structure IN ('S2', 'S3')$$, 'invalid_successor'),
    ($$ALTER TABLE participation DROP CONSTRAINT participation_labels_check;
       UPDATE participation SET labels = '{""}' WHERE edition = 1;
       ALTER TABLE participation ADD CONSTRAINT participation_labels_check
           CHECK ('' <> ALL (labels)) NOT VALID$$, 'invalid_row'),
    ($$UPDATE structure SET name = 'l''%s';
       ALTER TABLE structure ADD CONSTRAINT "100 %" CHECK (name NOT LIKE '%''%') NOT VALID$$, 'invalid_row'),
    ($$DELETE FROM participation WHERE edition = 1$$, 'invalid_audits'),
    ($$DELETE FROM criterion$$, 'invalid_audits'),
    ($$UPDATE audit SET weight = 'NaN' WHERE edition = 1$$, 'invalid_audits'),
    ($$UPDATE audit SET weight = '-Infinity', auditor = 'one' WHERE edition = 1$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = '{}', audited_on = 'infinity' WHERE edition = 1$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = '[5:10]={1,0,1,0,1,0}', audited_on = '-infinity' WHERE edition = 1$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = '{{1,0,1},{0,1,0}}' WHERE edition = 2$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = array_append(answers, 'Infinity') WHERE edition = 2$$, 'invalid_audits'),
    ($$UPDATE audit SET answers[2] = '-Infinity' WHERE edition = 2$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = NULL, responded = true$$, 'invalid_audits'),
    ($$UPDATE audit SET answers = '{NULL,NaN,NULL,NaN,NULL,NaN}', responded = false$$, 'invalid_audits'),
    ($$UPDATE audit SET channel = '%s %n $1' WHERE edition = 1$$, 'invalid_audits');

-- Each by itself
CREATE FUNCTION pg_temp.codes_after(statement text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    codes text[];
BEGIN
    SET LOCAL session_replication_role = replica;
    BEGIN
        EXECUTE statement;
        PERFORM barometre.check_audits('guarded');
        codes := (SELECT array_agg(DISTINCT code ORDER BY code) FROM barometre.check_observatory('guarded'));
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN codes;
    END;
END
$$;
SELECT pg_temp.random_observatory('guarded', 0.5);
SET CONSTRAINTS ALL IMMEDIATE;
SELECT is_empty($$SELECT * FROM barometre.check_observatory('guarded') WHERE code LIKE 'invalid%' OR code LIKE 'missing%'$$, 'guards let nothing in');
SELECT ok(code = ANY (pg_temp.codes_after(statement)), format('%s: %s', code, statement)) FROM broken;

-- A constraint is asked where it runs nothing of somebody's with the rights of who asks.
CREATE FUNCTION planted(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'planted'; END $$;
ALTER TABLE guarded.structure ADD CONSTRAINT planted CHECK (planted(name)) NOT VALID;
SELECT lives_ok($$SELECT * FROM barometre.check_observatory('guarded')$$, 'a constraint that calls a function');
ALTER TABLE guarded.structure DROP CONSTRAINT planted;

-- Several at a time
CREATE FUNCTION pg_temp.errors(rounds int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    statements text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR round IN 1 .. rounds LOOP
        statements := (SELECT string_agg(statement, '; ') FROM (SELECT statement FROM broken ORDER BY random() LIMIT 6) AS chosen);
        BEGIN
            BEGIN
                EXECUTE statements;
            EXCEPTION WHEN unique_violation OR check_violation OR data_exception THEN
                CONTINUE;
            END;
            PERFORM barometre.check_audits('guarded');
            PERFORM barometre.check_observatory('guarded');
            RAISE SQLSTATE 'UNDO0';
        EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
            NULL;
        WHEN OTHERS THEN
            RETURN NEXT format('%s after %s', SQLERRM, statements);
        END;
    END LOOP;
END
$$;
SELECT setseed(0.25);
SELECT is_empty('SELECT pg_temp.errors(100)', 'no error, whatever comes together');

SELECT * FROM finish();
ROLLBACK;
