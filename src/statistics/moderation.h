/*
 * moderation.h
 *		Errors of figures that rest on few units, moderated by what other figures
 *		of the same kind say: the kernel of moderated_estimate().
 */
#ifndef MODERATION_H
#define MODERATION_H

/* A stratum in one figure. */
typedef struct Term
{
	int			pool;
	double		share;			/* k: its weight in the figure; 0: it only informs others */
	double		units;			/* n, at least 1 */
	double		df;				/* ν = n − 1, or 0 when the variance is not known */
	double		variance;		/* u, of one unit */
} Term;

/* A sum and what its rounding lost: the same in whatever order. */
typedef struct ExactSum
{
	double		sum;
	double		rest;
} ExactSum;

/* What figures say of the variance of a unit, together. */
typedef struct Evidence
{
	double		df;				/* N = Σν */
	ExactSum	squares;		/* Σνu */
} Evidence;

/* One stratum in all the figures that share what is known of it. */
typedef struct Pool
{
	int			family;			/* a pool without evidence borrows there first */
	bool		known;			/* there is a prior */
	Evidence	evidence;
	double		mean;			/* m = Σνu / N */
	ExactSum	scatter;		/* Σν[(u/m)² / (1 + 2/ν) − 1] = N·cv² */
	double		prior_df;		/* ν₀ */
	double		prior;			/* s₀ */
	double		most_df;		/* a term has no more */
} Pool;

extern void moderation_learn(Pool *pools, int npools, Evidence *families, const Term *terms,
							 int64 nterms);
extern bool moderation_error(const Pool *pools, const Term *terms, int64 nterms,
							 double *std_error, double *df);

#endif							/* MODERATION_H */
