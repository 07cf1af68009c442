/*
 * scale.c
 *		Refuses what is no scale; scale_problem() tells the same without an error.
 */
#include "postgres.h"

#include <math.h>

#include "utils/array.h"
#include "utils/builtins.h"

#include "observatory/guards/guard.h"
#include "scoring/scale.h"

PG_FUNCTION_INFO_V1(barometre_guard_scale);
PG_FUNCTION_INFO_V1(barometre_scale_problem);

/* A row of the table */
typedef struct ScaleRow
{
	char	   *name;
	ArrayType  *points;
	ArrayType  *scores;
	NullableDatum bounds[2];	/* minimum and maximum */
} ScaleRow;

static void
check_scores(const char *name, const Scale *scale)
{
	for (int i = 0; i < scale->npoints; i++)
		if (scale->scores[i] < 0 || scale->scores[i] > 100)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("scale \"%s\" has a score outside 0 to 100", name),
					 errdetail("The score of point %g is %g.", scale->points[i], scale->scores[i])));
}

static void
check_bounds(const ScaleRow *row)
{
	for (int i = 0; i < 2; i++)
		if (!row->bounds[i].isnull && isnan(DatumGetFloat8(row->bounds[i].value)))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("scale \"%s\" has a bound that is NaN", row->name),
					 errhint("NULL is no bound.")));
}

/* What is wrong with a row: an error of class 22 that its check raises, or NULL */
static ErrorData *
problem_of_row(const ScaleRow *row)
{
	MemoryContext context = CurrentMemoryContext;
	ErrorData  *volatile error = NULL;

	/* Nothing but memory is in use in between. */
	PG_TRY();
	{
		Scale		scale = scale_from_arrays(row->points, row->scores, "scale_score");

		check_scores(row->name, &scale);
		check_bounds(row);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		if (ERRCODE_TO_CATEGORY(error->sqlerrcode) != ERRCODE_DATA_EXCEPTION)
			PG_RE_THROW();
		FlushErrorState();
		if (strncmp(error->message, "scale \"", 7) != 0)
			error->message = psprintf("scale \"%s\" is not a scale: %s", row->name, error->message);
	}
	PG_END_TRY();
	return error;
}

/*
 * guard_scale(): trigger AFTER INSERT OR UPDATE FOR EACH ROW on scale of an
 * observatory
 */
Datum
barometre_guard_scale(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "guard_scale", TABLE_BIT(SCALE_TABLE), sizeof(Guard));
	GuardedRow	new;

	if (guard_new_row(guard, (TriggerData *) fcinfo->context, &new) && !new.incomplete)
	{
		ScaleRow	row = {
			.name = TextDatumGetCString(new.values[SCALE_SCALE]),
			.points = DatumGetArrayTypeP(new.values[SCALE_POINTS]),
			.scores = DatumGetArrayTypeP(new.values[SCALE_SCORES]),
			.bounds = {{new.values[SCALE_MINIMUM], new.nulls[SCALE_MINIMUM]},
			{new.values[SCALE_MAXIMUM], new.nulls[SCALE_MAXIMUM]}}
		};
		ErrorData  *error = problem_of_row(&row);

		if (error != NULL)
		{
			error->sqlerrcode = ERRCODE_CHECK_VIOLATION;
			ReThrowError(error);
		}
	}
	return PointerGetDatum(NULL);
}

/* scale_problem(scale, points, scores, minimum, maximum) */
Datum
barometre_scale_problem(PG_FUNCTION_ARGS)
{
	ScaleRow	row;
	ErrorData  *error;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	row = (ScaleRow) {
		.name = text_to_cstring(PG_GETARG_TEXT_PP(0)),
			.points = PG_GETARG_ARRAYTYPE_P(1),
			.scores = PG_GETARG_ARRAYTYPE_P(2),
			.bounds = {fcinfo->args[3], fcinfo->args[4]}
	};
	error = problem_of_row(&row);
	if (error == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(error->detail == NULL ? error->message :
									 psprintf("%s: %s", error->message, error->detail)));
}
