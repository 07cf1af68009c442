/*
 * margins.h
 *		Totals that no weights can meet, and what is said about them.
 */
#ifndef CALIBRATION_MARGINS_H
#define CALIBRATION_MARGINS_H

#include "statistics/calibration/basis.h"
#include "statistics/calibration/calibration.h"

#define MARGIN_TOLERANCE 1e-10	/* share by which a total may be missed */

/* "sizes" are sum(d |x|) of the margins; false: the refusal says why */
extern bool margins_check_units(const CalibrationProblem *problem, const double *sizes,
								CalibrationRefusal *refusal);
extern bool margins_check_totals(const CalibrationProblem *problem, const Basis *basis,
								 const double *sizes, CalibrationRefusal *refusal);
extern void margins_refuse(const CalibrationProblem *problem, const double *missed,
						   const double *miss, CalibrationRefusal *refusal);

#endif							/* CALIBRATION_MARGINS_H */
