/*
 * calibrated_estimate.c
 *		A calibrated mean with its error: an aggregate over the calibrated units.
 *
 * The mean is m = sum(w y) / sum(w) with the calibrated weights w.  Its error
 * is linearised (Deville & Särndal 1992, section 3): what the margins explain
 * of y does not vary, so the residuals e of the regression of y - m on x, with
 * the weights d before calibration, take the place of y - m, and
 *
 *		std_error^2 = n / (n - 1) sum((t - mean(t))^2), t = w e / sum(w)
 *
 * as R survey's svymean() has it after calibrate(), for units drawn with
 * replacement.  A unit outside the domain (y is NULL) has 0 for y - m.
 *
 * The regression needs all units at once and in full precision, so the state
 * keeps them: an array of
 *
 *		numbers a unit (3 + margins), units, then of each unit y (NaN: outside),
 *		d, w and x; then room for more
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"
#include "utils/memutils.h"

#include "common/check.h"
#include "statistics/calibration/basis.h"
#include "statistics/estimate.h"

#define FUNCTION "calibrated_estimate"

/* The state's head */
enum
{
	UNIT_SIZE,
	UNITS,
	HEAD
};

/* A unit's numbers */
enum
{
	Y,
	WEIGHT,
	CALIBRATED,
	X
};

/*----------------------------------------------------------
 * The state
 *----------------------------------------------------------*/

#define NUMBERS(state) ((double *) ARR_DATA_PTR(state))
#define MOST_NUMBERS ((int64) (MaxAllocSize - ARR_OVERHEAD_NONULLS(1)) / (int64) sizeof(double))

/* An empty state with room for so many numbers */
static ArrayType *
make_state(int64 numbers, int unit_size)
{
	Size		bytes = ARR_OVERHEAD_NONULLS(1) + numbers * sizeof(double);
	ArrayType  *state = palloc0(bytes);

	SET_VARSIZE(state, bytes);
	state->ndim = 1;
	state->elemtype = FLOAT8OID;
	ARR_DIMS(state)[0] = numbers;
	ARR_LBOUND(state)[0] = 1;
	NUMBERS(state)[UNIT_SIZE] = unit_size;
	return state;
}

/* Refuses an array that this file has not made. */
static void
check_state(ArrayType *state)
{
	bool		good = ARR_NDIM(state) == 1 && ARR_ELEMTYPE(state) == FLOAT8OID &&
		!ARR_HASNULL(state) && ARR_DIMS(state)[0] >= HEAD;

	if (good)
	{
		double		unit_size = NUMBERS(state)[UNIT_SIZE];
		double		units = NUMBERS(state)[UNITS];

		good = unit_size >= X && unit_size <= MaxArraySize && unit_size == floor(unit_size) &&
			units >= 0 && units == floor(units) &&
			HEAD + units * unit_size <= ARR_DIMS(state)[0];
	}
	if (!good)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(FUNCTION ": not a state of this aggregate")));
}

/* The state to change: itself within an aggregate, a copy elsewhere. */
static ArrayType *
writable_state(FunctionCallInfo fcinfo)
{
	ArrayType  *state = AggCheckCallContext(fcinfo, NULL) ? PG_GETARG_ARRAYTYPE_P(0) :
		PG_GETARG_ARRAYTYPE_P_COPY(0);

	check_state(state);
	return state;
}

static void
check_same_size(const ArrayType *state, int unit_size)
{
	int			expected = (int) NUMBERS(state)[UNIT_SIZE];

	if (expected != unit_size)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg(FUNCTION ": x has %d elements in one row and %d in another",
						expected - X, unit_size - X)));
}

/* The state, or one twice as large, with room for so many units more */
static ArrayType *
make_room(ArrayType *state, int64 more)
{
	int64		unit_size = (int64) NUMBERS(state)[UNIT_SIZE];
	int64		used = HEAD + unit_size * (int64) NUMBERS(state)[UNITS];
	int64		needed = used + unit_size * more;
	ArrayType  *larger;

	if (needed <= ARR_DIMS(state)[0])
		return state;
	if (needed > MOST_NUMBERS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg(FUNCTION ": more than " INT64_FORMAT " units",
						(MOST_NUMBERS - HEAD) / unit_size)));
	larger = make_state(Min(2 * needed, MOST_NUMBERS), (int) unit_size);
	memcpy(NUMBERS(larger), NUMBERS(state), used * sizeof(double));
	return larger;
}

