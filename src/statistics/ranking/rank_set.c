/*
 * rank_set.c
 *		The sets of ranks that the data do not exclude, from all pairwise
 *		comparisons; closed form of Mogstad, Romano, Shaikh & Wilhelm (2023),
 *		"Inference for Ranks with Applications to Mobility across Neighbourhoods
 *		and Academic Achievement across Countries", with Student's t.
 *
 *		low  = 1 + the number of j with score_j - score_i > q_ij sqrt(e_i^2 + e_j^2)
 *		high = n - the number of j with score_i - score_j > q_ij sqrt(e_i^2 + e_j^2)
 *
 * q_ij is that of exclusion.c at the pair's own degrees of freedom (Welch &
 * Satterthwaite):
 *
 *		u_ij = 1 / df_ij = r^2 / df_i + (1 - r)^2 / df_j,  r = e_i^2 / (e_i^2 + e_j^2)
 *
 * Two rows without any error compare exactly.  A row whose error is not known
 * excludes nobody and is excluded by nobody: its set is 1..n.
 */
#include "postgres.h"

#include "common/window.h"
#include "miscadmin.h"
#include "statistics/ranking/exclusion.h"
#include "statistics/ranking/league.h"

typedef struct Comparison
{
	int64		size;
	double	   *score;			/* ascending */
	double	   *variance;
	double	   *u;
	double		least_variance;
	double		most_variance;
	double		least_u;
	double		most_u;
	Exclusion  *exclusion;
} Comparison;

static Comparison
new_comparison(const League *league)
{
	int64		n = league->size;
	Comparison	comparison = {n, window_allocate(n, sizeof(double)),
	window_allocate(n, sizeof(double)), window_allocate(n, sizeof(double)),
	INFINITY, 0.0, INFINITY, 0.0, NULL};

	for (int64 i = 0; i < n; i++)
	{
		const Member *member = &league->members[i];
		double		variance = member->error * member->error;

		comparison.score[i] = member->score;
		comparison.variance[i] = variance;
		comparison.u[i] = member->u;
		comparison.least_variance = Min(comparison.least_variance, variance);
		comparison.most_variance = Max(comparison.most_variance, variance);
		comparison.least_u = Min(comparison.least_u, member->u);
		comparison.most_u = Max(comparison.most_u, member->u);
	}
	return comparison;
}

/* u of a difference: the first one's share of the variance, and both u */
static inline double
pair_u(double share, double first, double second)
{
	return share * share * first + (1.0 - share) * (1.0 - share) * second;
}

static double
share_of(double variance, double other)
{
	return variance + other > 0 ? variance / (variance + other) : 0.5;
}

/* The member above which a better one certainly excludes i, from "open" on */
static int64
first_sure(const Comparison *all, int64 i, int64 open)
{
	double		v = all->variance[i];
	double		u = Max(pair_u(share_of(v, all->least_variance), all->u[i], all->most_u),
						pair_u(share_of(v, all->most_variance), all->u[i], all->most_u));
	double		error = sqrt(v + all->most_variance);

	if (error == 0)
		return league_first_above(all->score, open, all->size, all->score[i], 0.0);
	return league_first_above(all->score, open, all->size, all->score[i],
							  exclusion_high(all->exclusion, u) * error);
}

/* The first member that could exclude i */
static int64
first_open(const Comparison *all, int64 i)
{
	double		v = all->variance[i];
	double		both = all->u[i] + all->least_u;
	double		share = both > 0 ? all->least_u / both : 0.5;	/* where u is least */
	double		low = share_of(v, all->most_variance);
	double		high = share_of(v, all->least_variance);
	double		u = pair_u(Min(Max(share, low), high), all->u[i], all->least_u);

	return league_first_above(all->score, i + 1, all->size, all->score[i],
							  exclusion_low(all->exclusion, u) * sqrt(v + all->least_variance));
}

/* Does the better member j exclude i? */
static inline bool
excludes(const Comparison *all, int64 j, int64 i)
{
	double		variance = all->variance[i] + all->variance[j];
	double		u = pair_u(all->variance[i] / variance, all->u[i], all->u[j]);
	double		difference = all->score[j] - all->score[i];

	if (variance == 0)
		return difference > 0;
	return exclusion_holds(all->exclusion, u, difference / sqrt(variance));
}

/*
 * O(n log n) with equal errors; with others, the pairs that the smallest and
 * the largest error leave undecided are looked at, each once.
 */
static void
compare_all(const Comparison *all, int32 *better, int32 *worse)
{
	int32	   *worse_from_here = window_allocate(all->size + 1, sizeof(int32));
	int32		worse_for_all = 0;

	for (int64 i = 0; i < all->size; i++)
	{
		int64		open = first_open(all, i);
		int64		sure = first_sure(all, i, open);
		int32		count = 0;

		CHECK_FOR_INTERRUPTS();
		for (int64 j = open; j < sure; j++)
		{
			bool		yes = excludes(all, j, i);

			count += yes;
			worse[j] += yes;
		}
		better[i] = count + (int32) (all->size - sure);
		worse_from_here[sure]++;
	}
	for (int64 i = 0; i < all->size; i++)
	{
		worse_for_all += worse_from_here[i];
		worse[i] += worse_for_all;
	}
}

/* The set of each row that has a score */
void
league_rank_sets(const League *league, double confidence, bool simultaneous, RankSet *sets)
{
	int64		n = league->size + league->unknown_size;
	Comparison	all = new_comparison(league);
	int32	   *better = window_allocate(all.size, sizeof(int32));
	int32	   *worse = window_allocate(all.size, sizeof(int32));

	if (all.size > 1)
	{
		all.exclusion = exclusion_new(n, confidence, simultaneous);
		compare_all(&all, better, worse);
	}
	for (int64 i = 0; i < all.size; i++)
		sets[league->members[i].row] = (RankSet) {1 + better[i], (int32) n - worse[i]};
	for (int64 i = 0; i < league->unknown_size; i++)
		sets[league->unknown[i]] = (RankSet) {1, (int32) n};
}
