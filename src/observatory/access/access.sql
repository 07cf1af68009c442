/*
 * access: who may read and write what in an observatory.
 *
 * No list of roles is kept: the privileges in the catalogue tell who has which
 * access.  What an access gives follows from the kind and the name of a table or
 * view, so that upgrade_observatory() can give it again for new ones.
 */

CREATE FUNCTION barometre.access_privilege(observatory text, access text, OUT relation regclass, OUT privilege text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- on what create_observatory() makes: no partition, staging or table of the user's
    RETURN QUERY
    WITH made AS (
        SELECT pg_class.oid, pg_class.relname, pg_class.relkind = 'v' AS is_view
        FROM (SELECT sql.relation FROM barometre.sql_statements(barometre.observatory_sql('tables')) AS sql
              UNION
              SELECT sql.relation FROM barometre.sql_statements(barometre.observatory_sql('views')) AS sql) AS ours
        JOIN pg_class ON pg_class.relname = ours.relation AND pg_class.relkind IN ('r', 'p', 'v')
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace AND pg_namespace.nspname = observatory
    )
    SELECT made.oid::regclass, given.privilege
    FROM made
    CROSS JOIN unnest(CASE access WHEN 'load' THEN ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']
                                  ELSE ARRAY['SELECT'] END) AS given (privilege)
    WHERE CASE access
              WHEN 'read' THEN made.relname NOT IN ('audit', 'participation', 'structure_role')
              WHEN 'load' THEN NOT made.is_view AND made.relname <> 'structure_role'
              WHEN 'participant' THEN made.is_view AND made.relname ~ '^((my|public)_|catalogue$)'
          END;
END;
$$;

COMMENT ON FUNCTION barometre.access_privilege(text, text) IS
'The privileges that an access (read, load, participant) gives on the tables and views of an observatory.';

CREATE FUNCTION barometre.access_role(observatory text, access text) RETURNS SETOF name
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    participants name[];
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT structure_role.role) FROM %I.structure_role', observatory)
    INTO participants;
    RETURN QUERY
    WITH wanted AS (
        SELECT given.relation, given.privilege FROM barometre.access_privilege(observatory, access) AS given
    )
    SELECT pg_roles.rolname
    FROM wanted
    JOIN pg_class ON pg_class.oid = wanted.relation
    CROSS JOIN aclexplode(pg_class.relacl) AS held
    JOIN pg_roles ON pg_roles.oid = held.grantee
    WHERE held.privilege_type = wanted.privilege AND held.grantee <> pg_class.relowner
      AND (access <> 'participant' OR pg_roles.rolname = ANY (participants))
    GROUP BY pg_roles.rolname
    -- with a view, as DROP EXTENSION takes the views, and what was given on them
    HAVING count(DISTINCT (wanted.relation, wanted.privilege)) = (SELECT count(*) FROM wanted)
       AND (access = 'load' OR bool_or(pg_class.relkind = 'v'));
END;
$$;

COMMENT ON FUNCTION barometre.access_role(text, text) IS
'The roles that hold every privilege of an access (read, load, participant), granted to themselves.';

