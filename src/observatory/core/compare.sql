/*
 * compare: what an observatory lacks of what this version makes.
 *
 * This version's observatory is made once more, in a schema that lives as long
 * as upgrade_observatory(): the wanted observatory.  The catalogue tells what
 * one has and the other lacks.
 */

CREATE FUNCTION barometre.wanted_observatory(partitioned boolean) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET citus.enable_ddl_propagation = off -- no other node is to see it
AS $$
DECLARE
    wanted CONSTANT text := 'barometre_wanted_' || gen_random_uuid(); -- nobody can take it before
BEGIN
    PERFORM barometre.make_observatory(wanted, true, partitioned);
    RETURN wanted;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'upgrade_observatory: %', SQLERRM
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'The upgrade makes a schema for its own time: it needs CREATE on the database, and USAGE on '
                     'schema barometre.';
END;
$$;

COMMENT ON FUNCTION barometre.wanted_observatory(boolean) IS
'Makes the observatory that upgrade_observatory() compares with, and gives the name of its schema. Error 42501 '
'without CREATE on the database.';

CREATE FUNCTION barometre.relation_pairs(name text, wanted text,
    OUT relation name, OUT wanted_oid oid, OUT wanted_kind "char", OUT here_oid oid, OUT here_kind "char")
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT made.relname, made.oid, made.relkind, here.oid, here.relkind
    FROM pg_class AS made
    LEFT JOIN pg_class AS here ON here.relname = made.relname AND here.relnamespace = quote_ident(name)::regnamespace
    WHERE made.relnamespace = quote_ident(wanted)::regnamespace AND made.relkind IN ('r', 'p', 'v')
    ORDER BY made.oid;
END;
$$;

COMMENT ON FUNCTION barometre.relation_pairs(text, text) IS
'The tables and views of the wanted observatory, in the order in which they were made, beside the relation of the '
'same name here; NULL: none.';

CREATE FUNCTION barometre.function_pairs(name text, wanted text, OUT wanted_oid oid, OUT here_oid oid)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT made.oid, here.oid
    FROM pg_proc AS made
    LEFT JOIN pg_proc AS here ON here.proname = made.proname AND here.proargtypes = made.proargtypes
                             AND here.pronamespace = quote_ident(name)::regnamespace
    WHERE made.pronamespace = quote_ident(wanted)::regnamespace;
END;
$$;

COMMENT ON FUNCTION barometre.function_pairs(text, text) IS
'The functions of the wanted observatory beside the function of the same name and arguments here; NULL: none.';

-- Views of former versions that this one does not have.  A name is never taken off the list.
CREATE FUNCTION barometre.removed_views() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{}'::text[];

COMMENT ON FUNCTION barometre.removed_views() IS
'Names of the views that former versions made in an observatory and this one does not: upgrade_observatory() drops '
'them.';

