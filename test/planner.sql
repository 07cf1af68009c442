-- Right after loading, before ANALYZE, a view of an edition reads the audits as often as it does after: no join
-- scores an edition again for each row of something else.  And response names each audit once, not each of its answers.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT no_plan();
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
SET LOCAL max_parallel_workers_per_gather = 0;
\i test/data/load_edition.sql
\i test/data/views.sql

CREATE FUNCTION pg_temp.audits_read(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    line text;
    audits bigint := 0;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
        IF line ~ ' on audit( |$)' THEN
            audits := audits + substring(line FROM 'rows=(\d+)')::int * substring(line FROM 'loops=(\d+)')::int;
        END IF;
    END LOOP;
    RETURN audits;
END
$$;

-- The rows of the join just above the scan of structure; NULL: structure is not read
CREATE FUNCTION pg_temp.joins_of_structure(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    line text;
    joined bigint[] := '{}';
    depth int;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
        depth := length(substring(line FROM '^ *'));
        IF line ~ ' on structure( |$)' THEN
            RETURN (SELECT j FROM unnest(joined[1:depth]) WITH ORDINALITY AS above (j, at)
                    WHERE j IS NOT NULL ORDER BY at DESC LIMIT 1);
        ELSIF line ~ '(Join|Loop).* \(actual ' THEN
            joined := joined[1:depth];
            joined[depth + 1] := substring(line FROM 'rows=(\d+)')::bigint * substring(line FROM 'loops=(\d+)')::bigint;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TEMP TABLE loaded AS
SELECT view, position, format('SELECT * FROM %I WHERE edition = 2020', view) AS query,
       pg_temp.audits_read(format('SELECT * FROM %I WHERE edition = 2020', view)) AS audits
FROM shown
WHERE 'edition' = ANY (keys) AND view !~ '^my_';
CREATE TEMP TABLE named AS
SELECT pg_temp.joins_of_structure('SELECT * FROM response WHERE edition = 2020') AS rows;
SELECT cmp_ok(rows, '<=', (SELECT count(*) FROM audit WHERE edition = 2020),
              'response: audits named before ANALYZE, not answers')
FROM named;
SELECT is(pg_temp.joins_of_structure('SELECT score FROM response WHERE edition = 2020'), NULL,
          'response: a query without the name reads no structure');

ANALYZE;
SELECT cmp_ok(audits, '<=', 3 * pg_temp.audits_read(query), view || ': audits read before ANALYZE')
FROM loaded ORDER BY position;

SELECT * FROM finish();
ROLLBACK;
