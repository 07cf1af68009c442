/*
 * The same figures however the work is shared out: 0, 1 and 2 workers, and a
 * partition an edition.  On the demo's two editions, 13,000 audits.
 */
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
\i test/data/views.sql

SELECT barometre.create_observatory('observatoire');
\set observatory observatoire
\i test/demo/generate.sql
SET LOCAL search_path = observatoire, "$user", public;
ANALYZE;

-- Left out: response, which groups nothing; the views my_… and public_…, which read the others; and those
-- that read no audit.
DELETE FROM shown WHERE view = 'response' OR view ~ '^(my|public)_';
DELETE FROM shown WHERE pg_temp.plan_of('COSTS OFF', format('SELECT * FROM %I', view)) !~ ' on audit';
-- grouped: by edition and structure.  The views that compare editions join them first; audit_score is not grouped.
-- alone: the audits are grouped before anything is joined.  Counting auditors, each once, is not for workers.
ALTER TABLE shown ADD grouped boolean, ADD alone boolean, ADD columns text DEFAULT '*';
UPDATE shown SET grouped = view <> 'audit_score' AND view !~ 'change|trend|key_figures|publication',
                 alone = view ~ '^(determinant|channel|channel_determinant)_score$';
UPDATE shown SET columns = 'edition, structure, audits, coverage, completeness, global_score, std_error, df, score_low, score_high, rankable'
WHERE view = 'structure_score';

-- The plan of a query that was run
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE sql
AS $$ SELECT pg_temp.plan_of('ANALYZE, TIMING OFF, BUFFERS OFF', query) $$;

