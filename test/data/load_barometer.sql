-- Loads the barometer of the files in the current folder into an observatory
-- without editions, the first schema of search_path, as a user would.
\set scales `cat scale.json`
INSERT INTO scale (scale, points, scores)
SELECT key, ARRAY(SELECT jsonb_array_elements_text(value -> 'points')::float8),
       ARRAY(SELECT jsonb_array_elements_text(value -> 'scores')::float8)
FROM jsonb_each(:'scales')
ON CONFLICT (scale) DO UPDATE SET points = excluded.points, scores = excluded.scores;
CREATE TEMP TABLE determinant_weight_file (edition int, determinant text, weight float8);
\copy determinant_weight_file FROM 'determinant_weight.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO edition (edition, label) SELECT DISTINCT edition, 'Edition ' || edition FROM determinant_weight_file;
INSERT INTO determinant_weight SELECT * FROM determinant_weight_file;
\copy channel_weight (edition, channel, weight) FROM 'channel_weight.csv' (FORMAT csv, HEADER MATCH)
CREATE TEMP TABLE criterion_file (edition int, channel text, item int, determinant text, scale text, weight float8, no_response text);
\copy criterion_file FROM 'criterion.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight, no_response)
SELECT edition, channel, item, channel || '_' || item, determinant, scale, weight, no_response FROM criterion_file;
CREATE TEMP TABLE participation_file (edition int, structure text, category text, certified boolean, weight float8);
\copy participation_file FROM 'participation.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO category (category, position)
SELECT category, 100 + row_number() OVER (ORDER BY category) FROM (SELECT DISTINCT category FROM participation_file) AS named
ON CONFLICT (category) DO NOTHING;
INSERT INTO structure (structure, name) SELECT DISTINCT structure, 'Structure ' || structure FROM participation_file;
\set successor_files `ls structure.csv 2>/dev/null | wc -l`
\set weight_columns `head -1 audit.csv | grep -c weight`
SELECT :successor_files > 0 AS has_successors, :weight_columns > 0 AS has_weights \gset
\if :has_successors
CREATE TEMP TABLE successor_file (structure text, successor text);
\copy successor_file FROM 'structure.csv' (FORMAT csv, HEADER MATCH)
INSERT INTO structure (structure, name) SELECT structure, 'Structure ' || structure FROM successor_file ON CONFLICT (structure) DO NOTHING;
UPDATE structure SET successor = successor_file.successor FROM successor_file WHERE successor_file.structure = structure.structure;
DROP TABLE successor_file;
\endif
INSERT INTO participation (edition, structure, category, labels, weight)
SELECT edition, structure, category, CASE WHEN certified THEN '{certified}' ELSE '{}' END::text[], weight
FROM participation_file;
\if :has_weights
\copy audit (audit, edition, structure, channel, responded, answers, weight) FROM 'audit.csv' (FORMAT csv, HEADER MATCH)
\else
\copy audit (audit, edition, structure, channel, responded, answers) FROM 'audit.csv' (FORMAT csv, HEADER MATCH)
\endif
DROP TABLE determinant_weight_file, criterion_file, participation_file;
