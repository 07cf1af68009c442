-- audit_plan: what an edition ($1) knows of its channels, for planning audits: one row
audit_plan AS (
    SELECT pg_catalog.array_agg(known.channel ORDER BY channel.position) AS channels,
           pg_catalog.array_agg(known.share ORDER BY channel.position) AS shares,
           pg_catalog.array_agg(known.variance ORDER BY channel.position) AS variances,
           pg_catalog.array_agg(known.df ORDER BY channel.position) AS dfs,
           pg_catalog.array_agg(known.audits_per_participant ORDER BY channel.position) AS done
    FROM channel_variance AS known
    JOIN channel ON channel.channel = known.channel
    WHERE known.edition = $1
)
