\observatory views
/* Do the participants meet the margins, before and after, and if not, why? */

CREATE OR REPLACE VIEW margin_check AS
WITH unit AS (
    SELECT participation.edition, participation.structure, participation.weight
    FROM participation
),
\i parts/calibrated.sql
,
item_sum AS (
    SELECT calibrated.edition,
           place.position,
           sum(calibrated.scaled_weight) AS before,
           sum(calibrated.calibrated_weight) AS after,
           count(*) FILTER (WHERE calibrated.counts) AS structures,
           count(*) AS participants
    FROM calibrated
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(calibrated.x)) WITH ORDINALITY AS place (x, position)
    WHERE place.x = 1::float8 AND calibrated.weight > 0::float8
    GROUP BY calibrated.edition, place.position
),
edition_fact AS (
    SELECT calibrated.edition,
           max(calibrated.message) AS message,
           count(*) FILTER (WHERE calibrated.weight > 0::float8) AS participants,
           count(*) FILTER (WHERE calibrated.counts) AS structures,
           -- every row has the same columns
           (pg_catalog.array_agg(calibrated.known))[1] AS known
    FROM calibrated
    GROUP BY calibrated.edition
),
listed AS (
    SELECT margin.edition,
           margin.dimension,
           margin.item,
           margin.total,
           row_number() OVER (PARTITION BY margin.edition ORDER BY margin.dimension, margin.item) AS position
    FROM margin
),
checked AS (
    SELECT listed.edition,
           listed.dimension,
           listed.item,
           listed.total,
           item_sum.before,
           item_sum.after,
           coalesce(item_sum.structures, 0::bigint) AS structures,
           coalesce(item_sum.participants, 0::bigint) AS participants,
           edition_fact.known ? listed.dimension AS is_known,
           edition_fact.structures AS edition_structures,
           edition_fact.message,
           edition_fact.participants::numeric
               - sum(coalesce(item_sum.participants, 0::bigint))
                     OVER (PARTITION BY listed.edition, listed.dimension) AS without_item
    FROM listed
    LEFT JOIN item_sum ON item_sum.edition = listed.edition AND item_sum.position = listed.position
    LEFT JOIN edition_fact ON edition_fact.edition = listed.edition
)
SELECT checked.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       checked.dimension,
       checked.item,
       checked.total,
       checked.before,
       checked.after,
       checked.structures::int AS structures,
       CASE WHEN NOT checked.is_known
            THEN 'neither participation nor structure has a column of this name'::text
            WHEN checked.dimension = 'size'::text AND barometre.size_range(checked.item) IS NULL
            THEN 'not a range of inhabitants, as [20000,50000)'::text
            WHEN checked.total > 0::float8 AND checked.structures = 0::bigint
            THEN CASE WHEN checked.participants = 0::bigint
                      THEN 'no participant: merge this item with another one'::text
                      ELSE 'its participants have no item in another dimension'::text END
            WHEN checked.message IS NOT NULL THEN checked.message
            WHEN checked.edition_structures = 0::bigint
            THEN 'no participant has an item in every dimension'::text
            WHEN checked.participants > 0::bigint AND checked.total = 0::float8
            THEN 'left out, as the population has none: '::text || checked.participants::text || ' participants'::text
            WHEN checked.without_item > 0::numeric
            THEN 'left out, as this dimension has no item for them: '::text || checked.without_item::text
                 || ' participants'::text
            END AS message
FROM checked
LEFT JOIN edition ON edition.edition = checked.edition;

COMMENT ON VIEW margin_check IS 'Each margin beside what the participants make of it, before calibration and after, and why an edition could not be calibrated';
COMMENT ON COLUMN margin_check.edition IS 'Number of the edition';
COMMENT ON COLUMN margin_check.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN margin_check.dimension IS 'What is counted by';
COMMENT ON COLUMN margin_check.item IS 'Value of the dimension';
COMMENT ON COLUMN margin_check.total IS 'Structures in the population';
COMMENT ON COLUMN margin_check.before IS 'Sum of the participants'' weights, brought to the size of the population; NULL: none, or the dimensions contradict each other';
COMMENT ON COLUMN margin_check.after IS 'Sum of their calibrated weights, equal to total; NULL where the edition could not be calibrated';
COMMENT ON COLUMN margin_check.structures IS 'Number of participants of the item that are calibrated: those with a weight and an item in every dimension';
COMMENT ON COLUMN margin_check.message IS 'Where after is NULL: why. Else the participants that are left out, if there are any';
