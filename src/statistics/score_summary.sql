/*
 * score_summary: weighted moments of one score.
 */
CREATE TYPE barometre.score_summary;

CREATE FUNCTION barometre.score_summary_in(cstring) RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_out(barometre.score_summary) RETURNS cstring
AS 'MODULE_PATHNAME', 'barometre_score_summary_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_recv(internal) RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_send(barometre.score_summary) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_score_summary_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE barometre.score_summary (
	INPUT = barometre.score_summary_in,
	OUTPUT = barometre.score_summary_out,
	RECEIVE = barometre.score_summary_recv,
	SEND = barometre.score_summary_send,
	INTERNALLENGTH = 80,
	ALIGNMENT = double,
	STORAGE = plain
);

COMMENT ON TYPE barometre.score_summary IS
'Weighted moments of one score: observations, weights, mean, spread, minimum and maximum. 80 bytes; store it, '
'rollup() it, read it with mean(), std_error() and the like. Text form: JSON that reads back exactly.';
COMMENT ON FUNCTION barometre.score_summary_in(cstring) IS
'Input of score_summary: {"n": 0} or an object with every number. Error 22P02 when the numbers cannot be the moments '
'of n observations.';
COMMENT ON FUNCTION barometre.score_summary_out(barometre.score_summary) IS
'Output of score_summary: JSON, exact whatever extra_float_digits.';
COMMENT ON FUNCTION barometre.score_summary_recv(internal) IS
'Binary input of score_summary, version 1. Error 22P03 when the numbers cannot be the moments of n observations.';
COMMENT ON FUNCTION barometre.score_summary_send(barometre.score_summary) IS
'Binary output of score_summary, version 1: version and flags (one byte each), n (8 bytes), eight float8, in network '
'order.';


/* Aggregates */

CREATE FUNCTION barometre.score_summary_accum(state barometre.score_summary, value float8)
RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_accum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_accum(state barometre.score_summary, value float8, weight float8)
RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_accum_weighted' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_accum(state barometre.score_summary, value float8, weight float8,
    frequency bigint)
RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_accum_frequency' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_combine(state barometre.score_summary, other barometre.score_summary)
RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.score_summary_final(state barometre.score_summary)
RETURNS barometre.score_summary
AS 'MODULE_PATHNAME', 'barometre_score_summary_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_accum(barometre.score_summary, float8) IS
'Transition of score_summary(value). Formula: Welford (1962).';
COMMENT ON FUNCTION barometre.score_summary_accum(barometre.score_summary, float8, float8) IS
'Transition of score_summary(value, weight). Formula: West (1979).';
COMMENT ON FUNCTION barometre.score_summary_accum(barometre.score_summary, float8, float8, bigint) IS
'Transition of score_summary(value, weight, frequency). Formula: Chan, Golub & LeVeque (1983).';
COMMENT ON FUNCTION barometre.score_summary_combine(barometre.score_summary, barometre.score_summary) IS
'Both summaries as one; {"n": 0} changes nothing. Error 22003 when the sums overflow. Formula: Chan, Golub & LeVeque '
'(1983).';
COMMENT ON FUNCTION barometre.score_summary_final(barometre.score_summary) IS
'The summary itself, NULL when it is empty.';

CREATE AGGREGATE barometre.score_summary(value float8) (
	SFUNC = barometre.score_summary_accum,
	STYPE = barometre.score_summary,
	FINALFUNC = barometre.score_summary_final,
	COMBINEFUNC = barometre.score_summary_combine,
	INITCOND = '{"n": 0}',
	PARALLEL = SAFE
);

CREATE AGGREGATE barometre.score_summary(value float8, weight float8) (
	SFUNC = barometre.score_summary_accum,
	STYPE = barometre.score_summary,
	FINALFUNC = barometre.score_summary_final,
	COMBINEFUNC = barometre.score_summary_combine,
	INITCOND = '{"n": 0}',
	PARALLEL = SAFE
);

CREATE AGGREGATE barometre.score_summary(value float8, weight float8, frequency bigint) (
	SFUNC = barometre.score_summary_accum,
	STYPE = barometre.score_summary,
	FINALFUNC = barometre.score_summary_final,
	COMBINEFUNC = barometre.score_summary_combine,
	INITCOND = '{"n": 0}',
	PARALLEL = SAFE
);

