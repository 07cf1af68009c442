/*
 * observatory: the tables and views that create_observatory() makes.
 *
 * What is made is written in the files of this folder, as plain SQL without
 * schema; observatory_sql() holds their text, and it is run with search_path
 * set to the new schema.
 */

CREATE FUNCTION barometre.create_observatory(name text, reference boolean DEFAULT true, partitioned boolean DEFAULT false)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tables text := barometre.observatory_sql('tables');
BEGIN
    IF name IS NULL OR reference IS NULL OR partitioned IS NULL THEN
        RAISE EXCEPTION 'create_observatory: arguments must not be NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    IF partitioned THEN
        tables := replace(tables, '/* PARTITION BY LIST (edition) */', 'PARTITION BY LIST (edition)');
    END IF;

    EXECUTE format('CREATE SCHEMA %I', name);
    PERFORM barometre.run_in_observatory(name, tables);
    IF reference THEN
        PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('reference'));
    END IF;
    PERFORM barometre.upgrade_observatory(name);

    -- The planner takes a table that was never analyzed for one of ten pages,
    -- and most of these stay too small for autovacuum: the views' plans would
    -- look so dear that each query waited for JIT compilation.
    PERFORM barometre.run_in_observatory(name,
        'ANALYZE edition, channel, determinant, category, structure, determinant_weight, channel_weight, scale, criterion, answer_word, margin, structure_role, participation, audit');
END;
$$;

COMMENT ON FUNCTION barometre.create_observatory(text, boolean, boolean) IS
'Makes an observatory: a schema of this name with its tables, guards and views, owned by the caller. '
'reference: also the channels, determinants, categories and scales of a barometer of public services. '
'partitioned: the table audit gets a partition for each edition that is inserted. Error 42P06 when the schema exists.';

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

CREATE FUNCTION barometre.upgrade_observatory(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    guard record;
BEGIN
    PERFORM barometre.require_observatory(name, 'upgrade_observatory');
    -- A constraint trigger cannot be replaced, and an older version may have had other guards.
    FOR guard IN
        SELECT tgname, tgrelid::regclass AS relation FROM pg_trigger
        WHERE NOT tgisinternal AND tgparentid = 0
          AND tgfoid IN (SELECT oid FROM pg_proc WHERE pronamespace = 'barometre'::regnamespace)
          AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = quote_ident(name)::regnamespace)
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', guard.tgname, guard.relation);
    END LOOP;
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('guards'));
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('views'));
    IF (SELECT relkind = 'p' FROM pg_class WHERE oid = format('%I.audit', name)::regclass) THEN
        PERFORM barometre.run_in_observatory(name,
            'CREATE OR REPLACE TRIGGER partition_audit AFTER INSERT OR UPDATE OF edition ON edition
             FOR EACH ROW EXECUTE FUNCTION barometre.partition_audit()');
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.upgrade_observatory(text) IS
'Re-creates the views and guards of an observatory after an update of the extension, or after DROP EXTENSION … CASCADE and CREATE EXTENSION. '
'Leaves its tables, the answers in them, and privileges on views. Error 42P01 when the schema is no observatory.';

