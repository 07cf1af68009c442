/* scorecard: answers × form → the scores of a structure and their precision */

CREATE TYPE barometre.scorecard;

CREATE FUNCTION barometre.scorecard_in(cstring) RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_out(barometre.scorecard) RETURNS cstring
AS 'MODULE_PATHNAME', 'barometre_scorecard_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_recv(internal) RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_send(barometre.scorecard) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_scorecard_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE barometre.scorecard (
    INPUT = barometre.scorecard_in,
    OUTPUT = barometre.scorecard_out,
    RECEIVE = barometre.scorecard_recv,
    SEND = barometre.scorecard_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);

COMMENT ON TYPE barometre.scorecard IS
'The audits of one structure in one edition, summed up: weighted sums of item scores for each cell (channel × determinant), '
'and for the jackknife the profile of each audit. Can be stored, merged with rollup(), and read. Text form: JSON.';

COMMENT ON FUNCTION barometre.scorecard_in(cstring) IS
'Input of scorecard: JSON as its output gives it. Error 22P02 when it is none.';
COMMENT ON FUNCTION barometre.scorecard_out(barometre.scorecard) IS
'Output of scorecard: JSON, exact whatever extra_float_digits.';
COMMENT ON FUNCTION barometre.scorecard_recv(internal) IS
'Binary input of scorecard, version 1.';
COMMENT ON FUNCTION barometre.scorecard_send(barometre.scorecard) IS
'Binary output of scorecard, version 1.';

CREATE TYPE barometre.structure_result AS (
    audits bigint,
    coverage float8,
    completeness float8,
    global_score float8,
    std_error float8,
    df float8
);

COMMENT ON TYPE barometre.structure_result IS
'What a scorecard says of its structure: number of audits; coverage (0–1, weight of the determinants that have a score / of all); '
'completeness (0–1, weight of the items scored / of all but the not applicable ones; NULL without any); '
'global_score (0–100; NULL when nothing was measured); its jackknife std_error and df (NULL without two audits in one channel, or without profiles).';

CREATE FUNCTION barometre.scorecard_accum(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[])
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[])
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum_profiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_combine(barometre.scorecard, barometre.scorecard)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_final(barometre.scorecard)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.structure_result(card barometre.scorecard)
RETURNS barometre.structure_result
AS 'MODULE_PATHNAME', 'barometre_structure_result' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION barometre.structure_result(barometre.scorecard) IS
'Reads a scorecard: see the type structure_result. The error is the stratified delete-one jackknife (JKn): strata are the channels with a weight above 0, '
'units their audits that carry a scored item, V = Σ (n−1)/n Σ (G(−a) − G)², df = Σ (n−1); a channel with one unit is given the mean of the others'' terms. NULL for NULL.';

COMMENT ON FUNCTION barometre.scorecard_accum(barometre.scorecard, barometre.audit_form, int, text, boolean, real[]) IS
'Transition of scorecard().';
COMMENT ON FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, barometre.audit_form, int, text, boolean, real[]) IS
'Transition of scorecard_jackknife() and structure_result().';
COMMENT ON FUNCTION barometre.scorecard_combine(barometre.scorecard, barometre.scorecard) IS
'Both scorecards as one. Errors as for rollup().';
COMMENT ON FUNCTION barometre.scorecard_final(barometre.scorecard) IS
'The scorecard itself, without the spare room of a state.';

CREATE AGGREGATE barometre.scorecard(form barometre.audit_form, edition int, channel text, responded boolean, answers real[]) (
    SFUNC = barometre.scorecard_accum,
    STYPE = barometre.scorecard,
    SSPACE = 1500,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard(barometre.audit_form, int, text, boolean, real[]) IS
'Scorecard of a structure from its audits, without the audits'' profiles: scores, but no error. One row an audit: '
'its answers in the order of the items (a number: scored; NULL: not applicable; NaN: not observed), or responded = false and NULL answers: '
'no response, where each item scores 0 or is not applicable, as the form says. '
'A row with another NULL is skipped; no row left: NULL. '
'Error 22023: unknown channel, wrong number of answers, an infinite answer, answers without response, audits of several editions.';

CREATE AGGREGATE barometre.scorecard_jackknife(form barometre.audit_form, edition int, channel text, responded boolean, answers real[]) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard_jackknife(barometre.audit_form, int, text, boolean, real[]) IS
'scorecard() that also keeps the profile of each audit (8 + 16 bytes a determinant), so that structure_result() gives the error of the global score. '
'Error 54000 beyond 1 GB of profiles, almost 9 million audits of one structure with 7 determinants.';

CREATE AGGREGATE barometre.structure_result(form barometre.audit_form, edition int, channel text, responded boolean, answers real[]) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.structure_result,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.structure_result(barometre.audit_form, int, text, boolean, real[]) IS
'structure_result(scorecard_jackknife(…)) in one step.';

CREATE AGGREGATE barometre.rollup(card barometre.scorecard) (
    SFUNC = barometre.scorecard_combine,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.rollup(barometre.scorecard) IS
'Merges scorecards of one edition, for example of one structure from several servers. NULLs are skipped; nothing left: NULL. '
'Error 22023 when editions, channels, determinants or weights differ, or only some keep profiles.';

CREATE FUNCTION barometre.scorecard_cells(card barometre.scorecard,
    OUT channel text, OUT determinant text, OUT score float8, OUT answers bigint)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_cells' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 35;

COMMENT ON FUNCTION barometre.scorecard_cells(barometre.scorecard) IS
'The cells (channel × determinant) of a scorecard that hold a scored item: score = Σ v·s / Σ v (0–100, NULL when the weights are 0), number of scored items.';

CREATE FUNCTION barometre.scorecard_determinants(card barometre.scorecard,
    OUT determinant text, OUT score float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_determinants' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 7;

COMMENT ON FUNCTION barometre.scorecard_determinants(barometre.scorecard) IS
'The determinants of a scorecard that have a score (0–100): mean of their cells over the channels, weighted by channel.';

CREATE FUNCTION barometre.scorecard_channels(card barometre.scorecard,
    OUT channel text, OUT score float8, OUT audits bigint)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_channels' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;

COMMENT ON FUNCTION barometre.scorecard_channels(barometre.scorecard) IS
'The channels of a scorecard that hold an audit: score (0–100) = mean of their cells weighted by determinant, NULL when nothing was measured; number of audits.';

CREATE FUNCTION barometre.audit_score(form barometre.audit_form, edition int, channel text, responded boolean, answers real[])
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_audit_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.audit_score(barometre.audit_form, int, text, boolean, real[]) IS
'An audit''s own score (0–100): mean, weighted by determinant, of its determinants'' weighted item means; NULL when it measured nothing. Arguments and errors as for scorecard().';

CREATE FUNCTION barometre.audit_completeness(form barometre.audit_form, edition int, channel text, responded boolean, answers real[])
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_audit_completeness' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.audit_completeness(barometre.audit_form, int, text, boolean, real[]) IS
'Share (0–1) of an audit''s items, by weight, that were scored, the not applicable ones left out; NULL when none applies. Arguments and errors as for scorecard().';

