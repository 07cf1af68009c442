/*
 * taken: what stands in an observatory under a name that this version needs.
 *
 * Tables, views and functions of barometre are known by their words, anything
 * else by what it is part of.  The rest is the user's, and is neither replaced nor changed.
 */

CREATE FUNCTION barometre.known_relations(name text, wanted text) RETURNS SETOF oid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here_schema CONSTANT oid := quote_ident(name)::regnamespace;
    wanted_schema CONSTANT oid := quote_ident(wanted)::regnamespace;
BEGIN
    RETURN QUERY
    WITH described AS MATERIALIZED (
        -- 'French — English'; the first observatories had the English half
        SELECT relnamespace, pg_class.oid AS relation, attname, coalesce(attname, relname) AS called,
               regexp_split_to_array(description, ' — |[.] ') AS sentences
        FROM pg_class
        JOIN pg_description ON classoid = 'pg_class'::regclass AND objoid = pg_class.oid
        LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND attnum > 0
        WHERE relnamespace IN (here_schema, wanted_schema) AND relkind IN ('r', 'p', 'v')
    ),
    word AS (
        -- what a relation or column is called, and means
        SELECT DISTINCT called, attname IS NULL AS is_relation, sentences
        FROM described WHERE relnamespace = wanted_schema
    ),
    described_here AS (
        SELECT described.relation, attname,
               EXISTS (SELECT FROM word WHERE is_relation = (attname IS NULL)
                       AND word.called = described.called AND word.sentences && described.sentences) AS is_ours
        FROM described WHERE relnamespace = here_schema
    ),
    described_columns AS (
        -- of a table those that this version gives it: users add others, of any name
        SELECT here.attrelid, count(*) AS columns, count(*) FILTER (WHERE is_ours) AS ours
        FROM barometre.relation_pairs(name, wanted) AS pair
        RIGHT JOIN pg_class ON pg_class.oid = pair.here_oid
        JOIN pg_attribute AS here ON here.attrelid = pg_class.oid AND here.attnum > 0
        LEFT JOIN described_here ON described_here.relation = here.attrelid AND described_here.attname = here.attname
        WHERE pg_class.relnamespace = here_schema AND here.attname IN (SELECT called FROM word WHERE NOT is_relation)
          AND (pg_class.relkind = 'v'
               OR EXISTS (SELECT FROM pg_attribute AS made
                          WHERE made.attrelid = pair.wanted_oid AND made.attname = here.attname))
        GROUP BY here.attrelid
    )
    SELECT described_here.relation
    FROM described_here
    LEFT JOIN described_columns ON attrelid = described_here.relation
    WHERE described_here.attname IS NULL AND (is_ours OR ours > greatest(1, columns / 2));
END;
$$;

COMMENT ON FUNCTION barometre.known_relations(text, text) IS
'The tables and views of an observatory that this version or a former one made, known by their words: the comment '
'has a sentence that this version gives to a table or view of this name; or there is another one, and more than half '
'of the columns of names that this version knows (of a table: that it gives this table), two at least, have a '
'sentence that it gives to columns of their name. '
'Comments go where an observatory goes: into dumps, to another schema, past DROP EXTENSION.';

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
    comments_tell CONSTANT boolean := cardinality(known) > 0;
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
                THEN format('COMMENT ON %s %s IS %L', upper(split_part(made.kind, ' ', 2)), here.oid::regclass,
                            obj_description(made.oid, 'pg_class')) END
    FROM made
    JOIN relation AS here ON here.relname = made.relname AND here.relnamespace = here_schema
    WHERE (here.kind, here.of_table) IS DISTINCT FROM (made.kind, made.of_table)
       OR made.kind IN ('a table', 'a view') AND comments_tell AND here.oid <> ALL (known)
    UNION ALL
    SELECT 'pg_type'::regclass, pg_type.oid, made.kind, NULL
    FROM made
    JOIN pg_type ON typname = made.relname AND typnamespace = here_schema AND typrelid = 0
    WHERE made.kind IN ('a table', 'a view');

    -- a function has a sentence of ours, or is declared as ours is, and written in SQL
    RETURN QUERY
    SELECT 'pg_proc'::regclass::oid, here.oid, 'a function',
           format('COMMENT ON FUNCTION %s IS %L', here.oid::regprocedure, obj_description(made.oid, 'pg_proc'))
    FROM barometre.function_pairs(name, wanted) AS pair
    JOIN pg_proc AS made ON made.oid = pair.wanted_oid
    JOIN pg_proc AS here ON here.oid = pair.here_oid
    WHERE comments_tell
      AND (string_to_array(obj_description(here.oid, 'pg_proc'), '. ')
           && string_to_array(obj_description(made.oid, 'pg_proc'), '. ')) IS NOT TRUE
      AND (here.prokind, pg_get_function_arguments(here.oid), pg_get_function_result(here.oid),
           here.prosqlbody IS NULL, obj_description(here.oid, 'pg_proc') IS NULL)
          IS DISTINCT FROM
          (made.prokind, pg_get_function_arguments(made.oid), pg_get_function_result(made.oid), false, false);

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
