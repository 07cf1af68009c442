/*
 * moderated_estimate.c
 *		Window function: figures that rest on few units, with moderated errors.
 *
 * The rows of a partition are figures of one kind, each with its strata.  They
 * are read once, and pools are made of the strata that have one name in one
 * family; then each row's error is worked out, and kept until the row is asked
 * for.  The time is linear in the number of strata.  Sums over rows keep what
 * rounding loses, so that the order of the rows shows in no digit that counts.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "common/call.h"
#include "common/check.h"
#include "common/window.h"
#include "statistics/moderation.h"
#include "statistics/strata.h"

/* ---------- The figures of a partition ---------- */

/* A family, or a stratum of one, by name. */
typedef struct LabelKey
{
	int			family;			/* of a stratum; else one of the following */
	int			length;
	const char *bytes;
} LabelKey;

#define NAMED_FAMILY	(-1)
#define NO_FAMILY		(-2)	/* of the rows whose family is NULL */

typedef struct Label
{
	LabelKey		key;
	int			number;
	uint32		hash;
	char		status;
} Label;

static inline uint32
label_hash(const LabelKey *key)
{
	return hash_combine(hash_bytes((const unsigned char *) key->bytes, key->length),
						murmurhash32((uint32) key->family));
}

static inline bool
same_label(const LabelKey *a, const LabelKey *b)
{
	return a->family == b->family && a->length == b->length &&
		memcmp(a->bytes, b->bytes, a->length) == 0;
}

#define SH_PREFIX label_table
#define SH_ELEMENT_TYPE Label
#define SH_KEY_TYPE LabelKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) label_hash(&(key))
#define SH_EQUAL(table, a, b) same_label(&(a), &(b))
#define SH_STORE_HASH
#define SH_GET_HASH(table, label) (label)->hash
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* What is read of a partition; it lives in a context of its own. */
typedef struct Figures
{
	MemoryContext context;
	label_table_hash *labels;
	int			nfamilies;
	int			npools;
	int64		pools_room;
	Pool	   *pools;
	int64		nterms;
	int64		terms_room;
	Term	   *terms;
	int64	   *first_term;		/* of each row, and where the last row's end */
} Figures;

/* The number of a name, the next one when it is new. */
static int
number_label(Figures *figures, LabelKey key, int *count)
{
	bool		found;
	Label	   *label = label_table_insert(figures->labels, key, &found);

	if (!found)
	{
		char	   *bytes = MemoryContextAlloc(figures->context, Max(key.length, 1));

		memcpy(bytes, key.bytes, key.length);
		label->key.bytes = bytes;
		label->number = (*count)++;
	}
	return label->number;
}

/* Arrays that grow are as long as the partition asks for. */
static void *
make_room(void *array, int64 needed, int64 *room, Size size)
{
	if (needed <= *room)
		return array;
	*room = Max(needed, *room * 2);
	return repalloc_huge(array, *room * size);
}

static int
find_pool(Figures *figures, int family, const Stratum *stratum)
{
	int			before = figures->npools;
	int			pool = number_label(figures, (LabelKey) {family, stratum->length, stratum->name},
								   &figures->npools);

	if (pool == before)
	{
		figures->pools = make_room(figures->pools, figures->npools, &figures->pools_room,
								   sizeof(Pool));
		figures->pools[pool] = (Pool) {.family = family};
	}
	return pool;
}

static void
add_term(Figures *figures, int family, const Stratum *stratum)
{
	bool		known = !isnan(stratum->variance);

	figures->terms = make_room(figures->terms, figures->nterms + 1, &figures->terms_room,
							   sizeof(Term));
	figures->terms[figures->nterms++] = (Term) {
		.pool = find_pool(figures, family, stratum),
		.share = stratum->share,
		.units = stratum->units,
		.df = known ? stratum->units - 1 : 0,
		.variance = known ? stratum->variance : 0
	};
}

/* ---------- The window function ---------- */

enum
{
	VALUE,
	STRATA,
	FAMILY
};

/* What a partition keeps of each row. */
typedef struct Error
{
	double		std_error;
	double		df;				/* 0: there is no error */
} Error;

static TupleDesc
strata_row(FunctionCallInfo fcinfo)
{
	return strata_row_type(fcinfo, get_fn_expr_argtype(fcinfo->flinfo, STRATA),
						   call_memory(fcinfo, sizeof(TupleDesc)));
}

