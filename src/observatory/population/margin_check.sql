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
                      THEN 'no participant has this item: correct its spelling, or merge it with another one'::text
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

\observatory relations
('margin_check', 'edition, dimension, item',
 'Chaque effectif face à ce qu’en font les participants, avant et après le calage, et pourquoi une édition n’a pu '
 'être calée'
 ' — Each margin beside what the participants make of it, before calibration and after, and why an edition could not '
 'be calibrated'),

\observatory columns
('', 'before', 'Avant calage — Before calibration', 'structures', '#,##0.##',
 'Somme des poids des participants, ramenée à la taille de la population ; NULL : aucun, ou les dimensions se '
 'contredisent'
 ' — Sum of the participants'' weights, brought to the size of the population; NULL: none, or the dimensions '
 'contradict each other'),
('', 'after', 'Après calage — After calibration', 'structures', '#,##0.##',
 'Somme de leurs poids calés, égale à total ; NULL quand l’édition n’a pu être calée'
 ' — Sum of their calibrated weights, equal to total; NULL where the edition could not be calibrated'),
('', 'structures', 'Structures calées — Structures calibrated', 'structures', '#,##0',
 'Nombre de participants de la modalité qui sont calés : ceux qui ont un poids et une modalité dans chaque dimension'
 ' — Number of participants of the item that are calibrated: those with a weight and an item in every dimension'),
('', 'message', 'Message — Message', '', '',
 'Quand after est NULL : pourquoi. Sinon les participants laissés de côté, s’il y en a'
 ' — Where after is NULL: why. Else the participants that are left out, if there are any'),
