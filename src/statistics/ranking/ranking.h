/*
 * ranking.h
 *		A set of ranks as functions give it.
 */
#ifndef RANKING_H
#define RANKING_H

#include "fmgr.h"

/* The ranks from low to high; low is 0 where there are none, NULL */
typedef struct RankSet
{
	int32		low;
	int32		high;
} RankSet;

extern Datum ranking_result(FunctionCallInfo fcinfo, const RankSet *set);

#endif							/* RANKING_H */
