/*
 * probability_best.c
 *		The probability of being the best row, when scores are normal.
 *
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
#include "postgres.h"

#include "common/window.h"
#include "miscadmin.h"
#include "statistics/ranking/league.h"

#include <float.h>

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

void
league_probabilities_best(const League *league, double *result)
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
		result[contest.contenders[i].row] = Min(contest.probability[i], 1.0);
	if (league->size == 1)
		result[first->row] = 1.0;
}
