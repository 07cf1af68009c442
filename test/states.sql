/*
 * Functions of aggregates take their state as an array or bytea: anybody may call
 * them with any other.  Each gives a value, without NaN where it is a figure, or an
 * error about its arguments.
 */
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT no_plan();
SELECT setseed(0.25);

-- A random array: none, empty, short or long, of two dimensions, with NULL, NaN, infinities, negative and huge numbers
CREATE FUNCTION pg_temp.random_array() RETURNS float8[] LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN shape < 0.03 THEN NULL WHEN shape < 0.06 THEN '{}' WHEN shape < 0.1 THEN ARRAY[numbers, numbers] ELSE numbers END
    FROM (SELECT random() AS shape,
                 array_agg(CASE (random() * 14)::int WHEN 0 THEN NULL WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity'
                                WHEN 4 THEN -random() WHEN 5 THEN 1e308 WHEN 6 THEN 1e-308 WHEN 7 THEN 9007199254740992 WHEN 8 THEN 0
                                ELSE (random() * 5)::int END::float8) AS numbers
          FROM generate_series(1, (random() ^ 2 * 40)::int + 1)) AS drawn
$$;
CREATE FUNCTION pg_temp.random_bytes() RETURNS bytea LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN random() < 0.05 THEN NULL
                ELSE decode(string_agg(lpad(to_hex(CASE WHEN random() < 0.6 THEN 0 ELSE (random() * 255)::int END), 2, '0'), ''), 'hex') END
    FROM generate_series(1, (random() * 120)::int + 1)
$$;

-- What calls with random states come to: errors that are not about their arguments, and NaN
CREATE FUNCTION pg_temp.faults(function regprocedure, calls int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    call text;
    given text;
    result text;
BEGIN
    SELECT format('SELECT to_jsonb(x)::text FROM (SELECT barometre.%I(%s) AS x) AS called', proname, string_agg(
               CASE argument WHEN 'float8[]'::regtype THEN '$1[' || position || ']::float8[]' WHEN 'bytea'::regtype THEN '$1[' || position || ']::bytea'
                             ELSE coalesce((SELECT expression FROM (VALUES ('float8'::regtype, '0.5::float8'), ('text', '''a''::text'), ('int', '1'), ('boolean', 'true'),
                                   ('real[]', '''{1}''::real[]'), ('barometre.score_summary', '(SELECT barometre.score_summary(v) FROM (VALUES (1), (3)) AS s (v))'),
                                   ('barometre.estimate', '(50, 2, 9)::barometre.estimate')) AS sample (type, expression) WHERE type = argument),
                                   'NULL::' || argument) END, ', ' ORDER BY position))
    INTO call FROM pg_proc, unnest(proargtypes::oid[]::regtype[]) WITH ORDINALITY AS list (argument, position) WHERE pg_proc.oid = function GROUP BY proname;
    FOR i IN 1..calls LOOP
        DECLARE
            arguments text[] := ARRAY(SELECT CASE WHEN function::text ~ 'bytea' THEN pg_temp.random_bytes()::text ELSE pg_temp.random_array()::text END
                                      FROM generate_series(1, 6));
        BEGIN
            EXECUTE call INTO result USING arguments;
            -- not of a state, which is an array, nor of a message that names it
            IF result ~ 'NaN' AND result !~ '^\[' AND function::text !~ 'problem' THEN
                RETURN NEXT format('%s of %s gives %s', function, arguments[1], result);
            END IF;
        EXCEPTION WHEN invalid_parameter_value OR null_value_not_allowed OR array_subscript_error OR numeric_value_out_of_range
                    OR invalid_binary_representation OR program_limit_exceeded THEN
            NULL;
        WHEN OTHERS THEN
            RETURN NEXT format('%s of %s: %s %s', function, arguments[1], SQLSTATE, SQLERRM);
        END;
    END LOOP;
END
$$;

SELECT is(ARRAY(SELECT * FROM pg_temp.faults(oid::regprocedure, 400) LIMIT 5), '{}', oid::regprocedure || ' survives any state')
FROM pg_proc
WHERE pronamespace = 'barometre'::regnamespace AND prokind = 'f' AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')
  AND proargtypes::oid[] && ARRAY['float8[]'::regtype::oid, 'bytea'::regtype::oid] AND NOT 'internal'::regtype::oid = ANY (proargtypes::oid[])
ORDER BY oid;

-- States that are real but for one number: what is accepted gives no score outside 0–100, no negative error or count.
CREATE TEMP TABLE real_state (state float8[], reading text);
INSERT INTO real_state VALUES
    (barometre.mean_estimate_accum(barometre.mean_estimate_accum('{0,0,0,0,0,0,0}', 50, 2, 9, 1), 100, 1, 4, 0.3),
     'barometre.mean_estimate_final(barometre.mean_estimate_combine($1, $2))'),
    (barometre.stratified_estimate_accum(barometre.stratified_estimate_accum('{0,0,0,0,0}', (50, 2, 9)::barometre.estimate, 10), (100, 1, 4)::barometre.estimate, 3),
     'barometre.stratified_estimate_final(barometre.stratified_estimate_combine($1, $2))'),
    (barometre.calibrated_estimate_accum(barometre.calibrated_estimate_accum(NULL, 50, 1, 2, '{1}'), 100, 1, 3, '{1}'),
     'barometre.calibrated_estimate_final(barometre.calibrated_estimate_combine($1, $2))'),
    ('{5,3,1,1,4,100}', 'barometre.item_rows(barometre.item_tally_combine($1, $2))');
CREATE FUNCTION pg_temp.misread(state float8[], reading text, forgeries int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    forged float8[];
    result jsonb;
BEGIN
    FOR i IN 1..forgeries LOOP
        forged := state;
        forged[1 + floor(random() * cardinality(state))::int] :=
            ('{NaN,Infinity,-Infinity,-1,-250,-0.001,0,0.5,1e-308,1e16,9007199254740992,1e308}'::float8[])[1 + floor(random() * 12)::int];
        BEGIN
            EXECUTE format('SELECT to_jsonb(%s)', reading) INTO result USING forged, state;
            RETURN QUERY
            SELECT format('%s gives %s %s', forged, key, value) FROM jsonb_each(result)
            WHERE jsonb_typeof(value) = 'string' AND (key, value) <> ('df', '"Infinity"')
               OR jsonb_typeof(value) = 'number'
                   AND (key <> 'value' AND value::numeric < 0 OR key = 'score' AND value::numeric > 100);
        EXCEPTION WHEN OTHERS THEN
            IF SQLSTATE !~ '^22' THEN
                RETURN NEXT format('%s: %s %s', forged, SQLSTATE, SQLERRM);
            END IF;
        END;
    END LOOP;
END
$$;
SELECT is(ARRAY(SELECT DISTINCT pg_temp.misread(state, reading, 500) LIMIT 5), '{}', reading) FROM real_state;

SELECT * FROM finish();
ROLLBACK;
