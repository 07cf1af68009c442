-- The strata of every figure by the definition, from the tables of an
-- observatory, the first schema of search_path: each figure is worked out again
-- without each audit in turn.  Makes the temporary tables global_strata,
-- determinant_strata, channel_strata and cell_strata.

-- What counts: one row a scored item
CREATE TEMP TABLE scored AS
SELECT audit.edition, audit.structure, channel, audit, determinant, criterion.weight * audit.weight AS weight,
       CASE WHEN responded THEN barometre.scale_score(nullif(barometre.answer_value(answers, item), 'NaN'), points, scores)
            WHEN no_response = 'zero' THEN 0 END AS score
FROM audit JOIN criterion USING (edition, channel) JOIN scale USING (scale);
DELETE FROM scored WHERE score IS NULL OR NOT weight > 0;
ANALYZE scored;

-- Each figure with all audits (left_out 0) and without each of them
CREATE TEMP TABLE replicate AS
SELECT DISTINCT edition, structure, 0::bigint AS left_out FROM scored
UNION ALL SELECT DISTINCT edition, structure, audit FROM scored;
ANALYZE replicate;

CREATE TEMP TABLE cell AS
SELECT edition, structure, left_out, channel, determinant, sum(weight * score) / sum(weight) AS score
FROM replicate JOIN scored USING (edition, structure)
WHERE audit <> left_out
GROUP BY edition, structure, left_out, channel, determinant;
ANALYZE cell;

CREATE TEMP TABLE measured AS
SELECT edition, structure, left_out, determinant, sum(w.weight * score) / sum(w.weight) AS score, sum(w.weight) AS weights
FROM cell JOIN channel_weight AS w USING (edition, channel)
WHERE w.weight > 0
GROUP BY edition, structure, left_out, determinant;
ANALYZE measured;

CREATE TEMP TABLE overall AS
SELECT edition, structure, left_out, sum(w.weight * score) / nullif(sum(w.weight), 0) AS score, sum(w.weight) AS weights
FROM measured JOIN determinant_weight AS w USING (edition, determinant)
GROUP BY edition, structure, left_out;
ANALYZE overall;

CREATE TEMP TABLE of_channel AS
SELECT edition, structure, left_out, channel, sum(w.weight * score) / nullif(sum(w.weight), 0) AS score
FROM cell JOIN determinant_weight AS w USING (edition, determinant)
GROUP BY edition, structure, left_out, channel;
ANALYZE of_channel;

-- n and n·V of the global score by channel, of channels and of cells; NULL where a replicate has no score
CREATE TEMP TABLE global_unit AS
SELECT u.edition, u.structure, u.channel, count(*) AS units,
       CASE WHEN count(without.score) = count(*) AND count(*) > 1
            THEN (count(*) - 1) * sum((without.score - whole.score) ^ 2) END AS spread
FROM (SELECT DISTINCT edition, structure, channel, audit FROM scored) AS u
JOIN overall AS whole ON (whole.edition, whole.structure, whole.left_out) = (u.edition, u.structure, 0)
LEFT JOIN overall AS without ON (without.edition, without.structure, without.left_out) = (u.edition, u.structure, u.audit)
GROUP BY u.edition, u.structure, u.channel;

CREATE TEMP TABLE channel_unit AS
SELECT u.edition, u.structure, u.channel, count(*) AS units,
       CASE WHEN count(without.score) = count(*) AND count(*) > 1
            THEN (count(*) - 1) * sum((without.score - whole.score) ^ 2) END AS spread
FROM (SELECT DISTINCT edition, structure, channel, audit FROM scored) AS u
JOIN of_channel AS whole ON (whole.edition, whole.structure, whole.channel, whole.left_out) = (u.edition, u.structure, u.channel, 0)
LEFT JOIN of_channel AS without
    ON (without.edition, without.structure, without.channel, without.left_out) = (u.edition, u.structure, u.channel, u.audit)
GROUP BY u.edition, u.structure, u.channel;

CREATE TEMP TABLE cell_unit AS
SELECT u.edition, u.structure, u.channel, u.determinant, count(*) AS units,
       CASE WHEN count(without.score) = count(*) AND count(*) > 1
            THEN (count(*) - 1) * sum((without.score - whole.score) ^ 2) END AS spread
FROM (SELECT DISTINCT edition, structure, channel, determinant, audit FROM scored) AS u
JOIN cell AS whole ON (whole.edition, whole.structure, whole.channel, whole.determinant, whole.left_out)
                    = (u.edition, u.structure, u.channel, u.determinant, 0)
LEFT JOIN cell AS without ON (without.edition, without.structure, without.channel, without.determinant, without.left_out)
                           = (u.edition, u.structure, u.channel, u.determinant, u.audit)
GROUP BY u.edition, u.structure, u.channel, u.determinant;

-- The weight of a cell in its determinant (0 on a channel that does not count), and of a channel in the global score
CREATE TEMP TABLE cell_share AS
SELECT edition, structure, channel, determinant, coalesce(c.weight / measured.weights, 0) AS share
FROM cell JOIN channel_weight AS c USING (edition, channel)
LEFT JOIN measured USING (edition, structure, determinant, left_out)
WHERE left_out = 0;

CREATE TEMP TABLE channel_share AS
SELECT edition, structure, channel, sum(d.weight * share) / nullif(overall.weights, 0) AS share
FROM cell_share
JOIN determinant_weight AS d USING (edition, determinant)
JOIN overall USING (edition, structure)
WHERE left_out = 0
GROUP BY edition, structure, channel, overall.weights;

-- The strata
CREATE TEMP TABLE global_strata AS
SELECT edition, structure, overall.score AS value,
       (array_agg(channel ORDER BY channel), array_agg(share ORDER BY channel), array_agg(units ORDER BY channel),
        array_agg(spread / share ^ 2 ORDER BY channel))::barometre.strata AS strata
FROM overall JOIN global_unit USING (edition, structure) JOIN channel_share USING (edition, structure, channel)
WHERE left_out = 0 AND share > 0
GROUP BY edition, structure, overall.score;

CREATE TEMP TABLE channel_strata AS
SELECT edition, structure, channel, score AS value,
       (ARRAY[channel], '{1}', ARRAY[units], ARRAY[spread])::barometre.strata AS strata
FROM of_channel JOIN channel_unit USING (edition, structure, channel)
WHERE left_out = 0;

CREATE TEMP TABLE cell_strata AS
SELECT edition, structure, channel, determinant, score AS value,
       (ARRAY[channel], '{1}', ARRAY[units], ARRAY[spread])::barometre.strata AS strata
FROM cell JOIN cell_unit USING (edition, structure, channel, determinant)
WHERE left_out = 0;

-- channels that do not count inform the others, with a share of 0
CREATE TEMP TABLE determinant_strata AS
SELECT cell_unit.edition, cell_unit.structure, cell_unit.determinant, measured.score AS value,
       (array_agg(channel ORDER BY channel), array_agg(share ORDER BY channel), array_agg(units ORDER BY channel),
        array_agg(spread ORDER BY channel))::barometre.strata AS strata
FROM cell_unit JOIN cell_share USING (edition, structure, channel, determinant)
LEFT JOIN measured ON (measured.edition, measured.structure, measured.determinant, measured.left_out)
                    = (cell_unit.edition, cell_unit.structure, cell_unit.determinant, 0)
GROUP BY cell_unit.edition, cell_unit.structure, cell_unit.determinant, measured.score;
