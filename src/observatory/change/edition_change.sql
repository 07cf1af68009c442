\observatory views
/* What changed since the previous edition, and where does it come from? */

CREATE OR REPLACE VIEW edition_change AS
WITH
\i parts/compared.sql
,
lineage AS (
    SELECT jsonb_object_agg(structure, successor) AS successors
    FROM structure
    WHERE successor IS NOT NULL
),
placed AS (
    -- each participant beside its edition, its category and its unit, in both
    -- periods; predecessors and successor are one unit
    SELECT edition,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 1) OVER whole AS whole1,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2) OVER whole AS whole2,
           row_number() OVER of_category = 1 AS is_category,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 1) OVER of_category AS category1,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2) OVER of_category AS category2,
           row_number() OVER of_unit = 1 AS is_unit,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 1) OVER of_unit AS unit1,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2) OVER of_unit AS unit2
    FROM participant
    CROSS JOIN lineage
    WINDOW whole AS (PARTITION BY edition),
           of_category AS (PARTITION BY edition, category),
           of_unit AS (PARTITION BY edition, CASE WHEN successors ? structure THEN barometre.last_successor(structure, successors)
                                                  ELSE structure END)
),
share AS (
    -- the first row of a category speaks for it, that of a unit too
    SELECT edition,
           barometre.mean(whole1) AS mean1,
           barometre.mean(whole2) AS mean2,
           (barometre.mean(whole1) + barometre.mean(whole2)) / 2 AS centre,
           is_category,
           barometre.sum_weights(category1) / barometre.sum_weights(whole1) AS category_share1,
           barometre.sum_weights(category2) / barometre.sum_weights(whole2) AS category_share2,
           barometre.mean(category1) AS category_mean1,
           barometre.mean(category2) AS category_mean2,
           is_unit AND coalesce(unit1, unit2) IS NOT NULL AS is_unit,
           is_unit AND unit1 IS NOT NULL AND unit2 IS NOT NULL AS stays,
           is_unit AND unit1 IS NULL AND unit2 IS NOT NULL AS enters,
           is_unit AND unit1 IS NOT NULL AND unit2 IS NULL AS leaves,
           barometre.sum_weights(unit1) / barometre.sum_weights(whole1) AS share1,
           barometre.sum_weights(unit2) / barometre.sum_weights(whole2) AS share2,
           barometre.mean(unit1) AS score1,
           barometre.mean(unit2) AS score2
    FROM placed
    WHERE whole1 IS NOT NULL AND whole2 IS NOT NULL
),
split AS (
    SELECT edition,
           -- linearised: what each unit adds to the difference of the means
           ROW(mean2 - mean1,
               sqrt(count(*) FILTER (WHERE is_unit)::float8 / nullif(count(*) FILTER (WHERE is_unit) - 1, 0)
                    * sum((coalesce(share2 * (score2 - mean2), 0) - coalesce(share1 * (score1 - mean1), 0)) ^ 2) FILTER (WHERE is_unit)),
               count(*) FILTER (WHERE is_unit)::float8 - 1)::barometre.estimate AS change,
           coalesce(sum((category_share1 + category_share2) / 2 * (category_mean2 - category_mean1)) FILTER (WHERE is_category), 0) AS within_effect,
           coalesce(sum(((category_mean1 + category_mean2) / 2 - centre) * (category_share2 - category_share1)) FILTER (WHERE is_category), 0) AS mix_effect,
           coalesce(sum((category_mean2 - centre) * category_share2) FILTER (WHERE is_category AND category_share1 IS NULL), 0) AS new_categories_effect,
           coalesce(sum((centre - category_mean1) * category_share1) FILTER (WHERE is_category AND category_share2 IS NULL), 0) AS lost_categories_effect,
           count(*) FILTER (WHERE stays) AS stayers,
           sum(share1 * score1) FILTER (WHERE stays) / sum(share1) FILTER (WHERE stays) AS stayers_mean1,
           sum(share2 * score2) FILTER (WHERE stays) / sum(share2) FILTER (WHERE stays) AS stayers_mean2,
           count(*) FILTER (WHERE enters) AS entrants,
           sum(share2) FILTER (WHERE enters) AS entrants_share,
           sum(share2 * score2) FILTER (WHERE enters) / sum(share2) FILTER (WHERE enters) AS entrants_mean,
           count(*) FILTER (WHERE leaves) AS leavers,
           sum(share1) FILTER (WHERE leaves) AS leavers_share,
           sum(share1 * score1) FILTER (WHERE leaves) / sum(share1) FILTER (WHERE leaves) AS leavers_mean
    FROM share
    GROUP BY edition, mean1, mean2
)
SELECT edition.edition,
       (SELECT max(earlier.edition) FROM edition AS earlier WHERE earlier.edition < edition.edition) AS previous_edition,
       (split.change).value AS change,
       barometre.ci_low(split.change) AS change_low,
       barometre.ci_high(split.change) AS change_high,
       split.within_effect,
       split.mix_effect,
       split.new_categories_effect,
       split.lost_categories_effect,
       split.stayers,
       stayers_mean2 - stayers_mean1 AS stayers_change,
       split.entrants,
       CASE WHEN stayers > 0 THEN coalesce(entrants_share * (entrants_mean - stayers_mean2), 0) END AS entrants_effect,
       split.leavers,
       CASE WHEN stayers > 0 THEN coalesce(leavers_share * (stayers_mean1 - leavers_mean), 0) END AS leavers_effect
FROM edition
LEFT JOIN split ON split.edition = edition.edition;

COMMENT ON VIEW edition_change IS 'Change of the mean score since the previous edition: its precision, the part of the mix of categories, and the part of entrants and leavers. NULLs when one of both editions has no score';
COMMENT ON COLUMN edition_change.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_change.previous_edition IS 'Number of the previous edition; NULL for the first';
COMMENT ON COLUMN edition_change.change IS 'Mean score minus that of the previous edition, in points';
COMMENT ON COLUMN edition_change.change_low IS 'Lower bound of the 95 % interval of the change; structures present twice count as paired';
COMMENT ON COLUMN edition_change.change_high IS 'Upper bound of the 95 % interval of the change';
COMMENT ON COLUMN edition_change.within_effect IS 'Part that comes from changed scores within the categories of both editions (Kitagawa 1955)';
COMMENT ON COLUMN edition_change.mix_effect IS 'Part that comes from changed shares of these categories';
COMMENT ON COLUMN edition_change.new_categories_effect IS 'Part of the categories of this edition only';
COMMENT ON COLUMN edition_change.lost_categories_effect IS 'Part of the categories of the previous edition only; the four parts sum to the change';
COMMENT ON COLUMN edition_change.stayers IS 'Structures in both editions; merged structures are followed to their successor';
COMMENT ON COLUMN edition_change.stayers_change IS 'Change of the mean of the stayers; NULL without any';
COMMENT ON COLUMN edition_change.entrants IS 'Structures of this edition only';
COMMENT ON COLUMN edition_change.entrants_effect IS 'What entrants add to the change, against the stayers (Melitz & Polanec 2015); NULL without stayers';
COMMENT ON COLUMN edition_change.leavers IS 'Structures of the previous edition only';
COMMENT ON COLUMN edition_change.leavers_effect IS 'What leavers add to the change, against the stayers; the stayers'', entrants'' and leavers'' parts sum to the change';
