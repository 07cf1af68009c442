-- Certified structures against the others: Simpson's paradox, splits, edge cases.
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
\i test/data/direct.sql
SET LOCAL check_function_bodies = off; -- its views are those of the current observatory

CREATE FUNCTION pg_temp.broken_sums() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s: %s, composition %s, within %s', edition, crude_gap, composition_effect, within_effect)
    FROM certified_gap
    WHERE crude_gap IS NOT NULL AND NOT coalesce(abs(composition_effect + within_effect - crude_gap) < 1e-9, false)
$$;

-- Kidney stones (Charig et al. 1986): open surgery cures more of the small
-- stones, 81/87 against 234/270, and more of the large ones, 192/263 against
-- 55/80, yet less of all, 273/350 against 289/350.
SELECT pg_temp.direct_observatory('stones');
SELECT pg_temp.publish(1986, '{SO1,SO2,LO1,LO2,SP1,SP2,LP1,LP2}', '{100,0,100,0,100,0,100,0}',
                       '{small,small,large,large,small,small,large,large}', '{81,6,192,71,234,36,55,25}', '{t,t,t,t,f,f,f,f}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap',
    'SELECT 1986 AS edition, -1600::float8 / 350 AS crude_gap, true AS reversed, 1 AS overlap_share,
            (357 * (8100::float8 / 87 - 23400::float8 / 270) + 343 * (19200::float8 / 263 - 5500::float8 / 80)) / 700 AS adjusted_gap,
            ((87 + 270) / 700.0 * (8100::float8 / 87 - 23400::float8 / 270) + (263 + 80) / 700.0 * (19200::float8 / 263 - 5500::float8 / 80)) AS within_effect',
    '{edition}', 1e-12)$$, 'kidney stones: the gap is reversed within both categories');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'kidney stones: both effects sum to the gap');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_comparison WHERE breakdown IN (''overall'', ''category'')',
    'SELECT 1986 AS edition, breakdown, item, 100::float8 * certified_score AS certified_score, 100::float8 * non_certified_score AS non_certified_score,
            certified_n, non_certified_n
     FROM (VALUES (''overall'', ''overall'', 273::float8 / 350, 289::float8 / 350, 4, 4), (''category'', ''small'', 81::float8 / 87, 234::float8 / 270, 2, 2),
                  (''category'', ''large'', 192::float8 / 263, 55::float8 / 80, 2, 2)) AS e (breakdown, item, certified_score, non_certified_score, certified_n, non_certified_n)',
    '{edition,breakdown,item}', 1e-12)$$, 'kidney stones: each rate');

-- Admissions to Berkeley in 1973 (Bickel, Hammel & O'Connell 1975), six departments:
-- admitted and rejected men and women.  Women "certified".
SELECT pg_temp.direct_observatory('berkeley');
SELECT pg_temp.publish(1973, array_agg(department || sex || outcome), array_agg(CASE outcome WHEN 'yes' THEN 100 ELSE 0 END),
                       array_agg(department), array_agg(applicants), array_agg(sex = 'F'))
FROM (VALUES ('A', 'M', 512, 313), ('B', 'M', 353, 207), ('C', 'M', 120, 205), ('D', 'M', 138, 279), ('E', 'M', 53, 138), ('F', 'M', 22, 351),
             ('A', 'F', 89, 19), ('B', 'F', 17, 8), ('C', 'F', 202, 391), ('D', 'F', 131, 244), ('E', 'F', 94, 299), ('F', 'F', 24, 317))
     AS applied (department, sex, yes, no)
CROSS JOIN LATERAL (VALUES ('yes', yes), ('no', no)) AS decided (outcome, applicants);
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap',
    'SELECT 1973 AS edition, 55700::float8 / 1835 - 119800::float8 / 2691 AS crude_gap, true AS reversed, 1 AS overlap_share,
            100 * (933 * (89::float8 / 108 - 512::float8 / 825) + 585 * (17::float8 / 25 - 353::float8 / 560) + 918 * (202::float8 / 593 - 120::float8 / 325)
                   + 792 * (131::float8 / 375 - 138::float8 / 417) + 584 * (94::float8 / 393 - 53::float8 / 191) + 714 * (24::float8 / 341 - 22::float8 / 373)) / 4526
            AS adjusted_gap', '{edition}', 1e-12)$$, 'Berkeley: women −14.2 points, +4.3 at equal mix of departments');
SELECT is((SELECT ARRAY[round(crude_gap::numeric, 1), round(adjusted_gap::numeric, 1)] FROM certified_gap), '{-14.2,4.3}', 'Berkeley, rounded');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'Berkeley: both effects sum to the gap');

