/* total_weight: refuses an edition whose weights are all 0 */

CREATE FUNCTION barometre.guard_total_weight() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_guard_total_weight' LANGUAGE C;

COMMENT ON FUNCTION barometre.guard_total_weight() IS
'Trigger of determinant_weight and channel_weight: refuses an edition whose weights are all 0 (error 23514) or that '
'has more than 256 (error 54000). Error 42809 on any other table.';

\observatory guards
CREATE CONSTRAINT TRIGGER guard_total_weight
AFTER INSERT OR UPDATE OR DELETE ON determinant_weight
DEFERRABLE FOR EACH ROW EXECUTE FUNCTION barometre.guard_total_weight();

CREATE CONSTRAINT TRIGGER guard_total_weight
AFTER INSERT OR UPDATE OR DELETE ON channel_weight
DEFERRABLE FOR EACH ROW EXECUTE FUNCTION barometre.guard_total_weight();
