/*
 * weighted_score.c
 *		A weighted mean of an array of scores: arithmetic, geometric, harmonic.
 *
 * The geometric and harmonic means are those of composite indicators: a low
 * score cannot be made up for entirely by a high one (OECD & JRC, Handbook on
 * Constructing Composite Indicators, 2008, chapter 6).
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "common/check.h"

typedef enum Method
{
	ARITHMETIC,
	GEOMETRIC,
	HARMONIC
} Method;

static Method
method_of(const char *name)
{
	if (strcmp(name, "arithmetic") == 0)
		return ARITHMETIC;
	if (strcmp(name, "geometric") == 0)
		return GEOMETRIC;
	if (strcmp(name, "harmonic") == 0)
		return HARMONIC;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("weighted_score: unknown method \"%s\"", name),
			 errhint("The methods are arithmetic, geometric and harmonic.")));
	return ARITHMETIC;			/* not reached */
}

/* Both arrays are of one dimension (or empty) and of one length. */
static void
check_shapes(ArrayType *scores, ArrayType *weights)
{
	check_one_dimension(ARR_NDIM(scores), "weighted_score", "scores");
	check_one_dimension(ARR_NDIM(weights), "weighted_score", "weights");
	if (ArrayGetNItems(ARR_NDIM(scores), ARR_DIMS(scores)) !=
		ArrayGetNItems(ARR_NDIM(weights), ARR_DIMS(weights)))
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("weighted_score: scores and weights must have the same length"),
				 errdetail("Scores: %d, weights: %d.",
						   ArrayGetNItems(ARR_NDIM(scores), ARR_DIMS(scores)),
						   ArrayGetNItems(ARR_NDIM(weights), ARR_DIMS(weights)))));
}

static void
check_pair(double score, double weight, Method method)
{
	if (!isfinite(score))
		check_failed("weighted_score", "score", "finite", score, NULL);
	check_weight("weighted_score", weight, NULL);
	if (method != ARITHMETIC && score < 0)
		check_failed("weighted_score", "score",
					 method == GEOMETRIC ? "0 or more in a geometric mean" :
					 "0 or more in a harmonic mean", score, NULL);
}

/* The mean is that of transformed scores, transformed back. */
static double
transformed(double score, Method method)
{
	switch (method)
	{
		case GEOMETRIC:
			return log(score);
		case HARMONIC:
			return 1 / score;
		default:
			return score;
	}
}

static double
transformed_back(double mean, Method method)
{
	switch (method)
	{
		case GEOMETRIC:
			return exp(mean);
		case HARMONIC:
			return 1 / mean;
		default:
			return mean;
	}
}

/* What the scores read so far amount to */
typedef struct Sums
{
	double		weights;
	double		total;			/* of weight * transformed score */
	double		lowest;
	double		highest;
} Sums;

static void
add_pair(Sums *sums, double score, double weight, Method method)
{
	if (sums->weights == 0 || score < sums->lowest)
		sums->lowest = score;
	if (sums->weights == 0 || score > sums->highest)
		sums->highest = score;
	sums->weights += weight;
	/* a score of 0 decides alone, and has no logarithm or inverse */
	if (method == ARITHMETIC || score > 0)
		sums->total += weight * transformed(score, method);
}

/* No mean lies outside its scores: rounding is not let to say so. */
static double
mean_of(const Sums *sums, Method method)
{
	double		mean;

	if (method != ARITHMETIC && sums->lowest == 0)
		return 0;
	if (!isfinite(sums->total) || !isfinite(sums->weights))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weighted_score: the sums are out of range")));
	mean = transformed_back(sums->total / sums->weights, method);
	return Min(Max(mean, sums->lowest), sums->highest);
}

PG_FUNCTION_INFO_V1(barometre_weighted_score);

/* weighted_score(scores, weights, method) -> mean; strict */
Datum
barometre_weighted_score(PG_FUNCTION_ARGS)
{
	ArrayType  *scores = PG_GETARG_ARRAYTYPE_P(0);
	ArrayType  *weights = PG_GETARG_ARRAYTYPE_P(1);
	Method		method = method_of(text_to_cstring(PG_GETARG_TEXT_PP(2)));
	Datum	   *score;
	Datum	   *weight;
	bool	   *no_score;
	bool	   *no_weight;
	int			n;
	Sums		sums = {0};

	check_shapes(scores, weights);
	deconstruct_array(scores, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &score, &no_score, &n);
	deconstruct_array(weights, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &weight, &no_weight, &n);
	for (int i = 0; i < n; i++)
	{
		if (no_score[i] || no_weight[i])
			continue;
		check_pair(DatumGetFloat8(score[i]), DatumGetFloat8(weight[i]), method);
		if (DatumGetFloat8(weight[i]) > 0)
			add_pair(&sums, DatumGetFloat8(score[i]), DatumGetFloat8(weight[i]), method);
	}
	if (sums.weights == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mean_of(&sums, method));
}
