/*
 * estimate.c
 *		A figure with its precision: (value, std_error, df).
 *
 * The composite type is plain SQL; here are the intervals and tests that are
 * read from it, by Student's t distribution as R computes it (libRmath), and
 * the estimates that are made from summaries.
 *
 * What cannot be known is NULL.  NaN and infinities never come out, but for
 * the df of a normal distribution when that is what went in.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/float.h"

#include <Rmath.h>

#include "common/call.h"
#include "common/check.h"
#include "statistics/estimate.h"
#include "statistics/score_summary.h"

/*----------------------------------------------------------
 * The composite type
 *----------------------------------------------------------*/

/* An attribute of the composite; false when it is NULL. */
static bool
get_attribute(HeapTupleHeader row, int number, double *value)
{
	bool		isnull;
	Datum		datum = GetAttributeByNum(row, number, &isnull);

	if (!isnull)
		*value = DatumGetFloat8(datum);
	return !isnull;
}

/* An argument as an estimate that can be trusted; function is for messages. */
Estimate
estimate_argument(FunctionCallInfo fcinfo, int argument, const char *function)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(argument);
	Estimate	e = {0};

	e.has_value = get_attribute(row, 1, &e.value);
	e.has_std_error = get_attribute(row, 2, &e.std_error);
	e.has_df = get_attribute(row, 3, &e.df);

	if (!isfinite(e.value))
		check_failed(function, "value", "finite", e.value, NULL);
	if (!isfinite(e.std_error) || e.std_error < 0)
		check_failed(function, "std_error", "finite and not negative", e.std_error, NULL);
	if (isnan(e.df))
		check_failed(function, "df", "a number", e.df, NULL);
	return e;
}

/* Whether an interval or a test can be made of it. */
static bool
has_distribution(const Estimate *e)
{
	return e->has_value && e->has_std_error && e->has_df && e->df > 0;
}

/* The result of a function that returns an estimate */
Datum
estimate_result(FunctionCallInfo fcinfo, const Estimate *estimate)
{
	Datum		values[3] = {Float8GetDatum(estimate->value), Float8GetDatum(estimate->std_error),
	Float8GetDatum(estimate->df)};
	bool		nulls[3] = {!(estimate->has_value && isfinite(estimate->value)),
		!(estimate->has_std_error && isfinite(estimate->std_error)),
	!estimate->has_df || isnan(estimate->df)};

	return HeapTupleGetDatum(heap_form_tuple(call_row_type(fcinfo), values, nulls));
}

/* A float8 result that is NULL when there is no such number. */
#define RETURN_FINITE(number) \
	do { \
		double		result_ = (number); \
\
		if (!isfinite(result_)) \
			PG_RETURN_NULL(); \
		PG_RETURN_FLOAT8(result_); \
	} while (0)

/*----------------------------------------------------------
 * Estimates from summaries
 *----------------------------------------------------------*/

/*
 * Share of the population that was not observed, 1 - n/N: the variance of a
 * mean over n units drawn without replacement among N is so much smaller
 * (Cochran 1977, 2.6).
 */
static double
unobserved_share(const ScoreSummary *summary, double population, const char *function)
{
	if (!isfinite(population) || population < summary->n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: population must be finite and not below the number of observations, not %s",
						function, float8out_internal(population)),
				 errdetail("The summary has " INT64_FORMAT " observations.", summary->n)));
	return 1 - summary->n / population;
}

PG_FUNCTION_INFO_V1(barometre_estimate);

/* estimate(score_summary, population) -> estimate of the mean; population may be NULL */
Datum
barometre_estimate(PG_FUNCTION_ARGS)
{
	const ScoreSummary *summary;
	double		unobserved = 1;
	Estimate	e = {0};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	summary = score_summary_of(PG_GETARG_DATUM(0));
	if (!PG_ARGISNULL(1))
		unobserved = unobserved_share(summary, PG_GETARG_FLOAT8(1), "estimate");
	if (summary->n == 0)
		PG_RETURN_NULL();

	e.value = score_summary_mean_of(summary);
	e.df = summary->n - 1;
	e.has_value = e.has_df = true;
	if (summary->n > 1)
		e.std_error = score_summary_std_error_of(summary) * sqrt(unobserved);
	e.has_std_error = summary->n > 1 || unobserved == 0;
	return estimate_result(fcinfo, &e);
}

