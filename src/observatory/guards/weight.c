/*
 * weight.c
 *		Refuses weights that could not count.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/rel.h"

#include "common/check.h"
#include "observatory/guards/guard.h"

PG_FUNCTION_INFO_V1(barometre_guard_weight);

/* The row that a message is about, by the columns that are read of it. */
static char *
row_text(const Guard *guard, const TriggerData *trigger)
{
	TupleDesc	columns = RelationGetDescr(trigger->tg_relation);
	HeapTuple	tuple = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < guard->ncolumns; i++)
		appendStringInfo(&text, "%s%s %s", i == 0 ? "" : ", ", SPI_fname(columns, guard->columns[i]),
						 SPI_getvalue(tuple, columns, guard->columns[i]));
	return text.data;
}

/*
 * guard_weight(): trigger AFTER INSERT OR UPDATE FOR EACH ROW on criterion,
 * determinant_weight, channel_weight and participation of an observatory
 */
Datum
barometre_guard_weight(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "guard_weight",
									TABLE_BIT(CRITERION_TABLE) | TABLE_BIT(DETERMINANT_WEIGHT_TABLE) |
									TABLE_BIT(CHANNEL_WEIGHT_TABLE) | TABLE_BIT(PARTICIPATION_TABLE),
									sizeof(Guard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	int			column = guard->table == CRITERION_TABLE ? CRITERION_WEIGHT : WEIGHTED_WEIGHT;
	const char *table = guard_table_name(guard->table);
	GuardedRow	row;

	if (guard_new_row(guard, trigger, &row) && !row.incomplete &&
		!weight_fits(DatumGetFloat8(row.values[column])))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("the weight %g is not allowed in table \"%s\"", DatumGetFloat8(row.values[column]), table),
				 errdetail("Row: %s.", row_text(guard, trigger)),
				 errhint("A weight is 0, or a number " WEIGHT_RANGE "."),
				 err_generic_string(PG_DIAG_TABLE_NAME, table),
				 err_generic_string(PG_DIAG_COLUMN_NAME, "weight")));
	return PointerGetDatum(NULL);
}
