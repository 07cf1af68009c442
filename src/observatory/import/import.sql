/*
 * import: answers from a staging table into an observatory.
 *
 * import_columns     which column is what
 * import_names       the words that editions, structures, categories, channels are found by
 * import_source      the file as a subquery with one column a field
 * import_lock        the editions of the file, locked
 * import_criteria    the words that criteria and answers are found by
 * import_lines       its lines but headers and empty ones, with the words of their fields
 * import_fields      their answers, with the fields read
 * import_answers     one row an answer, read
 * import_audits      one row an audit, put together
 * import_all_faults  what is wrong, from the tables of these steps
 * import_refuse      the audits that are not loaded
 * import_load        those without fault, written
 */

CREATE FUNCTION barometre.import_begin() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.import_end();
    CREATE TEMP TABLE import_fault (
        line bigint, edition int, reference text COLLATE "C", file_column text, value text, code text, message text);
    CREATE TEMP TABLE import_column (
        position int, name text, header text, word text, field text, criterion text, expression text,
        delay_from text, delay_to text, unit text, mapped boolean DEFAULT false);
    CREATE TEMP TABLE import_name (kind text, word text, code text COLLATE "C", codes text[]);
    CREATE TEMP TABLE import_criterion (
        edition int, given text COLLATE "C", word text, channel text COLLATE "C", item int, scale text,
            minimum float8, maximum float8, matches int);
    CREATE TEMP TABLE import_word (scale text, word text, value float8, state text);
    CREATE TEMP TABLE import_answer (
        place tid, line bigint, is_line boolean, bad boolean,
        edition int, structure text COLLATE "C", category text COLLATE "C", said_channel text COLLATE "C",
            reference text COLLATE "C",
        audited_on date, responded boolean, auditor text, weight float8,
        channel text COLLATE "C", item int, answer real, state text, asked text, value text, header text, fault text);
    CREATE TEMP TABLE import_audit (
        edition int, reference text COLLATE "C", line bigint, structure text COLLATE "C",
            category text COLLATE "C", channel text COLLATE "C",
        audited_on date, responded boolean, auditor text, weight float8, items int, answers real[],
        contradicting int[], fields text[], status text, audit bigint);
END;
$$;

COMMENT ON FUNCTION barometre.import_begin() IS
'A step of import_responses(): makes the temporary tables of an import.';

CREATE FUNCTION barometre.import_end() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_fault, pg_temp.import_column, pg_temp.import_name,
        pg_temp.import_criterion, pg_temp.import_word, pg_temp.import_answer, pg_temp.import_audit;
END;
$$;

COMMENT ON FUNCTION barometre.import_end() IS 'A step of import_responses(): drops the temporary tables of an import.';

CREATE FUNCTION barometre.import_names(observatory text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_name (kind, word, code, codes)
        SELECT kind, word, CASE WHEN count(DISTINCT code) = 1 THEN min(code) END, array_agg(DISTINCT code)
        FROM (SELECT kind, barometre.fold_text(name) AS word, code, rank,
                     min(rank) OVER (PARTITION BY kind, barometre.fold_text(name)) AS best
              FROM (SELECT 'edition', edition::text, edition::text COLLATE "C", 1 FROM %1$I.edition
                    UNION ALL SELECT 'edition', label, edition::text, 2 FROM %1$I.edition
                    UNION ALL SELECT 'structure', structure, structure, 1 FROM %1$I.structure
                    UNION ALL SELECT 'structure', name, structure, 2 FROM %1$I.structure
                    UNION ALL SELECT 'category', category, category, 1 FROM %1$I.category
                    UNION ALL SELECT 'category', label_fr, category, 2 FROM %1$I.category
                    UNION ALL SELECT 'category', label_en, category, 2 FROM %1$I.category
                    UNION ALL SELECT 'channel', channel, channel, 1 FROM %1$I.channel
                    UNION ALL SELECT 'channel', label_fr, channel, 2 FROM %1$I.channel
                    UNION ALL SELECT 'channel', label_en, channel, 2 FROM %1$I.channel) AS named (kind, name, code,
                        rank)) AS ranked
        WHERE rank = best AND word IS NOT NULL
        GROUP BY kind, word
        $query$, observatory);
    ANALYZE pg_temp.import_name;
END;
$$;

COMMENT ON FUNCTION barometre.import_names(text) IS
'A step of import_responses(): the folded words that editions, structures, categories and channels are found by: '
'codes, then labels. Where several codes have one word, only the code as it is written counts.';

CREATE FUNCTION barometre.import_source(staging regclass) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    numbered boolean := EXISTS (SELECT FROM pg_attribute WHERE attrelid = staging AND attname = 'line'
        AND atttypid = 'int8'::regtype);
