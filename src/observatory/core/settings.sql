/*
 * settings: what users have set on views, functions and guards, and an upgrade
 * would take away.
 */

CREATE FUNCTION barometre.guard_triggers(name text,
    OUT trigger oid, OUT root name, OUT guard name, OUT is_root boolean)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT fired.oid, root_table.relname, fired.tgname, fired.tgparentid = 0
    FROM pg_trigger AS fired
    JOIN pg_proc ON pg_proc.oid = fired.tgfoid AND pronamespace = 'barometre'::regnamespace
    JOIN pg_class AS root_table ON root_table.oid = coalesce(pg_partition_root(fired.tgrelid)::oid, fired.tgrelid)
    WHERE (NOT fired.tgisinternal OR fired.tgparentid <> 0)
      AND root_table.relnamespace = quote_ident(name)::regnamespace;
END;
$$;

COMMENT ON FUNCTION barometre.guard_triggers(text) IS
'The guards of an observatory: its triggers whose function is in schema barometre, on its tables and their partitions.';

CREATE FUNCTION barometre.guard_states(name text, OUT root name, OUT guard name, OUT statement text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT found.root, found.guard,
           format('ALTER TABLE ONLY %s %s TRIGGER %I', fired.tgrelid::regclass,
                  CASE fired.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END,
                  found.guard)
    FROM barometre.guard_triggers(name) AS found
    JOIN pg_trigger AS fired ON fired.oid = found.trigger
    WHERE fired.tgenabled <> 'O'
    UNION ALL
    SELECT found.root, found.guard,
           format('COMMENT ON TRIGGER %I ON %s IS %L', found.guard, fired.tgrelid::regclass,
                  obj_description(found.trigger, 'pg_trigger'))
    FROM barometre.guard_triggers(name) AS found
    JOIN pg_trigger AS fired ON fired.oid = found.trigger
    WHERE obj_description(found.trigger, 'pg_trigger') IS NOT NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_states(text) IS
'The guards of an observatory that a user has commented on, disabled, or enabled in another way than usual, with the '
'statement that does so again.';

CREATE FUNCTION barometre.guard_removals(name text) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT format('DROP TRIGGER %I ON %s', found.guard, tgrelid::regclass)
    FROM barometre.guard_triggers(name) AS found
    JOIN pg_trigger ON pg_trigger.oid = found.trigger
    WHERE found.is_root;
END;
$$;

COMMENT ON FUNCTION barometre.guard_removals(text) IS
'Statements that drop the guards of an observatory.';

CREATE FUNCTION barometre.user_settings(name text, wanted text) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- of all views, as CREATE OR REPLACE VIEW takes options away, and comments are written anew, on functions too
    RETURN QUERY
    SELECT format('ALTER VIEW %s SET (%s)', here.oid::regclass,
                  (SELECT string_agg(format('%I = %L', option_name, option_value), ', ')
                   FROM pg_options_to_table(here.reloptions)))
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_class AS here ON here.oid = pair.here_oid
    WHERE pair.here_kind = 'v' AND here.reloptions IS NOT NULL;

    RETURN QUERY
    SELECT format('COMMENT ON %s %s%s IS %L', CASE WHEN was.attnum IS NULL THEN 'VIEW' ELSE 'COLUMN' END,
                  pair.here_oid::regclass, coalesce('.' || quote_ident(was.attname), ''), about.description)
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_description AS about ON about.classoid = 'pg_class'::regclass AND about.objoid = pair.here_oid
    LEFT JOIN pg_attribute AS was ON was.attrelid = pair.here_oid
                                 AND was.attnum = about.objsubid AND about.objsubid > 0
    LEFT JOIN pg_attribute AS becomes ON becomes.attrelid = pair.wanted_oid AND becomes.attname = was.attname
    LEFT JOIN pg_description AS made ON made.classoid = 'pg_class'::regclass AND made.objoid = pair.wanted_oid
                                    AND made.objsubid = coalesce(becomes.attnum, 0)
    WHERE pair.here_kind = 'v' AND (was.attnum IS NULL OR becomes.attnum IS NOT NULL)
      AND made.description IS DISTINCT FROM about.description;

    RETURN QUERY
    SELECT format('COMMENT ON FUNCTION %s IS %L', pair.here_oid::regprocedure, said.comment)
    FROM barometre.function_pairs(name, wanted) AS pair
    CROSS JOIN LATERAL obj_description(pair.here_oid, 'pg_proc') AS said (comment)
    WHERE said.comment <> obj_description(pair.wanted_oid, 'pg_proc');

    -- of our triggers, which are made anew
    RETURN QUERY
    SELECT state.statement
    FROM barometre.guard_states(name) AS state
    WHERE EXISTS (SELECT FROM barometre.guard_triggers(wanted) AS made
                  WHERE (made.root, made.guard) = (state.root, state.guard));

    -- of what is dropped and made anew: all
    RETURN QUERY
    SELECT format('ALTER VIEW %s OWNER TO %I', lost.oid::regclass, pg_get_userbyid(lost.relowner))
    FROM barometre.replaced_objects(name, wanted)
    JOIN pg_class AS lost ON classid = 'pg_class'::regclass AND lost.oid = objid
    WHERE lost.relname <> ALL (barometre.removed_views())
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO %I', lost.oid::regprocedure, pg_get_userbyid(lost.proowner))
    FROM barometre.replaced_objects(name, wanted)
    JOIN pg_proc AS lost ON classid = 'pg_proc'::regclass AND lost.oid = objid;
    RETURN QUERY
    WITH grants AS (
        SELECT 'TABLE ' || lost.oid::regclass AS object, lost.relowner AS owner, lost.relacl AS acl, '' AS columns
        FROM barometre.replaced_objects(name, wanted)
        JOIN pg_class AS lost ON classid = 'pg_class'::regclass AND lost.oid = objid
        WHERE lost.relname <> ALL (barometre.removed_views())
        UNION ALL
        SELECT 'TABLE ' || lost.oid::regclass, lost.relowner, was.attacl, format(' (%I)', was.attname)
        FROM barometre.replaced_objects(name, wanted)
        JOIN pg_class AS lost ON classid = 'pg_class'::regclass AND lost.oid = objid
        JOIN pg_attribute AS was ON was.attrelid = lost.oid AND was.attacl IS NOT NULL
        JOIN barometre.relation_pairs(name, wanted) AS pair ON pair.here_oid = lost.oid
        JOIN pg_attribute AS becomes ON becomes.attrelid = pair.wanted_oid AND becomes.attname = was.attname
        UNION ALL
        SELECT 'FUNCTION ' || lost.oid::regprocedure, lost.proowner, lost.proacl, ''
        FROM barometre.replaced_objects(name, wanted)
        JOIN pg_proc AS lost ON classid = 'pg_proc'::regclass AND lost.oid = objid
    )
    -- first what default privileges would give, then what was given
    SELECT format('REVOKE ALL ON %s FROM %s', object,
                  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
    FROM grants
    CROSS JOIN (SELECT DISTINCT given.grantee FROM pg_default_acl CROSS JOIN aclexplode(defaclacl) AS given
                UNION SELECT 0::oid) AS by_default
    WHERE columns = '' AND grantee <> owner AND (acl IS NOT NULL OR object NOT LIKE 'FUNCTION %')
    UNION ALL
    SELECT format('GRANT %s%s ON %s TO %s%s', privilege_type, columns, object,
                  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
                  CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM grants CROSS JOIN aclexplode(acl)
    WHERE grantee <> owner;
    RETURN QUERY
    SELECT pg_get_triggerdef(oid)
    FROM barometre.replaced_objects(name, wanted)
    JOIN pg_trigger ON classid = 'pg_class'::regclass AND tgrelid = objid
    WHERE objid IN (SELECT here_oid FROM barometre.relation_pairs(name, wanted)) AND NOT tgisinternal
    UNION ALL
    SELECT pg_get_ruledef(oid)
    FROM barometre.replaced_objects(name, wanted)
    JOIN pg_rewrite ON classid = 'pg_class'::regclass AND ev_class = objid
    WHERE objid IN (SELECT here_oid FROM barometre.relation_pairs(name, wanted)) AND rulename <> '_RETURN';
END;
$$;

COMMENT ON FUNCTION barometre.user_settings(text, text) IS
'Statements that give back what users have set on an observatory''s views, functions and guards and an upgrade would '
'take away: owners, privileges, options, comments, rules, the states of triggers.';