CREATE FUNCTION barometre.replaced_objects(name text, wanted text,
    OUT classid oid, OUT objid oid, OUT dependent text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE here_function AS (
        SELECT here.oid,
               (here.prorettype, here.proretset, here.prokind, here.proargnames, here.proallargtypes, here.proargmodes)
               IS DISTINCT FROM
               (made.prorettype, made.proretset, made.prokind, made.proargnames, made.proallargtypes, made.proargmodes)
               AS changed
        FROM barometre.function_pairs(name, wanted) AS pair
        JOIN pg_proc AS made ON made.oid = pair.wanted_oid
        JOIN pg_proc AS here ON here.oid = pair.here_oid
    ),
    here_view AS (
        -- a view may be replaced by one with the same columns, and more after them
        SELECT pair.here_oid AS oid,
               EXISTS (SELECT FROM pg_attribute AS was
                       LEFT JOIN pg_attribute AS becomes
                              ON becomes.attrelid = pair.wanted_oid AND becomes.attnum = was.attnum
                       WHERE was.attrelid = pair.here_oid AND was.attnum > 0
                         AND (was.attname, was.atttypid, was.atttypmod, was.attcollation)
                             IS DISTINCT FROM
                             (becomes.attname, becomes.atttypid, becomes.atttypmod, becomes.attcollation)) AS changed
        FROM barometre.relation_pairs(name, wanted) AS pair
        WHERE pair.wanted_kind = 'v' AND pair.here_kind = 'v'
        UNION ALL
        SELECT removed.oid, true
        FROM pg_class AS removed
        WHERE removed.relnamespace = quote_ident(name)::regnamespace AND removed.relkind = 'v'
          AND removed.relname = ANY (barometre.removed_views())
          AND removed.oid IN (SELECT barometre.known_relations(name, wanted))
    ),
    ours AS (
        SELECT 'pg_class'::regclass::oid AS class, here_view.oid, here_view.changed FROM here_view
        UNION ALL
        SELECT 'pg_proc'::regclass::oid, here_function.oid, here_function.changed FROM here_function
    ),
    standing AS (
        -- what stands on what: of a rule its view, of a row type its relation
        SELECT CASE WHEN row_type.oid IS NULL THEN depend.refclassid ELSE 'pg_class'::regclass::oid END AS base_class,
               coalesce(row_type.typrelid, depend.refobjid) AS base,
               CASE WHEN rule.oid IS NULL THEN depend.classid ELSE 'pg_class'::regclass::oid END AS class,
               coalesce(rule.ev_class, depend.objid) AS oid
        FROM pg_depend AS depend
        LEFT JOIN pg_rewrite AS rule ON depend.classid = 'pg_rewrite'::regclass AND rule.oid = depend.objid
        LEFT JOIN pg_type AS row_type ON depend.refclassid = 'pg_type'::regclass AND row_type.oid = depend.refobjid
                                     AND row_type.typrelid <> 0
        WHERE depend.deptype = 'n'
    ),
    replaced AS (
        SELECT ours.class, ours.oid FROM ours WHERE ours.changed
        UNION
        SELECT ours.class, ours.oid
        FROM replaced
        JOIN standing ON standing.base_class = replaced.class AND standing.base = replaced.oid
        JOIN ours ON ours.class = standing.class AND ours.oid = standing.oid
    )
    SELECT replaced.class, replaced.oid,
           (SELECT string_agg(DISTINCT pg_describe_object(standing.class, standing.oid, 0), ', ')
            FROM standing
            WHERE standing.base_class = replaced.class AND standing.base = replaced.oid
              AND NOT EXISTS (SELECT FROM ours WHERE ours.class = standing.class AND ours.oid = standing.oid))
    FROM replaced;
END;
$$;

COMMENT ON FUNCTION barometre.replaced_objects(text, text) IS
'The views and functions of an observatory that CREATE OR REPLACE would refuse, those that stand on them, and those '
'that are removed: they are dropped and made anew. '
'dependent: what else stands on one, and would be lost.';

CREATE FUNCTION barometre.identity_clause(relation oid, number smallint) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format(' GENERATED %s AS IDENTITY (START WITH %s)',
                          CASE numbered.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, seqstart)
            FROM pg_attribute AS numbered
            JOIN pg_depend AS owned ON owned.refclassid = 'pg_class'::regclass AND owned.refobjid = numbered.attrelid
                                   AND owned.refobjsubid = numbered.attnum AND owned.deptype = 'i'
            JOIN pg_sequence ON seqrelid = owned.objid
            WHERE numbered.attrelid = relation AND numbered.attnum = number AND numbered.attidentity <> '');
END;
$$;

COMMENT ON FUNCTION barometre.identity_clause(oid, smallint) IS
'GENERATED … AS IDENTITY, as a column of a relation has it; NULL where it has none.';

