/*
 * questionnaire.c
 *		Refuses questionnaires that are none, and changes under which audits
 *		would be invalid.
 *
 * A statement's rows are all there when its triggers are fired: the first row
 * of a questionnaire has the whole of it checked, the others find it done.
 */
#include "postgres.h"

#include <math.h>

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "observatory/guards/audit.h"
#include "observatory/guards/questionnaire.h"
#include "scoring/audit_name.h"

PG_FUNCTION_INFO_V1(barometre_guard_questionnaire);

bool
questionnaire_same_key(const QuestionnaireKey *a, const QuestionnaireKey *b)
{
	Size		size = VARSIZE_ANY_EXHDR(a->channel);

	return a->edition == b->edition && VARSIZE_ANY_EXHDR(b->channel) == size &&
		memcmp(VARDATA_ANY(a->channel), VARDATA_ANY(b->channel), size) == 0;
}

QuestionnaireKey
questionnaire_copy_key(MemoryContext context, const QuestionnaireKey *key)
{
	QuestionnaireKey copy = {key->edition, MemoryContextAlloc(context, VARSIZE_ANY(key->channel))};

	memcpy(copy.channel, key->channel, VARSIZE_ANY(key->channel));
	return copy;
}

/* ------------------------------------------------------------------------
 * Reading
 * ------------------------------------------------------------------------
 */

enum
{
	ITEM, WEIGHT, MINIMUM, MAXIMUM, N_ITEM_COLUMNS
};

static const Oid item_types[N_ITEM_COLUMNS] = {INT4OID, FLOAT8OID, FLOAT8OID, FLOAT8OID};

static double
double_or(HeapTuple row, int column, double otherwise)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, SPI_tuptable->tupdesc, column + 1, &isnull);

	return isnull ? otherwise : DatumGetFloat8(value);
}

/* The items that SPI has read. */
static QuestionnaireItems
take_items(MemoryContext context)
{
	QuestionnaireItems items = {.bounds = {.nitems = (int) SPI_processed}};
	double	   *minimums = MemoryContextAllocHuge(context, sizeof(double) * Max(SPI_processed, 1));
	double	   *maximums = MemoryContextAllocHuge(context, sizeof(double) * Max(SPI_processed, 1));

	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		bool		isnull;

		items.last_item = DatumGetInt32(SPI_getbinval(row, SPI_tuptable->tupdesc, ITEM + 1, &isnull));
		items.weighs |= double_or(row, WEIGHT, 0) != 0;
		minimums[i] = double_or(row, MINIMUM, -INFINITY);
		maximums[i] = double_or(row, MAXIMUM, INFINITY);
	}
	items.bounds.minimums = minimums;
	items.bounds.maximums = maximums;
	return items;
}

static bool
same_items(const QuestionnaireItems *a, const QuestionnaireItems *b)
{
	Size		size = sizeof(double) * a->bounds.nitems;

	return a->bounds.nitems == b->bounds.nitems && a->last_item == b->last_item &&
		a->weighs == b->weighs &&
		memcmp(a->bounds.minimums, b->bounds.minimums, size) == 0 &&
		memcmp(a->bounds.maximums, b->bounds.maximums, size) == 0;
}

/*
 * The items of a questionnaire, as they are committed now, and as this
 * transaction left them.  Call it once the lock is had.  Where the transaction
 * keeps an older snapshot, with which the items are not the same, it fails, as
 * it can neither be held to the new items nor to the old ones.
 */
QuestionnaireItems
questionnaire_read(const Observatory *observatory, const QuestionnaireKey *key, MemoryContext context)
{
	Oid			types[2] = {INT4OID, TEXTOID};
	Datum		values[2] = {Int32GetDatum(key->edition), PointerGetDatum(key->channel)};
	const char *query = psprintf("SELECT c.item, c.weight, s.minimum, s.maximum FROM %s.criterion AS c "
								 "LEFT JOIN %s.scale AS s ON s.scale OPERATOR(pg_catalog.=) c.scale "
								 "WHERE c.edition OPERATOR(pg_catalog.=) $1 AND c.channel OPERATOR(pg_catalog.=) $2 "
								 "ORDER BY c.item", observatory->schema, observatory->schema);
	QuestionnaireItems items;

	SPI_connect();
	CommandCounterIncrement();
	guard_select(observatory, GetLatestSnapshot(), query, 2, types, values, N_ITEM_COLUMNS, item_types);
	items = take_items(context);
	if (IsolationUsesXactSnapshot())
	{
		QuestionnaireItems before;

		guard_select(observatory, GetTransactionSnapshot(), query, 2, types, values,
						   N_ITEM_COLUMNS, item_types);
		before = take_items(CurrentMemoryContext);
		if (!same_items(&items, &before))
			ereport(ERROR,
					(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
					 errmsg("could not serialize access due to a concurrent change of a questionnaire"),
					 errdetail("It is that of edition %d, channel \"%s\".", key->edition,
							   text_to_cstring(key->channel)),
					 errhint("The transaction might succeed if retried.")));
	}
	SPI_finish();
	return items;
}

