/* scale: raw value to score, piecewise linear */

CREATE FUNCTION barometre.scale_score(value float8, points float8[], scores float8[])
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_scale_score'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scale_score(float8, float8[], float8[]) IS
'Score of a raw value on a piecewise linear scale: linear between the points, flat outside. '
'Points ascend; two equal points are a jump, and a value exactly on it takes the left piece. '
'NULL for any NULL argument. Error 22023 for NaN, an infinity, points that do not ascend, or arrays of different '
'lengths.';

