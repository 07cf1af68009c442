/*
 * calibrated_estimate: a mean with calibrated weights, and its error.
 */
CREATE FUNCTION barometre.calibrated_estimate_accum(
	state float8[], y float8, weight float8, calibrated_weight float8, x float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_calibrated_estimate_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.calibrated_estimate_combine(state float8[], other float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_calibrated_estimate_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.calibrated_estimate_final(state float8[]) RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_calibrated_estimate_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.calibrated_estimate_accum(float8[], float8, float8, float8, float8[]) IS
'Transition of calibrated_estimate: the units so far and one more.';
COMMENT ON FUNCTION barometre.calibrated_estimate_combine(float8[], float8[]) IS
'The units of two states of calibrated_estimate.';
COMMENT ON FUNCTION barometre.calibrated_estimate_final(float8[]) IS
'The estimate from a state of calibrated_estimate.';

CREATE AGGREGATE barometre.calibrated_estimate(y float8, weight float8, calibrated_weight float8, x float8[]) (
	SFUNC = barometre.calibrated_estimate_accum,
	STYPE = float8[],
	FINALFUNC = barometre.calibrated_estimate_final,
	COMBINEFUNC = barometre.calibrated_estimate_combine,
	PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.calibrated_estimate(float8, float8, float8, float8[]) IS
'Mean sum(c y) / sum(c) with the weights c of calibration_weight(), in the unit of y, and its linearised error: y - mean is replaced by its residuals e from the regression on x with the weights before calibration, and std_error^2 = n/(n-1) sum((t - mean(t))^2), t = c e / sum(c) (Deville & Särndal 1992; R survey svymean after calibrate, units drawn with replacement). weight and x are those that calibration_weight() was given.
A NULL y is a unit outside the domain: not in the mean, in the residuals as 0; the aggregate must see every calibrated unit, so choose a domain by CASE WHEN, never by WHERE or FILTER. df = units with y less one, n - 1 without a domain, as R survey''s degf of the domain. A row whose weight, calibrated_weight or x is NULL is skipped. NULL without a unit in the domain and where their weights do not add up above 0; std_error is NULL when there are no more units than independent margins.
Strata: calibrate each (PARTITION BY stratum), estimate each (GROUP BY stratum), then stratified_estimate(estimate, population).
The state holds all units, 8 (3 + margins) bytes each, up to 1 GB (error 54000). Errors: 22023 for NaN, an infinity and a weight outside 1e-100 to 1e100; 2202E for x of different lengths; 22003 for numbers above 1e100 or, but 0, below 1e-100 in size.';
