/*
 * dictionary: what the tables, views and columns of an observatory mean, in
 * French and English.
 *
 * Rows of VALUES stand after "\observatory relations" and "\observatory columns",
 * beside what they describe or, of names that several concerns use, in
 * columns.sql.  A text is 'French — English'.
 *
 *	relations	(name, key of a view, description)
 *	columns		(relations, column, label, unit, format, description)
 *
 * A name means the same everywhere.  Where a relation says more than that, it
 * has a row with its name (or several names: 'a, b') instead of ''.
 *
 * Comments are written from here, and the view catalogue reads it.
 */

CREATE FUNCTION barometre.translated(bilingual text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN pg_catalog.strpos(bilingual, ' — '::text) = 0 THEN bilingual
            WHEN pg_catalog.current_setting('barometre.language', true) = 'en'::text
                THEN pg_catalog.substr(bilingual, pg_catalog.strpos(bilingual, ' — '::text) + 3)
            ELSE pg_catalog.left(bilingual, pg_catalog.strpos(bilingual, ' — '::text) - 1) END;

COMMENT ON FUNCTION barometre.translated(text) IS
'The part of a text ''French — English'' in the session''s language: the English one where barometre.language is en, '
'else the French one. A text of one part is given whole.';

-- The functions are given the texts: a view may hand them over to a reader who may not use schema barometre.
CREATE FUNCTION barometre.described_relations(relations text,
    OUT relation text, OUT key text[], OUT description text, OUT "position" int)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT name, string_to_array(key, '', ''), description, row_number() OVER ()::int
         FROM (VALUES %s) AS described (name, key, description)', rtrim(relations, E', \n'));
END;
$$;

COMMENT ON FUNCTION barometre.described_relations(text) IS
'The tables and views that the rows of observatory_sql(''relations'') describe: description, French — English, and '
'of a view the columns that tell its rows apart (key; NULL for a table).';

CREATE FUNCTION barometre.described_columns(observatory oid, relations text, columns text,
    OUT relation oid, OUT "position" int, OUT label text, OUT unit text, OUT format text, OUT description text,
    OUT key boolean)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- the row with the relation's name before the one for all
    RETURN QUERY EXECUTE format(
        'SELECT DISTINCT ON (pg_class.oid, attnum)
                pg_class.oid, attnum::int, label, nullif(unit, ''''), nullif(format, ''''), described.description,
                coalesce(attname = ANY (string_to_array(key, '', '')), false)
         FROM (VALUES %s) AS described (relations, name, label, unit, format, description)
         JOIN pg_attribute ON attname = described.name AND attnum > 0
         JOIN pg_class ON pg_class.oid = attrelid
                      AND (relations = '''' OR relname = ANY (string_to_array(relations, '', '')))
         JOIN (VALUES %s) AS known (name, key) ON known.name = relname
         WHERE relnamespace = $1
         ORDER BY pg_class.oid, attnum, relations = ''''',
        rtrim(columns, E', \n'), rtrim(relations, E', \n'))
    USING observatory;
END;
$$;

COMMENT ON FUNCTION barometre.described_columns(oid, text, text) IS
'The columns of the tables and views of an observatory, the schema of this oid, as the rows of '
'observatory_sql(''relations'') and observatory_sql(''columns'') describe them: '
'label, unit and description are French — English; format: a number pattern as of spreadsheets; unit and format are '
'NULL where there is none; key: is the column part of what tells a view''s rows apart.';

CREATE FUNCTION barometre.write_comments(name text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relations CONSTANT text := barometre.observatory_sql('relations');
    one_statement text;
BEGIN
    FOR one_statement IN
        SELECT format('COMMENT ON %s %s IS %L', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
                      pg_class.oid::regclass, known.description)
        FROM barometre.described_relations(relations) AS known
        JOIN pg_class ON relname = known.relation AND relnamespace = quote_ident(name)::regnamespace
        UNION ALL
        SELECT format('COMMENT ON COLUMN %s.%I IS %L', known.relation::regclass, attname, known.description)
        FROM barometre.described_columns(quote_ident(name)::regnamespace, relations,
                                         barometre.observatory_sql('columns')) AS known
        JOIN pg_attribute ON attrelid = known.relation AND attnum = known."position"
    LOOP
        EXECUTE one_statement;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.write_comments(text) IS
'Writes the comments of a new observatory''s tables, views and columns.';
