/* faults: what is wrong with a file, as rows */

CREATE FUNCTION barometre.import_line_faults(observatory text, source text, date_order text,
    create_missing boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_fault
        SELECT l.line, l.edition, coalesce(l.reference, left(raw.reference, 200)), coalesce(c.header, fault.field),
               left(fault.value, 200), fault.code, fault.message
        FROM pg_temp.import_answer AS l
        JOIN %1$s AS raw ON raw.place = l.place
        CROSS JOIN LATERAL (VALUES
            (l.edition IS NULL, 'edition', raw.edition, 'unknown_edition',
             format('the observatory has the editions %%s', (
                 SELECT coalesce(string_agg(edition || coalesce(' (' || label || ')', ''), ', ' ORDER BY edition),
                                 '(none)')
                 FROM %2$I.edition))),
            (l.structure IS NULL, 'structure', raw.structure, 'unknown_structure',
             'no structure, or more than one, has this code or name; create_missing => true makes those for which '
             'the file has a category'),
            (l.reference IS NULL, 'reference', raw.reference, 'missing_reference',
                'an audit needs a reference of 1 to 255 bytes'),
            (l.said_channel IS NULL AND barometre.fold_text(raw.channel) IS NOT NULL, 'channel', raw.channel,
                'unknown_channel',
             format('the channels are %%s; labels in the table channel can be changed', (
                 SELECT string_agg(channel || coalesce(
                            ' (' || nullif(concat_ws(', ', label_fr, nullif(label_en, label_fr)), '') || ')', ''),
                                   ', ' ORDER BY position)
                 FROM %2$I.channel))),
            (l.audited_on IS NULL AND barometre.fold_text(raw.date) IS NOT NULL, 'date', raw.date,
             CASE WHEN barometre.fold_text(raw.date) ~ '^\d{1,2}[/. -]\d{1,2}[/. -]\d{2}( |$)'
                 THEN 'ambiguous_date' ELSE 'bad_date' END,
             format('a date is %%s, or year-month-day, with a year of four digits', $1)),
            (l.responded IS NULL AND barometre.fold_text(raw.responded) IS NOT NULL, 'responded', raw.responded,
                'bad_responded',
             'whether there was a response is oui, non, yes, no, vrai, faux, true, false, 1, 0 or empty'),
            (l.weight IS NULL AND barometre.fold_text(raw.weight) IS NOT NULL, 'weight', raw.weight, 'bad_weight',
             'a weight is 0, or a number from 1e-100 to 1e100'))
            AS fault (found, field, value, code, message)
        LEFT JOIN pg_temp.import_column AS c ON c.field = fault.field
        WHERE l.bad AND fault.found
        $query$, source, observatory)
    USING CASE date_order WHEN 'dmy' THEN 'day/month/year' WHEN 'mdy' THEN 'month/day/year' ELSE 'year/month/day' END;
END;
$$;

COMMENT ON FUNCTION barometre.import_line_faults(text, text, text, boolean) IS
'A step of import_responses(): the faults of the fields of a line.';

CREATE FUNCTION barometre.import_date_faults(staging regclass, expression text, header text, date_order text,
    bad_dates boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    other text;
    fits text[];
BEGIN
    EXECUTE format(
        $query$
        SELECT CASE WHEN bool_and(barometre.read_date(%1$s, $1) IS NOT NULL) THEN '{}'
                    ELSE array_remove(ARRAY[CASE WHEN bool_and(barometre.read_date(%1$s, 'dmy'::text) IS NOT NULL)
                        THEN 'dmy' END,
                                            CASE WHEN bool_and(barometre.read_date(%1$s, 'mdy'::text) IS NOT NULL)
                                                THEN 'mdy' END], NULL) END
        FROM pg_temp.import_answer AS l JOIN %2$s AS s ON s.ctid = l.place
        WHERE l.is_line AND barometre.fold_text(%1$s) IS NOT NULL
        $query$, expression, staging)
    INTO fits USING date_order;
    other := fits[1];
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_fault
        SELECT l.line, l.edition, l.reference, $1, left(%1$s, 200), fault.code, fault.message
        FROM pg_temp.import_answer AS l JOIN %2$s AS s ON s.ctid = l.place
        CROSS JOIN LATERAL (VALUES
            ($4 AND barometre.read_date(%1$s, $2) IS NULL AND barometre.fold_text(%1$s) IS NOT NULL, 'bad_date',
                'this is no date'),
            ($3 IS NOT NULL AND barometre.read_date(%1$s, 'ymd'::text) IS NULL
                AND barometre.fold_text(%1$s) IS NOT NULL, 'ambiguous_date',
             format('not every date of this column fits the order %%s, but every one fits %%s: '
                    'date_order says which it is', $2, $3)))
            AS fault (found, code, message)
        WHERE l.is_line AND fault.found
        $query$, expression, staging)
    USING header, date_order, other, bad_dates;