BEGIN
    RETURN format(
        '(SELECT s.ctid AS place, %s AS line, array_to_string(ARRAY[%s]::text[], '''') AS everything, %s FROM %s AS s)',
        CASE WHEN numbered THEN 's.line' ELSE 'row_number() OVER (ORDER BY s.ctid) + 1' END,
        (SELECT string_agg(expression, ', ') FROM pg_temp.import_column WHERE position IS NOT NULL
            AND (mapped OR field IS NOT NULL OR criterion IS NOT NULL)),
        (SELECT string_agg(format('%s AS %I', coalesce(c.expression, 'NULL::text'), f.field), ', ')
         FROM (SELECT DISTINCT field FROM barometre.import_field_words()) AS f
         LEFT JOIN pg_temp.import_column AS c ON c.field = f.field),
        staging);
END;
$$;

COMMENT ON FUNCTION barometre.import_source(regclass) IS
'A step of import_responses(): a subquery over the staging table with its place, line, and one text column for each '
'field, NULL for those that the file does not have.';

CREATE FUNCTION barometre.import_header_rows(observatory text, staging regclass, source text) RETURNS tid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    cells text := (SELECT string_agg(format('(%L, %L, %s)', coalesce(field, 'answer'), header, expression), ', ')
                   FROM pg_temp.import_column WHERE position IS NOT NULL
                       AND (field IS NOT NULL OR criterion IS NOT NULL));
    first_rows tid[];
    found tid[];
BEGIN
    EXECUTE format('SELECT array_agg(raw.place ORDER BY raw.line) FROM %s AS raw WHERE raw.line <= 8',
        source) INTO first_rows;
    IF cells IS NULL OR first_rows IS NULL THEN
        RETURN '{}';
    END IF;
    EXECUTE format(
        $query$
        WITH cell AS MATERIALIZED (
            SELECT s.ctid AS place, array_position($1, s.ctid) AS line, cell.kind, cell.value,
                   barometre.fold_text(cell.value) AS word,
                   cell.kind IN ('edition', 'date', 'responded', 'weight', 'answer') AS typed,
                   barometre.fold_text(cell.header) AS header
            FROM %1$s AS s CROSS JOIN LATERAL (VALUES %2$s) AS cell (kind, header, value)
            WHERE s.ctid = ANY ($1)),
        judged AS (
            SELECT cell.*,
                   CASE WHEN word IS NOT NULL THEN value LIKE '{"ImportId"%%' END AS is_import_id,
                   word = header OR EXISTS (SELECT FROM barometre.import_field_words() AS f
                                            WHERE f.field = cell.kind AND f.word = barometre.header_word(cell.value))
                   OR kind = 'answer' AND EXISTS (SELECT FROM %3$I.criterion AS c
                                                  WHERE cell.word IN (barometre.fold_text(c.criterion),
                                                      barometre.fold_text(c.label_fr),
                                                      barometre.fold_text(c.label_en))) AS named,
                   typed AND (barometre.read_number(value) IS NOT NULL
                              OR kind = 'date' AND coalesce(barometre.read_date(value, 'dmy'::text),
                                  barometre.read_date(value, 'mdy'::text)) IS NOT NULL
                              OR EXISTS (SELECT FROM pg_temp.import_name AS n WHERE n.kind = cell.kind
                                  AND n.word = cell.word)
                              OR kind = 'responded'
                                  AND word = ANY ('{oui,o,yes,y,vrai,v,true,t,x,non,n,no,faux,f,false}')
                              OR kind = 'answer' AND EXISTS (SELECT FROM %3$I.answer_word AS w
                                  WHERE barometre.fold_text(w.word) = cell.word)) AS readable
            FROM cell),
        judgement AS (
            SELECT place, line, bool_and(is_import_id) AS is_import_id, bool_or(named) AS named,
                   bool_or(readable) AS readable,
                   count(word) FILTER (WHERE typed) AS typed, count(*) FILTER (WHERE typed AND word IS NULL) AS blank
            FROM judged GROUP BY place, line)
        SELECT array_agg(place) FROM judgement
        WHERE line <= (SELECT max(line) FROM judgement WHERE is_import_id)
           OR NOT coalesce(readable, false) AND (named OR typed >= 2 AND blank = 0)
        $query$, staging, cells, observatory)
    INTO found USING first_rows;
    RETURN coalesce(found, '{}');
END;
$$;

COMMENT ON FUNCTION barometre.import_header_rows(text, regclass, text) IS
'A step of import_responses(): the rows among the first seven that are headers too: those down to one that holds '
'Qualtrics'' ImportId and nothing else, '
'and those without any readable value where a cell names its column, or where none of the cells that should hold a '
'value does.';

CREATE FUNCTION barometre.lock_edition(observatory text, edition int) RETURNS void
AS 'MODULE_PATHNAME', 'barometre_lock_edition' LANGUAGE C STRICT;

COMMENT ON FUNCTION barometre.lock_edition(text, int) IS
'Until the transaction ends, nobody else writes audits into this edition or changes its questionnaire. For who may '
'insert audits: error 42501 for others; 3F000 or 42P01 when there is no such observatory.';

CREATE FUNCTION barometre.import_lock(observatory text, source text) RETURNS int[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    editions int[];
BEGIN
    EXECUTE format(
        'SELECT array_agg(DISTINCT n.code::int)
         FROM (SELECT DISTINCT raw.edition FROM %s AS raw) AS asked
         JOIN pg_temp.import_name AS n ON n.kind = ''edition'' AND n.word = barometre.fold_text(asked.edition)', source)
    INTO editions;
    PERFORM barometre.lock_edition(observatory, edition)
    FROM (SELECT edition FROM unnest(editions) AS edition ORDER BY edition) AS concerned;
    RETURN coalesce(editions, '{}');
END;
$$;

COMMENT ON FUNCTION barometre.import_lock(text, text) IS
'A step of import_responses(): locks the editions of the file, so that one import at a time writes into an edition, '
'and returns them.';

CREATE FUNCTION barometre.import_criteria(observatory text, editions int[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_criterion
        WITH named AS (
            SELECT c.edition, given.channel AS given, barometre.fold_text(n.name) AS word, n.rank, c.channel,
                   c.item, c.scale
            FROM %1$I.criterion AS c
            CROSS JOIN LATERAL (VALUES (c.channel), ('')) AS given (channel)
            CROSS JOIN LATERAL (VALUES (c.criterion, 1), (c.label_fr, 2), (c.label_en, 2)) AS n (name, rank)
            WHERE c.edition = ANY ($1)),
        best AS (
            SELECT named.*, min(rank) OVER (PARTITION BY edition, given, word) AS best FROM named
                   WHERE word IS NOT NULL),
        found AS (
            SELECT edition, given, word, count(DISTINCT (channel, item)) AS matches, min(channel) AS channel,
                   min(item) AS item, min(scale) AS scale
            FROM best WHERE rank = best GROUP BY edition, given, word)
        SELECT f.edition, f.given, f.word, CASE WHEN f.matches = 1 THEN f.channel END, CASE WHEN f.matches = 1
               THEN f.item END,
               s.scale, coalesce(s.minimum, -3.4e38), coalesce(s.maximum, 3.4e38), f.matches
        FROM found AS f LEFT JOIN %1$I.scale AS s ON f.matches = 1 AND s.scale = f.scale
        $query$, observatory)
    USING editions;
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_word (scale, word, value, state)
        SELECT DISTINCT ON (s.scale, barometre.fold_text(w.word)) s.scale, barometre.fold_text(w.word), w.value, w.state
        FROM %1$I.scale AS s JOIN %1$I.answer_word AS w ON w.scale IN (s.scale, '')
        ORDER BY s.scale, barometre.fold_text(w.word), w.scale DESC, w.word
        $query$, observatory);
    ANALYZE pg_temp.import_criterion, pg_temp.import_word;
END;
$$;

COMMENT ON FUNCTION barometre.import_criteria(text, int[]) IS
'A step of import_responses(): the folded words that criteria are found by, in their channel and (given empty) where '
'the file does not say one: codes, then labels; and the words of the scales.';

CREATE FUNCTION barometre.import_delay(staging regclass, starts text, ends text, unit text,
    date_order text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first text := format('barometre.read_date(%s, %L::text)', starts, date_order);
    last text := format('barometre.read_date(%s, %L::text)', ends, date_order);
    years record;
    holidays date[];
BEGIN
    IF unit = 'days' THEN
        RETURN format('(%s - %s)::text', last, first);
    END IF;
    EXECUTE format('SELECT extract(year FROM min(least(%1$s, %2$s)))::int AS first, '
                   'extract(year FROM max(greatest(%1$s, %2$s)))::int AS last FROM %3$s AS s',
                   first, last, staging) INTO years;
    SELECT coalesce(array_agg(day), '{}') INTO holidays
    FROM generate_series(years.first, years.last) AS year CROSS JOIN LATERAL barometre.french_holidays(year,
        NULL::text);
    RETURN format('barometre.working_days(%s, %s, %L::date[])::text', first, last, holidays);
END;
$$;

COMMENT ON FUNCTION barometre.import_delay(regclass, text, text, text, text) IS
'A step of import_responses(): the expression of a delay between two columns of dates, in days or in working days of '
'France.';

CREATE FUNCTION barometre.import_cells(staging regclass, date_order text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- the line itself, then the columns that are criteria
    RETURN (SELECT string_agg(cell, ', ' ORDER BY place)
            FROM (SELECT 0, format('(true, raw.criterion, raw.answer, %L)',
                (SELECT min(header) FROM pg_temp.import_column WHERE field = 'answer'))
                  UNION ALL
                  SELECT row_number() OVER (ORDER BY position, criterion),
                         format('(false, %L, %s, %L)', criterion,
                                CASE WHEN unit IS NULL THEN expression ELSE barometre.import_delay(staging,
                                    delay_from, delay_to, unit, date_order) END, header)
                  FROM pg_temp.import_column WHERE criterion IS NOT NULL) AS listed (place, cell));
END;
$$;

COMMENT ON FUNCTION barometre.import_cells(regclass, text) IS
'A step of import_responses(): the answers of a line, as a list of values: whether it is the line''s own, criterion, '
'answer, header.';
