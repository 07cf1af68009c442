-- measure: every score of every participant: overall, by determinant, by channel; as in structure_score,
-- determinant_score and channel_score, from one scorecard a structure
\i parts/form.sql
,
carded AS (
    SELECT participation.edition,
           participation.structure,
           participation.category,
           participation.certified,
           participation.weight,
           barometre.scorecard_jackknife((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                                         audit.answers, audit.weight,
                                         audit.structure, audit.audit, 'audit'::regclass) AS card
    FROM participation
    JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
    GROUP BY participation.edition, participation.structure, participation.category, participation.certified,
             participation.weight
),
figure AS (
    SELECT carded.edition,
           carded.structure,
           carded.category,
           carded.certified,
           carded.weight,
           scored.breakdown,
           scored.item,
           scored.score,
           -- all structures of the edition tell the error of each
           barometre.moderated_estimate(scored.score, scored.strata, scored.family)
               OVER (PARTITION BY carded.edition, scored.breakdown) AS estimate
    FROM carded
    CROSS JOIN LATERAL (
        SELECT 'overall'::text AS breakdown, 'overall'::text COLLATE "C" AS item, result.global_score AS score,
               result.strata, NULL::text AS family
        FROM barometre.structure_result(carded.card) AS result
        UNION ALL
        SELECT 'determinant'::text, measured.determinant, measured.score, measured.strata, measured.determinant
        FROM barometre.scorecard_determinants(carded.card) AS measured
        UNION ALL
        SELECT 'channel'::text, audited.channel, audited.score, audited.strata, NULL::text
        FROM barometre.scorecard_channels(carded.card) AS audited
    ) AS scored
),
measure AS (
    SELECT figure.edition,
           figure.structure,
           figure.category,
           figure.certified,
           figure.weight,
           figure.breakdown,
           figure.item,
           figure.score,
           (figure.estimate).std_error,
           (figure.estimate).df
    FROM figure
    WHERE figure.score IS NOT NULL
)
