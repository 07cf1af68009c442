-- The views of an observatory and what tells their rows apart; the plan of a query.
CREATE TEMP TABLE shown (view text, keys text[], position serial);
INSERT INTO shown (view, keys)
SELECT relation, key FROM barometre.described_relations(barometre.observatory_sql('relations')) WHERE key IS NOT NULL ORDER BY position;

CREATE FUNCTION pg_temp.plan_of(options text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    lines text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (%s, COSTS OFF) %s', options, query) LOOP
        lines := lines || line || E'\n';
    END LOOP;
    RETURN lines;
END
$$;
