/*
 * An attack on what is published.  It writes each figure that anybody can read
 * as a sum over the structures' scores, with weights that are no secret, and
 * looks for two sets of scores that agree in all of them: a random vector that
 * is orthogonal to every known sum.  A secret that is the same in both sets can
 * be computed; one that differs cannot.  Nothing here calls the elimination
 * that chose what to withhold.
 */
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = warning;
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;

/* ---------- Random barometers, some of them small and awkward ---------- */

CREATE FUNCTION pg_temp.draw(seed float8, sizes int[], heavy float8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM audit;
    DELETE FROM participation;
    DELETE FROM structure;
    PERFORM setseed(seed);
    INSERT INTO structure (structure)
    SELECT 'S' || kind || '_' || number FROM unnest(sizes) WITH ORDINALITY AS size (many, kind), generate_series(1, many + 1) AS number;
    -- four in five stay; a few change their category
    INSERT INTO participation (edition, structure, category, labels, weight)
    SELECT edition.edition, structure,
           (SELECT array_agg(category ORDER BY category) FROM category)
               [CASE WHEN random() < 0.04 THEN 1 ELSE substring(structure FROM 'S(\d+)')::int END],
           CASE WHEN random() < 0.35 THEN '{label}' ELSE '{}' END::text[],
           CASE WHEN random() < heavy THEN 25 WHEN random() < 0.3 THEN 2 WHEN random() < 0.05 THEN 0 ELSE 1 END
    FROM structure, edition
    WHERE random() < 0.8;
    INSERT INTO audit (edition, structure, audit, channel, answers)
    SELECT edition, structure, audit, 'phone', ARRAY[10 * random(), 10 * random()]::real[]
    FROM participation, generate_series(1, 2) AS audit;
END
$$;

INSERT INTO edition (edition) VALUES (1), (2);
INSERT INTO determinant_weight SELECT edition, determinant, 1 FROM edition, unnest('{courtesy,waiting}'::text[]) AS determinant;
INSERT INTO channel_weight SELECT edition, 'phone', 1 FROM edition;
INSERT INTO criterion (edition, channel, item, determinant, scale)
SELECT edition, 'phone', item, (ARRAY['courtesy', 'waiting'])[item], 'grade_0_10' FROM edition, generate_series(1, 2) AS item;

/* ---------- What is known, as sums over the scores ---------- */

-- the scores that are sought: x
CREATE TEMP TABLE unknown (x int, edition int, structure text, category text, certified boolean, weight float8, score float8,
                           share float8, in_category float8, in_group float8, in_both float8, stays boolean);
CREATE TEMP TABLE known (name text, edition int, is_public boolean, value float8, row float8[]);
CREATE TEMP TABLE secret (name text, edition int, row float8[]);

CREATE FUNCTION pg_temp.vector(condition text, factor text) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
    result float8[];
BEGIN
    EXECUTE format('SELECT array_agg(CASE WHEN %s THEN (%s)::float8 ELSE 0 END ORDER BY x) FROM unknown', condition, factor) INTO result;
    RETURN result;
END
$$;

CREATE FUNCTION pg_temp.gather() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    e int;
    shown record;
BEGIN
    DELETE FROM unknown; DELETE FROM known; DELETE FROM secret;
    INSERT INTO unknown
    SELECT row_number() OVER (ORDER BY edition, structure), edition, structure, category, certified, weight, global_score,
           weight / sum(weight) OVER (PARTITION BY edition),
           weight / sum(weight) OVER (PARTITION BY edition, category),
           weight / sum(weight) OVER (PARTITION BY edition, category, certified),
           weight / sum(weight) OVER (PARTITION BY edition, certified),
           count(*) OVER (PARTITION BY structure) = 2
    FROM structure_score WHERE weight > 0 AND global_score IS NOT NULL;
    FOR e IN 1..2 LOOP
        INSERT INTO known SELECT 'score', e, false, score, pg_temp.vector(format('edition = %s', e), 'share') FROM edition_score WHERE edition = e;
        INSERT INTO known SELECT 'certified', e, false, certified_score, pg_temp.vector(format('edition = %s AND certified', e), 'in_both')
        FROM edition_key_figures WHERE edition = e AND certified_score IS NOT NULL;
        INSERT INTO known SELECT 'others', e, false, non_certified_score, pg_temp.vector(format('edition = %s AND NOT certified', e), 'in_both')
        FROM edition_key_figures WHERE edition = e AND non_certified_score IS NOT NULL;
        -- both gaps within the categories that hold both groups
        CREATE TEMP TABLE both_groups ON COMMIT DROP AS
        SELECT category, sum(weight) AS weight, sum(in_both) / 2 AS mean_share FROM unknown WHERE edition = e
        GROUP BY category HAVING bool_or(certified) AND bool_or(NOT certified);
        INSERT INTO known SELECT 'adjusted gap', e, false, adjusted_gap, pg_temp.vector(
            format('edition = %s AND category IN (SELECT category FROM both_groups)', e),
            'CASE WHEN certified THEN 1 ELSE -1 END * in_group * (SELECT b.weight FROM both_groups b WHERE b.category = unknown.category)
             / (SELECT sum(weight) FROM both_groups)')
        FROM certified_gap WHERE edition = e AND adjusted_gap IS NOT NULL;
        INSERT INTO known SELECT 'within gap', e, false, within_effect, pg_temp.vector(
            format('edition = %s AND category IN (SELECT category FROM both_groups)', e),
            'CASE WHEN certified THEN 1 ELSE -1 END * in_group * (SELECT b.mean_share FROM both_groups b WHERE b.category = unknown.category)')
        FROM certified_gap WHERE edition = e AND adjusted_gap IS NOT NULL;
        DROP TABLE both_groups;
        INSERT INTO known SELECT 'laureate ' || structure, e, false, global_score, pg_temp.vector(format('edition = %s AND structure = %L', e, structure), '1')
        FROM laureate WHERE edition = e AND structure IN (SELECT structure FROM unknown WHERE edition = e);
        -- the public views
        FOR shown IN SELECT category, score FROM public_category_score WHERE edition = e LOOP
            IF shown.score IS NOT NULL THEN
                INSERT INTO known VALUES (shown.category, e, true, shown.score,
                    pg_temp.vector(format('edition = %s AND category = %L', e, shown.category), 'in_category'));
            ELSE
                INSERT INTO secret VALUES (shown.category, e, pg_temp.vector(format('edition = %s AND category = %L', e, shown.category), 'in_category'));
            END IF;
        END LOOP;
        FOR shown IN
            SELECT item, side, score FROM public_certified_comparison
            CROSS JOIN LATERAL (VALUES (true, certified_n, certified_score), (false, non_certified_n, non_certified_score)) AS s (side, n, score)
            WHERE edition = e AND breakdown = 'category' AND n > 0
        LOOP
            IF shown.score IS NOT NULL THEN
                INSERT INTO known VALUES (shown.item || shown.side, e, true, shown.score,
                    pg_temp.vector(format('edition = %s AND category = %L AND certified = %L', e, shown.item, shown.side), 'in_group'));
            ELSE
                INSERT INTO secret VALUES (shown.item || shown.side, e,
                    pg_temp.vector(format('edition = %s AND category = %L AND certified = %L', e, shown.item, shown.side), 'in_group'));
            END IF;
        END LOOP;
    END LOOP;
    INSERT INTO secret SELECT structure, edition, pg_temp.vector(format('x = %s', x), '1') FROM unknown
    WHERE 'laureate ' || structure NOT IN (SELECT name FROM known WHERE known.edition = unknown.edition);
    -- the change: the previous edition counts from edition 2 on
    CREATE TEMP TABLE part ON COMMIT DROP AS
    SELECT category, coalesce(sum(share) FILTER (WHERE edition = 1), 0) AS p1, coalesce(sum(share) FILTER (WHERE edition = 2), 0) AS p2
    FROM unknown GROUP BY category;
    INSERT INTO known SELECT 'within', 2, false, within_effect, pg_temp.vector(
        '(SELECT p1 > 0 AND p2 > 0 FROM part WHERE part.category = unknown.category)',
        '(SELECT (p1 + p2) / 2 FROM part WHERE part.category = unknown.category) * in_category * (2 * edition - 3)') FROM edition_change WHERE edition = 2;
    INSERT INTO known SELECT 'mix', 2, false, mix_effect, pg_temp.vector('true',
        'coalesce((SELECT p2 - p1 FROM part WHERE p1 > 0 AND p2 > 0 AND part.category = unknown.category), 0) * in_category / 2
         - share / 2 * (SELECT coalesce(sum(p2 - p1), 0) FROM part WHERE p1 > 0 AND p2 > 0)') FROM edition_change WHERE edition = 2;
    INSERT INTO known SELECT 'new', 2, false, new_categories_effect, pg_temp.vector('true',
        'coalesce((SELECT p2 FROM part WHERE p1 = 0 AND part.category = unknown.category), 0) * in_category
         - share / 2 * (SELECT coalesce(sum(p2), 0) FROM part WHERE p1 = 0)') FROM edition_change WHERE edition = 2;
    INSERT INTO known SELECT 'lost', 2, false, lost_categories_effect, pg_temp.vector('true',
        '-coalesce((SELECT p1 FROM part WHERE p2 = 0 AND part.category = unknown.category), 0) * in_category
         + share / 2 * (SELECT coalesce(sum(p1), 0) FROM part WHERE p2 = 0)') FROM edition_change WHERE edition = 2;
    DROP TABLE part;
    INSERT INTO known SELECT 'stayers', 2, false, stayers_change, pg_temp.vector('stays',
        '(2 * edition - 3) * weight / (SELECT sum(u.weight) FROM unknown u WHERE u.stays AND u.edition = unknown.edition)')
    FROM edition_change WHERE edition = 2 AND stayers_change IS NOT NULL;
    INSERT INTO known SELECT 'entrants', 2, false, entrants_effect, pg_temp.vector('edition = 2',
        'share - CASE WHEN stays THEN weight / (SELECT sum(u.weight) FROM unknown u WHERE u.stays AND u.edition = 2) ELSE 0 END')
    FROM edition_change WHERE edition = 2 AND entrants_effect IS NOT NULL;
    INSERT INTO known SELECT 'leavers', 2, false, leavers_effect, pg_temp.vector('edition = 1',
        '-share + CASE WHEN stays THEN weight / (SELECT sum(u.weight) FROM unknown u WHERE u.stays AND u.edition = 1) ELSE 0 END')
    FROM edition_change WHERE edition = 2 AND leavers_effect IS NOT NULL;
    INSERT INTO known SELECT 'panel ' || edition, 2, false, panel_score, pg_temp.vector(format('stays AND edition = %s', edition),
        'weight / (SELECT sum(u.weight) FROM unknown u WHERE u.stays AND u.edition = unknown.edition)')
    FROM edition_trend WHERE panel_score IS NOT NULL;
END
$$;

/* ---------- Two sets of scores that agree ---------- */

CREATE FUNCTION pg_temp.dot(a float8[], b float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE
RETURN (SELECT sum(x * y) FROM unnest(a, b) AS pair (x, y));

CREATE FUNCTION pg_temp.minus(a float8[], factor float8, b float8[]) RETURNS float8[] LANGUAGE sql IMMUTABLE
RETURN (SELECT array_agg(x - factor * y ORDER BY place) FROM unnest(a, b) WITH ORDINALITY AS pair (x, y, place));

-- adds a vector to an orthonormal basis, as rows of a table
CREATE TEMP TABLE basis (place serial, who text, row float8[]);
CREATE FUNCTION pg_temp.orthogonal(vector float8[], who text) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
    other float8[];
BEGIN
    FOR again IN 1..2 LOOP
        FOR other IN SELECT basis.row FROM basis WHERE basis.who IN ('', orthogonal.who) ORDER BY place LOOP
            vector := pg_temp.minus(vector, pg_temp.dot(vector, other), other);
        END LOOP;
    END LOOP;
    RETURN vector;
END
$$;

CREATE TEMP TABLE difference (row float8[]);

CREATE FUNCTION pg_temp.learn(vector float8[], who text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    size float8 := sqrt(pg_temp.dot(vector, vector));
BEGIN
    IF size = 0 THEN RETURN; END IF;
    vector := pg_temp.orthogonal(pg_temp.minus(vector, 1 - 1 / size, vector), who);
    size := sqrt(pg_temp.dot(vector, vector));
    IF size > 1e-7 THEN
        INSERT INTO basis (who, row) VALUES (who, pg_temp.minus(vector, 1 - 1 / size, vector));
    END IF;
END
$$;

-- What the differences say of each secret: what is zero in all of them is known to everybody, and what is made of an
-- insider's own to him.  Eight: more than an insider has secrets.
CREATE TEMP TABLE image (name text, edition int, row float8[]);

-- the secrets up to an edition that somebody can compute; with the last edition's public figures, or without
CREATE FUNCTION pg_temp.computed(stage int, with_public boolean) RETURNS TABLE (who text, name text, edition int) LANGUAGE plpgsql AS $$
DECLARE
    spy text;
    width int := (SELECT array_length(secret.row, 1) FROM secret LIMIT 1);
BEGIN
    DELETE FROM basis; DELETE FROM difference; DELETE FROM image;
    PERFORM pg_temp.learn(known.row, '') FROM known
    WHERE known.edition <= stage AND (with_public OR NOT is_public OR known.edition < stage) ORDER BY known.edition, is_public;
    INSERT INTO difference SELECT pg_temp.orthogonal((SELECT array_agg(random() - 0.5 + 0 * x * again) FROM generate_series(1, width) AS x), '')
    FROM generate_series(1, 8) AS again;
    INSERT INTO image
    SELECT secret.name, secret.edition,
           (SELECT array_agg(pg_temp.dot(secret.row, difference.row) / sqrt(pg_temp.dot(secret.row, secret.row)) ORDER BY ctid) FROM difference)
    FROM secret WHERE secret.edition <= stage;
    FOR spy IN SELECT '' UNION ALL SELECT DISTINCT structure FROM unknown WHERE unknown.edition <= stage LOOP
        DELETE FROM basis;
        PERFORM pg_temp.learn(image.row, spy) FROM image WHERE image.name = spy;
        RETURN QUERY SELECT spy, image.name, image.edition FROM image
                     WHERE image.name <> spy
                       AND pg_temp.dot(image.row, image.row) - coalesce((SELECT sum(pg_temp.dot(image.row, basis.row) ^ 2) FROM basis), 0) < 1e-13;
    END LOOP;
END
$$;

/* ---------- The attack ---------- */

CREATE TEMP TABLE found (run int, shown int, withheld int, wrong int, computed text);
CREATE FUNCTION pg_temp.attack(run int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.gather();
    INSERT INTO found
    SELECT run, (SELECT count(*) FROM known WHERE is_public), (SELECT count(*) FROM secret WHERE secret.name NOT IN (SELECT structure FROM unknown)),
           -- the equations are right: they give what the views say
           (SELECT count(*) FROM known WHERE abs(value - pg_temp.dot(row, (SELECT array_agg(score ORDER BY x) FROM unknown))) > 1e-6),
           (SELECT string_agg(DISTINCT format('%s: %s/%s', broken.who, broken.edition, broken.name), ', ')
            FROM generate_series(1, 2) AS stage
            CROSS JOIN LATERAL (SELECT * FROM pg_temp.computed(stage, true)
                                EXCEPT SELECT * FROM pg_temp.computed(stage, false)) AS broken);
END
$$;

DO $$
DECLARE
    sizes int[];
BEGIN
    FOR run IN 1..10 LOOP
        PERFORM setseed(run / 100.0);
        -- every second one has three categories of some size beside the small ones
        sizes := (SELECT array_agg(CASE WHEN run % 2 = 0 AND category <= 3 THEN 9 + 2 * category
                                        ELSE (ARRAY[1, 2, 3, 3, 5])[1 + floor(random() * 5)] END)
                  FROM generate_series(1, 4 + run % 3) AS category);
        PERFORM pg_temp.draw(run / 50.0, sizes, CASE WHEN run % 3 = 0 THEN 0.1 ELSE 0 END);
        PERFORM pg_temp.attack(run);
    END LOOP;
END
$$;

SELECT is(computed, NULL, format('barometer %s: no secret is computed (%s figures withheld)', run, withheld)) FROM found ORDER BY run;
SELECT is(wrong, 0, format('barometer %s: the equations of the attack hold', run)) FROM found ORDER BY run;
SELECT cmp_ok(sum(shown)::int, '>', 20, 'figures are shown, too') FROM found WHERE run % 2 = 0;
SELECT cmp_ok(sum(withheld)::int, '>', 100, 'and there is something to find') FROM found;

-- The attack works: where the small are shown, or only they are withheld, it finds them.
SELECT pg_temp.gather();
INSERT INTO known SELECT secret.name, secret.edition, true, NULL, secret.row FROM secret
WHERE secret.name IN (SELECT category FROM unknown)
  AND (secret.edition, secret.name) NOT IN (SELECT edition, item FROM publication_pattern WHERE suppression = 'few');
SELECT isnt_empty('SELECT * FROM pg_temp.computed(2, true) EXCEPT SELECT * FROM pg_temp.computed(2, false)',
                  'primary suppression alone would tell secrets');

/* ---------- Errors are equations too ---------- */

/*
 * Each structure has two unknown scores an edition, one a determinant; the global score is their mean.  A mean is a sum
 * over them, and so, near the true scores, is what an error changes by: its derivatives.  Known are all means, totals
 * and laureates of above, by determinant too, and with them each error, bound, degree of freedom and effect size that
 * the public views and the public report show.
 */
CREATE TEMP TABLE determinant_of (x int, name text, score float8);
CREATE TEMP TABLE checked (run int, name text, shown float8, recomputed float8);

-- a row over the scores, as one over both determinants' scores
CREATE FUNCTION pg_temp.of_determinant(vector float8[], determinant text) RETURNS float8[] LANGUAGE sql
RETURN (SELECT array_agg(value * factor ORDER BY half, x)
        FROM unnest(vector) WITH ORDINALITY AS unnested (value, x)
        CROSS JOIN (VALUES (1, CASE determinant WHEN 'courtesy' THEN 1 WHEN 'waiting' THEN 0 ELSE 0.5 END::float8),
                           (2, CASE determinant WHEN 'courtesy' THEN 0 WHEN 'waiting' THEN 1 ELSE 0.5 END::float8)) AS halves (half, factor));

-- the derivatives of sum w^power (score - mean)^2 over a group, halved; and that sum
CREATE FUNCTION pg_temp.deviations(determinant text, condition text, power int) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
    result float8[];
BEGIN
    EXECUTE format('SELECT array_agg(CASE WHEN is_there THEN weight ^ $2 * (score - mean) ELSE 0 END ORDER BY x)
                    FROM (SELECT x, u.weight, d.score, is_there, sum(weight * d.score) FILTER (WHERE is_there) OVER () / sum(weight) FILTER (WHERE is_there) OVER () AS mean
                          FROM (SELECT *, %s AS is_there FROM unknown) AS u JOIN determinant_of AS d USING (x) WHERE d.name = $1) AS placed', condition)
    INTO result USING determinant, power;
    RETURN result;
END
$$;
CREATE FUNCTION pg_temp.squares(determinant text, condition text, power int) RETURNS float8 LANGUAGE sql
RETURN (SELECT sum(a * a / weight ^ power)
        FROM unnest(pg_temp.deviations(determinant, condition, power)) WITH ORDINALITY AS u (a, x) JOIN unknown USING (x));
CREATE FUNCTION pg_temp.squared_error(determinant text, condition text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    result float8;
BEGIN
    EXECUTE format('SELECT count(*)::float8 / (count(*) - 1) * pg_temp.squares($1, $2, 2) / sum(weight) ^ 2 FROM unknown WHERE %s', condition)
    INTO result USING determinant, condition;
    RETURN result;
END
$$;
-- one variance a group within the categories: the sum of their variances times n - 1
CREATE FUNCTION pg_temp.within(e int, condition text) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
    result float8[];
BEGIN
    EXECUTE format('SELECT array_agg(sum ORDER BY x) FROM (
                        SELECT x, sum(value * size) FROM (SELECT category, certified, count(*) / sum(weight) AS size FROM unknown
                                                          WHERE edition = %s AND %s GROUP BY 1, 2) AS g,
                        LATERAL unnest(pg_temp.deviations(''overall'', format(''edition = %s AND category = %%L AND certified = %%L'', category, certified), 1))
                            WITH ORDINALITY AS u (value, x) GROUP BY x) AS summed', e, condition, e) INTO result;
    RETURN result;
END
$$;

CREATE FUNCTION pg_temp.gather_errors(run int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    e int;
    f text;
    shown record;
    page jsonb;
    side text;
BEGIN
    PERFORM pg_temp.gather();
    DELETE FROM determinant_of;
    INSERT INTO determinant_of SELECT x, 'overall', score FROM unknown;
    INSERT INTO determinant_of SELECT x, determinant, s.score FROM unknown JOIN determinant_score AS s USING (edition, structure);
    CREATE TEMP TABLE linear ON COMMIT DROP AS SELECT * FROM known;
    CREATE TEMP TABLE linear_secret ON COMMIT DROP AS SELECT * FROM secret;
    DELETE FROM known; DELETE FROM secret;
    INSERT INTO known SELECT name, edition, false, NULL, pg_temp.of_determinant(row, determinant) FROM linear, unnest('{courtesy,waiting}'::text[]) AS determinant;
    INSERT INTO secret SELECT name, edition, pg_temp.of_determinant(row, determinant) FROM linear_secret, unnest('{overall,courtesy,waiting}'::text[]) AS determinant;
    DROP TABLE linear, linear_secret;
    CREATE TEMP TABLE breakdown ON COMMIT DROP AS SELECT * FROM public_category_breakdown;
    CREATE TEMP TABLE comparison ON COMMIT DROP AS SELECT * FROM public_certified_comparison;
    FOR e IN SELECT DISTINCT edition FROM unknown LOOP
        page := report_totals(e, 3) || report_public(e);
        FOREACH f IN ARRAY '{overall,courtesy,waiting}'::text[] LOOP
            IF (f = 'overall' AND page #>> '{score,score_low}' IS NOT NULL)
               OR EXISTS (SELECT FROM jsonb_array_elements(page -> 'breakdown') AS b WHERE b ->> 'item' = f AND b ->> 'score_low' IS NOT NULL) THEN
                INSERT INTO known VALUES ('error of the whole', e, true, NULL, pg_temp.of_determinant(pg_temp.deviations(f, format('edition = %s', e), 2), f));
            END IF;
            FOR shown IN SELECT * FROM breakdown WHERE edition = e AND item = f AND num_nonnulls(std_error, df, score_low, score_high) > 0 LOOP
                INSERT INTO known VALUES ('error of ' || shown.category, e, true, NULL,
                    pg_temp.of_determinant(pg_temp.deviations(f, format('edition = %s AND category = %L', e, shown.category), 2), f));
                INSERT INTO checked VALUES (run, shown.category, shown.std_error ^ 2, pg_temp.squared_error(f, format('edition = %s AND category = %L', e, shown.category)));
            END LOOP;
            FOR shown IN SELECT * FROM comparison WHERE edition = e AND item = f AND num_nonnulls(gap_std_error, gap_df, p_value, effect_size) > 0 LOOP
                INSERT INTO known SELECT 'error of ' || s, e, true, NULL, pg_temp.of_determinant(pg_temp.deviations(f, format('edition = %s AND %s', e, s), 2), f)
                                  FROM unnest('{certified,NOT certified}'::text[]) AS s;
                INSERT INTO known SELECT 'effect size', e, true, NULL, pg_temp.of_determinant(pg_temp.minus(
                    pg_temp.deviations(f, format('edition = %s AND certified', e), 1), -shown.certified_n::float8 / shown.non_certified_n
                        * (SELECT sum(weight) FILTER (WHERE NOT certified) / sum(weight) FILTER (WHERE certified) FROM unknown WHERE edition = e),
                    pg_temp.deviations(f, format('edition = %s AND NOT certified', e), 1)), f);
                INSERT INTO checked VALUES (run, 'gap', shown.gap_std_error ^ 2, pg_temp.squared_error(f, format('edition = %s AND certified', e))
                                                                               + pg_temp.squared_error(f, format('edition = %s AND NOT certified', e)));
            END LOOP;
        END LOOP;
        INSERT INTO known SELECT 'error within ' || s, e, true, NULL, pg_temp.of_determinant(pg_temp.within(e, s), 'overall')
        FROM unnest('{certified,NOT certified}'::text[]) AS s
        WHERE EXISTS (SELECT FROM comparison WHERE edition = e AND breakdown = 'category' AND num_nonnulls(gap_std_error, p_value) > 0)
           OR page #>> '{gap,adjusted_low}' IS NOT NULL;
        INSERT INTO known SELECT 'effect size in ' || item, e, true, NULL, pg_temp.of_determinant(pg_temp.within(e, format('category = %L', item)), 'overall')
        FROM comparison WHERE edition = e AND breakdown = 'category' AND effect_size IS NOT NULL;
        IF page #>> '{change,change_low}' IS NOT NULL THEN
            -- of sum over structures of (share (score - mean) now - before)^2
            INSERT INTO known
            SELECT 'error of the change', e, true, NULL, pg_temp.of_determinant((
                SELECT array_agg(sign * share * z ORDER BY x)
                FROM (SELECT x, sign, share, sum(sign * share * (score - mean)) OVER (PARTITION BY structure) AS z
                      FROM (SELECT x, structure, share, score, CASE unknown.edition WHEN e THEN 1 WHEN e - 1 THEN -1 ELSE 0 END AS sign,
                                   sum(share * score) OVER (PARTITION BY unknown.edition) AS mean FROM unknown) AS placed) AS changed), 'overall');
            INSERT INTO checked
            SELECT run, 'change', change_std_error ^ 2,
                   (SELECT count(*)::float8 / (count(*) - 1) * sum(z * z)
                    FROM (SELECT sum(sign * share * (score - mean)) AS z
                          FROM (SELECT structure, share, score, CASE unknown.edition WHEN e THEN 1 ELSE -1 END AS sign,
                                       sum(share * score) OVER (PARTITION BY unknown.edition) AS mean FROM unknown) AS placed GROUP BY structure) AS changed)
            FROM edition_change WHERE edition = e;
        END IF;
    END LOOP;
    DROP TABLE breakdown, comparison;
END
$$;

DELETE FROM found;
DO $$
DECLARE
    sizes int[];
BEGIN
    FOR run IN 1..8 LOOP
        PERFORM setseed(run / 77.0);
        -- from 6 structures to 40 an edition
        sizes := (SELECT array_agg((ARRAY[1, 2, 3, 4, 5 + run])[1 + floor(random() * 5)] + CASE WHEN category = 1 THEN 3 ELSE 0 END)
                  FROM generate_series(1, 2 + run % 4) AS category);
        PERFORM pg_temp.draw(run / 70.0, sizes, 0);
        IF run % 2 = 0 THEN UPDATE participation SET weight = 1; END IF;
        IF run % 3 = 0 THEN
            UPDATE participation SET labels = CASE WHEN structure = (SELECT min(structure) FROM participation) THEN '{label}' ELSE '{}' END::text[];
        END IF;
        -- the larger ones in one edition
        IF (SELECT count(*) FROM participation) > 40 THEN DELETE FROM audit WHERE edition = 2; DELETE FROM participation WHERE edition = 2; END IF;
        PERFORM pg_temp.gather_errors(run);
        INSERT INTO found
        SELECT run, (SELECT count(*) FROM known WHERE is_public), (SELECT count(*) FROM unknown), NULL,
               (SELECT string_agg(DISTINCT format('%s: %s/%s', broken.who, broken.edition, broken.name), ', ')
                FROM (SELECT DISTINCT edition AS stage FROM unknown) AS stages
                CROSS JOIN LATERAL (SELECT * FROM pg_temp.computed(stage, true)
                                    EXCEPT SELECT * FROM pg_temp.computed(stage, false)) AS broken);
    END LOOP;
END
$$;
SELECT is(computed, NULL, format('barometer %s: nothing is computed from %s errors of %s scores', run, shown, withheld)) FROM found ORDER BY run;
SELECT cmp_ok(sum(shown)::int, '>', 30, 'errors are shown, too') FROM found;
SELECT is_empty('SELECT run, name FROM checked WHERE abs(shown - recomputed) > 1e-9 * (1 + shown)', 'the errors are those of the attack');
SELECT isnt_empty('SELECT FROM checked WHERE name = ' || quote_literal(name), 'there is one of a ' || name) FROM unnest('{gap,change}'::text[]) AS name;

/* ---------- Errors: the edition's, without those that are shown, is not that of a few ---------- */

CREATE FUNCTION pg_temp.errors_of_few() RETURNS TABLE (edition int, participants bigint) LANGUAGE sql AS $$
    SELECT edition, sum(participants) FILTER (WHERE std_error IS NULL) FROM public_category_score GROUP BY edition
    HAVING sum(participants) FILTER (WHERE std_error IS NULL) < 6 AND count(std_error) > 0
    UNION ALL
    SELECT edition, participants FROM public_category_score WHERE std_error IS NOT NULL AND participants < 6
    UNION ALL
    SELECT edition, least(certified_n, non_certified_n) FROM public_certified_comparison
    WHERE num_nonnulls(gap_std_error, gap_low, p_value, p_adjusted, effect_size) > 0 AND least(certified_n, non_certified_n) < 6
$$;

-- one category of three beside large ones: its mean may be shown, and one of the large then has no error
SELECT pg_temp.draw(0.3, '{3,20,25,30}', 0);
UPDATE participation SET weight = 1;
SELECT ok((SELECT bool_or(participants BETWEEN 1 AND 5) FROM public_category_score), 'a small category stands beside large ones');
SELECT isnt((SELECT count(std_error) FROM public_category_score), 0::bigint, 'errors are shown');
SELECT is_empty('SELECT * FROM pg_temp.errors_of_few()', 'no mean and error of a few');

/* ---------- A comfortable edition loses nothing ---------- */

SELECT pg_temp.draw(0.7, '{30,35,40,45}', 0);
UPDATE participation SET weight = 1;
UPDATE participation SET category = (SELECT (array_agg(category ORDER BY category))[substring(structure FROM 'S(\d+)')::int] FROM category);
SELECT is_empty($$SELECT edition, breakdown, item, suppression FROM publication_pattern WHERE suppression <> ''$$, 'a comfortable barometer loses nothing');
SELECT results_eq('SELECT edition, category, round(score::numeric, 9), round(std_error::numeric, 9), round(audit_std_error::numeric, 9) FROM public_category_score ORDER BY 1, 2',
                  'SELECT edition, category, round(score::numeric, 9), round(std_error::numeric, 9), round(audit_std_error::numeric, 9) FROM category_score ORDER BY 1, 2', 'its means are those of category_score');
SELECT results_eq('SELECT edition, category, breakdown, item, round(score::numeric, 9), round(std_error::numeric, 9) FROM public_category_breakdown ORDER BY 1, 2, 3, 4',
                  'SELECT edition, category, breakdown, item, round(score::numeric, 9), round(std_error::numeric, 9) FROM category_breakdown ORDER BY 1, 2, 3, 4', 'and those of category_breakdown');
SELECT results_eq('SELECT edition, breakdown, item, round(gap::numeric, 9) FROM public_certified_comparison ORDER BY 1, 2, 3',
                  'SELECT edition, breakdown, item, round(gap::numeric, 9) FROM certified_comparison ORDER BY 1, 2, 3', 'and the gaps those of certified_comparison');

/* ---------- One pattern for all breakdowns; an item that a structure lacks ---------- */

SELECT pg_temp.draw(0.9, '{2,12,15,9}', 0);
SELECT isnt_empty('SELECT FROM public_category_score WHERE score IS NULL', 'something is withheld');
SELECT is_empty('SELECT FROM public_category_breakdown AS b JOIN public_category_score AS c USING (edition, category) WHERE b.suppression <> c.suppression',
                'what is withheld overall is withheld for every determinant and channel, and nothing else');
UPDATE audit SET answers[2] = 'NaN' WHERE edition = 1 AND structure = (SELECT min(structure) FROM participation WHERE edition = 1 AND weight > 0);
SELECT set_eq($$SELECT DISTINCT edition, item FROM public_category_breakdown AS b JOIN public_category_score AS c USING (edition, category)
                WHERE b.suppression <> c.suppression$$, $$VALUES (1, 'waiting'::text COLLATE "C")$$,
              'a determinant that one structure lacks is not shown by category');
SELECT is_empty($$SELECT FROM public_certified_comparison WHERE edition = 1 AND item = 'waiting' AND gap IS NOT NULL$$, 'nor by certification');

SELECT * FROM finish();
ROLLBACK;
