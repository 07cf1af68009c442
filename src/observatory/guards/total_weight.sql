/* total_weight: refuses an edition whose weights are all 0 */

CREATE FUNCTION barometre.guard_total_weight() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- an update may also take a weight away from an edition
    touched text := CASE TG_OP WHEN 'UPDATE' THEN 'TABLE changed UNION ALL TABLE previous' ELSE 'TABLE changed' END;
    faulty record;
BEGIN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', pg_temp', true);
    EXECUTE format(
        'SELECT edition, max(weight) AS heaviest, count(*) AS rows FROM %I
         WHERE edition IN (SELECT edition FROM (%s) AS touched)
         GROUP BY edition HAVING max(weight) = 0 OR count(*) > 256 ORDER BY edition LIMIT 1', TG_TABLE_NAME, touched)
    INTO faulty;
    IF faulty.heaviest = 0 THEN
        RAISE EXCEPTION 'all weights of edition % in table "%" are 0', faulty.edition, TG_TABLE_NAME
            USING ERRCODE = 'check_violation',
                  HINT = 'At least one weight of an edition is above 0. Write the weights of an edition in one statement.',
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'weight';
    ELSIF faulty.rows > 256 THEN
        RAISE EXCEPTION 'edition % has more than 256 rows in table "%"', faulty.edition, TG_TABLE_NAME
            USING ERRCODE = 'program_limit_exceeded', DETAIL = format('It has %s.', faulty.rows),
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_total_weight() IS
'Trigger of determinant_weight and channel_weight: refuses an edition whose weights are all 0 (error 23514) or that has more than 256 (error 54000).';

\observatory guards
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
