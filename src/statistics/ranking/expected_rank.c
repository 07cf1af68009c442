/*
 * expected_rank.c
 *		1 + the expected number of better rows, when scores are normal.
 */
#include "postgres.h"

#include "common/window.h"
#include "miscadmin.h"
#include "statistics/ranking/league.h"

/* Beyond this many standard deviations, normal tails are 0: 1e-19. */
#define REACH 9.0

/* Members of one kind, by ascending score, as arrays. */
typedef struct Group
{
	int64		size;
	double	   *score;
	double	   *variance;
	int64	   *member;			/* position in the league */
	double		least;			/* smallest variance */
	double		most;			/* largest */
} Group;

static Group
new_group(int64 capacity)
{
	Group		group = {0, NULL, NULL, NULL, INFINITY, 0.0};

	group.score = window_allocate(capacity, sizeof(double));
	group.variance = window_allocate(capacity, sizeof(double));
	group.member = window_allocate(capacity, sizeof(int64));
	return group;
}

static void
add_to_group(Group *group, double score, double variance, int64 member)
{
	group->score[group->size] = score;
	group->variance[group->size] = variance;
	group->member[group->size] = member;
	group->size++;
	group->least = Min(group->least, variance);
	group->most = Max(group->most, variance);
}

static void
free_group(Group *group)
{
	pfree(group->score);
	pfree(group->variance);
	pfree(group->member);
}

/* Split a group into the errors above half its largest, and the others. */
static void
split_group(const Group *group, Group *large, Group *small)
{
	*large = new_group(group->size);
	*small = new_group(group->size);
	for (int64 i = 0; i < group->size; i++)
		add_to_group(group->variance[i] > group->most / 4 ? large : small,
					 group->score[i], group->variance[i], group->member[i]);
}

/* The rivals whose chance of being better than member i is neither 0 nor 1. */
static void
rivals_in_reach(const Group *group, int64 i, const Group *rivals, int64 *from, int64 *to)
{
	double		reach = REACH * sqrt(group->variance[i] + rivals->most);

	*from = league_first_above(rivals->score, 0, rivals->size, group->score[i], -reach);
	*to = league_first_above(rivals->score, *from, rivals->size, group->score[i], reach);
}

static int64
pairs_in_reach(const Group *group, const Group *rivals)
{
	int64		pairs = 0;

	for (int64 i = 0; i < group->size; i++)
	{
		int64		from;
		int64		to;

		CHECK_FOR_INTERRUPTS();
		rivals_in_reach(group, i, rivals, &from, &to);
		pairs += to - from;
	}
	return pairs;
}

/* Add the expected number of better rivals to each of the group, pair by pair. */
static void
add_better_by_pairs(const Group *group, const Group *rivals, double *better)
{
	for (int64 i = 0; i < group->size; i++)
	{
		int64		from;
		int64		to;
		double		sum = 0.0;

		CHECK_FOR_INTERRUPTS();
		rivals_in_reach(group, i, rivals, &from, &to);
		for (int64 j = from; j < to; j++)
			sum += normal_below((rivals->score[j] - group->score[i]) /
								sqrt(group->variance[i] + rivals->variance[j]));
		better[group->member[i]] += sum + (double) (rivals->size - to);
	}
}

/*
 * The grid of add_better_by_grid(): node k, from first to last, is at
 * origin + k * step, both exact.  Scores are taken from the origin, so that
 * even errors below the scores' last digit are seen.
 */
typedef struct Grid
{
	double		origin;
	double		step;
	int64		first;			/* negative */
	int64		last;
	double	   *above;			/* expected number of rivals above each node, from first on */
} Grid;

/* The grid's nodes within reach of a normal distribution around the score. */
static void
nodes_in_reach(const Grid *grid, double score, double deviation, int64 *from, int64 *to)
{
	double		low = ceil((score - REACH * deviation) / grid->step);
	double		high = floor((score + REACH * deviation) / grid->step);

	*from = (int64) Min(Max(low, (double) grid->first), (double) grid->last + 1);
	*to = (int64) Max(Min(high, (double) grid->last), (double) grid->first - 1);
}

/* Fill grid->above with the sum over the rivals of Phi((score - node) / sqrt(variance + shift)). */
static void
fill_grid(Grid *grid, const Group *rivals, double shift)
{
	double		reach = REACH * sqrt(rivals->most + shift);
	int64		nodes = grid->last - grid->first + 1;
	int64		begin = league_first_above(rivals->score, 0, rivals->size, grid->origin,
									grid->first * grid->step - reach);
	int64		end = league_first_above(rivals->score, begin, rivals->size, grid->origin,
								  grid->last * grid->step + reach);
	int64	   *ended = window_allocate(nodes + 1, sizeof(int64)); /* rivals above all earlier nodes */
	int64		count = rivals->size - end;

	for (int64 j = begin; j < end; j++)
	{
		double		score = rivals->score[j] - grid->origin;
		double		deviation = sqrt(rivals->variance[j] + shift);
		int64		from;
		int64		to;

		CHECK_FOR_INTERRUPTS();
		nodes_in_reach(grid, score, deviation, &from, &to);
		ended[from - grid->first]++;
		for (int64 k = from; k <= to; k++)
			grid->above[k - grid->first] += normal_below((score - k * grid->step) / deviation);
	}
	for (int64 k = nodes - 1; k >= 0; k--)
	{
		count += ended[k + 1];
		grid->above[k] += (double) count;
	}
	pfree(ended);
}

