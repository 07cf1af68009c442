/*
 * Two transactions that would each be right alone never leave behind what the
 * guards refuse, in any two isolation levels.
 */
SET client_min_messages = warning;
SELECT no_plan();

CREATE EXTENSION dblink;
SELECT barometre.create_observatory('races');
SET search_path = races, public;
INSERT INTO structure (structure) SELECT 'S' || i FROM generate_series(1, 2000) AS i;

SELECT dblink_connect(name, format('host=%s port=%s dbname=%s user=%s', split_part(current_setting('unix_socket_directories'), ',', 1),
                                   current_setting('port'), current_database(), current_user)),
       dblink_exec(name, 'SET search_path = races; SET deadlock_timeout = 10; SET client_min_messages = warning')
FROM unnest('{first,second}'::text[]) AS name;

-- Runs a statement on a connection; waits until it ends or waits for a lock
CREATE FUNCTION pg_temp.begin_statement(connection text, statement text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    backend int := (SELECT pid FROM dblink(connection, 'SELECT pg_backend_pid()') AS here (pid int));
BEGIN
    PERFORM dblink_send_query(connection, statement);
    FOR i IN 1..1000 LOOP
        EXIT WHEN dblink_is_busy(connection) = 0 OR EXISTS (SELECT FROM pg_locks WHERE pid = backend AND NOT granted);
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;

-- How the statement ended: its error, or ''
CREATE FUNCTION pg_temp.end_statement(connection text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM * FROM dblink_get_result(connection) AS result (status text);
    PERFORM * FROM dblink_get_result(connection) AS result (status text);
    RETURN '';
EXCEPTION WHEN OTHERS THEN
    PERFORM * FROM dblink_get_result(connection, false) AS result (status text);
    RETURN SQLSTATE;
END
$$;

-- An edition of its own, of two channels with three items each, and an audit
CREATE FUNCTION pg_temp.make_edition(edition int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dblink_exec('first', format($f$
        INSERT INTO edition (edition) VALUES (%1$s);
        INSERT INTO determinant_weight (edition, determinant) VALUES (%1$s, 'courtesy'), (%1$s, 'waiting');
        INSERT INTO channel_weight (edition, channel) VALUES (%1$s, 'phone'), (%1$s, 'email');
        INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('s%1$s', '{0,10}', '{0,100}', 0, 10), ('t%1$s', '{0,10}', '{0,100}', 0, 10);
        INSERT INTO criterion (edition, channel, item, criterion, determinant, scale)
        SELECT %1$s, channel, i, channel || i, 'courtesy', 's%1$s' FROM unnest('{phone,email}'::text[]) AS channel, generate_series(1, 3) AS i;
        INSERT INTO participation (edition, structure, category) VALUES (%1$s, 'S1', 'other'), (%1$s, 'S2', 'other');
        INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (%1$s, 'S1', 1, 'email', '{1,2,3}')$f$, edition));
END
$$;

-- Both transactions begin, the first writes, the second writes too, the first commits: how the second ended
CREATE FUNCTION pg_temp.race(first_level text, second_level text, first text, second text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    outcome text;
BEGIN
    PERFORM dblink_exec('first', 'BEGIN ISOLATION LEVEL ' || first_level);
    PERFORM dblink_exec('second', 'BEGIN ISOLATION LEVEL ' || second_level);
    PERFORM * FROM dblink('second', 'SELECT count(*) FROM audit') AS snapshot (taken bigint);
    PERFORM * FROM dblink('first', 'SELECT count(*) FROM audit') AS snapshot (taken bigint);
    PERFORM dblink_exec('first', first);
    PERFORM pg_temp.begin_statement('second', second);
    PERFORM dblink_exec('first', 'COMMIT');
    outcome := pg_temp.end_statement('second');
    BEGIN
        PERFORM dblink_exec('second', 'COMMIT');
    EXCEPTION WHEN OTHERS THEN
        outcome := SQLSTATE;
    END;
    RETURN outcome;
END
$$;

-- What no check may let pass
CREATE VIEW pg_temp.wrong AS
SELECT audit.edition, problem.message FROM audit
LEFT JOIN (SELECT edition, channel, array_agg(coalesce(minimum, '-Infinity') ORDER BY item) AS minimums, array_agg(coalesce(maximum, 'Infinity') ORDER BY item) AS maximums
           FROM criterion JOIN scale USING (scale) GROUP BY edition, channel) AS bounds USING (edition, channel)
CROSS JOIN LATERAL barometre.audit_problem(audit.edition, audit.channel, responded, answers, weight, minimums, maximums) AS problem
UNION ALL SELECT edition, 'items' FROM criterion GROUP BY edition, channel HAVING max(item) <> count(*) OR max(weight) = 0
UNION ALL SELECT edition, 'channels' FROM channel_weight GROUP BY edition HAVING max(weight) = 0
UNION ALL SELECT edition, 'determinants' FROM determinant_weight GROUP BY edition HAVING max(weight) = 0
UNION ALL SELECT NULL, 'circle' FROM structure AS a JOIN structure AS b ON a.successor = b.structure AND b.successor = a.structure;

CREATE TEMP TABLE level (level text);
INSERT INTO level VALUES ('READ COMMITTED'), ('REPEATABLE READ'), ('SERIALIZABLE');
CREATE TEMP TABLE pair (what text, one text, other text);
INSERT INTO pair VALUES
    ('an audit and an item less', $$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (%1$s, 'S2', 1, 'phone', '{1,2,3}')$$, $$DELETE FROM criterion WHERE edition = %1$s AND channel = 'phone' AND item = 3$$),
    ('an update of an audit and another scale', $$UPDATE audit SET answers = '{9,9,9}' WHERE edition = %1$s$$, $$UPDATE criterion SET scale = 'grade_1_5' WHERE edition = %1$s$$),
    ('an audit and the maximum of its scale', $$INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (%1$s, 'S2', 1, 'phone', '{9,9,9}')$$, $$UPDATE scale SET maximum = 5 WHERE scale = 's%1$s'$$),
    ('the maximum of a scale and an item with it', $$UPDATE scale SET maximum = 2 WHERE scale = 't%1$s'$$, $$UPDATE criterion SET scale = 't%1$s' WHERE edition = %1$s$$),
    ('an item less and an item more', $$DELETE FROM criterion WHERE edition = %1$s AND channel = 'phone' AND item = 3$$, $$INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (%1$s, 'phone', 4, 'x', 'courtesy', 'yes_no')$$),
    ('the weight of one channel and of the other', $$UPDATE channel_weight SET weight = 0 WHERE edition = %1$s AND channel = 'phone'$$, $$UPDATE channel_weight SET weight = 0 WHERE edition = %1$s AND channel = 'email'$$),
    ('the weight of one determinant and of the other', $$UPDATE determinant_weight SET weight = 0 WHERE edition = %1$s AND determinant = 'courtesy'$$, $$UPDATE determinant_weight SET weight = 0 WHERE edition = %1$s AND determinant = 'waiting'$$),
    ('two halves of a circle', $$UPDATE structure SET successor = 'S' || %1$s * 2 + 1 WHERE structure = 'S' || %1$s * 2$$, $$UPDATE structure SET successor = 'S' || %1$s * 2 WHERE structure = 'S' || %1$s * 2 + 1$$);
CREATE TEMP TABLE race AS
SELECT row_number() OVER (ORDER BY what, turned, a.level, b.level)::int AS edition, what || CASE WHEN turned THEN ', turned' ELSE '' END AS what, a.level AS first_level, b.level AS second_level,
       CASE WHEN turned THEN other ELSE one END AS first, CASE WHEN turned THEN one ELSE other END AS second
FROM pair, unnest('{false,true}'::boolean[]) AS turned, level AS a, level AS b;
SELECT count(pg_temp.make_edition(edition)) AS editions FROM race;
ALTER TABLE race ADD outcome text;
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT * FROM race ORDER BY edition LOOP
        UPDATE race SET outcome = pg_temp.race(one.first_level, one.second_level, format(one.first, one.edition), format(one.second, one.edition)) WHERE edition = one.edition;
    END LOOP;
END
$$;
SELECT is_empty('SELECT what, first_level, second_level, outcome, w.message FROM race JOIN wrong AS w USING (edition)', 'nothing wrong is left');
SELECT is((SELECT count(*) FROM pg_temp.wrong), 0::bigint, 'nothing at all');
SELECT set_eq(format('SELECT outcome FROM race WHERE what = %L AND second_level = %L AND outcome <> ''40001''', what, second_level),
              CASE WHEN bool_and(outcome = '40001') THEN 'SELECT ''''::text WHERE false' ELSE 'SELECT ''23514''' END,
              format('%s, second %s: the second is refused', what, second_level))
FROM race GROUP BY what, second_level ORDER BY what, second_level;
SELECT is((SELECT count(*) FROM race WHERE second_level = 'READ COMMITTED' AND outcome <> '23514'), 0::bigint, 'READ COMMITTED is told what is wrong');

-- The lock is one that needs a right
BEGIN;
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'S2', 99, 'email', '{1,2,3}');
SELECT set_eq($$SELECT locktype, classid::regclass::text, objid::int, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype IN ('advisory', 'object') AND classid >= 16384$$,
              $$VALUES ('object', 'criterion', 1, 'ShareLock')$$, 'audits of an edition share an object of the table criterion');
ROLLBACK;

-- Two transactions that write audits, then change the questionnaire: one goes on
SELECT dblink_exec(name, 'BEGIN'), dblink_exec(name, format('INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, ''S1'', %s, ''email'', ''{1,2,3}'')', number))
FROM (VALUES ('first', 50), ('second', 51)) AS both_ones (name, number);
SELECT pg_temp.begin_statement('first', 'UPDATE criterion SET scale = ''grade_0_10'' WHERE edition = 1 AND channel = ''email''');
SELECT pg_temp.begin_statement('second', 'UPDATE criterion SET scale = ''grade_0_4'' WHERE edition = 1 AND channel = ''email''');
CREATE TEMP TABLE ended AS SELECT pg_temp.end_statement('second') AS second;
ALTER TABLE ended ADD first text;
SELECT dblink_exec('second', 'ROLLBACK');
UPDATE ended SET first = pg_temp.end_statement('first');
SELECT dblink_exec('first', 'ROLLBACK');
SELECT ok((SELECT first || second = '40P01' FROM ended), 'a deadlock ends one of the two');

SELECT dblink_disconnect(name) FROM unnest('{first,second}'::text[]) AS name;
DROP SCHEMA races CASCADE;
SELECT * FROM finish();
