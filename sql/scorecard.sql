-- The audits of a structure summed up: aggregates, merges, text and binary form
SET search_path = barometre, public;
SET client_min_messages = warning;
\pset null '-'
CREATE TABLE public.forms AS
SELECT audit_form(edition, channel, channel_weight, determinant, 1, item, item, 'zero', '{0,10}', '{0,100}') AS form
FROM (VALUES (1, 'phone', 1, 'courtesy', 1), (1, 'phone', 1, 'waiting', 2), (1, 'email', 0, 'courtesy', 1), (2, 'phone', 1, 'courtesy', 1))
    AS question (edition, channel, channel_weight, determinant, item);
CREATE TABLE public.audits (edition int, channel text, responded boolean, answers real[]);
INSERT INTO public.audits VALUES (1, 'phone', true, '{10,5}'), (1, 'phone', true, '{NULL,NaN}'), (1, 'phone', false, NULL), (1, 'email', true, '{7}');

SELECT scorecard(form, edition, channel, responded, answers) AS card FROM public.forms, public.audits;
SELECT scorecard_jackknife(form, edition, channel, responded, answers) AS card FROM public.forms, public.audits;
-- weights: 1 changes nothing; 3 triples every sum, but no count
SELECT scorecard(form, edition, channel, responded, answers, 1) = scorecard(form, edition, channel, responded, answers) AS weight_1,
       scorecard(form, edition, channel, responded, answers, 3) AS weight_3
FROM public.forms, public.audits;
-- rows with a NULL are skipped; nothing left is NULL
SELECT scorecard(form, 1, 'phone', true, NULL) IS NULL AS no_answers, scorecard(form, 1, 'phone', NULL, '{1,2}') IS NULL AS no_response,
       scorecard(form, NULL, 'phone', true, '{1,2}') IS NULL AS no_edition, scorecard(form, 1, NULL, true, '{1,2}') IS NULL AS no_channel,
       scorecard(form, 1, 'phone', true, '{1,2}', NULL) IS NULL AS no_weight, scorecard(form, 1, 'phone', true, '{1,2}', 0) IS NULL AS weight_0
FROM public.forms;

-- Merged in any parts, read back from text or binary: equal, to the last byte
CREATE TABLE public.parts AS
SELECT part, scorecard_jackknife(form, edition, channel, responded, answers) AS card
FROM public.forms, (SELECT *, row_number() OVER (ORDER BY channel, answers) % 2 AS part FROM public.audits) AS numbered GROUP BY part;
SELECT count(DISTINCT card) AS one, min(pg_column_size(card)) = max(pg_column_size(card)) AS no_spare_room
FROM (SELECT rollup(card ORDER BY part) FROM public.parts
      UNION ALL SELECT scorecard_combine(a.card, b.card) FROM public.parts AS a JOIN public.parts AS b ON a.part = 0 AND b.part = 1
      UNION ALL SELECT scorecard_combine(scorecard_combine(a.card, b.card), '{"edition": 1, "channels": {"email": 0, "phone": 1}, "determinants": {"courtesy": 1, "waiting": 1}, "cell_weights": 2, "unobserved": 0, "audits": [0, 0], "cells": [[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]], "profiles": []}')
      FROM public.parts AS a JOIN public.parts AS b ON a.part = 0 AND b.part = 1
      UNION ALL SELECT rollup(card ORDER BY part)::text::scorecard FROM public.parts) AS merged (card);