/* The mean of grid->above over a normal distribution. */
static double
mean_over_grid(const Grid *grid, double score, double deviation)
{
	double		sum = 0.0;
	int64		from;
	int64		to;

	nodes_in_reach(grid, score, deviation, &from, &to);
	for (int64 k = from; k <= to; k++)
	{
		double		z = (k * grid->step - score) / deviation;

		sum += exp(-0.5 * z * z) * grid->above[k - grid->first];
	}
	return sum * grid->step / (deviation * sqrt(2.0 * M_PI));
}

/*
 * The same as add_better_by_pairs(), in time proportional to the number of
 * members and not of pairs.
 *
 * The chance that rival j is better than i depends on the sum of their
 * variances only, so a part "shift" can go from one to the other: it is the
 * mean of Phi((score_j - x) / sqrt(v_j + shift)) when x is normal around
 * score_i with variance v_i - shift.  The sum over j is tabulated once, at
 * equal steps, and each i's mean is a trapezoidal sum over it.
 *
 * With A and B the two variances of a pair, the Fourier transform of the
 * integrand is at most Phi_ij exp(-w^2 AB / (A + B) / 2).  The shift makes A
 * and B at least "narrow", and the step is at most 0.75 sqrt(narrow / 2): the
 * relative error of each pair is below 2 exp(-2 (pi / 0.75)^2) = 1.2e-15.
 */
static void
add_better_by_grid(const Group *group, const Group *rivals, double *better)
{
	double		shift = (group->least - rivals->least) / 2;
	double		narrow = (group->least + rivals->least) / 2;
	double		margin = REACH * sqrt(group->most - shift);
	Grid		grid;
	int			exponent;

	/* A power of two, so that nodes are exact. */
	frexp(0.75 * sqrt(narrow / 2), &exponent);
	grid.step = ldexp(0.5, exponent);

	for (int64 begin = 0, end; begin < group->size; begin = end)
	{
		/* A grid for each run of members without a wide gap. */
		for (end = begin + 1; end < group->size; end++)
			if (group->score[end] - group->score[end - 1] > 2 * margin)
				break;
		grid.origin = rint(group->score[begin] / grid.step) * grid.step;
		grid.first = -1 - (int64) ceil(margin / grid.step);
		grid.last = 1 + (int64) ceil((group->score[end - 1] - grid.origin + margin) / grid.step);
		grid.above = window_allocate(grid.last - grid.first + 1, sizeof(double));
		fill_grid(&grid, rivals, shift);
		for (int64 i = begin; i < end; i++)
		{
			CHECK_FOR_INTERRUPTS();
			better[group->member[i]] += mean_over_grid(&grid, group->score[i] - grid.origin,
													   sqrt(group->variance[i] - shift));
		}
		pfree(grid.above);
	}
}

/* A pair costs about as much as one node of a grid, and a member about 100. */
static void
add_better(const Group *group, const Group *rivals, double *better)
{
	if (group->size == 0 || rivals->size == 0)
		return;
	if (pairs_in_reach(group, rivals) > 100 * (group->size + rivals->size))
		add_better_by_grid(group, rivals, better);
	else
		add_better_by_pairs(group, rivals, better);
}

/* Among members without error the better one is certain; equal ones share their ranks. */
static void
add_better_exact(const Group *group, double *better)
{
	for (int64 begin = 0, end; begin < group->size; begin = end)
	{
		end = league_first_above(group->score, begin, group->size, group->score[begin], 0.0);
		for (int64 i = begin; i < end; i++)
			better[group->member[i]] += (group->size - end) + (end - begin) / 2.0;
	}
}

/*
 * Expected ranks:
 *
 *		1 + the sum over j != i of Phi((score_j - score_i) / sqrt(e_i^2 + e_j^2))
 *
 * where two members without error count 1, 1/2 or 0.  A member's comparison
 * with itself is 1/2, so the sum over all j, and 1/2, is the same.  The members
 * of the largest errors, within a factor of 2, are compared with all others
 * and taken away, until only members without error are left: so that each
 * comparison has a scale of its own, whatever the errors.
 */
void
league_expected_ranks(const League *league, double *result)
{
	double	   *better = window_allocate(league->size, sizeof(double));
	Group		all = new_group(league->size);

	for (int64 i = 0; i < league->size; i++)
		add_to_group(&all, league->members[i].score,
					 league->members[i].error * league->members[i].error, i);
	while (all.size > 0 && all.most > 0)
	{
		Group		large;
		Group		small;

		split_group(&all, &large, &small);
		add_better(&large, &all, better);
		add_better(&small, &large, better);
		free_group(&large);
		free_group(&all);
		all = small;
	}
	add_better_exact(&all, better);
	for (int64 i = 0; i < league->size; i++)
		result[league->members[i].row] = Min(Max(0.5 + better[i], 1.0), (double) league->size);
}
