/*
 * what_if: scores and ranks under other weights; nothing is written.
 */
CREATE FUNCTION barometre.changed_weights(edition int, kind text, codes text[], weights float8[], changes jsonb)
RETURNS TABLE (code text, weight float8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    change record;
BEGIN
    IF jsonb_typeof(changes) <> 'object' THEN
        RAISE EXCEPTION 'what_if: %_weights must be an object, not %', kind, jsonb_typeof(changes)
            USING ERRCODE = 'invalid_parameter_value', HINT = format('For example {"%s": 2}.', codes[1]);
    END IF;
    FOR change IN SELECT entry.key, entry.value FROM jsonb_each(changes) AS entry ORDER BY entry.key COLLATE "C" LOOP
        IF (change.key = ANY (codes)) IS NOT TRUE THEN
            RAISE EXCEPTION 'what_if: edition % has no % "%"', edition, kind, change.key
                USING ERRCODE = 'invalid_parameter_value', HINT = format('It has %s.', array_to_string(codes, ', '));
        END IF;
        IF jsonb_typeof(change.value) <> 'number' OR ((change.value #>> '{}')::numeric <> 0
               AND (change.value #>> '{}')::numeric NOT BETWEEN 1e-100 AND 1e100) THEN
            RAISE EXCEPTION 'what_if: weight of % "%" must be 0, or from 1e-100 to 1e100, not %',
                kind, change.key, change.value
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
    END LOOP;
    RETURN QUERY SELECT today.code, coalesce((changes ->> today.code)::float8, today.weight)
                 FROM unnest(codes, weights) AS today (code, weight);
END;
$$;

COMMENT ON FUNCTION barometre.changed_weights(int, text, text[], float8[], jsonb) IS
'For what_if(): the weights of an edition with changes {code: weight}; NULL changes nothing. kind: determinant or '
'channel. '
'Error 22023 for changes that are no object, a code that the edition has no weight for, and a weight that is neither '
'0 nor from 1e-100 to 1e100.';

\observatory views
CREATE OR REPLACE FUNCTION what_if(edition int, determinant_weights jsonb DEFAULT NULL,
    channel_weights jsonb DEFAULT NULL)
RETURNS TABLE (category text, category_label text, structure text, participation_key text, name text,
               global_score float8, rank int, new_score float8, new_rank int, score_change float8, rank_change int)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH new_determinant AS MATERIALIZED (
        SELECT changed.code, changed.weight
        FROM (SELECT pg_catalog.array_agg(determinant_weight.determinant
                                          ORDER BY determinant_weight.determinant) AS codes,
                     pg_catalog.array_agg(determinant_weight.weight ORDER BY determinant_weight.determinant) AS weights
              FROM determinant_weight WHERE determinant_weight.edition = what_if.edition) AS today,
             barometre.changed_weights(what_if.edition, 'determinant'::text, today.codes, today.weights,
                                       what_if.determinant_weights) AS changed
    ),
    new_channel AS MATERIALIZED (
        SELECT changed.code, changed.weight
        FROM (SELECT pg_catalog.array_agg(channel_weight.channel ORDER BY channel_weight.channel) AS codes,
                     pg_catalog.array_agg(channel_weight.weight ORDER BY channel_weight.channel) AS weights
              FROM channel_weight WHERE channel_weight.edition = what_if.edition) AS today,
             barometre.changed_weights(what_if.edition, 'channel'::text, today.codes, today.weights,
                                       what_if.channel_weights) AS changed
    ),
    cell AS MATERIALIZED (
        SELECT scored.structure, scored.channel, scored.determinant, scored.score
        FROM channel_determinant_score AS scored
        WHERE scored.edition = what_if.edition AND scored.score IS NOT NULL
    ),
    new_determinant_score AS (
        SELECT cell.structure, cell.determinant,
               barometre.mean(barometre.score_summary(cell.score, new_channel.weight)) AS score
        FROM cell JOIN new_channel ON new_channel.code = cell.channel
        WHERE new_channel.weight > 0::float8
        GROUP BY cell.structure, cell.determinant
    ),
    new_global AS MATERIALIZED (
        SELECT scored.structure,
               barometre.mean(barometre.score_summary(scored.score, new_determinant.weight)) AS score
        FROM new_determinant_score AS scored JOIN new_determinant ON new_determinant.code = scored.determinant
        WHERE new_determinant.weight > 0::float8
        GROUP BY scored.structure
    ),
    today AS MATERIALIZED (
        SELECT scored.category, scored.category_label, scored.structure, scored.participation_key, scored.name,
               scored.global_score, scored.rankable
        FROM structure_score AS scored
        WHERE scored.edition = what_if.edition
    ),
    ranked AS (
        SELECT today.*,
               new_global.score AS new_score,
               -- as in category_ranking: scores that agree to 9 decimals are a tie
               CASE WHEN today.rankable THEN rank() OVER (PARTITION BY today.category, today.rankable
                   ORDER BY pg_catalog.round(today.global_score::numeric, 9) DESC)::int END AS rank,
               CASE WHEN today.rankable AND new_global.score IS NOT NULL
                    THEN rank() OVER (
                        PARTITION BY today.category, today.rankable
                        ORDER BY pg_catalog.round(new_global.score::numeric, 9) DESC NULLS LAST)::int END AS new_rank
        FROM today LEFT JOIN new_global ON new_global.structure = today.structure
    )
    SELECT ranked.category, ranked.category_label, ranked.structure, ranked.participation_key, ranked.name,
           ranked.global_score, ranked.rank, ranked.new_score, ranked.new_rank,
           ranked.new_score - ranked.global_score, ranked.new_rank - ranked.rank
    FROM ranked;
END;

COMMENT ON FUNCTION what_if(int, jsonb, jsonb) IS
'Scores and ranks of an edition under other weights; nothing is written. determinant_weights, channel_weights: what '
'changes, as {"courtesy": 2, "waiting": 0}; codes that are not named keep their weight; NULL: nothing changes. '
'new_score and new_rank are those under the weights, score_change = new_score - global_score, rank_change = new_rank '
'- rank (below 0: gains places). Which structures are ranked does not change; without a score under the weights '
'new_score and new_rank are NULL. '
'No rows for an edition without participants, nor for NULL. Error 22023 for weights that are no object, a code that '
'the edition has no weight for, and a weight that is neither 0 nor from 1e-100 to 1e100.';
