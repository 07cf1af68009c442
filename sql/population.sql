-- Participants calibrated to the population: what the views say, above all where it cannot be; audits needed
SET client_min_messages = warning;
SET search_path = barometre, public;

/* Ranges of inhabitants */

SELECT item, size_range(item) AS range
FROM unnest('{"[20000,50000)","(19999,49999]","[50000,)","(,20000)","(,)","[0,0]","[5,4]",empty,20000,"[20000,50000","[a,b)","[-1,5)","[2000000000,)","[99999999999,)",""}'::text[]) AS item;
SELECT size_range(NULL) IS NULL AS no_item;

/* Four communes and two départements; the population has 60 and 40 */

SELECT create_observatory('population');
SET search_path = population, public;
INSERT INTO edition (edition) VALUES (1), (2);
INSERT INTO structure (structure, region, population)
VALUES ('a', 'north', 1000), ('b', 'north', 30000), ('c', 'south', 1000), ('d', 'south', 30000), ('e', 'north', 900000), ('f', 'south', 800000);
INSERT INTO participation (edition, structure, category, weight)
SELECT 1, structure, CASE WHEN structure IN ('e', 'f') THEN 'department' ELSE 'city_under_20k' END, 1 FROM structure;
CREATE FUNCTION pg_temp.calibrate(VARIADIC margins text[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM margin;
    INSERT INTO margin SELECT 1, split_part(m, '=', 1), split_part(m, '=', 2), split_part(m, '=', 3)::float8 FROM unnest(margins) AS m;
END;
CREATE VIEW said AS
SELECT dimension, item, total, round(before::numeric, 6) AS before, round(after::numeric, 6) AS after, structures, message FROM margin_check ORDER BY 1, 2;
CREATE VIEW weighted AS
SELECT structure, weight, round(calibrated_weight::numeric, 6) AS calibrated_weight, round(ratio::numeric, 6) AS ratio FROM calibrated_weight ORDER BY 1;

-- by hand: before, 4 and 2 of 6 are 66.67 and 33.33 of 100; each commune stands for 60 / 4, each département for 40 / 2
SELECT pg_temp.calibrate('category=city_under_20k=60', 'category=department=40');
TABLE said;
TABLE weighted;
-- weight 0: not calibrated
UPDATE participation SET weight = 0 WHERE structure = 'a';
TABLE said;
SELECT * FROM weighted WHERE structure IN ('a', 'b');
UPDATE participation SET weight = 1;

-- sizes; 0: the population has none, so e and f are left out
SELECT pg_temp.calibrate('size=[0,20000)=30', 'size=[20000,50000)=70', 'size=[50000,)=0');
TABLE said;
-- a participant of no item, and one whose size is not known, are left out
UPDATE structure SET population = NULL WHERE structure = 'd';
SELECT pg_temp.calibrate('size=[0,20000)=30', 'size=[20000,50000)=70');
TABLE said;
TABLE weighted;
UPDATE structure SET population = 30000 WHERE structure = 'd';

-- bounds of the ratios, and bounds that make it impossible
SELECT pg_temp.calibrate('category=city_under_20k=60', 'category=department=40', 'region=north=55', 'region=south=45');
UPDATE edition SET ratio_low = 0.5, ratio_high = 1.5;
SELECT max(ratio) <= 1.5 AND min(ratio) >= 0.5 AS within FROM calibrated_weight WHERE edition = 1;
SELECT dimension, item, after FROM said;
UPDATE edition SET ratio_low = 0.95, ratio_high = 1.05;
TABLE said;
SELECT * FROM weighted WHERE structure = 'a';
UPDATE edition SET ratio_low = NULL, ratio_high = NULL;

-- what cannot be
SELECT pg_temp.calibrate('category=city_under_20k=60', 'category=department=40', 'region=north=55', 'region=south=40');
TABLE said;
SELECT pg_temp.calibrate('category=city_under_20k=60', 'category=city_20k_50k=40');
TABLE said;
SELECT pg_temp.calibrate('postcode=75=60', 'size=20000=30', 'size=[0,30000)=20', 'size=[20000,)=10');
TABLE said;
SELECT pg_temp.calibrate('postcode=75=60');
TABLE said;
SELECT pg_temp.calibrate('region=north=0', 'region=south=0');
TABLE said;
SELECT pg_temp.calibrate('size=[0,30000)=20', 'size=[20000,)=80');
TABLE said;
-- the communes are all in the north, and the département in the south
DELETE FROM participation WHERE structure IN ('e', 'c', 'd');
SELECT pg_temp.calibrate('category=city_under_20k=60', 'category=department=40', 'region=north=70', 'region=south=30');
TABLE said;
-- none takes part; an edition that has none
DELETE FROM participation;
TABLE said;
SELECT * FROM population_score;

/* Tables refuse half of a pair, and what is no total */
UPDATE edition SET ratio_low = 0.5;
UPDATE edition SET starts_on = '2020-06-30', ends_on = '2020-06-29';

INSERT INTO margin VALUES (1, 'x', 'y', -1);
INSERT INTO margin VALUES (1, 'x', 'y', 1e-7);
INSERT INTO margin VALUES (1, 'x', 'y', 'NaN');

/* Audits: by hand, k = 1/2 of two channels, variances of one audit 400 and 100, a standard error of 2 */

-- equal: (100 + 25) / 4 = 31.25; Neyman: (10 + 5) 10 / 4 = 37.5 and (10 + 5) 5 / 4 = 18.75; a channel that does not count
SELECT * FROM barometre.audit_allocation('f', 1, true, 'half_width', 2, 'Infinity', 2, NULL,
    '{a,b,c}', '{0.5,0.5,0}', '{400,100,50}', '{Infinity,Infinity,9}', '{3,9,2}');
-- a half width of 2 at 95 %: 1.96² times as many; and where each variance has 8 degrees of freedom, t² times as many
SELECT f, equal, neyman, (SELECT format('%s, %s', ceil(31.25 * barometre.ci_high((0, 1, equal_df)::barometre.estimate) ^ 2), ceil(37.5 * barometre.ci_high((0, 1, neyman_df)::barometre.estimate) ^ 2))
    FROM (SELECT (100 + 25) ^ 2 / (100.0 ^ 2 / f + 25.0 ^ 2 / f) AS equal_df, (10 + 5) ^ 2 / (100.0 / f + 25.0 / f) AS neyman_df) AS df) AS by_hand
FROM unnest('{1e9,8}'::float8[]) AS f, barometre.audit_allocation('f', 1, true, 'half_width', 2, 'Infinity', 2, 0.95,
    '{a,b}', '{0.5,0.5}', '{400,100}', ARRAY[f, f], '{3,9}') WHERE channel = 'a';
-- no variance: one audit; a variance that is not known, no distance
SELECT channel, equal, neyman FROM barometre.audit_allocation('f', 1, true, 'half_width', 2, 'Infinity', 2, 0.95, '{a,b}', '{0.5,0.5}', '{0,0}', '{8,8}', '{3,9}');
SELECT channel, equal, neyman FROM barometre.audit_allocation('f', 1, true, 'half_width', 2, 'Infinity', 2, 0.95, '{a,b}', '{0.5,0.5}', '{4,NULL}', '{8,8}', '{3,9}');
SELECT channel, equal, neyman FROM barometre.audit_allocation('f', 1, true, 'reliability', 0.5, 1, 0, NULL, '{a,b}', '{0.5,0.5}', '{4,1}', '{8,8}', '{3,9}');

\set VERBOSITY terse
SELECT * FROM audits_needed(9, 5);
SELECT * FROM audits_needed(1, 0);
SELECT * FROM audits_needed(1, 'NaN');
SELECT * FROM audits_needed(1, 5, 1);
SELECT * FROM audits_for_reliability(9, 0.5);
SELECT * FROM audits_for_reliability(1, 1);
SELECT * FROM audits_for_reliability(1, 0);
SELECT * FROM barometre.audit_allocation('f', 1, true, 'half_width', 1e-6, 'Infinity', 1e-6, NULL, '{a}', '{1}', '{400}', '{8}', '{3}');
-- without audits nothing is known; without channels there is nothing to know
INSERT INTO channel_weight (edition, channel) VALUES (1, 'email'), (1, 'phone');
INSERT INTO determinant_weight (edition, determinant) VALUES (1, 'courtesy');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (1, 'email', 1, 'polite', 'courtesy', 'yes_no');
SELECT * FROM audits_needed(1, 5);
SELECT * FROM audits_needed(2, 5);

SET search_path = public;
DROP SCHEMA population CASCADE;
