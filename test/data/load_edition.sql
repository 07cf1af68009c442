-- Loads the barometer of edition/ into an observatory without editions, the first
-- schema of search_path.
\cd test/data/edition
\i ../load_barometer.sql
\cd ../../..
