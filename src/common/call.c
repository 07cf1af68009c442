/*
 * call.c
 *		What a function keeps from one call to the next of a query.
 *
 * A function has one pointer for that, fn_extra, and may have several things
 * to keep: large arguments that it opened, the type of its rows, a state of
 * its own.  They are kept together here, and nothing else touches fn_extra.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/memutils.h"

#include "common/call.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* An argument that came compressed or out of line: the bytes it came as, and the value. */
typedef struct Opened
{
	struct Opened *next;
	int			argument;
	Size		raw_size;
	void	   *raw;
	struct varlena *value;
} Opened;

typedef struct Kept
{
	Opened	   *opened;			/* one an argument */
	TupleDesc	row;
	void	   *memory;
} Kept;

static Kept *
kept(FunctionCallInfo fcinfo)
{
	FmgrInfo   *function = fcinfo->flinfo;

	if (function->fn_extra == NULL)
		function->fn_extra = MemoryContextAllocZero(function->fn_mcxt, sizeof(Kept));
	return function->fn_extra;
}

/* Where an argument is kept; new: nothing is */
static Opened *
find_opened(FunctionCallInfo fcinfo, int argument)
{
	Kept	   *all = kept(fcinfo);
	Opened	   *opened;

	for (opened = all->opened; opened != NULL; opened = opened->next)
		if (opened->argument == argument)
			return opened;

	opened = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Opened));
	opened->argument = argument;
	opened->next = all->opened;
	all->opened = opened;
	return opened;
}

/*
 * An argument of variable length, flat, for reading.  It mostly comes from a
 * subquery, flat in memory, and is used where it lies.  One that comes from a
 * table, compressed or out of line, is opened once, and kept as long as the
 * next calls give the same.
 */
struct varlena *
call_open_argument(FunctionCallInfo fcinfo, int argument)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(argument);
	Size		size;
	Opened	   *opened;
	MemoryContext old;

	if (!VARATT_IS_EXTENDED(value))
		return value;
	/* a pointer into memory does not tell what it points at */
	if (VARATT_IS_EXTERNAL(value) && !VARATT_IS_EXTERNAL_ONDISK(value))
		return PG_DETOAST_DATUM(PointerGetDatum(value));

	size = VARSIZE_ANY(value);
	opened = find_opened(fcinfo, argument);
	if (opened->value != NULL && opened->raw_size == size && memcmp(opened->raw, value, size) == 0)
		return opened->value;

	if (opened->value != NULL)
	{
		pfree(opened->value);
		pfree(opened->raw);
		opened->value = NULL;
	}
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	opened->raw = memcpy(palloc(size), value, size);
	opened->raw_size = size;
	opened->value = PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
	MemoryContextSwitchTo(old);
	return opened->value;
}

/* The type of the rows that the function is declared to return */
TupleDesc
call_row_type(FunctionCallInfo fcinfo)
{
	Kept	   *all = kept(fcinfo);

	if (all->row == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	row;

		if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "the function must be declared to return rows");
		all->row = BlessTupleDesc(row);
		MemoryContextSwitchTo(old);
	}
	return all->row;
}

/* Memory for a state of the function's own, zeroed at first; always the same size */
void *
call_memory(FunctionCallInfo fcinfo, Size size)
{
	Kept	   *all = kept(fcinfo);

	if (all->memory == NULL)
		all->memory = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, size);
	return all->memory;
}
