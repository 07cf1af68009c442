/*
 * score_summary.c
 *		Weighted moments of one score: a mean that carries its precision.
 *
 * One object is everything: transition state, what parallel workers send,
 * the value that is stored, and what rollup() adds up.  It has a fixed length
 * and is updated in place, so that a row costs no memory.
 *
 * Rows are added by the update of Welford (1962) and West (1979), summaries
 * are merged by that of Chan, Golub & LeVeque (1983): no difference of large
 * sums, so any order of rows and merges gives the same figures to 1e-12.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "nodes/execnodes.h"
#include "utils/float.h"

#include "common/check.h"
#include "common/operators.h"
#include "statistics/score_summary.h"

StaticAssertDecl(sizeof(ScoreSummary) == 80, "INTERNALLENGTH of score_summary");

/* The value of an argument, for reading. */
const ScoreSummary *
score_summary_of(Datum datum)
{
	const ScoreSummary *summary = (const ScoreSummary *) DatumGetPointer(datum);

	if (summary->version != SCORE_SUMMARY_VERSION || summary->flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("unsupported version %d of type %s", summary->version, SCORE_SUMMARY_TYPE)));
	return summary;
}

/*----------------------------------------------------------
 * Aggregation
 *----------------------------------------------------------*/

static pg_noinline ScoreSummary *
copy_of(const ScoreSummary *summary)
{
	ScoreSummary *copy = palloc(sizeof(ScoreSummary));

	*copy = *summary;
	return copy;
}

/*
 * The state to change: itself within an aggregate, a copy elsewhere.  The
 * first test is AggCheckCallContext()'s own for the usual case; it spares each
 * row a call.
 */
static inline ScoreSummary *
writable_state(FunctionCallInfo fcinfo)
{
	if (likely(fcinfo->context && IsA(fcinfo->context, AggState)) ||
		AggCheckCallContext(fcinfo, NULL))
		return (ScoreSummary *) PG_GETARG_POINTER(0);
	return copy_of(score_summary_of(PG_GETARG_DATUM(0)));
}

/* What was changed: a state of an aggregate is settled at its end, a copy here. */
static inline Datum
changed_state(FunctionCallInfo fcinfo, ScoreSummary *state)
{
	if (unlikely(state != (ScoreSummary *) PG_GETARG_POINTER(0)))
		score_summary_settle(state);
	PG_RETURN_POINTER(state);
}

/* Refuse a row that cannot count, unless its weight is 0. */
static pg_noinline void
check_row(double value, double weight)
{
	if (!isfinite(value))
		check_failed(SCORE_SUMMARY_TYPE, "value", "finite", value, NULL);
	check_weight(SCORE_SUMMARY_TYPE, weight, "A weight of 0 or NULL leaves the row out.");
}

static pg_noinline void
sums_overflow(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s: the sums are out of range", SCORE_SUMMARY_TYPE)));
}

/* NaN and infinities in one test: their difference with themselves is not 0. */
static inline void
check_sums(const ScoreSummary *s)
{
	double		sums = s->squares + s->weight2_squares + s->sum_weights + s->sum_weights2;

	if (unlikely(sums - sums != 0) &&
		!(isfinite(s->squares) && isfinite(s->weight2_squares) &&
		  isfinite(s->sum_weights) && isfinite(s->sum_weights2)))
		sums_overflow();
}

/* Widen minimum and maximum; value is not -0. */
static inline void
add_extremes(ScoreSummary *s, double low, double high)
{
	if (s->n == 0 || low < s->min)
		s->min = low;
	if (s->n == 0 || high > s->max)
		s->max = high;
}

/*
 * Share and deviation are multiplied in this order so that the first row has
 * the share w / w = 1, and its mean is the value to the last bit.
 */
