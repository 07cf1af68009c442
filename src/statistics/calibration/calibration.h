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
	char	  **names;			/* of the margins; NULL: x[1], x[2] … */
} CalibrationProblem;

/* Why no weights meet the totals */
typedef struct CalibrationRefusal
{
	const char *message;
	const char *detail;
	const char *hint;
} CalibrationRefusal;

extern bool calibration_solve(const CalibrationProblem *problem, double *ratios,
							  CalibrationRefusal *refusal);

#endif							/* CALIBRATION_H */
