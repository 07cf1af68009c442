\observatory views
/* How good is each structure at each determinant, on each channel, and how sure is that? */

CREATE OR REPLACE VIEW channel_determinant_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.channel,
       barometre.label(moderated.channel, channel.label_fr, channel.label_en) AS channel_label,
       moderated.determinant,
       barometre.label(moderated.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high,
       moderated.answers
FROM (SELECT scored.edition,
             scored.structure,
             (scored.cell).channel COLLATE "C" AS channel,
             (scored.cell).determinant COLLATE "C" AS determinant,
             (scored.cell).score,
             (scored.cell).answers::int,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.cell).score, (scored.cell).strata, (scored.cell).determinant)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_cells(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass)) AS cell
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN edition ON edition.edition = moderated.edition
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN channel ON channel.channel = moderated.channel
LEFT JOIN determinant ON determinant.determinant = moderated.determinant;

\observatory relations
('channel_determinant_score', 'edition, structure, channel, determinant',
 'Score de chaque structure dans chaque cellule (canal × déterminant) où elle a un item noté, avec sa précision. '
 'Filtrer sur l’édition : elle seule est alors calculée'
 ' — Score of each structure in each cell (channel × determinant) where it has a scored item, with its precision. '
 'Filter on the edition: it alone is scored then'),

\observatory columns
('channel_determinant_score', 'score', 'Score — Score', 'points', '0.0',
 'Score (0–100) : moyenne des scores des items, selon leurs poids ; NULL quand les poids sont nuls'
 ' — Score (0–100): mean of the item scores, by weight; NULL when the weights are 0'),
('channel_determinant_score', 'answers', 'Réponses — Answers', 'réponses — answers', '#,##0',
 'Nombre d’items notés — Number of scored items'),
