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

-- one row a stratum
CREATE FUNCTION pg_temp.unnested(query text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT figure.*, share, units, variance
                   FROM (%s) AS source
                   CROSS JOIN LATERAL unnest((strata).stratum, (strata).share, (strata).units, (strata).variance)
                       AS of (stratum, share, units, variance)
                   CROSS JOIN LATERAL (SELECT source.figure, stratum) AS figure', query)
$$;
-- The barometer of corners, with weights of audits
SELECT barometre.create_observatory('corner');
SET LOCAL search_path = corner, "$user", public;
\i test/data/load_corner.sql
\i test/data/strata.sql
DROP TABLE scored, replicate, cell, measured, overall, of_channel, global_unit, channel_unit, cell_unit, cell_share, channel_share,
    global_strata, channel_strata, cell_strata, determinant_strata, card;

-- The other one
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
\i test/data/strata.sql

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

-- A channel of a share k that is next to nothing: what its audits do to the score is as small, and is told in full.
-- Two light cells, each of half k: without the first, k/2·(30 − 90) = −30k; without the second, k/2·(70 − 50) = 10k.
-- Two light determinants, each of half k, beside G = (0.1·60 + 0.2·30)/0.3 = 40: k/2·(40 − 100) = −30k, k/2·(40 − 20) = 10k.
-- So u = (30² + 10²)·(2 − 1) = 1,000 in both.
CREATE TEMP TABLE light (case_name text, channel text, channel_weight float8, determinant text,
                         determinant_weight float8, item int, answers real[]);
INSERT INTO light VALUES
    ('channel', 'phone', 1, 'courtesy', 1, 1, '{3,7}'), ('channel', 'phone', 1, 'waiting', 1, 2, NULL),
    ('channel', 'email', 1e-20, 'courtesy', 1, 1, '{9,NULL}'), ('channel', 'email', 1e-20, 'waiting', 1, 2, '{NULL,5}'),
    ('determinants', 'phone', 1, 'courtesy', 0.1, 1, '{6,3}'), ('determinants', 'phone', 1, 'complaints', 0.2, 2, NULL),
    ('determinants', 'email', 1, 'waiting', 1e-20, 1, '{10,NULL}'), ('determinants', 'email', 1, 'transfer', 1e-20, 2, '{NULL,2}');
SELECT is(array_agg(round(variance::numeric, 9) ORDER BY case_name), '{1000.000000000,1000.000000000}',
          'the audits of a channel that weighs next to nothing vary as they do')
FROM (SELECT case_name, barometre.structure_result(form, 1, light.channel, true, light.answers) AS result
      FROM light JOIN (SELECT case_name,
                              barometre.audit_form(1, channel, channel_weight, determinant, determinant_weight, item, 1,
                                                   'zero', '{0,10}', '{0,100}') AS form
                       FROM light GROUP BY case_name) AS compiled USING (case_name)
      WHERE answers IS NOT NULL GROUP BY case_name) AS scored
CROSS JOIN LATERAL unnest((result).strata.stratum, (result).strata.variance) AS of (stratum, variance)
WHERE stratum = 'email';

SELECT * FROM finish();
ROLLBACK;
