-- Participants calibrated to the population: the views against R survey, and against what must hold.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/observatory.sql
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_edition.sql

/* Without margins */

DELETE FROM margin;

SELECT is_empty('SELECT * FROM calibrated_weight WHERE calibrated_weight IS NOT NULL OR ratio IS NOT NULL', 'without margins: no calibrated weights');
SELECT is((SELECT count(*) FROM calibrated_weight), (SELECT count(*) FROM participation), 'but a row each');
SELECT is_empty('TABLE margin_check', 'nothing to check');
SELECT is_empty($$SELECT * FROM population_score WHERE num_nonnulls(calibrated_score, calibrated_std_error, calibrated_low, calibrated_high, design_effect) > 0$$,
                'no calibrated scores');

/* R survey: test/data/population.R */

UPDATE structure SET region = CASE WHEN right(structure, 2)::int % 2 = 1 THEN 'north' ELSE 'south' END;
CREATE TEMP TABLE expected_weight (method text, structure text, calibrated_weight float8);
CREATE TEMP TABLE expected_score (method text, breakdown text, item text, participants int,
    calibrated_score float8, calibrated_std_error float8, design_effect float8);
\copy expected_weight FROM 'test/data/population_weights.csv' CSV HEADER
\copy expected_score FROM 'test/data/population_expected.csv' CSV HEADER
INSERT INTO margin VALUES
    (2020, 'category', 'city_20k_50k', 20), (2020, 'category', 'city_50k_plus', 18), (2020, 'category', 'city_under_20k', 40),
    (2020, 'category', 'department', 12), (2020, 'category', 'intercommunality', 30), (2020, 'region', 'north', 70), (2020, 'region', 'south', 50);

CREATE FUNCTION pg_temp.agrees_with_survey(wanted text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEXT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, ''{structure}'')',
        'SELECT * FROM calibrated_weight WHERE edition = 2020',
        format('SELECT structure, calibrated_weight FROM expected_weight WHERE method = %L', wanted)), wanted || ': weights as survey''s calibrate');
    RETURN NEXT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, ''{breakdown,item}'')',
        'SELECT * FROM population_score WHERE edition = 2020',
        format('SELECT breakdown, item, participants, calibrated_score, calibrated_std_error, design_effect FROM expected_score WHERE method = %L', wanted)),
        wanted || ': scores and errors as survey''s svymean of domains');
    RETURN NEXT is_empty('SELECT * FROM margin_check WHERE abs(after - total) > 1e-10 * total OR after IS NULL OR message IS NOT NULL', wanted || ': every margin is met');
    RETURN NEXT is_empty($query$SELECT * FROM population_score
        CROSS JOIN LATERAL (SELECT (calibrated_score, calibrated_std_error, participants - 1)::barometre.estimate) AS t (e)
        WHERE edition = 2020 AND (calibrated_low IS DISTINCT FROM barometre.score_low(e) OR calibrated_high IS DISTINCT FROM barometre.score_high(e))$query$,
        wanted || ': intervals by t, cut at 0 and 100');
END
$$;
SELECT pg_temp.agrees_with_survey('raking');
UPDATE edition SET ratio_low = 0.4, ratio_high = 2.5 WHERE edition = 2020;
SELECT pg_temp.agrees_with_survey('logit');
-- more margins: sizes, a column of the user's own, and zone, which follows from the category
ALTER TABLE structure ADD COLUMN rural bool, ADD COLUMN zone text;
UPDATE structure SET population = 7919 * right(structure, 2)::int % 100000, rural = right(structure, 2)::int % 3 = 0,
                     zone = CASE WHEN structure IN (SELECT structure FROM participation WHERE category = 'department') THEN 'wide' ELSE 'narrow' END;
INSERT INTO margin VALUES
    (2020, 'rural', 'false', 75), (2020, 'rural', 'true', 45), (2020, 'zone', 'wide', 12), (2020, 'zone', 'narrow', 108),
    (2020, 'size', '[0,20000)', 30), (2020, 'size', '[20000,60000)', 50), (2020, 'size', '(59999,]', 40);
