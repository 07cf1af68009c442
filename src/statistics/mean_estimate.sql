/* mean_estimate, rest_estimate: the weighted mean of figures that each have an error of their own */

CREATE FUNCTION barometre.mean_estimate_accum(state float8[], value float8, std_error float8, df float8, weight float8)
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_mean_estimate_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.mean_estimate_combine(a float8[], b float8[])
RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_mean_estimate_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.mean_estimate_final(state float8[])
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_mean_estimate_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE AGGREGATE barometre.mean_estimate(value float8, std_error float8, df float8, weight float8) (
    SFUNC = barometre.mean_estimate_accum,
    STYPE = float8[],
    INITCOND = '{0,0,0,0,0,0,0}',
    COMBINEFUNC = barometre.mean_estimate_combine,
    FINALFUNC = barometre.mean_estimate_final,
    PARALLEL = SAFE
);

COMMENT ON FUNCTION barometre.mean_estimate_accum(float8[], float8, float8, float8, float8) IS
'Transition function of mean_estimate().';
COMMENT ON FUNCTION barometre.mean_estimate_combine(float8[], float8[]) IS
'Combine function of mean_estimate().';
COMMENT ON FUNCTION barometre.mean_estimate_final(float8[]) IS
'Final function of mean_estimate().';
COMMENT ON AGGREGATE barometre.mean_estimate(float8, float8, float8, float8) IS
'Weighted mean of independent figures, with the error that it has from theirs: the figures are all there is, none '
'stands for others. '
'V = Σw²s²/(Σw)², df = V²/Σ(w⁴s⁴/((Σw)⁴df)) (Satterthwaite 1946); Σdf when V is 0. A NULL value or weight, or a '
'weight of 0: skipped. '
'std_error and df are NULL when a figure with a weight has no std_error, or no df above 0; NULL when nothing has a '
'weight. A std_error below 1e-70 is 0. '
'Error 22023 for a value or std_error that is NaN or infinite, a negative std_error, and a weight that is neither 0 '
'nor from 1e-100 to 1e100; 22003 for errors whose fourth powers overflow.';

CREATE FUNCTION barometre.rest_estimate(value float8, std_error float8, df float8, weight float8)
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_rest_estimate' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;

COMMENT ON FUNCTION barometre.rest_estimate(float8, float8, float8, float8) IS
'Window function: mean_estimate() of all other rows of the partition, against which a figure is compared by '
'difference(): the two are independent. '
'The partition counts whole, whatever the frame. NULL when no other row has a weight; NULLs, weights of 0 and errors '
'as in mean_estimate().';