/* State of stratified_estimate: sums over the strata */
enum
{
	POPULATION,					/* sum(N_h); 0: so is all else */
	MEAN,						/* sum(N_h mean_h) / sum(N_h) */
	VARIANCE,					/* of the total: sum(N_h^2 (1 - n_h/N_h) std_error_h^2) */
	DF,							/* sum(n_h - 1) */
	WITHOUT_ERROR,				/* strata without an error, as those of one unit among several */
	SUMS
};

/* Is it what the sums of strata may be?  Those of an argument may come from anywhere. */
static bool
are_sums(const double *sums)
{
	for (int i = 0; i < SUMS; i++)
		if (isnan(sums[i]) || (i != DF && isinf(sums[i])) || (i != MEAN && sums[i] < 0) ||
			(sums[POPULATION] == 0 && sums[i] != 0))
			return false;
	return true;
}

static double *
strata_sums(ArrayType *state)
{
	double	   *sums = (double *) ARR_DATA_PTR(state);

	if (ARR_NDIM(state) != 1 || ARR_DIMS(state)[0] != SUMS || ARR_HASNULL(state) ||
		ARR_ELEMTYPE(state) != FLOAT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stratified_estimate: state must be an array of %d numbers", SUMS)));
	if (!are_sums(sums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stratified_estimate: the array is no state of this aggregate")));
	return sums;
}

/* The state to change: itself within an aggregate, a copy elsewhere. */
static ArrayType *
writable_strata(FunctionCallInfo fcinfo)
{
	if (AggCheckCallContext(fcinfo, NULL))
		return PG_GETARG_ARRAYTYPE_P(0);
	return PG_GETARG_ARRAYTYPE_P_COPY(0);
}

/* Sums of ours */
static void
check_strata_sums(const double *sums)
{
	if (!are_sums(sums))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("stratified_estimate: the sums are out of range")));
}

static void
add_mean(double *sums, double mean, double population)
{
	sums[POPULATION] += population;
	sums[MEAN] = moved_mean(sums[MEAN], mean, population, sums[POPULATION]);
}

/* The population of a stratum is its weight. */
static void
check_population(double population)
{
	if (!weight_fits(population))
		check_failed("stratified_estimate", "population", "0, or " WEIGHT_RANGE, population, NULL);
}

PG_FUNCTION_INFO_V1(barometre_stratified_estimate_accum);

/* (state, score_summary, population) -> state; strict */
Datum
barometre_stratified_estimate_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_strata(fcinfo);
	double	   *sums = strata_sums(state);
	const ScoreSummary *summary = score_summary_of(PG_GETARG_DATUM(1));
	double		population = PG_GETARG_FLOAT8(2);
	double		unobserved = unobserved_share(summary, population, "stratified_estimate");
	double		error;

	check_population(population);
	if (summary->n == 0)
		PG_RETURN_POINTER(state);
	add_mean(sums, summary->mean, population);
	sums[DF] += summary->n - 1;
	if (unobserved == 0)
		;						/* every unit was observed: nothing is uncertain */
	else if (summary->n == 1)
		sums[WITHOUT_ERROR]++;
	else
	{
		error = population * score_summary_std_error_of(summary);
		sums[VARIANCE] += unobserved * error * error;
	}
	check_strata_sums(sums);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_stratified_estimate_accum_estimate);

/* (state, estimate, population) -> state; strict */
Datum
barometre_stratified_estimate_accum_estimate(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_strata(fcinfo);
	double	   *sums = strata_sums(state);
	Estimate	e = estimate_argument(fcinfo, 1, "stratified_estimate");
	double		population = PG_GETARG_FLOAT8(2);

	check_population(population);
	if (!e.has_value || population == 0)
		PG_RETURN_POINTER(state);
	add_mean(sums, e.value, population);
	if (e.has_std_error && e.has_df && e.df >= 0)
	{
		sums[DF] += e.df;
		sums[VARIANCE] += population * e.std_error * population * e.std_error;
	}
	else
		sums[WITHOUT_ERROR]++;
	check_strata_sums(sums);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_stratified_estimate_combine);

