\observatory tables
/* Known totals of the population. */

CREATE TABLE margin (
    edition int REFERENCES edition ON UPDATE CASCADE DEFERRABLE,
    dimension text COLLATE "C",
    item text COLLATE "C",
    total float8 NOT NULL CHECK (total >= 0::float8 AND total < 'Infinity'::float8),
    PRIMARY KEY (edition, dimension, item)
);

COMMENT ON TABLE margin IS 'Known numbers of structures in the population, to which an edition''s participants are calibrated';
COMMENT ON COLUMN margin.edition IS 'Number of the edition';
COMMENT ON COLUMN margin.dimension IS 'What is counted by: a column of participation or structure (category, region …), or size (population)';
COMMENT ON COLUMN margin.item IS 'Value of the dimension; of size a range of inhabitants, as [20000,50000)';
COMMENT ON COLUMN margin.total IS 'Structures in the population';
