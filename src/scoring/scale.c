/*
 * scale.c
 *		Piecewise linear scales: raw value to score.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "common/check.h"
#include "scoring/scale.h"

PG_FUNCTION_INFO_V1(barometre_scale_score);

/* The doubles of a one-dimensional array without NULLs, where they lie. */
static const double *
plain_doubles(ArrayType *array, const char *argument, const char *function)
{
	check_one_dimension(ARR_NDIM(array), function, argument);
	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s: %s must not contain NULLs", function, argument)));
	return (const double *) ARR_DATA_PTR(array);
}

static int
element_count(ArrayType *array)
{
	return ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
}

/* The scale that two arrays of float8 describe; refuses what is none. */
Scale
scale_from_arrays(ArrayType *points, ArrayType *scores, const char *function)
{
	Scale		scale;

	scale.points = plain_doubles(points, "points", function);
	scale.scores = plain_doubles(scores, "scores", function);
	scale.npoints = element_count(points);
	if (element_count(scores) != scale.npoints)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: a scale needs a score for each point", function),
				 errdetail("It has %d points and %d scores.", scale.npoints, element_count(scores))));
	check_scale(&scale, function);
	return scale;
}

/* Points must be finite and ascending, scores finite. */
void
check_scale(const Scale *scale, const char *function)
{
	if (scale->npoints == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: a scale needs at least one point", function)));
	for (int i = 0; i < scale->npoints; i++)
	{
		if (!isfinite(scale->points[i]) || !isfinite(scale->scores[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: the points and scores of a scale must be finite", function),
					 errdetail("Point %d is %g with the score %g.", i + 1,
							   scale->points[i], scale->scores[i])));
		if (i > 0 && scale->points[i] < scale->points[i - 1])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: the points of a scale must ascend", function),
					 errdetail("Point %d is %g, after %g.", i + 1,
							   scale->points[i], scale->points[i - 1])));
		if (i > 0 && scale->points[i] > scale->points[i - 1])
		{
			double		span = scale->points[i] - scale->points[i - 1];

			if (!isfinite(span) || !isfinite((scale->scores[i] - scale->scores[i - 1]) / span))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("%s: the line between two points of a scale is out of range", function),
						 errdetail("It goes from point %g with the score %g to point %g with the score %g.",
								   scale->points[i - 1], scale->scores[i - 1],
								   scale->points[i], scale->scores[i])));
		}
	}
}

/*
 * The score of a finite value: linear between points, flat outside.  A value
 * exactly on a repeated point takes the left piece.
 */
double
scale_apply(const Scale *scale, double value)
{
	const double *points = scale->points;
	const double *scores = scale->scores;
	int			last = scale->npoints - 1;
	int			right = 0;		/* first point not below the value */
	double		score;

	while (right <= last && points[right] < value)
		right++;
	if (right > last)
		return scores[last];
	if (right == 0 || points[right] == value)
		return scores[right];
	score = scores[right - 1] + (value - points[right - 1]) *
		((scores[right] - scores[right - 1]) / (points[right] - points[right - 1]));
	/* rounding must not lead out of the piece */
	return Max(Min(score, Max(scores[right - 1], scores[right])),
			   Min(scores[right - 1], scores[right]));
}

/* scale_score(value, points, scores) */
Datum
barometre_scale_score(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);
	Scale		scale = scale_from_arrays(PG_GETARG_ARRAYTYPE_P(1), PG_GETARG_ARRAYTYPE_P(2),
										  "scale_score");

	if (!isfinite(value))
		check_failed("scale_score", "value", "finite", value, NULL);
	PG_RETURN_FLOAT8(scale_apply(&scale, value));
}
