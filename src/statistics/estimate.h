/*
 * estimate.h
 *		A figure with its precision, as functions take and return it.
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include "fmgr.h"

#include "utils/float.h"

typedef struct Estimate
{
	double		value;
	double		std_error;
	double		df;				/* above 0, may be infinite */
	bool		has_value;
	bool		has_std_error;
	bool		has_df;
} Estimate;

/*
 * The mean of figures, moved by one more, or by the mean of others (West 1979);
 * "weights" is the sum of all weights, this one among them.  It never leaves the
 * figures, as a quotient of two sums may: the mean of hundreds is 100.
 */
static inline double
moved_mean(double mean, double value, double weight, double weights)
{
	double		deviation = value - mean;
	double		moved = mean + deviation * (weight / weights);

	if (unlikely(!isfinite(deviation)))
		float_overflow_error();
	return deviation > 0 ? Min(moved, value) : Max(moved, value);
}

/* An error below is 0: fourth powers of errors, which make degrees of freedom, are numbers. */
#define MIN_ERROR	1e-70

/* The scale of scores.  A score below is 0: products with shares, and their squares, are numbers. */
#define SCORE_MAX	100.0
#define SCORE_LEAST	1e-50

/* A score within the scale; NaN stays NaN.  The only place that cuts scores */
static inline double
score_within_scale(double score)
{
	return score < SCORE_LEAST ? 0 : Min(SCORE_MAX, score);
}

extern Estimate estimate_argument(FunctionCallInfo fcinfo, int argument, const char *function);
extern Datum estimate_result(FunctionCallInfo fcinfo, const Estimate *estimate);

#endif							/* ESTIMATE_H */
