/*
 * weighted_score: a weighted mean of an array of scores.
 */
CREATE FUNCTION barometre.weighted_score(scores float8[], weights float8[], method text DEFAULT 'arithmetic')
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_weighted_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;

COMMENT ON FUNCTION barometre.weighted_score(float8[], float8[], text) IS
'Weighted mean of the scores, in their unit: arithmetic sum(w x) / sum(w), geometric exp(sum(w ln x) / sum(w)) or '
'harmonic sum(w) / sum(w / x). A NULL score or weight leaves the pair out and the other weights share its part; a '
'weight of 0 does too. A score of 0 makes the geometric and harmonic means 0. NULL when nothing is left. Errors: '
'2202E for arrays of different lengths or more than one dimension, 22023 for a score that is NaN or infinite (or '
'negative in a geometric or harmonic mean), a weight that is neither 0 nor from 1e-100 to 1e100, or an unknown '
'method, 22003 when the sums overflow.';
