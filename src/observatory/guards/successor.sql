/* successor: refuses a structure that would succeed itself */

CREATE FUNCTION barometre.guard_successor() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lineage text[] := ARRAY[NEW.structure];     -- step by step
    heir text := NEW.successor;
BEGIN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', pg_temp', true);
    -- a circle that does not lead back here is not this row's
    WHILE heir <> ALL (lineage) LOOP
        lineage := lineage || heir;
        SELECT successor INTO heir FROM structure WHERE structure.structure = heir;
    END LOOP;
    IF heir = NEW.structure THEN
        RAISE EXCEPTION 'structure "%" cannot succeed itself', NEW.structure
            USING ERRCODE = 'check_violation',
                  DETAIL = format('Its successor "%s" leads back to it.', NEW.successor);
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_successor() IS
'Trigger of structure: refuses, with error 23514, a chain of successors that leads back to its start.';

\observatory guards
CREATE OR REPLACE TRIGGER guard_successor
AFTER INSERT OR UPDATE OF successor ON structure
FOR EACH ROW WHEN (NEW.successor IS NOT NULL) EXECUTE FUNCTION barometre.guard_successor();
