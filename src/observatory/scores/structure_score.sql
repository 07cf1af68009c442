\observatory views
/* How good is each structure, and how sure is that? */

CREATE OR REPLACE VIEW structure_score AS
WITH
\i parts/form.sql
SELECT scored.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
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
                           audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS result
            FROM participation
            LEFT JOIN audit ON audit.edition = participation.edition AND audit.structure = participation.structure
            GROUP BY participation.edition, participation.structure, participation.category,
                     participation.certified, participation.weight) AS result) AS scored
-- outer joins, so that a query that needs none of them is spared them
LEFT JOIN edition ON edition.edition = scored.edition
LEFT JOIN structure ON structure.structure = scored.structure
LEFT JOIN category ON category.category = scored.category;

\observatory relations
('structure_score', 'edition, structure',
 'Score global de chaque structure qui participe à une édition, avec sa précision. Filtrer sur l’édition : elle '
 'seule est alors calculée'
 ' — Global score of each structure that takes part in an edition, with its precision. Filter on the edition: it '
 'alone is scored then'),

\observatory columns
('', 'auditors', 'Auditeurs — Auditors', 'auditeurs — auditors', '#,##0',
 'Nombre d’auditeurs ; chaque audit sans auditeur en compte un de plus. Peu d’auditeurs pour beaucoup d’audits : les '
 'erreurs sont trop petites, car les audits d’un même auditeur se ressemblent'
 ' — Number of auditors; each audit without one counts as another. Few auditors for many audits: the errors are too '
 'small, as one auditor''s audits are alike'),
('', 'coverage', 'Couverture — Coverage', '', '0.0%',
 'Poids des déterminants qui ont un score, rapporté à celui de tous (0–1)'
 ' — Weight of the determinants that have a score / of all (0–1)'),
('', 'cell_coverage', 'Couverture des cellules — Coverage of cells', '', '0.0%',
 'Poids des cellules (canal × déterminant) qui ont un score, rapporté à celui de toutes celles des questionnaires (0–1)'
 ' — Weight of the cells (channel × determinant) that have a score / of all that the questionnaires have (0–1)'),
('', 'rankable', 'Classable — Rankable', '', '',
 'Vrai quand elle a un score, et les audits, la couverture et la couverture des cellules que demande l’édition'
 ' — True when it has a score, and the audits, the coverage and the coverage of cells that the edition asks for'),
