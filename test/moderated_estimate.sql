-- Moderated errors against R, on strata that plain SQL works out: two whole
-- barometers, one of them of corners only.
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
CREATE TEMP TABLE expected_global (edition int, structure text, category text, certified boolean, weight float8, audits int,
    global_score float8, std_error float8, df float8, score_low float8, score_high float8);
CREATE TEMP TABLE expected_determinant (edition int, structure text, determinant text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_channel (edition int, structure text, channel text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_cell (edition int, structure text, channel text, determinant text, score float8, std_error float8, df float8);

-- ---------- The barometer of corners

SELECT barometre.create_observatory('corner');
SET LOCAL search_path = corner, "$user", public;
\i test/data/load_corner.sql
SELECT is((SELECT count(*) FROM audit), 178::bigint, 'every audit of the corners is loaded');
\i test/data/jackknife.sql
\copy expected_global FROM 'test/data/corner/expected_structure.csv' (FORMAT csv, HEADER MATCH)
\copy expected_determinant FROM 'test/data/corner/expected_determinant.csv' (FORMAT csv, HEADER MATCH)
\copy expected_channel FROM 'test/data/corner/expected_channel.csv' (FORMAT csv, HEADER MATCH)
\copy expected_cell FROM 'test/data/corner/expected_cell.csv' (FORMAT csv, HEADER MATCH)
\i test/data/moderated.sql
SELECT is_empty($$SELECT * FROM pg_temp.differences(
    'SELECT edition, structure, (barometre.moderated_estimate(value, strata) OVER (PARTITION BY edition)).* FROM global_strata',
    'SELECT edition, structure, global_score AS value, std_error, df FROM expected_global', '{edition,structure}')$$, 'global scores');
DROP TABLE scored, replicate, cell, measured, overall, of_channel, global_unit, channel_unit, cell_unit, cell_share, channel_share,
    global_strata, channel_strata, cell_strata, determinant_strata;
TRUNCATE expected_determinant, expected_channel, expected_cell;

-- ---------- The other barometer

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
\i test/data/jackknife.sql
\copy expected_determinant FROM 'test/data/edition/expected_determinant.csv' (FORMAT csv, HEADER MATCH)
\copy expected_channel FROM 'test/data/edition/expected_channel.csv' (FORMAT csv, HEADER MATCH)
\copy expected_cell FROM 'test/data/edition/expected_cell.csv' (FORMAT csv, HEADER MATCH)
\i test/data/moderated.sql

-- ---------- The order of the rows shows in no digit that counts

CREATE TEMP TABLE figure AS
SELECT i, (ARRAY['a', 'b', 'c'], '{0.2,0.3,0.5}', ARRAY[2 + i % 3, 1 + i % 7, 5],
           ARRAY[exp(sin(i * 1.7) * 4), CASE WHEN i % 7 > 0 THEN 10 + sin(i * 2.3) END, 1e-9 * (i % 11)])::barometre.strata AS strata
FROM generate_series(1, 5000) AS i;
SELECT cmp_ok(greatest(max(abs((shuffled).std_error / (sorted).std_error - 1)), max(abs((shuffled).df / (sorted).df - 1))),
              '<', 1e-12::float8, 'rows in any order give the same errors')
FROM (SELECT i, barometre.moderated_estimate(i, strata) OVER (ORDER BY md5(i::text)) AS shuffled FROM figure) AS a
JOIN (SELECT i, barometre.moderated_estimate(i, strata) OVER (ORDER BY i) AS sorted FROM figure) AS b USING (i);

SELECT * FROM finish();
ROLLBACK;
