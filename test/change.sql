-- What changed since the previous edition: identities, published splits, edge cases.
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

-- Editions whose splits do not sum to their change, or that have one half only
CREATE FUNCTION pg_temp.broken_sums() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s: %s, by category %s, by panel %s', edition, change,
                  within_effect + mix_effect + new_categories_effect + lost_categories_effect,
                  stayers_change + entrants_effect + leavers_effect)
    FROM edition_change
    WHERE previous_edition IS NOT NULL AND change IS NOT NULL
      AND NOT coalesce(abs(within_effect + mix_effect + new_categories_effect + lost_categories_effect - change) < 1e-9
                       AND (stayers = 0 OR abs(stayers_change + entrants_effect + leavers_effect - change) < 1e-9), false)
    UNION ALL
    SELECT format('%s: categories sum to %s, not %s', by_category.edition, sum(by_category.within_effect + by_category.mix_effect), change)
    FROM edition_change_by_category AS by_category JOIN edition_change USING (edition)
    GROUP BY by_category.edition, change
    HAVING NOT coalesce(abs(sum(by_category.within_effect + by_category.mix_effect) - change) < 1e-9, false)
$$;

-- Stayers, entrants, leavers: the mean falls while those who stay improve.
-- Means 66.666667 and 60; stayers 65 and 67.5.
SELECT pg_temp.direct_observatory('panel');
SELECT pg_temp.publish(1, '{A,B,C,D,E,F}', '{70,60,80,50,75,65}');
SELECT pg_temp.publish(2, '{A,B,C,D,G,H,I}', '{72,58,85,55,40,62,48}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, 1 AS previous_edition, -20::float8 / 3 AS change, 4 AS stayers, 2.5::float8 AS stayers_change,
            3 AS entrants, -7.5::float8 AS entrants_effect, 2 AS leavers, -5::float8 / 3 AS leavers_effect,
            -20::float8 / 3 AS within_effect, 0 AS mix_effect, 0 AS new_categories_effect, 0 AS lost_categories_effect',
    '{edition}', 1e-12)$$, 'panel of stayers, entrants and leavers');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'its parts sum to the change');

-- The first edition has nothing to be compared with.
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 1',
    'SELECT 1 AS edition, NULL::int AS previous_edition, NULL::float8 AS change, NULL::float8 AS change_low, NULL::float8 AS change_high,
            NULL::float8 AS within_effect, NULL::float8 AS mix_effect, NULL::float8 AS new_categories_effect, NULL::float8 AS lost_categories_effect,
            NULL::int AS stayers, NULL::float8 AS stayers_change, NULL::int AS entrants, NULL::float8 AS entrants_effect,
            NULL::int AS leavers, NULL::float8 AS leavers_effect', '{edition}')$$, 'the first edition has no change');
SELECT is_empty('SELECT * FROM edition_change_by_category WHERE edition = 1', 'nor by category');
SELECT is((SELECT change FROM edition_key_figures WHERE edition = 1), NULL, 'nor among the key figures');

-- The interval, from its definition: z_i = (G2-M2)/7 - (G1-M1)/6 over nine structures
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, change_low, change_high FROM edition_change WHERE edition = 2',
    'WITH z AS (
         SELECT coalesce((g2 - 60)::float8 / 7, 0) - coalesce((g1 - 200::float8 / 3) / 6, 0) AS z
         FROM (VALUES (70, 72), (60, 58), (80, 85), (50, 55), (75, NULL), (65, NULL), (NULL, 40), (NULL, 62), (NULL, 48)) AS g (g1, g2)),
     e AS (SELECT ROW(-20::float8 / 3, sqrt(9::float8 / 8 * sum(z ^ 2)), 8)::barometre.estimate AS e FROM z)
     SELECT 2 AS edition, barometre.ci_low(e) AS change_low, barometre.ci_high(e) AS change_high FROM e', '{edition}')$$,
    'the interval pairs those who stay');

