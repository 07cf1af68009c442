/* fold: texts as people type them, reduced to what they mean */

CREATE FUNCTION barometre.fold_text(value text) RETURNS text
AS 'MODULE_PATHNAME', 'barometre_fold_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.fold_text(text) IS
'The text in lower case, without accents (NFD, marks off), with œ æ ß ø spelled out, typographic apostrophes and '
'dashes made plain, and white space of any kind as single spaces. '
'NULL when nothing is left. Whatever the locale; error 0A000 in a database whose encoding is not UTF8.';

CREATE FUNCTION barometre.trim_text(value text) RETURNS text
AS 'MODULE_PATHNAME', 'barometre_trim_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.trim_text(text) IS
'The text without white space of any kind at both ends; NULL when nothing is left. Error 0A000 in a database whose '
'encoding is not UTF8.';

CREATE FUNCTION barometre.text_distance(one text, other text, most int) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_text_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.text_distance(text, text, int) IS
'How many characters must be inserted, left out or replaced to make one text of the other (Levenshtein); beyond most, '
'most + 1. Error 22023 for texts of more than 255 characters.';
