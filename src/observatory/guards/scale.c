/*
 * scale.c
 *		Refuses what is no scale.
 */
#include "postgres.h"

#include <math.h>

#include "utils/array.h"
#include "utils/builtins.h"

#include "observatory/guards/guard.h"
#include "scoring/scale.h"

PG_FUNCTION_INFO_V1(barometre_guard_scale);

/* The scale of a row; an error of its arrays becomes one of the table. */
static Scale
scale_of_row(const char *name, Datum points, Datum scores)
{
	Scale		scale = {0};
	MemoryContext context = CurrentMemoryContext;

	PG_TRY();
	{
		scale = scale_from_arrays(DatumGetArrayTypeP(points), DatumGetArrayTypeP(scores), "scale_score");
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		if (ERRCODE_TO_CATEGORY(error->sqlerrcode) != ERRCODE_DATA_EXCEPTION)
			PG_RE_THROW();
		FlushErrorState();
		error->sqlerrcode = ERRCODE_CHECK_VIOLATION;
		error->message = psprintf("scale \"%s\" is not a scale: %s", name, error->message);
		ReThrowError(error);
	}
	PG_END_TRY();
	return scale;
}

static void
check_scores(const char *name, const Scale *scale)
{
	for (int i = 0; i < scale->npoints; i++)
		if (scale->scores[i] < 0 || scale->scores[i] > 100)
			ereport(ERROR,
					(errcode(ERRCODE_CHECK_VIOLATION),
					 errmsg("scale \"%s\" has a score outside 0 to 100", name),
					 errdetail("The score of point %g is %g.", scale->points[i], scale->scores[i])));
}

static void
check_bound(const char *name, const GuardedRow *row, int column)
{
	if (!row->nulls[column] && isnan(DatumGetFloat8(row->values[column])))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("scale \"%s\" has a bound that is NaN", name),
				 errhint("NULL is no bound.")));
}

/*
 * guard_scale(): trigger AFTER INSERT OR UPDATE FOR EACH ROW on scale of an
 * observatory
 */
Datum
barometre_guard_scale(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "guard_scale", TABLE_BIT(SCALE_TABLE), sizeof(Guard));
	GuardedRow	row;

	if (guard_new_row(guard, (TriggerData *) fcinfo->context, &row) && !row.incomplete)
	{
		const char *name = TextDatumGetCString(row.values[SCALE_SCALE]);
		Scale		scale = scale_of_row(name, row.values[SCALE_POINTS], row.values[SCALE_SCORES]);

		check_scores(name, &scale);
		check_bound(name, &row, SCALE_MINIMUM);
		check_bound(name, &row, SCALE_MAXIMUM);
	}
	return PointerGetDatum(NULL);
}
