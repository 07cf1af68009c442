/*
 * barometre: barometer analytics inside PostgreSQL.
 *
 * This script is the concatenation of the .sql files under src/.
 */
\echo Use "CREATE EXTENSION barometre" to load this file. \quit


-- What stands in schema barometre is called by its full name, and nothing else of it is looked at.
SET LOCAL search_path = pg_catalog, pg_temp;

-- before anything else, and U&'\....' nowhere in the script, which would fail when it is parsed
DO $$
BEGIN
    IF getdatabaseencoding() <> 'UTF8' THEN
        RAISE EXCEPTION 'barometre needs a database whose encoding is UTF8'
            USING ERRCODE = 'feature_not_supported',
                  DETAIL = format('That of this database is %s.', getdatabaseencoding()),
                  HINT = 'createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 makes one.';
    END IF;
END;
$$;

DO $$
DECLARE
    stranger text;
BEGIN
    SELECT format('belongs to role "%s"', rolname) INTO stranger
    FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner
    WHERE nspname = 'barometre' AND NOT rolsuper;
    IF stranger IS NULL THEN
        SELECT format('holds a %s of role "%s"', pg_describe_object(member.classid, member.objid, 0), rolname)
        INTO stranger
        FROM pg_depend AS member
        JOIN pg_shdepend AS owned ON owned.classid = member.classid AND owned.objid = member.objid
                                 AND owned.deptype = 'o'
                                 AND owned.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        JOIN pg_roles ON pg_roles.oid = owned.refobjid
        WHERE member.refclassid = 'pg_namespace'::regclass AND member.refobjid = 'barometre'::regnamespace
          AND NOT rolsuper
        LIMIT 1;
    END IF;
    IF stranger IS NULL THEN
        -- by default privileges, too
        SELECT format('lets %s create in it', coalesce('role "' || rolname || '"', 'everybody')) INTO stranger
        FROM pg_namespace
        CROSS JOIN aclexplode(nspacl) AS granted
        LEFT JOIN pg_roles ON pg_roles.oid = granted.grantee
        WHERE nspname = 'barometre' AND granted.privilege_type = 'CREATE' AND rolsuper IS NOT TRUE
        LIMIT 1;
    END IF;
    IF stranger IS NOT NULL THEN
        RAISE EXCEPTION 'schema "barometre" is there and %', stranger
            USING ERRCODE = 'duplicate_schema',
                  HINT = 'Rename or drop it, or make it and REVOKE CREATE: what others make there could be called '
                          'in place of the extension''s own.';
    END IF;
END;
$$;
