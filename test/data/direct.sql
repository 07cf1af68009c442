-- direct: a barometer of one item on a scale from 0 to 100, so that a
-- structure's score is the answer of its only audit.
CREATE FUNCTION pg_temp.direct_observatory(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM barometre.create_observatory(name, reference => false);
    PERFORM set_config('search_path', format('%I, "$user", public', name), true);
    INSERT INTO channel (channel, position) VALUES ('visit', 1);
    INSERT INTO determinant (determinant, position) VALUES ('overall', 1);
    INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('score', '{0,100}', '{0,100}', 0, 100);
END
$$;

-- The results of one edition: scores of structures, in groups that default to
-- one category, one weight and no certification.
CREATE FUNCTION pg_temp.publish(number int, structures text[], scores float8[], categories text[] DEFAULT NULL,
    weights float8[] DEFAULT NULL, certified boolean[] DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO edition (edition) VALUES (number);
    INSERT INTO determinant_weight (edition, determinant) VALUES (number, 'overall');
    INSERT INTO channel_weight (edition, channel) VALUES (number, 'visit');
    INSERT INTO criterion (edition, channel, item, criterion, determinant, scale)
    VALUES (number, 'visit', 1, 'overall', 'overall', 'score');
    CREATE TEMP TABLE result ON COMMIT DROP AS
    SELECT structure, score, coalesce(category, 'all') AS category, coalesce(weight, 1) AS weight, coalesce(is_certified, false) AS is_certified
    FROM unnest(structures, scores, categories, weights, certified) AS u (structure, score, category, weight, is_certified);
    INSERT INTO category (category, position)
    SELECT category, coalesce((SELECT max(position) FROM category), 0) + row_number() OVER (ORDER BY category)
    FROM (SELECT DISTINCT category FROM result) AS named
    ON CONFLICT (category) DO NOTHING;
    INSERT INTO structure (structure) SELECT structure FROM result ON CONFLICT DO NOTHING;
    INSERT INTO participation (edition, structure, category, labels, weight)
    SELECT number, structure, category, CASE WHEN is_certified THEN '{certified}' ELSE '{}' END::text[], weight FROM result;
    INSERT INTO audit (edition, structure, audit, channel, answers)
    SELECT number, structure, 1, 'visit', ARRAY[score]::real[] FROM result;
    DROP TABLE result;
END
$$;