static Figures *
make_figures(int64 rows)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "moderated_estimate",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Figures    *figures = palloc0(sizeof(Figures));

	figures->context = context;
	figures->labels = label_table_create(context, 64, NULL);
	figures->pools_room = 64;
	figures->pools = palloc(sizeof(Pool) * figures->pools_room);
	figures->terms_room = 1024;
	figures->terms = palloc(sizeof(Term) * figures->terms_room);
	figures->first_term = window_allocate(rows + 1, sizeof(int64));
	MemoryContextSwitchTo(old);
	return figures;
}

/* The number of a row's family */
static int
read_family(WindowCall *call, int64 row, Figures *figures)
{
	LabelKey	key = {NO_FAMILY, 0, ""};
	bool		isnull;
	Datum		datum = window_argument(call, FAMILY, row, &isnull);

	if (!isnull)
	{
		text	   *name = DatumGetTextPP(datum);

		key = (LabelKey) {NAMED_FAMILY, VARSIZE_ANY_EXHDR(name), VARDATA_ANY(name)};
	}
	return number_label(figures, key, &figures->nfamilies);
}

/* Add the terms of one row of the partition. */
static void
read_figure(WindowCall *call, int64 row, int family, Figures *figures)
{
	MemoryContext old = MemoryContextSwitchTo(call->scratch);
	bool		isnull;
	Datum		datum = window_argument(call, STRATA, row, &isnull);
	Stratum    *strata;
	int			count = 0;

	if (!isnull)
		count = strata_read(strata_row(call->fcinfo), DatumGetHeapTupleHeader(datum), &strata, call->function);
	for (int i = 0; i < count; i++)
		add_term(figures, family, &strata[i]);
	MemoryContextSwitchTo(old);
}

static Figures *
read_figures(WindowCall *call)
{
	Figures    *figures = make_figures(call->rows);
	bool		one_family = get_fn_expr_arg_stable(call->fcinfo->flinfo, FAMILY);
	int			family = 0;

	for (int64 row = 0; row < call->rows; row++)
	{
		if (row == 0 || !one_family)
			family = read_family(call, row, figures);
		figures->first_term[row] = figures->nterms;
		read_figure(call, row, family, figures);
	}
	figures->first_term[call->rows] = figures->nterms;
	return figures;
}

/* Work out the errors of a partition. */
static void
moderate_partition(WindowCall *call)
{
	Figures    *figures = read_figures(call);
	Evidence   *families = MemoryContextAllocZero(figures->context,
												  sizeof(Evidence) * figures->nfamilies);
	Error	   *errors = call->results;

	moderation_learn(figures->pools, figures->npools, families, figures->terms, figures->nterms);
	for (int64 row = 0; row < call->rows; row++)
	{
		int64		first = figures->first_term[row];
		Error		error;

		CHECK_FOR_INTERRUPTS();
		if (!moderation_error(figures->pools, &figures->terms[first],
							  figures->first_term[row + 1] - first, &error.std_error, &error.df))
			continue;
		if (!isfinite(error.std_error))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s: std_error out of range: overflow", call->function)));
		errors[row] = error;
	}
	MemoryContextDelete(figures->context);
}

PG_FUNCTION_INFO_V1(barometre_moderated_estimate);

/* moderated_estimate(value, strata, family) OVER league -> estimate */
Datum
barometre_moderated_estimate(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "moderated_estimate", sizeof(Error));
	const Error *error;
	Datum		values[3];
	bool		nulls[3] = {false};
	bool		isnull;

	if (call.first)
		moderate_partition(&call);
	error = window_result(&call);
	values[0] = WinGetFuncArgCurrent(call.window, VALUE, &isnull);
	if (isnull)
		PG_RETURN_NULL();
	if (!isfinite(DatumGetFloat8(values[0])))
		check_failed(call.function, "value", "a finite number", DatumGetFloat8(values[0]), NULL);
	values[1] = Float8GetDatum(error->std_error);
	values[2] = Float8GetDatum(error->df);
	nulls[1] = nulls[2] = error->df == 0;
	return HeapTupleGetDatum(heap_form_tuple(call_row_type(fcinfo), values, nulls));
}
