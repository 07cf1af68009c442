/*
 * calibration_weight.c
 *		Weights that meet known totals: a window function over the units, which
 *		are the rows of the partition; and indicators(), which makes the margins
 *		of a category.
 *
 * Units of equal x have equal ratios, so the solver sees each x once.  It sees
 * them sorted, so the order of the rows changes nothing at all.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/memutils.h"

#include "common/call.h"
#include "common/check.h"
#include "common/window.h"
#include "statistics/calibration/basis.h"
#include "statistics/calibration/calibration.h"

#define FUNCTION "calibration_weight"

enum
{
	WEIGHT,
	X,
	TOTALS,
	METHOD,
	LOW,
	HIGH,
	NAMES						/* calibration_attempt() only */
};

/* Of a row */
typedef struct Weighed
{
	double		weight;			/* NaN: not calibrated */
	const char *message;		/* why not; NULL: calibrated, or not to be */
} Weighed;

typedef struct Unit
{
	const double *x;
	double		weight;
	int64		row;			/* of the partition */
	int64		kind;			/* of x, from 0 */
} Unit;

typedef struct Sample
{
	Unit	   *units;
	double	   *x;				/* unit by unit */
	int64		count;			/* units */
	int64		kinds;			/* different x */
	int			margins;
} Sample;

/*----------------------------------------------------------
 * Arguments
 *----------------------------------------------------------*/

static void
check_dimensions(const char *what, ArrayType *array)
{
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg(FUNCTION ": %s must be one-dimensional", what)));
}

static const double *
read_totals(WindowCall *call, int *margins)
{
	Datum		datum;
	ArrayType  *totals;
	double	   *numbers;

	if (!window_constant(call, TOTALS, "totals", &datum))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": totals must not be NULL")));
	totals = DatumGetArrayTypeP(datum);
	check_dimensions("totals", totals);
	*margins = ArrayGetNItems(ARR_NDIM(totals), ARR_DIMS(totals));
	if (*margins == 0 || array_contains_nulls(totals))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": totals must be numbers, one for each element of x")));
	numbers = (double *) ARR_DATA_PTR(totals);
	for (int j = 0; j < *margins; j++)
		basis_check_number(FUNCTION, "a total", numbers[j]);
	return numbers;
}

/* A bound of the ratios, which only one method has */
static double
read_bound(WindowCall *call, int argument, const char *name, Distance distance)
{
	Datum		datum;
	bool		given = window_constant(call, argument, name, &datum);

	if (given != (distance == DISTANCE_LOGIT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 given ?
				 errmsg(FUNCTION ": only method logit has bounds") :
				 errmsg(FUNCTION ": method logit needs low and high, the bounds of the ratios")));
	return given ? DatumGetFloat8(datum) : 0;
}

static void
read_method(WindowCall *call, CalibrationProblem *problem)
{
	static const char *const names[] = {"linear", "raking", "logit"};
	Datum		datum;
	char	   *name;
	int			method = 0;

	if (!window_constant(call, METHOD, "method", &datum))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": method must not be NULL")));
	name = TextDatumGetCString(datum);
	while (method < (int) lengthof(names) && strcmp(name, names[method]) != 0)
		method++;
	if (method == (int) lengthof(names))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": unknown method \"%s\"", name),
				 errhint("The methods are linear, raking and logit.")));
	problem->distance = (Distance) method;
	problem->low = read_bound(call, LOW, "low", problem->distance);
	problem->high = read_bound(call, HIGH, "high", problem->distance);
	if (problem->distance == DISTANCE_LOGIT &&
		!(problem->low >= 0 && problem->low < 1 && problem->high > 1 && isfinite(problem->high)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": bounds must be 0 <= low < 1 < high, not %s and %s",
						float8out_internal(problem->low), float8out_internal(problem->high))));
}

static bool
has_totals(WindowCall *call)
{
	bool		isnull;

	window_argument(call, TOTALS, 0, &isnull);
	return !isnull;
}

