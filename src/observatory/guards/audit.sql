/* audit: refuses audits that their questionnaire does not allow */

CREATE FUNCTION barometre.guard_audit() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_audit' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_audit() IS
'Trigger of the table audit of an observatory: refuses, with error 23514, a channel without questionnaire, a wrong '
'number of answers, an answer outside its scale or infinite, answers of an audit without response, a response '
'without answers, and a weight that is not allowed. '
'It reads the questionnaire with the rights of the tables'' owner; error 40001 when the questionnaire has changed '
'since the snapshot of a transaction that keeps one. Error 42809 on any other table.';

\observatory guards
CREATE CONSTRAINT TRIGGER guard_answers
AFTER INSERT OR UPDATE ON audit
DEFERRABLE FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();
