/* place: an audit's answers from what a file has for it, in any order */

CREATE FUNCTION barometre.place_answers(items int[], answers real[], count int, blank real) RETURNS real[]
AS 'MODULE_PATHNAME', 'barometre_place_answers' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.place_answers(int[], real[], int, real) IS
'The answers of items 1 to count, in their order: those given for these items (NULL: not applicable), blank for the '
'others. NULL arrays: none given. Error 22023 when items and answers do not match.';

CREATE FUNCTION barometre.contradicting_items(items int[], answers real[]) RETURNS int[]
AS 'MODULE_PATHNAME', 'barometre_contradicting_items' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.contradicting_items(int[], real[]) IS
'The items that have two answers which differ; NULL when there is none. Error 22023 when items and answers do not '
'match.';
