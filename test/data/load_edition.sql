-- Loads the small barometer of edition/ into an observatory without editions,
-- the first schema of search_path, as a user would.
INSERT INTO edition (edition, label) VALUES (2019, 'First'), (2020, 'Second');
\copy determinant_weight (edition, determinant, weight) FROM 'test/data/edition/determinant_weight.csv' (FORMAT csv, HEADER MATCH)
\copy channel_weight (edition, channel, weight) FROM 'test/data/edition/channel_weight.csv' (FORMAT csv, HEADER MATCH)
CREATE TEMP TABLE criterion_file (edition int, channel text, item int, determinant text, scale text, weight float8, no_response text);
\copy criterion_file FROM 'test/data/edition/criterion.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight, no_response)
SELECT edition, channel, item, channel || '_' || item, determinant, scale, weight, no_response FROM criterion_file;
CREATE TEMP TABLE participation_file (edition int, structure text, category text, certified boolean, weight float8);
\copy participation_file FROM 'test/data/edition/participation.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO structure (structure, name) SELECT DISTINCT structure, 'Structure ' || structure FROM participation_file;
INSERT INTO participation (edition, structure, category, labels, weight)
SELECT edition, structure, category, CASE WHEN certified THEN '{certified}' ELSE '{}' END::text[], weight
FROM participation_file;
\copy audit (audit, edition, structure, channel, responded, answers) FROM 'test/data/edition/audit.csv' (FORMAT csv, HEADER MATCH)
DROP TABLE criterion_file, participation_file;
