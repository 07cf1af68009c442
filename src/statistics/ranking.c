/*
 * ranking.c
 *		Ranks with their uncertainty: window functions over a league.
 *
 * A league is a window partition; each row is a score with its standard error,
 * and the larger score is the better one.  A row whose score or error is NULL
 * is not in the league.
 *
 *		rank_set			the ranks that the data do not exclude
 *		expected_rank		1 + the expected number of better rows
 *		probability_best	the probability of being the best row
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "catalog/pg_type.h"
#include "common/window.h"
#include "miscadmin.h"
#include "utils/float.h"
#include "utils/rangetypes.h"

#include <Rmath.h>

/* ---------- The league ---------- */

typedef struct Member
{
	double		score;
	double		error;
	int64		row;			/* position in the partition, from 0 */
} Member;

typedef struct League
{
	int64		rows;			/* of the partition, members or not */
	int64		size;			/* members */
	Member	   *members;		/* best last */
} League;

/* The set of one row */
typedef struct RankSet
{
	int32		low;			/* 0: NULL */
	int32		high;
} RankSet;

static int
compare_members(const void *a, const void *b, void *unused)
{
	const Member *left = a;
	const Member *right = b;

	if (left->score != right->score)
		return left->score < right->score ? -1 : 1;
	if (left->error != right->error)
		return left->error < right->error ? -1 : 1;
	return left->row < right->row ? -1 : left->row > right->row;
}

/*
 * Divide all numbers by the same power of two, which changes no rank, so that
 * no difference overflows.  Errors whose square could underflow then, less
 * than 1e-150 of the largest number, are none.
 */
static void
rescale(League *league)
{
	double		largest = 0.0;
	int			exponent;

	for (int64 i = 0; i < league->size; i++)
		largest = Max(largest, Max(fabs(league->members[i].score), league->members[i].error));
	frexp(largest, &exponent);
	for (int64 i = 0; i < league->size; i++)
	{
		Member	   *member = &league->members[i];

		member->score = ldexp(member->score, -exponent);
		member->error = ldexp(member->error, -exponent);
		if (member->error < 1e-150)
			member->error = 0.0;
	}
}

/* The members of the partition, worst first. */
static League
read_league(WindowCall *call)
{
	League		league = {call->rows, 0, window_allocate(call->rows, sizeof(Member))};

	for (int64 row = 0; row < call->rows; row++)
	{
		Member	   *member = &league.members[league.size];
		bool		has_score = window_float8(call, 0, row, &member->score);
		bool		has_error = window_float8(call, 1, row, &member->error);

		if (!has_score || !has_error)
			continue;
		if (!isfinite(member->score))
			window_refuse(call, "score must be a finite number", member->score);
		if (!isfinite(member->error) || member->error < 0)
			window_refuse(call, "std_error must be a finite number of at least 0", member->error);
		member->row = row;
		league.size++;
	}
	rescale(&league);
	qsort_interruptible(league.members, league.size, sizeof(Member), compare_members, NULL);
	return league;
}

/* First of the ascending values[from..to) that is above origin by more than the bound, or to. */
static int64
first_above(const double *values, int64 from, int64 to, double origin, double bound)
{
	while (from < to)
	{
		int64		middle = from + (to - from) / 2;

		if (values[middle] - origin > bound)
			to = middle;
		else
			from = middle + 1;
	}
	return from;
}

/* ---------- Sets of ranks ---------- */

/*
 * Quantile of the studentized range of n normal numbers: R's qtukey.  Its
 * secant steps run into NaN for many numbers and an unusual confidence; then
 * ptukey is bisected.
 */
