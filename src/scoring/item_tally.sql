/* item_tally: how each item of a questionnaire was answered, over many audits */

CREATE FUNCTION barometre.item_tally_accum(state float8[], form barometre.audit_form, edition int, channel text,
    responded boolean, answers real[], weight float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.item_tally_accum(state float8[], form barometre.audit_form, edition int, channel text,
    responded boolean, answers real[], weight float8, structure text, audit bigint, relation regclass)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.item_tally_combine(a float8[], b float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE AGGREGATE barometre.item_tally(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8) (
    SFUNC = barometre.item_tally_accum,
    STYPE = float8[],
    COMBINEFUNC = barometre.item_tally_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE barometre.item_tally(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8, structure text, audit bigint, relation regclass) (
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

CREATE FUNCTION barometre.item_tally_accum(state float8[], tally float8[], weight float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_item_tally_accum_mean' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE AGGREGATE barometre.item_tally(tally float8[], weight float8) (
    SFUNC = barometre.item_tally_accum,
    STYPE = float8[],
    COMBINEFUNC = barometre.item_tally_combine,
    PARALLEL = SAFE
);

CREATE FUNCTION barometre.item_rows(tally float8[], league float8[], card barometre.scorecard,
    form barometre.audit_form, edition int, channel text,
    OUT item int, OUT answers bigint, OUT scored bigint, OUT not_applicable bigint, OUT not_observed bigint,
    OUT no_response bigint, OUT weight float8, OUT score float8, OUT league_score float8, OUT effective_weight float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_item_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 40;

COMMENT ON FUNCTION barometre.item_tally_accum(float8[], barometre.audit_form, int, text, boolean, real[], float8) IS
'Transition function of item_tally().';
COMMENT ON FUNCTION barometre.item_tally_accum(float8[], barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'Transition function of item_tally() of a table''s audits.';
COMMENT ON FUNCTION barometre.item_tally_combine(float8[], float8[]) IS
'Combine function of item_tally().';
COMMENT ON AGGREGATE barometre.item_tally(barometre.audit_form, int, text, boolean, real[], float8) IS
'How each item of one questionnaire was answered, to be read by item_rows(): group by edition and channel. '
'Arguments, NULLs and errors as for scorecard(); an audit of weight 0 counts in nothing. '
'Error 22023 for audits of several questionnaires.';
COMMENT ON AGGREGATE barometre.item_tally(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'item_tally() of the audits of a table: errors name structure and audit, as those of scorecard() do.';
COMMENT ON FUNCTION barometre.item_rows(float8[]) IS
'The items of an item_tally(), from 1: answers (audits), of which scored, not_applicable (with the silences that are '
'not scored), not_observed and no_response (silences that score 0); '
'weight: sum of the audits'' weights that the score rests on; score (0–100): mean of the scored answers and of the '
'silences that score 0, by audit weight, NULL without any. NULL gives no rows. Error 22023 for an array that is no '
'tally.';
COMMENT ON FUNCTION barometre.item_tally_accum(float8[], float8[], float8) IS
'Transition function of item_tally(tally, weight).';
COMMENT ON AGGREGATE barometre.item_tally(float8[], float8) IS
'The mean of many item_tally() of one questionnaire, each of a structure with its weight: a tally in which each '
'structure''s score at an item counts as one answer, to be read by item_rows(). '
'NULL tallies and weights are skipped; a weight of 0 counts in nothing. Error 22023 for another weight outside '
'1e-100–1e100, an array that is no tally, and several questionnaires.';
COMMENT ON FUNCTION barometre.item_rows(float8[], float8[], barometre.scorecard, barometre.audit_form, int, text) IS
'The same beside others: league_score, the score (0–100) of the item in league, an item_tally(tally, weight); '
'effective_weight (0–1), what the tally''s answers to the item weigh in the global score of card: '
'[w_d / Σ w_d]·[w_c / Σ w_c]·[v·weight / Σ v·a of the cell]; 0 where they count in nothing. card: scorecard() of all '
'audits of the structure, those of the tally among them; form, edition and channel: the tally''s questionnaire. '
'Over all items of all channels effective_weight sums to 1, and effective_weight·score to the global score. A NULL '
'argument gives no rows. Error 22023 also for a league or card of another questionnaire.';
