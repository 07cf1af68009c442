/*
 * margin: known totals of the population.
 *
 * A dimension is a column, known by name only.  Views read it out of the row
 * as jsonb, so that it may be a column that the user added.
 */
CREATE FUNCTION barometre.size_range(item text) RETURNS int4range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN item ~ '^[[(](1?[0-9]{1,9})?,(1?[0-9]{1,9})?[])]$'::text
             AND coalesce(substring(item FROM '^.([0-9]+)'::text)::int, 0)
                 <= coalesce(substring(item FROM '([0-9]+).$'::text)::int, 2000000000)
            THEN item::int4range END;

COMMENT ON FUNCTION barometre.size_range(text) IS
'The range that an item of the dimension size says, as [20000,50000), [50000,) or (,20000); NULL for any other text. Bounds up to 1,999,999,999.';

\observatory tables
CREATE TABLE margin (
    edition int REFERENCES edition ON UPDATE CASCADE DEFERRABLE,
    dimension text COLLATE "C",
    item text COLLATE "C",
    total float8 NOT NULL CHECK (total = 0::float8 OR total BETWEEN 1e-6::float8 AND 1e12::float8),
    PRIMARY KEY (edition, dimension, item)
);

COMMENT ON TABLE margin IS 'Known numbers of structures in the population, to which an edition''s participants are calibrated. The items of each dimension are all the structures there are: each dimension adds up to the same number';
COMMENT ON COLUMN margin.edition IS 'Number of the edition';
COMMENT ON COLUMN margin.dimension IS 'What is counted by: a column of participation or structure, also one that you added (category, region …); or size: by population';
COMMENT ON COLUMN margin.item IS 'Value of the dimension, as text (true, 2026-01-31); of size a range of inhabitants, as [20000,50000)';
COMMENT ON COLUMN margin.total IS 'Structures in the population: 0, or from 1e-6 to 1e12; shares may stand for numbers. 0: the population has none';
