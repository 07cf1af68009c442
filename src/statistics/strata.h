/*
 * strata.h
 *		The type strata, as C reads and makes it.
 */
#ifndef STRATA_H
#define STRATA_H

#include "access/htup.h"
#include "access/tupdesc.h"
#include "fmgr.h"

/* One stratum of a figure. */
typedef struct Stratum
{
	const char *name;			/* not terminated */
	int			length;
	double		share;			/* k: its weight in the figure */
	double		units;			/* n */
	double		variance;		/* u, of one unit; NaN: not known */
} Stratum;

extern TupleDesc strata_row_type(FunctionCallInfo fcinfo, Oid type, TupleDesc *kept);
extern int	strata_read(TupleDesc row, HeapTupleHeader strata, Stratum **read,
						const char *function);
extern Datum strata_make(TupleDesc row, const Stratum *strata, int count);

#endif							/* STRATA_H */
