-- compared: the participants that count, with their scores, of each edition (period 2) and of its previous one
-- (period 1)
\i parts/form.sql
,
\i parts/lineage.sql
,
previous AS NOT MATERIALIZED (
    -- the last earlier edition with a score: with an audit that counts
    SELECT edition.edition,
           (SELECT max(earlier.edition)
            FROM edition AS earlier
            WHERE earlier.edition < edition.edition
              -- a scalar, so that each edition is asked by itself, and up to its first such audit
              AND (SELECT true
                   FROM audit
                   JOIN participation
                     ON participation.edition = audit.edition AND participation.structure = audit.structure
                   JOIN channel_weight
                     ON channel_weight.edition = audit.edition AND channel_weight.channel = audit.channel
                   WHERE audit.edition = earlier.edition
                     AND audit.weight > 0::float8
                     AND participation.weight > 0::float8
                     AND channel_weight.weight > 0::float8
                     AND barometre.audit_score((SELECT form.form FROM form), audit.edition, audit.channel,
                                               audit.responded, audit.answers, audit.weight,
                                               audit.structure, audit.audit, 'audit'::regclass) IS NOT NULL
                   LIMIT 1)
           ) AS previous_edition
    FROM edition
),
pair AS (
    SELECT previous.edition,
           scored.edition AS scored_edition,
           CASE WHEN scored.edition = previous.edition THEN 2 ELSE 1 END AS period
    FROM previous
    JOIN edition AS scored ON scored.edition = previous.edition OR scored.edition = previous.previous_edition
),
compared AS (
    -- joined before grouping: a filter on the edition reaches the audits, and no plan scores an edition twice
    SELECT pair.edition,
           pair.period,
           participation.structure,
           participation.category,
           participation.certified,
           participation.weight,
           CASE WHEN (SELECT lineage.successors FROM lineage) ? participation.structure
                THEN barometre.last_successor(participation.structure, (SELECT lineage.successors FROM lineage))
                ELSE participation.structure END AS unit,
           (barometre.structure_result(barometre.scorecard(
               (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded, audit.answers, audit.weight,
               audit.structure, audit.audit, 'audit'::regclass)
           )).global_score
    FROM pair
    JOIN participation ON participation.edition = pair.scored_edition
    LEFT JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
    GROUP BY pair.edition, pair.period, participation.edition, participation.structure
)