CREATE FUNCTION barometre.grant_access(observatory text, role text, access text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one_statement text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', observatory, role);
    -- views call functions without it
    IF access <> 'participant' AND NOT has_schema_privilege(role::name, 'barometre', 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA barometre TO %I', role);
    END IF;
    FOR one_statement IN
        SELECT format('GRANT %s ON %s TO %I', string_agg(given.privilege, ', '), given.relation, role)
        FROM barometre.access_privilege(observatory, access) AS given
        GROUP BY given.relation
    LOOP
        EXECUTE one_statement;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.grant_access(text, text, text) IS
'Gives a role the privileges of an access (read, load, participant) on an observatory, and USAGE on its schema; but '
'for a participant also on schema barometre.';

CREATE FUNCTION barometre.revoke_access(observatory text, role text, access text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one_statement text;
BEGIN
    -- but what another access gives, which the role has too
    FOR one_statement IN
        SELECT format('REVOKE %s ON %s FROM %I', string_agg(lost.privilege, ', '), lost.relation, role)
        FROM (SELECT taken.relation, taken.privilege FROM barometre.access_privilege(observatory, access) AS taken
              EXCEPT
              SELECT kept.relation, kept.privilege
              FROM unnest(ARRAY['read', 'load', 'participant']) AS other (access)
              CROSS JOIN barometre.access_privilege(observatory, other.access) AS kept
              WHERE other.access <> revoke_access.access
                AND role IN (SELECT holder::text
                             FROM barometre.access_role(observatory, other.access) AS holder)) AS lost
        GROUP BY lost.relation
    LOOP
        EXECUTE one_statement;
    END LOOP;
    IF NOT EXISTS (SELECT FROM (SELECT relacl FROM pg_class WHERE relnamespace = quote_ident(observatory)::regnamespace
                                UNION ALL
                                SELECT attacl FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                                WHERE relnamespace = quote_ident(observatory)::regnamespace) AS place (acl)
                   CROSS JOIN aclexplode(place.acl) AS held
                   WHERE held.grantee = quote_ident(role)::regrole) THEN
        EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM %I', observatory, role);
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.revoke_access(text, text, text) IS
'Takes the privileges of an access (read, load, participant) from a role, but those that another access gives which '
'it has too; and USAGE on the observatory''s schema when no privilege on a table or view in it is left.';

CREATE FUNCTION barometre.check_access(caller text, observatory text, role text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.require_observatory(observatory, caller);
    IF role IS NULL THEN
        RAISE EXCEPTION '%: role must not be NULL', caller USING ERRCODE = 'null_value_not_allowed';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname::text = role) THEN
        RAISE EXCEPTION '%: role "%" does not exist', caller, role USING ERRCODE = 'undefined_object';
    END IF;
    -- GRANT by another role may be no more than a warning
    IF NOT (SELECT pg_has_role(place.nspowner, 'USAGE')
            FROM pg_namespace AS place WHERE place.nspname = observatory) THEN
        RAISE EXCEPTION '%: must be owner of observatory "%"', caller, observatory
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- the views read with their owner's rights: taking those away would break them
    IF EXISTS (SELECT nspowner FROM pg_namespace WHERE nspname = observatory AND nspowner = quote_ident(role)::regrole
               UNION ALL
               SELECT pg_class.relowner FROM barometre.access_privilege(observatory, 'read') AS given
               JOIN pg_class ON pg_class.oid = given.relation
               WHERE pg_class.relowner = quote_ident(role)::regrole) THEN
        RAISE EXCEPTION '%: role "%" owns observatory "%"', caller, role, observatory
            USING ERRCODE = 'invalid_parameter_value', HINT = 'An owner has every right.';
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.check_access(text, text, text) IS
'Nothing when the caller may give a role access to the observatory, or take it, else an error: 42P01 for no '
'observatory, 42704 for no such role, 42501 when the caller does not own the observatory, 22023 when the role owns '
'it, 22004 for NULL. caller: the function that asks.';

CREATE FUNCTION barometre.grant_read(observatory text, role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.check_access('grant_read', observatory, role);
    PERFORM barometre.grant_access(observatory, role, 'read');
END;
$$;

COMMENT ON FUNCTION barometre.grant_read(text, text) IS
'A role may read every view of an observatory, and every table but audit, participation and structure_role, and call '
'the toolbox: for an analyst or a BI tool. upgrade_observatory() repeats it for later views. '
'A caller who may not grant USAGE on schema barometre gets a warning: views are read without it, the toolbox is not '
'called. '
'Errors: 42P01 when the schema is no observatory, 42704 when there is no such role, 42501 when the caller does not '
'own the observatory, 22023 when the role does, 22004 for NULL.';

CREATE FUNCTION barometre.revoke_read(observatory text, role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.check_access('revoke_read', observatory, role);
    PERFORM barometre.revoke_access(observatory, role, 'read');
END;
$$;

COMMENT ON FUNCTION barometre.revoke_read(text, text) IS
'Takes back what grant_read() gave; a role that has grant_load() or grant_participant() too keeps what these give. '
'USAGE on schema barometre stays: other observatories may need it. Errors as grant_read().';

CREATE FUNCTION barometre.grant_load(observatory text, role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.check_access('grant_load', observatory, role);
    PERFORM barometre.grant_access(observatory, role, 'load');
END;
$$;

COMMENT ON FUNCTION barometre.grant_load(text, text) IS
'A role may read and write every table of an observatory but structure_role, and call the toolbox: for who loads '
'files and corrects them. It reads no view. upgrade_observatory() repeats it for later tables. '
'Errors as grant_read().';

CREATE FUNCTION barometre.revoke_load(observatory text, role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.check_access('revoke_load', observatory, role);
    PERFORM barometre.revoke_access(observatory, role, 'load');
END;
$$;

COMMENT ON FUNCTION barometre.revoke_load(text, text) IS
'Takes back what grant_load() gave; a role that has grant_read() too keeps what that gives. Errors as grant_read().';

CREATE FUNCTION barometre.grant_participant(observatory text, role text, structure text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stale bigint := 0;
BEGIN
    PERFORM barometre.check_access('grant_participant', observatory, role);
    IF structure IS NULL THEN
        RAISE EXCEPTION 'grant_participant: structure must not be NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    -- rows name roles by name, privileges do not: who has rows without privileges has another's name
    IF NOT EXISTS (SELECT FROM pg_class CROSS JOIN aclexplode(pg_class.relacl) AS held
                   WHERE pg_class.oid = format('%I.my_score', observatory)::regclass
                     AND held.grantee = quote_ident(role)::regrole) THEN
        EXECUTE format('DELETE FROM %I.structure_role WHERE role::text = $1', observatory) USING role;
        GET DIAGNOSTICS stale = ROW_COUNT;
    END IF;
    IF stale > 0 THEN
        RAISE NOTICE 'structures that an earlier role "%" might read are taken from it: %', role, stale;
    END IF;
    EXECUTE format('INSERT INTO %I.structure_role (role, structure) VALUES ($1, $2) ON CONFLICT DO NOTHING',
                   observatory)
    USING role::name, structure;
    PERFORM barometre.grant_access(observatory, role, 'participant');
END;
$$;

COMMENT ON FUNCTION barometre.grant_participant(text, text, text) IS
'A role, and the roles that have its rights, may read the results of this structure in the views my_…, the views '
'public_…, and in catalogue what the columns of these mean, and nothing else. Called again for each further '
'structure of the role. '
'upgrade_observatory() repeats it for later views of these names. structure_role names the role: after ALTER ROLE … '
'RENAME it is to be granted again. Rows that a role finds there without having been granted anything are an earlier '
'role''s of its name; they go, with a notice. '
'Errors as grant_read(), and 23503 when there is no such structure.';

CREATE FUNCTION barometre.revoke_participant(observatory text, role text, structure text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_here boolean;
    has_another boolean;
BEGIN
    PERFORM barometre.require_observatory(observatory, 'revoke_participant');
    is_here := role IS NULL OR EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname::text = role);
    IF is_here THEN
        PERFORM barometre.check_access('revoke_participant', observatory, role);
    END IF;
    EXECUTE format('DELETE FROM %I.structure_role WHERE role::text = $1 AND structure = $2', observatory)
    USING role, structure;
    -- of a role that was dropped, or renamed, there is nothing else to take
    IF is_here THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.structure_role WHERE role::text = $1)', observatory)
        USING role INTO has_another;
        IF NOT has_another THEN
            PERFORM barometre.revoke_access(observatory, role, 'participant');
        END IF;
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.revoke_participant(text, text, text) IS
'A role may no longer read the results of this structure; with the last of its structures it loses the views too, '
'unless it has grant_read(). Also for a role that was dropped or renamed: its row in structure_role goes. Errors as '
'grant_read(), but none for a role that does not exist.';

CREATE FUNCTION barometre.access_statement(observatory text) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF to_regclass(format('%I.structure_role', observatory)) IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT format('SELECT barometre.grant_access(%L, %L, %L)', observatory, holder, wanted.access)
    FROM unnest(ARRAY['read', 'load', 'participant']) AS wanted (access)
    CROSS JOIN barometre.access_role(observatory, wanted.access) AS holder;
END;
$$;

COMMENT ON FUNCTION barometre.access_statement(text) IS
'Statements that give again what grant_read(), grant_load() and grant_participant() gave: upgrade_observatory() asks '
'for them before it makes new tables and views, and runs them after.';