-- What cannot be put together, whoever comes first
SET max_parallel_workers_per_gather = 0;
SELECT scorecard(form, edition, channel, responded, answers) FROM public.forms, (SELECT * FROM public.audits UNION ALL VALUES (2, 'phone', true, '{4}'::real[])) AS both_editions;
SELECT rollup(card) FROM (SELECT scorecard(form, edition, 'phone', false, NULL) AS card FROM public.forms, (VALUES (1), (2)) AS e (edition) GROUP BY edition) AS cards;
SELECT rollup(card) FROM (SELECT scorecard(form, 2, 'phone', true, '{4}') AS card FROM public.forms UNION ALL SELECT scorecard_jackknife(form, 2, 'phone', true, '{4}') FROM public.forms) AS cards;
-- the transition functions of the twins, called with the other's state
SELECT scorecard_accum(scorecard_jackknife(form, 2, 'phone', true, '{4}'), min(form::text)::audit_form, 2, 'phone', true, '{4}') FROM public.forms;
SELECT scorecard_accum_profiles(scorecard(form, 2, 'phone', true, '{4}'), min(form::text)::audit_form, 2, 'phone', true, '{4}') FROM public.forms;
SELECT structure_result(scorecard_accum(scorecard(form, 2, 'phone', true, '{4}'), min(form::text)::audit_form, 2, 'phone', true, '{6}')) FROM public.forms;
-- the same edition with other weights, or other cells, is another questionnaire
SELECT scorecard(form, 2, 'phone', true, '{4}') FROM (SELECT form FROM public.forms UNION ALL SELECT audit_form(2, 'phone', 7, 'courtesy', 1, 1, 1, 'zero', '{1,5}', '{0,100}')) AS two (form);
SELECT scorecard(form, 2, 'phone', true, '{4}') FROM (SELECT form FROM public.forms UNION ALL SELECT audit_form(2, 'phone', 1, 'courtesy', 1, 1, 0, 'zero', '{1,5}', '{0,100}')) AS two (form);
-- questionnaires of 1 and of 200 determinants
CREATE TABLE public.widths AS
SELECT width, audit_form(1, 'phone', 1, 'd' || i, 1, CASE i WHEN 1 THEN 1 END, 1, 'zero', '{0,10}', '{0,100}') AS form
FROM (VALUES (1), (200)) AS w (width), generate_series(1, width) AS i GROUP BY width;
SELECT scorecard(form, 1, 'phone', true, '{5}' ORDER BY width) FROM public.widths;
SELECT scorecard_jackknife(form, 1, 'phone', true, '{5}' ORDER BY width DESC) FROM public.widths;
SELECT rollup(card) FROM (SELECT scorecard_jackknife(form, 1, 'phone', true, '{5}') AS card FROM public.widths GROUP BY width) AS cards;
DROP TABLE public.widths;
-- a weight of -0 is 0, also after reading the text form back
SELECT (structure_result(rollup(same))).*
FROM (SELECT scorecard(form, 2, 'phone', true, '{4}') AS card
      FROM (SELECT audit_form(2, channel, weight, 'courtesy', 1, 1, 1, 'zero', '{1,5}', '{0,100}')
            FROM (VALUES ('phone', 1), ('email', '-0'::float8)) AS w (channel, weight)) AS made (form)) AS cards
CROSS JOIN LATERAL (VALUES (card), (card::text::scorecard)) AS both_forms (same);

-- Text that is no scorecard. Each is this one, but for one part.
CREATE FUNCTION public.card(part text DEFAULT 'edition', value text DEFAULT '1') RETURNS text LANGUAGE sql
RETURN jsonb_set('{"edition": 1, "channels": {"a": 1}, "determinants": {"d": 1}, "cell_weights": 1, "unobserved": 0, "audits": [1], "cells": [[50, 1, 1]], "profiles": [[0, 50, 1]]}',
                 ARRAY[part], value::jsonb)::text;
