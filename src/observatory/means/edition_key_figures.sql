\observatory views
/* The panel that an edition publishes. */

CREATE OR REPLACE VIEW edition_key_figures AS
WITH
\i parts/compared.sql
,
panel AS (
    SELECT participant.edition,
           nullif(count(*) FILTER (WHERE period = 2), 0) AS participants,
           nullif(count(*) FILTER (WHERE period = 1), 0) AS previous_participants,
           count(*) FILTER (WHERE period = 2 AND local_authority) AS local_authorities,
           barometre.mean(barometre.score_summary(global_score, weight) FILTER (WHERE period = 2)) AS global_score,
           barometre.mean(barometre.score_summary(global_score, weight) FILTER (WHERE period = 1)) AS previous_score,
           barometre.mean(barometre.score_summary(global_score, weight) FILTER (WHERE period = 2 AND certified)) AS certified_score,
           barometre.mean(barometre.score_summary(global_score, weight) FILTER (WHERE period = 2 AND NOT certified)) AS non_certified_score
    FROM participant
    JOIN category ON category.category = participant.category
    GROUP BY participant.edition
)
SELECT edition.edition,
       panel.global_score,
       panel.global_score - previous_score AS change,
       panel.certified_score,
       panel.non_certified_score,
       panel.certified_score - panel.non_certified_score AS certified_gap,
       coalesce(panel.participants, 0) AS participants,
       panel.participants::float8 / previous_participants - 1 AS participants_growth_rate,
       local_authorities::float8 / panel.participants AS local_authority_share,
       1 - local_authorities::float8 / panel.participants AS other_share
FROM edition
LEFT JOIN panel ON panel.edition = edition.edition;

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
