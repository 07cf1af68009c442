/*
 * operators.c
 *		Order and hash of the extension's types; those of variable length,
 *		audit_form and scorecard, share their functions, barometre_varlena_….
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "common/operators.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

int
operators_compare(FunctionCallInfo fcinfo, OperatorBytes bytes)
{
	Size		a_size;
	Size		b_size;
	const unsigned char *a = bytes.take(fcinfo, 0, &a_size);
	const unsigned char *b = bytes.take(fcinfo, 1, &b_size);
	int			order = memcmp(a, b, Min(a_size, b_size));

	bytes.release(fcinfo, 0, a);
	bytes.release(fcinfo, 1, b);
	if (order != 0)
		return order;
	return a_size < b_size ? -1 : a_size > b_size;
}

Datum
operators_hash(FunctionCallInfo fcinfo, OperatorBytes bytes)
{
	Size		size;
	const unsigned char *taken = bytes.take(fcinfo, 0, &size);
	Datum		result = hash_any(taken, (int) size);

	bytes.release(fcinfo, 0, taken);
	return result;
}

Datum
operators_hash_extended(FunctionCallInfo fcinfo, OperatorBytes bytes)
{
	Size		size;
	const unsigned char *taken = bytes.take(fcinfo, 0, &size);
	Datum		result = hash_any_extended(taken, (int) size, (uint64) PG_GETARG_INT64(1));

	bytes.release(fcinfo, 0, taken);
	return result;
}

/* The bytes of an argument of variable length, opened where it must be. */
static const unsigned char *
varlena_take(FunctionCallInfo fcinfo, int argument, Size *size)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(argument);

	*size = VARSIZE_ANY_EXHDR(value);
	return (const unsigned char *) VARDATA_ANY(value);
}

/* Sorting and indexes do not clean up after each comparison. */
static void
varlena_release(FunctionCallInfo fcinfo, int argument, const unsigned char *bytes)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(argument);

	if (VARATT_IS_COMPRESSED(value) || VARATT_IS_EXTERNAL(value))
		pfree(unconstify(unsigned char *, bytes) - VARHDRSZ);
}

static const OperatorBytes varlena_bytes = {varlena_take, varlena_release};

OPERATORS(varlena, varlena_bytes);
