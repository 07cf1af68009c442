/* between_variance, shrunken_estimate: scores that start from what is expected to be true */

CREATE FUNCTION barometre.between_variance_accum(state bytea, score float8, std_error float8) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_between_variance_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.between_variance_accum(state bytea, score float8, std_error float8, league text) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_between_variance_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.between_variance_combine(a bytea, b bytea) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_between_variance_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.between_variance_final(state bytea) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_between_variance_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE AGGREGATE barometre.between_variance(score float8, std_error float8) (
    SFUNC = barometre.between_variance_accum,
    STYPE = bytea,
    COMBINEFUNC = barometre.between_variance_combine,
    FINALFUNC = barometre.between_variance_final,
    PARALLEL = SAFE
);

CREATE AGGREGATE barometre.between_variance(score float8, std_error float8, league text) (
    SFUNC = barometre.between_variance_accum,
    STYPE = bytea,
    COMBINEFUNC = barometre.between_variance_combine,
    FINALFUNC = barometre.between_variance_final,
    PARALLEL = SAFE
);

COMMENT ON FUNCTION barometre.between_variance_accum(bytea, float8, float8) IS
'Transition function of between_variance().';
COMMENT ON FUNCTION barometre.between_variance_accum(bytea, float8, float8, text) IS
'Transition function of between_variance().';
COMMENT ON FUNCTION barometre.between_variance_combine(bytea, bytea) IS 'Combine function of between_variance().';
COMMENT ON FUNCTION barometre.between_variance_final(bytea) IS 'Final function of between_variance().';

COMMENT ON AGGREGATE barometre.between_variance(float8, float8) IS
'Variance of the true scores behind scores that each have an error, in squared units of the score: what is left of '
'their scatter once chance is taken out. DerSimonian & Laird (1986): '
'with w = 1/std_error^2 and the weighted mean, max(0, (sum w (score - mean)^2 - (n - 1)) / (sum w - sum w^2/sum w)). '
'A row whose score or std_error is NULL, or whose std_error is 0, is skipped. NULL with less than two rows. '
'Error 22023: a NaN or infinite score, a std_error that is NaN, infinite or negative, or outside 1e-75..1e75.';

COMMENT ON AGGREGATE barometre.between_variance(float8, float8, text) IS
'Variance of the true scores around the mean of their league, pooled over the leagues: DerSimonian & Laird with a '
'mean for each league (metafor: rma(mods = ~ 0 + league, method = "DL")). '
'The numerator and the denominator of between_variance(score, std_error) are each added up over the leagues that '
'have two rows or more; rows whose league is NULL are one league. '
'NULL when no league has two rows. Skipped rows and errors as there.';

CREATE FUNCTION barometre.shrunken_estimate(score float8, std_error float8, between_variance float8 DEFAULT NULL)
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_shrunken_estimate' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.shrunken_estimate(float8, float8, float8) IS
'Window function: the true score that one expects behind this row''s score, with its standard deviation, among the '
'rows of its partition (the league); df is infinite. Empirical Bayes (Efron & Morris 1975; Fay & Herriot 1979): '
'the score is drawn towards the mean mu of the league by B = s^2/(s^2 + between_variance), where mu weighs scores by '
'1/(s^2 + between_variance); value = B mu + (1 - B) score, std_error^2 = (1 - B) s^2 + B^2 / sum 1/(s^2 + '
'between_variance). '
'The first of a league is too high by what this takes away: the best of many is also the luckiest. '
'between_variance: the same in all rows; NULL (the default): that of the partition; where there is none either, as '
'in a league of one, the score and its error remain. '
'A std_error of 0: the score is true and remains, and has no part in mu. A row whose score or std_error is NULL gets '
'NULL and counts for nobody. The league is the whole partition, whatever the frame. '
'Error 22023: a NaN or infinite score, a std_error that is NaN, infinite or negative, or outside 1e-75..1e75, a '
'between_variance that is NaN, infinite, negative or not the same over the partition.';
