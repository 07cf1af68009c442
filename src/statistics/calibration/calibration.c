/*
 * calibration.c
 *		Ratios by which weights are multiplied so that they meet known totals
 *		(Deville & Särndal 1992, "Calibration estimators in survey sampling").
 *
 * Of all weights w that meet the totals, sum(w x) = T, those nearest to the
 * weights d that the units came with are w = d F(x'l), with
 *
 *		F(u) = 1 + u		linear: least squares of (w - d) / sqrt(d)
 *		F(u) = exp(u)		raking: as iterative proportional fitting
 *		F(u) = logit		a logistic curve between two bounds
 *
 * The multipliers l minimise the convex function sum(d H(x'l)) - l'T, H' = F,
 * whose slopes are what the margins miss.  Newton's method finds them, each
 * step halved until the function falls by a part of what its slope promises.
 *
 * Newton works on an orthonormal basis of x, so that neither quantities of
 * very different size nor dependent margins trouble it; what is missed is
 * always measured on x itself.  A margin that depends on others has no
 * multiplier: its total must be what the others' totals make of it.
 *
 * The search ends when each margin is within TARGET of its total or comes no
 * nearer, at the latest after MOST_STEPS steps.  Weights that miss a total by
 * more than MARGIN_TOLERANCE are refused, with how near others come.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "statistics/calibration/basis.h"
#include "statistics/calibration/calibration.h"
#include "statistics/calibration/margins.h"

#define MOST_STEPS 100
#define MOST_IDLE 10
#define MOST_HALVINGS 60
#define TARGET 1e-14			/* miss at which the search ends */

/* Multipliers, and what they make of the units and of the margins */
typedef struct Point
{
	double	   *multipliers;	/* one a vector of the basis */
	double	   *u;				/* x'l of each unit */
	double	   *ratio;			/* F(u) */
	double	   *slope;			/* F'(u) */
	double	   *integral;		/* H(u) */
	double	   *missed;			/* T - sum(w x) of each margin */
	double	   *miss;			/* the size of that, as a share; see measure() */
	double		worst;			/* the largest miss */
} Point;

typedef struct Solver
{
	const CalibrationProblem *problem;
	Basis	   *basis;
	double	   *sizes;			/* sum(d |x|) of each margin */
	double	   *missed;			/* what is missed, one a vector of the basis */
	double	   *direction;		/* of Newton's step, the same way */
	double	   *step;			/* what that is for u of each unit */
	double		promised;		/* fall of the function along it, to the first order */
	double		penalty;		/* 0, but when the totals cannot be met */
	double	   *curvature;		/* rank × rank, the lower half */
	double	   *root;			/* Cholesky's, the same way */
	double	   *work;			/* one a unit */
} Solver;

/*----------------------------------------------------------
 * Points
 *----------------------------------------------------------*/

