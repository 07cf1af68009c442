/*
 * operators.c
 *		Order and hash of the types of variable length.
 *
 * Equal values have equal bytes, because each type has one layout for a value.
 * The order means nothing else: it serves DISTINCT, GROUP BY, UNION, indexes
 * and materialized views.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"

#include "value_io.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

static int
compare(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_VARLENA_PP(0);
	struct varlena *b = PG_GETARG_VARLENA_PP(1);
	int			order = bytes_compare(VARDATA_ANY(a), VARSIZE_ANY_EXHDR(a),
									  VARDATA_ANY(b), VARSIZE_ANY_EXHDR(b));

	/* Indexes do not clean up after their comparisons. */
	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return order;
}

#define COMPARISON(name, test) \
PG_FUNCTION_INFO_V1(varlena_##name); \
Datum \
varlena_##name(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_BOOL(compare(fcinfo) test 0); \
} \
extern int	no_such_variable

COMPARISON(eq, ==);
COMPARISON(ne, !=);
COMPARISON(lt, <);
COMPARISON(le, <=);
COMPARISON(gt, >);
COMPARISON(ge, >=);

PG_FUNCTION_INFO_V1(varlena_cmp);

Datum
varlena_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

PG_FUNCTION_INFO_V1(varlena_hash);

Datum
varlena_hash(PG_FUNCTION_ARGS)
{
	struct varlena *a = PG_GETARG_VARLENA_PP(0);
	Datum		hash = hash_any((unsigned char *) VARDATA_ANY(a), (int) VARSIZE_ANY_EXHDR(a));

	PG_FREE_IF_COPY(a, 0);
	return hash;
}

PG_FUNCTION_INFO_V1(varlena_hash_extended);

Datum
varlena_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *a = PG_GETARG_VARLENA_PP(0);
	Datum		hash = hash_any_extended((unsigned char *) VARDATA_ANY(a), (int) VARSIZE_ANY_EXHDR(a),
										 (uint64) PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(a, 0);
	return hash;
}