/*----------------------------------------------------------
 * Units
 *----------------------------------------------------------*/

/* The margins of the row, or NULL when one of them is NULL */
static ArrayType *
read_x(FunctionCallInfo fcinfo)
{
	ArrayType  *x = PG_GETARG_ARRAYTYPE_P(4);

	if (ARR_NDIM(x) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg(FUNCTION ": x must be one-dimensional and not empty")));
	return array_contains_nulls(x) ? NULL : x;
}

/* Refuses numbers that are no unit: those of a row, or of a state, which may come from anywhere. */
static void
check_unit(const double *unit, int margins)
{
	if (!isnan(unit[Y]))
		basis_check_number(FUNCTION, "y", unit[Y]);
	if (unit[WEIGHT] == 0 || !weight_fits(unit[WEIGHT]))
		check_failed(FUNCTION, "weight", WEIGHT_RANGE, unit[WEIGHT], NULL);
	basis_check_number(FUNCTION, "calibrated_weight", unit[CALIBRATED]);
	for (int j = 0; j < margins; j++)
		basis_check_number(FUNCTION, "x", unit[X + j]);
}

static void
write_unit(FunctionCallInfo fcinfo, double *unit, ArrayType *x)
{
	int			margins = ARR_DIMS(x)[0];

	unit[Y] = NAN;
	if (!PG_ARGISNULL(1))
	{
		unit[Y] = PG_GETARG_FLOAT8(1);
		basis_check_number(FUNCTION, "y", unit[Y]);
	}
	unit[WEIGHT] = PG_GETARG_FLOAT8(2);
	unit[CALIBRATED] = PG_GETARG_FLOAT8(3);
	memcpy(&unit[X], ARR_DATA_PTR(x), margins * sizeof(double));
	check_unit(unit, margins);
}

PG_FUNCTION_INFO_V1(barometre_calibrated_estimate_accum);

/* (state, y, weight, calibrated_weight, x) -> state; the state and y may be NULL */
Datum
barometre_calibrated_estimate_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : writable_state(fcinfo);
	ArrayType  *x = PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(4) ? NULL : read_x(fcinfo);
	int			unit_size;
	double	   *numbers;

	if (x == NULL)
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_ARRAYTYPE_P(state);
	}
	unit_size = X + ARR_DIMS(x)[0];
	if (state == NULL)
		state = make_state(HEAD, unit_size);
	check_same_size(state, unit_size);
	state = make_room(state, 1);
	numbers = NUMBERS(state);
	write_unit(fcinfo, numbers + HEAD + (int64) numbers[UNITS] * unit_size, x);
	numbers[UNITS]++;
	PG_RETURN_ARRAYTYPE_P(state);
}

PG_FUNCTION_INFO_V1(barometre_calibrated_estimate_combine);

/* (state, state) -> state; strict */
Datum
barometre_calibrated_estimate_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_state(fcinfo);
	ArrayType  *other = PG_GETARG_ARRAYTYPE_P(1);
	int64		unit_size;
	int64		units;
	double	   *numbers;

	check_state(other);
	unit_size = (int64) NUMBERS(other)[UNIT_SIZE];
	units = (int64) NUMBERS(other)[UNITS];
	check_same_size(state, (int) unit_size);
	state = make_room(state, units);
	numbers = NUMBERS(state);
	memcpy(numbers + HEAD + (int64) numbers[UNITS] * unit_size, NUMBERS(other) + HEAD,
		   units * unit_size * sizeof(double));
	numbers[UNITS] += units;
	PG_RETURN_ARRAYTYPE_P(state);
}

/*----------------------------------------------------------
 * The estimate
 *----------------------------------------------------------*/

/* Units as the estimate needs them */
typedef struct Units
{
	const double **sorted;
	int64		count;
	int			margins;
	int64		inside;			/* units in the domain */
	double		sum_weights;	/* of these, calibrated */
	double		mean;
} Units;

static int
compare_units(const void *a, const void *b, void *bytes)
{
	return memcmp(*(double *const *) a, *(double *const *) b, *(Size *) bytes);
}

