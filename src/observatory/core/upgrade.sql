/*
 * upgrade: the road for an observatory that exists.
 *
 * What it lacks (compare.sql) is added, views and guards are made anew, and
 * what users have set on them (settings.sql) is given back.  What cannot be
 * added is refused before anything is changed.
 */

CREATE FUNCTION barometre.refuse_upgrade(name text, wanted text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
DECLARE
    conflict record;
BEGIN
    -- who owns a view or table writes what runs with the rights of its readers and writers
    SELECT pair.relation, owner.rolname INTO conflict
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_class AS here ON here.oid = pair.here_oid
    JOIN pg_namespace AS place ON place.oid = here.relnamespace
    JOIN pg_roles AS owner ON owner.oid = here.relowner
    WHERE NOT owner.rolsuper AND NOT pg_has_role(owner.oid, place.nspowner, 'USAGE')
      AND here.relowner <> (SELECT relowner FROM pg_class WHERE oid = format('%I.audit', name)::regclass)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '"%" in observatory "%" belongs to role "%"', conflict.relation, name, conflict.rolname
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'This version makes one of this name. Rename or drop it, or give it to the owner '
                         'of the schema.';
    END IF;

    SELECT pg_describe_object(taken.classid, taken.objid, 0) AS object, taken.kind, taken.otherwise INTO conflict
    FROM barometre.taken_names(name, wanted) AS taken ORDER BY object LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% is not one that barometre made', conflict.object
            USING ERRCODE = 'wrong_object_type', DETAIL = format('This version makes %s of this name.', conflict.kind),
                  HINT = 'Rename or drop it, then upgrade.'
                         || coalesce(' If barometre made it: ' || conflict.otherwise, '');
    END IF;

    SELECT pair.relation, here.attname, format_type(here.atttypid, here.atttypmod) AS type,
           format_type(made.atttypid, made.atttypmod) AS wanted_type INTO conflict
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid AND made.attnum > 0
    JOIN pg_attribute AS here ON here.attrelid = pair.here_oid AND here.attname = made.attname
    WHERE pair.wanted_kind <> 'v'
      AND (here.atttypid, here.atttypmod, here.attcollation, here.attgenerated)
          IS DISTINCT FROM (made.atttypid, made.atttypmod, made.attcollation, made.attgenerated)
    ORDER BY pair.wanted_oid, made.attnum LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'column "%" of table "%" is not the one that this version makes',
            conflict.attname, conflict.relation
            USING ERRCODE = 'datatype_mismatch',
                  DETAIL = format('It is of type %s; wanted is type %s, with the collation and '
                                  'generation of a new observatory.',
                                  conflict.type, conflict.wanted_type),
                  HINT = 'Rename it: this version makes one of this name.';
    END IF;

    SELECT pg_describe_object(classid, objid, 0) AS object, dependent INTO conflict
    FROM barometre.replaced_objects(name, wanted) WHERE dependent IS NOT NULL ORDER BY object LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% must be made anew, and something of yours stands on it', conflict.object
            USING ERRCODE = 'dependent_objects_still_exist', DETAIL = format('On it stands %s.', conflict.dependent),
                  HINT = 'Keep its definition (\d+ in psql), drop it, upgrade the observatory, and make it again.';
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.refuse_upgrade(text, text) IS
'Nothing when upgrade_observatory() can do its work, else an error: 42501 for somebody else''s table or view under a '
'name that is needed, 42809 for what barometre did not make under a name that is needed (taken_names()), '
'42804 for a column of another type, 2BP01 for what stands on a view that must change.';

CREATE FUNCTION barometre.move_new_tables(name text, wanted text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    new_table record;
    taken record;
    has_reference boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I.channel AS here JOIN %I.channel AS made ON made.channel = here.channel)',
        name, wanted)
    INTO has_reference;
    FOR new_table IN
        SELECT relation, wanted_oid FROM barometre.relation_pairs(name, wanted)
        WHERE wanted_kind IN ('r', 'p') AND here_oid IS NULL
    LOOP
        -- keys and guards lead to the wanted observatory; they are made again
        FOR taken IN
            SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I', wanted, new_table.relation, conname) AS statement
            FROM pg_constraint WHERE conrelid = new_table.wanted_oid AND contype = 'f'
            UNION ALL
            SELECT format('DROP TRIGGER %I ON %I.%I', tgname, wanted, new_table.relation)
            FROM pg_trigger WHERE tgrelid = new_table.wanted_oid AND NOT tgisinternal
        LOOP
            EXECUTE taken.statement;
        END LOOP;
        IF NOT has_reference THEN
            EXECUTE format('TRUNCATE %I.%I', wanted, new_table.relation);
        END IF;
        EXECUTE format('ALTER TABLE %I.%I SET SCHEMA %I', wanted, new_table.relation, name);
        EXECUTE format('ALTER TABLE %I.%I OWNER TO %I', name, new_table.relation,
                       (SELECT pg_get_userbyid(relowner) FROM pg_class
                        WHERE oid = format('%I.audit', name)::regclass));
        IF barometre.is_distributed(name) THEN
            PERFORM create_reference_table(format('%I.%I', name, new_table.relation)::regclass);
        END IF;
        EXECUTE format('ANALYZE %I.%I', name, new_table.relation);
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.move_new_tables(text, text) IS
'Takes the tables that an observatory lacks from the wanted observatory; with their reference rows, where the '
'channels are those of the reference. On Citus they become reference tables.';

