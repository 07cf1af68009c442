/* item_tally: how each item of a questionnaire was answered, over many audits */

CREATE FUNCTION barometre.item_tally_accum(state float8[], form barometre.audit_form, edition int, channel text,
    responded boolean, answers real[], weight float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.item_tally_combine(a float8[], b float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE AGGREGATE barometre.item_tally(form barometre.audit_form, edition int, channel text, responded boolean, answers real[],
    weight float8) (
    SFUNC = barometre.item_tally_accum,
    STYPE = float8[],
    COMBINEFUNC = barometre.item_tally_combine,
    PARALLEL = SAFE
);

CREATE FUNCTION barometre.item_rows(tally float8[],
    OUT item int, OUT answers bigint, OUT scored bigint, OUT not_applicable bigint, OUT not_observed bigint,
    OUT no_response bigint, OUT weight float8, OUT score float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_item_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 40;

COMMENT ON FUNCTION barometre.item_tally_accum(float8[], barometre.audit_form, int, text, boolean, real[], float8) IS
'Transition function of item_tally().';
COMMENT ON FUNCTION barometre.item_tally_combine(float8[], float8[]) IS
'Combine function of item_tally().';
COMMENT ON AGGREGATE barometre.item_tally(barometre.audit_form, int, text, boolean, real[], float8) IS
'How each item of one questionnaire was answered, to be read by item_rows(): group by edition and channel. Arguments, NULLs and errors as for scorecard(); an audit of weight 0 counts in nothing. '
'Error 22023 for audits of several questionnaires.';
COMMENT ON FUNCTION barometre.item_rows(float8[]) IS
'The items of an item_tally(), from 1: answers (audits), of which scored, not_applicable (with the silences that are not scored), not_observed and no_response (silences that score 0); '
'weight: sum of the audits'' weights that the score rests on; score (0–100): mean of the scored answers and of the silences that score 0, by audit weight, NULL without any. NULL gives no rows. Error 22023 for an array that is no tally.';
