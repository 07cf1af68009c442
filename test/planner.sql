-- Right after loading, before ANALYZE, a view of an edition reads the audits as often as it does after: no join
-- scores an edition again for each row of something else.
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

CREATE TEMP TABLE loaded AS
SELECT view, position, format('SELECT * FROM %I WHERE edition = 2020', view) AS query,
       pg_temp.audits_read(format('SELECT * FROM %I WHERE edition = 2020', view)) AS audits
FROM shown
WHERE 'edition' = ANY (keys) AND view !~ '^my_';
ANALYZE;
SELECT cmp_ok(audits, '<=', 3 * pg_temp.audits_read(query), view || ': audits read before ANALYZE')
FROM loaded ORDER BY position;

SELECT * FROM finish();
ROLLBACK;
