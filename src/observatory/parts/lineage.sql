-- lineage: which structures have a successor, and which
lineage AS (
    SELECT pg_catalog.jsonb_object_agg(structure.structure, structure.successor) AS successors
    FROM structure
    WHERE structure.successor IS NOT NULL
)
