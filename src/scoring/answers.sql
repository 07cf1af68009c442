/* answers: the answers of an audit, one by one */

CREATE FUNCTION barometre.answer_value(answers real[], item int) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_answer_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.answer_value(real[], int) IS
'The answer to an item as the decimal that was typed: 6.3 is 6.3, not the single-precision number nearest to it. '
'NULL: not applicable, or no such item; NaN: not observed. Error 2202E when answers has several dimensions.';

