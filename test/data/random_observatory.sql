-- A barometer at random: two editions of channels, determinants, items, participations and audits, some of weight 0,
-- silent audits, answers that do not apply or were not observed, channels that a structure lacks.
CREATE FUNCTION pg_temp.pick(weights float8[]) RETURNS float8 LANGUAGE sql VOLATILE
RETURN weights[1 + floor(random() * cardinality(weights))::int];

CREATE FUNCTION pg_temp.random_observatory(name text, seed float8, structures int DEFAULT 14) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM setseed(seed);
    PERFORM barometre.create_observatory(name);
    PERFORM set_config('search_path', format('%I, "$user", public', name), true);
    INSERT INTO edition (edition, min_audits) VALUES (1, 1), (2, 1);
    INSERT INTO determinant_weight (edition, determinant, weight)
    SELECT e, d, CASE WHEN d = 'courtesy' THEN 1 ELSE pg_temp.pick('{0,0.5,1,2,3}') END
    FROM generate_series(1, 2) AS e, unnest('{courtesy,waiting,transfer,complaints}'::text[]) AS d;
    INSERT INTO channel_weight (edition, channel, weight)
    SELECT e, c, CASE WHEN c = 'phone' THEN 1 ELSE pg_temp.pick('{0,0.3,1,2}') END
    FROM generate_series(1, 2) AS e, unnest('{phone,email,letter,visit}'::text[]) AS c;
    INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight, no_response)
    SELECT e, c, i, c || '_' || i, (ARRAY['courtesy', 'waiting', 'transfer', 'complaints'])[1 + floor(random() * 4)::int],
           (ARRAY['grade_0_4', 'yes_no', 'delay_days'])[1 + i % 3],
           CASE WHEN i = 1 THEN 1 ELSE pg_temp.pick('{0,0.7,1,1,2}') END,
           CASE WHEN random() < 0.5 THEN 'zero' ELSE 'not_applicable' END
    FROM generate_series(1, 2) AS e, unnest('{phone,email,letter,visit}'::text[]) AS c, generate_series(1, 6) AS i;
    INSERT INTO structure (structure, name) SELECT 'S' || s, 'Structure ' || s FROM generate_series(1, structures) AS s;
    INSERT INTO participation (edition, structure, category, labels, weight)
    SELECT e, 'S' || s, (ARRAY['region', 'department', 'other'])[1 + s % 3],
           CASE WHEN random() < 0.4 THEN '{label}' ELSE '{}' END::text[], pg_temp.pick('{0,0.4,1,1,3}')
    FROM generate_series(1, 2) AS e, generate_series(1, structures) AS s WHERE random() < 0.9;
    INSERT INTO audit (edition, structure, audit, channel, responded, answers, weight)
    SELECT edition, structure, row_number() OVER (PARTITION BY edition, structure), channel, responded,
           CASE WHEN responded THEN
               (SELECT array_agg(CASE WHEN random() + 0 * item < 0.15 THEN NULL WHEN random() < 0.1 THEN 'NaN'
                                      ELSE floor(random() * CASE item % 3 WHEN 0 THEN 5 WHEN 1 THEN 2 ELSE 12 END) END
                                 ORDER BY item)::real[]
                FROM generate_series(1, 6) AS item WHERE many IS NOT NULL) END,
           pg_temp.pick('{0,0.5,1,1,1,2}')
    FROM (SELECT participation.edition, participation.structure, channel, random() > 0.15 AS responded, many
          FROM participation, unnest('{phone,email,letter,visit}'::text[]) AS channel, generate_series(1, 3) AS many
          WHERE random() < 0.6) AS drawn;
END
$$;
