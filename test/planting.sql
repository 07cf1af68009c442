-- Nobody gets another's rights: whoever may create in an observatory's schema or
-- in schema barometre plants operators and functions of every name that we use,
-- for every pair of common types; then a superuser makes, upgrades, loads,
-- corrects and reads an observatory, and none of them is called or kept.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/observatory.sql
\i test/data/views.sql

SELECT barometre.create_observatory('clean');
SET LOCAL search_path = clean, public;
\i test/data/load_edition.sql
UPDATE structure SET successor = 'S02' WHERE structure = 'S01';
SET LOCAL search_path = public;

-- What we are made of: the observatory's SQL, the bodies of our functions, and what the server made of them
CREATE TEMP TABLE code AS
SELECT string_agg(body, E'\n') AS text
FROM (SELECT barometre.observatory_sql(step) FROM unnest('{tables,partition,reference,guards,views}'::text[]) AS step
      UNION ALL
      SELECT coalesce(pg_get_function_sqlbody(oid), prosrc) FROM pg_proc
      WHERE pronamespace = 'barometre'::regnamespace AND prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'plpgsql'))) AS part (body);
CREATE TEMP TABLE tree AS
SELECT string_agg(body, E'\n') AS text
FROM (SELECT ev_action::text FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class WHERE relnamespace = 'clean'::regnamespace
      UNION ALL
      SELECT prosqlbody::text FROM pg_proc WHERE pronamespace IN ('clean'::regnamespace, 'barometre'::regnamespace)
      UNION ALL
      SELECT conbin::text FROM pg_constraint WHERE connamespace = 'clean'::regnamespace
      UNION ALL
      SELECT adbin::text FROM pg_attrdef JOIN pg_class ON pg_class.oid = adrelid WHERE relnamespace = 'clean'::regnamespace) AS part (body);

CREATE TEMP TABLE operator_name AS
SELECT oprname AS name,
       bool_or(oprresult = 'boolean'::regtype) AS is_test
FROM pg_operator
WHERE oprname IN (SELECT word[1] FROM code, regexp_matches(text, '[-+*/<>=~!@#%^&|`?]+', 'g') AS word)
   OR oid IN (SELECT word[1]::oid FROM tree, regexp_matches(text, ':opno (\d+)', 'g') AS word)
GROUP BY oprname;
CREATE TEMP TABLE function_name AS
SELECT DISTINCT proname AS name
FROM pg_proc
WHERE pronamespace IN ('pg_catalog'::regnamespace, 'barometre'::regnamespace)
  AND (proname IN (SELECT word[1] FROM code, regexp_matches(text, '\m([a-z]\w*)\s*\(', 'g') AS word)
       OR oid IN (SELECT word[1]::oid FROM tree, regexp_matches(text, ':(?:funcid|aggfnoid|winfnoid) (\d+)', 'g') AS word));
SELECT cmp_ok((SELECT count(*) FROM operator_name), '>=', 12::bigint, 'operators were found');
SELECT cmp_ok((SELECT count(*) FROM function_name), '>=', 60::bigint, 'functions were found');
SELECT is(ARRAY(SELECT unnest('{=,<,/,||}'::text[]) EXCEPT SELECT name FROM operator_name), '{}', 'among them those that everybody uses');
SELECT is(ARRAY(SELECT unnest('{count,max,first_value,format,mean,score_summary}'::text[]) EXCEPT SELECT name FROM function_name), '{}', 'and these functions');

