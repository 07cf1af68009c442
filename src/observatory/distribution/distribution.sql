/*
 * Distribution over the nodes of a Citus cluster: participation and audit by
 * structure, so that a structure is scored where its answers lie; every other
 * table whole on each node.
 */
CREATE FUNCTION barometre.distribute_observatory(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning -- or Citus tells of each table
AS $$
DECLARE
    small_tables CONSTANT text[] := '{edition,channel,determinant,category,structure,determinant_weight,channel_weight,scale,criterion,answer_word,margin,structure_role}';
    one_table text;
    taken record;
    restore text[] := '{}';
    statement text;
BEGIN
    PERFORM barometre.require_observatory(name, 'distribute_observatory');
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RAISE EXCEPTION 'distribute_observatory: this database does not have Citus'
            USING ERRCODE = 'feature_not_supported',
                  HINT = 'Install citus and barometre on every node, run CREATE EXTENSION for both, and add the nodes.';
    END IF;
    PERFORM set_config('search_path', quote_ident(name) || ', pg_temp', true);
    IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit'::regclass AND partmethod = 'h') THEN
        RAISE EXCEPTION 'observatory "%" is distributed already', name USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    IF (SELECT relkind = 'p' FROM pg_class WHERE oid = 'audit'::regclass) THEN
        RAISE EXCEPTION 'observatory "%" is partitioned', name
            USING ERRCODE = 'feature_not_supported', DETAIL = 'Citus would not let a new edition make its partition.',
                  HINT = 'Distribute an observatory that is not: each node then holds a part of the structures.';
    END IF;

    FOR taken IN
        SELECT conname, conrelid::regclass AS relation, confrelid::regclass AS referenced FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('participation'::regclass, 'audit'::regclass)
          AND conrelid NOT IN ('participation'::regclass, 'audit'::regclass)
    LOOP
        RAISE EXCEPTION 'foreign key "%" of table % leads to table % of observatory "%"', taken.conname, taken.relation, taken.referenced, name
            USING ERRCODE = 'feature_not_supported', DETAIL = 'Citus would keep it and not follow it.',
                  HINT = 'Drop it; once both tables are distributed by structure, Citus may take it back.';
    END LOOP;

    -- Citus takes no table with a trigger, and would make tables with keys to the small ones its own too soon.
    FOR taken IN
        SELECT tgname, tgrelid::regclass AS relation FROM pg_trigger
        WHERE NOT tgisinternal AND tgparentid = 0 AND tgfoid IN (SELECT oid FROM pg_proc WHERE pronamespace = 'barometre'::regnamespace)
          AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = quote_ident(name)::regnamespace)
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', taken.tgname, taken.relation);
    END LOOP;
    FOR taken IN
        SELECT conname, conrelid::regclass AS relation, pg_get_constraintdef(oid) AS definition FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND conrelid IN ('participation'::regclass, 'audit'::regclass)
        ORDER BY conrelid = 'audit'::regclass
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', taken.relation, taken.conname);
        restore := restore || format('ALTER TABLE %s ADD CONSTRAINT %I %s', taken.relation, taken.conname, taken.definition);
    END LOOP;

    FOREACH one_table IN ARRAY small_tables LOOP
        PERFORM create_reference_table(one_table);
    END LOOP;
    PERFORM create_distributed_table('participation', 'structure', colocate_with => 'none');
    PERFORM create_distributed_table('audit', 'structure', colocate_with => 'participation');

    FOREACH statement IN ARRAY restore LOOP
        EXECUTE statement;
    END LOOP;
    PERFORM barometre.upgrade_observatory(name);
    -- what was here before is now on the nodes
    FOREACH one_table IN ARRAY small_tables || '{participation,audit}' LOOP
        PERFORM truncate_local_data_after_distributing_table(one_table::regclass);
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.distribute_observatory(text) IS
'Distributes an observatory over the nodes of a Citus cluster, to be run on its coordinator: participation and audit by structure, every other table as a reference table. '
'Views, guards and keys are kept. Run ANALYZE after it. Error 0A000 where Citus is not installed, for a partitioned observatory, and when a table of another kind has a foreign key to participation or audit; 42P01 when the schema is no observatory, 55000 when it is distributed already.';
