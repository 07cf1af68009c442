\observatory views
/* What did each audit find, and what does it do to the structure's score? */

CREATE OR REPLACE VIEW audit_score AS
WITH
\i parts/form.sql
,
beside AS (
    -- each audit beside all of its structure
    SELECT audit.edition,
           audit.structure,
           audit.audit,
           audit.reference,
           audit.channel,
           audit.audited_on,
           audit.auditor,
           audit.responded,
           audit.answers,
           -- worked out here, as the joins below need not carry the scorecards
           barometre.audit_influence(
               barometre.scorecard_jackknife((SELECT form.form FROM form), audit.edition, audit.channel,
                                             audit.responded, audit.answers, audit.weight,
                                             audit.structure, audit.audit, 'audit'::regclass)
                   OVER (PARTITION BY audit.edition, audit.structure),
               (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded, audit.answers,
               audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS influence
    FROM audit
)
SELECT beside.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(beside.edition, beside.structure) AS participation_key,
       beside.structure,
       structure.name,
       beside.audit,
       beside.reference,
       beside.channel,
       barometre.label(beside.channel, channel.label_fr, channel.label_en) AS channel_label,
       beside.audited_on,
       beside.auditor,
       beside.responded,
       barometre.audit_score((SELECT form.form FROM form), beside.edition, beside.channel, beside.responded,
                             beside.answers, 1::float8, beside.structure, beside.audit, 'audit'::regclass) AS score,
       barometre.audit_completeness((SELECT form.form FROM form), beside.edition, beside.channel, beside.responded,
                                    beside.answers, 1::float8, beside.structure, beside.audit,
                                    'audit'::regclass) AS completeness,
       beside.influence
FROM beside
LEFT JOIN edition ON edition.edition = beside.edition
LEFT JOIN structure ON structure.structure = beside.structure
LEFT JOIN channel ON channel.channel = beside.channel;

\observatory relations
('audit_score', 'edition, structure, audit',
 'Score de chaque audit, et ce qu’il fait au score de sa structure'
 ' — Score of each audit, and what it does to the score of its structure'),

\observatory columns
('audit_score', 'score', 'Score — Score', 'points', '0.0',
 'Score moyen (0–100) de ce que l’audit a mesuré, selon les poids des déterminants ; NULL quand il n’a rien mesuré'
 ' — Mean score (0–100) of what it measured, by determinant weight; NULL when nothing was'),
('', 'influence', 'Influence — Influence', 'points', '+0.0;-0.0',
 'Points dont le score global de la structure changerait sans l’audit ; 0 quand il n’a aucun item noté ou un poids '
 'de 0 ; NULL quand le score repose sur lui seul'
 ' — Points by which the global score of the structure would change without the audit; 0 when it carries no scored '
 'item or has the weight 0; NULL when the score rests on it alone'),
