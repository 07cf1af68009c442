-- audit_plan: what an edition ($1) knows of its channels, for planning audits: one row
\i parts/form.sql
,
cell AS (
    SELECT DISTINCT criterion.channel,
           criterion.determinant,
           channel_weight.weight AS channel_weight,
           determinant_weight.weight AS determinant_weight
    FROM criterion
    JOIN channel_weight
      ON channel_weight.edition = criterion.edition AND channel_weight.channel = criterion.channel
    JOIN determinant_weight
      ON determinant_weight.edition = criterion.edition AND determinant_weight.determinant = criterion.determinant
    WHERE criterion.edition = $1
      AND criterion.weight > 0::float8
      AND channel_weight.weight > 0::float8
      AND determinant_weight.weight > 0::float8
),
cell_share AS (
    SELECT cell.channel,
           cell.determinant_weight * cell.channel_weight
               / sum(cell.channel_weight) OVER (PARTITION BY cell.determinant) AS part
    FROM cell
),
channel_share AS (
    -- k: the weight of a channel in the score of a structure that has every cell
    SELECT cell_share.channel,
           sum(cell_share.part) / sum(sum(cell_share.part)) OVER () AS share
    FROM cell_share
    GROUP BY cell_share.channel
),
figure AS (
    -- the structures' scores, and for each channel a mean of one audit of which nothing is known
    SELECT NULL::text COLLATE "C" AS channel,
           (scored.result).global_score AS value,
           (scored.result).strata AS strata
    FROM (SELECT barometre.structure_result((SELECT form.form FROM form), audit.edition, audit.channel,
                                            audit.responded, audit.answers, audit.weight,
                                            audit.structure, audit.audit, 'audit'::regclass) AS result
          FROM audit
          WHERE audit.edition = $1
          GROUP BY audit.structure) AS scored
    UNION ALL
    SELECT channel_weight.channel,
           0::float8,
           ROW(ARRAY[channel_weight.channel], ARRAY[1::float8], ARRAY[1::bigint], ARRAY[NULL::float8])::barometre.strata
    FROM channel_weight
    WHERE channel_weight.edition = $1
),
moderated AS (
    SELECT figure.channel,
           barometre.moderated_estimate(figure.value, figure.strata) OVER () AS estimate
    FROM figure
),
audit_plan AS (
    SELECT pg_catalog.array_agg(moderated.channel ORDER BY channel.position) AS channels,
           pg_catalog.array_agg(coalesce(channel_share.share, 0::float8) ORDER BY channel.position) AS shares,
           pg_catalog.array_agg((moderated.estimate).std_error * (moderated.estimate).std_error
                                ORDER BY channel.position) AS variances,
           pg_catalog.array_agg((moderated.estimate).df ORDER BY channel.position) AS dfs,
           pg_catalog.array_agg((SELECT count(*) FROM audit
                                 WHERE audit.edition = $1 AND audit.channel = moderated.channel
                                   AND audit.weight > 0::float8)::float8
                                / nullif((SELECT count(*) FROM participation
                                          WHERE participation.edition = $1), 0::bigint)::float8
                                ORDER BY channel.position) AS done
    FROM moderated
    JOIN channel ON channel.channel = moderated.channel
    LEFT JOIN channel_share ON channel_share.channel = moderated.channel
)