/* ------------------------------------------------------------------------
 * Audits under a questionnaire
 * ------------------------------------------------------------------------
 */

#define AUDIT_BATCH		1000
#define AUDIT_COLUMNS	"a.edition, a.structure, a.audit, a.channel, a.responded, a.answers, a.weight, a.xmin"

static const Oid audit_types[N_AUDIT_COLUMNS + 1] = {
	INT4OID, TEXTOID, INT8OID, TEXTOID, BOOLOID, FLOAT4ARRAYOID, FLOAT8OID, XIDOID
};

/* An audit that was found, who wrote it, and whether the user may know of it */
typedef struct FoundAudit
{
	AuditRow	row;
	TransactionId writer;
	bool		readable;		/* else no error tells of it, as of keys that a foreign key lacks */
} FoundAudit;

/* Was it committed after the snapshot that this transaction keeps? */
static bool
written_meanwhile(TransactionId writer)
{
	return IsolationUsesXactSnapshot() && !TransactionIdIsCurrentTransactionId(writer) &&
		XidInMVCCSnapshot(writer, GetTransactionSnapshot());
}

static void
refuse_change(void *argument, const AuditProblem *problem)
{
	const FoundAudit *audit = argument;

	if (written_meanwhile(audit->writer))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to a concurrent audit"),
				 !audit->readable ? 0 :
				 errdetail("Audit " INT64_FORMAT " of structure \"%s\" in edition %d, channel \"%s\", was written meanwhile.",
						   audit->row.audit, text_to_cstring(audit->row.structure), audit->row.edition,
						   text_to_cstring(audit->row.channel)),
				 errhint("The transaction might succeed if retried.")));
	if (!audit->readable)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("an audit in edition %d, channel \"%s\", is not allowed under this questionnaire",
						audit->row.edition, text_to_cstring(audit->row.channel)),
				 errdetail("You may not read every audit.")));
	audit_refuse(&audit->row, problem);
}

/* Check the audits that a cursor has fetched. */
static void
check_batch(const Bounds *bounds, bool readable)
{
	MemoryContext batch = AllocSetContextCreate(CurrentMemoryContext, "audits of a guard",
												ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(batch);

	guard_check_results(SPI_tuptable->tupdesc, N_AUDIT_COLUMNS + 1, audit_types);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Datum		values[N_AUDIT_COLUMNS + 1];
		bool		nulls[N_AUDIT_COLUMNS + 1];
		FoundAudit	audit;

		heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, values, nulls);
		if (!guard_complete(AUDIT_TABLE, nulls))
			continue;
		audit.row = audit_row(values, nulls);
		audit.readable = readable;
		audit.writer = DatumGetTransactionId(values[N_AUDIT_COLUMNS]);
		audit_report_problems(&audit.row, bounds, refuse_change, &audit);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(batch);
}

/* A cursor over the audits of a table, or a shard of it, that answer a questionnaire (NULL: any). */
static Portal
open_audits(const Observatory *observatory, const char *table, const QuestionnaireKey *key)
{
	Oid			types[2] = {INT4OID, TEXTOID};
	Datum		values[2];
	StringInfoData query;
	SPIPlanPtr	plan;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT " AUDIT_COLUMNS " FROM %s.%s AS a", observatory->schema, table);
	if (key != NULL)
	{
		values[0] = Int32GetDatum(key->edition);
		values[1] = PointerGetDatum(key->channel);
		appendStringInfoString(&query, " WHERE a.edition OPERATOR(pg_catalog.=) $1"
							   " AND a.channel OPERATOR(pg_catalog.=) $2");
	}
	plan = SPI_prepare(query.data, key != NULL ? 2 : 0, types);
	if (plan == NULL)
		elog(ERROR, "a guard could not run \"%s\"", query.data);
	/* "read only": over what the active snapshot sees */
	return SPI_cursor_open(NULL, plan, values, NULL, true);
}

