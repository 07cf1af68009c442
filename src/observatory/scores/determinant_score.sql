\observatory views
/* How good is each structure at each determinant, and how sure is that? */

CREATE OR REPLACE VIEW determinant_score AS
WITH
\i parts/form.sql
SELECT moderated.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       moderated.structure,
       barometre.participation_key(moderated.edition, moderated.structure) AS participation_key,
       structure.name,
       moderated.determinant,
       barometre.label(moderated.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       moderated.score,
       (moderated.estimate).std_error,
       (moderated.estimate).df,
       barometre.score_low(moderated.estimate) AS score_low,
       barometre.score_high(moderated.estimate) AS score_high
FROM (SELECT scored.edition,
             scored.structure,
             (scored.measured).determinant COLLATE "C" AS determinant,
             (scored.measured).score,
             -- all structures of the edition tell the error of each
             barometre.moderated_estimate((scored.measured).score, (scored.measured).strata,
                 (scored.measured).determinant)
                 OVER (PARTITION BY scored.edition) AS estimate
      FROM (SELECT audit.edition,
                   audit.structure,
                   barometre.scorecard_determinants(barometre.scorecard_jackknife(
                       (SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                           audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass)) AS measured
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored) AS moderated
LEFT JOIN edition ON edition.edition = moderated.edition
LEFT JOIN structure ON structure.structure = moderated.structure
LEFT JOIN determinant ON determinant.determinant = moderated.determinant
-- channels that do not count inform the errors, and give no score
WHERE moderated.score IS NOT NULL;

\observatory relations
('determinant_score', 'edition, structure, determinant',
 'Score de chaque structure à chaque déterminant mesuré, avec sa précision. Filtrer sur l’édition : elle seule est '
 'alors calculée'
 ' — Score of each structure at each determinant that was measured, with its precision. Filter on the edition: it '
 'alone is scored then'),

\observatory columns
('determinant_score', 'score', 'Score — Score', 'points', '0.0',
 'Score (0–100) : moyenne des cellules, selon les poids des canaux — Score (0–100): mean of the cells, by channel '
 'weight'),
