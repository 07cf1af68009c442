-- What may be published, and what is withheld.

\set VERBOSITY terse
SET client_min_messages = warning;
SELECT barometre.create_observatory('shown');
SET search_path = shown;

INSERT INTO edition (edition) VALUES (1);
INSERT INTO determinant_weight SELECT 1, determinant, 1 FROM unnest('{courtesy,waiting}'::text[]) AS determinant;
INSERT INTO channel_weight VALUES (1, 'phone', 1);
INSERT INTO criterion (edition, channel, item, determinant, scale)
VALUES (1, 'phone', 1, 'courtesy', 'grade_0_10'), (1, 'phone', 2, 'waiting', 'grade_0_10');

-- eight regions, seven departments, nine centres, four others, two towns; two audits each, both alike: a score is ten times the grade
INSERT INTO structure (structure) SELECT kind || number
FROM (VALUES ('R', 8), ('D', 7), ('C', 9), ('O', 4), ('T', 2)) AS kind (kind, many), generate_series(1, many) AS number;
INSERT INTO participation (edition, structure, category, labels)
SELECT 1, structure,
       CASE left(structure, 1) WHEN 'R' THEN 'region' WHEN 'D' THEN 'department' WHEN 'C' THEN 'france_services' WHEN 'O' THEN 'other' ELSE 'city_50k_plus' END,
       CASE WHEN structure IN ('R1', 'R2', 'R3', 'R4', 'D1', 'D2', 'D3', 'C1', 'C2', 'C3', 'C4', 'C5', 'O1') THEN '{label}' ELSE '{}' END::text[]
FROM structure;
INSERT INTO audit (edition, structure, audit, channel, answers)
SELECT 1, structure, audit, 'phone', array_fill(right(structure, 1)::int + (structure > 'P')::int, ARRAY[2])::real[]
FROM structure, generate_series(1, 2) AS audit;

-- Too few towns; they must not be the edition's total minus the others.
SELECT category, participants, suppression, round(score::numeric, 3) AS score, round(std_error::numeric, 3) AS std_error
FROM public_category_score ORDER BY category;

SELECT category, breakdown, item, suppression, round(score::numeric, 3) AS score, round(std_error::numeric, 3) AS std_error
FROM public_category_breakdown ORDER BY category, breakdown, item;

SELECT breakdown, item, certified_n AS n1, non_certified_n AS n2, suppression, round(certified_score::numeric, 3) AS certified,
       round(non_certified_score::numeric, 3) AS others, round(gap::numeric, 3) AS gap, round(p_value::numeric, 3) AS p,
       p_adjusted = p_value AS same_p
FROM public_certified_comparison ORDER BY breakdown, item;

-- One town outweighs the others.
INSERT INTO structure VALUES ('T3');
INSERT INTO participation (edition, structure, category, weight) VALUES (1, 'T3', 'city_50k_plus', 20);
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'T3', 1, 'phone', '{9,9}'), (1, 'T3', 2, 'phone', '{9,9}');
SELECT item, participants, round(largest_share::numeric, 3) AS largest_share, suppression, has_error
FROM publication_pattern WHERE breakdown = 'category' ORDER BY item;

-- Nothing is withheld where a structure alone may be shown; one structure has no error.
UPDATE edition SET min_published = 1, max_share = 1;
SELECT breakdown, count(*) AS figures FROM publication_pattern WHERE suppression = '' GROUP BY breakdown ORDER BY breakdown;
SELECT count(*) FROM publication_pattern WHERE suppression <> '';

DROP SCHEMA shown CASCADE;
