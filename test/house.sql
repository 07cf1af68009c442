/*
 * Each view of an observatory has a key that is stated ("\observatory relations"):
 * it tells the rows apart, and no part of it is NULL.
 */
BEGIN;
SELECT no_plan();

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_edition.sql
\i test/data/views.sql

SELECT set_eq('SELECT view FROM shown',
              $$SELECT viewname::text FROM pg_views WHERE schemaname = 'observatoire'$$, 'the keys of every view are stated');

SELECT is_empty(format('SELECT %1$s FROM %2$I GROUP BY %1$s HAVING count(*) > 1 OR num_nulls(%1$s) > 0',
                       (SELECT string_agg(quote_ident(key), ', ') FROM unnest(keys) AS key), view),
                format('%s: one row for each (%s)', view, array_to_string(keys, ', ')))
FROM shown ORDER BY position;

SELECT * FROM finish();
ROLLBACK;
