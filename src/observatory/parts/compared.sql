-- each edition beside the editions that it compares: itself (period 2) and the previous one (period 1)
pair AS NOT MATERIALIZED (
    SELECT edition.edition,
           scored.edition AS scored_edition,
           CASE WHEN scored.edition = edition.edition THEN 2 ELSE 1 END AS period
    FROM edition
    JOIN edition AS scored
      ON scored.edition IN (edition.edition, (SELECT max(earlier.edition) FROM edition AS earlier
                                              WHERE earlier.edition < edition.edition))
),
-- joined below the grouping, so that a filter on the edition reaches the audits
scored AS (
    SELECT pair.edition,
           audit.edition AS scored_edition,
           audit.structure,
           (barometre.structure_result(barometre.scorecard(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers))).global_score
    FROM pair
    JOIN audit ON audit.edition = pair.scored_edition
    GROUP BY pair.edition, audit.edition, audit.structure
),
participant AS (
    SELECT pair.edition,
           pair.period,
           participation.structure,
           participation.category,
           participation.certified,
           participation.weight,
           scored.global_score
    FROM pair
    JOIN participation ON participation.edition = pair.scored_edition
    LEFT JOIN scored ON scored.edition = pair.edition AND scored.scored_edition = participation.edition
                    AND scored.structure = participation.structure
)
