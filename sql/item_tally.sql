-- How each item was answered, by hand: a questionnaire of three items, the third silent when nobody responds.
CREATE TEMP TABLE form AS
SELECT barometre.audit_form(2026, 'phone', 1, 'courtesy', 1, item, 1, no_response, '{0,10}', '{0,100}') AS form
FROM (VALUES (1, 'zero'), (2, 'zero'), (3, 'not_applicable')) AS question (item, no_response);
CREATE TEMP TABLE contact (town text, responded boolean, answers real[], weight float8);
INSERT INTO contact VALUES
    ('Brest', true, '{8,6,NULL}', 1), ('Brest', true, '{4,NaN,2}', 3), ('Brest', false, NULL, 1), ('Brest', true, '{0,0,0}', 0), ('Brest', true, '{0,0,0}', NULL),
    ('Dole', true, '{NULL,NULL,NULL}', 1), ('Laon', true, '{0,0,0}', 0);

SELECT town, item.*
FROM (SELECT town, barometre.item_tally(form, 2026, 'phone', responded, answers, weight) AS tally FROM contact CROSS JOIN form GROUP BY town) AS tallied
CROSS JOIN LATERAL barometre.item_rows(tally) AS item ORDER BY town, item;

-- Two halves are the whole.
SELECT barometre.item_tally_combine(a, b) = (SELECT barometre.item_tally(form, 2026, 'phone', responded, answers, weight)
                                             FROM contact CROSS JOIN form WHERE town = 'Brest') AS whole
FROM (SELECT barometre.item_tally(form, 2026, 'phone', responded, answers, weight) FILTER (WHERE weight = 1) AS a,
             barometre.item_tally(form, 2026, 'phone', responded, answers, weight) FILTER (WHERE weight <> 1) AS b
      FROM contact CROSS JOIN form WHERE town = 'Brest') AS half;
SELECT barometre.item_rows(NULL) IS NULL AS of_null;

-- Beside a league.  Brest and Dole weigh 3 and 1; Laon, of weight 0, counts in nothing.
CREATE TEMP TABLE weighted AS
SELECT barometre.audit_form(2026, channel, channel_weight, determinant, determinant_weight, item, weight, 'zero', '{0,10}', '{0,100}') AS form
FROM (VALUES ('phone', 3), ('email', 1)) AS channel (channel, channel_weight)
CROSS JOIN (VALUES ('courtesy', 1, 1, 1), ('courtesy', 1, 2, 3), ('waiting', 4, 3, 1)) AS question (determinant, determinant_weight, item, weight);
CREATE TEMP TABLE tallied AS
SELECT town, channel, barometre.item_tally(form, 2026, channel, true, answers, 1) AS tally, barometre.scorecard(form, 2026, channel, true, answers, 1) AS part,
       min(weight) AS weight
FROM weighted
CROSS JOIN (VALUES ('Brest', 'phone', '{8,6,NULL}'::real[], 3), ('Brest', 'phone', '{4,NULL,NULL}', 3), ('Brest', 'email', '{5,NULL,5}', 3),
                   ('Dole', 'phone', '{2,NULL,7}', 1), ('Laon', 'phone', '{1,1,1}', 0)) AS contact (town, channel, answers, weight)
GROUP BY town, channel;
-- courtesy is 1/5 of Brest's score: 3/4 of it by phone, where v·a is 1 + 1 and 3; waiting is 4/5, all of it by e-mail
SELECT town, channel, item, score, league_score, round(effective_weight::numeric, 9) AS effective_weight
FROM (SELECT town, channel, tally, barometre.item_tally(tally, weight) OVER (PARTITION BY channel) AS league, barometre.rollup(part) OVER (PARTITION BY town) AS card
      FROM tallied) AS beside
CROSS JOIN weighted
CROSS JOIN LATERAL barometre.item_rows(tally, league, card, form, 2026, channel)
ORDER BY town, channel, item;
SELECT barometre.item_tally(tally, weight) IS NULL AS of_null FROM (VALUES (NULL::float8[], 1::float8), ('{1,1,0,0,1,50}', NULL)) AS nothing (tally, weight);

-- Refused
SELECT barometre.item_tally(form, 2026, 'phone', true, '{1,2}', 1) FROM form;
SELECT barometre.item_tally(form, 2026, 'phone', true, '{1,2,Infinity}', 1) FROM form;
SELECT barometre.item_tally(form, 2026, 'phone', true, '{1,2,3}', -1) FROM form;
SELECT barometre.item_tally_combine('{1,1,0,0,1,50}', '{1,1,0,0,1,50,1,1,0,0,1,50}');
SELECT barometre.item_tally_accum('{1,1,0,0,1,50}', form, 2026, 'phone', true, '{1,2,3}', 1) FROM form;
SELECT barometre.item_rows('{1,2,3}');
SELECT barometre.item_rows('{1,1,0,NULL,1,50}');
SELECT barometre.item_rows('{1,2,0,0,1,50}');
SELECT barometre.item_rows('{1e300,0,0,0,0,0}');
SELECT barometre.item_rows('{1,1,0,0,1,NaN}');
SELECT barometre.item_rows('{1,1,0,0,1,-50}');
SELECT barometre.item_rows('{1,1,0,0,1,101}');
SELECT barometre.item_rows('{1,1,0,0,1e101,50}');
SELECT barometre.item_rows('{1,0,0,0,1,50}');
SELECT barometre.item_rows('{1.5,0.5,0,0,1,50}');
SELECT barometre.item_tally_combine('{2,1,0,0,1,100}', '{1,1,0,0,1,-50}');
SELECT barometre.item_tally_combine('{9007199254740992,0,0,0,0,0}', '{1,1,0,0,1,50}');
SELECT barometre.item_tally_accum(array_fill(0::float8, ARRAY[12]) || '{9007199254740992,0,0,0,0,0}', form, 2026, 'phone', true, '{1,2,3}', 1) FROM form;
SELECT barometre.item_tally_accum('{9007199254740992,0,0,0,0,0}', '{1,1,0,0,1,50}', 1);
SELECT barometre.item_tally_accum('{1,NaN,0,0,1,50}', '{1,1,0,0,1,50}', 1);
SELECT barometre.item_tally_accum(array_fill(0::float8, ARRAY[12]) || '{-5,1,0,0,1,50}', form, 2026, 'phone', true, '{1,2,3}', 1) FROM form;
SELECT barometre.item_tally('{1,1,0,0,1,50}', -1);
SELECT barometre.item_tally('{1,2,0,0,1,50}', 1);
SELECT barometre.item_tally(tally, 1) FROM (VALUES ('{1,1,0,0,1,50}'::float8[]), ('{1,1,0,0,1,50,1,1,0,0,1,50}')) AS several (tally);
SELECT barometre.item_rows('{1,1,0,0,1,50}', '{1,1,0,0,1,50}', barometre.scorecard(form, 2026, 'phone', true, '{1,2,3}'), form, 2026, 'phone') FROM form GROUP BY form;
SELECT barometre.item_rows(tally, '{1,1,0,0,1,50}', card, form, 2026, 'phone')
FROM (SELECT form, barometre.item_tally(form, 2026, 'phone', true, '{1,2,3}', 1) AS tally, barometre.scorecard(form, 2026, 'phone', true, '{1,2,3}') AS card FROM form GROUP BY form) AS one;
SELECT barometre.item_rows('{1,1,0,0,1,50}', '{1,1,0,0,1,50}', part, form, 2026, 'phone') FROM form CROSS JOIN tallied WHERE town = 'Dole';
