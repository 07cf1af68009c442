/* answers: the answers of an audit, one by one */

CREATE FUNCTION barometre.answer_value(answers real[], item int) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_answer_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.answer_value(answers real[], item int, structure text, audit bigint, relation regclass)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_answer_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.answer_value(real[], int) IS
'The answer to an item as the decimal that was typed: 6.3 is 6.3, not the single-precision number nearest to it. '
'NULL: not applicable, or no such item; NaN: not observed. Error 2202E when answers has several dimensions.';
COMMENT ON FUNCTION barometre.answer_value(real[], int, text, bigint, regclass) IS
'answer_value() of an audit in a table. Error 22023 for an infinite answer, too; errors name structure and audit to a '
'caller who may read the whole relation.';

