-- What all views write the same way.

-- Labels: French unless the session says en; the code where there is no label.
SELECT barometre.label('phone', 'Téléphone', 'Phone'), barometre.label('x', NULL, 'X'), barometre.label('x', '', 'X'), barometre.label(NULL, NULL, NULL);
SET barometre.language = en;
SELECT barometre.label('phone', 'Téléphone', 'Phone'), barometre.label('x', 'X', NULL);
SET barometre.language = de;
SELECT barometre.label('phone', 'Téléphone', 'Phone');
RESET barometre.language;

SELECT barometre.participation_key(2020, 'S01'), barometre.participation_key(2020, NULL) IS NULL AS of_null;

SELECT barometre.edition_date('2020-11-05', '2020-09-30', '2020-02-01'), barometre.edition_date(NULL, '2020-09-30', '2020-02-01'),
       barometre.edition_date(NULL, NULL, '2020-02-01'), barometre.edition_date(NULL, NULL, NULL) IS NULL AS unknown;
