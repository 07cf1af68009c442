/* statements: the statements of a script, told apart by PostgreSQL's parser */

CREATE FUNCTION barometre.sql_statements(script text, OUT statement text, OUT command text, OUT relation text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_sql_statements' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
SET standard_conforming_strings = on;

COMMENT ON FUNCTION barometre.sql_statements(text) IS
'The statements of an SQL script, in their order and as written, with the command of each (CREATE TABLE …) and, of '
'CREATE TABLE and CREATE VIEW, the relation that it makes. '
'Nothing is run, and no name is looked up. Error 42601 where the script is no SQL.';

CREATE FUNCTION barometre.run_in_observatory(name text, script text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET check_function_bodies = on
-- Where Citus distributes the tables, which elsewhere means nothing: the guards look
-- at the small tables of their own node, so that it may have them; and all is one transaction.
SET citus.enable_unsafe_triggers = on
SET citus.multi_shard_modify_mode = sequential
AS $$
DECLARE
    one_statement text;
BEGIN
    PERFORM set_config('search_path', quote_ident(name) || ', pg_temp', true);
    -- one by one, as Citus sends them to its nodes
    FOR one_statement IN SELECT statement FROM barometre.sql_statements(script) LOOP
        EXECUTE one_statement;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION barometre.run_in_observatory(text, text) IS
'Runs the statements of an SQL script with search_path set to the schema of this name, and pg_temp.';
