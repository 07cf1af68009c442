/*
 * columns: which column of a file is what.
 *
 * The steps of an import share temporary tables, pg_temp.import_…, which
 * import_responses() makes and drops.
 */

CREATE FUNCTION barometre.header_word(header text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(word, ' ' ORDER BY place)
        FROM regexp_split_to_table(regexp_replace(barometre.fold_text(header), '[^a-z0-9]+', ' ', 'g'), ' ')
             WITH ORDINALITY AS split (word, place)
        WHERE word <> '' AND word <> ALL ('{d,de,du,des,l,la,le,les,of,the,n,no,num,numero,number,code}'));

COMMENT ON FUNCTION barometre.header_word(text) IS
'The words of a header, folded, without articles, "code" and "number": what its column is found by. NULL when '
'nothing is left.';

CREATE FUNCTION barometre.import_field_words() RETURNS TABLE (field text, rank int, word text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT known.field, split.place::int, split.word
    FROM (VALUES
        ('edition',   'edition,edition barometre,annee,year,millesime,campagne,vague,wave'),
        ('structure', 'structure,organisme,organisation,organization,collectivite,entite,entity,etablissement,'
                      'institution,participant,structure auditee,nom structure,structure name,'
                      'name structure,commune,ville,mairie,agence,site'),
        ('category',  'categorie,category,categorie structure,structure category,category structure,type structure'),
        ('channel',   'canal,channel,canal contact,contact channel,mode contact,moyen contact,type contact,media'),
        ('reference', 'reference,ref,reference audit,ref audit,audit reference,audit ref,audit id,id audit,audit,'
                      'identifiant audit,identifiant,response id,responseid,'
                      'id reponse,dossier,respondent id,interview id,id'),
        ('date',      'date,date audit,audit date,date visite,date contact,audited on,date passage,date enquete,date realisation,date appel,visit date,contact date,recorded date,recordeddate,date submitted,submitdate,day,jour'),
        ('responded', 'repondu,a repondu,responded,has responded,reponse obtenue,reponse recue,response received,replied'),
        ('auditor',   'auditeur,auditrice,auditor,enqueteur,enquetrice,client mystere,mystery shopper,visiteur mystere,surveyor,interviewer'),
        ('weight',    'poids,weight,ponderation,poids audit,audit weight,weight audit'),
        ('criterion', 'critere,criterion,question,item,indicateur,libelle critere,critere evalue,question posee'),
        ('answer',    'reponse,answer,valeur,value,note,resultat,response,valeur reponse,reponse donnee,rating,score')) AS known (field, words)
    CROSS JOIN LATERAL regexp_split_to_table(known.words, ',') WITH ORDINALITY AS split (word, place);
END;

COMMENT ON FUNCTION barometre.import_field_words() IS
'The fields of a file and the headers that they are found by, as header_word() gives them, the best first.';

CREATE FUNCTION barometre.import_mapping(observatory text, mapping jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    entry record;
    source record;
    known text;
    named text;
BEGIN
    IF jsonb_typeof(mapping) <> 'object' THEN
        RAISE EXCEPTION 'import_responses: mapping must be an object {field: source}'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR entry IN SELECT key AS field, value, jsonb_typeof(value) AS kind FROM jsonb_each(mapping) ORDER BY key LOOP
        known := (SELECT field FROM barometre.import_field_words()
            WHERE field = barometre.fold_text(entry.field) LIMIT 1);
        IF known IS NULL THEN
            EXECUTE format('SELECT min(criterion) FROM %I.criterion '
                           'WHERE barometre.fold_text(criterion) = barometre.fold_text($1)', observatory)
            INTO named USING entry.field;
            IF named IS NULL THEN
                RAISE EXCEPTION 'import_responses: mapping names an unknown field, "%"', entry.field
                    USING ERRCODE = 'invalid_parameter_value',
                          HINT = 'A field is edition, structure, category, channel, reference, date, responded, '
                                 'auditor, weight, criterion, answer, or the code of a criterion.';
            END IF;
        END IF;

        IF entry.kind = 'string' THEN
            PERFORM barometre.import_map_header(known, entry.field, entry.value #>> '{}');
        ELSIF entry.kind = 'object' AND entry.value ? 'value'
            AND jsonb_typeof(entry.value -> 'value') IN ('string', 'number', 'boolean') THEN
            INSERT INTO pg_temp.import_column (header, field, criterion, expression, mapped)
            VALUES (entry.field, known, CASE WHEN known IS NULL THEN entry.field END,
                quote_literal(entry.value ->> 'value') || '::text', true);
        ELSIF entry.kind = 'object' AND known IS NULL AND entry.value ? 'from' AND entry.value ? 'to'
              AND coalesce(entry.value ->> 'unit', 'days') IN ('days', 'working_days') THEN
            PERFORM barometre.import_map_delay(entry.field, entry.value ->> 'from', entry.value ->> 'to',
                coalesce(entry.value ->> 'unit', 'days'));
        ELSE
            RAISE EXCEPTION 'import_responses: mapping has no source for the field "%"', entry.field
                USING ERRCODE = 'invalid_parameter_value',
                      DETAIL = format('It says %s.', left(entry.value::text, 200)),
                      HINT = 'A source is a header, {"value": constant}, or for a criterion '
                             '{"from": header, "to": header, "unit": "days" or "working_days"}.';
        END IF;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.import_mapping(text, jsonb) IS
'A step of import_responses(): what its argument mapping says about columns. Error 22023 for an unknown field or '
'source.';

CREATE FUNCTION barometre.import_find_column(source text, OUT "position" int, OUT expression text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found int[];
BEGIN
    SELECT array_agg(c.position) INTO found
    FROM (SELECT c.position, rank() OVER (ORDER BY CASE WHEN c.name = source THEN 1 WHEN c.header = source THEN 2
        ELSE 3 END) AS place
          FROM pg_temp.import_column AS c
          WHERE c.position IS NOT NULL AND (c.name = source OR c.header = source
              OR barometre.fold_text(c.header) = barometre.fold_text(source))) AS c
    WHERE place = 1;
    IF cardinality(found) = 1 THEN
        SELECT c.position, c.expression INTO position, expression FROM pg_temp.import_column AS c
               WHERE c.position = found[1];
    ELSE
        INSERT INTO pg_temp.import_fault (line, file_column, code, message)
        VALUES (1, source, CASE WHEN found IS NULL THEN 'missing_column' ELSE 'ambiguous_column' END,
                CASE WHEN found IS NULL THEN 'the file has no column of this name, which mapping gives'
                     ELSE format('%s columns of the file have this name, which mapping gives', cardinality(found)) END);
    END IF;
END;
$$;

COMMENT ON FUNCTION barometre.import_find_column(text) IS
'A step of import_responses(): the column of this name or header; a fault, and NULL, when there is none or more than '
'one.';

CREATE FUNCTION barometre.import_map_header(known text, named text, source text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    place int := (barometre.import_find_column(source)).position;
BEGIN
    UPDATE pg_temp.import_column
    SET field = known, criterion = CASE WHEN known IS NULL THEN named END, mapped = true
    WHERE position = place;
END;
$$;

COMMENT ON FUNCTION barometre.import_map_header(text, text, text) IS
'A step of import_responses(): gives a column of the file to a field, or to a criterion when the field is NULL.';

CREATE FUNCTION barometre.import_map_delay(named text, starts text, ends text, unit text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first record := barometre.import_find_column(starts);
    last record := barometre.import_find_column(ends);
BEGIN
    UPDATE pg_temp.import_column SET mapped = true WHERE position IN (first.position, last.position);
    INSERT INTO pg_temp.import_column (header, criterion, expression, delay_from, delay_to, unit, mapped)
    VALUES (ends, named, 'NULL::text', first.expression, last.expression, unit, true);
END;
$$;

COMMENT ON FUNCTION barometre.import_map_delay(text, text, text, text) IS
'A step of import_responses(): the answers to a criterion are delays between two columns of dates.';

CREATE FUNCTION barometre.import_columns(observatory text, staging regclass, mapping jsonb) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_long boolean;
    latest text;
BEGIN
    INSERT INTO pg_temp.import_column (position, name, header, word, expression)
    SELECT attnum, attname, header, barometre.header_word(header), format('s.%I::text', attname)
    FROM (SELECT attnum, attname, coalesce(col_description(attrelid, attnum), attname) AS header
          FROM pg_attribute
          WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped AND NOT (attname = 'line'
              AND atttypid = 'int8'::regtype)) AS file
    ORDER BY attnum;
    IF mapping IS NOT NULL THEN
        PERFORM barometre.import_mapping(observatory, mapping);
    END IF;

    -- by their names: the best word of a field wins, and a column has one field
    WITH candidate AS (
        SELECT c.position, f.field, rank() OVER (PARTITION BY f.field ORDER BY f.rank) AS place
        FROM pg_temp.import_column AS c JOIN barometre.import_field_words() AS f ON f.word = c.word
        WHERE NOT c.mapped AND NOT EXISTS (SELECT FROM pg_temp.import_column AS taken WHERE taken.field = f.field))
    UPDATE pg_temp.import_column AS c SET field = candidate.field
    FROM candidate WHERE candidate.position = c.position AND candidate.place = 1;

    SELECT count(DISTINCT field) = 2 INTO is_long FROM pg_temp.import_column WHERE field IN ('criterion', 'answer');
    IF NOT is_long THEN
        UPDATE pg_temp.import_column SET field = NULL WHERE field IN ('criterion', 'answer') AND NOT mapped;
        EXECUTE format(
            'WITH criterion_word AS (
                 SELECT barometre.fold_text(criterion) AS word FROM %1$I.criterion
                 UNION SELECT barometre.fold_text(label_fr) FROM %1$I.criterion
                 UNION SELECT barometre.fold_text(label_en) FROM %1$I.criterion)
             UPDATE pg_temp.import_column AS c SET criterion = c.header
             FROM criterion_word WHERE criterion_word.word = barometre.fold_text(c.header) AND c.field IS NULL
                 AND NOT c.mapped
               AND NOT EXISTS (SELECT FROM pg_temp.import_column AS taken
                   WHERE barometre.fold_text(taken.criterion) = criterion_word.word)', observatory);
    END IF;

    INSERT INTO pg_temp.import_fault (line, file_column, code, message)
    SELECT 1, min(header), 'ambiguous_column',
           format('the columns %s are all %s; mapping says which one counts',
               string_agg(quote_ident(coalesce(name, header)), ', ' ORDER BY position),
                  coalesce('the ' || min(field), 'criterion ' || min(criterion)))
    FROM pg_temp.import_column WHERE field IS NOT NULL OR criterion IS NOT NULL
    GROUP BY field, barometre.fold_text(criterion)
    HAVING count(*) > 1;

    EXECUTE format('SELECT coalesce(max(e.edition)::text, ''an edition'') FROM %I.edition AS e', observatory)
    INTO latest;
    INSERT INTO pg_temp.import_fault (line, file_column, code, message)
    SELECT 1, field, 'missing_column',
           format('no header names the %s, as %s would; mapping does: {"%s": %s}%s', field,
                  (SELECT string_agg(w.word, ', ' ORDER BY w.rank) FROM barometre.import_field_words() AS w
                   WHERE w.field = field.field AND w.rank <= 4), field,
                  CASE field WHEN 'edition' THEN format('{"value": %s}', latest) ELSE '"a header"' END,
                  (SELECT '; headers not used: '
                          || array_to_string((array_agg(c.header ORDER BY c.position))[1:10], ', ')
                   FROM pg_temp.import_column AS c WHERE c.field IS NULL AND c.criterion IS NULL AND NOT c.mapped))
    FROM unnest(ARRAY['edition', 'structure', 'reference']) AS field
    WHERE NOT EXISTS (SELECT FROM pg_temp.import_column AS c WHERE c.field = field.field);
    INSERT INTO pg_temp.import_fault (line, file_column, code, message)
    SELECT 1, 'criterion', 'missing_column',
           'the file has neither columns for a criterion and its answer, nor a column whose header is the code or '
           'label of a criterion'
    WHERE NOT is_long AND NOT EXISTS (SELECT FROM pg_temp.import_column WHERE criterion IS NOT NULL);
    RETURN CASE WHEN is_long THEN 'long' ELSE 'wide' END;
END;
$$;

COMMENT ON FUNCTION barometre.import_columns(text, regclass, jsonb) IS
'A step of import_responses(): which column is what, by mapping, then by name. long when there are columns for a '
'criterion and its answer, else wide.';
