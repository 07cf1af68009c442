/*
 * window.c
 *		How a window function looks at its whole partition, once.
 *
 * A function whose result depends on all rows of its partition, whatever the
 * frame, computes them all at the partition's first row.  The results are kept
 * in the partition's memory; what the computation allocates beside them is
 * freed after the first row.
 *
 * window_call() comes first: it refuses a call that has no window.  The parser
 * only lets a window function be called with OVER, but CREATE OPERATOR does
 * not ask what kind of function it is given.
 */
#include "postgres.h"

#include <limits.h>

#include "common/window.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/datum.h"
#include "utils/float.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* What a partition remembers between its rows; zeroed when it is new. */
typedef struct Partition
{
	void	   *results;
} Partition;

static WindowObject
window_object(FunctionCallInfo fcinfo, const char *function)
{
	WindowObject window = PG_WINDOW_OBJECT();

	if (!WindowObjectIsValid(window))
		ereport(ERROR,
				(errcode(ERRCODE_WINDOWING_ERROR),
				 errmsg("%s is a window function and needs OVER", function)));
	return window;
}

/* The partition's results, which lie beside its memory, as they may be huge. */
static void *
partition_results(WindowCall *call)
{
	Partition  *partition = WinGetPartitionLocalMemory(call->window, sizeof(Partition));

	call->first = partition->results == NULL;
	if (call->first)
		partition->results = MemoryContextAllocExtended(GetMemoryChunkContext(partition),
														call->rows * call->size,
														MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return partition->results;
}

/*
 * Begin a call of a window function whose result for one row takes "size"
 * bytes.  When call.first is true, the caller fills call.results in.
 */
WindowCall
window_call(FunctionCallInfo fcinfo, const char *function, Size size)
{
	WindowCall	call = {.fcinfo = fcinfo,.function = function,.size = size,.scratch_row = -1};

	call.window = window_object(fcinfo, function);
	call.rows = WinGetPartitionRowCount(call.window);
	if (call.rows > INT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%s: a partition must have at most %d rows, not " INT64_FORMAT,
						function, INT_MAX, call.rows)));
	call.results = partition_results(&call);
	if (call.first)
		call.scratch = AllocSetContextCreate(CurrentMemoryContext, "barometre window row",
											 ALLOCSET_SMALL_SIZES);
	return call;
}

/* The result of the row that the function is called for */
void *
window_result(const WindowCall *call)
{
	return (char *) call->results + WinGetCurrentPosition(call->window) * call->size;
}

/*
 * An argument of a row of the partition, while it is computed.  What is passed
 * by reference is valid until another row is read.
 */
Datum
window_argument(WindowCall *call, int argument, int64 row, bool *isnull)
{
	MemoryContext caller;
	Datum		value;

	Assert(call->first && row >= 0 && row < call->rows);
	CHECK_FOR_INTERRUPTS();
	if (row != call->scratch_row)
		MemoryContextReset(call->scratch);
	call->scratch_row = row;
	caller = MemoryContextSwitchTo(call->scratch);
	value = WinGetFuncArgInPartition(call->window, argument, (int) row, WINDOW_SEEK_HEAD,
									 false, isnull, NULL);
	MemoryContextSwitchTo(caller);
	return value;
}

/* The same for a float8; false when it is NULL. */
bool
window_float8(WindowCall *call, int argument, int64 row, double *value)
{
	bool		isnull;
	Datum		datum = window_argument(call, argument, row, &isnull);

	*value = isnull ? 0.0 : DatumGetFloat8(datum);
	return !isnull;
}

/* A copy of an argument of a row that outlives it, without TOAST */
static Datum
copy_argument(WindowCall *call, int argument, int64 row, bool *isnull)
{
	Oid			type = get_fn_expr_argtype(call->fcinfo->flinfo, argument);
	Datum		value = window_argument(call, argument, row, isnull);

	if (*isnull)
		return (Datum) 0;
	if (get_typlen(type) == -1)
		return PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
	return datumCopy(value, get_typbyval(type), get_typlen(type));
}

static bool
same_argument(WindowCall *call, int argument, int64 row, Datum expected, bool known)
{
	Oid			type = get_fn_expr_argtype(call->fcinfo->flinfo, argument);
	bool		isnull;
	Datum		value = window_argument(call, argument, row, &isnull);

	if (isnull || !known)
		return isnull == !known;
	return datum_image_eq(value, expected, get_typbyval(type), get_typlen(type));
}

/*
 * Can an argument only be the same in every row?  That is so of a constant, and
 * of a parameter, as the result of "(SELECT ...)": only a new scan changes it.
 */
static bool
is_constant(const WindowCall *call, int argument)
{
	Node	   *expression = call->fcinfo->flinfo->fn_expr;

	if (get_fn_expr_arg_stable(call->fcinfo->flinfo, argument))
		return true;
	return expression != NULL && IsA(expression, WindowFunc) &&
		IsA(list_nth(((WindowFunc *) expression)->args, argument), Param);
}

/*
 * An argument that must be the same in every row of the partition, called
 * "name" in the message; false when it is NULL.
 */
bool
window_constant(WindowCall *call, int argument, const char *name, Datum *value)
{
	bool		isnull;

	*value = copy_argument(call, argument, 0, &isnull);
	if (is_constant(call, argument))
		return !isnull;
	for (int64 row = 1; row < call->rows; row++)
		if (!same_argument(call, argument, row, *value, !isnull))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: %s must be the same in every row of the partition",
							call->function, name)));
	return !isnull;
}

/* Zeroed room for count elements, which may be more than a gigabyte, or none */
void *
window_allocate(int64 count, Size size)
{
	return palloc_extended(Max(count, 1) * size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}
