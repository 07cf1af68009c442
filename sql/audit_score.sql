-- An audit by itself: its score and its completeness
SET search_path = barometre, public;
SET client_min_messages = warning;
\pset null '-'
-- Items 1 and 2 (weights 1 and 2, silence scores 0), item 3 (weight 1, silence is not applicable); determinants weigh 1 and 2
CREATE TABLE public.forms AS
SELECT audit_form(1, 'phone', 1, determinant, weight, item, item_weight, no_response, '{0,10}', '{0,100}') AS form
FROM (VALUES ('courtesy', 1, 1, 1, 'zero'), ('waiting', 2, 2, 2, 'zero'), ('waiting', 2, 3, 1, 'not_applicable'))
    AS question (determinant, weight, item, item_weight, no_response);

-- courtesy 100, waiting (2·50 + 1·20)/3 = 40: (1·100 + 2·40)/3 = 60; weights scored / scored + not observed
SELECT answers, audit_score(form, 1, 'phone', true, answers), audit_completeness(form, 1, 'phone', true, answers)
FROM public.forms, unnest(ARRAY['{10,5,2}', '{10,5,NaN}', '{10,NULL,NaN}', '{NaN,NULL,NULL}', '{NULL,NULL,NULL}']) AS given (text),
    LATERAL (SELECT given.text::real[] AS answers) AS audit;
-- no response: 0 for items 1 and 2
SELECT audit_score(form, 1, 'phone', false, NULL), audit_completeness(form, 1, 'phone', false, NULL) FROM public.forms;
-- a weight changes neither; 0 and NULL make nothing of it
SELECT weight, audit_score(form, 1, 'phone', true, '{10,5,2}', weight), audit_completeness(form, 1, 'phone', true, '{10,5,NaN}', weight)
FROM public.forms, unnest('{1,3,1e-100,1e100,0,-0,NULL}'::float8[]) AS weight;
-- NULLs
SELECT audit_score(NULL, 1, 'phone', true, '{1,5,0}') AS form, audit_score(form, NULL, 'phone', true, '{1,5,0}') AS edition,
       audit_score(form, 1, NULL, true, '{1,5,0}') AS channel, audit_score(form, 1, 'phone', NULL, '{1,5,0}') AS responded,
       audit_score(form, 1, 'phone', true, NULL) AS answers
FROM public.forms;

SELECT audit_score(form, 1, 'phone', true, '{1,5}') FROM public.forms;
SELECT audit_score(form, 1, 'phone', true, '{1,5,Infinity}') FROM public.forms;
SELECT audit_score(form, 1, 'phone', true, '{{1,5,0}}') FROM public.forms;
SELECT audit_score(form, 1, 'phone', true, '[0:2]={1,5,0}') FROM public.forms;
SELECT audit_score(form, 1, 'phone', false, '{1,5,0}') FROM public.forms;
SELECT audit_completeness(form, 1, 'pho', true, '{1,5,0}') FROM public.forms;
SELECT audit_completeness(form, 9, 'phone', true, '{1,5,0}') FROM public.forms;
SELECT audit_score(form, 1, 'phone', true, '{1,5,0}', weight) FROM public.forms, unnest('{-1}'::float8[]) AS weight;
SELECT audit_score(form, 1, 'phone', true, '{1,5,0}', weight) FROM public.forms, unnest('{NaN}'::float8[]) AS weight;
SELECT audit_score(form, 1, 'phone', true, '{1,5,0}', weight) FROM public.forms, unnest('{Infinity}'::float8[]) AS weight;
SELECT audit_completeness(form, 1, 'phone', true, '{1,5,0}', weight) FROM public.forms, unnest('{1e-101}'::float8[]) AS weight;
SELECT audit_completeness(form, 1, 'phone', true, '{1,5,0}', weight) FROM public.forms, unnest('{1e101}'::float8[]) AS weight;

-- What is an error above can be asked without one
SELECT edition, channel, responded, answers, weight, audit_scorable(form, edition, channel, responded, answers, weight)
FROM public.forms, (VALUES (1, 'phone', true, '{1,5,0}'::real[], 1::float8), (1, 'phone', true, '{NaN,NULL,99}', 0.5), (1, 'phone', false, NULL, 1),
    (1, 'phone', true, '{1,5}', 1), (1, 'phone', true, '{1,5,0,2}', 1), (1, 'phone', true, '{}', 1), (1, 'phone', true, '{{1,5,0}}', 1), (1, 'phone', true, '[0:2]={1,5,0}', 1),
    (1, 'phone', true, '{1,5,Infinity}', 1), (1, 'phone', true, '{NULL,NULL,-Infinity}', 1), (1, 'phone', false, '{1,5,0}', 1), (1, 'pho', true, '{1,5,0}', 1), (9, 'phone', true, '{1,5,0}', 1),
    (1, 'phone', true, '{1,5,0}', -1), (1, 'phone', true, '{1,5,0}', 'NaN'), (1, 'phone', true, '{1,5,0}', 'Infinity'), (1, 'phone', true, '{1,5,0}', 1e-101),
    -- nothing to score is no error
    (1, 'phone', true, '{1,5}', 0), (NULL, 'phone', true, '{1,5}', 1), (9, NULL, true, '{1,5}', 1), (9, 'phone', NULL, '{1,5}', 1), (9, 'phone', true, NULL, 1), (9, 'phone', true, '{1,5}', NULL))
    AS asked (edition, channel, responded, answers, weight);
SELECT audit_scorable(NULL, 1, 'phone', true, '{1,5}', 1);

-- A form from a table, toasted: 10,000 items. The mean of 100·i/n over i = 1..n is 50·(n+1)/n.
CREATE TABLE public.large AS
SELECT audit_form(1, 'c', 1, 'd', 1, i, 1, 'zero', '{0,10000}', '{0,100}') AS form, array_agg(i::real) AS answers FROM generate_series(1, 10000) AS i;
SELECT pg_column_size(form) > 2000 AS toasted, round(audit_score(form, 1, 'c', true, answers)::numeric, 9) FROM public.large;
-- two forms in turn, in one call after the other
SELECT round(audit_score(form, 1, channel, true, answers)::numeric, 9) AS score
FROM (SELECT form, 'c' AS channel, answers FROM public.large UNION ALL SELECT form, 'phone', '{10,5,2}' FROM public.forms) AS either, generate_series(1, 2);

DROP TABLE public.forms, public.large;
