/*
 * moderation.c
 *		Errors of figures that rest on few units, moderated by what other figures
 *		of the same kind say: the kernel of moderated_estimate().
 *
 * The variance of one unit in a stratum is estimated from very few units of the
 * figure, and from very many of all figures together.  Each figure's own
 * variance is pulled towards the common one, by as much as the variances say
 * that figures are alike in it (Smyth 2004, moderated variances; You & Chapman
 * 2006, smoothed sampling variances), here by moments of the variances
 * themselves: yes/no answers give variances of exactly 0, whose logarithms
 * would ruin the prior.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "statistics/estimate.h"
#include "statistics/moderation.h"

#define MOST_PRIOR_DF		1e4 /* as good as sure that all figures are alike */
#define BORROWED_DF			4.0 /* of a variance that other strata lend */

/* Knuth's two-sum: the rest is what the addition lost. */
static inline void
add_exactly(ExactSum *to, double number)
{
	double		sum = to->sum + number;
	double		added = sum - to->sum;

	to->rest += (to->sum - (sum - added)) + (number - added);
	to->sum = sum;
}

static inline double
exact_sum(const ExactSum *sum)
{
	return sum->sum + sum->rest;
}

static void
add_evidence(Evidence *to, const Evidence *from)
{
	to->df += from->df;
	add_exactly(&to->squares, from->squares.sum);
	add_exactly(&to->squares, from->squares.rest);
}

static double
mean_variance(const Evidence *evidence)
{
	return exact_sum(&evidence->squares) / evidence->df;
}

/*
 * The prior of a stratum with evidence of its own, by moments:
 * cv² = Σ[νu²/(1 + 2/ν)]/(N·m²) − 1, ν₀ = 4 + 2/cv², s₀ = m(ν₀ − 2)/ν₀.
 */
static void
set_prior(Pool *pool)
{
	double		cv2 = exact_sum(&pool->scatter) / pool->evidence.df;

	pool->prior_df = MOST_PRIOR_DF;
	if (cv2 > 0)
		pool->prior_df = Min(4 + 2 / cv2, MOST_PRIOR_DF);
	pool->prior = pool->mean * ((pool->prior_df - 2) / pool->prior_df);
	pool->most_df = pool->evidence.df;
	pool->known = true;
}

/* The prior of a stratum without: what the others say on average, weighted by N */
static void
borrow_prior(Pool *pool, const Evidence *lender)
{
	pool->known = lender->df > 0;
	if (!pool->known)
		return;
	pool->prior = mean_variance(lender);
	pool->prior_df = BORROWED_DF;
	pool->most_df = BORROWED_DF;
}

/* Σν and Σνu of each pool and family, and of all; pools know their families. */
static Evidence
gather_evidence(Pool *pools, int npools, Evidence *families, const Term *terms, int64 nterms)
{
	Evidence	all = {0};

	for (int64 i = 0; i < nterms; i++)
	{
		Evidence   *evidence = &pools[terms[i].pool].evidence;

		CHECK_FOR_INTERRUPTS();
		if (terms[i].df == 0)
			continue;
		evidence->df += terms[i].df;
		add_exactly(&evidence->squares, terms[i].df * terms[i].variance);
	}
	for (int i = 0; i < npools; i++)
	{
		if (pools[i].evidence.df == 0)
			continue;
		pools[i].mean = mean_variance(&pools[i].evidence);
		add_evidence(&families[pools[i].family], &pools[i].evidence);
		add_evidence(&all, &pools[i].evidence);
	}
	return all;
}

static void
gather_scatter(Pool *pools, const Term *terms, int64 nterms)
{
	for (int64 i = 0; i < nterms; i++)
	{
		Pool	   *pool = &pools[terms[i].pool];
		double		df = terms[i].df;
		double		ratio;

		CHECK_FOR_INTERRUPTS();
		if (df == 0 || pool->mean == 0)
			continue;
		ratio = terms[i].variance / pool->mean;
		add_exactly(&pool->scatter, df * (ratio * ratio / (1 + 2 / df) - 1));
	}
}

/*
 * Find the prior of each pool from the terms of all figures.  Pools come zeroed,
 * but for their families; families come zeroed.
 */
void
moderation_learn(Pool *pools, int npools, Evidence *families, const Term *terms, int64 nterms)
{
	Evidence	all = gather_evidence(pools, npools, families, terms, nterms);

	gather_scatter(pools, terms, nterms);
	for (int i = 0; i < npools; i++)
	{
		const Evidence *family = &families[pools[i].family];

		if (pools[i].evidence.df > 0)
			set_prior(&pools[i]);
		else
			borrow_prior(&pools[i], family->df > 0 ? family : &all);
	}
}

/* k²ũ/n of a term, with the posterior variance ũ = (ν₀s₀ + νu)/(ν₀ + ν) */
static inline double
term_variance(const Pool *pool, const Term *term)
{
	double		posterior = pool->prior;

	if (term->df > 0)
		posterior = (pool->prior_df * pool->prior + term->df * term->variance) /
			(pool->prior_df + term->df);
	return term->share * term->share * posterior / term->units;
}

/* f of a term */
static inline double
term_df(const Pool *pool, const Term *term)
{
	return Min(pool->prior_df + term->df, pool->most_df);
}

/*
 * The error of one figure: V = Σk²ũ/n, df = V²/Σ[(k²ũ/n)²/f] (Satterthwaite),
 * f = min(ν₀ + ν, N), and Σf where V = 0.  False: there is none.  Overflow
 * shows in an error that is not finite.
 */
bool
moderation_error(const Pool *pools, const Term *terms, int64 nterms, double *std_error, double *df)
{
	double		variance = 0;
	double		all_df = 0;
	double		doubt = 0;		/* Σ (part of the term in V)² / f */

	for (int64 i = 0; i < nterms; i++)
	{
		const Pool *pool = &pools[terms[i].pool];

		if (terms[i].share == 0)
			continue;
		if (!pool->known)
			return false;
		variance += term_variance(pool, &terms[i]);
		all_df += term_df(pool, &terms[i]);
	}
	if (variance < MIN_ERROR * MIN_ERROR)
		variance = 0;
	for (int64 i = 0; i < nterms && variance > 0; i++)
	{
		const Pool *pool = &pools[terms[i].pool];
		double		part = term_variance(pool, &terms[i]) / variance;

		doubt += part * part / term_df(pool, &terms[i]);
	}
	*std_error = sqrt(variance);
	*df = doubt > 0 ? 1 / doubt : all_df;
	return all_df > 0;
}