/* (state, state) -> state; strict */
Datum
barometre_stratified_estimate_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_strata(fcinfo);
	double	   *sums = strata_sums(state);
	const double *others = strata_sums(PG_GETARG_ARRAYTYPE_P(1));

	if (others[POPULATION] == 0)
		PG_RETURN_POINTER(state);
	add_mean(sums, others[MEAN], others[POPULATION]);
	for (int i = VARIANCE; i < SUMS; i++)
		sums[i] += others[i];
	check_strata_sums(sums);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_stratified_estimate_final);

/* Mean of the strata by their populations, NULL without strata; strict */
Datum
barometre_stratified_estimate_final(PG_FUNCTION_ARGS)
{
	const double *sums = strata_sums(PG_GETARG_ARRAYTYPE_P(0));
	Estimate	e = {0};

	if (sums[POPULATION] == 0)
		PG_RETURN_NULL();
	e.value = sums[MEAN];
	e.std_error = sqrt(sums[VARIANCE]) / sums[POPULATION];
	e.df = sums[DF];
	e.has_value = e.has_df = true;
	e.has_std_error = sums[WITHOUT_ERROR] == 0;
	return estimate_result(fcinfo, &e);
}

/*----------------------------------------------------------
 * Estimates from estimates
 *----------------------------------------------------------*/

/*
 * Degrees of freedom of a difference, Satterthwaite (1946) and Welch (1947):
 * (a + b)^2 / (a^2/df_a + b^2/df_b), a and b the squared errors; here by the
 * shares of both in their sum, which cannot overflow.  Without any error, the
 * sum of both df.
 */
static double
welch_df(const Estimate *a, const Estimate *b, double std_error)
{
	double		share_a;
	double		share_b;

	if (std_error == 0)
		return a->df + b->df;
	share_a = a->std_error / std_error * (a->std_error / std_error);
	share_b = b->std_error / std_error * (b->std_error / std_error);
	return 1 / (share_a * share_a / a->df + share_b * share_b / b->df);
}

PG_FUNCTION_INFO_V1(barometre_difference);

/* difference(a, b) -> a - b of independent estimates; strict */
Datum
barometre_difference(PG_FUNCTION_ARGS)
{
	Estimate	a = estimate_argument(fcinfo, 0, "difference");
	Estimate	b = estimate_argument(fcinfo, 1, "difference");
	Estimate	e = {0};

	e.has_value = a.has_value && b.has_value;
	e.value = a.value - b.value;
	e.has_std_error = a.has_std_error && b.has_std_error;
	e.std_error = hypot(a.std_error, b.std_error);
	e.has_df = has_distribution(&a) && has_distribution(&b) && isfinite(e.std_error);
	if (e.has_df)
		e.df = welch_df(&a, &b, e.std_error);
	return estimate_result(fcinfo, &e);
}

/*----------------------------------------------------------
 * Intervals and tests
 *----------------------------------------------------------*/

/*
 * Student's t quantile of an upper tail.  A microsecond each: those that were
 * asked for are kept, as the two ends of an interval ask for the same one, and
 * as the scores of single channels share a few degrees of freedom.
 */
static double
upper_quantile(double tail, double df)
{
	static struct
	{
		double		tail;
		double		df;			/* 0: nothing is kept */
		double		quantile;
	}			kept[256];
	int			i = hash_bytes((const unsigned char *) &df, sizeof(df)) % lengthof(kept);

	if (kept[i].df != df || kept[i].tail != tail)
	{
		kept[i].quantile = qt(tail, df, false, false);
		kept[i].tail = tail;
		kept[i].df = df;
	}
	return kept[i].quantile;
}

/* Half the width of the confidence interval; may be infinite. */
static double
half_width(const Estimate *e, double confidence, const char *function)
{
	if (!(confidence > 0 && confidence < 1))
		check_failed(function, "confidence", "between 0 and 1", confidence, NULL);
	if (!has_distribution(e))
		return NAN;
	if (e->std_error == 0)
		return 0;
	return upper_quantile((1 - confidence) / 2, e->df) * e->std_error;
}

