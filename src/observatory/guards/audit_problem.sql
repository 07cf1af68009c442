/* audit_problem: tells, without an error, what is wrong with an audit */

CREATE FUNCTION barometre.audit_problem(edition int, channel text, responded boolean, answers real[], weight float8,
    minimums float8[], maximums float8[], OUT item int, OUT value text, OUT code text, OUT message text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_audit_problem' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 1;

COMMENT ON FUNCTION barometre.audit_problem(int, text, boolean, real[], float8, float8[], float8[]) IS
'What is wrong with an audit, held against the questionnaire whose items, in their order, have these bounds '
'(±Infinity: none; NULL: there is no questionnaire): no row for an audit that guard_audit() would accept, else a row '
'a problem. '
'item: NULL for the audit as a whole. value: what is not allowed. code: unknown_channel, bad_weight, missing_answer, '
'unknown_criterion (too many answers), not_a_number (not a simple array), out_of_range or answers_without_response. '
'message: says what is allowed. '
'NULL for an argument but answers and bounds: no row. Error 22023 for bounds that are NULL, or not as many of both.';