static void
check_audits_of(const Observatory *observatory, const char *table, const QuestionnaireKey *key,
				const Bounds *bounds, bool readable)
{
	Portal		cursor = open_audits(observatory, table, key);

	do
	{
		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(cursor, true, AUDIT_BATCH);
		check_batch(bounds, readable);
		SPI_freetuptable(SPI_tuptable);
	} while (SPI_processed > 0);
	SPI_cursor_close(cursor);
}

/*
 * The names of the tables that hold the audits: audit, or the shards of it that
 * this node of Citus has.
 */
static List *
audit_tables(const Guard *guard)
{
	List	   *names = NIL;
	Oid			types[1] = {OIDOID};
	Datum		values[1] = {ObjectIdGetDatum(guard->observatory.tables[AUDIT_TABLE])};
	Oid			results[1] = {INT8OID};

	if (!guard->shard)
		return list_make1("audit");
	guard_select(&guard->observatory, GetLatestSnapshot(),
					   "SELECT s.shardid FROM pg_catalog.pg_dist_shard AS s "
					   "JOIN pg_catalog.pg_dist_placement AS p ON p.shardid OPERATOR(pg_catalog.=) s.shardid "
					   "WHERE s.logicalrelid::pg_catalog.oid OPERATOR(pg_catalog.=) $1 "
					   "AND p.groupid OPERATOR(pg_catalog.=) (SELECT g.groupid FROM pg_catalog.pg_dist_local_group AS g)",
					   1, types, values, 1, results);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		Datum		shard = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull);

		names = lappend(names, psprintf("audit_" INT64_FORMAT, DatumGetInt64(shard)));
	}
	return names;
}

static void
check_audits(const Guard *guard, const QuestionnaireKey *key, const Bounds *bounds)
{
	Oid			user;
	int			context;
	ListCell   *name;
	bool		readable = may_read_all(guard->observatory.tables[AUDIT_TABLE]);

	SPI_connect();
	CommandCounterIncrement();
	PushActiveSnapshot(GetLatestSnapshot());
	guard_become_owner(&guard->observatory, &user, &context);
	foreach(name, audit_tables(guard))
		check_audits_of(&guard->observatory, lfirst(name), key, bounds, readable);
	SetUserIdAndSecContext(user, context);
	PopActiveSnapshot();
	SPI_finish();
}

/* ------------------------------------------------------------------------
 * The trigger
 * ------------------------------------------------------------------------
 */

/* A questionnaire that a row of the statement had checked */
typedef struct Checked
{
	QuestionnaireKey key;
	bool		audits;			/* too */
	struct Checked *next;
} Checked;

typedef struct QuestionnaireGuard
{
	Guard		guard;
	Checked    *checked;
} QuestionnaireGuard;

/* Is it to be checked?  Remembers that it was. */
static bool
first_touch(QuestionnaireGuard *guard, const QuestionnaireKey *key, bool audits)
{
	Checked    *checked;

	for (checked = guard->checked; checked != NULL; checked = checked->next)
		if (questionnaire_same_key(&checked->key, key))
		{
			bool		first = audits && !checked->audits;

			checked->audits |= audits;
			return first;
		}
	checked = MemoryContextAllocZero(guard->guard.context, sizeof(Checked));
	checked->key = questionnaire_copy_key(guard->guard.context, key);
	checked->audits = audits;
	checked->next = guard->checked;
	guard->checked = checked;
	return true;
}

static void
refuse_items(const QuestionnaireKey *key, const QuestionnaireItems *items)
{
	if (items->last_item != items->bounds.nitems)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("the items of edition %d, channel \"%s\" are not numbered 1 to %d", key->edition,
						text_to_cstring(key->channel), items->bounds.nitems),
				 errdetail("The last item is %d.", items->last_item),
				 errhint("Write the items of a questionnaire in one statement, or after SET CONSTRAINTS ALL DEFERRED.")));
	if (items->bounds.nitems > 0 && !items->weighs)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("all weights of edition %d, channel \"%s\" in table \"criterion\" are 0", key->edition,
						text_to_cstring(key->channel)),
				 errhint("At least one item of a questionnaire has a weight above 0. To show a channel without counting it, give the channel the weight 0.")));
}

