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
#include "utils/float.h"
#include "utils/typcache.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "common/check.h"
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

/* ---------- Reading ---------- */

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
	if (!weight_fits(stratum->share))
		check_failed(function, "share", "0, or " WEIGHT_RANGE, stratum->share, NULL);
	if (stratum->units < 1)
		check_failed(function, "units", "at least 1", stratum->units, NULL);
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
			check_failed(function, "variance", "a finite number of at least 0", stratum->variance, NULL);
		if (!whole)
			continue;
		check_stratum(stratum, function);
		count++;
	}
	return count;
}

/* ---------- Making ---------- */

/* A zeroed array of one dimension, whose elements take "size" bytes. */
static ArrayType *
new_array(int attribute, int count, Size size, bool has_nulls)
{
	int			overhead = has_nulls ? ARR_OVERHEAD_WITHNULLS(1, count) : ARR_OVERHEAD_NONULLS(1);
	ArrayType  *array = palloc0(overhead + size);

	SET_VARSIZE(array, overhead + size);
	array->ndim = 1;
	array->dataoffset = has_nulls ? overhead : 0;
	array->elemtype = element_types[attribute];
	ARR_DIMS(array)[0] = count;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

static Datum
make_names(const Stratum *strata, int count)
{
	Size		size = 0;
	ArrayType  *array;
	char	   *next;

	for (int i = 0; i < count; i++)
		size += INTALIGN(VARHDRSZ + strata[i].length);
	array = new_array(NAMES, count, size, false);
	next = ARR_DATA_PTR(array);
	for (int i = 0; i < count; i++)
	{
		SET_VARSIZE(next, VARHDRSZ + strata[i].length);
		memcpy(VARDATA(next), strata[i].name, strata[i].length);
		next += INTALIGN(VARHDRSZ + strata[i].length);
	}
	return PointerGetDatum(array);
}

static Datum
make_shares(const Stratum *strata, int count)
{
	ArrayType  *array = new_array(SHARES, count, sizeof(double) * count, false);
	double	   *shares = (double *) ARR_DATA_PTR(array);

	for (int i = 0; i < count; i++)
		shares[i] = strata[i].share;
	return PointerGetDatum(array);
}

static Datum
make_units(const Stratum *strata, int count)
{
	ArrayType  *array = new_array(UNITS, count, sizeof(int64) * count, false);
	int64	   *units = (int64 *) ARR_DATA_PTR(array);

	for (int i = 0; i < count; i++)
		units[i] = (int64) strata[i].units;
	return PointerGetDatum(array);
}

/* Without those that are not known, for which a bitmap stands. */
static Datum
make_variances(const Stratum *strata, int count)
{
	int			known = 0;
	ArrayType  *array;
	bits8	   *bitmap;
	double	   *next;

	for (int i = 0; i < count; i++)
		known += !isnan(strata[i].variance);
	array = new_array(VARIANCES, count, sizeof(double) * known, known < count);
	bitmap = ARR_NULLBITMAP(array);
	next = (double *) ARR_DATA_PTR(array);
	for (int i = 0; i < count; i++)
	{
		if (isnan(strata[i].variance))
			continue;
		*next++ = strata[i].variance;
		if (bitmap != NULL)
			bitmap[i / 8] |= 1 << (i % 8);
	}
	return PointerGetDatum(array);
}

/* A value of the type strata, of at least one stratum. */
Datum
strata_make(TupleDesc row, const Stratum *strata, int count)
{
	Datum		values[ARRAYS] = {
		make_names(strata, count), make_shares(strata, count),
		make_units(strata, count), make_variances(strata, count)
	};
	bool		nulls[ARRAYS] = {false};

	return HeapTupleGetDatum(heap_form_tuple(row, values, nulls));
}
