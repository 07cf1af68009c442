/*
 * observatory: the tables, guards and views that create_observatory() makes.
 *
 * What is made is written in the files of src/observatory, as plain SQL without
 * schema; observatory_sql() holds their text, and it is run with search_path
 * set to the new schema.
 */

CREATE FUNCTION barometre.require_observatory(name text, caller text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF name IS NULL THEN
        RAISE EXCEPTION '%: name must not be NULL', caller USING ERRCODE = 'null_value_not_allowed';
    END IF;
    IF to_regclass(format('%I.audit', name)) IS NULL OR to_regclass(format('%I.participation', name)) IS NULL THEN
        RAISE EXCEPTION 'schema "%" is not an observatory', name
            USING ERRCODE = 'undefined_table', HINT = 'create_observatory() makes one.';
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.require_observatory(text, text) IS
'Nothing when the schema is an observatory, else an error: 42P01, or 22004 for NULL. caller: the function that asks.';

CREATE FUNCTION barometre.refuse_strangers(name text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stranger record;
BEGIN
    -- functions, operators, types and what else may stand in an expression; not tables and views
    SELECT pg_describe_object(member.classid, member.objid, 0) AS object, owner.rolname INTO stranger
    FROM pg_namespace AS place
    JOIN pg_depend AS member ON member.refclassid = 'pg_namespace'::regclass AND member.refobjid = place.oid
                            AND member.classid <> 'pg_class'::regclass
    JOIN pg_shdepend AS owned ON owned.classid = member.classid AND owned.objid = member.objid AND owned.deptype = 'o'
                             AND owned.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    JOIN pg_roles AS owner ON owner.oid = owned.refobjid
    WHERE place.nspname = name AND NOT owner.rolsuper AND NOT pg_has_role(owner.oid, place.nspowner, 'USAGE')
    ORDER BY object LIMIT 1;
    IF stranger.object IS NOT NULL THEN
        RAISE EXCEPTION 'schema "%" holds a % of role "%"', name, stranger.object, stranger.rolname
            USING ERRCODE = 'insufficient_privilege',
                  DETAIL = 'What runs with your rights could call it.',
                  HINT = 'Drop it, or give it to the owner of the schema; REVOKE CREATE ON SCHEMA keeps '
                         'others from making more.';
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.refuse_strangers(text) IS
'Nothing when all functions, operators and types in the schema are of its owner (or of a role with the owner''s '
'rights) or of a superuser, else the error 42501.';

CREATE FUNCTION barometre.create_observatory(name text,
    reference boolean DEFAULT true, partitioned boolean DEFAULT false)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF name IS NULL OR reference IS NULL OR partitioned IS NULL THEN
        RAISE EXCEPTION 'create_observatory: arguments must not be NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    PERFORM barometre.refuse_strangers('barometre');

    PERFORM barometre.make_observatory(name, reference, partitioned);
    -- The planner takes a table that was never analyzed for one of ten pages,
    -- and most of these stay too small for autovacuum: the views' plans would
    -- look so dear that each query waited for JIT compilation.
    EXECUTE (SELECT 'ANALYZE ' || string_agg(oid::regclass::text, ', ')
             FROM pg_class WHERE relnamespace = quote_ident(name)::regnamespace AND relkind IN ('r', 'p'));
    -- what another session made meanwhile
    PERFORM barometre.refuse_strangers('barometre');
END;
$$;

COMMENT ON FUNCTION barometre.create_observatory(text, boolean, boolean) IS
'Makes an observatory: a schema of this name with its tables, guards and views, owned by the caller. '
'reference: also the channels, determinants, categories and scales of a barometer of public services. '
'partitioned: the table audit gets a partition for each edition that is inserted. '
'Error 42P06 when the schema exists, 42501 when schema barometre holds functions or operators of others.';

CREATE FUNCTION barometre.make_observatory(name text, reference boolean, partitioned boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE SCHEMA %I', name);
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('tables'));
    IF partitioned THEN
        PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('partitioning'));
    END IF;
    IF reference THEN
        PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('reference'));
    END IF;
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('guards'));
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('views'));
    PERFORM barometre.write_comments(name);
END;
$$;

COMMENT ON FUNCTION barometre.make_observatory(text, boolean, boolean) IS
'Runs the scripts of observatory_sql() in a new schema: what create_observatory() makes, and what '
'upgrade_observatory() compares an observatory with.';

CREATE FUNCTION barometre.observatories() RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT nspname::text
    FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid AND relname = 'audit' AND NOT relispartition
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE tgfoid = 'barometre.guard_audit()'::regprocedure
    ORDER BY nspname;
END;
$$;

COMMENT ON FUNCTION barometre.observatories() IS
'The observatories of this database: the schemas whose table audit is guarded.';
