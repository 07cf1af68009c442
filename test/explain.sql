-- Every answer's part of a score adds up to the score: the golden barometer and barometers at random.
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

-- Σe, Σe·s and Σe·(100 − s) of each structure of the observatory in search_path
CREATE FUNCTION pg_temp.wrong_sums() RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE $query$
    SELECT format('%s|%s: e %s, score %s of %s, lost %s', s.edition, s.structure, e.weight, e.score, s.global_score, e.lost)
    FROM structure_score AS s
    CROSS JOIN LATERAL (SELECT sum(effective_weight) AS weight, sum(contribution) AS score, sum(lost_points) AS lost
                        FROM explain_score(s.edition, s.structure)) AS e
    WHERE s.global_score IS NOT NULL
      AND (abs(e.weight - 1) > 1e-9 OR abs(e.score - s.global_score) > 1e-9 OR abs(e.lost - 100 + s.global_score) > 1e-9)
       OR s.global_score IS NULL AND e.weight > 0
$query$; END $$;
-- Rows that count have no reason, the others one
CREATE FUNCTION pg_temp.wrong_reasons() RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE $query$
    SELECT format('%s|%s: audit %s, item %s, %s, weight %s, %s', s.edition, s.structure, e.audit, e.item, e.state, e.effective_weight, e.reason)
    FROM structure_score AS s CROSS JOIN LATERAL explain_score(s.edition, s.structure) AS e
    WHERE s.global_score IS NOT NULL AND (e.reason IS NULL) <> (e.effective_weight > 0)
$query$; END $$;

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
SELECT is_empty('SELECT pg_temp.wrong_sums()', 'golden: parts sum to the scores');
SELECT is_empty('SELECT pg_temp.wrong_reasons()', 'golden: reasons');
SELECT is((SELECT count(*) FROM explain_score(2020, 'S01')),
          (SELECT count(*) FROM response WHERE edition = 2020 AND structure = 'S01'), 'one row an item of each audit');
SELECT is((SELECT count(*) FROM explain_score(2020, 'nobody')), 0::bigint, 'no rows for a structure that is none');
SELECT is((SELECT count(*) FROM explain_score(NULL, 'S01')) + (SELECT count(*) FROM explain_score(2020, NULL)), 0::bigint, 'nor for NULL');

-- Each audit's influence: the score without it, computed anew, minus the score
CREATE FUNCTION pg_temp.wrong_influences() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT * FROM pg_temp.differences('SELECT edition, structure, audit, influence FROM audit_score',
        'SELECT s.edition, s.structure, a.audit, r.score - s.global_score AS influence
         FROM structure_score AS s JOIN audit AS a USING (edition, structure)
         CROSS JOIN LATERAL (SELECT (barometre.structure_result(barometre.scorecard((SELECT audit_form()), b.edition, b.channel, b.responded, b.answers, b.weight)
                                                                FILTER (WHERE b.audit <> a.audit))).global_score AS score
                             FROM audit AS b WHERE b.edition = a.edition AND b.structure = a.structure) AS r',
        '{edition,structure,audit}')
    $query$;
END
$$;
SELECT is_empty('SELECT pg_temp.wrong_influences()', 'golden: influence');

CREATE FUNCTION pg_temp.at_random(seed int) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.random_observatory('random_' || seed, seed / 100.0);
    RETURN NEXT is_empty('SELECT pg_temp.wrong_sums()', 'random ' || seed || ': parts sum to the scores');
    RETURN NEXT is_empty('SELECT pg_temp.wrong_reasons()', 'random ' || seed || ': reasons');
    RETURN NEXT is_empty('SELECT pg_temp.wrong_influences()', 'random ' || seed || ': influence');
    RETURN NEXT set_has('SELECT reason FROM structure_score CROSS JOIN LATERAL explain_score(edition, structure)',
        $query$VALUES ('not_applicable'), ('not_observed'), ('audit of weight 0'), ('item of weight 0')$query$,
        'random ' || seed || ': several reasons why answers do not count');
END
$$;
SELECT pg_temp.at_random(seed) FROM generate_series(1, 8) AS seed;

-- By hand: two determinants of weights 2 and 1, one channel; items of weights 1 and 3 in the first.
SELECT barometre.create_observatory('hand');
SET LOCAL search_path = hand, "$user", public;
INSERT INTO edition (edition) VALUES (1);
INSERT INTO determinant_weight VALUES (1, 'courtesy', 2), (1, 'waiting', 1);
INSERT INTO channel_weight VALUES (1, 'phone', 1);
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight)
VALUES (1, 'phone', 1, 'smile', 'courtesy', 'grade_0_10', 1), (1, 'phone', 2, 'name', 'courtesy', 'grade_0_10', 3),
       (1, 'phone', 3, 'delay', 'waiting', 'grade_0_10', 1);
INSERT INTO structure (structure) VALUES ('A');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'region');
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (1, 'A', 1, 'phone', '{10,5,2}'), (1, 'A', 2, 'phone', '{NULL,NaN,4}');
SELECT results_eq(
    $$SELECT audit, criterion, round(effective_weight::numeric, 4), round(contribution::numeric, 4), round(lost_points::numeric, 4), reason
      FROM explain_score(1, 'A')$$,
    $$VALUES (1::bigint, 'smile', round(2 / 3.0 / 4, 4), round(200 / 12.0, 4), 0.0000, NULL),
             (1, 'name', round(2 / 3.0 * 3 / 4, 4), 25.0000, 25.0000, NULL),
             (1, 'delay', round(1 / 6.0, 4), round(20 / 6.0, 4), round(80 / 6.0, 4), NULL),
             (2, 'smile', 0.0000, 0.0000, 0.0000, 'not_applicable'),
             (2, 'name', 0.0000, 0.0000, 0.0000, 'not_observed'),
             (2, 'delay', round(1 / 6.0, 4), round(40 / 6.0, 4), 10.0000, NULL)$$, 'by hand');

SELECT * FROM finish();
ROLLBACK;
