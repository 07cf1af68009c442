\observatory views
/* The panel that an edition publishes. */

CREATE OR REPLACE VIEW edition_key_figures AS
WITH
\i parts/compared.sql
,
placed AS (
    -- each participation beside the means of both editions
    SELECT compared.edition,
           compared.period,
           compared.unit,
           compared.certified,
           category.local_authority,
           compared.global_score AS score,
           compared.weight,
           barometre.mean(barometre.score_summary(compared.global_score, compared.weight)
                          FILTER (WHERE compared.period = 1) OVER whole) AS mean1,
           barometre.mean(barometre.score_summary(compared.global_score, compared.weight)
                          FILTER (WHERE compared.period = 2) OVER whole) AS mean2,
           sum(compared.weight)
               FILTER (WHERE compared.period = 1 AND compared.global_score IS NOT NULL) OVER whole AS weight1,
           sum(compared.weight)
               FILTER (WHERE compared.period = 2 AND compared.global_score IS NOT NULL) OVER whole AS weight2
    FROM compared
    JOIN category ON category.category = compared.category
    WINDOW whole AS (PARTITION BY compared.edition)
),
unit AS (
    -- linearised: what each unit adds to the difference of the means
    SELECT placed.edition,
           placed.mean1,
           placed.mean2,
           count(*) FILTER (WHERE placed.period = 1) AS participants1,
           count(*) FILTER (WHERE placed.period = 2) AS participants2,
           count(*) FILTER (WHERE placed.period = 2 AND placed.local_authority) AS local_authorities,
           barometre.score_summary(placed.score, placed.weight)
               FILTER (WHERE placed.period = 2 AND placed.certified) AS certified,
           barometre.score_summary(placed.score, placed.weight)
               FILTER (WHERE placed.period = 2 AND NOT placed.certified) AS others,
           sum(CASE WHEN placed.period = 2
                    THEN barometre.part_of(placed.weight, placed.weight2) * (placed.score - placed.mean2)
                    ELSE -barometre.part_of(placed.weight, placed.weight1) * (placed.score - placed.mean1) END)
               FILTER (WHERE placed.weight > 0::float8) AS change_z
    FROM placed
    GROUP BY placed.edition, placed.unit, placed.mean1, placed.mean2
),
panel AS (
    SELECT unit.edition,
           unit.mean1,
           unit.mean2,
           sum(unit.participants1)::int AS participants1,
           sum(unit.participants2)::int AS participants2,
           sum(unit.local_authorities)::int AS local_authorities,
           barometre.rollup(unit.certified) AS certified,
           barometre.rollup(unit.others) AS others,
           (count(*) FILTER (WHERE unit.change_z IS NOT NULL))::float8 AS units,
           sum(barometre.square(unit.change_z)) AS change_squares
    FROM unit
    GROUP BY unit.edition, unit.mean1, unit.mean2
),
compared_panel AS (
    SELECT panel.edition,
           panel.mean2 AS global_score,
           ROW(panel.mean2 - panel.mean1,
               sqrt(panel.units / nullif(panel.units - 1::float8, 0::float8) * panel.change_squares),
               panel.units - 1::float8)::barometre.estimate AS change,
           barometre.mean(panel.certified) AS certified_score,
           barometre.mean(panel.others) AS non_certified_score,
           barometre.difference(barometre.estimate(panel.certified), barometre.estimate(panel.others)) AS gap,
           panel.participants2 AS participants,
           nullif(panel.participants2, 0)::float8 AS all_participants,
           nullif(panel.participants1, 0)::float8 AS previous_participants,
           panel.local_authorities::float8 AS local_authorities
    FROM panel
)
SELECT edition.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       panel.global_score,
       (panel.change).value AS change,
       barometre.ci_low(panel.change) AS change_low,
       barometre.ci_high(panel.change) AS change_high,
       panel.certified_score,
       panel.non_certified_score,
       (panel.gap).value AS certified_gap,
       (panel.gap).df AS gap_df,
       barometre.ci_low(panel.gap) AS gap_low,
       barometre.ci_high(panel.gap) AS gap_high,
       coalesce(panel.participants, 0) AS participants,
       panel.all_participants / panel.previous_participants - 1::float8 AS participants_growth_rate,
       panel.local_authorities / panel.all_participants AS local_authority_share,
       1::float8 - panel.local_authorities / panel.all_participants AS other_share
FROM edition
LEFT JOIN compared_panel AS panel ON panel.edition = edition.edition;

\observatory relations
('edition_key_figures', 'edition',
 'Chiffres clés de chaque édition, une ligne par édition — Key figures of each edition, one row an edition'),

\observatory columns
('edition_key_figures', 'global_score', 'Score global — Global score', 'points', '0.0',
 'Moyenne (0–100) des scores globaux, selon les poids des structures — Mean global score (0–100), by participation '
 'weight'),
('', 'certified_gap', 'Écart des certifiées — Gap of the certified', 'points', '+0.0;-0.0',
 'Score moyen des structures certifiées moins celui des autres, en points ; NULL sans l’un des groupes'
 ' — Mean score of the certified structures minus that of the others, in points; NULL without one of the groups'),
('edition_key_figures', 'participants', 'Participants — Participants', 'structures', '#,##0',
 'Nombre de structures qui participent — Number of structures that take part'),
('', 'participants_growth_rate', 'Croissance du nombre de participants — Growth of the number of participants',
 '', '+0.0%;-0.0%',
 'Croissance du nombre de participants depuis l’édition précédente (0,39 est +39 %)'
 ' — Growth of the number of participants since the previous edition (0.39 is +39 %)'),
('', 'local_authority_share', 'Part des collectivités — Share of local authorities', '', '0.0%',
 'Part (0–1) des collectivités territoriales parmi les participants — Share (0–1) of local authorities among the '
 'participants'),
('', 'other_share', 'Part des autres — Share of the others', '', '0.0%',
 'Part (0–1) des autres parmi les participants — Share (0–1) of the others among the participants'),
