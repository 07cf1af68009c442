/*
 * calibration.h
 *		Weights that meet known totals.
 */
#ifndef CALIBRATION_H
#define CALIBRATION_H

/* How calibrated weights may differ from the weights; see calibration.c */
typedef enum Distance
{
	DISTANCE_LINEAR,
	DISTANCE_RAKING,
	DISTANCE_LOGIT
} Distance;

typedef struct CalibrationProblem
{
	Distance	distance;
	double		low;			/* bounds of the ratios, DISTANCE_LOGIT only */
	double		high;
	int64		units;
	int			margins;
	const double *weights;		/* of the units, above 0 */
	const double *x;			/* units × margins, one margin after the other */
	const double *totals;		/* of the margins */
} CalibrationProblem;

extern void calibration_solve(const CalibrationProblem *problem, double *ratios);

#endif							/* CALIBRATION_H */
