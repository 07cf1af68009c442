/*
 * observatory: the tables and views that create_observatory() makes.
 *
 * What is made is written in the files of this folder, as plain SQL without
 * schema; observatory_sql() holds their text, and it is run with search_path
 * set to the new schema.
 */

CREATE FUNCTION barometre.observatory_sql(step text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE step
WHEN 'tables' THEN $tables$
\i tables.sql
$tables$
WHEN 'reference' THEN $reference$
\i reference.sql
$reference$
WHEN 'guards' THEN $guards$
\i guards.sql
$guards$
WHEN 'views' THEN $views$
\i audit_form.sql
\i views/response.sql
\i views/audit_score.sql
\i views/channel_determinant_score.sql
\i views/determinant_score.sql
\i views/channel_score.sql
\i views/structure_score.sql
\i views/category_score.sql
\i views/edition_score.sql
\i views/category_ranking.sql
\i views/laureate.sql
\i views/certified_comparison.sql
\i views/certified_gap.sql
\i views/edition_change.sql
\i views/edition_change_by_category.sql
\i views/edition_key_figures.sql
$views$
END;

COMMENT ON FUNCTION barometre.observatory_sql(text) IS
'The SQL that makes an observatory, by step: tables, reference, guards, views. NULL for another step.';

CREATE FUNCTION barometre.run_in_observatory(name text, script text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = on
-- Where Citus distributes the tables, which elsewhere means nothing: the guards look
-- at the small tables of their own node, so that it may have them; and all is one transaction.
SET citus.enable_unsafe_triggers = on
SET citus.multi_shard_modify_mode = sequential
AS $$
DECLARE
    statement text;
BEGIN
    PERFORM set_config('search_path', quote_ident(name) || ', pg_temp', true);
    -- one by one, as Citus sends them to its nodes
    FOREACH statement IN ARRAY regexp_split_to_array(script, ';\s*\n') LOOP
        EXECUTE statement;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.run_in_observatory(text, text) IS
'Runs a script of observatory_sql() with search_path set to the schema of this name. Statements end with a semicolon at the end of a line.';

CREATE FUNCTION barometre.last_successor(structure text, successors jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lineage text[] := ARRAY[structure];
BEGIN
    WHILE successors ? lineage[1] LOOP
        lineage := (successors ->> lineage[1]) || lineage;
        IF lineage[1] = ANY (lineage[2:]) THEN
            RETURN structure;
        END IF;
    END LOOP;
    RETURN lineage[1];
END;
$$;

COMMENT ON FUNCTION barometre.last_successor(text, jsonb) IS
'The structure that this one was merged into, step by step; itself when it was not, or when the steps lead back to a structure before. '
'successors: an object {structure: successor}; NULL: none. NULL for NULL.';

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
        'ANALYZE edition, channel, determinant, category, structure, determinant_weight, channel_weight, scale, criterion, participation, audit');
END;
$$;

COMMENT ON FUNCTION barometre.create_observatory(text, boolean, boolean) IS
'Makes an observatory: a schema of this name with its tables, guards and views, owned by the caller. '
'reference: also the channels, determinants, categories and scales of a barometer of public services. '
'partitioned: the table audit gets a partition for each edition that is inserted. Error 42P06 when the schema exists.';

CREATE FUNCTION barometre.check_observatory(name text, caller text) RETURNS void
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

COMMENT ON FUNCTION barometre.check_observatory(text, text) IS
'Nothing when the schema is an observatory, else an error: 42P01, or 22004 for NULL. caller: the function that asks.';

CREATE FUNCTION barometre.upgrade_observatory(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.check_observatory(name, 'upgrade_observatory');
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

CREATE FUNCTION barometre.partition_audit() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE TABLE IF NOT EXISTS %1$I.%2$I PARTITION OF %1$I.audit FOR VALUES IN (%3$s)',
                   TG_TABLE_SCHEMA, 'audit_' || replace(NEW.edition::text, '-', 'minus_'), NEW.edition);
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.partition_audit() IS
'Trigger of the table edition of a partitioned observatory: makes the partition of audit for the new edition.';

CREATE FUNCTION barometre.guard_weight() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.weight = 0 OR NEW.weight BETWEEN 1e-100 AND 1e100 OR NEW.weight IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the weight % is not allowed in table "%"', NEW.weight, TG_TABLE_NAME
        USING ERRCODE = 'check_violation',
              DETAIL = format('Row: %s.', to_jsonb(NEW) - 'certified'), -- generated later
              HINT = 'A weight is 0, or a number from 1e-100 to 1e100.',
              SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'weight';
END;
$$;

COMMENT ON FUNCTION barometre.guard_weight() IS
'Trigger of the tables with a weight: refuses, with error 23514, a weight that is negative, NaN, or so small or large that sums of squares would be out of range (1e-100 to 1e100, and 0).';

CREATE FUNCTION barometre.guard_total_weight() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- an update may also take a weight away from an edition
    touched text := CASE TG_OP WHEN 'UPDATE' THEN 'TABLE changed UNION ALL TABLE previous' ELSE 'TABLE changed' END;
    faulty record;
BEGIN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', pg_temp', true);
    EXECUTE format(
        'SELECT edition, max(weight) AS heaviest, count(*) AS rows FROM %I
         WHERE edition IN (SELECT edition FROM (%s) AS touched)
         GROUP BY edition HAVING max(weight) = 0 OR count(*) > 256 ORDER BY edition LIMIT 1', TG_TABLE_NAME, touched)
    INTO faulty;
    IF faulty.heaviest = 0 THEN
        RAISE EXCEPTION 'all weights of edition % in table "%" are 0', faulty.edition, TG_TABLE_NAME
            USING ERRCODE = 'check_violation',
                  HINT = 'At least one weight of an edition is above 0. Write the weights of an edition in one statement.',
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'weight';
    ELSIF faulty.rows > 256 THEN
        RAISE EXCEPTION 'edition % has more than 256 rows in table "%"', faulty.edition, TG_TABLE_NAME
            USING ERRCODE = 'program_limit_exceeded', DETAIL = format('It has %s.', faulty.rows),
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_total_weight() IS
'Trigger of determinant_weight and channel_weight: refuses an edition whose weights are all 0 (error 23514) or that has more than 256 (error 54000).';

CREATE FUNCTION barometre.guard_scale() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    problem text;
    detail text;
BEGIN
    BEGIN
        PERFORM barometre.scale_score(0, NEW.points, NEW.scores);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION 'scale "%" is not a scale: %', NEW.scale, problem
            USING ERRCODE = 'check_violation', DETAIL = detail;
    END;
    IF EXISTS (SELECT FROM unnest(NEW.scores) AS score WHERE score NOT BETWEEN 0 AND 100) THEN
        RAISE EXCEPTION 'scale "%" has a score outside 0 to 100', NEW.scale
            USING ERRCODE = 'check_violation', DETAIL = format('Its scores are %s.', NEW.scores);
    END IF;
    IF NEW.minimum = 'NaN' OR NEW.maximum = 'NaN' THEN
        RAISE EXCEPTION 'scale "%" has a bound that is NaN', NEW.scale
            USING ERRCODE = 'check_violation', HINT = 'NULL is no bound.';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION barometre.guard_scale() IS
'Trigger of scale: refuses, with error 23514, points that do not ascend, scores outside 0–100, arrays of different lengths, NaN and infinities.';

CREATE FUNCTION barometre.guard_questionnaire() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET extra_float_digits = 3
AS $$
DECLARE
    scales text[];      -- those that changed
    editions int[];     -- the questionnaires that changed, editions and channels side by side
    channels text[];
    minimums text[];    -- their bounds, as arrays
    maximums text[];
    rules_changed boolean := true;
    bad record;
    audits text[] := '{audit}';
    audits_here text;
BEGIN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', pg_temp', true);
    IF TG_TABLE_NAME NOT IN ('criterion', 'scale') THEN
        -- a shard: the tables are distributed by Citus, and each node looks at the audits that it holds
        SELECT coalesce(array_agg('audit_' || shardid), '{}') INTO audits
        FROM pg_dist_shard JOIN pg_dist_placement USING (shardid)
        WHERE logicalrelid = 'audit'::regclass AND groupid = (SELECT groupid FROM pg_dist_local_group);
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        SELECT array_agg(edition), array_agg(channel) INTO editions, channels
        FROM (SELECT DISTINCT edition, channel FROM audit) AS audited;
    ELSIF TG_ARGV[0] = 'scale' THEN
        SELECT array_agg(scale) INTO scales FROM changed;
        SELECT array_agg(edition), array_agg(channel) INTO editions, channels
        FROM (SELECT DISTINCT edition, channel FROM criterion WHERE scale = ANY (scales)) AS touched;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(edition), array_agg(channel) INTO editions, channels
        FROM (SELECT edition, channel FROM changed UNION SELECT edition, channel FROM previous) AS touched;
        rules_changed := EXISTS (SELECT edition, channel, item, scale FROM changed
                                 EXCEPT SELECT edition, channel, item, scale FROM previous);
    ELSE
        SELECT array_agg(edition), array_agg(channel) INTO editions, channels
        FROM (SELECT DISTINCT edition, channel FROM changed) AS touched;
    END IF;

    -- Audits that are being written wait, or are waited for (see guard_audit).
    PERFORM pg_advisory_xact_lock((SELECT relnamespace::int FROM pg_class WHERE oid = TG_RELID), edition)
    FROM (SELECT DISTINCT edition FROM unnest(editions) AS edition ORDER BY edition) AS touched;

    SELECT edition, channel, count(*) AS items, max(item) AS last_item, max(weight) AS heaviest INTO bad
    FROM criterion
    JOIN unnest(editions, channels) AS touched (edition, channel) USING (edition, channel)
    GROUP BY edition, channel
    HAVING max(item) <> count(*) OR max(weight) = 0
    ORDER BY edition, channel LIMIT 1;
    IF bad.heaviest = 0 THEN
        RAISE EXCEPTION 'all weights of edition %, channel "%" in table "criterion" are 0', bad.edition, bad.channel
            USING ERRCODE = 'check_violation',
                  HINT = 'At least one item of a questionnaire has a weight above 0. To show a channel without counting it, give the channel the weight 0.';
    ELSIF bad.items IS NOT NULL THEN
        RAISE EXCEPTION 'the items of edition %, channel "%" are not numbered 1 to %', bad.edition, bad.channel, bad.items
            USING ERRCODE = 'check_violation', DETAIL = format('The last item is %s.', bad.last_item),
                  HINT = 'Write the items of a questionnaire in one statement.';
    END IF;

    IF rules_changed THEN
        SELECT array_agg(edition), array_agg(channel), array_agg(questionnaire.minimums::text), array_agg(questionnaire.maximums::text)
        INTO editions, channels, minimums, maximums
        FROM (SELECT touched.edition, touched.channel,
                     array_agg(coalesce(minimum, '-Infinity') ORDER BY item) FILTER (WHERE item IS NOT NULL) AS minimums,
                     array_agg(coalesce(maximum, 'Infinity') ORDER BY item) FILTER (WHERE item IS NOT NULL) AS maximums
              FROM unnest(editions, channels) AS touched (edition, channel)
              LEFT JOIN criterion ON criterion.edition = touched.edition AND criterion.channel = touched.channel
              LEFT JOIN scale ON scale.scale = criterion.scale
              GROUP BY touched.edition, touched.channel) AS questionnaire;
        FOREACH audits_here IN ARRAY audits LOOP
            EXECUTE format(
                'SELECT count(barometre.check_answers(audit.edition, audit.structure, audit.audit, audit.channel,
                                                      audit.responded, audit.answers, minimums, maximums))
                 FROM %I AS audit
                 JOIN (SELECT edition, channel, minimums::float8[], maximums::float8[]
                       FROM unnest($1, $2, $3, $4) AS touched (edition, channel, minimums, maximums)
                       OFFSET 0) AS questionnaire -- casts once
                   ON questionnaire.edition = audit.edition AND questionnaire.channel = audit.channel', audits_here)
            USING editions, channels, minimums, maximums;
        END LOOP;
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_questionnaire() IS
'Trigger of criterion and scale: refuses, with error 23514, items that are not numbered 1..n, a questionnaire without weight, and a change under which audits that are there would be invalid.';

CREATE FUNCTION barometre.guard_successor() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lineage text[] := ARRAY[NEW.structure];     -- step by step
    heir text := NEW.successor;
BEGIN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', pg_temp', true);
    -- a circle that does not lead back here is not this row's
    WHILE heir <> ALL (lineage) LOOP
        lineage := lineage || heir;
        SELECT successor INTO heir FROM structure WHERE structure.structure = heir;
    END LOOP;
    IF heir = NEW.structure THEN
        RAISE EXCEPTION 'structure "%" cannot succeed itself', NEW.structure
            USING ERRCODE = 'check_violation',
                  DETAIL = format('Its successor "%s" leads back to it.', NEW.successor);
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.guard_successor() IS
'Trigger of structure: refuses, with error 23514, a chain of successors that leads back to its start.';

\i distribute.sql
