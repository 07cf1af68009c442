/*
 * league.h
 *		The rows of a window partition that are ranked, and what is found of them.
 *
 * ranking.c reads a league; the kernels, which know nothing of SQL, work on it.
 */
#ifndef LEAGUE_H
#define LEAGUE_H

#include <math.h>

#include "statistics/ranking/ranking.h"

typedef struct Member
{
	double		score;
	double		error;			/* standard error */
	double		u;				/* 1 / degrees of freedom of the error; 0: normal */
	int64		row;			/* of the partition, from 0 */
} Member;

/*
 * A row without score is not in the league; a row without error is in it, but
 * is no member: nothing can be said of its differences.
 */
typedef struct League
{
	int64		rows;			/* of the partition */
	int64		size;			/* members: with score and error */
	Member	   *members;		/* the worst first */
	int64		unknown_size;
	int64	   *unknown;		/* rows with a score but no error */
} League;

extern void league_prepare(League *league);
extern int64 league_first_above(const double *values, int64 from, int64 to,
								double origin, double bound);

/* The kernels: results by row, for the members only */
extern void league_rank_sets(const League *league, double confidence, bool simultaneous,
							 RankSet *sets);
extern void league_expected_ranks(const League *league, double *result);
extern void league_probabilities_best(const League *league, double *result);

/* Chance that a standard normal number is below z */
static inline double
normal_below(double z)
{
	return 0.5 * erfc(-z * M_SQRT1_2);
}

#endif							/* LEAGUE_H */
