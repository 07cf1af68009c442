-- Loads the barometer of edition/ into an observatory without editions, the first
-- schema of search_path.
\cd test/data/edition
\i ../load_barometer.sql
\cd ../../..
INSERT INTO margin VALUES
    (2020, 'category', 'city_20k_50k', 30), (2020, 'category', 'city_50k_plus', 20), (2020, 'category', 'city_under_20k', 40),
    (2020, 'category', 'department', 12), (2020, 'category', 'intercommunality', 28), (2020, 'certified', 'true', 40), (2020, 'certified', 'false', 90);
