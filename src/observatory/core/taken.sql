/*
 * taken: what stands in an observatory under a name that this version needs.
 *
 * Tables and views of barometre are known by their words, anything else by what
 * it is part of.  The rest is the user's, and is neither replaced nor changed.
 */

CREATE FUNCTION barometre.known_relations(name text, wanted text) RETURNS SETOF oid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH described_column AS MATERIALIZED (
        SELECT relnamespace, attrelid, attname, description
        FROM pg_description
        JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND attnum > 0
        JOIN pg_class ON pg_class.oid = attrelid
        WHERE classoid = 'pg_class'::regclass
    ),
    word AS (
        SELECT DISTINCT attname, description
        FROM described_column WHERE relnamespace = quote_ident(wanted)::regnamespace
    )
    SELECT DISTINCT here.attrelid
    FROM described_column AS here
    JOIN word ON word.attname = here.attname
             -- the first observatories had the English half
             AND here.description IN (word.description, split_part(word.description, ' — ', 2))
    WHERE here.relnamespace = quote_ident(name)::regnamespace;
END;
$$;

COMMENT ON FUNCTION barometre.known_relations(text, text) IS
'The tables and views of an observatory that this version or a former one made, known by their words: a column has '
'the comment that this version gives to a column of its name. Comments go where an observatory goes: into dumps, to '
'another schema, past DROP EXTENSION.';

CREATE FUNCTION barometre.taken_names(name text, wanted text,
    OUT classid oid, OUT objid oid, OUT kind text, OUT otherwise text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here_schema CONSTANT oid := quote_ident(name)::regnamespace;
    wanted_schema CONSTANT oid := quote_ident(wanted)::regnamespace;
    known CONSTANT oid[] := ARRAY(SELECT barometre.known_relations(name, wanted));
    -- not where a dump left all comments out
    comments_tell CONSTANT boolean := format('%I.audit', name)::regclass = ANY (known);
BEGIN
    RETURN QUERY
    WITH relation AS (
        SELECT named.oid, named.relname, named.relnamespace,
               CASE WHEN named.relkind IN ('r', 'p') THEN 'a table' WHEN named.relkind = 'v' THEN 'a view'
                    WHEN named.relkind = 'S' THEN 'a sequence'
                    WHEN named.relkind IN ('i', 'I') THEN 'an index' END AS kind,
               of_table.relname AS of_table
        FROM pg_class AS named
        LEFT JOIN pg_index ON indexrelid = named.oid
        LEFT JOIN pg_depend AS owned ON named.relkind = 'S' AND owned.objid = named.oid AND deptype IN ('a', 'i')
                                    AND owned.classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
        LEFT JOIN pg_class AS of_table ON of_table.oid = coalesce(indrelid, refobjid)
        WHERE named.relnamespace IN (here_schema, wanted_schema)
    ),
    made AS (
        SELECT * FROM relation WHERE relnamespace = wanted_schema
    )
    SELECT 'pg_class'::regclass::oid, here.oid, made.kind,
           CASE WHEN made.kind = here.kind
                THEN (SELECT format('COMMENT ON COLUMN %s.%I IS %L', here.oid::regclass, attname,
                                    col_description(attrelid, attnum))
                      FROM pg_attribute
                      WHERE attrelid = made.oid AND attnum > 0
                        AND attname IN (SELECT own.attname FROM pg_attribute AS own WHERE own.attrelid = here.oid)
                      ORDER BY attnum LIMIT 1) END
    FROM made
    JOIN relation AS here ON here.relname = made.relname AND here.relnamespace = here_schema
    WHERE (here.kind, here.of_table) IS DISTINCT FROM (made.kind, made.of_table)
       OR made.kind IN ('a table', 'a view') AND comments_tell AND here.oid <> ALL (known)
    UNION ALL
    SELECT 'pg_type'::regclass, pg_type.oid, made.kind, NULL
    FROM made
    JOIN pg_type ON typname = made.relname AND typnamespace = here_schema AND typrelid = 0
    WHERE made.kind IN ('a table', 'a view');

    -- a function's comment may change, but for its first sentence
    RETURN QUERY
    SELECT 'pg_proc'::regclass::oid, here.oid, 'a function',
           format('COMMENT ON FUNCTION %s IS %L', here.oid::regprocedure, obj_description(made.oid, 'pg_proc'))
    FROM pg_proc AS made
    JOIN pg_proc AS here ON here.proname = made.proname AND here.proargtypes = made.proargtypes
                        AND here.pronamespace = here_schema
    WHERE made.pronamespace = wanted_schema AND comments_tell
      AND split_part(obj_description(here.oid, 'pg_proc'), '. ', 1)
          IS DISTINCT FROM split_part(obj_description(made.oid, 'pg_proc'), '. ', 1);

    RETURN QUERY
    SELECT 'pg_trigger'::regclass::oid, here.oid, 'a trigger', NULL::text
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_trigger AS made ON made.tgrelid = pair.wanted_oid AND NOT made.tgisinternal
    JOIN pg_trigger AS here ON here.tgrelid = pair.here_oid AND here.tgname = made.tgname
    JOIN pg_proc ON pg_proc.oid = here.tgfoid AND pronamespace <> 'barometre'::regnamespace
    UNION ALL
    SELECT 'pg_constraint'::regclass, here.oid, 'a constraint', NULL
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_constraint AS made ON made.conrelid = pair.wanted_oid
    JOIN pg_constraint AS here ON here.conrelid = pair.here_oid AND here.conname = made.conname
                              AND here.contype <> made.contype;
END;
$$;

COMMENT ON FUNCTION barometre.taken_names(text, text) IS
'What stands in an observatory under a name that this version needs and is not barometre''s: a table, view, index, '
'sequence, type, function, trigger or constraint of the user''s. '
'kind: what this version makes of that name, as ''a table''. '
'otherwise: what says that barometre made it; NULL where that cannot be.';
