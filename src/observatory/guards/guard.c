/*
 * guard.c
 *		The observatory that a guard's trigger stands in: what is one, and how
 *		its tables are locked and read.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/tableam.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "common/call.h"
#include "observatory/guards/guard.h"

typedef struct Column
{
	const char *name;
	Oid			type;
	bool		nullable;
} Column;

typedef struct Table
{
	const char *name;
	Column		columns[MAX_OBSERVATORY_COLUMNS + 1];	/* the last has no name */
} Table;

/* In the order of the numbers in guard.h */
static const Table tables[N_OBSERVATORY_TABLES] = {
	{"audit",
		{{"edition", INT4OID, false}, {"structure", TEXTOID, false}, {"audit", INT8OID, false},
		{"channel", TEXTOID, false}, {"responded", BOOLOID, false}, {"answers", FLOAT4ARRAYOID, true},
		{"weight", FLOAT8OID, false}}},
	{"criterion",
		{{"edition", INT4OID, false}, {"channel", TEXTOID, false}, {"item", INT4OID, false},
		{"scale", TEXTOID, false}, {"weight", FLOAT8OID, false}}},
	{"scale",
		{{"scale", TEXTOID, false}, {"points", FLOAT8ARRAYOID, false}, {"scores", FLOAT8ARRAYOID, false},
		{"minimum", FLOAT8OID, true}, {"maximum", FLOAT8OID, true}}},
	{"determinant_weight",
		{{"edition", INT4OID, false}, {"determinant", TEXTOID, false}, {"weight", FLOAT8OID, false}}},
	{"channel_weight",
		{{"edition", INT4OID, false}, {"channel", TEXTOID, false}, {"weight", FLOAT8OID, false}}},
	{"participation",
		{{"edition", INT4OID, false}, {"structure", TEXTOID, false}, {"weight", FLOAT8OID, false}}},
	{"structure",
		{{"structure", TEXTOID, false}, {"successor", TEXTOID, true}}},
	{"edition",
		{{"edition", INT4OID, false}}}
};

const char *
guard_table_name(ObservatoryTable table)
{
	return tables[table].name;
}

/* ------------------------------------------------------------------------
 * What is an observatory
 * ------------------------------------------------------------------------
 */

/* Find the columns of a table; what is wrong with one, or NULL. */
static const char *
find_columns(Oid relation, const Table *table, AttrNumber *numbers)
{
	for (int i = 0; table->columns[i].name != NULL; i++)
	{
		const Column *column = &table->columns[i];
		AttrNumber	number = get_attnum(relation, column->name);

		if (number <= 0)
			return psprintf("Its table \"%s\" has no column \"%s\".", table->name, column->name);
		if (get_atttype(relation, number) != column->type)
			return psprintf("Column \"%s\" of its table \"%s\" is of type %s, not %s.", column->name,
							table->name, format_type_be(get_atttype(relation, number)),
							format_type_be(column->type));
		if (numbers != NULL)
			numbers[i] = number;
	}
	return NULL;
}

static Oid
relation_owner(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

static Oid
schema_owner(Oid schema)
{
	HeapTuple	tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(schema));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
	return owner;
}

static bool
is_true_table(char kind)
{
	return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE;
}

/*
 * An observatory is a schema that holds the tables of an observatory: true
 * tables, with the columns that guards read, of one owner, whose rights the
 * guards use.  The schema's owner must have these rights too, as it can put a
 * view in the place of a table while a guard waits for a lock.  What a schema
 * lacks to be one, or NULL.
 */
