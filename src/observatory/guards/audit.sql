/* audit: refuses audits that their questionnaire does not allow */

CREATE FUNCTION barometre.guard_audit() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_audit' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_audit() IS
'Trigger of the table audit of an observatory: refuses, with error 23514, a channel without questionnaire, a wrong number of answers, an answer outside its scale or infinite, answers of an audit without response, and a response without answers.';

CREATE FUNCTION barometre.check_answers(edition int, structure text, audit bigint, channel text,
    responded boolean, answers real[], minimums float8[], maximums float8[])
RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_check_answers' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.check_answers(int, text, bigint, text, boolean, real[], float8[], float8[]) IS
'True when the questionnaire whose items have these bounds (±Infinity: none) allows the audit, else the error 23514 of guard_audit(). NULL bounds: no questionnaire. NULL for another NULL but answers.';

\observatory guards
CREATE OR REPLACE TRIGGER guard_answers
BEFORE INSERT OR UPDATE OF edition, structure, audit, channel, responded, answers ON audit
FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
