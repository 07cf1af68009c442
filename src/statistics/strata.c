/*
 * strata.c
 *		The type strata: what the error of one figure is made of.
 *
 * A composite of four arrays with one element a stratum: its name, its share in
 * the figure, its number of units and the variance of one unit.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/typcache.h"

#include "statistics/strata.h"

enum
{
	NAMES,
	SHARES,
	UNITS,
	VARIANCES,
	ARRAYS
};

static const char *const column_names[ARRAYS] = {"stratum", "share", "units", "variance"};
static const Oid element_types[ARRAYS] = {TEXTOID, FLOAT8OID, INT8OID, FLOAT8OID};

/* The row type of strata, which a function keeps from call to call. */
TupleDesc
strata_row_type(FunctionCallInfo fcinfo, Oid type, TupleDesc *kept)
{
	if (*kept == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	row = lookup_rowtype_tupdesc_copy(type, -1);

		if (row->natts != ARRAYS)
			elog(ERROR, "strata must be of %d columns", ARRAYS);
		*kept = BlessTupleDesc(row);
		MemoryContextSwitchTo(old);
	}
	return *kept;
}

static void
refuse_number(const char *function, const char *what, const char *wanted, double number)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: %s must be %s, not %s",
					function, what, wanted, float8out_internal(number))));
}

/* The elements of one of the arrays, one after the other. */
typedef struct Elements
{
	const char *next;
	const bits8 *bitmap;		/* NULL: all are there */
	int			count;
	int			position;
} Elements;

static void
open_elements(Datum datum, int attribute, Elements *elements, const char *function)
{
	ArrayType  *array = DatumGetArrayTypeP(datum);

	if (ARR_ELEMTYPE(array) != element_types[attribute])
		elog(ERROR, "column \"%s\" of strata is of another type", column_names[attribute]);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s: the arrays of strata must be one-dimensional", function)));
	elements->next = ARR_DATA_PTR(array);
	elements->bitmap = ARR_NULLBITMAP(array);
	elements->count = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	elements->position = 0;
}

/* Is the next element there?  It must be asked of each, once. */
static inline bool
element_is_there(Elements *elements)
{
	int			i = elements->position++;

	return elements->bitmap == NULL || (elements->bitmap[i / 8] & (1 << (i % 8))) != 0;
}

/* The next number; false: it is NULL */
static inline bool
next_float8(Elements *elements, double *number)
{
	if (!element_is_there(elements))
		return false;
	memcpy(number, elements->next, sizeof(double));
	elements->next += sizeof(double);
	return true;
}

static inline bool
next_count(Elements *elements, double *number)
{
	int64		count;

	if (!element_is_there(elements))
		return false;
	memcpy(&count, elements->next, sizeof(int64));
	elements->next += sizeof(int64);
	*number = (double) count;
	return true;
}

static inline bool
next_name(Elements *elements, const char **name, int *length)
{
	const char *element;

	if (!element_is_there(elements))
		return false;
	element = (const char *) att_align_nominal(elements->next, TYPALIGN_INT);
	*name = VARDATA_ANY(element);
	*length = VARSIZE_ANY_EXHDR(element);
	elements->next = element + VARSIZE_ANY(element);
	return true;
}

static void
check_stratum(const Stratum *stratum, const char *function)
{
	if (!isfinite(stratum->share) || stratum->share < 0)
		refuse_number(function, "share", "a finite number of at least 0", stratum->share);
	if (stratum->units < 1)
		refuse_number(function, "units", "at least 1", stratum->units);
}

/*
 * The strata of a figure; how many they are.  A stratum whose name, share or
 * units are NULL is skipped; so are all of them when an array is.
 */
int
strata_read(TupleDesc row, HeapTupleHeader strata, Stratum **read, const char *function)
{
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(strata), .t_data = strata};
	Datum		values[ARRAYS];
	bool		nulls[ARRAYS];
	Elements	elements[ARRAYS];
	int			count = 0;

	heap_deform_tuple(&tuple, row, values, nulls);
	for (int i = 0; i < ARRAYS; i++)
	{
		if (nulls[i])
			return 0;
		open_elements(values[i], i, &elements[i], function);
	}
	for (int i = 1; i < ARRAYS; i++)
		if (elements[i].count != elements[0].count)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: the arrays of strata must have one element a stratum", function),
					 errdetail("Column \"%s\" has %d elements, column \"%s\" %d.",
							   column_names[0], elements[0].count,
							   column_names[i], elements[i].count)));

	*read = palloc(sizeof(Stratum) * Max(elements[0].count, 1));
	for (int i = 0; i < elements[0].count; i++)
	{
		Stratum    *stratum = &(*read)[count];
		bool		whole = next_name(&elements[NAMES], &stratum->name, &stratum->length);

		whole &= next_float8(&elements[SHARES], &stratum->share);
		whole &= next_count(&elements[UNITS], &stratum->units);
		if (!next_float8(&elements[VARIANCES], &stratum->variance))
			stratum->variance = NAN;
		else if (!isfinite(stratum->variance) || stratum->variance < 0)
			refuse_number(function, "variance", "a finite number of at least 0", stratum->variance);
		if (!whole)
			continue;
		check_stratum(stratum, function);
		count++;
	}
	return count;
}

/* An array of these elements, NULL where there is none. */
static Datum
make_array(int attribute, Datum *elements, bool *nulls, int count)
{
	static const struct
	{
		int16		length;
		bool		by_value;
		char		align;
	}			layouts[ARRAYS] = {
		{-1, false, TYPALIGN_INT}, {8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE},
		{8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE}, {8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE}
	};
	int			lower = 1;

	return PointerGetDatum(construct_md_array(elements, nulls, 1, &count, &lower,
											  element_types[attribute],
											  layouts[attribute].length,
											  layouts[attribute].by_value,
											  layouts[attribute].align));
}

/* A value of the type strata. */
Datum
strata_make(TupleDesc row, const Stratum *strata, int count)
{
	Datum	   *elements[ARRAYS];
	bool	   *unknown = palloc(sizeof(bool) * Max(count, 1));
	Datum		values[ARRAYS];
	bool		nulls[ARRAYS] = {false};

	for (int a = 0; a < ARRAYS; a++)
		elements[a] = palloc(sizeof(Datum) * Max(count, 1));
	for (int i = 0; i < count; i++)
	{
		elements[NAMES][i] = PointerGetDatum(cstring_to_text_with_len(strata[i].name, strata[i].length));
		elements[SHARES][i] = Float8GetDatum(strata[i].share);
		elements[UNITS][i] = Int64GetDatum((int64) strata[i].units);
		elements[VARIANCES][i] = Float8GetDatum(strata[i].variance);
		unknown[i] = isnan(strata[i].variance);
	}
	for (int a = 0; a < ARRAYS; a++)
		values[a] = make_array(a, elements[a], a == VARIANCES ? unknown : NULL, count);
	return HeapTupleGetDatum(heap_form_tuple(row, values, nulls));
}