END;
$$;

COMMENT ON FUNCTION barometre.import_date_faults(regclass, text, text, text, boolean) IS
'A step of import_responses(): the dates of a column that are none, and all of them when another order alone fits '
'every one.';

CREATE FUNCTION barometre.import_cell_faults(observatory text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_fault
        SELECT cell.line, cell.edition, cell.reference,
               CASE WHEN cell.code IN ('not_a_number', 'out_of_range') OR NOT cell.is_line THEN cell.header
                   ELSE h.header END,
               left(CASE WHEN cell.code IN ('not_a_number', 'out_of_range') OR NOT cell.is_line THEN cell.value
                   ELSE cell.asked END, 200),
               cell.code,
               CASE cell.code
               WHEN 'unknown_channel' THEN format('edition %%s has no questionnaire for channel %%s', cell.edition,
                   cell.said_channel)
               WHEN 'unknown_criterion' THEN
                   CASE WHEN barometre.trim_text(cell.asked) IS NULL THEN 'an answer needs a criterion'
                       ELSE format('edition %%s has no criterion with the code or label "%%s"', cell.edition,
                       left(cell.asked, 200)) END
               WHEN 'criterion_of_other_channel' THEN format('"%%s" is a criterion of another channel than %%s',
                   left(cell.asked, 200), cell.said_channel)
               WHEN 'ambiguous_criterion'
                   THEN format('several criteria have the code or label "%%s"; a channel, or the code, '
                               'tells them apart', left(cell.asked, 200))
               ELSE format('criterion %%s (%%s) takes %%s', criterion.criterion, scale.scale, concat_ws(', or ',
                        CASE WHEN scale.minimum IS NULL AND scale.maximum IS NULL THEN 'a number'
                             WHEN scale.maximum IS NULL THEN format('a number from %%s', scale.minimum)
                             WHEN scale.minimum IS NULL THEN format('a number up to %%s', scale.maximum)
                             ELSE format('a number from %%s to %%s', scale.minimum, scale.maximum) END,
                        word.values, 'a word, as ' || word.state))
               END
        FROM (SELECT a.*, CASE WHEN a.fault <> 'criterion' THEN a.fault
                               WHEN a.said_channel IS NOT NULL AND q.given IS NULL THEN 'unknown_channel'
                               WHEN here.matches > 1 THEN 'ambiguous_criterion'
                               WHEN elsewhere.matches IS NOT NULL THEN 'criterion_of_other_channel'
                               ELSE 'unknown_criterion' END AS code
              FROM pg_temp.import_answer AS a
              LEFT JOIN (SELECT DISTINCT edition, given FROM pg_temp.import_criterion) AS q
                  ON q.edition = a.edition AND q.given = a.said_channel
              LEFT JOIN pg_temp.import_criterion AS here
                ON here.edition = a.edition AND here.given = coalesce(a.said_channel, '')
                    AND here.word = barometre.fold_text(a.asked)
              LEFT JOIN pg_temp.import_criterion AS elsewhere
                ON elsewhere.edition = a.edition AND elsewhere.given = ''
                    AND elsewhere.word = barometre.fold_text(a.asked)
              WHERE a.fault IS NOT NULL) AS cell
        LEFT JOIN pg_temp.import_column AS h ON h.field = 'criterion'
        LEFT JOIN %1$I.criterion AS criterion ON criterion.edition = cell.edition
            AND criterion.channel = cell.channel AND criterion.item = cell.item
        LEFT JOIN %1$I.scale AS scale ON scale.scale = criterion.scale
        LEFT JOIN (SELECT w.scale, string_agg(word, ', ' ORDER BY word) FILTER (WHERE state IS NULL) AS values,
            min(word) FILTER (WHERE state = 'not_applicable') AS state
                   FROM pg_temp.import_word AS w GROUP BY w.scale) AS word ON word.scale = scale.scale
        $query$, observatory);