/* The names by which a message knows the margins */
static void
read_names(WindowCall *call, CalibrationProblem *problem)
{
	Datum		datum;
	Datum	   *texts;
	bool	   *nulls;
	int			margins;
	int			count;

	read_totals(call, &margins);
	if (!window_constant(call, NAMES, "names", &datum))
		return;
	deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &count);
	if (count != margins)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg(FUNCTION ": %d names for %d totals", count, margins)));
	problem->names = palloc(count * sizeof(char *));
	for (int j = 0; j < count; j++)
		problem->names[j] = nulls[j] ? psprintf("x[%d]", j + 1) : TextDatumGetCString(texts[j]);
}

/* The weight of a row; false when it is NULL. */
static bool
read_weight(WindowCall *call, int64 row, double *weight)
{
	if (!window_float8(call, WEIGHT, row, weight))
		return false;
	if (*weight == 0 || !weight_fits(*weight))
		check_failed(FUNCTION, "weight", WEIGHT_RANGE, *weight,
					 "A unit whose weight or x is NULL is left out.");
	return true;
}

/* The margins of a row, without negative zeros; false when one is NULL. */
static bool
read_x(WindowCall *call, int64 row, int margins, double *x)
{
	bool		isnull;
	Datum		datum = window_argument(call, X, row, &isnull);
	MemoryContext caller;
	ArrayType  *array;

	if (isnull)
		return false;
	caller = MemoryContextSwitchTo(call->scratch);
	array = DatumGetArrayTypeP(datum);
	MemoryContextSwitchTo(caller);
	check_dimensions("x", array);
	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) != margins)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg(FUNCTION ": x has %d elements and totals %d",
						ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)), margins),
				 errhint("An array || NULL is the array alone: give such a unit NULL for x.")));
	if (array_contains_nulls(array))
		return false;
	for (int j = 0; j < margins; j++)
	{
		x[j] = ((double *) ARR_DATA_PTR(array))[j] + 0.0;
		basis_check_number(FUNCTION, "x", x[j]);
	}
	return true;
}

/*----------------------------------------------------------
 * The sample
 *----------------------------------------------------------*/

static int
compare_x(const Unit *a, const Unit *b, int margins)
{
	for (int j = 0; j < margins; j++)
		if (a->x[j] != b->x[j])
			return a->x[j] < b->x[j] ? -1 : 1;
	return 0;
}

static int
compare_units(const void *a, const void *b, void *margins)
{
	int			order = compare_x(a, b, *(int *) margins);
	double		weight = ((const Unit *) a)->weight;
	double		other = ((const Unit *) b)->weight;

	return order != 0 ? order : weight < other ? -1 : weight > other;
}

/* The rows that are calibrated, sorted, and their kinds */
static Sample
read_sample(WindowCall *call, int margins)
{
	Sample		sample = {.margins = margins};
	double	   *x;

	sample.units = window_allocate(call->rows, sizeof(Unit));
	sample.x = window_allocate(call->rows * margins, sizeof(double));
	x = sample.x;
	for (int64 row = 0; row < call->rows; row++)
	{
		Unit	   *unit = &sample.units[sample.count];

		if (!read_weight(call, row, &unit->weight) || !read_x(call, row, margins, x))
			continue;
		unit->row = row;
		unit->x = x;
		x += margins;
		sample.count++;
	}
	qsort_interruptible(sample.units, sample.count, sizeof(Unit), compare_units, &margins);
	for (int64 i = 0; i < sample.count; i++)
	{
		if (i == 0 || compare_x(&sample.units[i - 1], &sample.units[i], margins) != 0)
			sample.kinds++;
		sample.units[i].kind = sample.kinds - 1;
	}
	return sample;
}

/* Each kind as one unit of the problem, margin by margin */
static void
pose_problem(const Sample *sample, CalibrationProblem *problem)
{
	double	   *weights = window_allocate(sample->kinds, sizeof(double));
	double	   *x = window_allocate(sample->kinds * sample->margins, sizeof(double));

	for (int64 i = 0; i < sample->count; i++)
	{
		const Unit *unit = &sample->units[i];

		weights[unit->kind] += unit->weight;
		for (int j = 0; j < sample->margins; j++)
			x[j * sample->kinds + unit->kind] = unit->x[j];
	}
	problem->units = sample->kinds;
	problem->margins = sample->margins;
	problem->weights = weights;
	problem->x = x;
}

