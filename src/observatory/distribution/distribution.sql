/*
 * Distribution over the nodes of a Citus cluster: participation and audit by
 * structure, so that a structure is scored where its answers lie; every other
 * table whole on each node.
 */
CREATE FUNCTION barometre.is_distributed(name text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RETURN false;
    END IF;
    RETURN EXISTS (SELECT FROM pg_dist_partition
                   WHERE logicalrelid = format('%I.audit', name)::regclass AND partmethod = 'h');
END;
$$;

COMMENT ON FUNCTION barometre.is_distributed(text) IS
'Is the observatory in the schema of this name distributed over the nodes of a Citus cluster?';

CREATE FUNCTION barometre.distribute_observatory(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning -- or Citus tells of each table
AS $$
DECLARE
    participation regclass;
    audit regclass;
    small_tables regclass[];
    one_table regclass;
    numbered text;
    taken record;
    restore text[] := '{}';
    states text[];
    one_statement text;
BEGIN
    PERFORM barometre.require_observatory(name, 'distribute_observatory');
    PERFORM barometre.refuse_strangers(name);
    PERFORM barometre.refuse_strangers('barometre');
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RAISE EXCEPTION 'distribute_observatory: this database does not have Citus'
            USING ERRCODE = 'feature_not_supported',
                  HINT = 'Install citus and barometre on every node, run CREATE EXTENSION for both, and add the nodes.';
    END IF;
    IF barometre.is_distributed(name) THEN
        RAISE EXCEPTION 'observatory "%" is distributed already', name
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    participation := format('%I.participation', name)::regclass;
    audit := format('%I.audit', name)::regclass;
    small_tables := ARRAY(
        SELECT format('%I.%I', name, relation)::regclass
        FROM barometre.sql_statements(barometre.observatory_sql('tables')) WITH ORDINALITY
        WHERE command = 'CREATE TABLE' AND relation NOT IN ('participation', 'audit')
        ORDER BY ordinality);

    IF (SELECT relkind = 'p' FROM pg_class WHERE oid = audit) THEN
        RAISE EXCEPTION 'observatory "%" is partitioned', name
            USING ERRCODE = 'feature_not_supported', DETAIL = 'Citus would not let a new edition make its partition.',
                  HINT = 'Distribute an observatory that is not: each node then holds a part of the structures.';
    END IF;

    FOR taken IN
        SELECT conname, conrelid::regclass AS relation, confrelid::regclass AS referenced FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN (participation, audit) AND conrelid NOT IN (participation, audit)
    LOOP
        RAISE EXCEPTION 'foreign key "%" of table % leads to table % of observatory "%"',
            taken.conname, taken.relation, taken.referenced, name
            USING ERRCODE = 'feature_not_supported', DETAIL = 'Citus would keep it and not follow it.',
                  HINT = 'Drop it; once both tables are distributed by structure, Citus may take it back.';
    END LOOP;

    -- Citus takes no table with a trigger, and would make tables with keys to the small ones its own too soon.
    states := ARRAY(SELECT state.statement FROM barometre.guard_states(name) AS state);
    FOREACH one_statement IN ARRAY ARRAY(SELECT barometre.guard_removals(name)) LOOP
        EXECUTE one_statement;
    END LOOP;
    FOR taken IN
        SELECT conname, conrelid::regclass AS relation, pg_get_constraintdef(oid) AS definition FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND conrelid IN (participation, audit)
        ORDER BY conrelid = audit
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', taken.relation, taken.conname);
        -- Citus would not let the column that it distributes by follow another
        restore := restore || format('ALTER TABLE %s ADD CONSTRAINT %I %s', taken.relation, taken.conname,
                                     replace(taken.definition, ' ON UPDATE CASCADE', ''));
    END LOOP;

    -- nor number by itself in a column that is int
    FOREACH numbered IN ARRAY '{channel,determinant,category}'::text[] LOOP
        EXECUTE format('ALTER TABLE %I.%I ALTER position DROP IDENTITY IF EXISTS', name, numbered);
    END LOOP;
    FOREACH one_table IN ARRAY small_tables LOOP
        PERFORM create_reference_table(one_table);
    END LOOP;
    PERFORM create_distributed_table(participation, 'structure'::text, colocate_with => 'none'::text);
    PERFORM create_distributed_table(audit, 'structure'::text, colocate_with => participation::text);

    FOREACH one_statement IN ARRAY restore LOOP
        EXECUTE one_statement;
    END LOOP;
    PERFORM barometre.upgrade_observatory(name);
    FOREACH one_statement IN ARRAY states LOOP
        EXECUTE one_statement;
    END LOOP;
    -- what was here before is now on the nodes
    FOREACH one_table IN ARRAY small_tables || participation || audit LOOP
        PERFORM truncate_local_data_after_distributing_table(one_table);
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.distribute_observatory(text) IS
'Distributes an observatory over the nodes of a Citus cluster, to be run on its coordinator: participation and audit '
'by structure, every other table as a reference table. '
'Views, guards and keys are kept. Run ANALYZE after it. Error 0A000 where Citus is not installed, for a partitioned '
'observatory, and when a table of another kind has a foreign key to participation or audit; 42P01 when the schema is '
'no observatory, 42501 when it holds functions or operators of others, 55000 when it is distributed already.';
