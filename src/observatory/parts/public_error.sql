/*
 * public_error: which errors of publication_pattern may be shown, beside the
 * means that it shows.
 *
 * An error says how far scores lie apart, and so is an equation too.  How it
 * turns on one structure's score depends on the scores: drawn numbers stand for
 * them, so that nothing here tells of the true ones.  Each error counts as
 * 2 · min_published - 3 equations (at most 17): an error alone, beside its mean, then takes
 * 2 · min_published structures for none of them to learn another's score; and
 * determinants and channels, which have errors of their own, are covered.
 */
whole AS MATERIALIZED (
    SELECT member.edition,
           member.step,
           pg_catalog.lag(member.edition) OVER (ORDER BY member.step) AS previous_edition,
           count(*)::int AS participants,
           barometre.part_of(max(member.weight), sum(member.weight)) AS largest_share,
           bool_or(member.was_there) AS changes,
           bool_or(member.certified) AND bool_or(NOT member.certified) AS compares
    FROM member
    GROUP BY member.edition, member.step
),

-- the errors that are large enough; those of least importance are given up first
total AS (
    SELECT whole.edition, error.item COLLATE "C" AS item, whole.participants, whole.largest_share, error.importance
    FROM whole
    CROSS JOIN LATERAL (VALUES ('overall'::text, true, 4e9::float8),
                               ('change'::text, whole.changes, 2e9::float8),
                               ('adjusted_gap'::text, whole.compares, 0::float8)) AS error (item, is_there, importance)
    WHERE error.is_there
),
error AS MATERIALIZED (
    SELECT large.*,
           (row_number() OVER (PARTITION BY large.edition ORDER BY large.importance DESC, large.item))::int AS figure
    FROM (SELECT total.edition, 'edition'::text AS breakdown, total.item, total.participants, total.importance
          FROM total
          UNION ALL
          SELECT protected.edition, protected.breakdown, protected.item, protected.participants,
                 CASE protected.breakdown WHEN 'certified'::text THEN 3e9::float8
                                          ELSE protected.participants::float8 END
          FROM protected
          WHERE protected.suppression = ''::text AND protected.breakdown <> 'certified category'::text) AS large
    JOIN edition ON edition.edition = large.edition
    WHERE large.participants >= 2 * edition.min_published
),

-- the unknowns of an edition: its structures, and the cells of the edition before.  Of many that are alike a few stand
-- for all: who knew the others would know no less.
alike AS (
    SELECT member.*,
           -- that many equations an error
           least(2 * edition.min_published - 3, 17) AS draws,
           row_number() OVER (PARTITION BY member.step, member.category, member.certified, member.was_there,
                                           member.laureate
                              ORDER BY hashtextextended(member.structure, 0::bigint), member.structure) AS nth
    FROM member
    JOIN edition ON edition.edition = member.edition
    WHERE member.edition IN (SELECT error.edition FROM error)
),
unknown AS MATERIALIZED (
    SELECT numbered.*,
           (SELECT count(*) FROM cell WHERE cell.step = numbered.step - 1::bigint)
               + sum(CASE WHEN numbered.stands THEN 1 ELSE 0 END)
                     OVER (PARTITION BY numbered.edition ORDER BY numbered.structure) AS place
    FROM (SELECT alike.*,
                 NOT alike.laureate AND alike.nth <= (alike.draws + 5)::bigint AS stands
          FROM alike) AS numbered
),
drawn AS (
    SELECT unknown.*,
           draw.draw,
           hashtextextended(unknown.structure, unknown.step * 1000::bigint + draw.draw::bigint)::float8
               / 1e19::float8 AS score,
           CASE WHEN unknown.was_there
                THEN hashtextextended(unknown.structure,
                                      (unknown.step - 1::bigint) * 1000::bigint + draw.draw::bigint)::float8
                     / 1e19::float8
                ELSE 0::float8 END AS previous_score
    FROM unknown
    CROSS JOIN LATERAL generate_series(1, unknown.draws) AS draw (draw)
),
centred AS (
    -- how far each structure is from the mean of each of its groups
    SELECT drawn.*,
           drawn.score - sum(drawn.weight * drawn.score) OVER whole / sum(drawn.weight) OVER whole AS deviation,
           drawn.score - sum(drawn.weight * drawn.score) OVER of_category / sum(drawn.weight) OVER of_category
               AS category_deviation,
           drawn.score - sum(drawn.weight * drawn.score) OVER of_side / sum(drawn.weight) OVER of_side
               AS side_deviation,
           (count(*) OVER of_side)::float8 * barometre.part_of(drawn.weight, sum(drawn.weight) OVER of_side)
               AS side_weight,
           drawn.score - sum(drawn.weight * drawn.score) OVER of_group / sum(drawn.weight) OVER of_group
               AS group_deviation,
           (count(*) OVER of_group)::float8 * barometre.part_of(drawn.weight, sum(drawn.weight) OVER of_group)
               AS group_weight
    FROM drawn
    WINDOW whole AS (PARTITION BY drawn.edition, drawn.draw),
           of_category AS (PARTITION BY drawn.edition, drawn.draw, drawn.category),
           of_side AS (PARTITION BY drawn.edition, drawn.draw, drawn.certified),
           of_group AS (PARTITION BY drawn.edition, drawn.draw, drawn.category, drawn.certified)
),

