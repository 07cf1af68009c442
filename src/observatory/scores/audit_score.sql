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
           audit.weight,
           barometre.scorecard_jackknife((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                                         audit.answers, audit.weight)
               OVER (PARTITION BY audit.edition, audit.structure) AS card
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
                             beside.answers) AS score,
       barometre.audit_completeness((SELECT form.form FROM form), beside.edition, beside.channel, beside.responded,
                                    beside.answers) AS completeness,
       barometre.audit_influence(beside.card, (SELECT form.form FROM form), beside.edition, beside.channel,
                                 beside.responded, beside.answers, beside.weight) AS influence
FROM beside
LEFT JOIN edition ON edition.edition = beside.edition
LEFT JOIN structure ON structure.structure = beside.structure
LEFT JOIN channel ON channel.channel = beside.channel;

COMMENT ON VIEW audit_score IS 'Score of each audit, and what it does to the score of its structure';
COMMENT ON COLUMN audit_score.edition IS 'Number of the edition';
COMMENT ON COLUMN audit_score.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN audit_score.participation_key IS 'Key of the structure in the edition, as 2020|S01';
COMMENT ON COLUMN audit_score.structure IS 'Code of the structure';
COMMENT ON COLUMN audit_score.name IS 'Name of the structure';
COMMENT ON COLUMN audit_score.audit IS 'Number of the audit';
COMMENT ON COLUMN audit_score.reference IS 'Name of the audit in the file that it came from';
COMMENT ON COLUMN audit_score.channel IS 'Code of the channel';
COMMENT ON COLUMN audit_score.channel_label IS 'Name of the channel in the session''s language';
COMMENT ON COLUMN audit_score.audited_on IS 'Day of the audit';
COMMENT ON COLUMN audit_score.auditor IS 'Code of the auditor';
COMMENT ON COLUMN audit_score.responded IS 'False: the structure did not respond to the audit';
COMMENT ON COLUMN audit_score.score IS 'Mean score (0–100) of what it measured, by determinant weight; NULL when nothing was';
COMMENT ON COLUMN audit_score.completeness IS 'Share (0–1) of its items, by weight, that were scored, the not applicable ones left out';
COMMENT ON COLUMN audit_score.influence IS 'Points by which the global score of the structure would change without the audit; 0 when it carries no scored item or has the weight 0; NULL when the score rests on it alone';
