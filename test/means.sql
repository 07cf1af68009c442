-- Means of editions, categories and criteria against R: the golden barometer, and the one of corners.
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

CREATE TEMP TABLE expected_mean (participants int, score float8, std_error float8, score_low float8, score_high float8, audit_std_error float8);
CREATE TEMP TABLE expected_score (participants int, score float8, std_error float8, score_low float8, score_high float8,
    audit_std_error float8, audit_df float8, audit_low float8, audit_high float8, minimum float8, median float8, maximum float8);
CREATE TEMP TABLE expected_category_score (edition int, category text, LIKE expected_score);
CREATE TEMP TABLE expected_edition_score (edition int, LIKE expected_score);
CREATE TEMP TABLE expected_reliability (edition int, between_variance float8, reliability float8);
CREATE TEMP TABLE expected_edition_determinant (edition int, item text, LIKE expected_mean);
CREATE TEMP TABLE expected_edition_channel (edition int, item text, LIKE expected_mean);
CREATE TEMP TABLE expected_category_determinant (edition int, category text, item text, LIKE expected_mean);
CREATE TEMP TABLE expected_category_channel (edition int, category text, item text, LIKE expected_mean);

-- What both barometers must show; the files have been read into expected_…
CREATE FUNCTION pg_temp.means_agree(barometer text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM category_score',
        'SELECT * FROM expected_category_score', '{edition,category}')$query$, barometer || ': category_score');
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM edition_score',
        'SELECT edition, participants, score, std_error, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high
         FROM expected_edition_score', '{edition}')$query$, barometer || ': edition_score');
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM edition_score',
        'SELECT * FROM expected_reliability', '{edition}')$query$, barometer || ': reliability');
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM edition_breakdown',
        'SELECT edition, ''overall'' AS breakdown, ''overall'' AS item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_edition_score
         UNION ALL SELECT edition, ''determinant'', item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_edition_determinant
         UNION ALL SELECT edition, ''channel'', item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_edition_channel', '{edition,breakdown,item}')$query$, barometer || ': edition_breakdown');
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences('SELECT * FROM category_breakdown',
        'SELECT edition, category, ''overall'' AS breakdown, ''overall'' AS item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_category_score
         UNION ALL SELECT edition, category, ''determinant'', item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_category_determinant
         UNION ALL SELECT edition, category, ''channel'', item, participants, score, std_error, score_low, score_high, audit_std_error
         FROM expected_category_channel', '{edition,category,breakdown,item}')$query$, barometer || ': category_breakdown');
    TRUNCATE expected_category_score, expected_edition_score, expected_reliability, expected_edition_determinant,
             expected_edition_channel, expected_category_determinant, expected_category_channel;
END
$$;

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
\cd test/data/edition
\i ../load_means.sql
\cd ../../..
SELECT pg_temp.means_agree('edition');

SELECT barometre.create_observatory('corner');
SET LOCAL search_path = corner, "$user", public;
\i test/data/load_corner.sql
\cd test/data/corner
\i ../load_means.sql
\cd ../../..
SELECT pg_temp.means_agree('corner');

-- The share of structures at the target: by hand from the scores, and by the normal distribution of the shrunken ones.
SET LOCAL search_path = observatoire, "$user", public;
UPDATE edition SET target = 60;
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_score',
    'SELECT edition, sum(weight) FILTER (WHERE global_score >= 60) / sum(weight) AS share_at_target FROM structure_score GROUP BY edition',
    '{edition}')$$, 'share_at_target');
SELECT ok(bool_and(expected_share_at_target BETWEEN 0 AND 1 AND expected_share_at_target <> share_at_target), 'expected_share_at_target')
FROM edition_score;
UPDATE edition SET target = 0;
SELECT ok(bool_and(expected_share_at_target > 0.999 AND share_at_target = 1), 'everybody reaches 0') FROM edition_score;

SELECT * FROM finish();
ROLLBACK;
