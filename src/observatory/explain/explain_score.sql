\observatory views
/*
 * Why this score?  Each answer's part of the global score, by design 4.12:
 * e = [w_d / Σ w_d] · [w_c / Σ w_c] · [v·a / Σ v·a of the cell].
 */

CREATE OR REPLACE FUNCTION explain_score(edition int, structure text)
RETURNS TABLE (audit bigint, reference text, channel text, channel_label text, item int, criterion text,
    criterion_label text,
               determinant text, determinant_label text, state text, value float8, score float8,
               item_weight float8, audit_weight float8, effective_weight float8, contribution float8,
                   lost_points float8,
               reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH answer AS (
        -- v·a of each answer that has a score; 0 counts in nothing
        SELECT response.audit, response.reference, response.channel, response.channel_label, response.item,
               response.criterion, response.criterion_label, response.determinant, response.determinant_label,
               response.state, response.value, response.score,
               response.item_weight, response.audit_weight, response.channel_weight, response.determinant_weight,
               CASE WHEN response.score IS NULL THEN 0::float8
                    ELSE response.item_weight * response.audit_weight END AS weight
        -- for a participant, of its own structures
        FROM my_response AS response
        WHERE response.edition = explain_score.edition AND response.structure = explain_score.structure
    ),
    in_cell AS (
        SELECT answer.*,
               sum(answer.weight) OVER (PARTITION BY answer.channel, answer.determinant) AS cell_weight
        FROM answer
    ),
    in_determinant AS (
        -- a channel counts once in a determinant, and a determinant once in the whole: with their first answer
        -- that counts
        SELECT in_cell.*,
               in_cell.cell_weight > 0::float8 AND in_cell.channel_weight > 0::float8 AS cell_counts,
               row_number() OVER (PARTITION BY in_cell.determinant, in_cell.channel) = 1::bigint AS is_cell
        FROM in_cell
    ),
    in_whole AS (
        SELECT in_determinant.*,
               sum(in_determinant.channel_weight) FILTER (WHERE in_determinant.cell_counts AND in_determinant.is_cell)
                   OVER (PARTITION BY in_determinant.determinant) AS channel_weights,
               row_number() OVER (PARTITION BY in_determinant.determinant
                                  ORDER BY in_determinant.cell_counts DESC) = 1::bigint
                   AND in_determinant.cell_counts AS is_determinant
        FROM in_determinant
    ),
    weighted AS (
        SELECT in_whole.*,
               sum(in_whole.determinant_weight) FILTER (WHERE in_whole.is_determinant) OVER () AS determinant_weights
        FROM in_whole
    ),
    explained AS (
        SELECT weighted.*,
               CASE WHEN weighted.cell_counts
                    THEN barometre.part_of(weighted.determinant_weight, weighted.determinant_weights)
                         * barometre.part_of(weighted.channel_weight, weighted.channel_weights)
                         * barometre.part_of(weighted.weight, weighted.cell_weight)
                    ELSE 0::float8 END AS effective_weight
        FROM weighted
    )
    SELECT explained.audit, explained.reference, explained.channel, explained.channel_label, explained.item,
           explained.criterion, explained.criterion_label, explained.determinant, explained.determinant_label,
           explained.state, explained.value, explained.score,
           explained.item_weight, explained.audit_weight, explained.effective_weight,
           explained.effective_weight * coalesce(explained.score, 0::float8),
           explained.effective_weight * (100::float8 - coalesce(explained.score, 100::float8)),
           CASE WHEN explained.state IN ('not_applicable'::text, 'not_observed'::text) THEN explained.state
                WHEN explained.audit_weight = 0::float8 THEN 'audit of weight 0'::text
                WHEN explained.item_weight = 0::float8 THEN 'item of weight 0'::text
                WHEN explained.channel_weight = 0::float8 THEN 'channel of weight 0'::text
                WHEN explained.determinant_weight = 0::float8 THEN 'determinant of weight 0'::text END
    FROM explained
    ORDER BY explained.audit, explained.item;
END;

COMMENT ON FUNCTION explain_score(int, text) IS
'Why a structure has its global score: one row an item of each of its audits. effective_weight e is the answer''s '
'weight in the global score: Σe = 1 and Σ contribution = Σ e·score = global_score; lost_points = e·(100 − score). '
'reason: why an answer does not count (not_applicable, not_observed, audit, item, channel or determinant of weight '
'0); NULL where it does. No rows for a structure without audits, nor for one that the reader may not read '
'(my_response), nor for a NULL argument.';
