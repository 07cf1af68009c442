/*
 * checks.sql
 *      For each type of the extension that has a binary form: fuzz.check_TYPE(v, w),
 *      the faults of an accepted value v, beside another value w.  It is made from
 *      the catalogue: every function, aggregate and window function that takes the
 *      type is called, and what each returns is judged.
 */
CREATE SCHEMA IF NOT EXISTS fuzz;

-- What stands for an argument of a type: twice, so that a function is called in two ways
CREATE TABLE fuzz.sample (type regtype PRIMARY KEY, first text, second text);
INSERT INTO fuzz.sample VALUES
    ('int', '2020', '1'), ('bigint', '1', '-3'), ('boolean', 'true', 'false'), ('"char"', '''a''::"char"', '''b''::"char"'),
    ('text', '''phone''::text', '''visit''::text'), ('name', '''phone''::name', '''visit''::name'),
    ('float8', '0.9::float8', '37.5::float8'), ('numeric', '0.9', '37.5'), ('jsonb', '''{}''::jsonb', '''{"phone": 1}''::jsonb'),
    ('float8[]', '''{1,2,3}''::float8[]', '''{}''::float8[]'), ('text[]', '''{phone,visit}''::text[]', '''{}''::text[]'),
    ('real[]', '''{1,0,3,NULL,NaN,7,2}''::real[]', 'NULL::real[]'), ('regclass', '''pg_class''::regclass', '4294967295::oid::regclass'),
    ('barometre.estimate', 'ROW(50, 2, 9)::barometre.estimate', 'ROW(-1e308, 1e308, 1)::barometre.estimate');

-- What a result breaks: no NaN and no infinity (but of degrees of freedom), and what its name promises
CREATE FUNCTION fuzz.judge(called text, type text, result jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    IF jsonb_typeof(result) = 'array' THEN
        RETURN QUERY SELECT judged FROM jsonb_array_elements(result) AS one, fuzz.judge(called, type, one) AS judged;
    ELSIF jsonb_typeof(result) = 'object' THEN
        RETURN QUERY SELECT judged FROM jsonb_each(result) AS one, fuzz.judge(called || '.' || one.key, type, one.value) AS judged;
    ELSIF result IN ('"NaN"', '"Infinity"', '"-Infinity"') AND NOT (called ~ '\mdf$' AND result = '"Infinity"') THEN
        RETURN NEXT format('%s is %s', called, result);
    ELSIF jsonb_typeof(result) = 'number' THEN
        IF called ~ '(p_value|p_adjusted|coverage|completeness|share|reliability|probability\w*)$' AND result::numeric NOT BETWEEN 0 AND 1
            OR type <> 'score_summary' AND called ~ '[._]score(\(.*\))?$' AND result::numeric NOT BETWEEN 0 AND 100
            OR called ~ '(std_error|variance|stddev|n_obs|n_effective|sum_weights|[.]weight|[.]df|audits|answers)$' AND result::numeric < 0
        THEN
            RETURN NEXT format('%s is %s', called, result);
        END IF;
    END IF;
END
$$;

-- The call of a function with v, w and samples for its other arguments, as jsonb; NULL where a type has no sample
CREATE FUNCTION fuzz.call(function pg_proc, type regtype, variant int) RETURNS text LANGUAGE sql AS $$
    WITH argument AS (
        SELECT position, argument,
               CASE WHEN argument = type THEN
                   CASE WHEN function.prokind <> 'f' THEN 'x'
                        WHEN position = min(position) FILTER (WHERE argument = type) OVER () THEN 'v' ELSE 'w' END
               ELSE coalesce((SELECT CASE variant WHEN 1 THEN first ELSE second END FROM fuzz.sample WHERE sample.type = argument),
                             CASE WHEN to_regclass(format('fuzz.%I', 'seed_' || (SELECT typname FROM pg_type WHERE pg_type.oid = argument))) IS NOT NULL
                                  THEN format('(SELECT value FROM fuzz.%I LIMIT 1)', 'seed_' || (SELECT typname FROM pg_type WHERE pg_type.oid = argument)) END)
               END AS expression
        FROM unnest(function.proargtypes::oid[]::regtype[]) WITH ORDINALITY AS list (argument, position)
    ), call AS (
        SELECT format('barometre.%I(%s)', function.proname, string_agg(expression, ', ' ORDER BY position)) AS call,
               count(expression) = count(*) AS complete
        FROM argument
    )
    SELECT format(CASE WHEN function.prokind = 'a' THEN '(SELECT to_jsonb(%s) FROM unnest(ARRAY[v, w, v]) AS x)'
                       WHEN function.prokind = 'w' THEN '(SELECT jsonb_agg(r) FROM (SELECT %s OVER () AS r FROM unnest(ARRAY[v, w, v]) AS x) AS s)'
                       WHEN function.proretset THEN '(SELECT jsonb_agg(to_jsonb(r)) FROM %s AS r)'
                       ELSE 'to_jsonb(%s)' END, call)
    FROM call WHERE complete
$$;

CREATE VIEW fuzz.type AS
SELECT pg_type.oid::regtype AS type, typname AS name
FROM pg_type JOIN pg_depend ON objid = pg_type.oid AND classid = 'pg_type'::regclass AND deptype = 'e'
JOIN pg_extension ON pg_extension.oid = refobjid AND extname = 'barometre'
WHERE typtype = 'b' AND typcategory <> 'A' AND typreceive <> 0;

-- The functions that take a type, by the name that a finding tells
CREATE VIEW fuzz.called AS
SELECT type, name, variant, pg_proc.oid::regprocedure::text AS called, fuzz.call(pg_proc, type, variant) AS expression
FROM fuzz.type CROSS JOIN generate_series(1, 2) AS variant
JOIN pg_proc ON type = ANY (proargtypes::oid[]::regtype[])
WHERE pronamespace = 'barometre'::regnamespace AND NOT proargtypes::oid[]::regtype[] && '{internal,cstring}'::regtype[]
  AND (variant = 1 OR proargtypes::oid[]::regtype[] <> array_fill(type, ARRAY[pronargs::int], ARRAY[0]));

DO $do$
DECLARE
    type record;
BEGIN
    FOR type IN SELECT * FROM fuzz.type LOOP
        EXECUTE format($check$
CREATE FUNCTION fuzz.check_%1$s(v barometre.%1$s, w barometre.%1$s) RETURNS text[] LANGUAGE plpgsql AS $body$
DECLARE
    faults text[] := '{}';
    again barometre.%1$s;
    detail text;
BEGIN
    BEGIN
        again := v::text::barometre.%1$s;
        IF barometre.%1$s_send(again) <> barometre.%1$s_send(v) THEN
            faults := faults || format('is read back from text as %%s', barometre.%1$s_send(again));
        END IF;
        IF v::text ~ '[:,\[] *-?(NaN|Infinity)' OR v::jsonb IS NULL THEN
            faults := faults || format('its text is %%s', v);
        END IF;
        IF v OPERATOR(barometre.<>) v OR NOT v OPERATOR(barometre.=) again OR barometre.%1$s_hash(v) <> barometre.%1$s_hash(again)
            OR (v OPERATOR(barometre.<) w)::int + (v OPERATOR(barometre.=) w)::int + (v OPERATOR(barometre.>) w)::int <> 1
            OR (v OPERATOR(barometre.<=) w) = (w OPERATOR(barometre.<) v)
            OR sign(barometre.%1$s_cmp(v, w)) <> -sign(barometre.%1$s_cmp(w, v))
            OR barometre.%1$s_cmp(v, w) = 0 AND barometre.%1$s_hash_extended(v, 1) <> barometre.%1$s_hash_extended(w, 1)
        THEN
            faults := faults || 'its order or its hash contradicts itself'::text;
        END IF;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
        faults := faults || format('is not read back from text: %%s: %%s', SQLERRM, detail);
    END;
%2$s
    RETURN faults;
END
$body$ $check$, type.name,
            (SELECT string_agg(format($one$
    BEGIN
        faults := faults || ARRAY(SELECT fuzz.judge(%1$L, %3$L, %2$s));
    EXCEPTION WHEN OTHERS THEN
        IF SQLSTATE !~ '^(22|54)' THEN
            faults := faults || format('%%s: %%s: %%s', %1$L, SQLSTATE, SQLERRM);
        END IF;
    END;$one$, called, expression, type.name), '' ORDER BY called, variant)
             FROM fuzz.called WHERE called.type = type.type AND expression IS NOT NULL));
    END LOOP;
END
$do$;
