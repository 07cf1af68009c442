\observatory tables
/* How words become answers at import. */

CREATE TABLE answer_word (
    word text COLLATE "C",
    scale text COLLATE "C" DEFAULT '',
    value float8,
    state text CHECK (state IN ('not_applicable', 'not_observed')),
    PRIMARY KEY (word, scale),
    CHECK ((value IS NULL) <> (state IS NULL))
);

COMMENT ON TABLE answer_word IS 'How words become answers at import; looked up before numbers';
COMMENT ON COLUMN answer_word.word IS 'The word, in lower case without accents';
COMMENT ON COLUMN answer_word.scale IS 'Scale on which it means this; empty: any';
COMMENT ON COLUMN answer_word.value IS 'The answer that it stands for; NULL: a state';
COMMENT ON COLUMN answer_word.state IS 'not_applicable or not_observed; NULL: a value';
