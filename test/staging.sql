-- While a file is imported, whoever owns its table cannot put another thing in its place.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

SELECT barometre.create_observatory('observatoire') \g /dev/null
CREATE ROLE staging_owner LOGIN;
CREATE SCHEMA inbox AUTHORIZATION staging_owner;
SELECT format('GRANT CREATE ON DATABASE %I TO staging_owner', current_database()) \gexec
SET ROLE staging_owner;
CREATE TABLE inbox.file (line bigint, edition text, structure text, reference text, channel text, p1 text);
INSERT INTO inbox.file VALUES (2, '1', 'A', 'r1', 'phone', 'oui');
CREATE FUNCTION inbox.planted(int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF current_user <> 'staging_owner' THEN
        RAISE EXCEPTION 'called by %', current_user;
    END IF;
    RETURN true;
END
$$;
RESET ROLE;
SET search_path = observatoire, public;
INSERT INTO edition (edition) VALUES (1);
INSERT INTO determinant_weight (edition, determinant) VALUES (1, 'courtesy');
INSERT INTO channel_weight (edition, channel) VALUES (1, 'phone');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (1, 'phone', 1, 'P1', 'courtesy', 'yes_no');
INSERT INTO structure (structure) VALUES ('A');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'region');

BEGIN;
SELECT no_plan();
SELECT matches(message, 'loaded: 1, ', 'a plain table is imported') FROM barometre.import_responses('observatoire', 'inbox.file');
\setenv statement 'ALTER TABLE inbox.file RENAME TO old'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, 'ERROR:  55P03', 'the table cannot be renamed');
\setenv statement 'ALTER SCHEMA inbox RENAME TO old'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, 'ERROR:  55P03', 'nor its schema');
\setenv statement 'CREATE RULE "_RETURN" AS ON SELECT TO inbox.file DO INSTEAD SELECT NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text, inbox.planted(1)::text'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, 'ERROR:  55P03', 'it cannot become a view');
\setenv statement 'CREATE INDEX ON inbox.file (line) WHERE inbox.planted(1)'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, 'ERROR:  55P03', 'nor get an index');
\setenv statement 'CREATE TABLE inbox.child () INHERITS (inbox.file)'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, 'ERROR:  55P03', 'nor a child');
\setenv statement 'GRANT USAGE ON SCHEMA inbox TO PUBLIC'
\set said `psql -XAtq -U staging_owner -v VERBOSITY=sqlstate -c "SET lock_timeout = 100" -c "$statement" 2>&1`
SELECT is(:'said'::text, '', 'who may use its schema can be changed meanwhile');

-- What runs when a table is only read or planned for is not let near
CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    code text;
    said text;
BEGIN
    SET LOCAL ROLE staging_owner;
    EXECUTE statement;
    RESET ROLE;
    PERFORM barometre.import_responses('observatoire', 'inbox.file');
    RETURN 'imported';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT is(pg_temp.refused('CREATE INDEX ON inbox.file (line) WHERE inbox.planted(1)'), '42809 import_responses: "inbox.file" is more than a plain table', 'an index with a condition');
SELECT is(pg_temp.refused('CREATE INDEX ON inbox.file ((inbox.planted(1) OR line = 1))'), '42809 import_responses: "inbox.file" is more than a plain table', 'an index on an expression');
SELECT is(pg_temp.refused('CREATE STATISTICS inbox.planted ON (inbox.planted(1) OR line = 1) FROM inbox.file'), '42809 import_responses: "inbox.file" is more than a plain table', 'statistics on an expression');
SELECT is(pg_temp.refused('CREATE TABLE inbox.child () INHERITS (inbox.file)'), '42809 import_responses: "inbox.file" is more than a plain table', 'a child');
SELECT is(pg_temp.refused('CREATE INDEX ON inbox.file (line)'), 'imported', 'a plain index does no harm');
CREATE ROLE staging_reader;
GRANT SELECT ON inbox.file TO staging_reader;
GRANT USAGE ON SCHEMA inbox, barometre, observatoire TO staging_reader;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA observatoire TO staging_reader;
SET ROLE staging_owner;
ALTER TABLE inbox.file ENABLE ROW LEVEL SECURITY;
CREATE POLICY planted ON inbox.file USING (inbox.planted(1));
SET ROLE staging_reader;
SELECT throws_ok($$SELECT * FROM barometre.import_responses('observatoire', 'inbox.file')$$, '42809', 'import_responses: "inbox.file" is more than a plain table', 'row security for who imports');
RESET ROLE;
SELECT throws_ok($$SELECT * FROM barometre.import_responses('observatoire', 'pg_class')$$, '42809', 'import_responses: "pg_class" is not an ordinary table', 'a catalogue is not locked');
REVOKE SELECT ON inbox.file FROM staging_reader;
SET ROLE staging_reader;
SELECT throws_ok($$SELECT * FROM barometre.import_responses('observatoire', 'inbox.file')$$, '42501', 'permission denied for table file', 'who may not read the table locks nothing');
RESET ROLE;
SELECT * FROM finish();
ROLLBACK;

DROP SCHEMA observatoire, inbox CASCADE;
DROP OWNED BY staging_owner;
DROP ROLE staging_owner;
