-- What must hold of scores whatever the barometer: a better answer never costs, and neither the order of rows nor
-- where audits lie changes a figure.
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

-- Raise some answers of edition 1 to the best of their scale, one at a time: what got worse
CREATE FUNCTION pg_temp.costly_improvements(tries int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    chosen record;
    before record;
    after record;
BEGIN
    FOR chosen IN EXECUTE format(
        $query$SELECT structure, audit, item, CASE scale WHEN 'grade_0_4' THEN 4 WHEN 'yes_no' THEN 1 ELSE 0 END AS best
               FROM response JOIN criterion USING (edition, channel, item)
               WHERE edition = 1 AND state = 'scored' AND response.score < 100 ORDER BY md5(structure || audit || item) LIMIT %s$query$, tries)
    LOOP
        EXECUTE 'SELECT global_score, rank FROM structure_score LEFT JOIN category_ranking USING (edition, structure, global_score)
                 WHERE edition = 1 AND structure = $1' INTO before USING chosen.structure;
        BEGIN
            EXECUTE 'UPDATE audit SET answers[$1] = $2 WHERE edition = 1 AND structure = $3 AND audit = $4'
            USING chosen.item, chosen.best, chosen.structure, chosen.audit;
            EXECUTE 'SELECT global_score, rank FROM structure_score LEFT JOIN category_ranking USING (edition, structure, global_score)
                     WHERE edition = 1 AND structure = $1' INTO after USING chosen.structure;
            RAISE EXCEPTION USING ERRCODE = 'TEST1';
        EXCEPTION WHEN SQLSTATE 'TEST1' THEN
        END;
        IF after.global_score < before.global_score - 1e-12 OR after.rank > before.rank THEN
            RETURN NEXT format('%s, audit %s, item %s: %s to %s', chosen.structure, chosen.audit, chosen.item, before, after);
        END IF;
    END LOOP;
END
$$;

-- Write every audit anew in another order: figures that change by more than 1e-12
CREATE FUNCTION pg_temp.figures_of_order(view text, keys text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TEMP TABLE as_loaded AS SELECT * FROM %I', view);
    EXECUTE 'CREATE TEMP TABLE all_audits AS SELECT * FROM audit';
    EXECUTE 'TRUNCATE audit';
    EXECUTE 'INSERT INTO audit SELECT * FROM all_audits ORDER BY md5(edition || structure || audit)';
    RETURN QUERY SELECT * FROM pg_temp.differences(format('SELECT * FROM %I', view), 'SELECT * FROM as_loaded', keys, 1e-12);
    DROP TABLE as_loaded, all_audits;
END
$$;

CREATE FUNCTION pg_temp.at_random(seed int) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.random_observatory('random_' || seed, seed / 100.0);
    RETURN NEXT is_empty('SELECT pg_temp.costly_improvements(12)', 'random ' || seed || ': a better answer never costs');
    RETURN NEXT is_empty('SELECT pg_temp.figures_of_order(''structure_score'', ''{edition,structure}'')', 'random ' || seed || ': structure_score in any order');
    RETURN NEXT is_empty('SELECT pg_temp.figures_of_order(''determinant_score'', ''{edition,structure,determinant}'')',
                         'random ' || seed || ': determinant_score in any order');
    RETURN NEXT is_empty('SELECT pg_temp.figures_of_order(''channel_score'', ''{edition,structure,channel}'')', 'random ' || seed || ': channel_score in any order');
    -- audits on three servers: cards are merged, and errors asked of all
    RETURN NEXT is_empty($query$SELECT * FROM pg_temp.differences(
        'SELECT edition, structure, (result).global_score,
                (barometre.moderated_estimate((result).global_score, (result).strata) OVER (PARTITION BY edition)).std_error
         FROM (SELECT edition, structure, barometre.structure_result(barometre.rollup(card)) AS result
               FROM (SELECT edition, structure, audit % 3 AS server,
                            barometre.scorecard_jackknife((SELECT audit_form()), edition, channel, responded, answers, weight) AS card
                     FROM audit GROUP BY edition, structure, audit % 3) AS cards GROUP BY edition, structure) AS merged',
        'SELECT edition, structure, global_score, std_error FROM structure_score WHERE global_score IS NOT NULL', '{edition,structure}', 1e-12)
        WHERE differences NOT LIKE 'rows:%'$query$, 'random ' || seed || ': audits on several servers');
END
$$;
SELECT pg_temp.at_random(seed) FROM generate_series(1, 3) AS seed;

-- One score raised alone, with errors and the variance between structures as they are, never lowers its shrunken score.
SELECT is_empty($$
    WITH league AS (SELECT i, 40 + 3 * i AS score, 1 + i % 4 AS std_error FROM generate_series(1, 12) AS i),
    raised AS (SELECT r, league.i, score + CASE WHEN i = r THEN 5 ELSE 0 END AS score, std_error FROM league, generate_series(0, 12) AS r),
    shrunken AS (SELECT r, i, (barometre.shrunken_estimate(score, std_error, 30) OVER (PARTITION BY r)).value AS shrunken FROM raised)
    SELECT s.i FROM shrunken AS s JOIN shrunken AS base ON base.r = 0 AND base.i = s.i WHERE s.i = s.r AND s.shrunken < base.shrunken
$$, 'a raised score never lowers its shrunken one');

SELECT * FROM finish();
ROLLBACK;
