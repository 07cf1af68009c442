/* structure_result: the global score of a scorecard, and its precision */

CREATE TYPE barometre.structure_result AS (
    audits bigint,
    coverage float8,
    cell_coverage float8,
    completeness float8,
    global_score float8,
    std_error float8,
    df float8,
    strata barometre.strata
);

COMMENT ON TYPE barometre.structure_result IS
'What a scorecard says of its structure: number of audits; coverage (0–1, weight of the determinants that have a '
'score / of all); '
'cell_coverage (0–1, Σ w_channel·w_determinant over the cells that have a score / over all cells with an item that '
'has a weight); '
'completeness (0–1, weight of the items scored / of all but the not applicable ones; NULL without any); '
'global_score (0–100; NULL when nothing was measured); its jackknife std_error and df (NULL without two audits in '
'one channel, or without profiles); '
'the strata of the global score''s error, for moderated_estimate(global_score, strata) (NULL without a score, or '
'without profiles).';

CREATE FUNCTION barometre.structure_result(card barometre.scorecard)
RETURNS barometre.structure_result
AS 'MODULE_PATHNAME', 'barometre_structure_result' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION barometre.structure_result(barometre.scorecard) IS
'Scores of a scorecard with their errors: see the type structure_result. The error is the stratified delete-one '
'jackknife (JKn): strata are the channels that weigh in the score, '
'units their audits that carry a scored item, V = Σ (n−1)/n Σ (G(−a) − G)², df = Σ (n−1); a channel with one unit is '
'given the mean of the others'' terms. NULL for NULL.';

CREATE AGGREGATE barometre.structure_result(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[]) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.structure_result,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.structure_result(barometre.audit_form, int, text, boolean, real[]) IS
'structure_result(scorecard_jackknife(…)) in one step.';

CREATE AGGREGATE barometre.structure_result(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.structure_result,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.structure_result(barometre.audit_form, int, text, boolean, real[], float8) IS
'structure_result(scorecard_jackknife(…)) in one step, of audits with weights.';

CREATE AGGREGATE barometre.structure_result(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8, structure text, audit bigint, relation regclass) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.structure_result,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.structure_result(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'structure_result(scorecard_jackknife(…)) in one step: errors name structure and audit, as those of scorecard() do.';
