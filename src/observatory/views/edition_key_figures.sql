/* The panel that an edition publishes. */

CREATE OR REPLACE VIEW edition_key_figures AS
WITH panel AS (
    SELECT participation.edition,
           count(*) AS participants,
           count(*) FILTER (WHERE category.local_authority)::float8 / count(*) AS local_authority_share
    FROM participation
    JOIN category ON category.category = participation.category
    GROUP BY participation.edition
),
pair AS (
    SELECT edition.edition,
           lag(edition.edition) OVER previous AS previous_edition,
           participants,
           lag(participants) OVER previous AS previous_participants,
           local_authority_share
    FROM edition
    LEFT JOIN panel ON panel.edition = edition.edition
    WINDOW previous AS (ORDER BY edition.edition)
)
SELECT pair.edition,
       barometre.mean(scored.this) AS global_score,
       barometre.mean(scored.this) - barometre.mean(scored.previous) AS change,
       barometre.mean(scored.certified) AS certified_score,
       barometre.mean(scored.others) AS non_certified_score,
       barometre.mean(scored.certified) - barometre.mean(scored.others) AS certified_gap,
       coalesce(pair.participants, 0) AS participants,
       pair.participants::float8 / nullif(pair.previous_participants, 0) - 1 AS participants_growth_rate,
       pair.local_authority_share,
       1 - pair.local_authority_share AS other_share
FROM pair
CROSS JOIN LATERAL (
    -- period 1 is the previous edition, 2 this one
    SELECT barometre.score_summary(global_score, weight) FILTER (WHERE period = 2) AS this,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 1) AS previous,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2 AND certified) AS certified,
           barometre.score_summary(global_score, weight) FILTER (WHERE period = 2 AND NOT certified) AS others
    FROM (VALUES (1, pair.previous_edition), (2, pair.edition)) AS role (period, edition)
    CROSS JOIN LATERAL (
        SELECT certified, weight, global_score
        FROM structure_score
        WHERE structure_score.edition = role.edition
        OFFSET 0 -- keeps the edition's filter next to the audits
        ) AS participant
    ) AS scored;

COMMENT ON VIEW edition_key_figures IS 'Key figures of each edition';
COMMENT ON COLUMN edition_key_figures.edition IS 'Number of the edition';
COMMENT ON COLUMN edition_key_figures.global_score IS 'Mean global score (0–100), by participation weight';
COMMENT ON COLUMN edition_key_figures.change IS 'The same minus that of the previous edition, in points; NULL for the first';
COMMENT ON COLUMN edition_key_figures.certified_score IS 'Mean global score (0–100) of the certified structures';
COMMENT ON COLUMN edition_key_figures.non_certified_score IS 'Mean global score (0–100) of the others';
COMMENT ON COLUMN edition_key_figures.certified_gap IS 'Certified minus others, in points';
COMMENT ON COLUMN edition_key_figures.participants IS 'Number of structures that take part';
COMMENT ON COLUMN edition_key_figures.participants_growth_rate IS 'Growth of their number since the previous edition (0.39 is +39 %)';
COMMENT ON COLUMN edition_key_figures.local_authority_share IS 'Share (0–1) of local authorities among the participants';
COMMENT ON COLUMN edition_key_figures.other_share IS 'Share (0–1) of the others among the participants';
