-- calibrated: each row of the CTE unit (edition, structure, weight and others) with its calibrated weight
dimension_margin AS MATERIALIZED (
    -- margins are few, and read once
    SELECT margin.edition,
           margin.dimension,
           sum(margin.total) AS population
    FROM margin
    GROUP BY margin.edition, margin.dimension
),
dimension_fault AS MATERIALIZED (
    SELECT dimension_margin.edition,
           'the totals contradict each other: '::text
               || pg_catalog.string_agg(
                      dimension_margin.dimension || ' adds up to '::text || dimension_margin.population::text,
                      ', '::text ORDER BY dimension_margin.dimension) AS fault
    FROM dimension_margin
    GROUP BY dimension_margin.edition
    HAVING max(dimension_margin.population) > min(dimension_margin.population) * (1::float8 + 1e-10::float8)
    UNION ALL
    SELECT margin.edition,
           min('sizes overlap: '::text || margin.item || ' and '::text || other.item)
    FROM margin
    JOIN margin AS other
      ON other.edition = margin.edition AND other.dimension = margin.dimension AND other.item > margin.item
    WHERE margin.dimension = 'size'::text
      AND barometre.size_range(margin.item) OPERATOR(pg_catalog.&&) barometre.size_range(other.item)
    GROUP BY margin.edition
),
edition_margin AS MATERIALIZED (
    -- the margins of each edition side by side
    SELECT margin.edition,
           pg_catalog.array_agg(margin.dimension ORDER BY margin.dimension, margin.item) AS dimensions,
           pg_catalog.array_agg(margin.item ORDER BY margin.dimension, margin.item) AS items,
           pg_catalog.array_agg(margin.total ORDER BY margin.dimension, margin.item) AS totals,
           pg_catalog.array_agg(margin.dimension || ' '::text || margin.item
                                ORDER BY margin.dimension, margin.item) AS names,
           (SELECT count(*) FROM dimension_margin WHERE dimension_margin.edition = margin.edition) AS dimension_count,
           (SELECT max(dimension_margin.population)
            FROM dimension_margin WHERE dimension_margin.edition = margin.edition) AS population,
           (SELECT min(dimension_fault.fault)
            FROM dimension_fault WHERE dimension_fault.edition = margin.edition) AS fault
    FROM margin
    GROUP BY margin.edition
),
described AS (
    -- what is known of each structure, by name of the column; what an edition says of it comes before
    SELECT unit.*,
           -- a window, so that the planner does not read the row again for each margin
           max(unit.weight) OVER (PARTITION BY unit.edition) AS largest_weight,
           edition_margin.dimensions,
           edition_margin.items,
           edition_margin.totals,
           edition_margin.names,
           edition_margin.dimension_count,
           edition_margin.population,
           edition_margin.fault,
           pg_catalog.to_jsonb(structure.*) || pg_catalog.to_jsonb(participation.*)
               || pg_catalog.jsonb_build_object('size'::text, (
                   SELECT min(size.item COLLATE "C")
                   FROM margin AS size
                   WHERE size.edition = unit.edition AND size.dimension = 'size'::text
                     AND barometre.size_range(size.item) OPERATOR(pg_catalog.@>) structure.population)) AS known
    FROM unit
    LEFT JOIN participation ON participation.edition = unit.edition AND participation.structure = unit.structure
    LEFT JOIN structure ON structure.structure = unit.structure
    LEFT JOIN edition_margin ON edition_margin.edition = unit.edition
),
placed AS (
    -- x: 1 where the structure is of the item; it counts where each dimension has an item for it that exists,
    -- and where its weight is not lost in the largest
    SELECT described.*,
           place.x,
           place.found = described.dimension_count
               AND barometre.part_of(described.weight, described.largest_weight) > 0::float8 AS counts
    FROM described
    LEFT JOIN LATERAL (
        SELECT pg_catalog.array_agg(CASE WHEN described.known ->> margin.dimension = margin.item
                                         THEN 1::float8 ELSE 0::float8 END ORDER BY margin.position) AS x,
               count(*) FILTER (WHERE described.known ->> margin.dimension = margin.item
                                  AND margin.total > 0::float8) AS found
        FROM ROWS FROM (pg_catalog.unnest(described.dimensions), pg_catalog.unnest(described.items),
                        pg_catalog.unnest(described.totals))
             WITH ORDINALITY AS margin (dimension, item, total, position)) AS place ON true
),
scaled AS (
    -- weights that add up to the population
    SELECT placed.*,
           CASE WHEN placed.counts
                THEN placed.weight * (placed.population / sum(placed.weight) FILTER (WHERE placed.counts)
                     OVER (PARTITION BY placed.edition)) END AS scaled_weight
    FROM placed
),
attempted AS (
    SELECT scaled.*,
           barometre.calibration_attempt(
               scaled.scaled_weight,
               scaled.x,
               CASE WHEN scaled.fault IS NULL THEN scaled.totals END,
               CASE WHEN edition.ratio_low IS NULL THEN 'raking'::text ELSE 'logit'::text END,
               edition.ratio_low,
               edition.ratio_high,
               scaled.names) OVER (PARTITION BY scaled.edition) AS calibration
    FROM scaled
    LEFT JOIN edition ON edition.edition = scaled.edition
),
calibrated AS (
    SELECT attempted.*,
           (attempted.calibration).weight AS calibrated_weight,
           coalesce(attempted.fault, (attempted.calibration).message) AS message
    FROM attempted
)
