\observatory views
/* The tidy form: one row an answer. */

CREATE OR REPLACE VIEW response AS
SELECT audit.edition,
       audit.structure,
       audit.audit,
       audit.channel,
       criterion.item,
       criterion.criterion,
       criterion.determinant,
       criterion.step,
       criterion.weight,
       nullif(barometre.answer_value(audit.answers, criterion.item), 'NaN') AS value,
       -- NaN is above every number
       CASE WHEN barometre.answer_value(audit.answers, criterion.item) < 'NaN' THEN 'scored'
            WHEN barometre.answer_value(audit.answers, criterion.item) = 'NaN' THEN 'not_observed'
            WHEN NOT audit.responded AND criterion.no_response = 'zero' THEN 'no_response'
            ELSE 'not_applicable' END AS state,
       CASE WHEN audit.responded
            THEN barometre.scale_score(nullif(barometre.answer_value(audit.answers, criterion.item), 'NaN'), scale.points, scale.scores)
            WHEN criterion.no_response = 'zero' THEN 0 END AS score
FROM audit
JOIN criterion ON criterion.edition = audit.edition AND criterion.channel = audit.channel
JOIN scale ON scale.scale = criterion.scale;

COMMENT ON VIEW response IS 'Answers, one row for each audit and item: the tidy form of the table audit';
COMMENT ON COLUMN response.edition IS 'Number of the edition';
COMMENT ON COLUMN response.structure IS 'Code of the structure';
COMMENT ON COLUMN response.audit IS 'Number of the audit';
COMMENT ON COLUMN response.channel IS 'Code of the channel';
COMMENT ON COLUMN response.item IS 'Item of the channel''s questionnaire, from 1';
COMMENT ON COLUMN response.criterion IS 'Code of the criterion';
COMMENT ON COLUMN response.determinant IS 'Determinant that the item measures';
COMMENT ON COLUMN response.step IS 'Step of the user''s journey';
COMMENT ON COLUMN response.weight IS 'Weight of the item within its cell';
COMMENT ON COLUMN response.value IS 'Raw answer; NULL unless scored';
COMMENT ON COLUMN response.state IS 'scored; not_applicable; not_observed; no_response (the structure did not respond, and the item scores 0)';
COMMENT ON COLUMN response.score IS 'Score of the answer (0–100); 0 for no_response; NULL when not applicable or not observed';