CREATE FUNCTION barometre.add_missing_part(name text, statement text, otherwise text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.run_in_observatory(name, statement);
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
    IF otherwise IS NULL THEN
        RAISE;
    END IF;
    RAISE WARNING 'rows of observatory "%" break a constraint of this version, which is for new rows only: %',
        name, SQLERRM
        USING HINT = otherwise;
    PERFORM barometre.run_in_observatory(name, otherwise);
END;
$$;

COMMENT ON FUNCTION barometre.add_missing_part(text, text, text) IS
'Runs a statement of missing_parts(), or the other one, with a warning, where old rows break it.';

CREATE FUNCTION barometre.upgrade_observatory(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning -- of what goes with what is dropped
AS $$
DECLARE
    wanted text;
    new_objects text[];
    settings text[];
    dropped text[];
    additions text[];
    alternatives text[];
    one_statement text;
BEGIN
    PERFORM barometre.require_observatory(name, 'upgrade_observatory');
    PERFORM barometre.refuse_strangers(name);
    PERFORM barometre.refuse_strangers('barometre');
    wanted := barometre.wanted_observatory(
        partitioned => (SELECT relkind = 'p' FROM pg_class WHERE oid = format('%I.audit', name)::regclass));
    PERFORM barometre.refuse_upgrade(name, wanted);

    settings := ARRAY(SELECT barometre.user_settings(name, wanted)
                      UNION ALL SELECT barometre.access_statement(name));
    new_objects := ARRAY(
        SELECT format('ALTER VIEW %I.%I OWNER TO %I', name, pair.relation, pg_get_userbyid(nspowner))
        FROM barometre.relation_pairs(name, wanted) AS pair, pg_namespace
        WHERE nspname = name AND pair.wanted_kind = 'v' AND pair.here_oid IS NULL
        UNION ALL
        SELECT format('ALTER FUNCTION %I.%I(%s) OWNER TO %I', name, made.proname,
                      pg_get_function_identity_arguments(made.oid), pg_get_userbyid(nspowner))
        FROM barometre.function_pairs(name, wanted) AS pair
        JOIN pg_proc AS made ON made.oid = pair.wanted_oid
        CROSS JOIN pg_namespace
        WHERE nspname = name AND pair.here_oid IS NULL);
    dropped := ARRAY(
        SELECT CASE classid WHEN 'pg_class'::regclass THEN format('DROP VIEW IF EXISTS %s CASCADE', objid::regclass)
                            ELSE format('DROP FUNCTION IF EXISTS %s CASCADE', objid::regprocedure) END
        FROM barometre.replaced_objects(name, wanted)
        UNION ALL
        SELECT barometre.guard_removals(name));
    FOREACH one_statement IN ARRAY dropped LOOP
        EXECUTE one_statement;
    END LOOP;

    SELECT array_agg(missing.statement), array_agg(missing.otherwise) INTO additions, alternatives
    FROM barometre.missing_parts(name, wanted) AS missing;
    PERFORM barometre.move_new_tables(name, wanted);
    FOR i IN 1 .. coalesce(cardinality(additions), 0) LOOP
        PERFORM barometre.add_missing_part(name, additions[i], alternatives[i]);
    END LOOP;
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('guards'));
    PERFORM barometre.run_in_observatory(name, barometre.observatory_sql('views'));
    additions := ARRAY(SELECT barometre.missing_comments(name, wanted));
    FOREACH one_statement IN ARRAY new_objects || additions || settings LOOP
        EXECUTE one_statement;
    END LOOP;
    EXECUTE format('DROP SCHEMA %I CASCADE', wanted);
    -- what another session made meanwhile
    PERFORM barometre.refuse_strangers(name);
    PERFORM barometre.refuse_strangers('barometre');
END;
$$;

COMMENT ON FUNCTION barometre.upgrade_observatory(text) IS
'Brings an observatory to this version of the extension, also after DROP EXTENSION … CASCADE and CREATE EXTENSION: '
'tables and columns that it lacks, guards, views. '
'Nothing of the user''s is lost: rows, columns, indexes, privileges, owners, comments, options, states of triggers. '
'A constraint that rows break is made for new rows only (NOT VALID), with a warning. '
'Before anything is changed, an error: 42P01 when the schema is no observatory; 42501 when it or schema barometre '
'holds functions or operators of others, or it somebody else''s table or view under a name that is needed; '
'42809, 42804 for a table, view, index, type, function, trigger … or column of the user''s under a name that is '
'needed; 2BP01 for what stands on a view '
'that must change.';