static inline void
add_row(ScoreSummary *s, double value, double weight, double weight2)
{
	double		deviation = value - s->mean;
	double		deviation2 = value - s->weight2_mean;
	double		before = s->sum_weights;
	double		before2 = s->sum_weights2;
	double		step;
	double		step2;

	s->sum_weights += weight;
	s->sum_weights2 += weight2;
	step = deviation * (weight / s->sum_weights);
	step2 = deviation2 * (weight2 / s->sum_weights2);
	s->mean += step;
	s->weight2_mean += step2;
	s->squares += before * deviation * step;
	s->weight2_squares += before2 * deviation2 * step2;
	add_extremes(s, value, value);
	if (unlikely(++s->n > MAX_COUNT))
		sums_overflow();
	check_sums(s);
}

/* Is the row one that counts?  Refuses what is none, unless its weight is 0. */
static inline bool
row_counts(double value, double weight)
{
	if (likely(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT && isfinite(value)))
		return true;
	check_row(value, weight);
	return false;
}

PG_FUNCTION_INFO_V1(barometre_score_summary_accum_weighted);

/* (state, value, weight) -> state; strict */
Datum
barometre_score_summary_accum_weighted(PG_FUNCTION_ARGS)
{
	ScoreSummary *state = writable_state(fcinfo);
	double		value = PG_GETARG_FLOAT8(1) + 0.0;	/* no -0 */
	double		weight = PG_GETARG_FLOAT8(2);

	if (row_counts(value, weight))
		add_row(state, value, weight, weight * weight);
	return changed_state(fcinfo, state);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_accum);

/* (state, value) -> state; strict; every weight is 1 */
Datum
barometre_score_summary_accum(PG_FUNCTION_ARGS)
{
	ScoreSummary *state = writable_state(fcinfo);
	double		value = PG_GETARG_FLOAT8(1) + 0.0;	/* no -0 */

	if (unlikely(!isfinite(value)))
		check_row(value, 1);
	add_row(state, value, 1, 1);
	return changed_state(fcinfo, state);
}

/* Add to one mean and its sum of squares those of others: weights a and b. */
static void
merge_moments(double *mean, double *squares, double a, double b, double b_mean, double b_squares)
{
	double		deviation = b_mean - *mean;
	double		step = deviation * (b / (a + b));

	*mean += step;
	*squares += b_squares + a * deviation * step;
}

static void
merge(ScoreSummary *a, const ScoreSummary *b)
{
	if (b->n == 0)
		return;
	if (a->n == 0)
	{
		*a = *b;
		return;
	}
	merge_moments(&a->mean, &a->squares, a->sum_weights,
				  b->sum_weights, b->mean, b->squares);
	merge_moments(&a->weight2_mean, &a->weight2_squares, a->sum_weights2,
				  b->sum_weights2, b->weight2_mean, b->weight2_squares);
	a->sum_weights += b->sum_weights;
	a->sum_weights2 += b->sum_weights2;
	add_extremes(a, b->min, b->max);
	a->n += b->n;
	if (a->n > MAX_COUNT)
		sums_overflow();
	check_sums(a);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_accum_frequency);

