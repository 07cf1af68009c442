\observatory views
/* How good is each structure, and how sure is that? */

CREATE OR REPLACE VIEW structure_score AS
WITH
\i parts/form.sql
SELECT scored.edition,
       scored.structure,
       barometre.participation_key(scored.edition, scored.structure) AS participation_key,
       structure.name,
       scored.category,
       barometre.label(scored.category, category.label_fr, category.label_en) AS category_label,
       structure.region,
       structure.department,
       scored.certified,
       scored.weight,
       coalesce((scored.result).audits::int, 0) AS audits,
       scored.auditors,
       coalesce((scored.result).coverage, 0::float8) AS coverage,
       coalesce((scored.result).cell_coverage, 0::float8) AS cell_coverage,
       (scored.result).completeness,
       (scored.result).global_score,
       (scored.estimate).std_error,
       (scored.estimate).df,
       barometre.score_low(scored.estimate) AS score_low,
       barometre.score_high(scored.estimate) AS score_high,
       (scored.result).global_score IS NOT NULL
           AND (scored.result).audits >= edition.min_audits::bigint
           AND (scored.result).coverage >= edition.min_coverage
           AND (scored.result).cell_coverage >= edition.min_cell_coverage AS rankable
FROM (SELECT result.*,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((result.result).global_score, (result.result).strata)
                 OVER (PARTITION BY result.edition) AS estimate
      -- joined before grouping: a filter on the edition reaches the audits, and no plan scores an edition twice
      FROM (SELECT participation.edition,
                   participation.structure,
                   participation.category,
                   participation.certified,
                   participation.weight,
                   (pg_catalog.count(DISTINCT audit.auditor) FILTER (WHERE audit.weight > 0::float8)
                    + count(*) FILTER (WHERE audit.auditor IS NULL AND audit.weight > 0::float8))::int AS auditors,
                   barometre.structure_result(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight) AS result
            FROM participation
            LEFT JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
            GROUP BY participation.edition, participation.structure, participation.category,
                     participation.certified, participation.weight) AS result) AS scored
-- outer joins, so that a query that needs none of them is spared them
LEFT JOIN edition ON edition.edition = scored.edition
LEFT JOIN structure ON structure.structure = scored.structure
LEFT JOIN category ON category.category = scored.category;

COMMENT ON VIEW structure_score IS 'Global score of each structure that takes part in an edition, with its precision. Filter on the edition: it alone is scored then';
COMMENT ON COLUMN structure_score.edition IS 'Number of the edition';
COMMENT ON COLUMN structure_score.structure IS 'Code of the structure';
COMMENT ON COLUMN structure_score.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN structure_score.name IS 'Name of the structure';
COMMENT ON COLUMN structure_score.category IS 'Category in this edition';
COMMENT ON COLUMN structure_score.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN structure_score.region IS 'Région';
COMMENT ON COLUMN structure_score.department IS 'Département';
COMMENT ON COLUMN structure_score.certified IS 'True when it holds a certification in this edition';
COMMENT ON COLUMN structure_score.weight IS 'Weight of the structure in means';
COMMENT ON COLUMN structure_score.audits IS 'Number of audits with a weight';
COMMENT ON COLUMN structure_score.auditors IS 'Number of auditors; each audit without one counts as another. Few auditors for many audits: the errors are too small, as one auditor''s audits are alike';
COMMENT ON COLUMN structure_score.coverage IS 'Weight of the determinants that have a score / of all (0–1)';
COMMENT ON COLUMN structure_score.cell_coverage IS 'Weight of the cells (channel × determinant) that have a score / of all that the questionnaires have (0–1)';
COMMENT ON COLUMN structure_score.completeness IS 'Share (0–1) of its items, by weight, that were scored, the not applicable ones left out';
COMMENT ON COLUMN structure_score.global_score IS 'Global score (0–100): mean of the determinants, by weight; NULL when nothing was measured';
COMMENT ON COLUMN structure_score.std_error IS 'Standard error of the global score: the jackknife over the structure''s audits, moderated by those of all structures of the edition (moderated_estimate); NULL when no channel has two audits of one structure in the whole edition';
COMMENT ON COLUMN structure_score.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN structure_score.score_low IS 'Lower bound of the 95 % interval, cut at 0';
COMMENT ON COLUMN structure_score.score_high IS 'Upper bound of the 95 % interval, cut at 100';
COMMENT ON COLUMN structure_score.rankable IS 'True when it has a score, and the audits, the coverage and the coverage of cells that the edition asks for';
