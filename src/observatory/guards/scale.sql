/* scale: refuses what is no scale */

CREATE FUNCTION barometre.guard_scale() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_scale' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_scale() IS
'Trigger of scale: refuses, with error 23514, points that do not ascend, scores outside 0–100, arrays of different '
'lengths, NaN and infinities. Error 42809 on any other table.';

CREATE FUNCTION barometre.scale_problem(scale text, points float8[], scores float8[], minimum float8, maximum float8)
RETURNS text
AS 'MODULE_PATHNAME', 'barometre_scale_problem' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scale_problem(text, float8[], float8[], float8, float8) IS
'Why guard_scale() would refuse a scale of this name, NULL where it would not. minimum and maximum: NULL for no '
'bound. NULL for NULL.';

\observatory guards
CREATE TRIGGER guard_scale
AFTER INSERT OR UPDATE ON scale
FOR EACH ROW EXECUTE FUNCTION barometre.guard_scale();
