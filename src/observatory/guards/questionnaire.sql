/* questionnaire: refuses questionnaires that are none, and changes under which audits would be invalid */

CREATE FUNCTION barometre.guard_questionnaire() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_questionnaire' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_questionnaire() IS
'Trigger of criterion and scale: refuses, with error 23514, items that are not numbered 1..n, a questionnaire '
'without weight, and a change under which audits that are there would be invalid, also those that row security hides '
'from the editor; the error tells of an audit only who may read all. '
'Error 40001 when audits or the questionnaire have changed since the snapshot of a transaction that keeps one. Error '
'42809 on any other table.';

\observatory guards
CREATE CONSTRAINT TRIGGER guard_questionnaire
AFTER UPDATE ON scale
DEFERRABLE FOR EACH ROW EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE CONSTRAINT TRIGGER guard_questionnaire
AFTER INSERT OR UPDATE OR DELETE ON criterion
DEFERRABLE FOR EACH ROW EXECUTE FUNCTION barometre.guard_questionnaire();

-- by its name, fired after the trigger of Citus that truncates the shards
CREATE TRIGGER verify_questionnaire_after_truncate
AFTER TRUNCATE ON criterion
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();
