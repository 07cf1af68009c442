/* checks: what is wrong, or doubtful, in the tables of an observatory */

CREATE FUNCTION barometre.check_audits(observatory text, edition int DEFAULT NULL)
RETURNS TABLE (line bigint, reference text, file_column text, value text, code text, message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.require_observatory(observatory, 'check_audits');
    RETURN QUERY EXECUTE format(
        $query$
        WITH questionnaire AS MATERIALIZED (
            SELECT c.edition, c.channel,
                   array_agg(coalesce(s.minimum, '-Infinity') ORDER BY c.item) AS minimums,
                       array_agg(coalesce(s.maximum, 'Infinity') ORDER BY c.item) AS maximums
            FROM %1$I.criterion AS c JOIN %1$I.scale AS s ON s.scale = c.scale
            GROUP BY c.edition, c.channel),
        problem AS (
            SELECT a.edition, a.structure, a.audit, a.channel, a.reference, p.item, p.value, p.code, p.message
            FROM %1$I.audit AS a
            LEFT JOIN questionnaire AS q ON q.edition = a.edition AND q.channel = a.channel
            CROSS JOIN LATERAL barometre.audit_problem(a.edition, a.channel, a.responded, a.answers, a.weight,
                q.minimums, q.maximums) AS p
            UNION ALL
            SELECT a.edition, a.structure, a.audit, a.channel, a.reference, NULL, a.structure, 'no_participation',
                   'the structure does not take part in the edition'
            FROM %1$I.audit AS a
            WHERE NOT EXISTS (SELECT FROM %1$I.participation AS p WHERE p.edition = a.edition
                AND p.structure = a.structure)
            UNION ALL
            SELECT a.edition, a.structure, a.audit, a.channel, a.reference, NULL, a.structure, 'two_structures',
                   'another structure has an audit with the same reference'
            FROM %1$I.audit AS a
            JOIN (SELECT t.edition, t.reference FROM %1$I.audit AS t WHERE t.reference IS NOT NULL
                  GROUP BY t.edition, t.reference HAVING min(t.structure) <> max(t.structure)) AS twice
              ON twice.edition = a.edition AND twice.reference = a.reference)
        SELECT NULL::bigint, p.reference, c.criterion::text, p.value, p.code,
               format('audit %%s of structure "%%s" in edition %%s, channel "%%s": %%s', p.audit, p.structure,
                   p.edition, p.channel, p.message)
        FROM problem AS p
        LEFT JOIN %1$I.criterion AS c ON c.edition = p.edition AND c.channel = p.channel AND c.item = p.item
        WHERE $1 IS NULL OR p.edition = $1
        ORDER BY p.edition, p.structure, p.audit, p.item, p.code
        $query$, observatory)
    USING edition;
END;
$$;

COMMENT ON FUNCTION barometre.check_audits(text, int) IS
'The audits of an observatory, or of one of its editions, that their questionnaire does not allow: in the columns of '
'import_responses(), a row a problem, none when all is well. Guards refuse such audits when they are written; '
'they come in with triggers off: ATTACH PARTITION, pg_restore --disable-triggers, replication. line is NULL, '
'file_column the criterion. Error 42P01 when there is no such observatory.';

CREATE FUNCTION barometre.doubtful_answers(observatory text) RETURNS TABLE (code text, edition int, what text,
    message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        $query$
        WITH sound_scale AS MATERIALIZED (
            SELECT s.scale, s.points, s.scores FROM %1$I.scale AS s
            WHERE barometre.scale_problem(s.scale, s.points, s.scores, s.minimum, s.maximum) IS NULL),
        answered AS MATERIALIZED (
            SELECT a.edition, a.channel, c.item, a.auditor, count(answer.score) AS scored,
                   min(answer.score) AS lowest, max(answer.score) AS highest
            FROM %1$I.audit AS a
            JOIN %1$I.criterion AS c ON c.edition = a.edition AND c.channel = a.channel
            JOIN sound_scale AS s ON s.scale = c.scale
            -- also over audits that no guard has seen
            CROSS JOIN LATERAL (SELECT CASE WHEN array_ndims(a.answers) = 1 THEN barometre.answer_value(a.answers,
                c.item) END AS value) AS given
            CROSS JOIN LATERAL (SELECT CASE WHEN abs(given.value) < 'Infinity'
                THEN barometre.scale_score(given.value, s.points, s.scores) END AS score) AS answer
            GROUP BY a.edition, a.channel, c.item, a.auditor)
        SELECT 'criterion_never_answered', c.edition, c.criterion::text,
               format('channel %%s has %%s audits, and none answers it with a number', c.channel, a.audits)
        FROM %1$I.criterion AS c
        JOIN (SELECT edition, channel, count(*) AS audits FROM %1$I.audit GROUP BY edition, channel) AS a
            ON a.edition = c.edition AND a.channel = c.channel
        JOIN sound_scale AS s ON s.scale = c.scale
        WHERE NOT EXISTS (SELECT FROM answered AS n WHERE n.edition = c.edition AND n.channel = c.channel
            AND n.item = c.item AND n.scored > 0)
        UNION ALL
        SELECT 'auditor_of_one_value', n.edition, n.auditor, format('all of the %%s answers score %%s',
               sum(n.scored), round(min(n.lowest)::numeric, 2))
        FROM answered AS n WHERE n.auditor IS NOT NULL
        GROUP BY n.edition, n.auditor HAVING sum(n.scored) >= 10 AND min(n.lowest) = max(n.highest)
        UNION ALL
        SELECT 'duplicated_audits', a.edition, a.structure::text,
               format('audits %%s on channel %%s of %%s have the same answers', string_agg(a.audit::text, ', '
                   ORDER BY a.audit), a.channel, a.audited_on)
        FROM %1$I.audit AS a WHERE a.responded AND a.audited_on IS NOT NULL
        GROUP BY a.edition, a.structure, a.channel, a.audited_on, a.answers HAVING count(*) > 1
        UNION ALL
        SELECT 'invalid_audits', p.edition, 'check_audits', format('%%s problems; check_audits() lists them', count(*))
        FROM (SELECT e.edition FROM (SELECT DISTINCT a.edition FROM %1$I.audit AS a) AS e
              CROSS JOIN LATERAL barometre.check_audits($1, e.edition)) AS p
        GROUP BY p.edition
        $query$, observatory)
    USING observatory;
END;
$$;

COMMENT ON FUNCTION barometre.doubtful_answers(text) IS
'A part of check_observatory(): criteria that no audit answers, auditors with ten answers or more that all score the '
'same, audits of one day with the same answers, audits that are not allowed.';

CREATE FUNCTION barometre.doubtful_audits(observatory text) RETURNS TABLE (code text, edition int, what text,
    message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        $query$
        WITH done AS MATERIALIZED (
            SELECT a.edition, a.structure, a.channel, count(*) AS audits FROM %1$I.audit AS a GROUP BY a.edition,
                   a.structure, a.channel),
        planned AS (
            SELECT w.edition, w.channel, w.planned_audits, p.structure, coalesce(d.audits, 0) AS audits
            FROM %1$I.channel_weight AS w
            JOIN %1$I.participation AS p ON p.edition = w.edition
            LEFT JOIN done AS d ON d.edition = w.edition AND d.structure = p.structure AND d.channel = w.channel
            WHERE w.planned_audits IS NOT NULL)
        SELECT 'audits_outside_edition', a.edition, a.structure::text,
               format('audits %%s are not between %%s and %%s',
                   string_agg(format('%%s of %%s', a.audit, a.audited_on), ', ' ORDER BY a.audit),
                      coalesce(e.starts_on::text, 'ever'), coalesce(e.ends_on::text, 'ever'))
        FROM %1$I.audit AS a JOIN %1$I.edition AS e ON e.edition = a.edition
        WHERE a.audited_on < e.starts_on OR a.audited_on > e.ends_on
        GROUP BY a.edition, a.structure, e.starts_on, e.ends_on
        UNION ALL
        SELECT 'planned_audits', p.edition, p.channel::text,
               format('planned: %%s, done: %%s; %%s structures have fewer than %%s, %%s have more',
                   sum(p.planned_audits), sum(p.audits),
                      count(*) FILTER (WHERE p.audits < p.planned_audits), p.planned_audits,
                          count(*) FILTER (WHERE p.audits > p.planned_audits))
        FROM planned AS p GROUP BY p.edition, p.channel, p.planned_audits HAVING bool_or(p.audits <> p.planned_audits)
        UNION ALL
        SELECT 'structure_without_audit', p.edition, p.structure::text, 'it takes part and has no audit'
        FROM %1$I.participation AS p
        WHERE NOT EXISTS (SELECT FROM done AS d WHERE d.edition = p.edition AND d.structure = p.structure)
          AND EXISTS (SELECT FROM done AS d WHERE d.edition = p.edition)
        UNION ALL
        SELECT 'category_of_one', p.edition, p.category::text,
               format('structure %%s is alone in it: there is nobody to compare it with', min(p.structure))
        FROM %1$I.participation AS p GROUP BY p.edition, p.category HAVING count(*) = 1
        $query$, observatory);
END;
$$;

COMMENT ON FUNCTION barometre.doubtful_audits(text) IS
'A part of check_observatory(): audits outside the dates of their edition, planned and done audits by channel, '
'structures without audit, categories of one.';

CREATE FUNCTION barometre.doubtful_weights(observatory text) RETURNS TABLE (code text, edition int, what text,
    message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        $query$
        WITH counting AS MATERIALIZED (
            SELECT c.edition, c.channel, c.determinant, c.criterion, c.item, c.weight, c.no_response
            FROM %1$I.criterion AS c
            JOIN %1$I.channel_weight AS w ON w.edition = c.edition AND w.channel = c.channel
            JOIN %1$I.determinant_weight AS d ON d.edition = c.edition AND d.determinant = c.determinant
            WHERE c.weight > 0 AND w.weight > 0 AND d.weight > 0)
        SELECT 'weight_counts_nothing', p.edition, p.structure::text,
               'the participation has the weight 0: it counts in no mean' FROM %1$I.participation AS p
               WHERE p.weight = 0
        UNION ALL
        SELECT 'weight_counts_nothing', a.edition, a.structure::text,
               format('audits %%s have the weight 0: they count in nothing', string_agg(a.audit::text, ', '
               ORDER BY a.audit))
        FROM %1$I.audit AS a WHERE a.weight = 0 GROUP BY a.edition, a.structure
        UNION ALL
        SELECT 'weight_counts_nothing', w.edition, w.channel::text,
               format('the channel has the weight 0: its %%s audits count in no global score', count(a.audit))
        FROM %1$I.channel_weight AS w JOIN %1$I.audit AS a ON a.edition = w.edition AND a.channel = w.channel
        WHERE w.weight = 0 GROUP BY w.edition, w.channel
        UNION ALL
        SELECT 'weight_counts_nothing', c.edition, c.criterion::text,
               format('criterion of channel %%s with the weight 0', c.channel) FROM %1$I.criterion AS c
               WHERE c.weight = 0
        UNION ALL
        SELECT 'weight_counts_nothing', d.edition, d.determinant::text,
               CASE WHEN d.weight = 0 THEN 'the determinant has the weight 0: it counts in no global score'
                    ELSE 'no criterion that counts measures the determinant: its weight goes to the others' END
        FROM %1$I.determinant_weight AS d
        WHERE NOT EXISTS (SELECT FROM counting AS c WHERE c.edition = d.edition AND c.determinant = d.determinant)
        UNION ALL
        SELECT 'weight_counts_nothing', w.edition, w.channel::text,
               'the channel has a weight and no audit: its weight goes to the others'
        FROM %1$I.channel_weight AS w
        WHERE w.weight > 0 AND EXISTS (SELECT FROM %1$I.audit AS a WHERE a.edition = w.edition)
          AND NOT EXISTS (SELECT FROM %1$I.audit AS a WHERE a.edition = w.edition AND a.channel = w.channel)
        UNION ALL
        SELECT 'silence_pays', c.edition, c.channel::text,
               format('a structure that does not respond has no score for %%s, and a bad answer has one: '
                      'no_response is not zero for any of its criteria', c.determinant)
        FROM counting AS c GROUP BY c.edition, c.channel, c.determinant HAVING bool_and(c.no_response <> 'zero')
        $query$, observatory);
END;
$$;

COMMENT ON FUNCTION barometre.doubtful_weights(text) IS
'A part of check_observatory(): weights that count nothing, and channels where silence pays.';

CREATE FUNCTION barometre.invalid_rows(observatory text) RETURNS TABLE (code text, edition int, what text, message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        $query$
        WITH RECURSIVE weighted (kind, edition, what, weight) AS (
            SELECT 'criterion', c.edition, format('%%s %%s', c.channel, c.item), c.weight FROM %1$I.criterion AS c
            UNION ALL SELECT 'channel', w.edition, w.channel, w.weight FROM %1$I.channel_weight AS w
            UNION ALL SELECT 'determinant', d.edition, d.determinant, d.weight FROM %1$I.determinant_weight AS d
            UNION ALL SELECT 'structure', p.edition, p.structure, p.weight FROM %1$I.participation AS p),
        heir (structure, successor) AS (
            SELECT s.structure, s.successor FROM %1$I.structure AS s WHERE s.successor IS NOT NULL
            UNION SELECT h.structure, s.successor FROM heir AS h JOIN %1$I.structure AS s ON s.structure = h.successor
            WHERE s.successor IS NOT NULL)
        SELECT 'invalid_scale', NULL::int, s.scale::text,
               barometre.scale_problem(s.scale, s.points, s.scores, s.minimum, s.maximum)
        FROM %1$I.scale AS s
        WHERE barometre.scale_problem(s.scale, s.points, s.scores, s.minimum, s.maximum) IS NOT NULL
        UNION ALL
        SELECT 'invalid_weight', w.edition, w.what,
               format('the weight of the %%s is %%s; a weight is 0, or a number from 1e-100 to 1e100', w.kind, w.weight)
        FROM weighted AS w WHERE NOT (w.weight = 0 OR w.weight BETWEEN 1e-100 AND 1e100)
        UNION ALL
        SELECT 'invalid_weight', w.edition, w.kind, format('all weights of table "%%s_weight" are 0', w.kind)
        FROM weighted AS w WHERE w.kind IN ('channel', 'determinant')
        GROUP BY w.edition, w.kind HAVING bool_and(w.weight = 0)
        UNION ALL
        SELECT 'invalid_questionnaire', c.edition, c.channel::text,
               format('the items are not numbered 1 to %%s', count(*))
        FROM %1$I.criterion AS c GROUP BY c.edition, c.channel HAVING max(c.item) <> count(*)
        UNION ALL
        SELECT 'invalid_successor', NULL, h.structure::text, 'its successors lead back to it'
        FROM heir AS h WHERE h.successor = h.structure
        $query$, observatory);
END;
$$;

COMMENT ON FUNCTION barometre.invalid_rows(text) IS
'A part of check_observatory(): scales, weights, questionnaires and successors that a guard would refuse.';

CREATE FUNCTION barometre.missing_rows(observatory text) RETURNS TABLE (code text, edition int, what text, message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key record;
BEGIN
    -- those of audit are check_audits()'s
    FOR key IN
        SELECT points.relname AS name, pointed.relname AS other, bool_or(a.attname = 'edition') AS has_edition,
               string_agg(format('r.%I', a.attname), ', ' ORDER BY pair.n) AS columns,
               string_agg(format('k.%I = r.%I', b.attname, a.attname), ' AND ' ORDER BY pair.n) AS matches,
               string_agg(format('r.%I IS NOT NULL', a.attname), ' AND ' ORDER BY pair.n) AS complete
        FROM pg_constraint AS c
        JOIN pg_class AS points ON points.oid = c.conrelid
        JOIN pg_class AS pointed ON pointed.oid = c.confrelid
        CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS pair (a, b, n)
        JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = pair.a
        JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = pair.b
        WHERE c.contype = 'f' AND c.connamespace = to_regnamespace(quote_ident(observatory))
          AND pointed.relnamespace = c.connamespace
          AND points.relname IN ('structure', 'determinant_weight', 'channel_weight', 'criterion', 'participation')
        GROUP BY c.oid, points.relname, pointed.relname
        HAVING bool_and(a.atttypid = b.atttypid AND a.atttypid IN ('int4'::regtype, 'text'::regtype))
    LOOP
        RETURN QUERY EXECUTE format(
            $query$
            SELECT 'missing_row', %1$s, %2$L, format('%%s rows need a row of table "%%s" that is not there, as (%%s)',
                count(*), %3$L, min(concat_ws(', ', %4$s)))
            FROM %5$I.%2$I AS r
            WHERE %6$s AND NOT EXISTS (SELECT FROM %5$I.%3$I AS k WHERE %7$s)
            GROUP BY %1$s
            $query$, CASE WHEN key.has_edition THEN 'r.edition' ELSE 'NULL::int' END, key.name, key.other, key.columns,
            observatory, key.complete, key.matches);
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.missing_rows(text) IS
'A part of check_observatory(): rows of the reference tables that a foreign key would refuse.';

CREATE FUNCTION barometre.refused_rows(observatory text) RETURNS TABLE (code text, edition int, what text, message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rule record;
BEGIN
    -- none that calls a function or operator of somebody's, which would have the rights of who checks
    FOR rule IN
        SELECT relname AS name, conname, pg_get_expr(conbin, conrelid) AS condition,
               EXISTS (SELECT FROM pg_attribute
                       WHERE attrelid = conrelid AND attname = 'edition' AND atttypid = 'int4'::regtype) AS has_edition
        FROM pg_constraint AS c
        JOIN pg_class AS constrained ON constrained.oid = c.conrelid
        WHERE c.contype = 'c' AND NOT c.convalidated AND c.conislocal
          AND c.connamespace = to_regnamespace(quote_ident(observatory))
          AND NOT EXISTS (SELECT FROM pg_depend AS calls
                          WHERE calls.classid = 'pg_constraint'::regclass AND calls.objid = c.oid
                            AND calls.refclassid <> 'pg_class'::regclass)
    LOOP
        RETURN QUERY EXECUTE format(
            $query$
            SELECT 'invalid_row', %1$s, %2$L, format('%%s rows break the constraint "%%s": %%s', count(*), %3$L, %4$L)
            FROM %5$I.%2$I AS r WHERE NOT (%4$s)
            GROUP BY %1$s
            $query$, CASE WHEN rule.has_edition THEN 'r.edition' ELSE 'NULL::int' END, rule.name, rule.conname,
            rule.condition, observatory);
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.refused_rows(text) IS
'A part of check_observatory(): old rows that break a constraint which is NOT VALID, as upgrade_observatory() makes '
'it then.';

CREATE FUNCTION barometre.check_observatory(observatory text) RETURNS TABLE (code text, edition int, what text,
    message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.require_observatory(observatory, 'check_observatory');
    RETURN QUERY
    SELECT doubt.code, doubt.edition, doubt.what, doubt.message
    FROM (SELECT * FROM barometre.doubtful_answers(observatory)
          UNION ALL SELECT * FROM barometre.doubtful_audits(observatory)
          UNION ALL SELECT * FROM barometre.doubtful_weights(observatory)
          UNION ALL SELECT * FROM barometre.invalid_rows(observatory)
          UNION ALL SELECT * FROM barometre.missing_rows(observatory)
          UNION ALL SELECT * FROM barometre.refused_rows(observatory)) AS doubt
    ORDER BY doubt.edition, doubt.code, doubt.what, doubt.message;
END;
$$;

COMMENT ON FUNCTION barometre.check_observatory(text) IS
'What makes the figures of an observatory doubtful, a row a reason, by edition: criterion_never_answered, '
'auditor_of_one_value, duplicated_audits, invalid_audits, audits_outside_edition, planned_audits, '
'structure_without_audit, category_of_one, weight_counts_nothing, silence_pays; '
'and what guards and foreign keys would have refused, had they been on: invalid_scale, invalid_weight, '
'invalid_questionnaire, invalid_successor, missing_row; '
'and old rows that break a constraint of a later version: invalid_row. '
'what: the criterion, auditor, structure, channel, category, determinant, scale or table. Tables of any content are '
'checked without an error. Error 42P01 when there is no such observatory.';
