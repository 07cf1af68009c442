/* describe_as: a view that shows another one's columns has their comments. */

CREATE FUNCTION barometre.describe_as(shown regclass, source regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one_statement text;
BEGIN
    FOR one_statement IN
        SELECT format('COMMENT ON COLUMN %s.%I IS %L', shown, ours.attname, col_description(source, theirs.attnum::int))
        FROM pg_attribute AS ours
        JOIN pg_attribute AS theirs ON theirs.attrelid = source AND theirs.attname = ours.attname
        WHERE ours.attrelid = shown AND ours.attnum > 0
    LOOP
        EXECUTE one_statement;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.describe_as(regclass, regclass) IS
'Gives each column of a view the comment of the column of that name in another one.';
