/*
 * audit.c
 *		Refuses audits that their questionnaire does not allow.
 *
 * The trigger reads the bounds of a questionnaire once a statement and keeps
 * them; then a row costs a look at each of its answers.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "scoring/answers.h"

PG_FUNCTION_INFO_V1(barometre_guard_audit);
PG_FUNCTION_INFO_V1(barometre_check_answers);

/* The bounds of a questionnaire's items; infinite where there is none. */
typedef struct Bounds
{
	int			nitems;			/* 0: no questionnaire */
	const double *minimums;
	const double *maximums;
} Bounds;

/* A row of the table audit. */
typedef struct AuditRow
{
	int32		edition;
	text	   *structure;
	int64		audit;
	text	   *channel;
	bool		responded;
	struct varlena *answers;	/* NULL: none */
} AuditRow;

/* Which audit a message is about. */
static int
row_detail(const AuditRow *row, const char *allowed)
{
	return errdetail("Audit " INT64_FORMAT " of structure \"%s\" in edition %d, channel \"%s\": %s",
					 row->audit, text_to_cstring(row->structure), row->edition,
					 text_to_cstring(row->channel), allowed);
}

static pg_noinline void
refuse_channel(const AuditRow *row)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("edition %d has no questionnaire for channel \"%s\"", row->edition,
					text_to_cstring(row->channel)),
			 row_detail(row, "the channel must have criteria in this edition."),
			 errhint("Load channel_weight and criterion before audit.")));
}

static pg_noinline void
refuse_answers(const AuditRow *row, const Bounds *bounds, const char *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("%s", problem),
			 row_detail(row, psprintf("an audit with a response has one array of %d answers, from item 1 to item %d; one without response has NULL.",
									  bounds->nitems, bounds->nitems))));
}

static pg_noinline void
refuse_answer(const AuditRow *row, const Bounds *bounds, int item, float answer)
{
	double		minimum = bounds->minimums[item - 1];
	double		maximum = bounds->maximums[item - 1];
	char	   *allowed;

	if (isinf(minimum) && isinf(maximum))
		allowed = psprintf("item %d accepts any finite number, NULL (not applicable) and NaN (not observed).", item);
	else if (isinf(maximum))
		allowed = psprintf("item %d accepts numbers from %g, NULL (not applicable) and NaN (not observed).", item, minimum);
	else if (isinf(minimum))
		allowed = psprintf("item %d accepts numbers up to %g, NULL (not applicable) and NaN (not observed).", item, maximum);
	else
		allowed = psprintf("item %d accepts numbers from %g to %g, NULL (not applicable) and NaN (not observed).",
						   item, minimum, maximum);
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 isinf(answer)
			 ? errmsg("the answer to item %d is infinite", item)
			 : errmsg("the answer %g to item %d is outside its scale", answer, item),
			 row_detail(row, allowed)));
}

/* Refuse an audit that its questionnaire does not allow. */
static void
check_row(const AuditRow *row, const Bounds *bounds)
{
	Answers		answers;
	int			k = 0;

	if (bounds->nitems == 0)
		refuse_channel(row);
	if (!row->responded)
	{
		if (row->answers != NULL)
			refuse_answers(row, bounds, "an audit without response has answers");
		return;
	}
	if (row->answers == NULL)
		refuse_answers(row, bounds, "an audit with a response has no answers");

	answers = answers_open(row->answers);
	if (answers.ndim > 1)
		refuse_answers(row, bounds, "the answers of an audit are not a simple array");
	if (answers.count != bounds->nitems)
		refuse_answers(row, bounds, psprintf("wrong number of answers: %d instead of %d",
											 answers.count, bounds->nitems));
	if (answers.lower_bound != 1)
		refuse_answers(row, bounds, psprintf("the answers of an audit start at item %d", answers.lower_bound));

	for (int first = 0; first < answers.count; first += 64)
		for (uint64 present = answers_present(&answers, first); present != 0; present &= present - 1)
		{
			int			i = first + pg_rightmost_one_pos64(present);
			float		answer = answers_value(answers.values, k++);

			if (isnan(answer))
				continue;
			if (isinf(answer) || answer_value(answer) < bounds->minimums[i] ||
				answer_value(answer) > bounds->maximums[i])
				refuse_answer(row, bounds, i + 1, answer);
		}
}

