/*
 * call.h
 *		What a function keeps from one call to the next of a query.
 */
#ifndef COMMON_CALL_H
#define COMMON_CALL_H

#include "access/tupdesc.h"
#include "fmgr.h"

extern struct varlena *call_open_argument(FunctionCallInfo fcinfo, int argument);
extern TupleDesc call_row_type(FunctionCallInfo fcinfo);
extern void *call_memory(FunctionCallInfo fcinfo, Size size);

#endif							/* COMMON_CALL_H */
