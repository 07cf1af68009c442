/*
 * guard.h
 *		The observatory that a guard's trigger stands in.
 *
 * Anyone may put a guard's function on a table of theirs, and name its columns
 * as they like.  A guard therefore begins with guard_begin(), which refuses
 * whatever is not its own table of an observatory, with columns of the right
 * types.
 */
#ifndef GUARD_H
#define GUARD_H

#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "storage/lock.h"

/* The tables that guards look at, and what they read of each. */
typedef enum ObservatoryTable
{
	AUDIT_TABLE,
	CRITERION_TABLE,
	SCALE_TABLE,
	DETERMINANT_WEIGHT_TABLE,
	CHANNEL_WEIGHT_TABLE,
	PARTICIPATION_TABLE,
	STRUCTURE_TABLE,
	EDITION_TABLE,
	N_OBSERVATORY_TABLES
} ObservatoryTable;

#define TABLE_BIT(table)	(1 << (table))

enum
{
	AUDIT_EDITION, AUDIT_STRUCTURE, AUDIT_AUDIT, AUDIT_CHANNEL, AUDIT_RESPONDED, AUDIT_ANSWERS,
	AUDIT_WEIGHT, N_AUDIT_COLUMNS
};

enum
{
	CRITERION_EDITION, CRITERION_CHANNEL, CRITERION_ITEM, CRITERION_SCALE, CRITERION_WEIGHT,
	N_CRITERION_COLUMNS
};

enum
{
	SCALE_SCALE, SCALE_POINTS, SCALE_SCORES, SCALE_MINIMUM, SCALE_MAXIMUM, N_SCALE_COLUMNS
};

/* determinant_weight, channel_weight and participation */
enum
{
	WEIGHTED_EDITION, WEIGHTED_CODE, WEIGHTED_WEIGHT, N_WEIGHTED_COLUMNS
};

enum
{
	STRUCTURE_STRUCTURE, STRUCTURE_SUCCESSOR, N_STRUCTURE_COLUMNS
};

enum
{
	EDITION_EDITION, N_EDITION_COLUMNS
};

#define MAX_OBSERVATORY_COLUMNS 8

typedef struct Observatory
{
	const char *schema;			/* quoted, as it stands in a query */
	Oid			owner;			/* of all its tables */
	Oid			tables[N_OBSERVATORY_TABLES];
} Observatory;

/* What a guard keeps for a statement; each guard's own struct begins with it. */
typedef struct Guard
{
	MemoryContext context;		/* lives as long */
	Observatory observatory;
	ObservatoryTable table;		/* that the trigger is of */
	bool		shard;			/* of that table, on a node of Citus */
	int			ncolumns;
	AttrNumber	columns[MAX_OBSERVATORY_COLUMNS];	/* of the trigger's relation */
} Guard;

/* A row of the trigger's relation, by the numbers above. */
typedef struct GuardedRow
{
	bool		incomplete;		/* a column that has a value in every observatory has none */
	Datum		values[MAX_OBSERVATORY_COLUMNS];
	bool		nulls[MAX_OBSERVATORY_COLUMNS];
} GuardedRow;

extern void *guard_begin(FunctionCallInfo fcinfo, const char *function, int tables, Size size);
extern bool guard_complete(ObservatoryTable table, const bool *nulls);
extern bool guard_old_row(const Guard *guard, const TriggerData *trigger, GuardedRow *row);
extern bool guard_new_row(const Guard *guard, const TriggerData *trigger, GuardedRow *row);
extern bool guard_row_lives(const TriggerData *trigger);
extern bool guard_same_column(const Guard *guard, const TriggerData *trigger, int column);
extern const char *guard_table_name(ObservatoryTable table);

extern void guard_lock(const Observatory *observatory, ObservatoryTable table, int32 key,
							 LOCKMODE mode);
extern void guard_select(const Observatory *observatory, Snapshot snapshot, const char *query,
							   int nargs, Oid *types, Datum *values, int nresults, const Oid *results);
extern void guard_check_results(TupleDesc row, int nresults, const Oid *results);
extern void guard_become_owner(const Observatory *observatory, Oid *user, int *context);

#endif							/* GUARD_H */
