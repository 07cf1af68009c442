/* load: the audits without fault, written */

CREATE FUNCTION barometre.import_refuse(form text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE pg_temp.import_audit AS a SET status = 'refused'
    FROM pg_temp.import_fault AS f
    WHERE f.reference = a.reference AND coalesce(f.edition, a.edition) = a.edition;

    -- a line without reference: whichever audit it was lost from has no answer to its criterion
    IF form = 'long' THEN
        WITH lost AS MATERIALIZED (
            SELECT l.line, a.edition, a.reference, l.item
            FROM pg_temp.import_fault AS f
            JOIN pg_temp.import_answer AS l ON l.line = f.line
            JOIN pg_temp.import_audit AS a ON a.edition = l.edition AND a.structure = l.structure
            WHERE f.code = 'missing_reference' AND barometre.trim_text(f.reference) IS NULL
              AND (a.channel = coalesce(l.said_channel, l.channel)) IS NOT FALSE
              AND (a.audited_on = l.audited_on) IS NOT FALSE AND (a.auditor = l.auditor) IS NOT FALSE
              AND (a.responded OR l.state IS NULL)),
        suspect AS (
            SELECT lost.line, lost.edition, lost.reference FROM lost
            WHERE NOT EXISTS (SELECT FROM pg_temp.import_answer AS l
                              WHERE l.edition = lost.edition AND l.reference = lost.reference AND l.item = lost.item)),
        said AS (
            UPDATE pg_temp.import_fault AS f SET message = f.message || '; the line may be lost from ' || audits.names
            FROM (SELECT line, array_to_string((array_agg(reference ORDER BY reference))[1:5], ', ') AS names
                  FROM suspect GROUP BY line) AS audits
            WHERE f.line = audits.line AND f.code = 'missing_reference')
        UPDATE pg_temp.import_audit AS a SET status = 'refused'
        FROM suspect WHERE a.edition = suspect.edition AND a.reference = suspect.reference;
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.import_refuse(text) IS
'A step of import_responses(): gives the status refused to audits with a fault. In a long file, also to those that a '
'line without reference may have been lost from: same edition and structure, no other channel, date or auditor, and '
'no answer to its criterion.';

CREATE FUNCTION barometre.import_load(observatory text, create_missing boolean) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET work_mem = '4MB' -- the sort of the audits would be all that grows with the file
AS $$
BEGIN
    -- nobody needs a right that the file does not ask for
    IF create_missing THEN
        EXECUTE format(
            $query$
            INSERT INTO %1$I.structure (structure, name)
            SELECT DISTINCT a.structure, a.structure FROM pg_temp.import_audit AS a
            WHERE a.status IS NULL AND NOT EXISTS (SELECT FROM %1$I.structure AS s WHERE s.structure = a.structure)
            $query$, observatory);
        EXECUTE format(
            $query$
            INSERT INTO %1$I.participation (edition, structure, category)
            SELECT a.edition, a.structure, min(a.category) FROM pg_temp.import_audit AS a
            WHERE a.status IS NULL AND NOT EXISTS (SELECT FROM %1$I.participation AS p WHERE p.edition = a.edition
                AND p.structure = a.structure)
            GROUP BY a.edition, a.structure
            $query$, observatory);
    END IF;
    EXECUTE format(
        $query$
        INSERT INTO %1$I.audit (edition, structure, audit, channel, audited_on, auditor, responded, answers,
            weight, reference)
        SELECT a.edition, a.structure,
               coalesce(last.audit, 0) + row_number() OVER (PARTITION BY a.edition, a.structure ORDER BY a.line,
                   a.reference),
               a.channel, a.audited_on, a.auditor, a.responded, a.answers, coalesce(a.weight, 1), a.reference
        FROM pg_temp.import_audit AS a
        LEFT JOIN (SELECT x.edition, x.structure, max(x.audit) AS audit FROM %1$I.audit AS x
                   WHERE x.edition IN (SELECT edition FROM pg_temp.import_audit) GROUP BY x.edition,
                       x.structure) AS last
          ON last.edition = a.edition AND last.structure = a.structure
        WHERE a.status IS NULL
        $query$, observatory);
    IF EXISTS (SELECT FROM pg_temp.import_audit WHERE status = 'changed') THEN
        EXECUTE format(
            $query$
            UPDATE %1$I.audit AS x
            SET channel = a.channel, audited_on = a.audited_on, auditor = a.auditor, responded = a.responded,
                answers = a.answers, weight = coalesce(a.weight, 1)
            FROM pg_temp.import_audit AS a
            WHERE a.status = 'changed' AND x.edition = a.edition AND x.structure = a.structure AND x.audit = a.audit
            $query$, observatory);
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.import_load(text, boolean) IS
'A step of import_responses(): writes what has no status, as it is new, or the status changed. New audits are '
'numbered from the last of their edition and structure on, in the order of the file.';

CREATE FUNCTION barometre.import_summary(lines bigint, answers bigint, skipped bigint, loads boolean) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    audits record;
    kinds text := (SELECT string_agg(format('%s %s', code, faults), ', ' ORDER BY faults DESC, code)
                   FROM (SELECT code, count(*) AS faults FROM pg_temp.import_fault GROUP BY code) AS counted);
BEGIN
    SELECT count(*) AS total, count(*) FILTER (WHERE status IS NULL AND loads) AS loaded,
           count(*) FILTER (WHERE status = 'changed' AND loads) AS updated,
               count(*) FILTER (WHERE status = 'unchanged') AS unchanged
    INTO audits FROM pg_temp.import_audit;
    RETURN format('lines: %s, audits: %s, answers: %s, loaded: %s, updated: %s, unchanged: %s, refused: %s', lines,
        audits.total, answers,
                  audits.loaded, audits.updated, audits.unchanged,
                      audits.total - audits.loaded - audits.updated - audits.unchanged)
        || coalesce((SELECT format(', columns not used: %s',
            array_to_string((array_agg(header ORDER BY position))[1:10], ', '))
                     FROM pg_temp.import_column AS c
                     WHERE field IS NULL AND criterion IS NULL AND NOT mapped AND lines > 0
                       AND NOT EXISTS (SELECT FROM pg_temp.import_fault AS f WHERE f.code = 'unknown_column'
                           AND f.file_column = c.header)
                     HAVING count(*) > 0), '')
        || CASE WHEN skipped > 0 THEN format(', headers and empty lines skipped: %s', skipped) ELSE '' END
        || coalesce('; faults: ' || kinds, '')
        || CASE WHEN kinds IS NOT NULL AND NOT loads THEN '; nothing was loaded' ELSE '' END;
END;
$$;

COMMENT ON FUNCTION barometre.import_summary(bigint, bigint, bigint, boolean) IS
'A step of import_responses(): the message of its first row.';

CREATE FUNCTION barometre.import_responses(observatory text, staging regclass, mapping jsonb DEFAULT NULL,
    on_error text DEFAULT 'refuse',
    on_conflict text DEFAULT 'refuse', blank text DEFAULT 'not_observed', date_order text DEFAULT 'dmy',
        create_missing boolean DEFAULT false)
RETURNS TABLE (line bigint, reference text, file_column text, value text, code text, message text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'
SET enable_nestloop = off -- the temporary tables are not what the planner takes them for
SET random_page_cost = 1 -- else the foreign key's checks read all participations for each audit
SET jit = off
SET constraint_exclusion = off -- a plan runs nothing of a table's owner
AS $$
#variable_conflict use_column
DECLARE
    form text;
    source text;
    header_rows tid[];
    lines_read text;
    read record;
    lines bigint := 0;
    answers bigint := 0;
    skipped bigint := 0;
    loads boolean;
BEGIN
    PERFORM barometre.check_import(observatory, staging, on_error, on_conflict, blank, date_order, create_missing);
    PERFORM barometre.import_begin();
    form := barometre.import_columns(observatory, staging, mapping);
    IF EXISTS (SELECT FROM pg_temp.import_fault) THEN
        loads := false;
    ELSE
        PERFORM barometre.import_names(observatory);
        source := barometre.import_source(staging);
        header_rows := barometre.import_header_rows(observatory, staging, source);
        PERFORM barometre.import_criteria(observatory, barometre.import_lock(observatory, source));
        lines_read := barometre.import_lines(source, header_rows, date_order);
        read := barometre.import_answers(
            barometre.import_fields(staging, lines_read, barometre.import_cells(staging, date_order),
                create_missing), blank = 'fault');
        PERFORM barometre.import_audits(observatory, blank);
        PERFORM barometre.import_all_faults(observatory, staging, source, form, read.bad, read.faulty, on_conflict,
            blank, date_order, create_missing);
        loads := on_error = 'skip' OR NOT EXISTS (SELECT FROM pg_temp.import_fault);
        PERFORM barometre.import_refuse(form);
        IF loads THEN
            PERFORM barometre.import_load(observatory, create_missing);
        END IF;
        lines := read.lines;
        answers := read.answered;
        EXECUTE format('SELECT count(*) - $1 FROM %s', staging) INTO skipped USING lines;
    END IF;

    PERFORM set_config('work_mem', '4MB', true); -- faults may be as many as answers: they wait on disk
    RETURN QUERY SELECT NULL::bigint, NULL::text, NULL::text, NULL::text, 'summary',
        barometre.import_summary(lines, answers, skipped, loads);
    RETURN QUERY SELECT f.line, f.reference::text, f.file_column, f.value, f.code, f.message
        FROM pg_temp.import_fault AS f
                 ORDER BY f.line, f.file_column, f.code, f.message;
    PERFORM barometre.import_end();
END;
$$;

COMMENT ON FUNCTION barometre.import_responses(text, regclass, jsonb, text, text, text, text, boolean) IS
'Loads the answers of a file, which a staging table holds, into an observatory, and returns every fault as a row: '
'line of the file, reference of the audit, column, value, code, and what is allowed. '
'The first row has the code summary. One line an answer (columns for a criterion and its answer), or a column a '
'criterion. '
'mapping: {field: source}, where columns are not found by their names. on_error: refuse (any fault loads nothing) or '
'skip (audits without fault are loaded). '
'on_conflict: what happens to an audit that is there with the same reference and differs: refuse or update. blank: '
'what an item without answer is: not_observed, not_applicable or fault. '
'date_order: dmy, mdy or ymd; year-month-day is read in any case. create_missing: makes structures and '
'participations for which the file has a category. '
'Errors: 22023 for an argument that means nothing, 42P01 when there is no such observatory, 42809 for a staging that '
'is no ordinary table, or has rules, row security, inheriting tables, or an index or statistics with an expression, '
'42804 for one with a column whose type is not PostgreSQL''s own, 0A000 in a database whose encoding is not UTF8.';
