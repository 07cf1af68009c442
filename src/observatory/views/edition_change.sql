/* What changed since the previous edition, and where does it come from? */

CREATE OR REPLACE VIEW edition_change AS
WITH pair AS (
    SELECT edition, lag(edition) OVER (ORDER BY edition) AS previous_edition
    FROM edition
)
SELECT pair.edition,
       pair.previous_edition,
       (whole.change).value AS change,
       barometre.ci_low(whole.change) AS change_low,
       barometre.ci_high(whole.change) AS change_high,
       whole.within_effect,
       whole.mix_effect,
       whole.new_categories_effect,
       whole.lost_categories_effect,
       whole.stayers,
       whole.stayers_change,
       whole.entrants,
       whole.entrants_effect,
       whole.leavers,
       whole.leavers_effect
FROM pair
LEFT JOIN LATERAL (
    WITH RECURSIVE lineage AS (
        -- where a merged structure lives on, step by step
        SELECT structure, successor AS heir
        FROM structure
        WHERE successor IS NOT NULL
        UNION
        SELECT lineage.structure, structure.successor
        FROM lineage
        JOIN structure ON structure.structure = lineage.heir
        WHERE structure.successor IS NOT NULL
    ),
    last_heir AS (
        SELECT lineage.structure, lineage.heir
        FROM lineage
        JOIN structure ON structure.structure = lineage.heir
        WHERE structure.successor IS NULL
    ),
    scored AS MATERIALIZED (
        -- the structures of both editions: period 1 is the previous edition, 2 this one
        SELECT role.period,
               coalesce(last_heir.heir, participant.structure) AS unit,
               participant.category,
               participant.weight,
               participant.global_score
        FROM (VALUES (1, pair.previous_edition), (2, pair.edition)) AS role (period, edition)
        CROSS JOIN LATERAL (
            SELECT structure, category, weight, global_score
            FROM structure_score
            WHERE structure_score.edition = role.edition
            OFFSET 0 -- keeps the edition's filter next to the audits
            ) AS participant
        LEFT JOIN last_heir ON last_heir.structure = participant.structure
        WHERE participant.global_score IS NOT NULL AND participant.weight > 0
    ),
    total AS (
        SELECT sum(weight) FILTER (WHERE period = 1) AS weight1,
               sum(weight) FILTER (WHERE period = 2) AS weight2,
               sum(weight * global_score) FILTER (WHERE period = 1) / sum(weight) FILTER (WHERE period = 1) AS mean1,
               sum(weight * global_score) FILTER (WHERE period = 2) / sum(weight) FILTER (WHERE period = 2) AS mean2
        FROM scored
    ),
    category_mean AS (
        -- each category's share of the weight and mean, in both editions
        SELECT category,
               sum(weight) FILTER (WHERE period = 1) / weight1 AS share1,
               sum(weight) FILTER (WHERE period = 2) / weight2 AS share2,
               sum(weight * global_score) FILTER (WHERE period = 1) / sum(weight) FILTER (WHERE period = 1) AS mean1,
               sum(weight * global_score) FILTER (WHERE period = 2) / sum(weight) FILTER (WHERE period = 2) AS mean2,
               (total.mean1 + total.mean2) / 2 AS centre
        FROM scored
        CROSS JOIN total
        GROUP BY category, weight1, weight2, total.mean1, total.mean2
    ),
    category_split AS (
        SELECT coalesce(sum((share1 + share2) / 2 * (mean2 - mean1)), 0) AS within_effect,
               coalesce(sum(((mean1 + mean2) / 2 - centre) * (share2 - share1)), 0) AS mix_effect,
               coalesce(sum((mean2 - centre) * share2) FILTER (WHERE share1 IS NULL), 0) AS new_categories_effect,
               coalesce(sum((centre - mean1) * share1) FILTER (WHERE share2 IS NULL), 0) AS lost_categories_effect
        FROM category_mean
    ),
    unit AS (
        -- structures as units over both editions: predecessors and successor are one
        SELECT sum(weight) FILTER (WHERE period = 1) AS weight1,
               sum(weight) FILTER (WHERE period = 2) AS weight2,
               sum(weight * global_score) FILTER (WHERE period = 1) / sum(weight) FILTER (WHERE period = 1) AS score1,
               sum(weight * global_score) FILTER (WHERE period = 2) / sum(weight) FILTER (WHERE period = 2) AS score2
        FROM scored
        GROUP BY unit
    ),
    precision_of_change AS (
        -- linearised: what each unit adds to the difference of the means
        SELECT sqrt(count(*)::float8 / nullif(count(*) - 1, 0) * sum(influence ^ 2)) AS std_error,
               count(*)::float8 - 1 AS df
        FROM unit
        CROSS JOIN total
        CROSS JOIN LATERAL (
            SELECT coalesce(unit.weight2 * (score2 - mean2) / total.weight2, 0)
                   - coalesce(unit.weight1 * (score1 - mean1) / total.weight1, 0) AS influence
            ) AS linearised
    ),
    panel AS (
        SELECT count(*) FILTER (WHERE stays) AS stayers,
               count(*) FILTER (WHERE weight1 IS NULL) AS entrants,
               count(*) FILTER (WHERE weight2 IS NULL) AS leavers,
               sum(weight1 * score1) FILTER (WHERE stays) / sum(weight1) FILTER (WHERE stays) AS stayers_mean1,
               sum(weight2 * score2) FILTER (WHERE stays) / sum(weight2) FILTER (WHERE stays) AS stayers_mean2,
               sum(weight2 * score2) FILTER (WHERE NOT stays) / sum(weight2) FILTER (WHERE NOT stays) AS entrants_mean,
               sum(weight1 * score1) FILTER (WHERE NOT stays) / sum(weight1) FILTER (WHERE NOT stays) AS leavers_mean,
               sum(weight2) FILTER (WHERE NOT stays) / sum(weight2) AS entrants_share,
               sum(weight1) FILTER (WHERE NOT stays) / sum(weight1) AS leavers_share
        FROM unit
        CROSS JOIN LATERAL (SELECT weight1 IS NOT NULL AND weight2 IS NOT NULL AS stays) AS presence
    )
    SELECT ROW(mean2 - mean1, std_error, df)::barometre.estimate AS change,
           category_split.*,
           stayers,
           stayers_mean2 - stayers_mean1 AS stayers_change,
           entrants,
           CASE WHEN stayers > 0 THEN coalesce(entrants_share * (entrants_mean - stayers_mean2), 0) END AS entrants_effect,
           leavers,
           CASE WHEN stayers > 0 THEN coalesce(leavers_share * (stayers_mean1 - leavers_mean), 0) END AS leavers_effect
    FROM total, category_split, precision_of_change, panel
    WHERE weight1 > 0 AND weight2 > 0
    ) AS whole ON true;

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