static double
range_quantile(double confidence, double n)
{
	double		low = 0.0;
	double		high = 128.0;
	double		quantile = qtukey(confidence, 1.0, n, INFINITY, true, false);

	if (isfinite(quantile))
		return quantile;
	for (int step = 0; step < 60; step++)
	{
		double		middle = (low + high) / 2;

		if (ptukey(middle, 1.0, n, INFINITY, true, false) >= confidence)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/*
 * The factor q: a difference of two scores above q times its standard error
 * excludes that the lower one is the better one.
 *
 * Marginal: each member's own set holds its rank with the given confidence
 * (Bonferroni over its n - 1 comparisons).  Simultaneous: all sets together do
 * (Tukey).
 */
static double
exclusion_factor(int64 n, double confidence, bool simultaneous)
{
	if (n < 2)
		return 0.0;
	if (simultaneous)
		return range_quantile(confidence, (double) n) / M_SQRT2;
	return qnorm((1.0 - confidence) / 2.0 / (double) (n - 1), 0.0, 1.0, false, false);
}

/*
 * Is difference > q * sqrt(variance)?  Squares decide faster, and the roots
 * decide where the squares' rounding could.
 */
static inline bool
excluded(double difference, double variance, double q, double q_squared)
{
	double		left = difference * difference;
	double		right = q_squared * variance;

	if (fabs(left - right) > 1e-12 * right && left > 1e-290)
		return left > right;
	return difference > q * sqrt(variance);
}

/*
 * Sets of ranks from all pairwise comparisons; closed form of Mogstad, Romano,
 * Shaikh & Wilhelm (2023), "Inference for Ranks with Applications to Mobility
 * across Neighbourhoods and Academic Achievement across Countries".
 *
 *		low  = 1 + the number of j with score_j - score_i > q sqrt(e_i^2 + e_j^2)
 *		high = n - the number of j with score_i - score_j > q sqrt(e_i^2 + e_j^2)
 *
 * O(n log n) with equal errors; with others, the pairs that the smallest and
 * the largest error leave undecided are looked at, each once.
 */
static void
find_rank_sets(const League *league, double q, RankSet *sets)
{
	int64		n = league->size;
	double	   *score = window_allocate(n, sizeof(double));
	double	   *variance = window_allocate(n, sizeof(double));
	int32	   *better = window_allocate(n, sizeof(int32));
	int32	   *worse = window_allocate(n, sizeof(int32));
	int32	   *worse_from_here = window_allocate(n + 1, sizeof(int32));
	double		least = INFINITY;
	double		most = 0.0;
	double		q_squared = q * q;
	int32		worse_for_all = 0;

	for (int64 i = 0; i < n; i++)
	{
		score[i] = league->members[i].score;
		variance[i] = league->members[i].error * league->members[i].error;
		least = Min(least, variance[i]);
		most = Max(most, variance[i]);
	}
	for (int64 i = 0; i < n; i++)
	{
		int64		open = first_above(score, i + 1, n, score[i], q * sqrt(variance[i] + least));
		int64		sure = first_above(score, open, n, score[i], q * sqrt(variance[i] + most));
		int32		count = 0;

		CHECK_FOR_INTERRUPTS();
		for (int64 j = open; j < sure; j++)
		{
			bool		yes = excluded(score[j] - score[i], variance[i] + variance[j],
									   q, q_squared);

			count += yes;
			worse[j] += yes;
		}
		better[i] = count + (int32) (n - sure);
		worse_from_here[sure]++;
	}
	for (int64 i = 0; i < n; i++)
	{
		int64		row = league->members[i].row;

		worse_for_all += worse_from_here[i];
		sets[row].low = 1 + better[i];
		sets[row].high = (int32) n - worse[i] - worse_for_all;
	}
}

static Datum
make_set(FunctionCallInfo fcinfo, int32 low, int32 high)
{
	TypeCacheEntry *type = range_get_typcache(fcinfo, INT4RANGEOID);
	RangeBound	lower = {Int32GetDatum(low), false, true, true};
	RangeBound	upper = {Int32GetDatum(high), false, true, false};

#if PG_VERSION_NUM >= 160000
	return RangeTypePGetDatum(make_range(type, &lower, &upper, false, NULL));
#else
	return RangeTypePGetDatum(make_range(type, &lower, &upper, false));
#endif
}

/* Work out the sets of a partition; they stay NULL when an option is. */
static void
rank_partition(WindowCall *call)
{
	Datum		confidence;
	Datum		simultaneous;
	bool		has_confidence = window_constant(call, 2, "confidence", &confidence);
	bool		has_simultaneous = window_constant(call, 3, "simultaneous", &simultaneous);
	League		league;

	if (has_confidence && !(DatumGetFloat8(confidence) > 0 && DatumGetFloat8(confidence) < 1))
		window_refuse(call, "confidence must be between 0 and 1, exclusive",
					  DatumGetFloat8(confidence));
	league = read_league(call);
	if (has_confidence && has_simultaneous)
		find_rank_sets(&league,
					   exclusion_factor(league.size, DatumGetFloat8(confidence),
										DatumGetBool(simultaneous)),
					   call->results);
}

PG_FUNCTION_INFO_V1(barometre_rank_set);

/* rank_set(score, std_error, confidence, simultaneous) OVER league */
Datum
barometre_rank_set(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "rank_set", sizeof(RankSet));
	RankSet    *set;

	if (call.first)
		rank_partition(&call);
	set = window_result(&call);
	if (set->low == 0)
		PG_RETURN_NULL();
	return make_set(fcinfo, set->low, set->high);
}

/* ---------- Expected ranks ---------- */

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

/* Chance that a standard normal number is below z. */
static inline double
normal_below(double z)
{
	return 0.5 * erfc(-z * M_SQRT1_2);
}

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

	*from = first_above(rivals->score, 0, rivals->size, group->score[i], -reach);
	*to = first_above(rivals->score, *from, rivals->size, group->score[i], reach);
}