CREATE FUNCTION pg_temp.plant(place text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    types CONSTANT text[] := '{smallint,int,bigint,real,float8,numeric,text,"\"char\"",name}';
    planted record;
BEGIN
    PERFORM set_config('check_function_bodies', 'off', true);
    FOR planted IN
        SELECT function_name.name, arguments, 'float8' AS result
        FROM function_name,
             (SELECT a FROM unnest(types || '{jsonb,text[],int[],float8[]}') AS a
              UNION ALL SELECT a || ', ' || b FROM unnest(types) AS a, unnest(types) AS b) AS signature (arguments)
        UNION ALL
        SELECT 'planted', a || ', ' || b, 'boolean' FROM unnest(types) AS a, unnest(types) AS b
        UNION ALL
        SELECT 'planted_number', a || ', ' || b, 'float8' FROM unnest(types) AS a, unnest(types) AS b
    LOOP
        CONTINUE WHEN to_regprocedure(format('%I.%I(%s)', place, planted.name, planted.arguments)) IS NOT NULL; -- one of ours
        EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql AS $planted$ BEGIN RAISE EXCEPTION ''a planted function was called''; END $planted$',
                       place, planted.name, planted.arguments, planted.result);
    END LOOP;
    FOR planted IN
        SELECT name, a, b, CASE WHEN is_test THEN 'planted' ELSE 'planted_number' END AS function
        FROM operator_name, unnest(types) AS a, unnest(types) AS b
    LOOP
        EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %I.%I)',
                       place, planted.name, planted.a, planted.b, place, planted.function);
    END LOOP;
END;
$$;

SELECT pg_temp.plant('barometre');
SELECT lives_ok($$SELECT barometre.create_observatory('planted'::text, true, true)$$, 'create');
SELECT pg_temp.plant('planted');
SELECT lives_ok($$SELECT barometre.upgrade_observatory('planted'::text)$$, 'upgrade');

-- load: every table with the rows of the other observatory; then correct, in ways that the guards look at
CREATE FUNCTION pg_temp.load_from_clean() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    loaded record;
BEGIN
    FOR loaded IN
        SELECT relation, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
        FROM barometre.sql_statements(barometre.observatory_sql('tables'))
        JOIN pg_attribute ON attrelid = format('clean.%I', relation)::regclass AND attnum > 0 AND attgenerated = ''
        WHERE command = 'CREATE TABLE'
        GROUP BY relation
        ORDER BY array_position('{structure,edition,determinant_weight,channel_weight,criterion,participation,audit}', relation)
    LOOP
        EXECUTE format('INSERT INTO planted.%1$I (%2$s) SELECT %2$s FROM clean.%1$I ON CONFLICT DO NOTHING', loaded.relation, loaded.columns);
    END LOOP;
    UPDATE planted.scale SET maximum = maximum + 1::float8 WHERE scale = 'rings';
    UPDATE planted.criterion SET weight = weight * 1::float8;
    UPDATE planted.determinant_weight SET weight = weight * 2::float8;
    UPDATE planted.channel_weight SET weight = weight * 2::float8;
    UPDATE planted.participation SET weight = weight * 1::float8;
    UPDATE planted.structure SET successor = 'S03' WHERE structure = 'S01';
    UPDATE planted.structure SET successor = 'S02' WHERE structure = 'S01';
    UPDATE planted.audit SET answers = answers, responded = responded WHERE structure = 'S01';
END;
$$;
SELECT lives_ok('SELECT pg_temp.load_from_clean()', 'load and correct');
SELECT throws_ok($$UPDATE planted.audit SET answers = '{1,2}' WHERE structure = 'S01'$$, '23514', NULL, 'the guards refuse as ever');

-- read
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-12)',
                       format('TABLE planted.%I', view), format('TABLE clean.%I', view),
                       keys),
                view || ' reads as it did')
FROM shown WHERE view !~ 'response' ORDER BY view;
SELECT results_eq('SELECT count(*), sum(score) FROM planted.response', 'SELECT count(*), sum(score) FROM clean.response', 'response reads as it did');

