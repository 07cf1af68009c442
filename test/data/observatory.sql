-- Helpers of the tests that compare whole views with expected rows.

-- Numbers agree within a tolerance, relative above 1 and absolute below;
-- everything else agrees exactly.
CREATE FUNCTION pg_temp.agrees(a jsonb, b jsonb, tolerance float8) RETURNS boolean LANGUAGE sql AS $$
    SELECT CASE
        WHEN jsonb_typeof(a) = 'number' AND jsonb_typeof(b) = 'number'
        THEN abs(a::float8 - b::float8) <= tolerance * greatest(1, abs(a::float8), abs(b::float8))
        ELSE a IS NOT DISTINCT FROM b
    END
$$;

-- Where two queries differ: rows that only one has, and each column of the
-- second that disagrees with the first. "keys" tells the rows apart.
CREATE FUNCTION pg_temp.differences(have text, want text, keys text[], tolerance float8 DEFAULT 1e-9)
RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    -- equality of jsonb, which tells NULLs alike and can be hashed
    pairs text := (SELECT format('jsonb_build_array(%s) = jsonb_build_array(%s)', string_agg(format('have.%I', key), ', '),
                                 string_agg(format('want.%I', key), ', ')) FROM unnest(keys) AS key);
    differing text;
BEGIN
    RETURN QUERY EXECUTE format(
        $query$
        WITH have AS MATERIALIZED (%s), want AS MATERIALIZED (%s),
        matched AS MATERIALIZED (
            SELECT to_jsonb(have) AS have, to_jsonb(want) AS want FROM want LEFT JOIN have ON %s)
        SELECT format('%%s: %%s is %%s, expected %%s',
                      (SELECT jsonb_object_agg(key, matched.want -> key) FROM unnest($1) AS key),
                      field.key, matched.have -> field.key, field.value)
        FROM matched CROSS JOIN LATERAL jsonb_each(matched.want) AS field
        WHERE matched.have IS NULL OR NOT pg_temp.agrees(matched.have -> field.key, field.value, $2)
        UNION ALL
        SELECT format('rows: %%s, expected %%s', (SELECT count(*) FROM have), (SELECT count(*) FROM want))
        WHERE (SELECT count(*) FROM have) <> (SELECT count(*) FROM want)
        $query$, have, want, pairs) USING keys, tolerance;
END
$$;
