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