static const char *
find_observatory(Oid schema, Observatory *observatory)
{
	for (int i = 0; i < N_OBSERVATORY_TABLES; i++)
	{
		Oid			relation = get_relname_relid(tables[i].name, schema);
		char		kind = OidIsValid(relation) ? get_rel_relkind(relation) : '\0';
		const char *problem;

		if (!is_true_table(kind))
			return psprintf("Its schema has no table \"%s\".", tables[i].name);
		problem = find_columns(relation, &tables[i], NULL);
		if (problem != NULL)
			return problem;
		if (i == 0)
			observatory->owner = relation_owner(relation);
		else if (relation_owner(relation) != observatory->owner)
			return psprintf("Tables \"%s\" and \"%s\" have different owners.", tables[0].name,
							tables[i].name);
		observatory->tables[i] = relation;
	}
	if (!has_privs_of_role(schema_owner(schema), observatory->owner))
		return "The owner of its schema has not the rights of its tables' owner.";
	return NULL;
}

/* The table at the top of a partition; of one that is being detached, and of any other: itself. */
static Oid
root_of(Relation relation)
{
	List	   *ancestors = relation->rd_rel->relispartition ?
		get_partition_ancestors(RelationGetRelid(relation)) : NIL;

	return ancestors != NIL ? llast_oid(ancestors) : RelationGetRelid(relation);
}

/* A shard of Citus has the name of its table, an underscore and a number. */
static bool
is_shard_name(const char *name, const char *table)
{
	Size		length = strlen(table);

	return strncmp(name, table, length) == 0 && name[length] == '_' && name[length + 1] != '\0' &&
		strspn(name + length + 1, "0123456789") == strlen(name + length + 1);
}

/* Which of the tables the trigger is of; what is wrong, or NULL. */
static const char *
find_table(Relation relation, int allowed, Guard *guard)
{
	Oid			root = root_of(relation);
	const char *name = get_rel_name(root);

	for (int i = 0; i < N_OBSERVATORY_TABLES; i++)
	{
		guard->table = (ObservatoryTable) i;
		guard->shard = is_shard_name(name, tables[i].name) &&
			relation_owner(root) == guard->observatory.owner;
		if ((allowed & TABLE_BIT(i)) && (guard->shard || root == guard->observatory.tables[i]))
			return find_columns(RelationGetRelid(relation), &tables[i], guard->columns);
	}
	return "The trigger is not one of the guards that upgrade_observatory() makes.";
}

static const char *
find_guarded(Relation relation, int allowed, Guard *guard)
{
	Oid			schema = get_rel_namespace(root_of(relation));
	const char *problem = find_observatory(schema, &guard->observatory);

	if (!is_true_table(relation->rd_rel->relkind))
		return "It is a foreign table.";
	guard->observatory.schema = MemoryContextStrdup(guard->context,
													quote_identifier(get_namespace_name(schema)));
	return problem != NULL ? problem : find_table(relation, allowed, guard);
}

/*
 * What the guard of a trigger keeps for the statement, of this size; made at
 * the first call.  Refuses all but the tables allowed, after the event.
 */
void *
guard_begin(FunctionCallInfo fcinfo, const char *function, int allowed, Size size)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Guard	   *guard;
	const char *problem;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!(TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("%s: the trigger must be fired after the event, for each row", function)));
	guard = call_memory(fcinfo, size);
	if (guard->context != NULL)
		return guard;

	guard->context = fcinfo->flinfo->fn_mcxt;
	problem = find_guarded(trigger->tg_relation, allowed, guard);
	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("%s: table \"%s\" is not a table of an observatory that it guards", function,
						RelationGetRelationName(trigger->tg_relation)),
				 errdetail("%s", problem)));
	while (tables[guard->table].columns[guard->ncolumns].name != NULL)
		guard->ncolumns++;
	return guard;
}

/* ------------------------------------------------------------------------
 * The trigger's rows
 * ------------------------------------------------------------------------
 */

/* Do the columns that have a value in every observatory have one?  Their owner can let them go without. */
bool
guard_complete(ObservatoryTable table, const bool *nulls)
{
	for (int i = 0; tables[table].columns[i].name != NULL; i++)
		if (nulls[i] && !tables[table].columns[i].nullable)
			return false;
	return true;
}

