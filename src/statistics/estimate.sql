/*
 * estimate: a figure with its precision.
 */
CREATE TYPE barometre.estimate AS (value float8, std_error float8, df float8);

COMMENT ON TYPE barometre.estimate IS
'A figure with its precision. Read it with ci_low(), ci_high() and p_value(), compare two with difference().';
COMMENT ON COLUMN barometre.estimate.value IS 'The figure, in its unit.';
COMMENT ON COLUMN barometre.estimate.std_error IS 'Its standard error, in the same unit; NULL when it cannot be known.';
COMMENT ON COLUMN barometre.estimate.df IS
'Degrees of freedom of the standard error; infinity stands for the normal distribution.';

CREATE FUNCTION barometre.estimate(summary barometre.score_summary, population float8 DEFAULT NULL)
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_estimate' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.estimate(barometre.score_summary, float8) IS
'The mean of a summary as an estimate, df = n - 1; std_error is NULL with one observation, unless it is the whole '
'population (N = 1). With a population size N the standard error is multiplied by sqrt(1 - n/N), the finite '
'population correction (Cochran 1977). NULL without a summary; a NULL population is one without bound. Error 22023 '
'for a population that is NaN, infinite or below n.';

CREATE FUNCTION barometre.stratified_estimate_accum(state float8[], summary barometre.score_summary, population float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_stratified_estimate_accum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.stratified_estimate_accum(state float8[], estimate barometre.estimate, population float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_stratified_estimate_accum_estimate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.stratified_estimate_combine(state float8[], other float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_stratified_estimate_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.stratified_estimate_final(state float8[])
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_stratified_estimate_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.stratified_estimate_accum(float8[], barometre.score_summary, float8) IS
'Transition of stratified_estimate: over the strata their population, mean, variance of the total, degrees of '
'freedom and strata of one observation among several units.';
COMMENT ON FUNCTION barometre.stratified_estimate_accum(float8[], barometre.estimate, float8) IS
'Transition of stratified_estimate over estimates, with the same sums.';
COMMENT ON FUNCTION barometre.stratified_estimate_combine(float8[], float8[]) IS
'Sums of two states of stratified_estimate.';
COMMENT ON FUNCTION barometre.stratified_estimate_final(float8[]) IS
'The estimate from a state of stratified_estimate, NULL without strata.';

CREATE AGGREGATE barometre.stratified_estimate(summary barometre.score_summary, population float8) (
	SFUNC = barometre.stratified_estimate_accum,
	STYPE = float8[],
	FINALFUNC = barometre.stratified_estimate_final,
	COMBINEFUNC = barometre.stratified_estimate_combine,
	INITCOND = '{0,0,0,0,0}',
	PARALLEL = SAFE
);

CREATE AGGREGATE barometre.stratified_estimate(estimate barometre.estimate, population float8) (
	SFUNC = barometre.stratified_estimate_accum,
	STYPE = float8[],
	FINALFUNC = barometre.stratified_estimate_final,
	COMBINEFUNC = barometre.stratified_estimate_combine,
	INITCOND = '{0,0,0,0,0}',
	PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.stratified_estimate(barometre.score_summary, float8) IS
'Mean over strata, one row a stratum with its summary and its population size N_h: sum(N_h mean_h) / N, variance '
'sum((N_h/N)^2 (1 - n_h/N_h) std_error_h^2), df = sum(n_h - 1) (Cochran 1977, chapter 5). A row with a NULL is '
'skipped; NULL without strata; a stratum whose every unit was observed (n_h = N_h, also 1) adds 0 to the variance; '
'std_error is NULL when a stratum has one observation of several units. Errors: 22023 for a population that is NaN, '
'below n_h or above 1e100, 22003 when the sums overflow.';

COMMENT ON AGGREGATE barometre.stratified_estimate(barometre.estimate, float8) IS
'Mean over strata, one row a stratum with the estimate of its mean, as calibrated_estimate() makes it, and its '
'population size N_h: sum(N_h value_h) / N, variance sum((N_h/N)^2 std_error_h^2), df = sum(df_h). A row with a '
'NULL, without a value or with a population of 0 is skipped; NULL without strata; std_error is NULL when that or the '
'df of a stratum is. Errors: 22023 for a population that is neither 0 nor from 1e-100 to 1e100 and for an estimate '
'with NaN, 22003 when the sums overflow.';

CREATE FUNCTION barometre.difference(a barometre.estimate, b barometre.estimate)
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.ci_low(estimate barometre.estimate, confidence float8 DEFAULT 0.95)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_ci_low' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.ci_high(estimate barometre.estimate, confidence float8 DEFAULT 0.95)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_ci_high' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.score_low(estimate barometre.estimate)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_low' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.score_high(estimate barometre.estimate)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_high' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.p_value(estimate barometre.estimate, null_value float8 DEFAULT 0)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_p_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.effect_size(a barometre.score_summary, b barometre.score_summary)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_effect_size' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.difference(barometre.estimate, barometre.estimate) IS
'a - b of two independent estimates; the squared errors add up, df by Welch and Satterthwaite. std_error is NULL '
'when either is, df when either estimate has no error or no positive df. Error 22023 for an estimate with NaN, with '
'an infinite value or std_error, or with a negative std_error.';
COMMENT ON FUNCTION barometre.ci_low(barometre.estimate, float8) IS
'Lower bound of the confidence interval by Student''s t: value - t std_error. The value itself when std_error is 0; '
'NULL when std_error or df is NULL or df is not positive. Error 22023 for a confidence outside 0..1 (both excluded) '
'and for an estimate with NaN, with an infinite value or std_error, or with a negative std_error.';
COMMENT ON FUNCTION barometre.ci_high(barometre.estimate, float8) IS
'Upper bound of the confidence interval by Student''s t: value + t std_error. The value itself when std_error is 0; '
'NULL when std_error or df is NULL or df is not positive. Error 22023 for a confidence outside 0..1 (both excluded) '
'and for an estimate with NaN, with an infinite value or std_error, or with a negative std_error.';
COMMENT ON FUNCTION barometre.score_low(barometre.estimate) IS
'Lower bound of the 95 % interval of a score from 0 to 100: ci_low(), cut to 0–100, beyond which the truth cannot lie '
'(so that the interval still covers). NULL and errors as ci_low().';
COMMENT ON FUNCTION barometre.score_high(barometre.estimate) IS
'Upper bound of the 95 % interval of a score from 0 to 100: ci_high(), cut to 0–100, beyond which the truth cannot lie '
'(so that the interval still covers). NULL and errors as ci_high().';
COMMENT ON FUNCTION barometre.p_value(barometre.estimate, float8) IS
'Two-sided p-value of the hypothesis that the figure is null_value, by Student''s t, 0 to 1. When std_error is 0: 1 '
'if the value is null_value, else 0. NULL when std_error or df is NULL or df is not positive. Error 22023 for a '
'null_value that is NaN or infinite and for an estimate with NaN, with an infinite value or std_error, or with a '
'negative std_error.';
COMMENT ON FUNCTION barometre.effect_size(barometre.score_summary, barometre.score_summary) IS
'Effect size, Hedges'' g (1981): difference of the means a - b in pooled standard deviations (of variance()), with '
'the exact gamma correction for small samples. NULL when a group has fewer than two observations or neither varies. '
'Error 22003 when a variance overflows.';