UPDATE edition SET ratio_low = 0.2, ratio_high = 3 WHERE edition = 2020;
SELECT pg_temp.agrees_with_survey('logit of more');
UPDATE edition SET ratio_low = 0.9, ratio_high = 1.1 WHERE edition = 2020;
SELECT is(count(*), 14::bigint, 'bounds that cannot be kept: every margin says so, and which are missed') FROM margin_check
WHERE after IS NULL AND message LIKE 'no weights within 0.9 to 1.1 times those given meet the totals.%size (59999,] % instead of 40 (%';
SELECT is_empty($$SELECT * FROM population_score WHERE edition = 2020 AND num_nonnulls(calibrated_score, calibrated_std_error, calibrated_low, calibrated_high, design_effect) > 0$$,
                'and nothing is calibrated');
UPDATE edition SET ratio_low = NULL, ratio_high = NULL WHERE edition = 2020;
SELECT pg_temp.agrees_with_survey('raking of more');
DELETE FROM margin WHERE dimension NOT IN ('category', 'region');
UPDATE edition SET ratio_low = 0.4, ratio_high = 2.5 WHERE edition = 2020;
SELECT ok(min(ratio) > 0.4 AND max(ratio) < 2.5 AND max(ratio) > min(ratio), 'logit: ratios within the bounds') FROM calibrated_weight WHERE edition = 2020;
UPDATE edition SET ratio_low = NULL, ratio_high = NULL;

/* As the other views say it */

SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM population_score WHERE breakdown <> ''category''',
    'SELECT edition, edition_date, breakdown, item, item_label, participants, score, std_error, score_low, score_high FROM edition_breakdown', '{edition,breakdown,item}', 1e-12)$$,
    'the participants'' scores are those of edition_breakdown');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM population_score WHERE breakdown = ''category''',
    'SELECT edition, edition_date, category AS item, category_label AS item_label, participants, score, std_error, score_low, score_high FROM category_score', '{edition,item}', 1e-12)$$,
    'and of category_score');
SELECT ok(every(design_effect >= 1 - 1e-12), 'design effects are at least 1') FROM population_score WHERE edition = 2020;
SELECT ok(abs(sum(calibrated_weight) - 120) < 1e-9 AND every(calibrated_weight > 0), 'weights are positive and add up to the population')
FROM calibrated_weight WHERE edition = 2020;

/* Columns that the user added, of any name and type, and sizes */

ALTER TABLE participation ADD COLUMN "Zone d'emploi" int, ADD COLUMN known bool, ADD COLUMN x date;
ALTER TABLE structure ADD COLUMN "size" numeric, ADD COLUMN "Zone d'emploi" int;
UPDATE participation SET "Zone d'emploi" = right(structure, 2)::int % 2, known = right(structure, 2)::int % 2 = 1,
                         x = DATE '2020-01-01' + right(structure, 2)::int % 2;
UPDATE structure SET population = CASE WHEN right(structure, 2)::int % 2 = 1 THEN 19999 ELSE 20000 END, "Zone d'emploi" = 7;
CREATE TEMP TABLE by_region AS SELECT structure, calibrated_weight FROM calibrated_weight WHERE edition = 2020;
CREATE FUNCTION pg_temp.same_as_region(other text, north text, south text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE margin SET dimension = other, item = CASE total WHEN 70 THEN north ELSE south END WHERE dimension <> 'category';
    RETURN is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM calibrated_weight WHERE edition = 2020', 'TABLE by_region', '{structure}', 1e-12)$query$,
        format('%s: %s and %s', other, north, south));
END
$$;
SELECT pg_temp.same_as_region(dimension, north, south)
FROM (VALUES ('Zone d''emploi', '1', '0'), ('known', 'true', 'false'), ('x', '2020-01-02', '2020-01-01'), ('size', '[0,20000)', '[20000,50000)'),
             ('size', '[,20000)', '[20000,]'), ('size', '(0,19999]', '(19999,1000000000]')) AS d (dimension, north, south);