/* (state, value, weight, frequency) -> state; strict; so many equal rows */
Datum
barometre_score_summary_accum_frequency(PG_FUNCTION_ARGS)
{
	ScoreSummary *state = writable_state(fcinfo);
	double		value = PG_GETARG_FLOAT8(1) + 0.0;	/* no -0 */
	double		weight = PG_GETARG_FLOAT8(2);
	int64		frequency = PG_GETARG_INT64(3);
	ScoreSummary rows = {.version = SCORE_SUMMARY_VERSION, .n = frequency};

	if (frequency < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: frequency must not be negative, not " INT64_FORMAT, SCORE_SUMMARY_TYPE, frequency)));
	if (!row_counts(value, weight) || frequency == 0)
		PG_RETURN_POINTER(state);
	if (frequency > MAX_COUNT)
		sums_overflow();
	rows.sum_weights = weight * frequency;
	rows.sum_weights2 = weight * weight * frequency;
	rows.mean = rows.weight2_mean = rows.min = rows.max = value;
	merge(state, &rows);
	return changed_state(fcinfo, state);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_combine);

/* (state, state) -> state; strict */
Datum
barometre_score_summary_combine(PG_FUNCTION_ARGS)
{
	ScoreSummary *state = writable_state(fcinfo);

	merge(state, score_summary_of(PG_GETARG_DATUM(1)));
	return changed_state(fcinfo, state);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_final);

/* The state itself, NULL when no row counted; strict */
Datum
barometre_score_summary_final(PG_FUNCTION_ARGS)
{
	ScoreSummary *summary = copy_of(score_summary_of(PG_GETARG_DATUM(0)));

	if (summary->n == 0)
		PG_RETURN_NULL();
	score_summary_settle(summary);
	PG_RETURN_POINTER(summary);
}

/*----------------------------------------------------------
 * Accessors
 *----------------------------------------------------------*/

/* sum(w x) / sum(w); 0 where it is lost beside the values: products with shares are numbers then */
double
score_summary_mean_of(const ScoreSummary *s)
{
	return fabs(s->mean) < MIN_SHARE * Max(fabs(s->min), fabs(s->max)) ? 0 : s->mean;
}

/* n/(n-1) sum(w (x - mean)^2) / sum(w); needs two observations */
double
score_summary_variance_of(const ScoreSummary *s)
{
	double		variance = s->squares / s->sum_weights * (s->n / (s->n - 1.0));

	if (s->sum_weights == s->n) /* no detour over n that would round */
		variance = s->squares / (s->n - 1.0);
	if (isinf(variance))
		float_overflow_error();
	return variance;
}

/*
 * sqrt(n/(n-1) sum(w^2 (x - mean)^2)) / sum(w); needs two observations.
 * Linearisation of the ratio sum(w x) / sum(w), units drawn independently
 * (Särndal, Swensson & Wretman 1992, 5.7): R's survey::svymean without strata.
 */
double
score_summary_std_error_of(const ScoreSummary *s)
{
	double		shift = s->weight2_mean - s->mean;
	double		squares = s->weight2_squares + s->sum_weights2 * shift * shift;
	double		std_error = sqrt(s->n / (s->n - 1.0) * squares) / s->sum_weights;

	if (isinf(std_error))
		float_overflow_error();
	return std_error;
}

/* (sum w)^2 / sum w^2, Kish (1965); needs one observation */
static double
n_effective_of(const ScoreSummary *s)
{
	return s->sum_weights * s->sum_weights / s->sum_weights2;
}

PG_FUNCTION_INFO_V1(barometre_score_summary_n_obs);

Datum
barometre_score_summary_n_obs(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(score_summary_of(PG_GETARG_DATUM(0))->n);
}

/* An accessor to float8 that is NULL with fewer observations than it needs. */
#define ACCESSOR(name, needed, expression) \
PG_FUNCTION_INFO_V1(barometre_score_summary_##name); \
Datum \
barometre_score_summary_##name(PG_FUNCTION_ARGS) \
{ \
	const ScoreSummary *s = score_summary_of(PG_GETARG_DATUM(0)); \
\
	if (s->n < (needed)) \
		PG_RETURN_NULL(); \
	PG_RETURN_FLOAT8(expression); \
} \
extern int	no_such_variable

ACCESSOR(sum_weights, 1, s->sum_weights);
ACCESSOR(mean, 1, score_summary_mean_of(s));
ACCESSOR(variance, 2, score_summary_variance_of(s));
ACCESSOR(stddev, 2, sqrt(score_summary_variance_of(s)));
ACCESSOR(std_error, 2, score_summary_std_error_of(s));
ACCESSOR(n_effective, 1, n_effective_of(s));
ACCESSOR(min_score, 1, s->min);
ACCESSOR(max_score, 1, s->max);

/*----------------------------------------------------------
 * Operators
 *----------------------------------------------------------*/

static const unsigned char *
take_bytes(FunctionCallInfo fcinfo, int argument, Size *size)
{
	*size = sizeof(ScoreSummary);
	return (const unsigned char *) PG_GETARG_POINTER(argument);
}

static void
release_bytes(FunctionCallInfo fcinfo, int argument, const unsigned char *bytes)
{
}

static const OperatorBytes summary_bytes = {take_bytes, release_bytes};

OPERATORS(score_summary, summary_bytes);