static void
forget_weights(WindowCall *call)
{
	for (int64 row = 0; row < call->rows; row++)
		((Weighed *) call->results)[row].weight = NAN;
}

/* Calibrates the rows of the partition; false: the refusal says why that cannot be. */
static bool
calibrate(WindowCall *call, CalibrationProblem *problem, CalibrationRefusal *refusal)
{
	Sample		sample;
	double	   *ratios;
	Weighed	   *results = call->results;
	int			margins;

	problem->totals = read_totals(call, &margins);
	read_method(call, problem);
	sample = read_sample(call, margins);
	if (sample.count == 0)
		return true;
	pose_problem(&sample, problem);
	pfree(sample.x);
	ratios = window_allocate(sample.kinds, sizeof(double));
	if (!calibration_solve(problem, ratios, refusal))
		return false;
	for (int64 i = 0; i < sample.count; i++)
		results[sample.units[i].row].weight = sample.units[i].weight * ratios[sample.units[i].kind];
	return true;
}

PG_FUNCTION_INFO_V1(barometre_calibration_weight);

/* calibration_weight(weight, x, totals, method, low, high) OVER (PARTITION BY population) */
Datum
barometre_calibration_weight(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, FUNCTION, sizeof(Weighed));
	CalibrationProblem problem = {0};
	CalibrationRefusal refusal;
	double		weight;

	if (call.first)
		forget_weights(&call);
	if (call.first && !calibrate(&call, &problem, &refusal))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": %s", refusal.message),
				 errdetail("%s", refusal.detail),
				 errhint("%s", refusal.hint)));
	weight = ((Weighed *) window_result(&call))->weight;
	if (isnan(weight))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(weight);
}

/* What a row of the partition is told where the totals cannot be met */
static void
tell(WindowCall *call, const CalibrationRefusal *refusal)
{
	Weighed	   *results = call->results;
	const char *message = psprintf("%s. %s", refusal->message, refusal->detail);

	message = MemoryContextStrdup(GetMemoryChunkContext(results), message);
	for (int64 row = 0; row < call->rows; row++)
		results[row].message = message;
}

PG_FUNCTION_INFO_V1(barometre_calibration_attempt);

/* The same with names of the margins; where that raises, this returns the message. */
Datum
barometre_calibration_attempt(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, FUNCTION, sizeof(Weighed));
	CalibrationProblem problem = {0};
	CalibrationRefusal refusal;
	Weighed	   *result;
	Datum		values[2];
	bool		nulls[2];

	if (call.first)
		forget_weights(&call);
	if (call.first && has_totals(&call))
	{
		read_names(&call, &problem);
		if (!calibrate(&call, &problem, &refusal))
			tell(&call, &refusal);
	}
	result = window_result(&call);
	nulls[0] = isnan(result->weight);
	nulls[1] = result->message == NULL;
	values[0] = Float8GetDatum(result->weight);
	values[1] = nulls[1] ? (Datum) 0 : CStringGetTextDatum(result->message);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call_row_type(fcinfo), values, nulls)));
}

/*----------------------------------------------------------
 * The margins of a category
 *----------------------------------------------------------*/

PG_FUNCTION_INFO_V1(barometre_indicators);

/* indicators(value, items) -> 1 where an item is the value, 0 elsewhere; strict */
Datum
barometre_indicators(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	int			length = VARSIZE_ANY_EXHDR(value);
	Datum	   *items;
	bool	   *nulls;
	int			count;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT,
					  &items, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		text	   *item = nulls[i] ? NULL : DatumGetTextPP(items[i]);
		bool		equal = item != NULL && (int) VARSIZE_ANY_EXHDR(item) == length &&
			memcmp(VARDATA_ANY(item), VARDATA_ANY(value), length) == 0;

		items[i] = Float8GetDatum(equal ? 1 : 0);
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(items, count, FLOAT8OID, sizeof(float8),
										  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}
