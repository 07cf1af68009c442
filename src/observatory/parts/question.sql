-- question: the items of each questionnaire, each named once
question AS (
    -- put together and taken apart, so that the planner, which knows nothing of a table before ANALYZE, reckons with
    -- many and does not read the audits again for each
    SELECT criterion.edition,
           criterion.channel,
           barometre.label(criterion.channel, channel.label_fr, channel.label_en) AS channel_label,
           channel_weight.weight AS channel_weight,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.item)) AS item,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.criterion)) AS criterion,
           pg_catalog.unnest(pg_catalog.array_agg(
               barometre.label(criterion.criterion, criterion.label_fr, criterion.label_en))) AS criterion_label,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.determinant)) AS determinant,
           pg_catalog.unnest(pg_catalog.array_agg(
               barometre.label(criterion.determinant, determinant.label_fr, determinant.label_en)))
               AS determinant_label,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.step)) AS step,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.weight)) AS item_weight,
           pg_catalog.unnest(pg_catalog.array_agg(determinant_weight.weight)) AS determinant_weight,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.no_response)) AS no_response,
           pg_catalog.unnest(pg_catalog.array_agg(criterion.scale)) AS scale
    FROM criterion
    JOIN channel_weight ON channel_weight.edition = criterion.edition AND channel_weight.channel = criterion.channel
    JOIN determinant_weight
      ON determinant_weight.edition = criterion.edition AND determinant_weight.determinant = criterion.determinant
    JOIN channel ON channel.channel = criterion.channel
    JOIN determinant ON determinant.determinant = criterion.determinant
    GROUP BY criterion.edition, criterion.channel, channel.channel, channel_weight.weight
)
