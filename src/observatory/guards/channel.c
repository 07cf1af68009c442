/*
 * channel.c
 *		Lets audits follow a channel that is renamed.
 *
 * A foreign key from audit to channel_weight would, and would cost each audit
 * that is written as much as the one to participation.  It is not needed for
 * more: guard_audit() looks up the questionnaire of the channel, and
 * guard_questionnaire() keeps it there.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/snapmgr.h"

#include "observatory/guards/guard.h"

PG_FUNCTION_INFO_V1(barometre_cascade_channel);

/*
 * Rename the channel of an edition's audits.  What that fires is fired when the
 * whole statement is done, as with foreign keys: by then the questionnaire has
 * its new name too.
 */
static void
rename_channel(const Observatory *observatory, Datum edition, Datum was, Datum is)
{
	Oid			types[3] = {INT4OID, TEXTOID, TEXTOID};
	Datum		values[3] = {edition, was, is};
	const char *query = psprintf("UPDATE %s.audit AS a SET channel = $3 "
								 "WHERE a.edition OPERATOR(pg_catalog.=) $1 AND a.channel OPERATOR(pg_catalog.=) $2",
								 observatory->schema);
	Snapshot	snapshot = InvalidSnapshot;
	Snapshot	crosscheck = InvalidSnapshot;
	SPIPlanPtr	plan;
	Oid			user;
	int			context;

	SPI_connect();
	if (IsolationUsesXactSnapshot())
	{
		CommandCounterIncrement();
		snapshot = GetLatestSnapshot();
		crosscheck = GetTransactionSnapshot();
	}
	guard_become_owner(observatory, &user, &context);
	plan = SPI_prepare(query, 3, types);
	if (plan == NULL ||
		SPI_execute_snapshot(plan, values, NULL, snapshot, crosscheck, false, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "a guard could not run \"%s\"", query);
	SetUserIdAndSecContext(user, context);
	SPI_finish();
}

/*
 * cascade_channel(): trigger AFTER UPDATE FOR EACH ROW on channel_weight of an
 * observatory.  On a node of Citus it does nothing: channels with audits keep
 * their names there.
 */
Datum
barometre_cascade_channel(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "cascade_channel", TABLE_BIT(CHANNEL_WEIGHT_TABLE), sizeof(Guard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	GuardedRow	was;
	GuardedRow	is;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) && !guard->shard &&
		!guard_same_column(guard, trigger, WEIGHTED_CODE) &&
		guard_old_row(guard, trigger, &was) && guard_new_row(guard, trigger, &is) &&
		!was.incomplete && !is.incomplete)
		rename_channel(&guard->observatory, was.values[WEIGHTED_EDITION], was.values[WEIGHTED_CODE],
					   is.values[WEIGHTED_CODE]);
	return PointerGetDatum(NULL);
}