static double *
allocate(int64 n)
{
	return palloc_extended(n * sizeof(double), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* The mean of the domain; one by weights of 0 or more lies among the figures, which rounding is not let to change. */
static void
find_mean(Units *units)
{
	double		total = 0;
	double		lowest = get_float8_infinity();
	double		highest = -lowest;
	bool		is_among = true;

	for (int64 i = 0; i < units->count; i++)
	{
		const double *unit = units->sorted[i];

		if (isnan(unit[Y]))
			continue;
		units->inside++;
		units->sum_weights += unit[CALIBRATED];
		total += unit[CALIBRATED] * unit[Y];
		lowest = Min(lowest, unit[Y]);
		highest = Max(highest, unit[Y]);
		is_among &= unit[CALIBRATED] >= 0;
	}
	units->mean = total / units->sum_weights;
	if (is_among)
		units->mean = Min(Max(units->mean, lowest), highest);
}

/* The units in an order of their own, so that of the rows changes nothing */
static Units
read_units(ArrayType *state)
{
	const double *numbers = NUMBERS(state);
	Size		unit_size = (Size) numbers[UNIT_SIZE];
	Size		bytes = unit_size * sizeof(double);
	Units		units = {.count = (int64) numbers[UNITS],.margins = (int) unit_size - X};

	units.sorted = palloc_extended(units.count * sizeof(double *), MCXT_ALLOC_HUGE);
	for (int64 i = 0; i < units.count; i++)
	{
		units.sorted[i] = numbers + HEAD + i * unit_size;
		check_unit(units.sorted[i], units.margins);
	}
	qsort_interruptible(units.sorted, units.count, sizeof(double *), compare_units, &bytes);
	find_mean(&units);
	return units;
}

static Basis *
make_basis(const Units *units)
{
	double	   *x = allocate(units->count * units->margins);
	double	   *weights = allocate(units->count);
	Basis	   *basis;

	for (int64 i = 0; i < units->count; i++)
	{
		weights[i] = units->sorted[i][WEIGHT];
		for (int j = 0; j < units->margins; j++)
			x[j * units->count + i] = units->sorted[i][X + j];
	}
	basis = basis_make(x, weights, units->count, units->margins);
	pfree(x);
	pfree(weights);
	return basis;
}

/* What the margins do not explain of y - mean, times the roots of the weights */
static double *
make_residuals(const Units *units, const Basis *basis)
{
	double	   *residuals = allocate(units->count);
	double	   *shares = allocate(units->margins);

	for (int64 i = 0; i < units->count; i++)
		if (!isnan(units->sorted[i][Y]))
			residuals[i] = (units->sorted[i][Y] - units->mean) * basis->roots[i];
	basis_remove(basis, basis->rank, residuals, shares);
	return residuals;
}

/* False when the margins leave nothing to measure it by. */
static bool
find_std_error(const Units *units, double *std_error)
{
	Basis	   *basis = make_basis(units);
	double	   *parts;
	double		mean = 0;
	double		squares = 0;

	if (units->count <= basis->rank)
		return false;
	parts = make_residuals(units, basis);
	for (int64 i = 0; i < units->count; i++)
	{
		parts[i] *= units->sorted[i][CALIBRATED] / basis->roots[i] / units->sum_weights;
		mean += parts[i] / units->count;
	}
	for (int64 i = 0; i < units->count; i++)
		squares += (parts[i] - mean) * (parts[i] - mean);
	*std_error = sqrt(squares * units->count / (units->count - 1));
	return true;
}

PG_FUNCTION_INFO_V1(barometre_calibrated_estimate_final);

/* The estimate of the mean, NULL without a unit in the domain; strict */
Datum
barometre_calibrated_estimate_final(PG_FUNCTION_ARGS)
{
	ArrayType  *state = PG_GETARG_ARRAYTYPE_P(0);
	Units		units;
	Estimate	e = {0};

	check_state(state);
	units = read_units(state);
	if (!(units.sum_weights > 0))
		PG_RETURN_NULL();
	e.value = units.mean;
	e.df = units.inside - 1;
	e.has_value = e.has_df = true;
	if (units.count > 1)
		e.has_std_error = find_std_error(&units, &e.std_error);
	return estimate_result(fcinfo, &e);
}
