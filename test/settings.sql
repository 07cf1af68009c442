-- Whatever the session's settings are, an observatory is made, filled, checked and upgraded alike.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
CREATE TEMP TABLE odd (name text, value text);
INSERT INTO odd VALUES
    ('standard_conforming_strings', 'off'), ('backslash_quote', 'off'), ('escape_string_warning', 'on'), ('array_nulls', 'off'),
    ('transform_null_equals', 'on'), ('quote_all_identifiers', 'on'), ('search_path', ''), ('search_path', 'pg_temp'),
    ('datestyle', 'German, MDY'), ('intervalstyle', 'sql_standard'), ('timezone', 'Pacific/Kiritimati'),
    ('extra_float_digits', '-15'), ('bytea_output', 'escape'), ('client_encoding', 'LATIN1'),
    ('row_security', 'off'), ('session_replication_role', 'replica'), ('check_function_bodies', 'off'), ('constraint_exclusion', 'on'),
    ('plpgsql.variable_conflict', 'use_column'), ('plpgsql.extra_errors', 'all'),
    ('plan_cache_mode', 'force_generic_plan'),
    (CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'force_parallel_mode' ELSE 'debug_parallel_query' END, 'on');

-- All that an observatory says, after the setting was made
CREATE FUNCTION pg_temp.outcome(setting text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    PERFORM set_config(setting, value, true);
    PERFORM barometre.create_observatory('settled'::text);
    INSERT INTO settled.edition (edition, starts_on, ends_on) VALUES (1, date '2026-01-01', date '2026-12-31');
    INSERT INTO settled.determinant_weight (edition, determinant, weight) VALUES (1, 'courtesy', 2), (1, 'waiting', 1);
    INSERT INTO settled.channel_weight (edition, channel, weight) VALUES (1, 'phone', 0.3), (1, 'email', 0.7);
    INSERT INTO settled.criterion (edition, channel, item, criterion, determinant, scale, label_fr)
    VALUES (1, 'phone', 1, 'P\1', 'courtesy', 'yes_no', 'L''accueil'), (1, 'phone', 2, 'P2', 'waiting', 'delay_days', 'Délai'),
           (1, 'email', 1, 'E1', 'courtesy', 'grade_0_4', 'Ton');
    INSERT INTO settled.structure (structure, name) VALUES ('A', 'Aÿ'), ('B', 'B\'), ('C', NULL);
    INSERT INTO settled.participation (edition, structure, category) VALUES (1, 'A', 'region'), (1, 'B', 'region');
    said := barometre.create_staging('headed'::text, E'"As\nis";"b\\n''s";""', ';'::text)::text;
    CREATE TEMP TABLE file (line bigint, "Édition" text, structure text, "Réf" text, "Date" text, "répondu" text, criterion text, answer text);
    INSERT INTO file
    SELECT 1 + row_number() OVER (), t.* FROM (VALUES
        ('1', 'Aÿ', 'r\1', '03/04/2026', '', 'P\1', 'oui'), ('1', 'Aÿ', 'r\1', '03/04/2026', '', 'Délai', '1 234,5'),
        ('1', 'A', 'r''2', '2026-04-05', '', 'P2', 'N/A'), ('1', 'A', 'r''2', '2026-04-05', '', 'P\1', '0'),
        ('1', 'B\', 'r3', '7 avril 2026', '', 'E1', '3,5'), ('1', 'B', 'r4', '08/04/2026', 'non', 'E1', ''),
        ('1', 'B', 'r5', '31/02/2026', '', 'E1', '5'), ('1', 'B', 'NULL', '09/04/2026', '', 'E1', 'nsp'),
        ('1', 'X', 'r6', '09/04/2026', '', 'L''accueil', 'Vrai'), ('1', 'B', 'r7', '09/04/2026', '', 'E1', '1e0'),
        ('1', 'B', 'r8', '09/04/26', '', 'E1', '1'), ('1', 'B', 'r\', '09/04/2026 10:30', '', 'E1', '\1')) AS t;
    said := concat(said, E'\n', (SELECT string_agg(row_to_json(s)::text, E'\n') FROM barometre.import_responses('settled'::text, 'pg_temp.file'::regclass, on_error => 'skip') AS s));
    said := concat(said, E'\n', (SELECT format('%s not allowed', count(*)) FROM barometre.check_audits('settled'::text)));
    said := concat(said, E'\n', (SELECT string_agg(row_to_json(s)::text, E'\n') FROM barometre.check_observatory('settled'::text) AS s));
    IF setting IN ('standard_conforming_strings', 'transform_null_equals', 'quote_all_identifiers', 'search_path', 'session_replication_role',
                   'check_function_bodies', 'row_security', 'plpgsql.extra_errors') THEN
        PERFORM barometre.upgrade_observatory('settled'::text);
    END IF;
    said := concat(said, E'\n', (SELECT string_agg(row_to_json(s)::text, E'\n' ORDER BY s.structure) FROM (
        SELECT edition, structure, audits, round(global_score::numeric, 9) AS score, round(std_error::numeric, 9) AS std_error
        FROM settled.structure_score) AS s));
    RETURN concat(said, E'\n', (SELECT string_agg(row_to_json(s)::text, E'\n' ORDER BY s.reference) FROM (
        SELECT reference, structure, audit, channel, to_char(audited_on, 'YYYY-MM-DD') AS day, responded,
               barometre.answer_value(answers, 1)::numeric AS first, barometre.answer_value(answers, 2)::numeric AS second FROM settled.audit) AS s));
END
$$;
CREATE FUNCTION pg_temp.outcome_undone(setting text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    BEGIN
        said := pg_temp.outcome(setting, value);
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN said;
    WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END;
END
$$;
SELECT pg_temp.outcome_undone('timezone', 'UTC') AS usual \gset
SELECT matches(:'usual'::text, 'lines: 12, audits: 10, answers: .*loaded: 6, .*ambiguous_date.*"reference":"NULL","structure":"B"', 'the usual outcome');
SELECT is(pg_temp.outcome_undone(name, value), :'usual'::text, format('%s = %s', name, value)) FROM odd;
SELECT * FROM finish();
ROLLBACK;
