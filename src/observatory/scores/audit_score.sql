\observatory views
/* What did each audit find? */

CREATE OR REPLACE VIEW audit_score AS
SELECT audit.edition,
       audit.structure,
       audit.audit,
       audit.channel,
       audit.audited_on,
       barometre.audit_score(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers, audit.weight) AS score,
       barometre.audit_completeness(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers, audit.weight) AS completeness
FROM audit;

COMMENT ON VIEW audit_score IS 'Score of each audit';
COMMENT ON COLUMN audit_score.edition IS 'Number of the edition';
COMMENT ON COLUMN audit_score.structure IS 'Code of the structure';
COMMENT ON COLUMN audit_score.audit IS 'Number of the audit';
COMMENT ON COLUMN audit_score.channel IS 'Code of the channel';
COMMENT ON COLUMN audit_score.audited_on IS 'Day of the audit';
COMMENT ON COLUMN audit_score.score IS 'Score (0–100): mean of the determinants that it measured, by weight; NULL when it measured nothing';
COMMENT ON COLUMN audit_score.completeness IS 'Share (0–1) of its items, by weight, that were scored, the not applicable ones left out; NULL when none applies';
