/*
 * operators.h
 *		Order and hash of the extension's types.
 *
 * Equal values have equal bytes, because each type has one layout for a value.
 * The order means nothing else: it serves DISTINCT, GROUP BY, UNION, indexes
 * and materialized views.
 */
#ifndef COMMON_OPERATORS_H
#define COMMON_OPERATORS_H

#include "fmgr.h"

/* The bytes of an argument; release() frees what taking them allocated. */
typedef struct OperatorBytes
{
	const unsigned char *(*take) (FunctionCallInfo fcinfo, int argument, Size *size);
	void		(*release) (FunctionCallInfo fcinfo, int argument, const unsigned char *bytes);
} OperatorBytes;

extern int	operators_compare(FunctionCallInfo fcinfo, OperatorBytes bytes);
extern Datum operators_hash(FunctionCallInfo fcinfo, OperatorBytes bytes);
extern Datum operators_hash_extended(FunctionCallInfo fcinfo, OperatorBytes bytes);

#define OPERATOR(name, result) \
PG_FUNCTION_INFO_V1(barometre_##name); \
Datum \
barometre_##name(PG_FUNCTION_ARGS) \
{ \
	return result; \
} \
extern int	no_such_variable

/* The SQL-callable functions barometre_TYPE_eq and so on; "bytes" is an OperatorBytes. */
#define OPERATORS(type, bytes) \
OPERATOR(type##_eq, BoolGetDatum(operators_compare(fcinfo, bytes) == 0)); \
OPERATOR(type##_ne, BoolGetDatum(operators_compare(fcinfo, bytes) != 0)); \
OPERATOR(type##_lt, BoolGetDatum(operators_compare(fcinfo, bytes) < 0)); \
OPERATOR(type##_le, BoolGetDatum(operators_compare(fcinfo, bytes) <= 0)); \
OPERATOR(type##_gt, BoolGetDatum(operators_compare(fcinfo, bytes) > 0)); \
OPERATOR(type##_ge, BoolGetDatum(operators_compare(fcinfo, bytes) >= 0)); \
OPERATOR(type##_cmp, Int32GetDatum(operators_compare(fcinfo, bytes))); \
OPERATOR(type##_hash, operators_hash(fcinfo, bytes)); \
OPERATOR(type##_hash_extended, operators_hash_extended(fcinfo, bytes))

#endif							/* COMMON_OPERATORS_H */