SELECT public.card()::scorecard;
SELECT ''::scorecard;
SELECT 'null'::scorecard;
SELECT '{}'::scorecard;
SELECT public.card('more', '1')::scorecard;
SELECT public.card('cells', '[[50, 1]]')::scorecard;
SELECT public.card('audits', '[]')::scorecard;
SELECT public.card('audits', '[1.5]')::scorecard;
SELECT public.card('profiles', '[[0, 50]]')::scorecard;
SELECT public.card('profiles', '[[1, 50, 1]]')::scorecard;
SELECT public.card('channels', '{"a": 1e-200}')::scorecard;
-- counts: none is negative or beyond 2^53
SELECT public.card('audits', '[-1]')::scorecard;
SELECT public.card('audits', '[9007199254740993]')::scorecard;
SELECT public.card('audits', '[9007199254740992]')::scorecard IS NOT NULL AS as_many;
SELECT public.card('cells', '[[50, 1, -1]]')::scorecard;
SELECT public.card('cells', '[[50, 1, 9007199254740993]]')::scorecard;
-- parts that contradict each other
SELECT public.card('audits', '[0]')::scorecard;
SELECT public.card('cells', '[[50, 1, 0]]')::scorecard;
SELECT public.card('cells', '[[50, 1, 100001]]')::scorecard;
SELECT public.card('cells', '[[50, -1, 1]]')::scorecard;
SELECT public.card('cells', '[[50, 1e201, 1]]')::scorecard;
SELECT public.card('cells', '[[50, 0, 1]]')::scorecard;
SELECT public.card('cells', '[[101, 1, 1]]')::scorecard;
SELECT public.card('cells', '[[-1, 1, 1]]')::scorecard;
SELECT public.card('cells', '[[50, 2, 1]]')::scorecard;
SELECT public.card('cell_weights', '0')::scorecard;
SELECT public.card('cell_weights', '2')::scorecard;
SELECT public.card('unobserved', '-1')::scorecard;
SELECT public.card('unobserved', '1e300')::scorecard;
SELECT public.card('profiles', '[[0, 50, 2]]')::scorecard;
SELECT public.card('profiles', '[[0, 100, 1]]')::scorecard;
SELECT public.card('profiles', '[[0, 25, 0.5], [0, 25, 0.5]]')::scorecard;
SELECT public.card('profiles', '[[0, 50, 1], [0, 0, 0]]')::scorecard;
SELECT public.card('profiles', '[[0, 50, -1]]')::scorecard;
SELECT public.card('profiles', '[[0, 101, 1]]')::scorecard;
SELECT public.card('profiles', '[[0, -1, 1]]')::scorecard;
SELECT public.card('profiles', '[]')::scorecard;
-- rounding is no contradiction, and profiles need not be kept
SELECT public.card('profiles', '[[0, 50.000000001, 1.0000000001]]')::scorecard;
SELECT structure_result(public.card('profiles', 'null')::scorecard);

-- Two cards, each with the one cell that their questionnaire has: not the same cell
SELECT rollup(card::scorecard)
FROM (VALUES ('[[50, 1, 1], [0, 0, 0]]', '[[0, 50, 1, 0, 0]]'), ('[[0, 0, 0], [50, 1, 1]]', '[[0, 0, 0, 50, 1]]')) AS made (cells, profiles),
    format('{"edition": 1, "channels": {"a": 1}, "determinants": {"d": 1, "e": 1}, "cell_weights": 1, "unobserved": 0, "audits": [1], "cells": %s, "profiles": %s}',
           cells, profiles) AS card;
SELECT scorecard_accum('{"edition": 1, "channels": {"a": 1}, "determinants": {"d": 1, "e": 1}, "cell_weights": 1, "unobserved": 0, "audits": [1], "cells": [[0, 0, 0], [50, 1, 1]], "profiles": null}'::scorecard,
                       form, 1, 'a', true, '{5}')
FROM (SELECT audit_form(1, 'a', 1, determinant, 1, item, 1, 'zero', '{0,10}', '{0,100}') AS form FROM (VALUES ('d', 1), ('e', NULL)) AS question (determinant, item)) AS compiled;

-- Counts have the same limit when they are added up
SELECT scorecard_combine(card, card) FROM (SELECT public.card('audits', '[9007199254740992]')::scorecard AS card) AS most;
SELECT scorecard_accum_profiles(public.card('audits', '[9007199254740992]')::scorecard, form, 1, 'a', true, '{5}')
FROM (SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'zero', '{0,10}', '{0,100}') AS form) AS compiled;

DROP FUNCTION public.card;
DROP TABLE public.forms, public.audits, public.parts;
