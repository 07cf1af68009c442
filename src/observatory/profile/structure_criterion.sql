\observatory views
/* Which criteria cost each structure points, and where does it differ from its category? */

CREATE OR REPLACE VIEW structure_criterion AS
WITH
\i parts/item_score.sql
,
asked AS (
    SELECT item_score.edition,
           item_score.structure,
           item_score.category,
           item_score.channel,
           item_score.item,
           criterion.determinant,
           item_score.answers,
           item_score.score,
           sum(item_score.weight * item_score.score) OVER league
               / nullif(sum(item_score.weight) FILTER (WHERE item_score.score IS NOT NULL) OVER league, 0::float8)
               AS category_score,
           channel_weight.weight AS channel_weight,
           determinant_weight.weight AS determinant_weight,
           -- v·a of the item's answers that have a score
           criterion.weight * item_score.audit_weight AS weight
    FROM item_score
    JOIN criterion ON criterion.edition = item_score.edition AND criterion.channel = item_score.channel
                  AND criterion.item = item_score.item
    JOIN channel_weight ON channel_weight.edition = item_score.edition AND channel_weight.channel = item_score.channel
    JOIN determinant_weight
      ON determinant_weight.edition = item_score.edition AND determinant_weight.determinant = criterion.determinant
    WINDOW league AS (PARTITION BY item_score.edition, item_score.category, item_score.channel, item_score.item)
),
in_cell AS (
    SELECT asked.*,
           sum(asked.weight) OVER of_cell AS cell_weight,
           row_number() OVER of_cell = 1::bigint AS is_cell
    FROM asked
    WINDOW of_cell AS (PARTITION BY asked.edition, asked.structure, asked.determinant, asked.channel)
),
in_determinant AS (
    -- a channel counts once in a determinant: with its first item
    SELECT in_cell.*,
           sum(in_cell.channel_weight)
               FILTER (WHERE in_cell.is_cell AND in_cell.cell_weight > 0::float8 AND in_cell.channel_weight > 0::float8)
               OVER of_determinant AS channel_weights,
           row_number() OVER of_determinant = 1::bigint AS is_determinant
    FROM in_cell
    WINDOW of_determinant AS (PARTITION BY in_cell.edition, in_cell.structure, in_cell.determinant)
),
in_whole AS (
    -- a determinant counts once in the whole: with its first item
    SELECT in_determinant.*,
           sum(in_determinant.determinant_weight)
               FILTER (WHERE in_determinant.is_determinant AND in_determinant.channel_weights > 0::float8)
               OVER (PARTITION BY in_determinant.edition, in_determinant.structure) AS determinant_weights
    FROM in_determinant
),
effective AS (
    -- the item's weight in the global score
    SELECT in_whole.*,
           CASE WHEN in_whole.cell_weight > 0::float8 AND in_whole.channel_weight > 0::float8
                     AND in_whole.determinant_weights > 0::float8
                THEN in_whole.determinant_weight / in_whole.determinant_weights
                     * (in_whole.channel_weight / in_whole.channel_weights)
                     * (in_whole.weight / in_whole.cell_weight)
                ELSE 0::float8 END AS effective_weight,
           in_whole.score - in_whole.category_score AS gap
    FROM in_whole
),
ordered AS (
    SELECT effective.*,
           -- at 9 decimals, as a gap of the last bit is none
           sign(round(effective.gap::numeric, 9)) AS side,
           row_number() OVER (PARTITION BY effective.edition, effective.structure, sign(round(effective.gap::numeric, 9))
                              ORDER BY round(abs(effective.gap)::numeric, 9) DESC, effective.channel,
                                  effective.item) AS place
    FROM effective
)
SELECT ordered.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(ordered.edition, ordered.structure) AS participation_key,
       ordered.structure,
       structure.name,
       ordered.channel,
       barometre.label(ordered.channel, channel.label_fr, channel.label_en) AS channel_label,
       ordered.item,
       criterion.criterion,
       barometre.label(criterion.criterion, criterion.label_fr, criterion.label_en) AS criterion_label,
       ordered.determinant,
       barometre.label(ordered.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       criterion.step,
       ordered.answers::int AS answers,
       ordered.score,
       ordered.category_score,
       ordered.gap,
       ordered.effective_weight * (100::float8 - coalesce(ordered.score, 100::float8)) AS lost_points,
       CASE WHEN ordered.side > 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS strength,
       CASE WHEN ordered.side < 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS weakness
FROM ordered
LEFT JOIN criterion ON criterion.edition = ordered.edition AND criterion.channel = ordered.channel
    AND criterion.item = ordered.item
LEFT JOIN edition ON edition.edition = ordered.edition
LEFT JOIN structure ON structure.structure = ordered.structure
LEFT JOIN channel ON channel.channel = ordered.channel
LEFT JOIN determinant ON determinant.determinant = ordered.determinant;

\observatory relations
('structure_criterion', 'edition, structure, channel, item',
 'Chaque critère de chaque structure auditée sur son canal : score, face à sa catégorie, et points qu’il coûte'
 ' — Each criterion of each structure that was audited on its channel: score, against its category, and the points that it costs'),

\observatory columns
('structure_criterion', 'score', 'Score — Score', 'points', '0.0',
 'Score moyen (0–100) à l’item, selon les poids des audits, silences notés 0 compris ; NULL quand rien n’est noté'
 ' — Mean score (0–100) of the item, by audit weight, silences that score 0 included; NULL when nothing was scored'),
('', 'category_score', 'Score de la catégorie — Score of the category', 'points', '0.0',
 'Score moyen (0–100) de la catégorie à l’item, selon les poids des structures'
 ' — Mean score (0–100) of the item in the category, by participation weight'),
('structure_criterion', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui de la catégorie, en points — Score minus the category''s, in points'),
('', 'lost_points', 'Points perdus — Lost points', 'points', '0.0',
 'Points du score global que les réponses à l’item perdent sur 100 : leur somme sur une structure est 100 moins son score global'
 ' — Points of the global score that the item''s answers lose on 100: the sum over a structure is 100 minus its global score'),
