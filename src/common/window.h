/*
 * window.h
 *		How a window function looks at its whole partition, once.
 *
 *		Datum
 *		barometre_name(PG_FUNCTION_ARGS)
 *		{
 *			WindowCall	call = window_call(fcinfo, "name", sizeof(double));
 *			double	   *result;
 *
 *			if (call.first)
 *				find_results(&call);	-- reads the rows, fills call.results
 *			result = window_result(&call);
 *			...
 *		}
 */
#ifndef COMMON_WINDOW_H
#define COMMON_WINDOW_H

#include "fmgr.h"
#include "windowapi.h"

typedef struct WindowCall
{
	FunctionCallInfo fcinfo;
	WindowObject window;
	const char *function;		/* as messages name it */
	int64		rows;			/* of the partition */
	bool		first;			/* is the partition still to be computed? */
	Size		size;			/* of one row's result */
	void	   *results;		/* one for each row, all bytes 0 at first */
	MemoryContext scratch;		/* holds what the row that is read brings */
	int64		scratch_row;
} WindowCall;

extern WindowCall window_call(FunctionCallInfo fcinfo, const char *function, Size size);
extern void *window_result(const WindowCall *call);

/* Arguments of a row; "argument" and "row" count from 0 */
extern Datum window_argument(WindowCall *call, int argument, int64 row, bool *isnull);
extern bool window_float8(WindowCall *call, int argument, int64 row, double *value);
extern bool window_constant(WindowCall *call, int argument, const char *name, Datum *value);

extern void *window_allocate(int64 count, Size size);

#endif							/* COMMON_WINDOW_H */
