/*
 * estimate.h
 *		A figure with its precision, as functions take and return it.
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include "fmgr.h"

typedef struct Estimate
{
	double		value;
	double		std_error;
	double		df;				/* above 0, may be infinite */
	bool		has_value;
	bool		has_std_error;
	bool		has_df;
} Estimate;

extern Estimate estimate_argument(FunctionCallInfo fcinfo, int argument, const char *function);
extern Datum estimate_result(FunctionCallInfo fcinfo, const Estimate *estimate);

#endif							/* ESTIMATE_H */