UPDATE margin SET dimension = 'region', item = CASE total WHEN 70 THEN 'north' ELSE 'south' END WHERE dimension <> 'category';

/* Calibrating calibrated weights changes nothing */

UPDATE participation SET weight = calibrated_weight FROM calibrated_weight AS c
WHERE (c.edition, c.structure) = (participation.edition, participation.structure) AND c.calibrated_weight IS NOT NULL;
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM calibrated_weight WHERE edition = 2020',
    'SELECT structure, calibrated_weight, 1 AS ratio FROM by_region', '{structure}', 1e-10)$$, 'idempotent');

/* Iterative proportional fitting by hand: rows 150, 300 and columns 200, 150, 100 of [[40, 35, 30], [50, 45, 20]] */

SELECT barometre.create_observatory('table_of_six');
SET LOCAL search_path = table_of_six, public;
INSERT INTO edition (edition) VALUES (1);
INSERT INTO structure (structure, region, department)
SELECT r || c, r, c FROM unnest('{a,b}'::text[]) AS r, unnest('{x,y,z}'::text[]) AS c;
INSERT INTO participation (edition, structure, category, weight)
SELECT 1, structure, 'city_20k_50k', weight FROM unnest('{ax,ay,az,bx,by,bz}'::text[], '{40,35,30,50,45,20}'::float8[]) AS t (structure, weight);
INSERT INTO margin VALUES (1, 'region', 'a', 150), (1, 'region', 'b', 300), (1, 'department', 'x', 200), (1, 'department', 'y', 150), (1, 'department', 'z', 100);
CREATE TEMP TABLE fitted AS SELECT structure, weight, region, department FROM participation JOIN structure USING (structure);
DO $$
BEGIN
    FOR i IN 1..200 LOOP
        UPDATE fitted SET weight = weight * (SELECT total FROM margin WHERE item = region) / (SELECT sum(weight) FROM fitted AS f WHERE f.region = fitted.region);
        UPDATE fitted SET weight = weight * (SELECT total FROM margin WHERE item = department) / (SELECT sum(weight) FROM fitted AS f WHERE f.department = fitted.department);
    END LOOP;
END
$$;
SELECT is_empty($$SELECT * FROM pg_temp.differences('TABLE calibrated_weight', 'SELECT structure, weight AS calibrated_weight FROM fitted', '{structure}', 1e-10)$$,
                'raking is iterative proportional fitting');
SELECT is_empty('SELECT * FROM margin_check WHERE abs(after - total) > 1e-10 * total OR after IS NULL', 'its weights add up to the totals at 1e-10');

/* Audits needed */

SET LOCAL search_path = observatoire, public;
CREATE FUNCTION pg_temp.form() RETURNS barometre.audit_form LANGUAGE sql RETURN audit_form();
-- the prior variance of an audit of each channel, by its formula
CREATE TEMP TABLE prior AS
WITH term AS (
    SELECT edition, stratum, units - 1 AS nu, variance AS u
    FROM (SELECT edition, structure, barometre.structure_result(pg_temp.form(), edition, channel, responded, answers, weight) AS result
          FROM audit GROUP BY edition, structure) AS r,
         unnest((result).strata.stratum, (result).strata.units, (result).strata.variance) AS s (stratum, units, variance)
    WHERE variance IS NOT NULL AND units > 1),
moment AS (
    SELECT edition, stratum, sum(nu)::float8 AS n, sum(nu * u) / sum(nu) AS m, sum(nu * u * u / (1 + 2.0 / nu)) / sum(nu) AS e
    FROM term GROUP BY edition, stratum),
prior_df AS (SELECT *, least(4 + 2 / nullif(greatest(e / (m * m) - 1, 0), 0), 1e4) AS nu0 FROM moment)
SELECT edition, stratum AS channel, m * (nu0 - 2) / nu0 AS variance, least(nu0, n) AS f FROM prior_df;
-- weights of the channels in the score of a structure that has every cell
CREATE TEMP TABLE channel_k AS
SELECT edition, channel, sum(part) / sum(sum(part)) OVER (PARTITION BY edition) AS k
FROM (SELECT c.edition, c.channel, d.weight * w.weight / sum(w.weight) OVER (PARTITION BY c.edition, c.determinant) AS part
      FROM (SELECT DISTINCT edition, channel, determinant FROM criterion WHERE weight > 0) AS c
      JOIN channel_weight AS w USING (edition, channel) JOIN determinant_weight AS d USING (edition, determinant)
      WHERE w.weight > 0 AND d.weight > 0) AS cell