END;
$$;

COMMENT ON FUNCTION barometre.import_cell_faults(text) IS
'A step of import_responses(): the faults of single answers.';

CREATE FUNCTION barometre.import_audit_faults(observatory text, blank text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- fields in which the lines of an audit differ: every line that says one
    INSERT INTO pg_temp.import_fault
    SELECT DISTINCT l.line, l.edition, l.reference, coalesce(h.header, said.field), said.value,
           CASE said.field WHEN 'structure' THEN 'two_structures' WHEN 'channel' THEN 'two_channels'
               ELSE 'contradicting_audit' END,
           format('the lines of this audit do not agree on its %s', said.field)
    FROM pg_temp.import_audit AS a
    JOIN pg_temp.import_answer AS l ON l.edition = a.edition AND l.reference = a.reference
    CROSS JOIN LATERAL (VALUES
        ('structure', l.structure), ('category', l.category),
        ('channel', coalesce(l.said_channel, CASE WHEN l.is_line OR l.state IS NOT NULL OR l.fault IS NOT NULL
            THEN l.channel END)),
        ('date', l.audited_on::text), ('responded', l.responded::text), ('auditor', l.auditor),
            ('weight', l.weight::text)) AS said (field, value)
    LEFT JOIN pg_temp.import_column AS h ON h.field = said.field
    WHERE a.fields <> '{}' AND said.field = ANY (a.fields) AND said.value IS NOT NULL;

    INSERT INTO pg_temp.import_fault
    SELECT l.line, l.edition, l.reference, l.header, left(l.value, 200), 'answers_without_response',
           'the structure did not respond to this audit, so that there is nothing to answer'
    FROM pg_temp.import_audit AS a
    JOIN pg_temp.import_answer AS l ON l.edition = a.edition AND l.reference = a.reference
    WHERE 'answer' = ANY (a.fields) AND l.state = 'scored';

    INSERT INTO pg_temp.import_fault
    SELECT l.line, l.edition, l.reference, l.header, left(l.value, 200), 'contradicting_answers',
           'this audit has another answer to the same criterion'
    FROM pg_temp.import_audit AS a
    JOIN pg_temp.import_answer AS l ON l.edition = a.edition AND l.reference = a.reference
    WHERE a.contradicting IS NOT NULL AND l.item = ANY (a.contradicting) AND l.state IS NOT NULL;

    INSERT INTO pg_temp.import_fault
    SELECT a.line, a.edition, a.reference, coalesce(h.header, 'channel'), a.channel, 'unknown_channel',
           CASE WHEN a.channel IS NULL THEN 'neither a channel nor an answer says on which channel this audit was'
                ELSE format('edition %s has no questionnaire for channel %s', a.edition, a.channel) END
    FROM pg_temp.import_audit AS a LEFT JOIN pg_temp.import_column AS h ON h.field = 'channel'
    WHERE a.items IS NULL
      AND NOT EXISTS (SELECT FROM pg_temp.import_fault AS f WHERE f.edition = a.edition AND f.reference = a.reference);

    IF blank = 'fault' THEN
        EXECUTE format(
            $query$
            INSERT INTO pg_temp.import_fault
            SELECT coalesce(cell.line, a.line), a.edition, a.reference, coalesce(cell.header, c.criterion),
                   cell.value, 'missing_answer',
                   format('criterion %%s has no answer', c.criterion)
            FROM pg_temp.import_audit AS a
            JOIN %1$I.criterion AS c ON c.edition = a.edition AND c.channel = a.channel
            LEFT JOIN (SELECT edition, reference, item, min(line) AS line, min(header) AS header,
                min(value) AS value, bool_or(state IS NOT NULL OR fault IS NOT NULL) AS answered
                       FROM pg_temp.import_answer WHERE item IS NOT NULL GROUP BY edition, reference, item) AS cell
              ON cell.edition = a.edition AND cell.reference = a.reference AND cell.item = c.item
            WHERE a.responded AND cell.answered IS NOT TRUE
            $query$, observatory);
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.import_audit_faults(text, text) IS
'A step of import_responses(): audits whose lines contradict each other, that have no channel, or, with blank => '
'fault, lack an answer.';

CREATE FUNCTION barometre.import_participation_faults(observatory text, create_missing boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        WITH missing AS MATERIALIZED (
            SELECT a.edition, a.structure, min(a.category) AS category, max(a.category) AS category2,
                   EXISTS (SELECT FROM %1$I.structure AS s WHERE s.structure = a.structure) AS known
            FROM pg_temp.import_audit AS a
            WHERE a.structure IS NOT NULL
              AND NOT EXISTS (SELECT FROM %1$I.participation AS p WHERE p.edition = a.edition
                  AND p.structure = a.structure)
            GROUP BY a.edition, a.structure)
        INSERT INTO pg_temp.import_fault
        SELECT l.line, l.edition, l.reference, coalesce(h.header, fault.field), left(fault.value, 200), fault.code,
               fault.message
        FROM missing AS m
        JOIN pg_temp.import_answer AS l ON l.edition = m.edition AND l.structure = m.structure
        CROSS JOIN LATERAL (VALUES
            (NOT $1, 'structure', l.structure, 'no_participation',
                format('structure %%s does not take part in edition %%s', l.structure, l.edition)),
            ($1 AND m.category IS NULL AND $2, 'category', l.category, 'unknown_category',
                format('a participation needs a category: %%s', (SELECT string_agg(category, ', ' ORDER BY position)
                                                                FROM %1$I.category))),
            ($1 AND m.category IS NULL AND NOT $2, 'structure', l.structure, CASE WHEN m.known
                THEN 'no_participation' ELSE 'unknown_structure' END,
             'it cannot be made, as the file has no column for the category'),
            ($1 AND m.category <> m.category2, 'category', l.category, 'contradicting_audit',
                'the audits of this structure do not agree on its category'))
            AS fault (found, field, value, code, message)
        LEFT JOIN pg_temp.import_column AS h ON h.field = fault.field
        WHERE l.is_line AND fault.found
        $query$, observatory)
    USING create_missing, EXISTS (SELECT FROM pg_temp.import_column WHERE field = 'category');
END;
$$;

COMMENT ON FUNCTION barometre.import_participation_faults(text, boolean) IS
'A step of import_responses(): structures that do not take part in the edition, or cannot be made to.';

CREATE FUNCTION barometre.import_existing(observatory text, on_conflict text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    has_date boolean := EXISTS (SELECT FROM pg_temp.import_column WHERE field = 'date');
    has_auditor boolean := EXISTS (SELECT FROM pg_temp.import_column WHERE field = 'auditor');
    has_weight boolean := EXISTS (SELECT FROM pg_temp.import_column WHERE field = 'weight');
BEGIN
    EXECUTE format(
        $query$
        UPDATE pg_temp.import_audit AS a
        SET audit = x.audit,
            status = CASE WHEN x.structure <> a.structure THEN 'elsewhere'
                          WHEN x.channel = a.channel AND x.responded = a.responded
                               AND x.answers IS NOT DISTINCT FROM a.answers
                               AND (NOT $1 OR x.audited_on IS NOT DISTINCT FROM a.audited_on)
                               AND (NOT $2 OR x.auditor IS NOT DISTINCT FROM a.auditor)
                               AND (NOT $3 OR x.weight = coalesce(a.weight, 1)) THEN 'unchanged'
                          ELSE 'changed' END,
            audited_on = CASE WHEN $1 THEN a.audited_on ELSE x.audited_on END,
            auditor = CASE WHEN $2 THEN a.auditor ELSE x.auditor END,
            weight = CASE WHEN $3 THEN a.weight ELSE x.weight END
        FROM %1$I.audit AS x
        WHERE x.edition = a.edition AND x.reference COLLATE "C" = a.reference
        $query$, observatory)
    USING has_date, has_auditor, has_weight;

    INSERT INTO pg_temp.import_fault
    SELECT l.line, l.edition, l.reference, h.header, l.structure, 'two_structures',
           'the observatory has an audit with this reference in another structure'
    FROM pg_temp.import_audit AS a JOIN pg_temp.import_answer AS l ON l.edition = a.edition
        AND l.reference = a.reference
    LEFT JOIN pg_temp.import_column AS h ON h.field = 'structure'
    WHERE l.is_line AND a.status = 'elsewhere';

    IF on_conflict = 'refuse' THEN
        EXECUTE format(
            $query$
            INSERT INTO pg_temp.import_fault
            WITH changed AS MATERIALIZED (
                SELECT a.edition, a.reference, a.line, x.channel, x.answers,
                       array_remove(ARRAY[CASE WHEN a.channel <> x.channel THEN 'channel' END,
                                          CASE WHEN a.responded <> x.responded THEN 'responded' END,
                                          CASE WHEN a.audited_on IS DISTINCT FROM x.audited_on THEN 'date' END,
                                          CASE WHEN a.auditor IS DISTINCT FROM x.auditor THEN 'auditor' END,
                                          CASE WHEN a.weight <> x.weight THEN 'weight' END], NULL) AS fields
                FROM pg_temp.import_audit AS a JOIN %1$I.audit AS x ON x.edition = a.edition
                    AND x.structure = a.structure AND x.audit = a.audit
                WHERE a.status = 'changed'),
            differing AS MATERIALIZED (
                SELECT l.line, c.edition, c.reference, l.header, l.value
                FROM changed AS c JOIN pg_temp.import_answer AS l ON l.edition = c.edition AND l.reference = c.reference
                WHERE l.state IS NOT NULL AND l.channel = c.channel AND l.answer IS DISTINCT FROM c.answers[l.item])
            SELECT line, edition, reference, header, left(value, 200), 'existing_audit',
                   'the observatory has this audit with another answer; on_conflict => ''update'' replaces it'
            FROM differing
            UNION ALL
            SELECT c.line, c.edition, c.reference, h.header, NULL, 'existing_audit',
                   format('the observatory has this audit with another %%s; on_conflict => ''update'' replaces it',
                       coalesce(c.fields[1], 'set of answers'))
            FROM changed AS c LEFT JOIN pg_temp.import_column AS h ON h.field = c.fields[1]
            WHERE c.fields <> '{}' OR NOT EXISTS (SELECT FROM differing AS d WHERE d.edition = c.edition
                AND d.reference = c.reference)
            $query$, observatory);
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.import_existing(text, text) IS
'A step of import_responses(): audits that are there already, found by their reference: unchanged, changed, or in '
'another structure. What the file has no column for stays as it is.';

CREATE FUNCTION barometre.import_unknown_columns(staging regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    unknown text[];
    aggregates text;
    used boolean[];
BEGIN
    SELECT array_agg(name ORDER BY position), format('ARRAY[%s]::boolean[]',
           string_agg(format('bool_or(barometre.trim_text(%s) IS NOT NULL)', expression), ', ' ORDER BY position))
    INTO unknown, aggregates
    FROM pg_temp.import_column WHERE field IS NULL AND criterion IS NULL AND NOT mapped;
    EXECUTE format('SELECT %s FROM pg_temp.import_answer AS l JOIN %s AS s ON s.ctid = l.place WHERE l.is_line',
        aggregates, staging)
    INTO used;
    INSERT INTO pg_temp.import_fault (line, file_column, code, message)
    SELECT 1, c.header, 'unknown_column',
           format('this is neither a field nor the code or label of a criterion; to leave it out: '
                  'ALTER TABLE %s DROP COLUMN %I', staging, c.name)
    FROM unnest(unknown, used) AS judged (name, used) JOIN pg_temp.import_column AS c ON c.name = judged.name
    WHERE judged.used;
END;
$$;

COMMENT ON FUNCTION barometre.import_unknown_columns(regclass) IS
'A step of import_responses(): columns with something in them that are no field and no criterion of a file with a '
'column a criterion.';

CREATE FUNCTION barometre.import_nearest(observatory text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        WITH asked AS MATERIALIZED (
            SELECT DISTINCT f.code, CASE WHEN f.code = 'unknown_criterion' THEN f.edition END AS edition, f.value,
                   barometre.fold_text(f.value) AS word
            FROM pg_temp.import_fault AS f
            WHERE f.code IN ('unknown_structure', 'unknown_criterion') AND length(f.value) BETWEEN 3 AND 60
            LIMIT 500),
        known AS MATERIALIZED (
            SELECT 'unknown_structure' AS code, NULL::int AS edition, n.word, n.code AS name
            FROM pg_temp.import_name AS n WHERE n.kind = 'structure' AND length(n.word) < 64
            UNION ALL
            SELECT 'unknown_criterion', k.edition, k.word, c.criterion
            FROM pg_temp.import_criterion AS k JOIN %1$I.criterion AS c ON c.edition = k.edition
                AND c.channel = k.channel AND c.item = k.item
            WHERE k.given = '' AND length(k.word) < 64),
        near AS (
            SELECT asked.code, asked.edition, asked.value, known.name,
                   rank() OVER (PARTITION BY asked.code, asked.edition, asked.value ORDER BY distance) AS place
            FROM asked
            JOIN known ON known.code = asked.code AND known.edition IS NOT DISTINCT FROM asked.edition
            CROSS JOIN LATERAL barometre.text_distance(asked.word, known.word, 2) AS distance
            WHERE distance BETWEEN 1 AND 2 AND distance * 3 <= length(asked.word)),
        nearest AS (
            SELECT code, edition, value, min(name) AS name FROM near
            WHERE place = 1 GROUP BY code, edition, value HAVING min(name) = max(name))
        UPDATE pg_temp.import_fault AS f SET message = format('%%s; the nearest is %%s', f.message, nearest.name)
        FROM nearest
        WHERE f.code = nearest.code AND f.value = nearest.value
          AND (nearest.edition IS NULL OR f.edition = nearest.edition)
        $query$, observatory);
END;
$$;

COMMENT ON FUNCTION barometre.import_nearest(text) IS
'A step of import_responses(): names the structure or criterion that an unknown one is nearest to, one or two '
'characters away, where only one is. Not so for channels: courriel is no courrier.';

CREATE FUNCTION barometre.import_all_faults(observatory text, staging regclass, source text, form text, bad boolean,
    faulty boolean, on_conflict text, blank text, date_order text, create_missing boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
BEGIN
    IF bad THEN
        PERFORM barometre.import_line_faults(observatory, source, date_order, create_missing);
    END IF;
    FOR c IN SELECT expression, header, false AS delay FROM pg_temp.import_column
             WHERE field = 'date' AND position IS NOT NULL AND EXISTS (SELECT FROM pg_temp.import_fault AS f
                 WHERE f.code IN ('bad_date', 'ambiguous_date'))
             UNION ALL
             SELECT dates.expression, dates.header, true FROM pg_temp.import_column AS delays
             JOIN pg_temp.import_column AS dates ON dates.expression IN (delays.delay_from, delays.delay_to) LOOP
        PERFORM barometre.import_date_faults(staging, c.expression, c.header, date_order, c.delay);
    END LOOP;
    IF form = 'wide' THEN
        PERFORM barometre.import_unknown_columns(staging);
    END IF;
    IF faulty THEN
        PERFORM barometre.import_cell_faults(observatory);
    END IF;
    PERFORM barometre.import_audit_faults(observatory, blank);
    PERFORM barometre.import_participation_faults(observatory, create_missing);
    PERFORM barometre.import_existing(observatory, on_conflict);
    PERFORM barometre.import_nearest(observatory);
END;
$$;

COMMENT ON FUNCTION barometre.import_all_faults(text, regclass, text, text, boolean, boolean, text, text, text,
    boolean) IS
'A step of import_responses(): everything that is wrong with the file.';

CREATE FUNCTION barometre.check_import(observatory text, staging regclass, on_error text, on_conflict text,
    blank text, date_order text, create_missing boolean)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    bad record;
BEGIN
    IF staging IS NULL OR on_error IS NULL OR on_conflict IS NULL OR blank IS NULL OR date_order IS NULL
        OR create_missing IS NULL THEN
        RAISE EXCEPTION 'import_responses: arguments other than mapping must not be NULL'
            USING ERRCODE = 'null_value_not_allowed';
    END IF;
    PERFORM barometre.require_observatory(observatory, 'import_responses');
    SELECT * INTO bad FROM (VALUES
        ('on_error', on_error, '{refuse,skip}'::text[]), ('on_conflict', on_conflict, '{refuse,update}'),
        ('blank', blank, '{not_observed,not_applicable,fault}'), ('date_order', date_order,
            '{dmy,mdy,ymd}')) AS argument (name, value, allowed)
    WHERE value <> ALL (allowed) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'import_responses: % must be one of %, not "%"', bad.name, array_to_string(bad.allowed,
            ', '), bad.value
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM barometre.lock_staging(staging);
END;
$$;

COMMENT ON FUNCTION barometre.check_import(text, regclass, text, text, text, text, boolean) IS
'A step of import_responses(): refuses arguments that mean nothing, and a staging that is no plain table.';
