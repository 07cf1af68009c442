/*
 * exclusion.h
 *		When a difference of two scores excludes that the lower is the better one.
 */
#ifndef EXCLUSION_H
#define EXCLUSION_H

#include "statistics/ranking/studentized_range.h"

#define EXCLUSION_CELLS 64

/*
 * The quantiles q(u) of one league, u = 1 / degrees of freedom of a pair.
 *
 * A quantile takes microseconds and a league has many pairs, so q is known at
 * EXCLUSION_CELLS + 1 equidistant nodes up to the largest u, each found when it
 * is first needed.  They decide every pair but those that lie closer to q than
 * the nodes tell; for these q(u) itself is found.
 */
typedef struct Exclusion
{
	double		tail;			/* Student: probability above q */
	double		confidence;		/* of all sets together */
	StudentizedRange *range;	/* NULL: Student */
	bool		monotone;		/* does q grow with u? */
	double		at_zero;		/* q(0), of the normal distribution */
	double		largest;		/* u of the last node */
	double		node[EXCLUSION_CELLS + 1];	/* NaN: not found yet */
} Exclusion;

extern Exclusion *exclusion_new(int64 n, double confidence, bool simultaneous);
extern double exclusion_low(Exclusion *exclusion, double u);
extern double exclusion_high(Exclusion *exclusion, double u);
extern bool exclusion_holds(Exclusion *exclusion, double u, double ratio);

#endif							/* EXCLUSION_H */
