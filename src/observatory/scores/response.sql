\observatory views
/* The tidy form: one row an answer. */

CREATE OR REPLACE VIEW response AS
WITH
\i parts/question.sql
,
-- Each audit is named before its answers are spread out: a part of a union is planned by itself, filters included.
named AS (
    SELECT audit.edition, audit.structure, structure.name, audit.audit, audit.reference, audit.channel,
           audit.responded, audit.audited_on, audit.weight, audit.answers
    FROM audit
    LEFT JOIN structure ON structure.structure = audit.structure
    UNION ALL
    SELECT audit.edition, audit.structure, NULL::text, audit.audit, audit.reference, audit.channel,
           audit.responded, audit.audited_on, audit.weight, audit.answers
    FROM audit
    WHERE false
)
SELECT audit.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(audit.edition, audit.structure) AS participation_key,
       audit.structure,
       audit.name,
       audit.audit,
       audit.reference,
       audit.channel,
       question.channel_label,
       question.item,
       question.criterion,
       question.criterion_label,
       question.determinant,
       question.determinant_label,
       question.step,
       audit.responded,
       audit.audited_on,
       question.item_weight,
       audit.weight AS audit_weight,
       question.channel_weight,
       question.determinant_weight,
       nullif(barometre.answer_value(audit.answers, question.item, audit.structure, audit.audit, 'audit'::regclass),
              'NaN'::float8) AS value,
       -- NaN is above every number
       CASE WHEN barometre.answer_value(audit.answers, question.item, audit.structure, audit.audit, 'audit'::regclass)
                 < 'NaN'::float8 THEN 'scored'::text
            WHEN barometre.answer_value(audit.answers, question.item, audit.structure, audit.audit, 'audit'::regclass)
                 = 'NaN'::float8 THEN 'not_observed'::text
            WHEN NOT audit.responded AND question.no_response = 'zero'::text THEN 'no_response'::text
            ELSE 'not_applicable'::text END AS state,
       CASE WHEN audit.responded
            THEN barometre.scale_score(
                     nullif(barometre.answer_value(audit.answers, question.item, audit.structure, audit.audit,
                                                   'audit'::regclass), 'NaN'::float8),
                     scale.points, scale.scores)
            WHEN question.no_response = 'zero'::text THEN 0::float8 END AS score
FROM named AS audit
JOIN question ON question.edition = audit.edition AND question.channel = audit.channel
-- outer joins on keys, so that a query that needs none is spared them
LEFT JOIN scale ON scale.scale = question.scale
LEFT JOIN edition ON edition.edition = audit.edition;

\observatory relations
('response', 'edition, structure, audit, item',
 'Les réponses, une ligne par audit et item : la forme rangée de la table audit'
 ' — Answers, one row for each audit and item: the tidy form of the table audit'),

\observatory columns
('', 'item_weight', 'Poids de l’item — Weight of the item', '', '0.00',
 'Poids de l’item dans sa cellule — Weight of the item within its cell'),
('', 'audit_weight', 'Poids de l’audit — Weight of the audit', '', '0.00',
 'Poids de l’audit ; 0 : ne compte en rien — Weight of the audit; 0: counts in nothing'),
('', 'channel_weight', 'Poids du canal — Weight of the channel', '', '0.00',
 'Poids du canal dans l’édition ; 0 : montré, non compté — Weight of the channel in the edition; 0: shown, not '
 'counted'),
('', 'determinant_weight', 'Poids du déterminant — Weight of the determinant', '', '0.00',
 'Poids du déterminant dans l’édition ; 0 : montré, non compté'
 ' — Weight of the determinant in the edition; 0: shown, not counted'),
('', 'value', 'Réponse — Answer', '', '0.##',
 'Réponse brute ; NULL sauf à l’état scored — Raw answer; NULL unless scored'),
('', 'state', 'État — State', '', '',
 'scored (notée) ; not_applicable (sans objet) ; not_observed (non observée) ; no_response (la structure n’a pas '
 'répondu, et l’item vaut 0)'
 ' — scored; not_applicable; not_observed; no_response (the structure did not respond, and the item scores 0)'),
('response, my_response', 'score', 'Score — Score', 'points', '0.0',
 'Score de la réponse (0–100) ; 0 à l’état no_response ; NULL sans objet ou non observée'
 ' — Score of the answer (0–100); 0 for no_response; NULL when not applicable or not observed'),
