/*
 * mean_estimate.c
 *		The weighted mean of figures that each have an error of their own.
 *
 * The figures are all there is (a census): only their own errors make the
 * mean uncertain.  V = Σ w²s² / (Σ w)², and its degrees of freedom are
 * Satterthwaite's (1946), V² / Σ (w⁴s⁴ / (Σ w)⁴ df).
 *
 * mean_estimate() is the aggregate; rest_estimate() is the mean of all others
 * in a window's partition.  Weights count by their ratio to the largest, so
 * that their fourth powers stay in range.  The transition state is a float8[],
 * which any server can pass on.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/window.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/float.h"

#include "common/check.h"
#include "statistics/estimate.h"

/* Weights in all sums are divided by the largest, so that Σ w is 1 or more; a state is these numbers. */
typedef struct MeanSums
{
	double		largest;		/* weight; 0: nothing yet, and so is all else */
	double		weights;		/* Σ w */
	double		mean;			/* Σ w·x / Σ w */
	double		variance;		/* Σ w²s² */
	double		spread;			/* Σ w⁴s⁴/df */
	double		df;				/* Σ df */
	double		without_error;	/* figures without error */
} MeanSums;

#define NSUMS	((int) (sizeof(MeanSums) / sizeof(double)))

/* A figure and its weight */
typedef struct Figure
{
	double		value;
	double		std_error;
	double		df;
	double		weight;			/* 0: it is not there */
	bool		has_error;
} Figure;

/* ---------- Sums ---------- */

/* Divide the weights of the sums by a larger one. */
static void
sums_rescale(MeanSums *sums, double largest)
{
	double		ratio = sums->largest / largest;

	sums->weights *= ratio;
	sums->variance *= ratio * ratio;
	sums->spread *= ratio * ratio * ratio * ratio;
	sums->largest = largest;
}

/* What overflows is refused: the numbers of a state that came from anywhere may be large. */
static inline void
sums_check(const MeanSums *sums)
{
	if (unlikely(!isfinite(sums->weights + sums->variance + sums->spread + sums->without_error)))
		float_overflow_error();
}

static void
sums_add(MeanSums *sums, const Figure *figure)
{
	double		weight;
	double		error;

	if (figure->weight == 0)
		return;
	if (figure->weight > sums->largest)
		sums_rescale(sums, figure->weight);
	weight = figure->weight / sums->largest;
	sums->weights += weight;
	sums->mean = moved_mean(sums->mean, figure->value, weight, sums->weights);
	if (!figure->has_error)
	{
		sums->without_error++;
		return;
	}
	error = weight * figure->std_error;
	sums->variance += error * error;
	sums->spread += error * error * error * error / figure->df;
	sums->df += figure->df;
	sums_check(sums);
}

static void
sums_merge(MeanSums *sums, MeanSums other)
{
	if (other.largest == 0)
		return;
	if (other.largest > sums->largest)
		sums_rescale(sums, other.largest);
	else
		sums_rescale(&other, sums->largest);
	sums->weights += other.weights;
	sums->mean = moved_mean(sums->mean, other.mean, other.weights, sums->weights);
	sums->variance += other.variance;
	sums->spread += other.spread;
	sums->df += other.df;
	sums->without_error += other.without_error;
	sums_check(sums);
}

/* The mean; without value where nothing has a weight */
static Estimate
sums_mean(const MeanSums *sums)
{
	Estimate	e = {0};

	if (sums->largest == 0)
		return e;
	e.value = sums->mean;
	e.df = sums->df;
	if (sqrt(sums->variance) >= MIN_ERROR * sums->weights)
	{
		e.std_error = sqrt(sums->variance) / sums->weights;
		e.df = sums->spread == 0 ? get_float8_infinity() : sums->variance * (sums->variance / sums->spread);
	}
	e.has_value = true;
	e.has_std_error = e.has_df = sums->without_error == 0;
	return e;
}

/* ---------- Arguments ---------- */

static void
check_argument(double number, const char *function, const char *name, bool may_be_negative)
{
	if (!isfinite(number) || (number < 0 && !may_be_negative))
		check_failed(function, name, may_be_negative ? "finite" : "finite and not negative", number,
					 NULL);
}

