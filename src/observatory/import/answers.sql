/* answers: the file's answers, one row each, with the fields of their line */

CREATE FUNCTION barometre.import_lines(source text, header_rows tid[], date_order text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- the header once more, where files were put together
    is_header text := (SELECT string_agg(format('raw.%I = %L', field, header), ' AND ')
                       FROM pg_temp.import_column WHERE field IN ('edition', 'structure', 'reference')
                           AND position IS NOT NULL);
BEGIN
    RETURN format(
        $query$
        (SELECT raw.place, raw.line, raw.structure, raw.category, raw.channel, raw.date, raw.weight, raw.auditor,
            raw.criterion, raw.answer,
                barometre.fold_text(raw.edition) AS edition_word, barometre.fold_text(raw.structure) AS structure_word,
                barometre.fold_text(raw.category) AS category_word, barometre.fold_text(raw.channel) AS channel_word,
                barometre.fold_text(raw.responded) AS responded_word,
                CASE WHEN octet_length(raw.reference) <= 255 OR octet_length(barometre.trim_text(raw.reference)) <= 255
                     THEN barometre.trim_text(raw.reference) END AS clean_reference,
                barometre.read_date(raw.date, %1$L::text) AS audited_on,
                barometre.read_number(raw.weight) AS weight_number
         FROM %2$s AS raw
         WHERE (barometre.trim_text(raw.reference) IS NOT NULL OR barometre.trim_text(raw.everything) IS NOT NULL)
           %3$s %4$s
         OFFSET 0)
        $query$, date_order, source,
        CASE WHEN header_rows <> '{}' THEN format('AND raw.place <> ALL (%L::tid[])', header_rows) END,
        'AND (' || is_header || ') IS NOT TRUE');
END;
$$;

COMMENT ON FUNCTION barometre.import_lines(text, tid[], text) IS
'A step of import_responses(): a subquery of the lines that are no header and not empty, with the words that their '
'fields are found by.';

CREATE FUNCTION barometre.import_fields(staging regclass, lines text, cells text, create_missing boolean) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    present text[] := (SELECT array_agg(field) FROM pg_temp.import_column WHERE field IS NOT NULL);
    code_of text := 'coalesce(%1$s_name.code, CASE WHEN barometre.trim_text(raw.%1$s) = ANY (%1$s_name.codes) '
                    'THEN barometre.trim_text(raw.%1$s) END)';
    structure text := format(code_of, 'structure');
BEGIN
    IF create_missing THEN
        structure := format('coalesce(%s, CASE WHEN structure_name.codes IS NULL '
                            'AND octet_length(barometre.trim_text(raw.structure)) <= 255 '
                            'THEN barometre.trim_text(raw.structure) END)', structure);
    END IF;
    RETURN format(
        $query$
        (SELECT raw.place, raw.line, cell.is_line,
                edition_name.code::int AS edition, %1$s AS structure, %2$s AS category, %3$s AS said_channel,
                raw.clean_reference AS reference, raw.audited_on, %4$s AS responded,
                    barometre.trim_text(raw.auditor) AS auditor,
                CASE WHEN raw.weight_number = 0 OR raw.weight_number BETWEEN 1e-100 AND 1e100
                    THEN raw.weight_number END AS weight,
                raw.channel_word, raw.responded_word, raw.date AS date_text, raw.weight AS weight_text,
                cell.asked, cell.value, cell.header,
                barometre.fold_text(cell.asked) AS asked_word, barometre.fold_text(cell.value) AS value_word
         FROM %5$s AS raw
         %6$s
         %7$s
         CROSS JOIN LATERAL (VALUES %8$s) AS cell (is_line, asked, value, header)
         OFFSET 0)
        $query$,
        structure,
        CASE WHEN create_missing AND 'category' = ANY (present) THEN format(code_of, 'category') ELSE 'NULL::text' END,
        CASE WHEN 'channel' = ANY (present) THEN format(code_of, 'channel') ELSE 'NULL::text' END,
        format('CASE WHEN raw.responded_word = ANY (%L::text[]) THEN true '
               'WHEN raw.responded_word = ANY (%L::text[]) THEN false END',
               '{oui,o,yes,y,vrai,v,true,t,1,x,repondu,responded}',
               '{non,n,no,faux,f,false,0,non repondu,sans reponse,no response}'),
        lines,
        (SELECT string_agg(format('LEFT JOIN pg_temp.import_name AS %1$s_name '
                                  'ON %1$s_name.kind = %1$L AND %1$s_name.word = raw.%1$s_word', kind), ' ')
         FROM unnest(ARRAY['edition', 'structure', 'category', 'channel']) AS kind
         WHERE kind = ANY (present) AND (kind <> 'category' OR create_missing)),
        CASE WHEN EXISTS (SELECT FROM pg_temp.import_column WHERE criterion IS NOT NULL)
            THEN format('JOIN %s AS s ON s.ctid = raw.place', staging) END,
        cells);
END;
$$;

COMMENT ON FUNCTION barometre.import_fields(regclass, text, text, boolean) IS
'A step of import_responses(): a subquery of each answer of each line, with the fields of the line read. NULL: not '
'there, or not readable.';

CREATE FUNCTION barometre.import_answers(answers text, keep_blank boolean,
    OUT lines bigint, OUT answered bigint, OUT bad boolean, OUT faulty boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_answer
        SELECT a.place, a.line, a.is_line,
               a.is_line AND (a.edition IS NULL OR a.structure IS NULL OR a.reference IS NULL
                              OR a.said_channel IS NULL AND a.channel_word IS NOT NULL
                              OR a.audited_on IS NULL AND barometre.trim_text(a.date_text) IS NOT NULL
                              OR a.responded IS NULL AND a.responded_word IS NOT NULL
                              OR a.weight IS NULL AND barometre.trim_text(a.weight_text) IS NOT NULL),
               a.edition, a.structure, a.category, a.said_channel, a.reference, a.audited_on, a.responded,
                   a.auditor, a.weight,
               a.channel, a.item,
               CASE WHEN a.word_state = 'not_observed' THEN 'NaN'
                    WHEN a.word_state IS NOT NULL OR abs(a.number) > 3.4e38 THEN NULL
                    WHEN abs(a.number) >= 1e-37 THEN a.number
                    WHEN a.number IS NOT NULL THEN 0 END::real,
               CASE WHEN a.item IS NULL OR a.value_word IS NULL THEN NULL
                    WHEN a.word_state IS NOT NULL THEN a.word_state
                    WHEN a.number BETWEEN a.minimum AND a.maximum THEN 'scored' END,
               CASE WHEN a.item IS NULL THEN a.asked END, a.value, a.header,
               CASE WHEN a.edition IS NULL
                         OR a.value_word IS NULL AND (NOT a.is_line OR a.asked_word IS NULL) THEN NULL
                    WHEN a.item IS NULL THEN 'criterion'
                    WHEN a.value_word IS NULL OR a.word_state IS NOT NULL THEN NULL
                    WHEN a.number IS NULL THEN 'not_a_number'
                    WHEN a.number NOT BETWEEN a.minimum AND a.maximum THEN 'out_of_range' END
        FROM (SELECT a.*, c.channel, c.item, c.minimum, c.maximum, w.state AS word_state,
                     CASE WHEN w.word IS NULL THEN barometre.read_number(a.value) ELSE w.value END AS number
              FROM %1$s AS a
              LEFT JOIN pg_temp.import_criterion AS c ON c.edition = a.edition
                  AND c.given = coalesce(a.said_channel, '') AND c.word = a.asked_word
              LEFT JOIN pg_temp.import_word AS w ON w.scale = c.scale AND w.word = a.value_word
              WHERE a.is_line OR $1 OR a.value_word IS NOT NULL
              OFFSET 0) AS a
        $query$, answers)
    USING keep_blank;
    SELECT count(*) FILTER (WHERE a.is_line), count(a.state), coalesce(bool_or(a.bad), false), count(a.fault) > 0
    INTO lines, answered, bad, faulty FROM pg_temp.import_answer AS a;
END;
$$;

COMMENT ON FUNCTION barometre.import_answers(text, boolean) IS
'A step of import_responses(): reads each answer. is_line: the row that stands for the line itself; bad: one of its '
'fields could not be read; state NULL: no answer, or a fault. Returns how many lines and answers there are, and '
'whether any line is bad, any answer a fault.';

CREATE FUNCTION barometre.import_audits(observatory text, blank text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_sort = off -- a hash of the audits takes two thirds of the time
AS $$
DECLARE
    -- the least and the greatest that its lines say: two that differ contradict each other
    said text := (
        SELECT string_agg(CASE WHEN f.always OR c.field IS NOT NULL
                               THEN format('%1$s(%2$s) AS %3$I, %4$s(%2$s) AS %3$s2',
                                           f.least, f.value, f.field, f.greatest)
                               ELSE format('NULL::%1$s AS %2$I, NULL::%1$s AS %2$s2', f.type, f.field) END, ', ')
        FROM (VALUES
            ('structure', 'text', 'structure', 'min', 'max', true),
            ('channel', 'text', 'coalesce(said_channel, CASE WHEN is_line OR state IS NOT NULL OR fault IS NOT NULL
                THEN channel END)', 'min', 'max', true),
            ('category', 'text', 'category', 'min', 'max', false),
            ('date', 'date', 'audited_on', 'min', 'max', false),
            ('responded', 'boolean', 'responded', 'bool_and', 'bool_or', false),
            ('auditor', 'text', 'auditor', 'min', 'max', false), ('weight', 'float8', 'weight', 'min', 'max', false))
            AS f (field, type, value, least, greatest, always)
        LEFT JOIN (SELECT DISTINCT field FROM pg_temp.import_column) AS c ON c.field = f.field);
BEGIN
    EXECUTE format(
        $query$
        INSERT INTO pg_temp.import_audit (edition, reference, line, structure, category, channel, audited_on,
            responded, auditor, weight,
                                          items, answers, contradicting, fields)
        WITH said AS (
            SELECT edition, reference, min(line) AS line, %2$s,
                   array_agg(item) FILTER (WHERE state IS NOT NULL) AS items,
                       array_agg(answer) FILTER (WHERE state IS NOT NULL) AS answers,
                   coalesce(bool_or(state = 'scored'), false) AS scored
            FROM pg_temp.import_answer WHERE edition IS NOT NULL AND reference IS NOT NULL
            GROUP BY edition, reference),
        file_channel AS (
            SELECT c.edition, min(c.channel) AS channel
            FROM pg_temp.import_column AS f JOIN pg_temp.import_criterion AS c ON c.given = ''
                AND c.word = barometre.fold_text(f.criterion)
            GROUP BY c.edition HAVING min(c.channel) = max(c.channel)),
        questionnaire AS (
            SELECT edition, channel, count(*)::int AS items FROM %1$I.criterion GROUP BY edition, channel),
        audit AS (
            SELECT said.*, coalesce(said.channel, file_channel.channel) AS the_channel
            FROM said LEFT JOIN file_channel ON file_channel.edition = said.edition)
        SELECT a.edition, a.reference, a.line, a.structure, a.category, a.the_channel, a.date,
               coalesce(a.responded, true), a.auditor, a.weight,
               q.items,
               CASE WHEN a.responded IS NOT FALSE AND q.items IS NOT NULL THEN barometre.place_answers(a.items,
                   a.answers, q.items, $1) END,
               CASE WHEN a.the_channel = a.channel2 THEN barometre.contradicting_items(a.items, a.answers) END,
               array_remove(ARRAY[CASE WHEN a.structure <> a.structure2 THEN 'structure' END,
                                  CASE WHEN a.category <> a.category2 THEN 'category' END,
                                  CASE WHEN a.the_channel <> a.channel2 THEN 'channel' END,
                                  CASE WHEN a.date <> a.date2 THEN 'date' END,
                                  CASE WHEN a.responded <> a.responded2 THEN 'responded' END,
                                  CASE WHEN NOT a.responded AND a.scored THEN 'answer' END,
                                  CASE WHEN a.auditor <> a.auditor2 THEN 'auditor' END,
                                  CASE WHEN a.weight <> a.weight2 THEN 'weight' END], NULL)
        FROM audit AS a
        LEFT JOIN questionnaire AS q ON q.edition = a.edition AND q.channel = a.the_channel
        $query$, observatory, said)
    USING CASE WHEN blank = 'not_observed' THEN 'NaN'::real END;
    ANALYZE pg_temp.import_audit;
END;
$$;

COMMENT ON FUNCTION barometre.import_audits(text, text) IS
'A step of import_responses(): puts the audits together. contradicting: the items with two answers; fields: the '
'fields in which its lines contradict each other.';
