-- The global score of a scorecard, and its precision
SET search_path = barometre, public;
SET client_min_messages = warning;
\pset null '-'
CREATE TABLE public.forms AS
SELECT audit_form(1, channel, channel_weight, determinant, determinant_weight, item, item_weight, 'zero', '{0,10}', '{0,100}') AS form
FROM (VALUES ('phone', 2, 'courtesy', 1, 1, 1), ('phone', 2, 'waiting', 3, 2, 1), ('email', 1, 'courtesy', 1, 1, 1), ('visit', 1, 'waiting', 3, 1, 1))
    AS question (channel, channel_weight, determinant, determinant_weight, item, item_weight);

-- courtesy (2·75 + 1·30)/3 = 60, waiting 50: (1·60 + 3·50)/4 = 52.5.
-- Measured: (2·1 + 2·3 + 1·1) of (2·1 + 2·3 + 1·1 + 1·3) = 9/12. Scored: 4 of 5 items.
SELECT (structure_result(form, 1, channel, true, answers)).*
FROM public.forms, (VALUES ('phone', '{10,5}'::real[]), ('phone', '{5,NaN}'), ('email', '{3}')) AS audit (channel, answers);
-- the same from a stored scorecard; without profiles no error
SELECT (structure_result(scorecard(form, 1, channel, true, answers))).*
FROM public.forms, (VALUES ('phone', '{10,5}'::real[]), ('phone', '{5,NaN}'), ('email', '{3}')) AS audit (channel, answers);
SELECT structure_result(NULL::scorecard) AS no_card, structure_result(form, 1, 'phone', true, NULL) AS no_answers FROM public.forms;
-- silence is 0, and complete; nothing measured is no score
SELECT (structure_result(form, 1, 'phone', false, NULL)).* FROM public.forms;
SELECT (structure_result(form, 1, 'phone', true, '{NaN,NULL}')).* FROM public.forms;

-- Weights of audits: (3·100 + 1·20)/4 = 80. Without the first 20, without the second 100:
-- V = 1/2·(60² + 20²) = 2000.
SELECT (structure_result(form, 1, 'email', true, answers, weight)).* FROM public.forms, (VALUES ('{10}'::real[], 3.0::float8), ('{2}', 1)) AS audit (answers, weight);
-- skipped: a weight of 0, also -0, and NULL; all skipped: NULL
SELECT (structure_result(form, 1, 'email', true, answers, weight)).* FROM public.forms, (VALUES ('{10}'::real[], 3.0::float8), ('{2}', 1), ('{9}', 0), ('{9}', '-0'), ('{9}', NULL)) AS audit (answers, weight);
SELECT structure_result(form, 1, 'email', true, '{9}', 0) FROM public.forms;
-- an audit of weight > 0 without a scored item is counted
SELECT (structure_result(form, 1, 'email', true, answers, weight)).* FROM public.forms, (VALUES ('{10}'::real[], 3.0::float8), ('{NaN}', 1), ('{NULL}', 1)) AS audit (answers, weight);
SELECT structure_result(form, 1, 'email', true, '{9}', -1) FROM public.forms;
SELECT structure_result(form, 1, 'email', true, '{9}', 'NaN') FROM public.forms;
SELECT structure_result(form, 1, 'email', true, '{9}', 1e-101) FROM public.forms;
SELECT structure_result(form, 1, 'email', true, '{9}', 1e101) FROM public.forms;

-- Weights far apart: without the heavy audit the other is left, with all its digits.
-- G = 100, 20 without the first: V = 1/2·80² = 3200 (the other's effect is 1e-15).
SELECT weight, round((result).std_error::numeric, 9) AS std_error, (result).df
FROM unnest('{1e-17,1e-50,1e-100}'::float8[]) AS weight,
    LATERAL (SELECT structure_result(form, 1, 'email', true, answers, w) AS result
             FROM public.forms, (VALUES ('{10}'::real[], 1.0::float8), ('{2}', weight)) AS audit (answers, w)) AS scored;
-- the same of channels: without its only audit in the heavy channel, courtesy is that of the other, 30.
-- effects: phone's first −70, phone's second 0; V = 1/2·70² = 2450, and as much for the lonely email.
SELECT weight, round((result).std_error::numeric, 9) AS std_error, (result).df
FROM unnest('{1e-17,1e-100}'::float8[]) AS weight,
    LATERAL (SELECT structure_result(form, 1, channel, true, answers) AS result
             FROM (SELECT audit_form(1, channel, channel_weight, determinant, determinant_weight, item, 1, 'zero', '{0,10}', '{0,100}') AS form
                   FROM (VALUES ('phone', 1, 'courtesy', 1.0::float8, 1), ('phone', 1, 'waiting', 1e-100, 2), ('email', weight, 'courtesy', 1, 1))
                       AS question (channel, channel_weight, determinant, determinant_weight, item)) AS compiled,
                  (VALUES ('phone', '{10,NULL}'::real[]), ('phone', '{NULL,5}'), ('email', '{3}')) AS audit (channel, answers)) AS scored;

-- A form and a row type in one call, the form toasted: 10,000 items; 64 channels × 64 determinants
CREATE TABLE public.large AS
SELECT audit_form(1, 'c', 1, 'd', 1, i, 1, 'zero', '{0,10000}', '{0,100}') AS form, array_agg(i::real) AS answers FROM generate_series(1, 10000) AS i;
SELECT pg_column_size(form) > 2000 AS toasted FROM public.large;
SELECT (result).audits, (result).completeness, round((result).global_score::numeric, 9) AS global_score, (result).std_error < 1e-9 AS no_error, (result).df
FROM (SELECT structure_result(form, 1, 'c', true, answers) AS result FROM public.large, generate_series(1, 3)) AS scored;
-- every answer of channel c is c: each determinant is Σ c² / Σ c = 129/3
SELECT (result).audits, (result).coverage, (result).cell_coverage, (result).completeness, (result).global_score, (result).std_error, (result).df
FROM (SELECT structure_result(form, 1, 'c' || c, true, array_fill(c::real, '{64}')) AS result
      FROM (SELECT audit_form(1, 'c' || c, c, 'd' || d, d, d, 1, 'zero', '{0,100}', '{0,100}') AS form FROM generate_series(1, 64) AS c, generate_series(1, 64) AS d) AS wide,
          generate_series(1, 64) AS c, generate_series(1, 2)) AS scored;

DROP TABLE public.forms, public.large;
