\observatory views
/*
 * Which figures of an edition may be published?
 *
 * A figure is the mean of one category ('category'), the comparison of the
 * certified structures with the others ('certified'), that comparison within
 * one category ('certified category'), or an item by category and
 * certification ('determinant', 'channel').  Of the totals ('edition') only the
 * errors are decided.
 *
 * Every figure and every total that anybody can read is a sum over cells:
 * structures that are in the same groups in all of them.  A line is one such
 * sum; complementary_suppression() chooses what must be withheld, so that no
 * withheld line, and no cell that is too small, is a combination of the others.
 */

CREATE OR REPLACE VIEW publication_pattern AS
WITH
\i parts/form.sql
,
\i parts/lineage.sql
,
carded AS (
    SELECT participation.edition,
           participation.structure,
           participation.category,
           participation.certified,
           participation.weight,
           barometre.scorecard((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                               audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS card
    FROM participation
    JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
    WHERE participation.edition = ANY (
\i parts/scorable.sql
    )
    GROUP BY participation.edition, participation.structure, participation.category,
             participation.certified, participation.weight
),
resulting AS MATERIALIZED (
    SELECT carded.*, barometre.structure_result(carded.card) AS result FROM carded
),
scored AS (
    -- the first of an awarded category is a laureate, whose score everybody reads
    SELECT result.edition,
           result.structure,
           result.category,
           result.certified,
           result.weight,
           (result.result).global_score AS score,
           barometre.last_successor(result.structure, (SELECT lineage.successors FROM lineage)) AS unit,
           category.awarded AND result.rankable
               AND rank() OVER (PARTITION BY result.edition, result.category, result.rankable
                                ORDER BY round((result.result).global_score::numeric, 9) DESC) = 1::bigint AS laureate
    FROM (SELECT resulting.*,
                 (resulting.result).audits >= edition.min_audits::bigint
                     AND (resulting.result).coverage >= edition.min_coverage
                     AND (resulting.result).cell_coverage >= edition.min_cell_coverage AS rankable
          FROM resulting
          JOIN edition ON edition.edition = resulting.edition
          WHERE (resulting.result).global_score IS NOT NULL) AS result
    JOIN category ON category.category = result.category
),
counted AS MATERIALIZED (
    SELECT scored.edition,
           scored.structure,
           scored.category,
           scored.certified,
           scored.weight,
           scored.unit,
           scored.laureate,
           dense_rank() OVER (ORDER BY scored.edition) AS step
    FROM scored
    WHERE scored.weight > 0::float8
),

-- the figures, and the primary rule: each shows the mean of one group, or of two that are both there
figure_group AS (
    SELECT counted.edition,
           figure.breakdown,
           figure.item,
           figure.side,
           count(*)::int AS participants,
           (count(*) FILTER (WHERE NOT counted.laureate))::int AS unknown,
           barometre.part_of(max(counted.weight), sum(counted.weight)) AS largest_share,
           count(*) OVER (PARTITION BY counted.edition, figure.breakdown, figure.item) AS sides
    FROM counted
    CROSS JOIN LATERAL (VALUES
        ('category'::text, counted.category, true),
        ('certified'::text, 'overall'::text COLLATE "C", counted.certified),
        ('certified category'::text, counted.category, counted.certified)) AS figure (breakdown, item, side)
    GROUP BY counted.edition, figure.breakdown, figure.item, figure.side
),
figure AS MATERIALIZED (
    SELECT grouped.edition,
           grouped.breakdown,
           grouped.item,
           grouped.participants,
           grouped.everybody,
           grouped.largest_share,
           edition.min_published,
           CASE WHEN grouped.participants < edition.min_published OR grouped.exposed THEN 'few'::text
                WHEN grouped.largest_share > edition.max_share THEN 'dominance'::text
                ELSE ''::text END AS suppression,
           (row_number() OVER (ORDER BY grouped.edition, grouped.breakdown, grouped.item))::int AS figure
    FROM (SELECT figure_group.edition,
                 figure_group.breakdown,
                 figure_group.item,
                 min(figure_group.participants) AS participants,
                 sum(figure_group.participants)::int AS everybody,
                 max(figure_group.largest_share) AS largest_share,
                 -- without the laureates, too few are left
                 bool_or(figure_group.unknown > 0 AND figure_group.unknown < edition.min_published) AS exposed
          FROM figure_group
          JOIN edition ON edition.edition = figure_group.edition
          WHERE figure_group.breakdown = 'category'::text OR figure_group.sides = 2::bigint
          GROUP BY figure_group.edition, figure_group.breakdown, figure_group.item) AS grouped
    JOIN edition ON edition.edition = grouped.edition
),

-- the cells
attended AS (
    SELECT counted.*,
           pg_catalog.array_agg(counted.step) OVER (PARTITION BY counted.unit) AS steps
    FROM counted
),
flagged AS (
    SELECT attended.*,
           attended.step - 1::bigint = ANY (attended.steps) AS was_there,
           attended.step + 1::bigint = ANY (attended.steps) AS will_be_there,
           attended.steps OPERATOR(pg_catalog.@>) (SELECT pg_catalog.array_agg(DISTINCT counted.step)
                                                   FROM counted) AS panel
    FROM attended
),
numbered AS (
    SELECT flagged.*,
           dense_rank() OVER (ORDER BY flagged.step, flagged.category, flagged.certified, flagged.was_there,
                                       flagged.will_be_there, flagged.panel,
                                       CASE WHEN flagged.laureate THEN flagged.structure END)::int AS cell
    FROM flagged
),
member AS MATERIALIZED (
    SELECT numbered.*, count(*) OVER (PARTITION BY numbered.cell) AS cell_size FROM numbered
),
cell AS (
    SELECT member.cell, member.edition, member.step, member.category, member.certified, member.was_there,
           member.will_be_there, member.panel, member.laureate,
           count(*)::int AS participants,
           sum(member.weight) AS weight,
           max(member.weight) AS largest_weight
    FROM member
    GROUP BY member.cell, member.edition, member.step, member.category, member.certified, member.was_there,
             member.will_be_there, member.panel, member.laureate
),
placed AS MATERIALIZED (
    -- each cell with its shares of its edition, category, group, and group within the category
    SELECT cell.*,
           barometre.part_of(cell.weight, sum(cell.weight) OVER of_edition) AS share,
           barometre.part_of(cell.weight, sum(cell.weight) OVER of_category) AS category_part,
           barometre.part_of(cell.weight, sum(cell.weight) OVER (PARTITION BY cell.step, cell.certified))
               AS certified_part,
           barometre.part_of(cell.weight, sum(cell.weight) OVER (PARTITION BY cell.step, cell.category,
                                                                              cell.certified)) AS group_part,
           barometre.part_of(sum(cell.weight) OVER of_category, sum(cell.weight) OVER of_edition) AS category_share,
           bool_or(cell.certified) OVER of_category AND bool_or(NOT cell.certified) OVER of_category AS has_both,
           CASE WHEN cell.certified THEN 1::float8 ELSE -1::float8 END AS sign
    FROM cell
    WINDOW of_edition AS (PARTITION BY cell.step), of_category AS (PARTITION BY cell.step, cell.category)
),
weighed AS (
    SELECT placed.*, sum(placed.certified_part) OVER (PARTITION BY placed.step, placed.category) AS both_shares
    FROM placed
),
category_share AS (
    SELECT DISTINCT placed.step, placed.category, placed.category_share FROM placed
),
compared AS (
    -- period 2: the cells of a step; period 1: those of the step before
    SELECT period.step,
           period.period,
           placed.cell,
           placed.share,
           placed.category_part,
           CASE WHEN period.period = 2 THEN placed.was_there ELSE placed.will_be_there END AS stays,
           CASE WHEN period.period = 2 THEN 1::float8 ELSE -1::float8 END AS sign,
           placed.category_share,
           other.category_share AS other_share
    FROM placed
    CROSS JOIN LATERAL (VALUES (placed.step, 2), (placed.step + 1::bigint, 1)) AS period (step, period)
    LEFT JOIN category_share AS other
      ON other.category = placed.category
     AND other.step = CASE WHEN period.period = 2 THEN placed.step - 1::bigint ELSE placed.step + 1::bigint END
    WHERE period.step > 1::bigint AND period.step <= (SELECT max(counted.step) FROM counted)
),
effect AS (
    SELECT compared.*,
           sum(CASE WHEN compared.other_share IS NOT NULL THEN compared.sign * compared.share ELSE 0::float8 END)
               OVER of_step AS growth,
           sum(CASE WHEN compared.other_share IS NULL AND compared.period = 2 THEN compared.share ELSE 0::float8 END)
               OVER of_step AS new_share
    FROM compared
    WINDOW of_step AS (PARTITION BY compared.step)
),

-- the factors of each line
factor AS (
    SELECT placed.edition, shown.breakdown, shown.item, shown.side, placed.cell, shown.factor
    FROM placed
    CROSS JOIN LATERAL (VALUES
        ('category'::text, placed.category, true, placed.category_part),
        ('certified category'::text, placed.category, placed.certified,
         CASE WHEN placed.has_both THEN placed.group_part END))
        AS shown (breakdown, item, side, factor)
    WHERE shown.factor IS NOT NULL
    UNION ALL
    -- edition_score, edition_key_figures, certified_gap
    SELECT weighed.edition, total.line, ''::text COLLATE "C", total.side, weighed.cell, total.factor
    FROM weighed
    CROSS JOIN LATERAL (VALUES
        ('total'::text, true, weighed.share),
        ('total certified'::text, weighed.certified, weighed.certified_part),
        ('total adjusted gap'::text, true,
         CASE WHEN weighed.has_both THEN weighed.sign * weighed.category_share * weighed.group_part END),
        ('total within'::text, true,
         CASE WHEN weighed.has_both THEN weighed.sign * weighed.both_shares * weighed.group_part END))
        AS total (line, side, factor)
    WHERE total.factor IS NOT NULL
    UNION ALL
    -- edition_change
    SELECT edition.edition, change.line, ''::text COLLATE "C", true, effect.cell, change.factor
    FROM effect
    JOIN (SELECT DISTINCT counted.step, counted.edition FROM counted) AS edition ON edition.step = effect.step
    CROSS JOIN LATERAL (VALUES
        ('change within'::text,
         CASE WHEN effect.other_share IS NOT NULL
              THEN effect.sign * (effect.category_share + effect.other_share) * effect.category_part END),
        ('change mix'::text,
         CASE WHEN effect.other_share IS NOT NULL
              THEN effect.sign * (effect.category_share - effect.other_share) * effect.category_part
              ELSE 0::float8 END - effect.growth * effect.share),
        ('change new'::text,
         CASE WHEN effect.other_share IS NULL AND effect.period = 2 THEN 2::float8 * effect.share ELSE 0::float8 END
             - effect.new_share * effect.share),
        ('change stayers 1'::text, CASE WHEN effect.stays AND effect.period = 1 THEN effect.share END),
        ('change stayers 2'::text, CASE WHEN effect.stays AND effect.period = 2 THEN effect.share END))
        AS change (line, factor)
    WHERE change.factor IS NOT NULL
    UNION ALL
    -- edition_trend, which knows its panel from the last edition on
    SELECT (SELECT max(counted.edition) FROM counted), 'panel'::text, placed.step::text COLLATE "C", true,
           placed.cell, placed.share
    FROM placed
    WHERE placed.panel
    UNION ALL
    SELECT placed.edition, 'laureate'::text, placed.cell::text COLLATE "C", true, placed.cell, 1::float8
    FROM placed
    WHERE placed.laureate
),
line AS (
    SELECT factor.edition, factor.breakdown, factor.item, factor.side,
           pg_catalog.array_agg(factor.cell ORDER BY factor.cell) AS cells,
           pg_catalog.array_agg(factor.factor ORDER BY factor.cell) AS factors,
           NULL::int AS insider,
           false AS secret
    FROM factor
    GROUP BY factor.edition, factor.breakdown, factor.item, factor.side
    UNION ALL
    -- what is never shown, and must not be computed: a cell that is too small
    SELECT placed.edition, 'cell'::text, placed.cell::text COLLATE "C", true,
           ARRAY[placed.cell], ARRAY[1::float8], NULL::int, true
    FROM placed
    JOIN edition ON edition.edition = placed.edition
    WHERE NOT placed.laureate
      AND (placed.participants < edition.min_published OR placed.largest_weight > edition.max_share * placed.weight)
    UNION ALL
    -- who is a cell alone, or reads all its structures, knows it
    SELECT owned.edition, 'insider'::text, owned.cell::text COLLATE "C", true,
           ARRAY[owned.cell], ARRAY[1::float8],
           dense_rank() OVER (ORDER BY owned.owner)::int, false
    FROM (SELECT member.edition, member.cell, owner.owner
          FROM member
          CROSS JOIN LATERAL (
              SELECT 'unit '::text || member.unit AS owner
              UNION ALL
              SELECT 'role '::text || structure_role.role::text
              FROM structure_role WHERE structure_role.structure = member.structure) AS owner
          WHERE NOT member.laureate
          GROUP BY member.edition, member.cell, owner.owner
          HAVING count(*) = max(member.cell_size)) AS owned
),
decided AS (
    SELECT figure.figure,
           barometre.complementary_suppression(
               line.cells, line.factors, line.edition, figure.figure,
               -- a comparison within a category goes before a category, the small before the large
               CASE line.breakdown WHEN 'category'::text THEN 1e9::float8 + figure.participants::float8
                                   WHEN 'certified category'::text THEN figure.participants::float8 END,
               line.secret OR coalesce(figure.suppression <> ''::text, false),
               line.insider)
               OVER (ORDER BY line.edition, line.breakdown, line.item, line.side, line.insider) AS withheld
    FROM line
    LEFT JOIN figure
      ON figure.edition = line.edition AND figure.breakdown = line.breakdown AND figure.item = line.item
),
protected AS (
    SELECT figure.edition,
           figure.breakdown,
           figure.item,
           figure.participants,
           figure.everybody,
           figure.largest_share,
           figure.min_published,
           CASE WHEN figure.suppression = ''::text AND withheld.figure IS NOT NULL THEN 'complementary'::text
                ELSE figure.suppression END AS suppression
    FROM figure
    LEFT JOIN (SELECT DISTINCT decided.figure FROM decided WHERE decided.withheld) AS withheld
      ON withheld.figure = figure.figure
),

\i parts/public_error.sql
,

-- an item that some structure lacks tells, beside the overall scores, how that structure scored
item_group AS (
    SELECT resulting.edition,
           measured.breakdown,
           measured.item,
           (count(*) FILTER (WHERE (resulting.result).global_score IS NOT NULL))::int AS participants,
           count(*) AS everybody,
           barometre.part_of(max(resulting.weight), sum(resulting.weight)) AS largest_share
    FROM resulting
    CROSS JOIN LATERAL (
        SELECT 'determinant'::text AS breakdown, determinant.determinant AS item, determinant.score
        FROM barometre.scorecard_determinants(resulting.card) AS determinant
        UNION ALL
        SELECT 'channel'::text, channel.channel, channel.score
        FROM barometre.scorecard_channels(resulting.card) AS channel) AS measured
    WHERE measured.score IS NOT NULL AND resulting.weight > 0::float8
    GROUP BY resulting.edition, measured.breakdown, measured.item
),
item AS (
    SELECT item_group.*,
           item_group.everybody = item_group.participants::bigint
               AND item_group.everybody = (SELECT count(*) FROM counted
                                           WHERE counted.edition = item_group.edition) AS is_whole
    FROM item_group
)
SELECT total.edition,
       'edition'::text AS breakdown,
       total.item,
       total.participants,
       total.largest_share,
       ''::text AS suppression,
       public_error.item IS NOT NULL AS has_error
FROM total
LEFT JOIN public_error ON public_error.edition = total.edition AND public_error.breakdown = 'edition'::text
                      AND public_error.item = total.item
UNION ALL
SELECT protected.edition,
       protected.breakdown,
       protected.item,
       protected.participants,
       protected.largest_share,
       protected.suppression,
       public_error.item IS NOT NULL AND protected.suppression = ''::text
           AND protected.participants >= 2 * protected.min_published
FROM protected
LEFT JOIN public_error
  ON public_error.edition = protected.edition
 AND public_error.breakdown = CASE protected.breakdown WHEN 'certified category'::text THEN 'edition'::text
                                                       ELSE protected.breakdown END
 AND public_error.item = CASE protected.breakdown WHEN 'certified category'::text THEN 'adjusted_gap'::text COLLATE "C"
                                                  ELSE protected.item END
UNION ALL
SELECT item.edition,
       item.breakdown,
       item.item COLLATE "C",
       item.participants,
       item.largest_share,
       CASE WHEN item.is_whole THEN ''::text ELSE 'complementary'::text END,
       item.is_whole AND public_error.item IS NOT NULL
FROM item
LEFT JOIN public_error ON public_error.edition = item.edition AND public_error.breakdown = 'edition'::text
                      AND public_error.item = 'overall'::text COLLATE "C";

\observatory relations
('publication_pattern', 'edition, breakdown, item',
 'Quels chiffres les vues public_… montrent ou retiennent, et pourquoi : une ligne par chiffre, '
 'sans les éditions où un audit ne peut être noté (check_audits)'
 ' — Which figures the views public_… show or withhold, and why: one row a figure, '
 'without the editions of which an audit cannot be scored (check_audits)'),

\observatory columns
('publication_pattern', 'breakdown', 'Chiffre — Figure', '', '',
 'category : la moyenne d’une catégorie ; certified : les certifiées face aux autres ; certified category : de même '
 'dans une catégorie ; determinant, channel : cet élément par catégorie et par certification ; edition : les totaux '
 'de l’édition, toujours montrés : les scores et leurs ventilations (overall), l’évolution (change), l’écart ajusté '
 'des certifiées (adjusted_gap), dont seules les erreurs peuvent être retenues'
 ' — category: the mean of a category; certified: the certified against the others; certified category: the same '
 'within a category; determinant, channel: that item by category and certification; edition: the totals of the '
 'edition, which are always shown: scores and their breakdowns (overall), the change (change), the adjusted gap of '
 'the certified (adjusted_gap), of which only errors may be withheld'),
('publication_pattern', 'participants', 'Participants — Participants', 'structures', '#,##0',
 'Nombre de structures avec un score et un poids dont le chiffre est fait ; du plus petit groupe quand il en compare '
 'deux'
 ' — Number of structures with a score and a weight that the figure is made of; of the smaller group where it '
 'compares two'),
('', 'largest_share', 'Plus grande part — Largest share', '', '0.0%',
 'Part (0–1) du poids de son groupe que la plus lourde structure porte'
 ' — Share (0–1) of the weight of its group that the heaviest structure has'),
('', 'suppression', 'Secret — Suppression', '', '',
 'Pourquoi les chiffres sont retenus : few (moins de edition.min_published structures), dominance (l’une a plus de '
 'edition.max_share du poids), complementary (un chiffre retenu s’en déduirait) ; vide : ils sont montrés'
 ' — Why the figures are withheld: few (fewer than edition.min_published structures), dominance (one has more than '
 'edition.max_share of the weight), complementary (a withheld figure would follow from them); empty: they are shown'),
('publication_pattern', 'has_error', 'Avec erreur — With an error', '', '',
 'Vrai quand erreurs, bornes, valeur p et taille d’effet sont montrées aussi : à partir de 2 · edition.min_published '
 'structures, et là où aucun score ne s’en déduirait, même pour qui connaît le sien'
 ' — True where errors, bounds, p-value and effect size are shown too: from 2 · edition.min_published structures on, '
 'and where no score would follow from them, not even for who knows his own'),
