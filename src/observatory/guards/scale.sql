/* scale: refuses what is no scale */

CREATE FUNCTION barometre.guard_scale() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_scale' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_scale() IS
'Trigger of scale: refuses, with error 23514, points that do not ascend, scores outside 0–100, arrays of different lengths, NaN and infinities. Error 42809 on any other table.';

\observatory guards
CREATE TRIGGER guard_scale
AFTER INSERT OR UPDATE ON scale
FOR EACH ROW EXECUTE FUNCTION barometre.guard_scale();
