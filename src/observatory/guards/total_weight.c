/*
 * total_weight.c
 *		Refuses an edition whose weights are all 0, or too many.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "observatory/guards/guard.h"
#include "scoring/audit_form.h"

PG_FUNCTION_INFO_V1(barometre_guard_total_weight);

typedef struct TotalWeightGuard
{
	Guard		guard;
	int			nchecked;
	int			room;
	int32	   *checked;		/* editions that a row of the statement had checked */
} TotalWeightGuard;

typedef struct Total
{
	int64		rows;
	double		heaviest;
} Total;

/* Remembers that the edition is checked. */
static bool
first_touch(TotalWeightGuard *guard, int32 edition)
{
	for (int i = guard->nchecked - 1; i >= 0; i--)
		if (guard->checked[i] == edition)
			return false;
	if (guard->nchecked == guard->room)
	{
		guard->room = Max(guard->room * 2, 8);
		guard->checked = guard->checked == NULL ?
			MemoryContextAlloc(guard->guard.context, guard->room * sizeof(int32)) :
			repalloc(guard->checked, guard->room * sizeof(int32));
	}
	guard->checked[guard->nchecked++] = edition;
	return true;
}

static Total
read_total(const Observatory *observatory, const char *table, int32 edition)
{
	Oid			types[1] = {INT4OID};
	Datum		values[1] = {Int32GetDatum(edition)};
	Oid			results[2] = {INT8OID, FLOAT8OID};
	const char *query = psprintf("SELECT pg_catalog.count(*), pg_catalog.max(w.weight) FROM %s.%s AS w "
								 "WHERE w.edition OPERATOR(pg_catalog.=) $1", observatory->schema, table);
	Total		total;
	bool		isnull;

	SPI_connect();
	CommandCounterIncrement();
	guard_select(observatory, GetLatestSnapshot(), query, 1, types, values, 2, results);
	total.rows = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	total.heaviest = 0;
	if (total.rows > 0)
		total.heaviest = DatumGetFloat8(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
	SPI_finish();
	return total;
}

static void
check_edition(TotalWeightGuard *guard, const GuardedRow *row)
{
	const char *table = guard_table_name(guard->guard.table);
	int32		edition = DatumGetInt32(row->values[WEIGHTED_EDITION]);
	Total		total;

	if (row->incomplete || !first_touch(guard, edition))
		return;
	/* Two transactions must not each take away the weight that the other relies on. */
	guard_lock(&guard->guard.observatory, guard->guard.table, edition, ExclusiveLock);
	total = read_total(&guard->guard.observatory, table, edition);
	if (total.rows > 0 && total.heaviest == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("all weights of edition %d in table \"%s\" are 0", edition, table),
				 errhint("At least one weight of an edition is above 0. Write the weights of an edition in one statement, or after SET CONSTRAINTS ALL DEFERRED."),
				 err_generic_string(PG_DIAG_TABLE_NAME, table),
				 err_generic_string(PG_DIAG_COLUMN_NAME, "weight")));
	if (total.rows > FORM_MAX_NAMES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("edition %d has more than %d rows in table \"%s\"", edition, FORM_MAX_NAMES, table),
				 errdetail("It has " INT64_FORMAT ".", total.rows),
				 err_generic_string(PG_DIAG_TABLE_NAME, table)));
}

/*
 * guard_total_weight(): trigger AFTER INSERT OR UPDATE OR DELETE FOR EACH ROW
 * on determinant_weight and channel_weight of an observatory
 */
Datum
barometre_guard_total_weight(PG_FUNCTION_ARGS)
{
	TotalWeightGuard *guard = guard_begin(fcinfo, "guard_total_weight",
										  TABLE_BIT(DETERMINANT_WEIGHT_TABLE) | TABLE_BIT(CHANNEL_WEIGHT_TABLE),
										  sizeof(TotalWeightGuard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	GuardedRow	row;

	if (guard_old_row(&guard->guard, trigger, &row))
		check_edition(guard, &row);
	if (guard_new_row(&guard->guard, trigger, &row))
		check_edition(guard, &row);
	return PointerGetDatum(NULL);
}