static int64
pairs_in_reach(const Group *group, const Group *rivals)
{
	int64		pairs = 0;

	for (int64 i = 0; i < group->size; i++)
	{
		int64		from;
		int64		to;

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
	int64		begin = first_above(rivals->score, 0, rivals->size, grid->origin,
									grid->first * grid->step - reach);
	int64		end = first_above(rivals->score, begin, rivals->size, grid->origin,
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
		end = first_above(group->score, begin, group->size, group->score[begin], 0.0);
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
static void
find_expected_ranks(const League *league, double *result)
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
		result[league->members[i].row] = 0.5 + better[i];
}

/* ---------- The probability of being the best ---------- */

/*
 * Row i is the best with probability
 *
 *		P_i = integral of phi_i(x) product over j != i of Phi_j(x) dx
 *			= integral of G(x) phi_i(x) / Phi_i(x) dx,  G(x) = product of all Phi_j(x)
 *
 * so that one pass over the members gives G and all integrands at x.  Members
 * without error are points: only the best of them can win, with probability
 * G(their score), which they share; the integrals then begin at their score.
 *
 * Accuracy.  Nothing happens below the highest of "score - 8.5 errors", where
 * G < 1e-17; call it the start.  A member that ends below it ("score + 8.5
 * errors") has no chance.  For all others the start is within 8.5 of their
 * errors, so that at a distance t above the start no error is below t / 17:
 * pieces that grow with their distance from the start see every member at its
 * own scale, be the errors of 1e-6 or 1e3.  On each piece a Gauss-Kronrod rule
 * of 21 nodes is bisected until
 *
 *		- the sum over all i of |Kronrod - Gauss| is at most 1e-10, where the
 *		  rule kept (of degree 31) is far better than the one it is compared
 *		  with (of degree 19), and
 *		- the integrals of all i add up to G(end) - G(begin), which they must,
 *		  since the integrands are the terms of G'.  They are positive: no piece
 *		  of any of them can be missed.
 *
 * Pieces over which G grows by less than 1e-14 are left out.
 */
#define REACH_BEST 8.5
#define NEGLIGIBLE 1e-14
#define RULE_TOLERANCE 1e-10
#define SUM_TOLERANCE 1e-12
#define DEPTH 60

/* Gauss-Kronrod rule of 10 and 21 points on [-1, 1]: nodes >= 0, weights */
static const double kronrod_node[11] = {
	0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
	0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
	0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
	0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
	0.294392862701460198131126603103866, 0.148874338981631210884826001129720,
	0.0
};
static const double kronrod_weight[11] = {
	0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
	0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
	0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
	0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
	0.142775938577060080797094273138717, 0.147739104901338491374841515972068,
	0.149445554002916905664936468389821
};
static const double gauss_weight[11] = {
	0.0, 0.066671344308688137593568809893332,
	0.0, 0.149451349150580593145863396957658,
	0.0, 0.219086362515982043995534934228163,
	0.0, 0.269266719309996355091226921569469,
	0.0, 0.295524224714752870173815619188769,
	0.0
};

typedef struct Contender
{
	double		score;			/* from the origin */
	double		error;
	double		end;			/* score + 8.5 errors */
	int64		row;
} Contender;

typedef struct Contest
{
	int64		size;
	Contender  *contenders;		/* by descending end */
	double	   *probability;	/* of each */
	double	   *ratio;			/* phi / Phi at a node */
	double	   *kronrod;		/* integrals over a piece */
	double	   *gauss;
} Contest;

static int
compare_contenders(const void *a, const void *b, void *unused)
{
	const Contender *left = a;
	const Contender *right = b;

	if (left->end != right->end)
		return left->end > right->end ? -1 : 1;
	return left->row < right->row ? -1 : left->row > right->row;
}

/* How many contenders do not end below x: they come first. */
static int64
contenders_at(const Contest *contest, double x)
{
	int64		from = 0;
	int64		to = contest->size;

	while (from < to)
	{
		int64		middle = from + (to - from) / 2;

		if (contest->contenders[middle].end > x)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* G(x): the probability that nobody is above x. */
static double
nobody_above(const Contest *contest, double x)
{
	int64		size = contenders_at(contest, x);
	double		product = 1.0;

	CHECK_FOR_INTERRUPTS();
	for (int64 i = 0; i < size; i++)
		product *= normal_below((x - contest->contenders[i].score) /
								contest->contenders[i].error);
	return product;
}

/* Add one node's part to the integrals of the first "size" contenders. */
static void
add_node(Contest *contest, int64 size, double x, double kronrod, double gauss)
{
	double		product = 1.0;

	CHECK_FOR_INTERRUPTS();
	for (int64 i = 0; i < size; i++)
	{
		const Contender *contender = &contest->contenders[i];
		double		z = (x - contender->score) / contender->error;
		double		below = normal_below(z);

		contest->ratio[i] = exp(-0.5 * z * z) / (sqrt(2.0 * M_PI) * contender->error * below);
		product *= below;
	}
	kronrod *= product;
	gauss *= product;
	for (int64 i = 0; i < size; i++)
	{
		contest->kronrod[i] += kronrod * contest->ratio[i];
		contest->gauss[i] += gauss * contest->ratio[i];
	}
}

/*
 * Integrate over a piece that G grows over by "mass", and add the integrals to
 * the probabilities if they are accurate, or if they must be; false otherwise.
 */
static bool
integrate_once(Contest *contest, double begin, double end, double mass, bool must)
{
	int64		size = contenders_at(contest, begin);
	double		centre = begin + (end - begin) / 2;
	double		half = (end - begin) / 2;
	double		difference = 0.0;
	double		sum = 0.0;

	memset(contest->kronrod, 0, size * sizeof(double));
	memset(contest->gauss, 0, size * sizeof(double));
	for (int k = 0; k < 11; k++)
		for (int side = -1; side <= (k < 10 ? 1 : -1); side += 2)
			add_node(contest, size, centre + side * half * kronrod_node[k],
					 half * kronrod_weight[k], half * gauss_weight[k]);
	for (int64 i = 0; i < size; i++)
	{
		difference += fabs(contest->kronrod[i] - contest->gauss[i]);
		sum += contest->kronrod[i];
	}
	if (!must && !(difference <= RULE_TOLERANCE &&
				   fabs(sum - mass) <= SUM_TOLERANCE + size * DBL_EPSILON))
		return false;
	for (int64 i = 0; i < size; i++)
		contest->probability[i] += contest->kronrod[i];
	return true;
}

static void
integrate(Contest *contest, double begin, double end, double g_begin, double g_end, int depth)
{
	double		middle = begin + (end - begin) / 2;
	bool		must = depth == 0 || !(begin < middle && middle < end);
	double		g_middle;

	if (g_end - g_begin <= NEGLIGIBLE ||
		integrate_once(contest, begin, end, g_end - g_begin, must))
		return;
	g_middle = nobody_above(contest, middle);
	integrate(contest, begin, middle, g_begin, g_middle, depth - 1);
	integrate(contest, middle, end, g_middle, g_end, depth - 1);
}

/* Integrate from the start to where nobody is left, in growing pieces. */
static void
integrate_all(Contest *contest, double start)
{
	double		finish = contest->contenders[0].end;
	double		narrowest = INFINITY;
	double		begin = start;
	double		g_begin = nobody_above(contest, start);

	for (int64 i = 0; i < contest->size; i++)
		narrowest = Min(narrowest, contest->contenders[i].error);
	while (begin < finish && 1.0 - g_begin > NEGLIGIBLE)
	{
		double		width = Max(2 * narrowest, (begin - start) / 4);
		double		end = Min(finish, begin + Max(width, 8 * DBL_EPSILON * fabs(begin)));
		double		g_end = nobody_above(contest, end);

		integrate(contest, begin, end, g_begin, g_end, DEPTH);
		begin = end;
		g_begin = g_end;
	}
}

/* The members with an error that can win above the start; scores are taken from the origin. */
static Contest
new_contest(const League *league, double origin, double start)
{
	Contest		contest = {0, NULL, NULL, NULL, NULL, NULL};

	contest.contenders = window_allocate(league->size, sizeof(Contender));
	for (int64 i = 0; i < league->size; i++)
	{
		const Member *member = &league->members[i];
		double		score = member->score - origin;
		double		end = score + REACH_BEST * member->error;

		if (member->error > 0 && end > start)
			contest.contenders[contest.size++] =
				(Contender) {score, member->error, end, member->row};
	}
	qsort_interruptible(contest.contenders, contest.size, sizeof(Contender), compare_contenders,
						NULL);
	contest.probability = window_allocate(contest.size, sizeof(double));
	contest.ratio = window_allocate(contest.size, sizeof(double));
	contest.kronrod = window_allocate(contest.size, sizeof(double));
	contest.gauss = window_allocate(contest.size, sizeof(double));
	return contest;
}

static void
find_probabilities_best(const League *league, double *result)
{
	const Member *first = NULL;	/* the one that begins highest */
	double		exact_best = -INFINITY; /* best score without error */
	int64		exact_count = 0;
	double		start;
	Contest		contest;

	for (int64 i = 0; i < league->size; i++)
	{
		const Member *member = &league->members[i];

		result[member->row] = 0.0;
		if (member->error == 0)
		{
			exact_count = member->score == exact_best ? exact_count + 1 : 1;
			exact_best = member->score;
		}
		if (first == NULL ||
			(member->score - first->score) >= REACH_BEST * (member->error - first->error))
			first = member;
	}
	if (first == NULL)
		return;
	start = -REACH_BEST * first->error;
	contest = new_contest(league, first->score, start);
	if (first->error == 0)
	{
		double		chance = nobody_above(&contest, start) / (double) exact_count;

		for (int64 i = 0; i < league->size; i++)
			if (league->members[i].error == 0 && league->members[i].score == exact_best)
				result[league->members[i].row] = chance;
	}
	if (contest.size > 0)
		integrate_all(&contest, start);
	for (int64 i = 0; i < contest.size; i++)
		result[contest.contenders[i].row] = contest.probability[i];
	if (league->size == 1)
		result[first->row] = 1.0;
}

/* ---------- The two functions of score and error only ---------- */

static Datum
ranks_value(FunctionCallInfo fcinfo, const char *function,
			void (*find) (const League *league, double *result))
{
	WindowCall	call = window_call(fcinfo, function, sizeof(double));
	double	   *result = call.results;

	if (call.first)
	{
		League		league = read_league(&call);

		for (int64 row = 0; row < call.rows; row++)
			result[row] = get_float8_nan();
		find(&league, result);
	}
	result = window_result(&call);
	if (isnan(*result))			/* NULL */
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(*result);
}

PG_FUNCTION_INFO_V1(barometre_expected_rank);

/* expected_rank(score, std_error) OVER league */
Datum
barometre_expected_rank(PG_FUNCTION_ARGS)
{
	return ranks_value(fcinfo, "expected_rank", find_expected_ranks);
}

PG_FUNCTION_INFO_V1(barometre_probability_best);

/* probability_best(score, std_error) OVER league */
Datum
barometre_probability_best(PG_FUNCTION_ARGS)
{
	return ranks_value(fcinfo, "probability_best", find_probabilities_best);
}
