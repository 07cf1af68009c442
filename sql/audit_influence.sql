-- What a score would be without an audit, by hand.  One determinant: the score is the mean of the channel's answers.
CREATE TEMP TABLE form AS
SELECT barometre.audit_form(2026, channel, weight, 'courtesy', 1, 1, 1, 'not_applicable', '{0,10}', '{0,100}') AS form
FROM (VALUES ('phone', 1), ('email', 1), ('social', 0)) AS channel (channel, weight);
CREATE TEMP TABLE contact (town text, channel text, responded boolean, answers real[], weight float8);
INSERT INTO contact VALUES
    -- phone 60, email 20: 40; without the first 30, as phone is 40
    ('Brest', 'phone', true, '{8}', 1), ('Brest', 'phone', true, '{4}', 1), ('Brest', 'email', true, '{2}', 1),
    ('Brest', 'social', true, '{9}', 1), ('Brest', 'phone', true, '{NaN}', 1), ('Brest', 'phone', false, NULL, 1), ('Brest', 'email', true, '{9}', 0),
    ('Dole', 'phone', true, '{5}', 1), ('Laon', 'social', true, '{5}', 1);

SELECT town, channel, responded, answers, weight, round(barometre.audit_influence(card, form, 2026, channel, responded, answers, weight)::numeric, 9) AS influence
FROM contact CROSS JOIN form
JOIN (SELECT town, barometre.scorecard_jackknife(form, 2026, channel, responded, answers, weight) AS card
      FROM contact CROSS JOIN form GROUP BY town) AS carded USING (town)
ORDER BY town, channel, answers, weight;

SELECT barometre.audit_influence(NULL, form, 2026, 'phone', true, '{5}', 1) IS NULL AS of_null FROM form;

-- Refused
SELECT barometre.audit_influence(barometre.scorecard(form, 2026, 'phone', true, '{5}', 1), form, 2026, 'phone', true, '{5}', 1) FROM form GROUP BY form;
SELECT barometre.audit_influence(barometre.scorecard_jackknife(form, 2026, 'phone', true, '{5}', 1), form, 2026, 'phone', true, '{6}', 1) FROM form GROUP BY form;
SELECT barometre.audit_influence(barometre.scorecard_jackknife(form, 2026, 'phone', true, '{5}', 1),
                                 (SELECT barometre.audit_form(2026, 'phone', 2, 'courtesy', 1, 1, 1, 'zero', '{0,10}', '{0,100}')), 2026, 'phone', true, '{5}', 1)
FROM form GROUP BY form;
