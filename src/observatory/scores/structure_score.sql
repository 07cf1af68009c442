\observatory views
/* How good is each structure, and how sure is that? */

CREATE OR REPLACE VIEW structure_score AS
SELECT participation.edition,
       participation.structure,
       structure.name,
       participation.category,
       participation.certified,
       participation.weight,
       coalesce((scored.result).audits, 0) AS audits,
       coalesce((scored.result).coverage, 0) AS coverage,
       (scored.result).completeness AS completeness,
       (scored.result).global_score AS global_score,
       (scored.result).std_error AS std_error,
       (scored.result).df AS df,
       (scored.result).global_score IS NOT NULL
           AND (scored.result).audits >= edition.min_audits
           AND (scored.result).coverage >= edition.min_coverage AS rankable
FROM participation
-- outer joins, so that a query that needs neither is spared them
LEFT JOIN edition ON edition.edition = participation.edition
LEFT JOIN structure ON structure.structure = participation.structure
LEFT JOIN (SELECT audit.edition,
                  audit.structure,
                  barometre.structure_result(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers) AS result
           FROM audit
           GROUP BY audit.edition, audit.structure) AS scored
       ON scored.edition = participation.edition AND scored.structure = participation.structure;

COMMENT ON VIEW structure_score IS 'Global score of each structure that takes part in an edition, with its precision';
COMMENT ON COLUMN structure_score.edition IS 'Number of the edition';
COMMENT ON COLUMN structure_score.structure IS 'Code of the structure';
COMMENT ON COLUMN structure_score.name IS 'Name of the structure';
COMMENT ON COLUMN structure_score.category IS 'Category in this edition';
COMMENT ON COLUMN structure_score.certified IS 'True when it holds a certification in this edition';
COMMENT ON COLUMN structure_score.weight IS 'Weight of the structure in means';
COMMENT ON COLUMN structure_score.audits IS 'Number of audits';
COMMENT ON COLUMN structure_score.coverage IS 'Weight of the determinants that have a score / of all (0–1)';
COMMENT ON COLUMN structure_score.completeness IS 'Share (0–1) of its items, by weight, that were scored, the not applicable ones left out';
COMMENT ON COLUMN structure_score.global_score IS 'Global score (0–100): mean of the determinants, by weight; NULL when nothing was measured';
COMMENT ON COLUMN structure_score.std_error IS 'Standard error of the global score (stratified jackknife over the audits); NULL when no channel has two audits';
COMMENT ON COLUMN structure_score.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN structure_score.rankable IS 'True when it has a score, and the audits and coverage that the edition asks for';
