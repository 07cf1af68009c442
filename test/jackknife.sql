-- The strata of a scorecard's scores: those of plain SQL, where each figure is
-- worked out again without each audit.
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

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
\i test/data/jackknife.sql
CREATE TEMP TABLE card AS
SELECT edition, structure, barometre.scorecard_jackknife((SELECT audit_form()), edition, channel, responded, answers) AS card
FROM audit GROUP BY edition, structure;

-- one row a stratum
CREATE FUNCTION pg_temp.unnested(query text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT figure.*, share, units, variance
                   FROM (%s) AS source
                   CROSS JOIN LATERAL unnest((strata).stratum, (strata).share, (strata).units, (strata).variance)
                       AS of (stratum, share, units, variance)
                   CROSS JOIN LATERAL (SELECT source.figure, stratum) AS figure', query)
$$;
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, (barometre.structure_result(card)).strata FROM card$$),
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata FROM global_strata$$),
    '{figure,stratum}'), 'strata of the global score');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_determinants(card)$$),
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata FROM determinant_strata$$),
    '{figure,stratum}'), 'strata of determinants');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_channels(card)$$),
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata FROM channel_strata WHERE value IS NOT NULL$$),
    '{figure,stratum}'), 'strata of channels');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_cells(card)$$),
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata FROM cell_strata$$),
    '{figure,stratum}'), 'strata of cells');

-- A scorecard without profiles has scores, and no strata.
SELECT is((SELECT count(*) FROM (SELECT barometre.scorecard((SELECT audit_form()), edition, channel, responded, answers) AS plain
                                 FROM audit GROUP BY edition, structure) AS scored
           CROSS JOIN LATERAL (SELECT strata FROM barometre.scorecard_cells(plain)
                               UNION ALL SELECT strata FROM barometre.scorecard_determinants(plain)
                               UNION ALL SELECT strata FROM barometre.scorecard_channels(plain)
                               UNION ALL SELECT (barometre.structure_result(plain)).strata) AS read
           WHERE strata IS NOT NULL), 0::bigint, 'no strata without profiles');

-- One answer outweighs the others by more digits than a number has: S = 100, S(−first) = 0, S(−second) = 100,
-- so u = (100² + 0²)·(2 − 1) = 10,000.
CREATE TEMP TABLE heavy AS
SELECT barometre.scorecard_jackknife(form, 1, 'phone', true, answers) AS card
FROM (SELECT barometre.audit_form(1, 'phone', 1, 'courtesy', 1, item, CASE item WHEN 1 THEN 1 ELSE 1e-17 END, 'zero', '{0,1}', '{0,100}') AS form
      FROM generate_series(1, 2) AS item) AS compiled
CROSS JOIN (VALUES ('{1,NULL}'::real[]), ('{NULL,0}')) AS audit (answers);
SELECT results_eq('SELECT (barometre.structure_result(card)).* FROM heavy',
    $$VALUES (2::bigint, 1::float8, 1::float8, 1::float8, 100::float8, sqrt(5000::float8), 1::float8,
              '({phone},{1},{2},{10000})'::barometre.strata)$$, 'no digit of a light audit is lost');
SELECT results_eq('SELECT strata FROM heavy CROSS JOIN barometre.scorecard_cells(card)',
    $$VALUES ('({phone},{1},{2},{10000})'::barometre.strata)$$, 'nor in a cell');

SELECT * FROM finish();
ROLLBACK;
