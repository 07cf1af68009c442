/*
 * scale.h
 *		Piecewise linear scales: raw value to score.
 */
#ifndef SCALE_H
#define SCALE_H

#include "utils/array.h"

/*
 * Points in ascending order and the score at each.  Two equal points are a
 * jump.
 */
typedef struct Scale
{
	int			npoints;
	const double *points;
	const double *scores;
} Scale;

extern Scale scale_from_arrays(ArrayType *points, ArrayType *scores, const char *function);
extern void check_scale(const Scale *scale, const char *function);
extern double scale_apply(const Scale *scale, double value);

#endif							/* SCALE_H */