share AS MATERIALIZED (
    -- what part of a cell each unknown is
    SELECT unknown.edition, unknown.cell, unknown.place::int AS place,
           barometre.part_of(unknown.weight, cell.weight) AS part
    FROM unknown
    JOIN cell ON cell.cell = unknown.cell
    WHERE unknown.stands
    UNION ALL
    SELECT whole.edition, cell.cell, (row_number() OVER (PARTITION BY cell.step ORDER BY cell.cell))::int, 1::float8
    FROM cell
    JOIN whole ON whole.step = cell.step + 1::bigint
    WHERE NOT cell.laureate
),

-- the equations
known AS (
    SELECT share.edition, factor.edition AS of_edition, factor.breakdown, factor.item, factor.side::text AS part,
           share.place, factor.factor * share.part AS factor,
           NULL::int AS figure,
           coalesce(protected.suppression <> ''::text, false) AS secret
    FROM factor
    JOIN share ON share.cell = factor.cell
    JOIN whole ON whole.edition = share.edition
    LEFT JOIN protected ON protected.edition = factor.edition AND protected.breakdown = factor.breakdown
                       AND protected.item = factor.item
    WHERE factor.edition IN (whole.edition, whole.previous_edition) AND factor.breakdown <> 'laureate'::text
    UNION ALL
    SELECT centred.edition, centred.edition, shown.breakdown, shown.item,
           pg_catalog.concat_ws(' '::text, shown.part, centred.draw), centred.place::int, shown.factor,
           error.figure, NULL::boolean
    FROM centred
    CROSS JOIN LATERAL (VALUES
        ('edition'::text, 'overall'::text, ''::text, centred.weight * centred.weight * centred.deviation),
        ('edition'::text, 'change'::text, ''::text,
         centred.weight * centred.weight * (centred.deviation - centred.previous_score)),
        ('category'::text, centred.category, ''::text, centred.weight * centred.weight * centred.category_deviation),
        ('certified'::text, 'overall'::text, centred.certified::text,
         centred.weight * centred.weight * centred.side_deviation),
        -- the effect size
        ('certified'::text, 'overall'::text, 'both'::text, centred.side_weight * centred.side_deviation),
        -- the comparisons within the categories have one variance a group; and each its effect size
        ('edition'::text, 'adjusted_gap'::text, centred.certified::text,
         centred.group_weight * centred.group_deviation),
        ('edition'::text, 'adjusted_gap'::text, 'both '::text || centred.category,
         centred.group_weight * centred.group_deviation)) AS shown (breakdown, item, part, factor)
    JOIN error ON error.edition = centred.edition AND error.breakdown = shown.breakdown
              AND error.item = shown.item COLLATE "C"
    WHERE centred.stands
),
equation AS (
    SELECT known.edition, known.figure, known.secret, NULL::int AS insider,
           pg_catalog.array_agg(known.place) AS places,
           pg_catalog.array_agg(known.factor) AS factors
    FROM known
    GROUP BY known.edition, known.of_edition, known.breakdown, known.item, known.part, known.figure, known.secret
    UNION ALL
    -- each structure's score is secret, and known to itself and to the roles that read it
    SELECT unknown.edition, NULL::int, asker.owner IS NULL,
           CASE WHEN asker.owner IS NOT NULL
                THEN dense_rank() OVER (PARTITION BY unknown.edition, asker.owner IS NULL
                                        ORDER BY asker.owner)::int END,
           ARRAY[unknown.place::int], ARRAY[1::float8]
    FROM unknown
    CROSS JOIN LATERAL (
        SELECT NULL::text AS owner
        UNION ALL
        SELECT 'unit '::text || unknown.unit
        UNION ALL
        SELECT 'role '::text || structure_role.role::text
        FROM structure_role WHERE structure_role.structure = unknown.structure) AS asker
    WHERE unknown.stands
),
given_up AS (
    SELECT DISTINCT weighed.edition, weighed.figure
    FROM (SELECT equation.edition, equation.figure,
                 barometre.complementary_suppression(equation.places, equation.factors, 1, equation.figure,
                     error.importance, equation.secret, equation.insider)
                     OVER (PARTITION BY equation.edition) AS withheld
          FROM equation
          LEFT JOIN error ON error.edition = equation.edition AND error.figure = equation.figure) AS weighed
    WHERE weighed.withheld AND weighed.figure IS NOT NULL
),
public_error AS (
    SELECT error.edition, error.breakdown, error.item
    FROM error
    WHERE NOT EXISTS (SELECT FROM given_up WHERE given_up.edition = error.edition AND given_up.figure = error.figure)
)