/* Check a questionnaire, and the audits that answer it, once a statement. */
static void
check_questionnaire(QuestionnaireGuard *guard, const QuestionnaireKey *key, bool audits)
{
	QuestionnaireItems items;

	if (!first_touch(guard, key, audits))
		return;
	/* Audits that are being written wait, or are waited for (see guard_audit). */
	guard_lock(&guard->guard.observatory, CRITERION_TABLE, key->edition, ExclusiveLock);
	items = questionnaire_read(&guard->guard.observatory, key, CurrentMemoryContext);
	refuse_items(key, &items);
	if (audits)
		check_audits(&guard->guard, key, &items.bounds);
}

static void
check_row(QuestionnaireGuard *guard, const GuardedRow *row, bool audits)
{
	QuestionnaireKey key;

	if (row->incomplete)
		return;
	key.edition = DatumGetInt32(row->values[CRITERION_EDITION]);
	key.channel = DatumGetTextPP(row->values[CRITERION_CHANNEL]);
	check_questionnaire(guard, &key, audits);
}

/* The questionnaires of a criterion before and after the event */
static void
check_criterion(QuestionnaireGuard *guard, const TriggerData *trigger)
{
	bool		audits = true;
	GuardedRow	row;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		audits = false;
		for (int i = 0; i < CRITERION_WEIGHT; i++)
			audits |= !guard_same_column(&guard->guard, trigger, i);
		if (!audits && guard_same_column(&guard->guard, trigger, CRITERION_WEIGHT))
			return;
	}
	/* A scale must not change before its new item can be found. */
	guard_lock(&guard->guard.observatory, SCALE_TABLE, 0, ShareLock);
	if (guard_old_row(&guard->guard, trigger, &row))
		check_row(guard, &row, audits);
	if (guard_new_row(&guard->guard, trigger, &row))
		check_row(guard, &row, audits);
}

/* The questionnaires that use a scale, in an order that is the same for all. */
static List *
questionnaires_with_scale(const Observatory *observatory, Datum scale)
{
	List	   *keys = NIL;
	MemoryContext context = CurrentMemoryContext;
	Oid			types[1] = {TEXTOID};
	Oid			results[2] = {INT4OID, TEXTOID};
	const char *query = psprintf("SELECT DISTINCT c.edition, c.channel FROM %s.criterion AS c "
								 "WHERE c.scale OPERATOR(pg_catalog.=) $1 ORDER BY c.edition, c.channel",
								 observatory->schema);

	SPI_connect();
	CommandCounterIncrement();
	guard_select(observatory, GetLatestSnapshot(), query, 1, types, &scale, 2, results);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Datum		values[2];
		bool		nulls[2];
		QuestionnaireKey found;
		QuestionnaireKey *key;
		MemoryContext old;

		heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, values, nulls);
		if (nulls[0] || nulls[1])
			continue;
		found.edition = DatumGetInt32(values[0]);
		found.channel = DatumGetTextPP(values[1]);
		key = MemoryContextAlloc(context, sizeof(QuestionnaireKey));
		*key = questionnaire_copy_key(context, &found);
		old = MemoryContextSwitchTo(context);
		keys = lappend(keys, key);
		MemoryContextSwitchTo(old);
	}
	SPI_finish();
	return keys;
}

static void
check_scale_users(QuestionnaireGuard *guard, const TriggerData *trigger)
{
	GuardedRow	row;
	ListCell   *key;

	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		(guard_same_column(&guard->guard, trigger, SCALE_MINIMUM) &&
		 guard_same_column(&guard->guard, trigger, SCALE_MAXIMUM)) ||
		!guard_new_row(&guard->guard, trigger, &row) || row.incomplete)
		return;
	guard_lock(&guard->guard.observatory, SCALE_TABLE, 0, ExclusiveLock);
	foreach(key, questionnaires_with_scale(&guard->guard.observatory, row.values[SCALE_SCALE]))
		check_questionnaire(guard, lfirst(key), true);
}

/*
 * guard_questionnaire(): trigger AFTER INSERT OR UPDATE OR DELETE FOR EACH ROW,
 * and AFTER TRUNCATE, on criterion, and AFTER UPDATE FOR EACH ROW on scale, of
 * an observatory
 */
Datum
barometre_guard_questionnaire(PG_FUNCTION_ARGS)
{
	QuestionnaireGuard *guard = guard_begin(fcinfo, "guard_questionnaire",
											TABLE_BIT(CRITERION_TABLE) | TABLE_BIT(SCALE_TABLE),
											sizeof(QuestionnaireGuard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (guard->guard.table == SCALE_TABLE)
		check_scale_users(guard, trigger);
	else if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		check_audits(&guard->guard, NULL, &(Bounds) {0});
	else
		check_criterion(guard, trigger);
	return PointerGetDatum(NULL);
}
