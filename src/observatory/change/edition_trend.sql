\observatory views
/* What is the trend, all participants together and on a constant panel? */

CREATE OR REPLACE VIEW edition_trend AS
WITH
\i parts/lineage.sql
,
unit AS (
    SELECT scored.edition,
           scored.unit,
           barometre.score_summary(scored.global_score, scored.weight) AS summary
    FROM (SELECT structure_score.edition,
                 structure_score.global_score,
                 structure_score.weight,
                 barometre.last_successor(structure_score.structure, (SELECT lineage.successors FROM lineage)) AS unit
          FROM structure_score
          WHERE structure_score.global_score IS NOT NULL AND structure_score.weight > 0::float8) AS scored
    GROUP BY scored.edition, scored.unit
),
followed AS (
    -- in how many editions each unit has a score, and in how many any has
    SELECT unit.edition,
           unit.summary,
           count(*) OVER (PARTITION BY unit.unit) AS editions,
           (SELECT count(*) FROM (SELECT DISTINCT unit.edition FROM unit) AS scored) AS all_editions
    FROM unit
),
weighed AS (
    -- a unit's weight beside the largest of the panel, or of the others: a sum of weights may be none itself
    SELECT followed.edition,
           followed.summary,
           followed.editions = followed.all_editions AS in_panel,
           barometre.sum_weights(followed.summary) / max(barometre.sum_weights(followed.summary))
               OVER (PARTITION BY followed.edition, followed.editions = followed.all_editions) AS share
    FROM followed
),
trend AS (
    SELECT weighed.edition,
           barometre.rollup(weighed.summary) AS everyone,
           barometre.score_summary(barometre.mean(weighed.summary), greatest(weighed.share, 1e-100::float8))
               FILTER (WHERE weighed.in_panel) AS panel
    FROM weighed
    GROUP BY weighed.edition
)
SELECT trend.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.n_obs(trend.everyone)::int AS participants,
       barometre.mean(trend.everyone) AS score,
       barometre.std_error(trend.everyone) AS std_error,
       coalesce(barometre.n_obs(trend.panel)::int, 0) AS panel,
       barometre.mean(trend.panel) AS panel_score,
       barometre.std_error(trend.panel) AS panel_std_error,
       pg_catalog.first_value(barometre.mean(trend.everyone)) OVER steps
           + CASE WHEN count(*) FILTER (WHERE edition_change.previous_edition IS NOT NULL
                                          AND edition_change.stayers_change IS NULL) OVER steps = 0::bigint
                  THEN coalesce(sum(edition_change.stayers_change) OVER steps, 0::float8) END AS chained_score
FROM trend
LEFT JOIN edition ON edition.edition = trend.edition
LEFT JOIN edition_change ON edition_change.edition = trend.edition
WINDOW steps AS (ORDER BY trend.edition);

\observatory relations
('edition_trend', 'edition',
 'Le score moyen de chaque édition qui a des scores : de tous les participants, du panel présent à chaque édition, '
 'et chaîné par les structures pérennes de chaque pas'
 ' — The mean score of each edition that has scores: of all participants, of the panel that was in every edition, '
 'and chained by the stayers of each step'),

\observatory columns
('', 'panel', 'Panel — Panel', 'unités — units', '#,##0',
 'Nombre d’unités qui ont un score dans chaque édition qui en a ; des structures fusionnées sont une unité, suivie '
 'jusqu’à leur dernier successeur'
 ' — Number of units with a score in every edition that has scores; merged structures are one unit, followed to '
 'their last successor'),
('', 'panel_score', 'Score du panel — Score of the panel', 'points', '0.0',
 'Moyenne (0–100) des scores globaux du panel, selon les poids ; NULL sans panel'
 ' — Mean global score (0–100) of the panel, by participation weight; NULL without a panel'),
('', 'panel_std_error', 'Erreur type du panel — Standard error of the panel', 'points', '0.00',
 'Erreur type de cette moyenne, le panel étant vu comme un échantillon ; NULL pour une seule unité'
 ' — Standard error of that mean, the panel seen as a sample; NULL for a single unit'),
('', 'chained_score', 'Score chaîné — Chained score', 'points', '0.0',
 'Score de la première édition plus l’évolution des pérennes à chaque pas depuis : la tendance sans les arrivées et '
 'les départs (peut sortir de 0–100) ; NULL à partir d’un pas sans pérennes'
 ' — The first edition''s score plus the stayers'' change of each step since: the trend without those who come and '
 'go (it may leave 0–100); NULL from a step without stayers on'),
