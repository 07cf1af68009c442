\observatory views
/* How good is each structure on each channel, and how sure is that? */

CREATE OR REPLACE VIEW channel_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.channel,
       barometre.label(moderated.channel, channel.label_fr, channel.label_en) AS channel_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high,
       moderated.audits
FROM (SELECT scored.edition,
             scored.structure,
             (scored.audited).channel COLLATE "C" AS channel,
             (scored.audited).score,
             (scored.audited).audits::int,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.audited).score, (scored.audited).strata)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_channels(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass)) AS audited
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN edition ON edition.edition = moderated.edition
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN channel ON channel.channel = moderated.channel;

\observatory relations
('channel_score', 'edition, structure, channel',
 'Score de chaque structure sur chaque canal audité, avec sa précision ; montré, n’entre pas dans le score global. '
 'Filtrer sur l’édition : elle seule est alors calculée'
 ' — Score of each structure on each channel that was audited, with its precision; shown, not part of the way to the '
 'global score. Filter on the edition: it alone is scored then'),

\observatory columns
('channel_score', 'score', 'Score — Score', 'points', '0.0',
 'Score (0–100) : moyenne des cellules du canal, selon les poids des déterminants ; NULL quand rien n’a été mesuré'
 ' — Score (0–100): mean of the channel''s cells, by determinant weight; NULL when nothing was measured'),