CREATE AGGREGATE barometre.rollup(barometre.score_summary) (
	SFUNC = barometre.score_summary_combine,
	STYPE = barometre.score_summary,
	FINALFUNC = barometre.score_summary_final,
	COMBINEFUNC = barometre.score_summary_combine,
	PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.score_summary(float8) IS
'Summary of scores that weigh the same. NULL values are skipped; NULL without any row that counts. Errors: 22023 for '
'a value that is NaN or infinite, 22003 when the sums overflow.';
COMMENT ON AGGREGATE barometre.score_summary(float8, float8) IS
'Summary of weighted scores. A row whose value or weight is NULL, or whose weight is 0, is skipped; NULL without any '
'row that counts. Errors: 22023 for a value that is NaN or infinite and for a weight that is neither 0 nor from '
'1e-100 to 1e100, 22003 when the sums overflow.';
COMMENT ON AGGREGATE barometre.score_summary(float8, float8, bigint) IS
'Summary of weighted scores of which each stands for so many equal rows, for example of a published table of counts: '
'n_obs is the sum of the frequencies. A row with a NULL, a weight of 0 or a frequency of 0 is skipped. Errors as for '
'score_summary(value, weight), and 22023 for a negative frequency, 22003 beyond 2^53 rows.';
COMMENT ON AGGREGATE barometre.rollup(barometre.score_summary) IS
'Several summaries as one: the same (to 1e-12) as a summary of all their rows, in any order. NULLs are skipped; NULL '
'without any observation. Error 22003 when the sums overflow.';

/* Accessors */

CREATE FUNCTION barometre.n_obs(barometre.score_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'barometre_score_summary_n_obs' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.sum_weights(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_sum_weights' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.mean(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.variance(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_variance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.stddev(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_stddev' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.std_error(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_std_error' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.n_effective(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_n_effective' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.min_score(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_min_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.max_score(barometre.score_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_score_summary_max_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.n_obs(barometre.score_summary) IS
'Number of observations that count.';
COMMENT ON FUNCTION barometre.sum_weights(barometre.score_summary) IS
'Sum of the weights, above 0; the number of observations when unweighted. NULL for {"n": 0}.';
COMMENT ON FUNCTION barometre.mean(barometre.score_summary) IS
'Weighted mean sum(w x) / sum(w), in the unit of the score; 0 below 1e-50 of the largest score in size. NULL '
'for {"n": 0}.';
COMMENT ON FUNCTION barometre.variance(barometre.score_summary) IS
'Variance of the scores: n/(n-1) sum(w (x - mean)^2) / sum(w), as R survey svyvar; unweighted: var_samp. Squared '
'unit of the score. NULL with one observation; error 22003 when it overflows.';
COMMENT ON FUNCTION barometre.stddev(barometre.score_summary) IS
'Square root of variance(), in the unit of the score. NULL with one observation; error 22003 when the variance '
'overflows.';
COMMENT ON FUNCTION barometre.std_error(barometre.score_summary) IS
'Standard error of the mean, in the unit of the score: sqrt(n/(n-1) sum(w^2 (x - mean)^2)) / sum(w), the '
'linearisation of R survey svymean for independent units. NULL with one observation.';
COMMENT ON FUNCTION barometre.n_effective(barometre.score_summary) IS
'Effective number of observations (sum w)^2 / sum w^2 (Kish 1965), from 1 to n_obs(). NULL for {"n": 0}.';
COMMENT ON FUNCTION barometre.min_score(barometre.score_summary) IS
'Smallest score among the observations that count. NULL for {"n": 0}.';
COMMENT ON FUNCTION barometre.max_score(barometre.score_summary) IS
'Largest score among the observations that count. NULL for {"n": 0}.';

/* Operators of score_summary: equality and order of the bytes */

CREATE FUNCTION barometre.score_summary_eq(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_eq(barometre.score_summary, barometre.score_summary) IS
'Operator =: the same in every bit';

CREATE OPERATOR barometre.= (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_eq,
    COMMUTATOR = OPERATOR(barometre.=),
    NEGATOR = OPERATOR(barometre.<>),
    RESTRICT = eqsel,
    JOIN = eqjoinsel, HASHES, MERGES
);

COMMENT ON OPERATOR barometre.= (barometre.score_summary, barometre.score_summary) IS
'the same in every bit';

CREATE FUNCTION barometre.score_summary_ne(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_ne(barometre.score_summary, barometre.score_summary) IS
'Operator <>: not the same';

CREATE OPERATOR barometre.<> (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_ne,
    COMMUTATOR = OPERATOR(barometre.<>),
    NEGATOR = OPERATOR(barometre.=),
    RESTRICT = neqsel,
    JOIN = neqjoinsel
);

COMMENT ON OPERATOR barometre.<> (barometre.score_summary, barometre.score_summary) IS
'not the same';

CREATE FUNCTION barometre.score_summary_lt(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_lt(barometre.score_summary, barometre.score_summary) IS
'Operator <: before, in the order of the bytes';

CREATE OPERATOR barometre.< (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_lt,
    COMMUTATOR = OPERATOR(barometre.>),
    NEGATOR = OPERATOR(barometre.>=),
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

COMMENT ON OPERATOR barometre.< (barometre.score_summary, barometre.score_summary) IS
'before, in the order of the bytes';

CREATE FUNCTION barometre.score_summary_le(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_le(barometre.score_summary, barometre.score_summary) IS
'Operator <=: before or the same, in the order of the bytes';

CREATE OPERATOR barometre.<= (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_le,
    COMMUTATOR = OPERATOR(barometre.>=),
    NEGATOR = OPERATOR(barometre.>),
    RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel
);

COMMENT ON OPERATOR barometre.<= (barometre.score_summary, barometre.score_summary) IS
'before or the same, in the order of the bytes';

CREATE FUNCTION barometre.score_summary_gt(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_gt(barometre.score_summary, barometre.score_summary) IS
'Operator >: after, in the order of the bytes';

CREATE OPERATOR barometre.> (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_gt,
    COMMUTATOR = OPERATOR(barometre.<),
    NEGATOR = OPERATOR(barometre.<=),
    RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel
);

COMMENT ON OPERATOR barometre.> (barometre.score_summary, barometre.score_summary) IS
'after, in the order of the bytes';

CREATE FUNCTION barometre.score_summary_ge(barometre.score_summary, barometre.score_summary) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_score_summary_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_ge(barometre.score_summary, barometre.score_summary) IS
'Operator >=: after or the same, in the order of the bytes';

CREATE OPERATOR barometre.>= (
    LEFTARG = barometre.score_summary,
    RIGHTARG = barometre.score_summary,
    FUNCTION = barometre.score_summary_ge,
    COMMUTATOR = OPERATOR(barometre.<=),
    NEGATOR = OPERATOR(barometre.<),
    RESTRICT = scalargesel,
    JOIN = scalargejoinsel
);

COMMENT ON OPERATOR barometre.>= (barometre.score_summary, barometre.score_summary) IS
'after or the same, in the order of the bytes';

CREATE FUNCTION barometre.score_summary_cmp(barometre.score_summary, barometre.score_summary) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_score_summary_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_cmp(barometre.score_summary, barometre.score_summary) IS
'Order of the bytes: below, at or above 0';

CREATE FUNCTION barometre.score_summary_hash(barometre.score_summary) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_score_summary_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_hash(barometre.score_summary) IS
'Hash of the bytes';

CREATE FUNCTION barometre.score_summary_hash_extended(barometre.score_summary, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'barometre_score_summary_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.score_summary_hash_extended(barometre.score_summary, bigint) IS
'Hash of the bytes with a seed';

CREATE OPERATOR CLASS barometre.score_summary_ops DEFAULT FOR TYPE barometre.score_summary USING btree AS
    OPERATOR 1 barometre.<,
    OPERATOR 2 barometre.<=,
    OPERATOR 3 barometre.=,
    OPERATOR 4 barometre.>=,
    OPERATOR 5 barometre.>,
    FUNCTION 1 barometre.score_summary_cmp(barometre.score_summary, barometre.score_summary);

COMMENT ON OPERATOR CLASS barometre.score_summary_ops USING btree IS
'Order of the bytes, for DISTINCT, sorting and indexes';

CREATE OPERATOR CLASS barometre.score_summary_ops DEFAULT FOR TYPE barometre.score_summary USING hash AS
    OPERATOR 1 barometre.=,
    FUNCTION 1 barometre.score_summary_hash(barometre.score_summary),
    FUNCTION 2 barometre.score_summary_hash_extended(barometre.score_summary, bigint);

COMMENT ON OPERATOR CLASS barometre.score_summary_ops USING hash IS
'Equality of the bytes';

CREATE CAST (barometre.score_summary AS jsonb) WITH INOUT AS ASSIGNMENT;

COMMENT ON CAST (barometre.score_summary AS jsonb) IS
'The text form of score_summary as jsonb';
