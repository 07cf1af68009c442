/* weight: refuses weights that could not count */

CREATE FUNCTION barometre.guard_weight() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.weight = 0 OR NEW.weight BETWEEN 1e-100 AND 1e100 OR NEW.weight IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the weight % is not allowed in table "%"', NEW.weight, TG_TABLE_NAME
        USING ERRCODE = 'check_violation',
              DETAIL = format('Row: %s.', to_jsonb(NEW) - 'certified'), -- generated later
              HINT = 'A weight is 0, or a number from 1e-100 to 1e100.',
              SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'weight';
END;
$$;

COMMENT ON FUNCTION barometre.guard_weight() IS
'Trigger of the tables with a weight: refuses, with error 23514, a weight that is negative, NaN, or so small or large that sums of squares would be out of range (1e-100 to 1e100, and 0).';

\observatory guards
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
