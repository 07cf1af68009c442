/*
 * successor.c
 *		Refuses a structure that would succeed itself.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "observatory/guards/guard.h"

PG_FUNCTION_INFO_V1(barometre_guard_successor);

/*
 * Do the successors of a structure lead back to it?  A circle elsewhere is
 * another row's.
 */
static bool
succeeds_itself(const Observatory *observatory, Datum structure)
{
	Oid			types[1] = {TEXTOID};
	Oid			results[1] = {TEXTOID};
	const char *query = psprintf("WITH RECURSIVE heir (code) AS ("
								 "SELECT s.successor FROM %s.structure AS s "
								 "WHERE s.structure OPERATOR(pg_catalog.=) $1 "
								 "UNION SELECT s.successor FROM %s.structure AS s "
								 "JOIN heir AS h ON s.structure OPERATOR(pg_catalog.=) h.code) "
								 "SELECT h.code FROM heir AS h WHERE h.code OPERATOR(pg_catalog.=) $1",
								 observatory->schema, observatory->schema);
	bool		found;

	SPI_connect();
	CommandCounterIncrement();
	guard_select(observatory, GetLatestSnapshot(), query, 1, types, &structure, 1, results);
	found = SPI_processed > 0;
	SPI_finish();
	return found;
}

/*
 * guard_successor(): trigger AFTER INSERT OR UPDATE FOR EACH ROW on structure
 * of an observatory
 */
Datum
barometre_guard_successor(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "guard_successor", TABLE_BIT(STRUCTURE_TABLE), sizeof(Guard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	GuardedRow	row;

	if (!guard_new_row(guard, trigger, &row) || row.incomplete || row.nulls[STRUCTURE_SUCCESSOR])
		return PointerGetDatum(NULL);
	/* Two transactions must not each write a half of a circle. */
	guard_lock(&guard->observatory, STRUCTURE_TABLE, 0, ExclusiveLock);
	if (succeeds_itself(&guard->observatory, row.values[STRUCTURE_STRUCTURE]))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("structure \"%s\" cannot succeed itself",
						TextDatumGetCString(row.values[STRUCTURE_STRUCTURE])),
				 errdetail("Its successor \"%s\" leads back to it.",
						   TextDatumGetCString(row.values[STRUCTURE_SUCCESSOR]))));
	return PointerGetDatum(NULL);
}
