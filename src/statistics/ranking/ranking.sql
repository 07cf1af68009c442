
/*
 * Ranks with their uncertainty: window functions over a league, in which the
 * larger score is the better one.
 */
CREATE FUNCTION barometre.rank_set(score float8, std_error float8, df float8 DEFAULT 'Infinity',
	confidence float8 DEFAULT 0.95, simultaneous boolean DEFAULT false)
RETURNS int4range
AS 'MODULE_PATHNAME', 'barometre_rank_set'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.rank_set(float8, float8, float8, float8, boolean) IS
'Window function: the ranks of this row that the data do not exclude, among the rows of its partition that have a '
'score (the league; larger is better). '
'low = 1 + the number of rows that are significantly better, high = n - the number of rows that are significantly '
'worse; a difference of scores is significant above q times its standard error, the root of the sum of the squared '
'errors. '
'q has the degrees of freedom of the pair, by Welch and Satterthwaite from the two df: (e1^2 + e2^2)^2 / (e1^4/df1 + '
'e2^4/df2). '
'simultaneous = false: each set by itself holds its row''s true rank with at least the confidence, q = qt(1 - (1 - '
'confidence)/2/(n - 1)); true: all sets together do, q = qtukey(confidence, n)/sqrt(2) (Games & Howell 1976), where '
'a pair with less than 2 degrees of freedom excludes nothing (with 4 degrees of freedom and all scores truly equal, '
'they hold together in 92 of 100 leagues instead of 95). '
'df NULL or infinite: an error that is known exactly, the normal quantiles when both are. '
'Within [1,n], and the rank by score lies in the set; [1,1] for a league of one. Two rows with an error of 0 compare '
'exactly; equal ones do not exclude each other. '
'A row whose std_error is NULL excludes nobody and is excluded by nobody: [1,n]. '
'The league is the whole partition, whatever the frame. A row whose score is NULL is not in the league and gets '
'NULL; every row gets NULL when confidence or simultaneous is NULL. '
'Error 22023: a NaN or infinite score, a NaN, infinite or negative std_error, a df that is NaN or not above 0, '
'confidence outside (0,1), confidence or simultaneous that vary in the partition. '
'Source: Mogstad, Romano, Shaikh & Wilhelm (2023), Inference for Ranks with Applications to Mobility across '
'Neighbourhoods and Academic Achievement across Countries.';

CREATE FUNCTION barometre.expected_rank(score float8, std_error float8)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_expected_rank'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.expected_rank(float8, float8) IS
'Window function: the expected rank of this row among the rows of its partition (the league; larger is better), when '
'scores are normal and independent with these standard errors: '
'1 + the sum over the other rows of Phi(difference of scores / root of the sum of the squared errors). '
'From 1 to n. Between two rows without error: 1 if the other is better, 1/2 if they are equal, 0 if it is worse (so, '
'without any error, the mid-rank). '
'The league is the whole partition, whatever the frame. A row whose score or std_error is NULL is not in the league '
'and gets NULL. '
'Error 22023: a NaN or infinite score, a NaN, infinite or negative std_error.';

CREATE FUNCTION barometre.probability_best(score float8, std_error float8)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_probability_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.probability_best(float8, float8) IS
'Window function: the probability that this row is the best of its partition (the league; larger is better), when '
'scores are normal and independent with these standard errors. '
'By quadrature, deterministic, right to 1e-10; a probability below 1e-17 may be given as 0. From 0 to 1, and 1 in '
'all over the league. '
'Rows without error that have the same, best score share its probability equally. '
'The league is the whole partition, whatever the frame. A row whose score or std_error is NULL is not in the league '
'and gets NULL. '
'Error 22023: a NaN or infinite score, a NaN, infinite or negative std_error.';
