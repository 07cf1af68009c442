-- Each structure against the rest of its category, against R; quartiles and places against SQL's own.
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
\i test/data/random_observatory.sql

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql
CREATE TEMP TABLE expected_profile_global (edition int, structure text, category text, score float8, rest_score float8, gap float8,
    gap_std_error float8, gap_df float8, p_value float8);
CREATE TEMP TABLE expected_profile_determinant (edition int, structure text, category text, item text, score float8, rest_score float8, gap float8,
    gap_std_error float8, gap_df float8, p_value float8);
\copy expected_profile_global FROM 'test/data/edition/expected_profile_global.csv' (FORMAT csv, HEADER)
\copy expected_profile_determinant FROM 'test/data/edition/expected_profile_determinant.csv' (FORMAT csv, HEADER)

SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM structure_profile WHERE breakdown = ''overall''',
    'SELECT * FROM expected_profile_global', '{edition,structure}')$$, 'overall');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM structure_profile WHERE breakdown = ''determinant''',
    'SELECT * FROM expected_profile_determinant', '{edition,structure,item}')$$, 'by determinant');

CREATE FUNCTION pg_temp.wrong_quartiles() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT * FROM pg_temp.differences(
        'SELECT DISTINCT edition, category, breakdown, item, category_quartile1, category_median, category_quartile3 FROM profile
         WHERE category_median IS NOT NULL',
        'SELECT edition, category, breakdown, item, quartiles[1] AS category_quartile1, quartiles[2] AS category_median, quartiles[3] AS category_quartile3
         FROM (SELECT edition, profile.category, breakdown, item,
                      percentile_cont(''{0.25,0.5,0.75}''::float8[]) WITHIN GROUP (ORDER BY score) AS quartiles
               FROM profile JOIN participation USING (edition, structure)
               WHERE weight > 0 GROUP BY edition, profile.category, breakdown, item) AS league', '{edition,category,breakdown,item}', 1e-12)
    $query$;
END
$$;
CREATE FUNCTION pg_temp.wrong_places() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT * FROM pg_temp.differences('SELECT * FROM profile',
        'SELECT a.edition, a.structure, a.breakdown, a.item, count(b) AS ranked,
                1 + count(b) FILTER (WHERE round(b.score::numeric, 9) > round(a.score::numeric, 9)) AS rank,
                100.0 * (count(b) FILTER (WHERE round(b.score::numeric, 9) < round(a.score::numeric, 9))
                         + count(b) FILTER (WHERE round(b.score::numeric, 9) = round(a.score::numeric, 9)) / 2.0) / count(b) AS percentile
         FROM profile AS a JOIN profile AS b USING (edition, category, breakdown, item)
         GROUP BY a.edition, a.structure, a.breakdown, a.item', '{edition,structure,breakdown,item}', 1e-12)
    $query$;
END
$$;
-- Strengths have positive gaps, weaknesses negative ones, at most five each, numbered from 1, clear ones before the others
CREATE FUNCTION pg_temp.wrong_strengths() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT concat_ws(' ', edition, structure, breakdown, item, strength, weakness)
    FROM profile AS p
    WHERE strength IS NOT NULL AND weakness IS NOT NULL
       OR strength IS NOT NULL AND NOT gap > 0 OR weakness IS NOT NULL AND NOT gap < 0
       OR strength > 5 OR weakness > 5
       OR round(gap::numeric, 9) <> 0 AND strength IS NULL AND weakness IS NULL -- a gap of the last bit is none
          AND 5 > (SELECT count(*) FROM profile AS o
                   WHERE (o.edition, o.structure, o.breakdown) = (p.edition, p.structure, p.breakdown) AND sign(o.gap) = sign(p.gap)
                     AND (coalesce(o.p_value < 0.05, false), round(abs(o.gap)::numeric, 9)) > (coalesce(p.p_value < 0.05, false), round(abs(p.gap)::numeric, 9)))
       OR EXISTS (SELECT FROM profile AS o
                  WHERE (o.edition, o.structure, o.breakdown) = (p.edition, p.structure, p.breakdown) AND sign(o.gap) = sign(p.gap)
                    AND coalesce(o.strength, o.weakness) < coalesce(p.strength, p.weakness)
                    AND (coalesce(o.p_value < 0.05, false), round(abs(o.gap)::numeric, 9)) < (coalesce(p.p_value < 0.05, false), round(abs(p.gap)::numeric, 9)))
    $query$;
END
$$;
CREATE TEMP TABLE profile AS SELECT * FROM structure_profile;
SELECT is_empty('SELECT pg_temp.wrong_quartiles()', 'quartiles');
SELECT is_empty('SELECT pg_temp.wrong_places()', 'rank, ranked, percentile');
SELECT is_empty('SELECT pg_temp.wrong_strengths()', 'strengths and weaknesses');

CREATE FUNCTION pg_temp.at_random(seed int) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.random_observatory('random_' || seed, seed / 100.0);
    TRUNCATE profile;
    INSERT INTO profile SELECT * FROM structure_profile;
    RETURN NEXT is_empty('SELECT pg_temp.wrong_quartiles()', 'random ' || seed || ': quartiles');
    RETURN NEXT is_empty('SELECT pg_temp.wrong_places()', 'random ' || seed || ': places');
    RETURN NEXT is_empty('SELECT pg_temp.wrong_strengths()', 'random ' || seed || ': strengths');
    RETURN NEXT is_empty('SELECT FROM profile JOIN participation USING (edition, structure)
                          WHERE weight = 0 AND num_nonnulls(rest_score, gap, p_value) > 0', 'random ' || seed || ': a weight of 0 has no gap');
END
$$;
SELECT pg_temp.at_random(seed) FROM generate_series(1, 3) AS seed;

-- Alone in its category: no rest, no gap.
SELECT barometre.create_observatory('corner');
SET LOCAL search_path = corner, "$user", public;
\i test/data/load_corner.sql
SELECT is_empty($$SELECT FROM structure_profile WHERE category = 'alone' AND num_nonnulls(rest_score, gap, gap_std_error, p_value, strength, weakness) > 0$$,
                'alone in its category');
SELECT isnt_empty($$SELECT FROM structure_profile WHERE category = 'alone' AND score IS NOT NULL AND rank = 1 AND ranked = 1 AND percentile = 50$$,
                  'and still shown');

SELECT * FROM finish();
ROLLBACK;