GROUP BY edition, channel;
SELECT ok(count(*) = 9 AND every(abs(a.variance - p.variance) < 1e-9 * p.variance), 'the variance of an audit is the prior')
FROM (SELECT e.edition, a.* FROM edition AS e, audits_needed(e.edition, 5) AS a) AS a JOIN prior AS p USING (edition, channel);
SELECT ok(every(abs(a.done - (SELECT count(*) FROM audit WHERE (audit.edition, audit.channel) = (2020, a.channel) AND weight > 0) / 30.0) < 1e-12),
          'done: audits per participant') FROM audits_needed(2020, 5) AS a;

-- back in the formula: the half width is met, and is not with one audit less on each channel
CREATE TEMP VIEW plan AS
SELECT edition, kind, half_width, channel, CASE kind WHEN 'equal' THEN equal ELSE neyman END AS n, k, p.variance, f
FROM (SELECT e.edition, half_width, a.*
      FROM edition AS e, unnest('{1,3,10}'::float8[]) AS half_width, audits_needed(e.edition, half_width) AS a) AS needed
JOIN prior AS p USING (edition, channel)
JOIN channel_k USING (edition, channel),
unnest('{equal,neyman}'::text[]) AS kind;
CREATE TEMP VIEW plan_error AS
SELECT edition, kind, half_width, sum(n) AS audits,
       barometre.ci_high((0, 1, CASE kind WHEN 'equal' THEN sum(k ^ 2 * variance) ^ 2 / sum((k ^ 2 * variance) ^ 2 / f)
                                          ELSE sum(k * sqrt(variance)) ^ 2 / sum(k ^ 2 * variance / f) END)::barometre.estimate) AS t,
       sqrt(sum(k ^ 2 * variance / n)) AS std_error, sqrt(sum(k ^ 2 * variance / nullif(n - 1, 0))) AS one_less, min(n) AS smallest
FROM plan GROUP BY edition, kind, half_width;
SELECT ok(t * std_error <= half_width * (1 + 1e-9) AND (smallest = 1 OR t * one_less > half_width), format('edition %s, %s, ± %s: met, and just', edition, kind, half_width))
FROM plan_error ORDER BY 1;
SELECT ok(every(abs(t * std_error / half_width - 1) < 0.01), 'where audits are many, rounding them up does not matter') FROM plan_error WHERE half_width = 1;
SELECT ok(n.audits <= e.audits, format('edition %s, ± %s: Neyman''s are fewest', edition, half_width))
FROM (SELECT * FROM plan_error WHERE kind = 'neyman') AS n JOIN (SELECT * FROM plan_error WHERE kind = 'equal') AS e USING (edition, half_width) ORDER BY 1;
SELECT ok(tau2 / (tau2 + v) BETWEEN 0.9 AND 0.9 + 0.02, format('edition %s: the reliability is met, and just', edition))
FROM (SELECT edition, between_variance AS tau2, sum(k ^ 2 * p.variance / neyman) AS v
      FROM (SELECT e.edition, e.between_variance, a.* FROM edition_score AS e, audits_for_reliability(e.edition, 0.9) AS a) AS needed
      JOIN prior AS p USING (edition, channel) JOIN channel_k USING (edition, channel)
      GROUP BY edition, between_variance) AS r;

SELECT results_eq(format('SELECT channel, variance, done, num_nonnulls(equal, neyman) FROM %s', asked),
                  'SELECT channel, variance, done, 0 FROM audits_needed(2020, 5)', asked || ': what is known, and no plan')