CREATE FUNCTION barometre.missing_parts(name text, wanted text, OUT statement text, OUT otherwise text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- tables of the wanted observatory are then written without schema
    PERFORM set_config('search_path', quote_ident(wanted) || ', pg_temp', true);

    RETURN QUERY
    SELECT format('ALTER TABLE %I ADD COLUMN %I %s%s%s%s',
                  pair.relation, made.attname, format_type(made.atttypid, made.atttypmod),
                  CASE WHEN made.attcollation <> type.typcollation
                       THEN ' COLLATE ' || made.attcollation::regcollation ELSE '' END,
                  CASE WHEN made.attgenerated <> ''
                       THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(adbin, adrelid))
                       WHEN made.attidentity <> '' THEN barometre.identity_clause(made.attrelid, made.attnum)
                       ELSE ' DEFAULT ' || pg_get_expr(adbin, adrelid) END,
                  CASE WHEN made.attnotnull THEN ' NOT NULL' ELSE '' END),
           NULL::text
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid AND made.attnum > 0
    JOIN pg_type AS type ON type.oid = made.atttypid
    LEFT JOIN pg_attrdef ON adrelid = made.attrelid AND adnum = made.attnum
    WHERE pair.here_kind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_attribute AS here
                      WHERE here.attrelid = pair.here_oid AND here.attname = made.attname)
    ORDER BY pair.wanted_oid, made.attnum;

    RETURN QUERY
    SELECT format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %s',
                  pair.relation, made.attname, pg_get_expr(adbin, adrelid)), NULL::text
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid AND made.attgenerated = ''
    JOIN pg_attrdef ON adrelid = made.attrelid AND adnum = made.attnum
    JOIN pg_attribute AS here ON here.attrelid = pair.here_oid AND here.attname = made.attname AND NOT here.atthasdef
    WHERE pair.here_kind IN ('r', 'p');

    -- Citus takes no identity in a column that is int
    RETURN QUERY
    SELECT format('ALTER TABLE %I ALTER COLUMN %I ADD%s', pair.relation, made.attname,
                  barometre.identity_clause(made.attrelid, made.attnum)), NULL::text
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid AND made.attidentity <> ''
    JOIN pg_attribute AS here ON here.attrelid = pair.here_oid AND here.attname = made.attname
                             AND here.attidentity = '' AND NOT here.atthasdef AND here.attnotnull
    WHERE pair.here_kind IN ('r', 'p') AND NOT barometre.is_distributed(name);

    -- a key that does nothing on update, nor on delete, nor waits, was not made so by a user
    RETURN QUERY
    SELECT format('ALTER TABLE %1$I DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s',
                  pair.relation, here.conname, pg_get_constraintdef(made.oid)),
           format('ALTER TABLE %1$I DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s NOT VALID',
                  pair.relation, here.conname, pg_get_constraintdef(made.oid))
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_constraint AS made ON made.conrelid = pair.wanted_oid AND made.contype = 'f' AND made.conparentid = 0
    JOIN pg_constraint AS here ON here.conrelid = pair.here_oid AND here.contype = 'f' AND here.conname = made.conname
    WHERE (here.confupdtype, here.confdeltype, here.condeferrable) = ('a', 'a', false)
      AND (made.confupdtype, made.confdeltype, made.condeferrable) <> ('a', 'a', false);

    -- a constraint is there when one of its name is, or one that says the same
    RETURN QUERY
    SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', pair.relation, made.conname, pg_get_constraintdef(made.oid)),
           CASE WHEN made.contype IN ('c', 'f')
                THEN format('ALTER TABLE %I ADD CONSTRAINT %I %s NOT VALID',
                            pair.relation, made.conname, pg_get_constraintdef(made.oid)) END
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_constraint AS made ON made.conrelid = pair.wanted_oid AND made.contype IN ('c', 'f', 'p', 'u', 'x')
                              AND made.conparentid = 0
    WHERE (pair.here_kind IN ('r', 'p') OR pair.here_oid IS NULL AND made.contype = 'f')
      AND NOT EXISTS (
          SELECT FROM pg_constraint AS here
          WHERE here.conrelid = pair.here_oid AND here.contype = made.contype
            AND (here.conname = made.conname
                 OR here.contype <> 'f'
                    AND replace(pg_get_constraintdef(here.oid), ' NOT VALID', '') = pg_get_constraintdef(made.oid)
                 OR here.contype = 'f' AND split_part(pg_get_constraintdef(here.oid), ' REFERENCES ', 1)
                                         = split_part(pg_get_constraintdef(made.oid), ' REFERENCES ', 1)
                    AND (SELECT relname FROM pg_class WHERE oid = here.confrelid)
                        = (SELECT relname FROM pg_class WHERE oid = made.confrelid)))
    ORDER BY made.contype = 'f', made.oid;

    RETURN QUERY
    SELECT format('ALTER TABLE %I ALTER COLUMN %I SET NOT NULL', pair.relation, made.attname),
           format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (%I IS NOT NULL) NOT VALID',
                  pair.relation, made.attname || '_present', made.attname)
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid AND made.attnum > 0 AND made.attnotnull
    JOIN pg_attribute AS here ON here.attrelid = pair.here_oid AND here.attname = made.attname AND NOT here.attnotnull
    WHERE pair.here_kind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint
                      WHERE conrelid = pair.here_oid AND conname = made.attname || '_present');

    RETURN QUERY
    SELECT pg_get_indexdef(made.indexrelid, 0, true), NULL::text
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_index AS made ON made.indrelid = pair.wanted_oid
    JOIN pg_class AS index ON index.oid = made.indexrelid
    WHERE pair.here_kind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = made.indexrelid)
      AND NOT EXISTS (SELECT FROM pg_index AS here JOIN pg_class AS here_name ON here_name.oid = here.indexrelid
                      WHERE here.indrelid = pair.here_oid AND here_name.relname = index.relname);
END;
$$;

COMMENT ON FUNCTION barometre.missing_parts(text, text) IS
'Statements that give the tables of an observatory the columns, defaults, identities, constraints and indexes that '
'they lack, in their order. '
'otherwise: the statement where old rows break a constraint.';

CREATE FUNCTION barometre.missing_comments(name text, wanted text) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT format('COMMENT ON %s %I.%I%s IS %L',
                  CASE WHEN made.attnum IS NOT NULL THEN 'COLUMN'
                       WHEN pair.here_kind = 'v' THEN 'VIEW' ELSE 'TABLE' END,
                  name, pair.relation, coalesce('.' || quote_ident(made.attname), ''), about.description)
    FROM barometre.relation_pairs(name, wanted) AS pair
    JOIN pg_description AS about ON about.classoid = 'pg_class'::regclass AND about.objoid = pair.wanted_oid
    LEFT JOIN pg_attribute AS made ON made.attrelid = pair.wanted_oid
                                  AND made.attnum = about.objsubid AND about.objsubid > 0
    LEFT JOIN pg_attribute AS here ON here.attrelid = pair.here_oid AND here.attname = made.attname
    WHERE pair.here_oid IS NOT NULL
      AND NOT EXISTS (SELECT FROM pg_description AS was
                      WHERE was.classoid = 'pg_class'::regclass AND was.objoid = pair.here_oid
                        AND was.objsubid = CASE WHEN made.attnum IS NULL THEN 0 ELSE here.attnum END);
END;
$$;

COMMENT ON FUNCTION barometre.missing_comments(text, text) IS
'Statements that give the tables and views of an observatory, and their columns, the comments that they lack.';
