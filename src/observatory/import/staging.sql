/* staging: the table that a file is loaded into */

CREATE FUNCTION barometre.read_header(header text, delimiter text) RETURNS text[]
AS 'MODULE_PATHNAME', 'barometre_read_header' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.read_header(text, text) IS
'The cells of the first record of a CSV file, without byte order mark, quotes and end of line; what follows is left '
'aside. Errors: 22023 for a delimiter that COPY would not take, 22P04 for a quote that does not close.';

CREATE FUNCTION barometre.file_line(staging oid) RETURNS bigint
AS 'MODULE_PATHNAME', 'barometre_file_line' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.file_line(oid) IS
'The line in the file of the row that is being loaded into a staging table: 2 for the first of each statement. It '
'counts, and is called immutable only because a generated column asks for it.';

CREATE FUNCTION barometre.staging_names(headers text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
DECLARE
    taken jsonb := '{"line": true, "ctid": true, "xmin": true, "xmax": true, "cmin": true, "cmax": true, '
                   '"tableoid": true}';
    names text[] := '{}';
    name text;
    base text;
    suffix text;
    copies int;
    room int;
BEGIN
    FOR position IN 1 .. cardinality(headers) LOOP
        base := btrim(regexp_replace(headers[position], '[\s\u00a0\u202f\ufeff]+', ' ', 'g'));
        base := coalesce(nullif(base, ''), 'column_' || position)::name::text;
        name := base;
        copies := 1;
        WHILE taken ? name LOOP
            copies := copies + 1;
            suffix := '_' || copies;
            room := length(base);
            WHILE octet_length(left(base, room)) + octet_length(suffix) > 63 LOOP
                room := room - 1;
            END LOOP;
            name := left(base, room) || suffix;
        END LOOP;
        taken := jsonb_set(taken, ARRAY[name], 'true');
        names := names || name;
    END LOOP;
    RETURN names;
END;
$$;

COMMENT ON FUNCTION barometre.staging_names(text[]) IS
'Column names for the cells of a header: the text with white space and line breaks as single spaces, cut at 63 '
'bytes; column_N for an empty one; _2, _3 … behind one that is taken, as line is.';

CREATE FUNCTION barometre.create_staging(staging text, header text, delimiter text DEFAULT ',') RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
DECLARE
    parts text[];
    target text;
    headers text[];
    names text[];
BEGIN
    IF staging IS NULL OR header IS NULL OR delimiter IS NULL THEN
        RAISE EXCEPTION 'create_staging: arguments must not be NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    parts := parse_ident(staging);
    IF cardinality(parts) > 2 THEN
        RAISE EXCEPTION 'create_staging: "%" is no name of a table', staging
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Give a table, or schema.table.';
    END IF;
    target := CASE WHEN cardinality(parts) = 1 THEN format('pg_temp.%I', parts[1]) ELSE format('%I.%I', parts[1],
        parts[2]) END;
    IF to_regclass(target) IS NOT NULL THEN
        RAISE EXCEPTION 'create_staging: table "%" already exists', staging
            USING ERRCODE = 'duplicate_table', HINT = 'Drop it, or empty it with TRUNCATE and load the file again.';
    END IF;

    headers := barometre.read_header(header, delimiter);
    IF cardinality(headers) > 1599 THEN
        RAISE EXCEPTION 'create_staging: the header has % columns, and a table has room for 1599', cardinality(headers)
            USING ERRCODE = 'too_many_columns', HINT = 'Leave columns out of the file, or split it.';
    ELSIF cardinality(headers) = 1 THEN
        RAISE EXCEPTION 'create_staging: the header has only one column with the delimiter "%"', delimiter
            USING ERRCODE = 'invalid_parameter_value', DETAIL = format('The header starts with "%s".',
                left(headers[1], 100)),
                  HINT = 'Give the delimiter of the file, as '';'' or E''\t''.';
    END IF;
    names := barometre.staging_names(headers);

    -- COPY leaves a generated column out, so that the file's columns are all it asks for; and one that
    -- depends on nothing that an UPDATE can change keeps its number.
    EXECUTE format('CREATE TABLE %s (line bigint GENERATED ALWAYS AS (barometre.file_line(tableoid)) STORED, %s)',
        target,
                   (SELECT string_agg(format('%I text', name), ', ' ORDER BY position)
                    FROM unnest(names) WITH ORDINALITY AS named (name, position)));
    FOR position IN 1 .. cardinality(names) LOOP
        IF names[position] <> headers[position] THEN
            EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', target, names[position], headers[position]);
        END IF;
    END LOOP;
    RETURN names;
END;
$$;

COMMENT ON FUNCTION barometre.create_staging(text, text, text) IS
'Makes a table for a file with this header line: a text column for each of its cells, in their order, and line, the '
'row''s number in the file (2 is the first below the header; each load starts at 2 again). '
'staging: table, temporary, or schema.table. Names of columns: see staging_names(); a header that is not its '
'column''s name stands in the column''s comment. '
'Errors: 42P07 when the table exists, 54011 beyond 1599 columns, 22023 for a wrong delimiter, 22P04 for a quote that '
'does not close. Returns the names of the columns.';

CREATE FUNCTION barometre.lock_staging(staging regclass) RETURNS void
AS 'MODULE_PATHNAME', 'barometre_lock_staging' LANGUAGE C STRICT;

COMMENT ON FUNCTION barometre.lock_staging(regclass) IS
'A step of import_responses(): until the transaction ends, this table stays what it is, under its name; rows may be '
'written. '
'Errors: 42501 for who may not read it, 42809 for what is no table or has rules, row security, inheriting tables, or '
'an index or statistics with an expression, 42804 for a column whose type is not PostgreSQL''s own.';