-- Kitagawa's split: Das Gupta (1993), example 5.1, household headship by age
SELECT pg_temp.direct_observatory('headship');
SELECT pg_temp.publish(1970, ages, '{1.9,25.8,45.7,49.6,51.2,51.6,51.8,54.9,58.7,60.4,62.8,66.6,66.8}', ages,
                       '{12.9,10.9,9.5,8.0,7.8,8.4,8.6,7.8,7.0,5.9,4.7,3.6,4.9}'),
       pg_temp.publish(1985, ages, '{2.2,24.3,45.8,52.5,56.1,55.6,56.0,57.4,57.2,61.2,63.9,68.6,72.2}', ages,
                       '{10.1,11.2,11.6,10.9,9.4,7.7,6.3,6.0,6.3,5.9,5.1,4.0,5.5}')
FROM (SELECT array_agg('age ' || age) AS ages FROM generate_series(1, 13) AS age) AS named \gset
SELECT is((SELECT array_agg(round(score::numeric, 4) ORDER BY edition) FROM edition_score), '{44.7268,47.6940}', 'Das Gupta 5.1: rates');
SELECT is((SELECT ARRAY[round(mix_effect::numeric, 4), round(within_effect::numeric, 4), round(change::numeric, 4)]
           FROM edition_change WHERE edition = 1985), '{1.2269,1.7403,2.9672}', 'Das Gupta 5.1: age and rate effects');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'its parts sum to the change');

-- Categories that come and go. Means: 1: (50+70+20)/3, 2: (60+72+90)/3, centre (140/3+74)/2
SELECT pg_temp.direct_observatory('categories');
SELECT pg_temp.publish(1, '{A,B,C}', '{50,70,20}', '{town,city,gone}');
SELECT pg_temp.publish(2, '{A,B,D}', '{60,72,90}', '{town,city,new}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, 74 - 140::float8 / 3 AS change, (10 + 2)::float8 / 3 AS within_effect, 0 AS mix_effect,
            (90 - (140::float8 / 3 + 74) / 2) / 3 AS new_categories_effect, -(20 - (140::float8 / 3 + 74) / 2) / 3 AS lost_categories_effect',
    '{edition}', 1e-12)$$, 'new and lost categories');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change_by_category',
    'SELECT 2 AS edition, category, previous_share, share, previous_score, score
     FROM (VALUES (''town'', 1::float8 / 3, 1::float8 / 3, 50, 60), (''city'', 1::float8 / 3, 1::float8 / 3, 70, 72),
                  (''gone'', 1::float8 / 3, 0, 20, NULL), (''new'', 0, 1::float8 / 3, NULL, 90)) AS e (category, previous_share, share, previous_score, score)',
    '{edition,category}', 1e-12)$$, 'new and lost categories have a share of 0 where they are not');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'their parts sum to the change');

-- Nobody stays: the categories still tell, the panel cannot.
SELECT pg_temp.direct_observatory('strangers');
SELECT pg_temp.publish(1, '{A,B}', '{50,70}');
SELECT pg_temp.publish(2, '{C,D,E}', '{60,72,90}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, 14 AS change, 14 AS within_effect, 0 AS stayers, NULL::float8 AS stayers_change,
            3 AS entrants, NULL::float8 AS entrants_effect, 2 AS leavers, NULL::float8 AS leavers_effect', '{edition}', 1e-12)$$, 'no stayers');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'their parts sum to the change');

-- Everybody stays.
SELECT pg_temp.direct_observatory('faithful');
SELECT pg_temp.publish(1, '{A,B,C}', '{50,70,30}', weights => '{1,2,1}');
SELECT pg_temp.publish(2, '{A,B,C}', '{60,70,20}', weights => '{1,2,1}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, 0 AS change, 3 AS stayers, 0 AS stayers_change, 0 AS entrants, 0 AS entrants_effect, 0 AS leavers, 0 AS leavers_effect',
    '{edition}', 1e-12)$$, 'all stayers');
-- z = (10, 0, -10) / 4, V = 3/2 · 2 · 6.25, t(2) at 97.5 % = 4.302652729911275
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, change_low, change_high FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, -sqrt(18.75) * 4.302652729911275 AS change_low, sqrt(18.75) * 4.302652729911275 AS change_high', '{edition}')$$,
    'all stayers: a paired interval');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'their parts sum to the change');

