-- Loads the barometer of corner/ into an observatory without editions, the first
-- schema of search_path.
\cd test/data/corner
\i ../load_barometer.sql
\cd ../../..