/* The figure of (value, std_error, df, weight), some of which may be NULL */
static Figure
make_figure(const double *numbers, const bool *present, const char *function)
{
	Figure		figure = {.value = numbers[0],.std_error = numbers[1],.df = numbers[2],.weight = numbers[3]};

	if (!present[0] || !present[3])
		figure.weight = 0;
	check_weight(function, figure.weight, NULL);
	if (figure.weight == 0)
		return figure;
	check_argument(figure.value, function, "value", true);
	figure.has_error = present[1] && present[2] && figure.df > 0;
	if (figure.has_error)
		check_argument(figure.std_error, function, "std_error", false);
	return figure;
}

/* ---------- The aggregate ---------- */

/* Is it what sums may be?  Those of a state may come from anywhere. */
static bool
are_sums(const MeanSums *sums)
{
	const double *numbers = (const double *) sums;

	for (int i = 0; i < NSUMS; i++)
		if (isnan(numbers[i]) || (isinf(numbers[i]) && &numbers[i] != &sums->df) ||
			(numbers[i] < 0 && &numbers[i] != &sums->mean) || (sums->largest == 0 && numbers[i] != 0))
			return false;
	return weight_fits(sums->largest) && (sums->largest == 0 || sums->weights >= 1);
}

static MeanSums *
state_sums(ArrayType *state)
{
	MeanSums   *sums = (MeanSums *) ARR_DATA_PTR(state);

	if (ARR_NDIM(state) != 1 || ARR_DIMS(state)[0] != NSUMS || ARR_HASNULL(state) ||
		ARR_ELEMTYPE(state) != FLOAT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mean_estimate: the state must be an array of %d numbers", NSUMS)));
	if (!are_sums(sums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mean_estimate: the array is no state of this aggregate")));
	return sums;
}

/* The state to write to: the same inside an aggregate, else a copy. */
static ArrayType *
writable_state(FunctionCallInfo fcinfo)
{
	return AggCheckCallContext(fcinfo, NULL) ? PG_GETARG_ARRAYTYPE_P(0) : PG_GETARG_ARRAYTYPE_P_COPY(0);
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_accum);

/* (state, value, std_error, df, weight) -> state */
Datum
barometre_mean_estimate_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	double		numbers[4];
	bool		present[4];
	Figure		figure;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = writable_state(fcinfo);
	for (int i = 0; i < 4; i++)
	{
		present[i] = !PG_ARGISNULL(i + 1);
		numbers[i] = present[i] ? PG_GETARG_FLOAT8(i + 1) : 0;
	}
	figure = make_figure(numbers, present, "mean_estimate");
	sums_add(state_sums(state), &figure);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_combine);

/* (state, state) -> state; strict */
Datum
barometre_mean_estimate_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_state(fcinfo);

	sums_merge(state_sums(state), *state_sums(PG_GETARG_ARRAYTYPE_P(1)));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_final);

/* NULL when nothing has a weight; strict */
Datum
barometre_mean_estimate_final(PG_FUNCTION_ARGS)
{
	Estimate	mean = sums_mean(state_sums(PG_GETARG_ARRAYTYPE_P(0)));

	if (!mean.has_value)
		PG_RETURN_NULL();
	return estimate_result(fcinfo, &mean);
}

/* ---------- The window function ---------- */

/*
 * The mean of all others, for each row: the sums of the rows before it, and
 * those of the rows after it.  Nothing is subtracted, so that no digit is lost
 * beside a row that weighs as much as all others.
 */
static void
find_rests(WindowCall *call)
{
	Estimate   *rests = call->results;
	Figure	   *figures = window_allocate(call->rows, sizeof(Figure));
	MeanSums   *before = window_allocate(call->rows, sizeof(MeanSums));
	MeanSums	sums = {0};

	for (int64 row = 0; row < call->rows; row++)
	{
		double		numbers[4];
		bool		present[4];

		for (int i = 0; i < 4; i++)
			present[i] = window_float8(call, i, row, &numbers[i]);
		figures[row] = make_figure(numbers, present, call->function);
		before[row] = sums;
		sums_add(&sums, &figures[row]);
	}
	sums = (MeanSums) {0};
	for (int64 row = call->rows - 1; row >= 0; row--)
	{
		sums_merge(&before[row], sums);
		rests[row] = sums_mean(&before[row]);
		sums_add(&sums, &figures[row]);
	}
}

PG_FUNCTION_INFO_V1(barometre_rest_estimate);

/* rest_estimate(value, std_error, df, weight) OVER (…) */
Datum
barometre_rest_estimate(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "rest_estimate", sizeof(Estimate));
	const Estimate *rest;

	if (call.first)
		find_rests(&call);
	rest = window_result(&call);
	if (!rest->has_value)
		PG_RETURN_NULL();
	return estimate_result(fcinfo, rest);
}