FROM unnest('{"audits_needed(2020, NULL)","audits_needed(2020, 5, NULL)","audits_needed(2020, NULL, NULL)","audits_for_reliability(2020, NULL)"}'::text[]) AS asked;
SELECT is_empty('SELECT * FROM ' || asked, asked || ': no rows')
FROM unnest('{"audits_needed(NULL, 5)","audits_needed(NULL, NULL, NULL)","audits_needed(NULL, -5)","audits_for_reliability(NULL, 0.8)"}'::text[]) AS asked;

/* R survey: 183 schools as participants, by columns that are added (data/calibration_expected.csv) */

SELECT barometre.create_observatory('schools');
SET LOCAL search_path = schools, public;
CREATE TEMP TABLE school (cds text, sname text, dnum int, cname text, stype text, sch_wide text, comp_imp text, both_met text, awards text,
    api99 float8, api00 float8, meals float8, ell float8, mobility float8, qualified float8, emer float8, enroll float8, pw float8, fpc float8);
CREATE TEMP TABLE expected_school (cds text, raking float8, linear float8, logit float8);
\copy school FROM 'test/data/apiclus1.csv' CSV HEADER
\copy expected_school FROM 'test/data/calibration_expected.csv' CSV HEADER
ALTER TABLE structure ADD COLUMN stype char(3);
ALTER TABLE participation ADD COLUMN "sch.wide ?" text;
INSERT INTO edition (edition) VALUES (2000);
INSERT INTO structure (structure, stype) SELECT cds, stype FROM school;
-- only ratios of weights matter
INSERT INTO participation (edition, structure, category, weight, "sch.wide ?") SELECT 2000, cds, 'other', pw / 1000, sch_wide FROM school;
INSERT INTO margin VALUES (2000, 'stype', 'E  ', 4421), (2000, 'stype', 'H  ', 755), (2000, 'stype', 'M  ', 1018),
    (2000, 'sch.wide ?', 'No', 1072), (2000, 'sch.wide ?', 'Yes', 5122);
SELECT is_empty($$SELECT * FROM pg_temp.differences('TABLE calibrated_weight',
    'SELECT cds AS structure, raking AS calibrated_weight FROM expected_school', '{structure}', 2e-8)$$,
    'raking as survey''s rake, which stops at 1e-8');
UPDATE edition SET ratio_low = 0.5, ratio_high = 2.5;
SELECT is_empty($$SELECT * FROM pg_temp.differences('TABLE calibrated_weight',
    'SELECT cds AS structure, logit AS calibrated_weight FROM expected_school', '{structure}', 1.7e-7)$$,
    'logit as survey''s calibrate, whose bounds are of weights that add up to 6194.001, not 6194');

/* Views never fail: weights and totals as far apart as the tables allow */

SET LOCAL search_path = observatoire, public;
UPDATE participation SET weight = CASE WHEN right(structure, 1) = '1' THEN 1e-100 WHEN right(structure, 1) = '2' THEN 1e100 ELSE 1e90 END;
DELETE FROM margin;
INSERT INTO margin SELECT 2020, 'category', category, CASE category WHEN 'department' THEN 1e12 ELSE 1e-6 END
FROM (SELECT DISTINCT category FROM participation) AS c;
INSERT INTO margin SELECT 2020, 'region', r, 1e12 / 2 FROM unnest('{north,south}'::text[]) AS r;
SELECT lives_ok(format('SELECT * FROM %I', view), view || ' of weights and totals that are far apart')
FROM unnest('{calibrated_weight,margin_check,population_score}'::text[]) AS view;
UPDATE edition SET ratio_low = 0, ratio_high = 1 + 1e-15;
SELECT lives_ok(format('SELECT * FROM %I', view), view || ' of bounds that are too close')
FROM unnest('{calibrated_weight,margin_check,population_score}'::text[]) AS view;
UPDATE edition SET ratio_low = 0, ratio_high = 1e300;
SELECT lives_ok(format('SELECT * FROM %I', view), view || ' of bounds that are no bounds')
FROM unnest('{calibrated_weight,margin_check,population_score}'::text[]) AS view;

SELECT * FROM finish();
ROLLBACK;
