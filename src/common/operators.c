/*
 * operators.c
 *		Order and hash of the extension's types.
 *
 * Equal values have equal bytes, because each type has one layout for a value.
 * The order means nothing else: it serves DISTINCT, GROUP BY, UNION, indexes
 * and materialized views.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"

#include "statistics/score_summary.h"
#include "common/json.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* The bytes of an argument of variable length, opened where it must be. */
static const unsigned char *
varlena_bytes(FunctionCallInfo fcinfo, int argument, Size *size)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(argument);

	*size = VARSIZE_ANY_EXHDR(value);
	return (const unsigned char *) VARDATA_ANY(value);
}

static const unsigned char *
score_summary_bytes(FunctionCallInfo fcinfo, int argument, Size *size)
{
	*size = sizeof(ScoreSummary);
	return (const unsigned char *) PG_GETARG_POINTER(argument);
}

/*
 * Free what varlena_bytes() opened: sorting and indexes do not clean up after
 * each comparison.
 */
static void
varlena_release(FunctionCallInfo fcinfo, int argument, const unsigned char *bytes)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(argument);

	if (VARATT_IS_COMPRESSED(value) || VARATT_IS_EXTERNAL(value))
		pfree(unconstify(unsigned char *, bytes) - VARHDRSZ);
}

typedef const unsigned char *(*BytesOf) (FunctionCallInfo fcinfo, int argument, Size *size);

static int
compare(FunctionCallInfo fcinfo, BytesOf bytes_of)
{
	Size		a_size;
	Size		b_size;
	const unsigned char *a = bytes_of(fcinfo, 0, &a_size);
	const unsigned char *b = bytes_of(fcinfo, 1, &b_size);
	int			order = memcmp(a, b, Min(a_size, b_size));

	if (bytes_of == varlena_bytes)
	{
		varlena_release(fcinfo, 0, a);
		varlena_release(fcinfo, 1, b);
	}
	if (order != 0)
		return order;
	return a_size < b_size ? -1 : a_size > b_size;
}

static Datum
hash(FunctionCallInfo fcinfo, BytesOf bytes_of)
{
	Size		size;
	const unsigned char *bytes = bytes_of(fcinfo, 0, &size);

	return hash_any(bytes, (int) size);
}

static Datum
hash_extended(FunctionCallInfo fcinfo, BytesOf bytes_of)
{
	Size		size;
	const unsigned char *bytes = bytes_of(fcinfo, 0, &size);

	return hash_any_extended(bytes, (int) size, (uint64) PG_GETARG_INT64(1));
}

#define FUNCTION(name, result) \
PG_FUNCTION_INFO_V1(barometre_##name); \
Datum \
barometre_##name(PG_FUNCTION_ARGS) \
{ \
	return result; \
} \
extern int	no_such_variable

#define OPERATORS(type) \
FUNCTION(type##_eq, BoolGetDatum(compare(fcinfo, type##_bytes) == 0)); \
FUNCTION(type##_ne, BoolGetDatum(compare(fcinfo, type##_bytes) != 0)); \
FUNCTION(type##_lt, BoolGetDatum(compare(fcinfo, type##_bytes) < 0)); \
FUNCTION(type##_le, BoolGetDatum(compare(fcinfo, type##_bytes) <= 0)); \
FUNCTION(type##_gt, BoolGetDatum(compare(fcinfo, type##_bytes) > 0)); \
FUNCTION(type##_ge, BoolGetDatum(compare(fcinfo, type##_bytes) >= 0)); \
FUNCTION(type##_cmp, Int32GetDatum(compare(fcinfo, type##_bytes))); \
FUNCTION(type##_hash, hash(fcinfo, type##_bytes)); \
FUNCTION(type##_hash_extended, hash_extended(fcinfo, type##_bytes))

OPERATORS(score_summary);
OPERATORS(varlena);