/* ------------------------------------------------------------------------
 * The trigger
 * ------------------------------------------------------------------------
 */

enum
{
	EDITION, STRUCTURE, AUDIT, CHANNEL, RESPONDED, ANSWERS, NCOLUMNS
};

static const char *const column_names[NCOLUMNS] = {
	"edition", "structure", "audit", "channel", "responded", "answers"
};

typedef struct KnownBounds
{
	int32		edition;
	text	   *channel;
	Bounds		bounds;
	struct KnownBounds *next;
} KnownBounds;

/* What the trigger keeps for the statement. */
typedef struct Guard
{
	AttrNumber	columns[NCOLUMNS];
	KnownBounds *known;
} Guard;

static Guard *
guard_begin(FunctionCallInfo fcinfo, Relation relation)
{
	Guard	   *guard = fcinfo->flinfo->fn_extra;

	if (guard != NULL)
		return guard;
	guard = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Guard));
	for (int i = 0; i < NCOLUMNS; i++)
	{
		guard->columns[i] = (AttrNumber) SPI_fnumber(RelationGetDescr(relation), column_names[i]);
		if (guard->columns[i] <= 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("guard_audit: table \"%s\" has no column \"%s\"",
							RelationGetRelationName(relation), column_names[i])));
	}
	fcinfo->flinfo->fn_extra = guard;
	return guard;
}

static const double *
copy_doubles(MemoryContext context, Datum array, int *count)
{
	ArrayType  *from = DatumGetArrayTypeP(array);
	double	   *to;

	*count = ArrayGetNItems(ARR_NDIM(from), ARR_DIMS(from));
	to = MemoryContextAlloc(context, sizeof(double) * Max(*count, 1));
	memcpy(to, ARR_DATA_PTR(from), sizeof(double) * *count);
	return to;
}

/* Read a questionnaire's bounds from the tables beside the audited one. */
static Bounds
read_bounds(Relation relation, int32 edition, text *channel, MemoryContext context)
{
	const char *schema = quote_identifier(get_namespace_name(RelationGetNamespace(relation)));
	Oid			types[2] = {INT4OID, TEXTOID};
	Datum		values[2] = {Int32GetDatum(edition), PointerGetDatum(channel)};
	Bounds		bounds = {0};
	StringInfoData query;
	bool		isnull;
	Datum		minimums;
	Datum		maximums;

	initStringInfo(&query);
	appendStringInfo(&query,
					 "SELECT pg_catalog.array_agg(COALESCE(s.minimum, '-Infinity') ORDER BY c.item), "
					 "pg_catalog.array_agg(COALESCE(s.maximum, 'Infinity') ORDER BY c.item) "
					 "FROM %s.criterion AS c JOIN %s.scale AS s ON s.scale OPERATOR(pg_catalog.=) c.scale "
					 "WHERE c.edition OPERATOR(pg_catalog.=) $1 AND c.channel OPERATOR(pg_catalog.=) $2",
					 schema, schema);

	SPI_connect();
	if (SPI_execute_with_args(query.data, 2, types, values, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "guard_audit could not read the questionnaire");
	minimums = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	if (!isnull)
	{
		maximums = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull);
		bounds.minimums = copy_doubles(context, minimums, &bounds.nitems);
		bounds.maximums = copy_doubles(context, maximums, &bounds.nitems);
	}
	SPI_finish();
	return bounds;
}

