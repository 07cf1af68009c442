/*
 * mean_estimate.c
 *		The weighted mean of figures that each have an error of their own.
 *
 * The figures are all there is (a census): only their own errors make the
 * mean uncertain.  V = Σ w²s² / (Σ w)², and its degrees of freedom are
 * Satterthwaite's (1946), V² / Σ (w⁴s⁴ / (Σ w)⁴ df).
 *
 * The transition state is a float8[] of sums, which any server can pass on.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/float.h"

#include "statistics/estimate.h"

/* The places of the sums in the state */
enum
{
	WEIGHTS,					/* Σ w */
	TOTAL,						/* Σ w·x */
	VARIANCE,					/* Σ w²s² */
	SPREAD,						/* Σ w⁴s⁴/df */
	DF,							/* Σ df */
	WITHOUT_ERROR,				/* figures without error */
	SUMS
};

static double *
state_sums(ArrayType *state)
{
	if (ARR_NDIM(state) != 1 || ARR_DIMS(state)[0] != SUMS || ARR_HASNULL(state) ||
		ARR_ELEMTYPE(state) != FLOAT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mean_estimate: the state must be an array of %d numbers", SUMS)));
	return (double *) ARR_DATA_PTR(state);
}

/* The state to write to: the same inside an aggregate, else a copy. */
static ArrayType *
writable_state(FunctionCallInfo fcinfo)
{
	return AggCheckCallContext(fcinfo, NULL) ? PG_GETARG_ARRAYTYPE_P(0) : PG_GETARG_ARRAYTYPE_P_COPY(0);
}

static void
check_argument(double number, const char *name, bool negative)
{
	if (isnan(number) || isinf(number) || (number < 0 && !negative))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mean_estimate: %s must be finite%s, not %s", name,
						negative ? "" : " and not negative", float8out_internal(number))));
}

static void
check_overflow(const double *sums)
{
	for (int i = 0; i < SUMS; i++)
		if (isnan(sums[i]) || (isinf(sums[i]) && i != DF))
			float_overflow_error();
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_accum);

/* (state, value, std_error, df, weight) -> state */
Datum
barometre_mean_estimate_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_state(fcinfo);
	double	   *sums = state_sums(state);
	double		weight;
	double		error;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(4))
		PG_RETURN_POINTER(state);
	weight = PG_GETARG_FLOAT8(4);
	check_argument(weight, "weight", false);
	check_argument(PG_GETARG_FLOAT8(1), "value", true);
	if (weight == 0)
		PG_RETURN_POINTER(state);

	sums[WEIGHTS] += weight;
	sums[TOTAL] += weight * PG_GETARG_FLOAT8(1);
	if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || !(PG_GETARG_FLOAT8(3) > 0))
		sums[WITHOUT_ERROR]++;
	else
	{
		check_argument(PG_GETARG_FLOAT8(2), "std_error", false);
		error = weight * PG_GETARG_FLOAT8(2);
		sums[VARIANCE] += error * error;
		sums[SPREAD] += error * error * error * error / PG_GETARG_FLOAT8(3);
		sums[DF] += PG_GETARG_FLOAT8(3);
	}
	check_overflow(sums);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_combine);

/* (state, state) -> state; strict */
Datum
barometre_mean_estimate_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_state(fcinfo);
	double	   *sums = state_sums(state);
	const double *others = state_sums(PG_GETARG_ARRAYTYPE_P(1));

	for (int i = 0; i < SUMS; i++)
		sums[i] += others[i];
	check_overflow(sums);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_mean_estimate_final);

/* NULL when nothing has a weight; strict */
Datum
barometre_mean_estimate_final(PG_FUNCTION_ARGS)
{
	const double *sums = state_sums(PG_GETARG_ARRAYTYPE_P(0));
	Estimate	e = {0};

	if (!(sums[WEIGHTS] > 0))
		PG_RETURN_NULL();
	e.value = sums[TOTAL] / sums[WEIGHTS];
	e.std_error = sqrt(sums[VARIANCE]) / sums[WEIGHTS];
	e.df = sums[VARIANCE] == 0 ? sums[DF] :
		sums[SPREAD] == 0 ? get_float8_infinity() : sums[VARIANCE] * (sums[VARIANCE] / sums[SPREAD]);
	e.has_value = true;
	e.has_std_error = e.has_df = sums[WITHOUT_ERROR] == 0;
	return estimate_result(fcinfo, &e);
}
