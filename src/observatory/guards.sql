/*
 * Triggers that refuse bad input.  Their functions belong to the extension:
 * DROP EXTENSION … CASCADE takes the triggers and leaves the tables usable.
 */

CREATE OR REPLACE TRIGGER guard_answers
BEFORE INSERT OR UPDATE OF edition, structure, audit, channel, responded, answers ON audit
FOR EACH ROW EXECUTE FUNCTION barometre.guard_audit();

CREATE OR REPLACE TRIGGER guard_weight
BEFORE INSERT OR UPDATE ON determinant_weight
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE OR REPLACE TRIGGER guard_weight
BEFORE INSERT OR UPDATE ON channel_weight
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE OR REPLACE TRIGGER guard_weight
BEFORE INSERT OR UPDATE ON criterion
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE OR REPLACE TRIGGER guard_weight
BEFORE INSERT OR UPDATE ON participation
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE OR REPLACE TRIGGER guard_total_after_insert
AFTER INSERT ON determinant_weight REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_total_after_update
AFTER UPDATE ON determinant_weight REFERENCING OLD TABLE AS previous NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_total_after_delete
AFTER DELETE ON determinant_weight REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_total_after_insert
AFTER INSERT ON channel_weight REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_total_after_update
AFTER UPDATE ON channel_weight REFERENCING OLD TABLE AS previous NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_total_after_delete
AFTER DELETE ON channel_weight REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_total_weight();

CREATE OR REPLACE TRIGGER guard_scale
BEFORE INSERT OR UPDATE ON scale
FOR EACH ROW EXECUTE FUNCTION barometre.guard_scale();

CREATE OR REPLACE TRIGGER guard_questionnaire
AFTER UPDATE ON scale REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire('scale');

CREATE OR REPLACE TRIGGER guard_questionnaire_after_insert
AFTER INSERT ON criterion REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE OR REPLACE TRIGGER guard_questionnaire_after_update
AFTER UPDATE ON criterion REFERENCING OLD TABLE AS previous NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE OR REPLACE TRIGGER guard_questionnaire_after_delete
AFTER DELETE ON criterion REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

-- by its name, fired after the trigger of Citus that truncates the shards
CREATE OR REPLACE TRIGGER verify_questionnaire_after_truncate
AFTER TRUNCATE ON criterion
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE OR REPLACE TRIGGER guard_successor
AFTER INSERT OR UPDATE OF successor ON structure
FOR EACH ROW WHEN (NEW.successor IS NOT NULL) EXECUTE FUNCTION barometre.guard_successor();
