/* successor: refuses a structure that would succeed itself */

CREATE FUNCTION barometre.guard_successor() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_successor' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_successor() IS
'Trigger of structure: refuses, with error 23514, a chain of successors that leads back to its start. Error 42809 on '
'any other table.';

\observatory guards
CREATE TRIGGER guard_successor
AFTER INSERT OR UPDATE ON structure
FOR EACH ROW WHEN (NEW.successor IS NOT NULL) EXECUTE FUNCTION barometre.guard_successor();