-- Rows of a query that differ from those that the table holds, numbers by more than 1e-12
CREATE FUNCTION pg_temp.changes(query text, was text, keys text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'CREATE TEMP TABLE now_it_is AS ' || query;
    RETURN QUERY EXECUTE format(
        $query$
        SELECT format('%%s was %%s', to_jsonb(now), to_jsonb(was)) FROM now_it_is AS now FULL JOIN %I AS was USING (%s)
        WHERE (now.*) IS NOT DISTINCT FROM NULL OR (was.*) IS NOT DISTINCT FROM NULL
           OR EXISTS (SELECT FROM jsonb_each(to_jsonb(now)) AS a JOIN jsonb_each(to_jsonb(was)) AS b USING (key)
                      WHERE NOT pg_temp.agrees(a.value, b.value, 1e-12))
        LIMIT 5
        $query$, was, array_to_string(keys, ', '));
    DROP TABLE now_it_is;
END
$$;

-- Tests with so many workers
CREATE FUNCTION pg_temp.test_workers(workers int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    shown record;
    plan text;
    summarised constant text := 'SELECT edition, barometre.score_summary(audit % 100, weight) AS summary FROM audit GROUP BY edition';
BEGIN
    PERFORM set_config('max_parallel_workers_per_gather', workers::text, true);
    FOR shown IN SELECT * FROM pg_temp.shown ORDER BY position LOOP
        plan := pg_temp.plan_of(format('SELECT %s FROM %I', shown.columns, shown.view));
        IF shown.grouped THEN
            RETURN NEXT ok(plan ~ format('Workers Launched: %s', workers) AND plan ~ 'Partial [A-Za-z]*Aggregate' AND plan ~ 'Finalize [A-Za-z]*Aggregate',
                           format('%s workers: %s is aggregated by workers, then put together', workers, shown.view));
        END IF;
        RETURN NEXT is_empty(format('SELECT * FROM pg_temp.changes(%L, %L, %L)', format('SELECT %s FROM %I', shown.columns, shown.view), 'serial_' || shown.view, shown.keys),
                             format('%s workers: %s is the same', workers, shown.view));
    END LOOP;
    plan := pg_temp.plan_of(summarised);
    RETURN NEXT ok(plan ~ format('Workers Launched: %s', workers) AND plan ~ 'Finalize [A-Za-z]*Aggregate', format('%s workers: so is score_summary', workers));
    RETURN NEXT is_empty(format('SELECT * FROM pg_temp.changes(%L, ''serial_summary'', ''{edition}'')',
        format('SELECT edition, barometre.n_obs(summary), barometre.mean(summary), barometre.std_error(summary) FROM (%s) AS summed', summarised)),
        format('%s workers: score_summary is the same', workers));
END
$$;

-- What one process says
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT format('CREATE TEMP TABLE serial_%1$s AS SELECT %2$s FROM %1$I', view, columns) FROM shown ORDER BY position \gexec
CREATE TEMP TABLE serial_summary AS
SELECT edition, barometre.n_obs(summary), barometre.mean(summary), barometre.std_error(summary)
FROM (SELECT edition, barometre.score_summary(audit % 100, weight) AS summary FROM audit GROUP BY edition) AS summed;

-- The workers do the work, and the leader only puts it together
SET LOCAL parallel_leader_participation = off;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL min_parallel_index_scan_size = 0;
SELECT pg_temp.test_workers(2);
SET LOCAL parallel_leader_participation = on; -- one worker alone would be no gain
SELECT pg_temp.test_workers(1);
SET LOCAL max_parallel_workers_per_gather = 0;

-- A partition an edition: each is aggregated by itself
SELECT barometre.create_observatory('partitionne', reference => false, partitioned => true);
SET CONSTRAINTS ALL DEFERRED;
SELECT format('INSERT INTO partitionne.%1$I (%2$s) SELECT %2$s FROM %1$I', relation, columns)
FROM barometre.described_relations(barometre.observatory_sql('relations'))
CROSS JOIN LATERAL (SELECT string_agg(quote_ident(attname), ', ') AS columns
                    FROM pg_attribute
                    WHERE attrelid = relation::regclass AND attnum > 0 AND attgenerated = '') AS column_list
WHERE key IS NULL ORDER BY position \gexec
SET CONSTRAINTS ALL IMMEDIATE;
SET LOCAL search_path = partitionne, "$user", public;
ANALYZE;
SELECT is((SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit'::regclass), 2::bigint, 'one partition an edition');
SET LOCAL enable_partitionwise_aggregate = on;
SELECT matches(pg_temp.plan_of(format('SELECT %s FROM %I', columns, view)), E'Aggregate[^\\n]*\\n *Group Key: audit[^\\n]*\\n( *Batches[^\\n]*\\n| *-> *Sort[^\\n]*\\n| *Sort [^\\n]*\\n)* *->[^\\n]*Scan[^\\n]* on audit_20', 'partitioned: ' || view || ' is aggregated by partition')
FROM shown WHERE alone ORDER BY position;
SELECT is_empty(format('SELECT * FROM pg_temp.changes(%L, %L, %L)', format('SELECT %s FROM %I', columns, view), 'serial_' || view, keys), 'partitioned: ' || view || ' is the same')
FROM shown ORDER BY position;
SELECT ok(pg_temp.plan_of(format('SELECT * FROM %I WHERE edition = 2020', view)) !~ 'audit_2019', 'partitioned: ' || view || ' of one edition reads its partition only')
FROM shown WHERE grouped ORDER BY position;
SET LOCAL max_parallel_workers_per_gather = 2;
SELECT matches(pg_temp.plan_of(format('SELECT %s FROM %I', columns, view)), 'Workers Launched: 2', 'partitioned, 2 workers: ' || view || ' has them')
FROM shown WHERE grouped ORDER BY position;
SELECT is_empty(format('SELECT * FROM pg_temp.changes(%L, %L, %L)', format('SELECT %s FROM %I', columns, view), 'serial_' || view, keys), 'partitioned, 2 workers: ' || view || ' is the same')
FROM shown ORDER BY position;

SELECT * FROM finish();
ROLLBACK;