PG_FUNCTION_INFO_V1(barometre_ci_low);

/* ci_low(estimate, confidence) -> lower bound; strict */
Datum
barometre_ci_low(PG_FUNCTION_ARGS)
{
	Estimate	e = estimate_argument(fcinfo, 0, "ci_low");

	RETURN_FINITE(e.value - half_width(&e, PG_GETARG_FLOAT8(1), "ci_low"));
}

PG_FUNCTION_INFO_V1(barometre_ci_high);

/* ci_high(estimate, confidence) -> upper bound; strict */
Datum
barometre_ci_high(PG_FUNCTION_ARGS)
{
	Estimate	e = estimate_argument(fcinfo, 0, "ci_high");

	RETURN_FINITE(e.value + half_width(&e, PG_GETARG_FLOAT8(1), "ci_high"));
}

/* An end of a score's interval: 0 only below 0, so that the score is never outside; NaN stays NaN. */
static double
bound_within_scale(double bound)
{
	return bound < 0 ? 0 : Min(SCORE_MAX, bound);
}

PG_FUNCTION_INFO_V1(barometre_score_low);

/* score_low(estimate) -> ci_low() at 95 %, within the scale; strict */
Datum
barometre_score_low(PG_FUNCTION_ARGS)
{
	Estimate	e = estimate_argument(fcinfo, 0, "score_low");

	RETURN_FINITE(bound_within_scale(e.value - half_width(&e, 0.95, "score_low")));
}

PG_FUNCTION_INFO_V1(barometre_score_high);

/* score_high(estimate) -> ci_high() at 95 %, within the scale; strict */
Datum
barometre_score_high(PG_FUNCTION_ARGS)
{
	Estimate	e = estimate_argument(fcinfo, 0, "score_high");

	RETURN_FINITE(bound_within_scale(e.value + half_width(&e, 0.95, "score_high")));
}

PG_FUNCTION_INFO_V1(barometre_p_value);

/* p_value(estimate, null_value) -> probability, two-sided, Student t; strict */
Datum
barometre_p_value(PG_FUNCTION_ARGS)
{
	Estimate	e = estimate_argument(fcinfo, 0, "p_value");
	double		null_value = PG_GETARG_FLOAT8(1);
	double		distance;

	if (!isfinite(null_value))
		check_failed("p_value", "null_value", "finite", null_value, NULL);
	if (!has_distribution(&e))
		PG_RETURN_NULL();
	distance = fabs(e.value - null_value);
	if (e.std_error == 0)
		PG_RETURN_FLOAT8(distance == 0 ? 1 : 0);
	RETURN_FINITE(2 * pt(-distance / e.std_error, e.df, true, false));
}

/*
 * Hedges' correction for small samples, exact: gamma(m/2) / (sqrt(m/2)
 * gamma((m-1)/2)), m >= 2 (Hedges 1981).  The quotient of the gammas is
 * sqrt(pi) / beta((m-1)/2, 1/2), which stays exact when they overflow.
 */
static double
hedges_correction(double m)
{
	return M_SQRT_PI / (sqrt(m / 2) * beta((m - 1) / 2, 0.5));
}

PG_FUNCTION_INFO_V1(barometre_effect_size);

/* effect_size(a, b) -> Hedges' g, in pooled standard deviations; strict */
Datum
barometre_effect_size(PG_FUNCTION_ARGS)
{
	const ScoreSummary *a = score_summary_of(PG_GETARG_DATUM(0));
	const ScoreSummary *b = score_summary_of(PG_GETARG_DATUM(1));
	double		df_a = a->n - 1.0;
	double		df_b = b->n - 1.0;
	double		variance;

	if (a->n < 2 || b->n < 2)
		PG_RETURN_NULL();
	variance = score_summary_variance_of(a) * (df_a / (df_a + df_b)) +
		score_summary_variance_of(b) * (df_b / (df_a + df_b));
	if (variance == 0)
		PG_RETURN_NULL();
	RETURN_FINITE((a->mean - b->mean) / sqrt(variance) * hedges_correction(df_a + df_b));
}
