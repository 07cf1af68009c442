/* last_successor: follows merged structures */

CREATE FUNCTION barometre.last_successor(structure text, successors jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lineage text[] := ARRAY[structure];
BEGIN
    WHILE successors ? lineage[1] LOOP
        lineage := (successors ->> lineage[1]) || lineage;
        IF lineage[1] = ANY (lineage[2:]) THEN
            RETURN structure;
        END IF;
    END LOOP;
    RETURN lineage[1];
END;
$$;

COMMENT ON FUNCTION barometre.last_successor(text, jsonb) IS
'The structure that this one was merged into, step by step; itself when it was not, or when the steps lead back to a '
'structure before. '
'successors: an object {structure: successor}; NULL: none. NULL for NULL.';
