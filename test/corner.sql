-- A barometer of corners against R: a channel where nobody has two audits,
-- weights of 0, silence, cells without any spread, a structure of one audit.
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
\i test/data/load_corner.sql
SELECT is((SELECT count(*) FROM audit), 178::bigint, 'every audit is loaded');

-- What R says
CREATE TEMP TABLE expected_structure (edition int, structure text, category text, certified boolean, weight float8, audits int,
    global_score float8, std_error float8, df float8, score_low float8, score_high float8);
CREATE TEMP TABLE expected_determinant (edition int, structure text, determinant text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_channel (edition int, structure text, channel text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_cell (edition int, structure text, channel text, determinant text, score float8, std_error float8, df float8);
\copy expected_structure FROM 'test/data/corner/expected_structure.csv' (FORMAT csv, HEADER MATCH)
\copy expected_determinant FROM 'test/data/corner/expected_determinant.csv' (FORMAT csv, HEADER MATCH)
\copy expected_channel FROM 'test/data/corner/expected_channel.csv' (FORMAT csv, HEADER MATCH)
\copy expected_cell FROM 'test/data/corner/expected_cell.csv' (FORMAT csv, HEADER MATCH)

SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM structure_score',
    'SELECT * FROM expected_structure', '{edition,structure}')$$, 'structure_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM determinant_score',
    'SELECT * FROM expected_determinant', '{edition,structure,determinant}')$$, 'determinant_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM channel_score WHERE score IS NOT NULL',
    'SELECT * FROM expected_channel', '{edition,structure,channel}')$$, 'channel_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM channel_determinant_score WHERE score IS NOT NULL',
    'SELECT * FROM expected_cell', '{edition,structure,channel,determinant}')$$, 'channel_determinant_score');

-- A structure alone has no error of its own, in an edition where nobody has two audits on a channel.
INSERT INTO edition (edition) VALUES (3);
INSERT INTO determinant_weight SELECT 3, determinant, weight FROM determinant_weight WHERE edition = 2;
INSERT INTO channel_weight (edition, channel, weight) SELECT 3, channel, weight FROM channel_weight WHERE edition = 2;
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight, no_response)
SELECT 3, channel, item, criterion, determinant, scale, weight, no_response FROM criterion WHERE edition = 2;
INSERT INTO participation (edition, structure, category) VALUES (3, 'D', 'town'), (3, 'E', 'town');
INSERT INTO audit (edition, structure, audit, channel, answers)
VALUES (3, 'D', 1, 'phone', '{1,5,1,1}'), (3, 'D', 2, 'email', '{3,1}'), (3, 'E', 1, 'phone', '{4,5,1,1}');
SELECT is((SELECT count(*) FROM (SELECT global_score AS score, std_error, df, score_low, score_high FROM structure_score WHERE edition = 3
                                 UNION ALL SELECT score, std_error, df, score_low, score_high FROM determinant_score WHERE edition = 3
                                 UNION ALL SELECT score, std_error, df, score_low, score_high FROM channel_score WHERE edition = 3
                                 UNION ALL SELECT score, std_error, df, score_low, score_high FROM channel_determinant_score WHERE edition = 3) AS shown
           WHERE score IS NOT NULL AND num_nulls(std_error, df, score_low, score_high) < 4), 0::bigint, 'nowhere two audits: no errors');

SELECT * FROM finish();
ROLLBACK;
