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

-- Shares: 0 where they are lost in the whole, so that products of them are numbers; nothing of nothing is none.
SELECT barometre.part_of(1, 4), barometre.part_of(1e-49, 1) AS little, barometre.part_of(1e-51, 1) AS lost, barometre.part_of(1e-100, 1e100) AS far_apart;
SELECT barometre.part_of(0, 0) AS of_nothing, barometre.part_of(NULL, 1) AS no_part, barometre.part_of(1, NULL) AS no_whole;

-- Squares: 0 where a double has no number for them
SELECT barometre.square(-3), barometre.square(1e-140) > 0 AS little, barometre.square(-1e-200) AS lost, barometre.square(NULL) IS NULL AS of_null;
