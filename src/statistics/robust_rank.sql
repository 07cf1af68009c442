/* robust_rank: the ranks under all weights near the ones that were chosen */

CREATE FUNCTION barometre.robust_rank(scores float8[], weights float8[], tolerance float8) RETURNS int4range
AS 'MODULE_PATHNAME', 'barometre_robust_rank' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;

COMMENT ON FUNCTION barometre.robust_rank(float8[], float8[], float8) IS
'Window function: the ranks of this row among the rows of its partition (the league; larger is better) when every '
'weight is changed by a factor from 1 - tolerance to 1 + tolerance, each by itself. Exact, without simulation. '
'scores: one for each determinant, in the order of weights; a row''s mean is that of the scores that it has, weighted. '
'low = 1 + the number of rows that are above this one under all these weights, high = n - the number of rows that '
'are below it under all of them. '
'A row is above another when its mean is greater by more than 5e-10, half of the ninth decimal: means that agree to '
'9 decimals are a tie, and tolerance 0 gives the rank, [1,2] for two that are first together. '
'Two rows with scores of the same determinants are compared in closed form; others at the 2^d corners of the '
'weights, d the number of weights above 0. '
'weights and tolerance are the same in all rows; a weight that is NULL or 0 does not count. A row without any score '
'that counts is not in the league and gets NULL; every row gets NULL when weights or tolerance is NULL. '
'The league is the whole partition, whatever the frame. Time grows with the square of the partition. '
'Error 22023: a score that is NaN or infinite, a weight that is neither 0 nor from 1e-100 to 1e100, a tolerance '
'outside [0,1), weights or tolerance that vary in the partition; 2202E: arrays of two lengths, or of more than one '
'dimension; 54000: a missing score with more than 16 weights above 0.';