-- A certified group of one, in one of two categories.  Crude 80 − 50; town has
-- both, gap 80 − 55; shares 1 and 2/3, so within = 25 · (1 + 2/3) / 2.
SELECT pg_temp.direct_observatory('alone');
SELECT pg_temp.publish(1, '{A,B,C,D}', '{80,60,50,40}', '{town,town,town,city}', certified => '{t,f,f,f}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap',
    'SELECT 1 AS edition, 30 AS crude_gap, 25 AS adjusted_gap, 125::float8 / 6 AS within_effect, 30 - 125::float8 / 6 AS composition_effect,
            0.75 AS overlap_share, false AS reversed,
            -- no category holds two certified structures: their variance is not known
            NULL::float8 AS adjusted_low, NULL::float8 AS adjusted_high', '{edition}')$$, 'a certified group of one');
-- The same with a category of two certified structures: s² = 200 of theirs (df 1), 50 of the others (df 1);
-- town counts alone, V = 200/1 + 50/2 = 225, df = 225² / (200² + 25²), so that the error is 15.
SELECT pg_temp.publish(0, '{A,B,C,D,E,F}', '{80,60,50,40,90,70}', '{town,town,town,city,port,port}', certified => '{t,f,f,f,t,t}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap WHERE edition = 0',
    'SELECT 0 AS edition, 25 AS adjusted_gap, 15 AS gap_std_error, 225 * 225 / (200 * 200 + 25 * 25)::float8 AS gap_df, 0.5 AS overlap_share',
    '{edition}')$$, 'one variance a group');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_comparison WHERE edition = 0 AND breakdown = ''category''',
    'SELECT item, certified_n, gap, gap_std_error, NULL::float8 AS effect_size
     FROM (VALUES (''town'', 1, 25, 15), (''city'', 0, NULL, NULL), (''port'', 2, NULL, NULL)) AS e (item, certified_n, gap, gap_std_error)',
    '{item}')$$, 'by category: a group of one has an error, a category with one group is a row without');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_comparison WHERE edition = 1 AND breakdown = ''overall''',
    'SELECT 1 AS edition, 1 AS certified_n, 3 AS non_certified_n, 80 AS certified_score, 50 AS non_certified_score, 30 AS gap,
            NULL::float8 AS gap_low, NULL::float8 AS gap_high, NULL::float8 AS p_value, NULL::float8 AS p_adjusted', '{edition}')$$, 'which has no interval');

-- Everybody certified; then nobody
SELECT pg_temp.publish(2, '{A,B}', '{80,60}', '{town,city}', certified => '{t,t}');
SELECT pg_temp.publish(3, '{A,B}', '{80,60}', '{town,city}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap WHERE edition > 1',
    'SELECT edition, NULL::float8 AS crude_gap, NULL::float8 AS adjusted_gap, NULL::float8 AS adjusted_low, NULL::float8 AS adjusted_high,
            NULL::float8 AS composition_effect, NULL::float8 AS within_effect, 0 AS overlap_share, NULL::boolean AS reversed
     FROM (VALUES (2), (3)) AS e (edition)', '{edition}')$$, 'no gap with one group only');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_comparison WHERE edition > 1 AND breakdown = ''overall''',
    'SELECT * FROM (VALUES (2, 2, 0, 70, NULL::float8, NULL::float8), (3, 0, 2, NULL, 70, NULL))
     AS e (edition, certified_n, non_certified_n, certified_score, non_certified_score, gap)', '{edition}')$$, 'but the one mean');

-- Groups in different categories only: all is composition.
SELECT pg_temp.publish(4, '{A,B,C}', '{80,60,40}', '{town,city,city}', certified => '{t,f,f}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap WHERE edition = 4',
    'SELECT 4 AS edition, 30 AS crude_gap, NULL::float8 AS adjusted_gap, 30 AS composition_effect, 0 AS within_effect, 0 AS overlap_share,
            NULL::boolean AS reversed', '{edition}')$$, 'without a category of both groups');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'edge cases: both effects sum to the gap');

-- Thirty editions at random
SELECT pg_temp.direct_observatory('random');
CREATE FUNCTION pg_temp.random_of(seed text) RETURNS float8 LANGUAGE sql
RETURN ('x' || substr(md5(seed), 1, 8))::bit(32)::bigint::float8 / 4294967296;
SELECT pg_temp.publish(edition, array_agg('S' || structure), array_agg(round((100 * pg_temp.random_of('score' || edition || structure))::numeric, 2)::float8),
                       array_agg('category ' || floor(6 * pg_temp.random_of('category' || edition || structure))),
                       array_agg(floor(10 * pg_temp.random_of('weight' || edition || structure)) / 3),
                       array_agg(pg_temp.random_of('certified' || edition || structure) < 0.3))
FROM generate_series(1, 30) AS edition, generate_series(1, 25) AS structure
GROUP BY edition;
SELECT is((SELECT count(crude_gap) FROM certified_gap), 30::bigint, 'random editions have gaps');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'random editions: both effects sum to the gap');
-- the adjusted gap by plain SQL
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, adjusted_gap, overlap_share FROM certified_gap',
    'SELECT edition, sum(w * (c - o)) FILTER (WHERE c IS NOT NULL AND o IS NOT NULL) / sum(w) FILTER (WHERE c IS NOT NULL AND o IS NOT NULL) AS adjusted_gap,
            sum(w) FILTER (WHERE c IS NOT NULL AND o IS NOT NULL) / sum(w) AS overlap_share
     FROM (SELECT edition, category, sum(weight) AS w,
                  sum(weight * answers[1]::text::float8) FILTER (WHERE certified) / nullif(sum(weight) FILTER (WHERE certified), 0) AS c,
                  sum(weight * answers[1]::text::float8) FILTER (WHERE NOT certified) / nullif(sum(weight) FILTER (WHERE NOT certified), 0) AS o
           FROM (SELECT edition, structure, answers FROM audit) AS audit JOIN participation USING (edition, structure) WHERE weight > 0 GROUP BY edition, category) AS cell
     GROUP BY edition', '{edition}', 1e-12)$$, 'random editions: the adjusted gap by plain SQL');

SELECT * FROM finish();
ROLLBACK;
