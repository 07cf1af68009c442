/* weight: refuses weights that could not count */

CREATE FUNCTION barometre.guard_weight() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_weight' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_weight() IS
'Trigger of the tables with a weight: refuses, with error 23514, a weight that is negative, NaN, or so small or '
'large that sums of squares would be out of range (1e-100 to 1e100, and 0). Error 42809 on any other table.';

\observatory guards
CREATE TRIGGER guard_weight
AFTER INSERT OR UPDATE ON determinant_weight
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE TRIGGER guard_weight
AFTER INSERT OR UPDATE ON channel_weight
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE TRIGGER guard_weight
AFTER INSERT OR UPDATE ON criterion
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();

CREATE TRIGGER guard_weight
AFTER INSERT OR UPDATE ON participation
FOR EACH ROW EXECUTE FUNCTION barometre.guard_weight();