static double *
allocate(int64 n)
{
	return palloc_extended(n * sizeof(double), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

static Point *
make_point(const CalibrationProblem *problem)
{
	Point	   *point = palloc0(sizeof(Point));

	point->multipliers = allocate(problem->margins);
	point->u = allocate(problem->units);
	point->ratio = allocate(problem->units);
	point->slope = allocate(problem->units);
	point->integral = allocate(problem->units);
	point->missed = allocate(problem->margins);
	point->miss = allocate(problem->margins);
	return point;
}

/* Of the logistic curve, such that F'(0) = 1 */
static double
steepness(const CalibrationProblem *problem)
{
	return (problem->high - problem->low) / ((1 - problem->low) * (problem->high - 1));
}

/*
 * The logistic curve of Deville & Särndal: F(0) = F'(0) = 1, and F stays
 * between low and high.  With e = exp(-|steepness u|) nothing overflows and
 * nothing cancels out.
 */
static void
bend(const CalibrationProblem *problem, Point *point, int64 i)
{
	double		low = problem->low;
	double		high = problem->high;
	double		a = steepness(problem);
	double		u = point->u[i];
	double		e = exp(-fabs(a * u));
	double		to_low = (high - 1) * (u > 0 ? e : 1);
	double		to_high = (1 - low) * (u > 0 ? 1 : e);
	double		sum = to_low + to_high;

	point->ratio[i] = (low * to_low + high * to_high) / sum;
	point->slope[i] = a * (high - low) * (to_low / sum) * (to_high / sum);
	point->integral[i] = (u > 0 ? high : low) * u + log(sum / (high - low)) * (high - low) / a;
}

/* F, F' and H of each unit */
static void
apply_distance(const CalibrationProblem *problem, Point *point)
{
	for (int64 i = 0; i < problem->units; i++)
	{
		double		u = point->u[i];

		switch (problem->distance)
		{
			case DISTANCE_LINEAR:
				point->ratio[i] = 1 + u;
				point->slope[i] = 1;
				point->integral[i] = u + u * u / 2;
				break;
			case DISTANCE_RAKING:
				point->ratio[i] = point->slope[i] = exp(u);
				point->integral[i] = expm1(u);
				break;
			case DISTANCE_LOGIT:
				bend(problem, point, i);
				break;
		}
	}
}

static double
sum_of_sizes(const double *weights, const double *x, int64 n)
{
	double		sum = 0;

	for (int64 i = 0; i < n; i++)
		sum += fabs(weights[i] * x[i]);
	return sum;
}

/*
 * How much each margin misses its total, and which share that is of the
 * larger of |T| and sum(w |x|), and for a total of 0 of sum(d |x|).
 */
static void
measure(Solver *s, Point *point)
{
	const CalibrationProblem *problem = s->problem;
	int64		units = problem->units;

	for (int64 i = 0; i < units; i++)
		s->work[i] = problem->weights[i] * point->ratio[i];
	point->worst = 0;
	for (int j = 0; j < problem->margins; j++)
	{
		const double *x = problem->x + j * units;
		double		total = problem->totals[j];
		double		size = Max(total != 0 ? fabs(total) : s->sizes[j], sum_of_sizes(s->work, x, units));

		CHECK_FOR_INTERRUPTS();
		point->missed[j] = total - basis_dot(s->work, x, units);
		point->miss[j] = size > 0 ? fabs(point->missed[j]) / size : 0;
		if (isnan(point->miss[j]) || point->miss[j] > point->worst)
			point->worst = point->miss[j];
	}
}

/* The point of the weights as they are given: no multipliers */
static void
start_at_weights(Solver *s, Point *point)
{
	memset(point->multipliers, 0, s->problem->margins * sizeof(double));
	memset(point->u, 0, s->problem->units * sizeof(double));
	apply_distance(s->problem, point);
	measure(s, point);
}

/* The point at a share of Newton's step, but for what measure() finds */
static void
move(const Solver *s, const Point *from, double share, Point *to)
{
	for (int k = 0; k < s->basis->rank; k++)
		to->multipliers[k] = from->multipliers[k] + share * s->direction[k];
	for (int64 i = 0; i < s->problem->units; i++)
		to->u[i] = from->u[i] + share * s->step[i];
	apply_distance(s->problem, to);
}

/*----------------------------------------------------------
 * Newton's steps
 *----------------------------------------------------------*/

/* sum(d F' x x') in the basis, and the penalty's */
static void
measure_curvature(Solver *s, const Point *point)
{
	const Basis *basis = s->basis;

	for (int k = 0; k < basis->rank; k++)
	{
		const double *vector = basis->vectors + k * basis->rows;

		CHECK_FOR_INTERRUPTS();
		for (int64 i = 0; i < basis->rows; i++)
			s->work[i] = point->slope[i] * vector[i];
		for (int l = 0; l <= k; l++)
			s->curvature[k * basis->rank + l] =
				basis_dot(s->work, basis->vectors + l * basis->rows, basis->rows);
		s->curvature[k * basis->rank + k] += s->penalty;
	}
}

/*
 * Cholesky's decomposition of the curvature and so much of its mean on its
 * diagonal; false when that is not positive definite in double precision.
 */
static bool
decompose_curvature(Solver *s, double part)
{
	int			rank = s->basis->rank;
	double	   *root = s->root;
	double		trace = 0;

	for (int k = 0; k < rank; k++)
		trace += s->curvature[k * rank + k];
	for (int k = 0; k < rank; k++)
		for (int l = 0; l <= k; l++)
		{
			double		left = s->curvature[k * rank + l] - basis_dot(root + k * rank, root + l * rank, l);

			if (l < k)
				root[k * rank + l] = left / root[l * rank + l];
			else
				root[k * rank + k] = sqrt(left + part * trace / rank);
			if (!isfinite(root[k * rank + l]) || root[l * rank + l] == 0)
				return false;
		}
	return true;
}

/*
 * Newton's direction: the curvature times it is what is missed.  Near a bound
 * the curvature can vanish, then a part of its mean is added.
 */
static bool
find_direction(Solver *s, const Point *point)
{
	int			rank = s->basis->rank;
	const double *root = s->root;
	double	   *direction = s->direction;
	double		part = 1e-14;

	basis_solve(s->basis, point->missed, s->missed);
	basis_add(s->missed, -s->penalty, point->multipliers, rank);
	measure_curvature(s, point);
	while (!decompose_curvature(s, part))
		if ((part *= 100) > 1)
			return false;
	for (int k = 0; k < rank; k++)
		direction[k] = (s->missed[k] - basis_dot(root + k * rank, direction, k)) / root[k * rank + k];
	for (int k = rank - 1; k >= 0; k--)
	{
		double		left = direction[k];

		for (int l = k + 1; l < rank; l++)
			left -= root[l * rank + k] * direction[l];
		direction[k] = left / root[k * rank + k];
	}
	s->promised = basis_dot(s->missed, direction, rank);
	return true;
}

/*
 * The direction as a step of each unit's u, and the share of it to begin with:
 * all of it, but no more than 20 on the scale where F bends, for beyond that
 * exp() and the logistic curve say nothing of what was promised.
 */
static double
find_step(Solver *s)
{
	const CalibrationProblem *problem = s->problem;
	const Basis *basis = s->basis;
	double		longest = 0;

	memset(s->step, 0, basis->rows * sizeof(double));
	for (int k = 0; k < basis->rank; k++)
		basis_add(s->step, s->direction[k], basis->vectors + k * basis->rows, basis->rows);
	for (int64 i = 0; i < basis->rows; i++)
	{
		s->step[i] /= basis->roots[i];
		longest = Max(longest, fabs(s->step[i]));
	}
	if (problem->distance == DISTANCE_LINEAR || s->penalty > 0)
		return 1;
	if (problem->distance == DISTANCE_LOGIT)
		longest *= steepness(problem);
	return longest > 20 ? 20 / longest : 1;
}

/*
 * Does the function that is minimised fall enough, by 1e-4 of what its slope
 * promises (Armijo 1966)?  Its change is the sum of d (H(v) - H(u) - F(u) (v - u))
 * less what is promised, which says more of small steps than two values would.
 */
static bool
falls(const Solver *s, const Point *from, const Point *to, double share)
{
	double		promised = share * s->promised;
	double		change = s->penalty / 2 * share * share *
		basis_dot(s->direction, s->direction, s->basis->rank);
	double		rounding = 0;

	for (int64 i = 0; i < s->problem->units; i++)
	{
		double		straight = from->ratio[i] * (to->u[i] - from->u[i]);
		double		weight = s->problem->weights[i];

		change += weight * (to->integral[i] - from->integral[i] - straight);
		rounding += weight * (fabs(to->integral[i]) + fabs(from->integral[i]) + fabs(straight));
	}
	return isfinite(rounding) && change - promised <= -1e-4 * promised + 1e-14 * rounding;
}

/* One step of Newton's, halved until the function falls; false when it does not. */
static bool
take_step(Solver *s, const Point *from, Point *to)
{
	double		share;

	if (!find_direction(s, from))
		return false;
	share = find_step(s);
	for (int halvings = 0; halvings <= MOST_HALVINGS; halvings++)
	{
		CHECK_FOR_INTERRUPTS();
		move(s, from, share, to);
		if (falls(s, from, to, share))
		{
			measure(s, to);
			return true;
		}
		share /= 2;
	}
	return false;
}

/*
 * Newton's steps from one point, with another to work with; where they end.
 * Where the totals can be met, what is missed shrinks, on a bound by a constant
 * factor; after MOST_IDLE steps in which it did not, they cannot.
 */
static Point *
search(Solver *s, Point *point, Point *next)
{
	double		best = INFINITY;
	int			idle = 0;

	for (int step = 0; step < MOST_STEPS && idle < MOST_IDLE && point->worst > TARGET; step++)
	{
		Point	   *last = point;
		double		missed;

		if (!take_step(s, point, next))
			break;
		if (point->worst <= MARGIN_TOLERANCE && next->worst >= point->worst)
			break;				/* rounding, no more */
		missed = basis_dot(s->missed, s->missed, s->basis->rank);
		idle = missed < 0.9 * best ? 0 : idle + 1;
		best = Min(best, missed);
		point = next;
		next = last;
	}
	return point;
}

/*
 * The weights nearest to totals that cannot be met: the least squares of what
 * is missed, measured in the basis, to three digits.  That is the limit of a
 * penalty on the squares of the multipliers as it goes to 0; what is missed is
 * then the penalty times the multipliers, and the slope beside that 0.
 */
static Point *
search_nearest(Solver *s, Point *point, Point *next)
{
	int			rank = s->basis->rank;

	s->penalty = 1e-8;
	for (int step = 0; step < MOST_STEPS; step++)
	{
		Point	   *last = point;

		if (!take_step(s, point, next))
			break;
		if (basis_dot(s->missed, s->missed, rank) <=
			1e-6 * s->penalty * s->penalty * basis_dot(point->multipliers, point->multipliers, rank))
			break;
		point = next;
		next = last;
	}
	return point;
}

/*----------------------------------------------------------
 * The solution
 *----------------------------------------------------------*/

/* Room to search in, once there is a basis */
static void
make_room(Solver *s)
{
	int			rank = s->basis->rank;

	s->missed = allocate(s->problem->margins);
	s->direction = allocate(s->problem->margins);
	s->curvature = allocate((int64) rank * rank);
	s->root = allocate((int64) rank * rank);
	s->step = allocate(s->problem->units);
	s->work = allocate(s->problem->units);
}

/* Says what the weights that come nearest to the totals miss. */
static void
refuse(Solver *s, const Point *found, CalibrationRefusal *refusal)
{
	Point	   *start = make_point(s->problem);
	const Point *nearest;

	start_at_weights(s, start);
	nearest = search_nearest(s, start, make_point(s->problem));
	if (!isfinite(nearest->worst))
		nearest = found;
	margins_refuse(s->problem, nearest->missed, nearest->miss, refusal);
}

/* One ratio a unit; false when the totals cannot be met: the refusal says why. */
bool
calibration_solve(const CalibrationProblem *problem, double *ratios, CalibrationRefusal *refusal)
{
	Solver		s = {.problem = problem};
	Point	   *start = make_point(problem);
	const Point *found;

	s.sizes = allocate(problem->margins);
	for (int j = 0; j < problem->margins; j++)
		s.sizes[j] = sum_of_sizes(problem->weights, problem->x + j * problem->units, problem->units);
	if (!margins_check_units(problem, s.sizes, refusal))
		return false;
	s.basis = basis_make(problem->x, problem->weights, problem->units, problem->margins);
	if (!margins_check_totals(problem, s.basis, s.sizes, refusal))
		return false;
	make_room(&s);
	start_at_weights(&s, start);
	found = search(&s, start, make_point(problem));
	if (!(found->worst <= MARGIN_TOLERANCE))
	{
		refuse(&s, found, refusal);
		return false;
	}
	memcpy(ratios, found->ratio, problem->units * sizeof(double));
	return true;
}
