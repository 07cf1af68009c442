-- The compiled questionnaires of an observatory
SET search_path = barometre, public;
SET client_min_messages = warning;
\pset null '-'

-- Names are sorted and -0 is 0: equal questionnaires are equal, whatever the order of their rows
CREATE TABLE public.question (channel text, channel_weight float8, determinant text, item int, points float8[], scores float8[]);
INSERT INTO public.question VALUES
    ('phone', 1, 'waiting', 1, '{0,1}', '{0,100}'), ('phone', 1, 'courtesy', 2, '{0,1}', '{0,100}'),
    ('email', 0, 'courtesy', 1, '{0,2}', '{100,0}'), ('visit', 2, 'waiting', NULL, NULL, NULL);
CREATE VIEW public.compiled AS
SELECT audit_form(1, channel, channel_weight, determinant, 1, item, 1, 'zero', points, scores ORDER BY item) AS forward,
       audit_form(1, channel, channel_weight, determinant, 1, item, 1, 'zero', points, scores ORDER BY item DESC) AS backward,
       audit_form(1, channel, -channel_weight * CASE WHEN channel_weight = 0 THEN 1 ELSE -1 END, determinant, 1, item, 1, 'zero',
                  CASE WHEN item = 2 THEN '{-0,1}' ELSE points END, CASE WHEN item = 2 THEN '{-0,100}' ELSE scores END ORDER BY item) AS signed
FROM public.question;
SELECT forward FROM public.compiled;
SELECT forward = backward AS any_order, forward = signed AS any_zero, forward = forward::text::audit_form AS as_text,
       audit_form_send(forward) = audit_form_send(signed) AS same_message
FROM public.compiled;
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}') = audit_form(1, 'a', 1, 'd', 1, 1, 2, 'zero', '{0,1}', '{0,100}') AS equal_to_another;
SELECT audit_form(NULL::int, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) WHERE false;

-- What the aggregate refuses
SELECT audit_form(NULL, 'a', 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', NULL, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, NULL, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, NULL, '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'never', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'zero', '{1,0}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100.5}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{-1,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 2, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, i % 3, 1, 'zero', '{0,1}', '{0,100}') FROM generate_series(1, 9) AS i;
SELECT audit_form(1, 'a', i, 'd', 1, i, 1, 'zero', '{0,1}', '{0,100}') FROM generate_series(1, 2) AS i;
SELECT audit_form(1, 'a' || i, 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}') FROM generate_series(1, 257) AS i;
SELECT audit_form(1, repeat('a', 256), 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, '', 1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
-- weights: of a channel, a determinant, an item
SELECT audit_form(1, 'a', 'NaN', 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', -1, 'd', 1, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1e300, 1, 1, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1, 'd', 1, 1, 1e-101, 'zero', '{0,1}', '{0,100}');
SELECT audit_form(1, 'a', 1e-100, 'd', 1e100, 1, 0, 'zero', '{0,1}', '{0,100}')::jsonb #> '{editions,0,channels}' AS smallest_weight;

-- Text that is none
SELECT ''::audit_form;
SELECT '[]'::audit_form;
SELECT '{}'::audit_form;
SELECT '{"editions": []}'::audit_form;
SELECT '{"editions": {}}'::audit_form;
SELECT '{"editions": [[1]]}'::audit_form;
SELECT '{"editions": [], "more": 1}'::audit_form;
SELECT '{"editions": [{"edition": 1e400, "channels": {}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1.5, "channels": {}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {"": 1}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {"a": -1}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {"a": 1e-200}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {"a": "1"}, "determinants": {}, "questionnaires": {}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {}, "determinants": {}, "questionnaires": {"a": []}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {"a": 1}, "determinants": {}, "questionnaires": {"a": [1]}}]}'::audit_form;
SELECT '{"editions": [{"edition": 1, "channels": {}, "determinants": {}, "questionnaires": {}}, {"edition": 1, "channels": {}, "determinants": {}, "questionnaires": {}}]}'::audit_form;

-- Large forms read back: 10,000 items; 64 channels × 64 determinants
SELECT form::text::audit_form = form AS reads_back
FROM (SELECT audit_form(1, 'c', 1, 'd', 1, i, 1, 'zero', '{0,10000}', '{0,100}') AS form FROM generate_series(1, 10000) AS i
      UNION ALL
      SELECT audit_form(1, 'c' || c, c, 'd' || d, d, d, 1, 'zero', '{0,100}', '{0,100}') FROM generate_series(1, 64) AS c, generate_series(1, 64) AS d) AS made;

DROP VIEW public.compiled;
DROP TABLE public.question;