/* The bounds for a row, read once a statement. */
static const Bounds *
guard_bounds(FunctionCallInfo fcinfo, Guard *guard, Relation relation, const AuditRow *row)
{
	MemoryContext context = fcinfo->flinfo->fn_mcxt;
	Size		size = VARSIZE_ANY_EXHDR(row->channel);
	KnownBounds *known;

	for (known = guard->known; known != NULL; known = known->next)
		if (known->edition == row->edition && VARSIZE_ANY_EXHDR(known->channel) == size &&
			memcmp(VARDATA_ANY(known->channel), VARDATA_ANY(row->channel), size) == 0)
			return &known->bounds;

	/*
	 * A questionnaire must not change between this look and the end of the
	 * transaction: guard_questionnaire() takes the same lock exclusively.
	 */
	DirectFunctionCall2(pg_advisory_xact_lock_shared_int4,
						Int32GetDatum((int32) RelationGetNamespace(relation)),
						Int32GetDatum(row->edition));

	known = MemoryContextAllocZero(context, sizeof(KnownBounds));
	known->edition = row->edition;
	known->channel = (text *) MemoryContextAlloc(context, VARSIZE_ANY(row->channel));
	memcpy(known->channel, row->channel, VARSIZE_ANY(row->channel));
	known->bounds = read_bounds(relation, row->edition, known->channel, context);
	known->next = guard->known;
	guard->known = known;
	return &known->bounds;
}

/*
 * guard_audit(): trigger BEFORE INSERT OR UPDATE FOR EACH ROW on the table
 * audit of an observatory
 */
Datum
barometre_guard_audit(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleTableSlot *slot;
	HeapTuple	tuple;
	Guard	   *guard;
	Datum		values[NCOLUMNS];
	bool		nulls[NCOLUMNS];
	AuditRow	row;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		!TRIGGER_FIRED_BEFORE(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("guard_audit must be fired before an insert or update, for each row")));

	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
	{
		slot = trigger->tg_trigslot;
		tuple = trigger->tg_trigtuple;
	}
	else
	{
		slot = trigger->tg_newslot;
		tuple = trigger->tg_newtuple;
	}
	guard = guard_begin(fcinfo, trigger->tg_relation);
	for (int i = 0; i < NCOLUMNS; i++)
	{
		values[i] = slot_getattr(slot, guard->columns[i], &nulls[i]);
		if (nulls[i] && i != ANSWERS)
			return PointerGetDatum(tuple);	/* NOT NULL refuses it */
	}

	row.edition = DatumGetInt32(values[EDITION]);
	row.structure = DatumGetTextPP(values[STRUCTURE]);
	row.audit = DatumGetInt64(values[AUDIT]);
	row.channel = DatumGetTextPP(values[CHANNEL]);
	row.responded = DatumGetBool(values[RESPONDED]);
	row.answers = nulls[ANSWERS] ? NULL :
		pg_detoast_datum_packed((struct varlena *) DatumGetPointer(values[ANSWERS]));
	check_row(&row, guard_bounds(fcinfo, guard, trigger->tg_relation, &row));
	return PointerGetDatum(tuple);
}

/*
 * check_answers(edition, structure, audit, channel, responded, answers,
 * minimums, maximums): true, or the trigger's error
 */
Datum
barometre_check_answers(PG_FUNCTION_ARGS)
{
	AuditRow	row;
	Bounds		bounds = {0};

	for (int i = 0; i < 5; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	row.edition = PG_GETARG_INT32(0);
	row.structure = PG_GETARG_TEXT_PP(1);
	row.audit = PG_GETARG_INT64(2);
	row.channel = PG_GETARG_TEXT_PP(3);
	row.responded = PG_GETARG_BOOL(4);
	row.answers = PG_ARGISNULL(5) ? NULL :
		pg_detoast_datum_packed((struct varlena *) PG_GETARG_POINTER(5));
	if (!PG_ARGISNULL(6) && !PG_ARGISNULL(7))
	{
		ArrayType  *minimums = PG_GETARG_ARRAYTYPE_P(6);
		ArrayType  *maximums = PG_GETARG_ARRAYTYPE_P(7);

		bounds.nitems = ArrayGetNItems(ARR_NDIM(minimums), ARR_DIMS(minimums));
		if (bounds.nitems != ArrayGetNItems(ARR_NDIM(maximums), ARR_DIMS(maximums)) ||
			array_contains_nulls(minimums) || array_contains_nulls(maximums))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("check_answers: minimums and maximums must have one number for each item")));
		bounds.minimums = (const double *) ARR_DATA_PTR(minimums);
		bounds.maximums = (const double *) ARR_DATA_PTR(maximums);
	}
	check_row(&row, &bounds);
	PG_RETURN_BOOL(true);
}
