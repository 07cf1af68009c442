/* questionnaire: refuses changes under which audits would be invalid */

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

\observatory guards
CREATE OR REPLACE TRIGGER guard_questionnaire
AFTER UPDATE ON scale REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire('scale');

CREATE OR REPLACE TRIGGER guard_questionnaire_after_insert
AFTER INSERT ON criterion REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE OR REPLACE TRIGGER guard_questionnaire_after_update
AFTER UPDATE ON criterion REFERENCING OLD TABLE AS previous NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

CREATE OR REPLACE TRIGGER guard_questionnaire_after_delete
AFTER DELETE ON criterion REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();

-- by its name, fired after the trigger of Citus that truncates the shards
CREATE OR REPLACE TRIGGER verify_questionnaire_after_truncate
AFTER TRUNCATE ON criterion
FOR EACH STATEMENT EXECUTE FUNCTION barometre.guard_questionnaire();