-- A single structure: a change without an interval
SELECT pg_temp.direct_observatory('single');
SELECT pg_temp.publish(7, '{A}', '{50}');
SELECT pg_temp.publish(9, '{A}', '{62.5}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 9',
    'SELECT 9 AS edition, 7 AS previous_edition, 12.5 AS change, NULL::float8 AS change_low, NULL::float8 AS change_high,
            12.5 AS within_effect, 0 AS mix_effect, 1 AS stayers, 12.5 AS stayers_change, 0 AS entrants, 0 AS entrants_effect,
            0 AS leavers, 0 AS leavers_effect', '{edition}', 1e-12)$$, 'a single structure');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'its parts sum to the change');

-- An edition in between without a structure that is scored
SELECT pg_temp.publish(8, '{}', '{}');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change',
    'SELECT * FROM (VALUES (7, NULL), (8, 7), (9, 7)) AS e (edition, previous_edition)', '{edition}')$$, 'previous is the last one that has scores');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, change FROM edition_change',
    'SELECT * FROM (VALUES (7, NULL), (8, NULL), (9, 12.5)) AS e (edition, change)', '{edition}')$$, 'an empty edition in between erases no change');

-- A and B merged into AB, which was renamed Z: they are one structure that stays.
-- It scored (40·1 + 60·3)/4 = 55, then 65.  C left, D came.
SELECT pg_temp.direct_observatory('merged');
SELECT pg_temp.publish(1, '{A,B,C,E}', '{40,60,80,50}', weights => '{1,3,1,1}');
SELECT pg_temp.publish(2, '{Z,D,E}', '{65,30,52}', weights => '{4,1,1}');
INSERT INTO structure (structure) VALUES ('AB');
UPDATE structure SET successor = 'Z' WHERE structure = 'AB';
UPDATE structure SET successor = 'AB' WHERE structure IN ('A', 'B');
-- stayers: (55·4 + 50)/5 = 54 → (65·4 + 52)/5 = 62.4; entrants (30 − 62.4)/6; leavers −(80 − 54)/6
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE edition = 2',
    'SELECT 2 AS edition, 342::float8 / 6 - 350::float8 / 6 AS change, 2 AS stayers, 8.4 AS stayers_change, 1 AS entrants,
            -5.4 AS entrants_effect, 1 AS leavers, -26::float8 / 6 AS leavers_effect', '{edition}', 1e-12)$$, 'merged structures stay');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'their parts sum to the change');

-- Six editions of 40 structures at random: weights 0 to 3, categories that change
SELECT pg_temp.direct_observatory('random');
CREATE FUNCTION pg_temp.random_of(seed text) RETURNS float8 LANGUAGE sql
RETURN ('x' || substr(md5(seed), 1, 8))::bit(32)::bigint::float8 / 4294967296;
SELECT pg_temp.publish(edition, array_agg('S' || structure), array_agg(round((100 * pg_temp.random_of('score' || edition || structure))::numeric, 2)::float8),
                       array_agg('category ' || floor(5 * pg_temp.random_of('category' || edition / 2 || structure))),
                       array_agg(floor(10 * pg_temp.random_of('weight' || edition || structure)) / 3))
FROM generate_series(1, 6) AS edition, generate_series(1, 40) AS structure
WHERE pg_temp.random_of('takes part' || edition || structure) < 0.6
GROUP BY edition;
SELECT is((SELECT count(change) FROM edition_change), 5::bigint, 'random editions have changes');
SELECT is_empty('SELECT pg_temp.broken_sums()', 'random editions: parts sum to the change');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, change FROM edition_change',
    'SELECT edition, score - lag(score) OVER (ORDER BY edition) AS change FROM edition_score', '{edition}', 1e-12)$$, 'random editions: the change is the scores''');

-- The barometer of corners, against R: merged structures, weights of 0, categories of one edition.
SELECT barometre.create_observatory('corner');
SET LOCAL search_path = corner, "$user", public;
\i test/data/load_corner.sql
\set expected_change `cat test/data/corner/expected_change.json`
CREATE TEMP TABLE expected_change AS
SELECT (jsonb_populate_record(NULL::edition_change,
            value || jsonb_build_object('change_std_error', value -> 'std_error', 'change_df', value -> 'df'))).*
FROM (SELECT :'expected_change'::jsonb AS value) AS file;
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE previous_edition IS NOT NULL',
    'SELECT * FROM expected_change', '{edition}')$$, 'corner: edition_change');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_key_figures WHERE edition = 2',
    'SELECT edition, change, change_low, change_high FROM expected_change', '{edition}')$$, 'corner: edition_key_figures');

SELECT * FROM finish();
ROLLBACK;