-- import: a file with and without faults, and what is checked
SELECT lives_ok($$SELECT barometre.create_staging('planted_file'::text, 'edition;structure;catégorie;canal;référence;date;répondu;poids;auditeur;critère;réponse;reçu;rendu'::text, ';'::text)$$, 'create_staging');
INSERT INTO planted_file VALUES
    (DEFAULT, '2020', 'S02', 'region', 'e-mail', 'p1', '13/08/2020', 'oui', '1', 'x', 'email_1', 'Oui', '03/08/2020', '17/08/2020'),
    (DEFAULT, '2020', 'S02', '', '', 'p1', '', '', '', '', 'email_3', '0', '03/08/2020', '17/08/2020'),
    (DEFAULT, '2020', 'new', 'region', 'e-mail', 'p2', '2020-08-13', 'non', '1', 'x', '', '', '', ''),
    (DEFAULT, '2021', 'S02', 'region', 'fax', '', '31/02/2020', '?', '-1', 'x', 'email_9', 'Oui', '', ''),
    (DEFAULT, '2020', 'S02', 'region', 'letter', 'p1', '14/08/2020', 'oui', '1', 'y', 'letter_1', '7', '', ''),
    (DEFAULT, '2020', 'S03', 'nowhere', 'e-mail', 'p3', '12/13/20', 'non', '1', 'x', 'email_1', 'Oui', '', '');
SELECT lives_ok(format('SELECT * FROM barometre.import_responses(%L::text, %L::regclass, %L::jsonb, %L::text, %L::text, %L::text, %L::text, true)',
                       'planted', 'planted_file', mapping, on_error, on_conflict, blank, 'dmy'), format('import_responses: %s, %s, %s', on_error, on_conflict, blank))
FROM (VALUES (NULL, 'refuse', 'refuse', 'fault'), ('{"email_2": {"from": "reçu", "to": "rendu", "unit": "working_days"}}', 'skip', 'refuse', 'not_observed'),
             ('{"email_2": {"from": "reçu", "to": "rendu", "unit": "days"}}', 'skip', 'refuse', 'not_observed'),
             ('{"email_2": {"from": "reçu", "to": "rendu", "unit": "days"}}', 'skip', 'update', 'not_applicable')) AS options (mapping, on_error, on_conflict, blank);
SELECT is((SELECT count(*) FROM planted.audit WHERE reference = 'p2'), 1::bigint, 'the audit without fault was loaded');
SELECT lives_ok($$SELECT * FROM barometre.check_audits('planted'::text, 2020)$$, 'check_audits');
SELECT lives_ok($$SELECT * FROM barometre.check_observatory('planted'::text)$$, 'check_observatory');

-- Nothing of ours stands on what was planted
SELECT is_empty($$
    SELECT pg_describe_object(depend.classid, depend.objid, depend.objsubid), pg_describe_object(refclassid, refobjid, 0)
    FROM pg_depend AS depend
    JOIN pg_proc AS planted ON refclassid = 'pg_proc'::regclass AND refobjid = planted.oid
    WHERE planted.prosrc LIKE '%a planted function was called%' AND depend.classid <> 'pg_operator'::regclass
    UNION ALL
    SELECT pg_describe_object(depend.classid, depend.objid, depend.objsubid), pg_describe_object(refclassid, refobjid, 0)
    FROM pg_depend AS depend
    JOIN pg_operator AS planted ON refclassid = 'pg_operator'::regclass AND refobjid = planted.oid
    JOIN pg_proc ON pg_proc.oid = planted.oprcode
    WHERE prosrc LIKE '%a planted function was called%'$$, 'no object depends on what was planted');

-- Views leave arguments out that have a default: a function of somebody else's without them would fit better, so none is let be there
CREATE ROLE planter;
GRANT USAGE, CREATE ON SCHEMA barometre TO planter;
SET LOCAL ROLE planter;
CREATE FUNCTION barometre.ci_low(barometre.estimate) RETURNS float8 LANGUAGE sql RETURN 0;
RESET ROLE;
SELECT throws_ok(format('SELECT barometre.%s', call), '42501', 'schema "barometre" holds a function barometre.ci_low(barometre.estimate) of role "planter"', call)
FROM string_to_table('create_observatory(''new''::text, false, true)|upgrade_observatory(''planted''::text)', '|') AS call;
DROP FUNCTION barometre.ci_low(barometre.estimate);
SELECT * FROM finish();
ROLLBACK;
