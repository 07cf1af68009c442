-- How criteria were answered: counts and means against R, and against the tidy form.
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
\i test/data/random_observatory.sql

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
CREATE TEMP TABLE expected_category_criterion (edition int, category text, channel text, item int, answers int, scored int,
    not_applicable float8, not_observed float8, no_response float8, participants int, score float8, std_error float8, score_low float8, score_high float8);
\copy expected_category_criterion FROM 'test/data/edition/expected_category_criterion.csv' (FORMAT csv, HEADER)
CREATE TEMP TABLE expected_criterion (LIKE expected_category_criterion);
ALTER TABLE expected_criterion DROP category;
\copy expected_criterion FROM 'test/data/edition/expected_criterion.csv' (FORMAT csv, HEADER)

SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_criterion',
    'SELECT edition, channel, item, answers, scored, not_applicable / answers AS not_applicable_rate, not_observed / answers AS not_observed_rate,
            no_response / answers AS no_response_rate, participants, score, std_error, score_low, score_high FROM expected_criterion',
    '{edition,channel,item}')$$, 'edition_criterion');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_criterion',
    'SELECT edition, category, channel, item, answers, scored, not_applicable / answers AS not_applicable_rate, not_observed / answers AS not_observed_rate,
            no_response / answers AS no_response_rate, participants, score, std_error, score_low, score_high FROM expected_category_criterion',
    '{edition,category,channel,item}')$$, 'category_criterion');

-- structure_criterion against the tidy form
CREATE FUNCTION pg_temp.wrong_criteria() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT * FROM pg_temp.differences('SELECT * FROM structure_criterion',
        'SELECT edition, structure, channel, item, count(*) FILTER (WHERE audit_weight > 0) AS answers,
                sum(audit_weight * score) / nullif(sum(audit_weight) FILTER (WHERE score IS NOT NULL), 0) AS score
         FROM response GROUP BY edition, structure, channel, item HAVING count(*) FILTER (WHERE audit_weight > 0) > 0',
        '{edition,structure,channel,item}', 1e-12)
    $query$;
END
$$;
CREATE FUNCTION pg_temp.wrong_losses() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT format('%s|%s loses %s, score %s', s.edition, s.structure, c.lost, s.global_score)
    FROM structure_score AS s
    JOIN (SELECT edition, structure, sum(lost_points) AS lost FROM structure_criterion GROUP BY edition, structure) AS c USING (edition, structure)
    WHERE s.global_score IS NOT NULL AND abs(c.lost - (100 - s.global_score)) > 1e-9
    $query$;
END
$$;
SELECT is_empty('SELECT pg_temp.wrong_criteria()', 'structure_criterion, from the tidy form');
SELECT is_empty('SELECT pg_temp.wrong_losses()', 'lost points sum to 100 minus the score');
SELECT is_empty('SELECT FROM structure_criterion WHERE strength IS NOT NULL AND weakness IS NOT NULL', 'strengths and weaknesses are disjoint');
CREATE FUNCTION pg_temp.at_random(seed int) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.random_observatory('random_' || seed, seed / 100.0);
    RETURN NEXT is_empty('SELECT pg_temp.wrong_criteria()', 'random ' || seed || ': structure_criterion');
    RETURN NEXT is_empty('SELECT pg_temp.wrong_losses()', 'random ' || seed || ': lost points');
END
$$;
SELECT pg_temp.at_random(seed) FROM generate_series(1, 5) AS seed;

-- Rounding carries no mean of the best scores beyond them.
SELECT is_empty($$
    SELECT sample, (row).score
    FROM (SELECT sample, barometre.item_rows(barometre.item_tally(form, 1, 'phone', true, '{10}', 0.1 * (sample * audit % 7 + 1))) AS row
          FROM (SELECT barometre.audit_form(1, 'phone', 1, 'courtesy', 1, 1, 1, 'zero', '{0,10}', '{0,100}') AS form) AS compiled,
               generate_series(1, 100) AS sample, generate_series(1, 30) AS audit
          GROUP BY sample) AS tallied
    WHERE (row).score NOT BETWEEN 0 AND 100
$$, 'scores within 0-100');

SELECT * FROM finish();
ROLLBACK;
