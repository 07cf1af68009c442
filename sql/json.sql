-- The getters of common/json.c: a part of a text form that is of another JSON
-- kind than it must be is refused, with the name of its key, whatever the type.
SET search_path = barometre, public;
SET client_min_messages = warning;

-- A value of each type that is written as JSON
CREATE TABLE public.sample (type text, value jsonb);
INSERT INTO public.sample
SELECT 'score_summary', score_summary(x, 1)::jsonb FROM generate_series(1, 3) AS x
UNION ALL
SELECT 'audit_form', audit_form(1, 'phone', 1, 'courtesy', 1, 1, 1, 'zero', '{0,1}', '{0,100}')::jsonb
UNION ALL
SELECT 'scorecard', scorecard_jackknife(form, 1, 'phone', true, '{1}')::jsonb
FROM (SELECT audit_form(1, 'phone', 1, 'courtesy', 1, 1, 1, 'zero', '{0,1}', '{0,100}') AS form) AS compiled;

-- Every place of a JSON value, from the whole to each number
CREATE FUNCTION public.places(value jsonb) RETURNS SETOF text[] LANGUAGE sql
BEGIN ATOMIC
    WITH RECURSIVE place (path, part) AS (
        SELECT '{}'::text[], value
        UNION ALL
        SELECT path || step, inner_part
        FROM place
        CROSS JOIN LATERAL (
            SELECT key, each.value FROM jsonb_each(CASE jsonb_typeof(part) WHEN 'object' THEN part END) AS each (key, value)
            UNION ALL
            SELECT (n - 1)::text, element FROM jsonb_array_elements(CASE jsonb_typeof(part) WHEN 'array' THEN part END) WITH ORDINALITY AS element (element, n)
        ) AS inner_place (step, inner_part))
    SELECT path FROM place;
END;

-- What a text form is refused with
CREATE FUNCTION public.refusal(type text, value jsonb, OUT state text, OUT detail text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT %L::barometre.%I', value, type);
    state := 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL;
END
$$;

-- Each place holds each kind of JSON in turn; what it already is stands aside.
SELECT type, state, detail, count(*)
FROM public.sample
CROSS JOIN LATERAL public.places(sample.value) AS place (path)
CROSS JOIN LATERAL (VALUES ('null'::jsonb), ('true'), ('1'), ('"1"'), ('[]'), ('[1]'), ('[[1]]'), ('["edition", 1]'), ('{}'), ('{"edition": 1}')) AS other (part)
CROSS JOIN LATERAL public.refusal(type, CASE WHEN path = '{}' THEN part ELSE jsonb_set(sample.value, path, part) END) AS refusal
WHERE jsonb_typeof(sample.value #> path) <> jsonb_typeof(part)
GROUP BY type, state, detail
ORDER BY type, state, detail COLLATE "C";

DROP FUNCTION public.refusal, public.places;
DROP TABLE public.sample;