static void
read_row(const Guard *guard, TupleTableSlot *slot, GuardedRow *row)
{
	for (int i = 0; i < guard->ncolumns; i++)
		row->values[i] = slot_getattr(slot, guard->columns[i], &row->nulls[i]);
	row->incomplete = !guard_complete(guard->table, row->nulls);
}

static TupleTableSlot *
new_slot(const TriggerData *trigger)
{
	return TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newslot : trigger->tg_trigslot;
}

/* The row before an update or delete. */
bool
guard_old_row(const Guard *guard, const TriggerData *trigger, GuardedRow *row)
{
	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) && !TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		return false;
	read_row(guard, trigger->tg_trigslot, row);
	return true;
}

/* The row that was inserted or updated, as it is stored. */
bool
guard_new_row(const Guard *guard, const TriggerData *trigger, GuardedRow *row)
{
	if (!TRIGGER_FIRED_BY_INSERT(trigger->tg_event) && !TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		return false;
	read_row(guard, new_slot(trigger), row);
	return true;
}

/*
 * Is the row still there?  The check may come later than the statement, when a
 * newer version of the row, or none, is to be checked.
 */
bool
guard_row_lives(const TriggerData *trigger)
{
	return table_tuple_satisfies_snapshot(trigger->tg_relation, new_slot(trigger), SnapshotSelf);
}

/* Did an update leave the column as it was? */
bool
guard_same_column(const Guard *guard, const TriggerData *trigger, int column)
{
	AttrNumber	number = guard->columns[column];
	Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(trigger->tg_relation), number - 1);
	bool		was_null;
	bool		is_null;
	Datum		was = slot_getattr(trigger->tg_trigslot, number, &was_null);
	Datum		is = slot_getattr(trigger->tg_newslot, number, &is_null);

	if (was_null || is_null)
		return was_null && is_null;
	return datum_image_eq(was, is, attribute->attbyval, attribute->attlen);
}

/* ------------------------------------------------------------------------
 * The observatory's tables
 * ------------------------------------------------------------------------
 */

/*
 * Lock an edition, say, in a table, until the transaction ends.  Unlike an
 * advisory lock, only guards take it: no other object is of a table's class.
 */
void
guard_lock(const Observatory *observatory, ObservatoryTable table, int32 key, LOCKMODE mode)
{
	LOCKTAG		tag;

	SET_LOCKTAG_OBJECT(tag, MyDatabaseId, observatory->tables[table], (Oid) key, 0);
	(void) LockAcquire(&tag, mode, false, false);
}

/*
 * Take the rights of the tables' owner, whom row security hides nothing from,
 * as foreign keys do; the caller gives back those that it gets.  What is run
 * with them must call nothing but PostgreSQL's own functions and operators.
 */
void
guard_become_owner(const Observatory *observatory, Oid *user, int *context)
{
	GetUserIdAndSecContext(user, context);
	SetUserIdAndSecContext(observatory->owner,
						   *context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
}

/* Columns are read as what they are, whatever became of the tables meanwhile. */
void
guard_check_results(TupleDesc row, int nresults, const Oid *results)
{
	for (int i = 0; i < nresults; i++)
		if (i >= row->natts || TupleDescAttr(row, i)->atttypid != results[i])
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column %d of a guard's query is not of type %s", i + 1,
							format_type_be(results[i]))));
}

/* Run a query within SPI, as the owner; a snapshot: over what it sees. */
void
guard_select(const Observatory *observatory, Snapshot snapshot, const char *query, int nargs,
				   Oid *types, Datum *values, int nresults, const Oid *results)
{
	Oid			user;
	int			context;
	SPIPlanPtr	plan;

	guard_become_owner(observatory, &user, &context);
	plan = SPI_prepare(query, nargs, types);
	if (plan == NULL ||
		SPI_execute_snapshot(plan, values, NULL, snapshot, InvalidSnapshot, false, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "a guard could not run \"%s\"", query);
	SetUserIdAndSecContext(user, context);
	guard_check_results(SPI_tuptable->tupdesc, nresults, results);
}
