/*
 * exclusion.c
 *		When a difference of two scores excludes that the lower is the better one.
 *
 * It does when the difference is more than q times its standard error.  With n
 * members in the league and a pair's own degrees of freedom df,
 *
 *		marginal		q = qt(1 - (1 - confidence) / 2 / (n - 1), df)
 *		simultaneous	q = qtukey(confidence, n, df) / sqrt(2)
 *
 * Marginal: each member's own set of ranks holds its rank with the confidence
 * (Bonferroni over its n - 1 comparisons).  Simultaneous: all sets together do
 * (Games & Howell 1976); a pair with less than two degrees of freedom excludes
 * nothing then.  Without error of the errors, df is infinite and u = 1 / df is 0.
 */
#include "postgres.h"

#include "statistics/ranking/exclusion.h"

#include <Rmath.h>

/* q(u) itself */
static double
quantile(const Exclusion *exclusion, double u)
{
	double		df = 1.0 / u;	/* may be infinite */

	if (exclusion->range == NULL && u == 0.0)
		return qnorm(exclusion->tail, 0.0, 1.0, false, false);
	if (exclusion->range == NULL)
		return qt(exclusion->tail, df, false, false);
	if (u > 0.5)
		return INFINITY;
	return studentized_range_quantile(exclusion->range, exclusion->confidence, df) / M_SQRT2;
}

/* The quantiles of a league of n members */
Exclusion *
exclusion_new(int64 n, double confidence, bool simultaneous)
{
	Exclusion  *exclusion = palloc0(sizeof(Exclusion));

	exclusion->confidence = confidence;
	exclusion->tail = (1.0 - confidence) / 2.0 / (double) (n - 1);
	if (simultaneous)
		exclusion->range = studentized_range_new((double) n);
	exclusion->monotone = !simultaneous || confidence >= 0.5;
	exclusion->largest = simultaneous ? 0.5 : 1.0;
	for (int i = 0; i <= EXCLUSION_CELLS; i++)
		exclusion->node[i] = NAN;
	exclusion->at_zero = exclusion->node[0] = quantile(exclusion, 0.0);
	return exclusion;
}

static double
node(Exclusion *exclusion, int i)
{
	if (isnan(exclusion->node[i]))
		exclusion->node[i] = quantile(exclusion, exclusion->largest * i / EXCLUSION_CELLS);
	return exclusion->node[i];
}

/* At most q, for all u from this one on */
double
exclusion_low(Exclusion *exclusion, double u)
{
	double		cell = u / exclusion->largest * EXCLUSION_CELLS;

	if (!exclusion->monotone)
		return 0.0;
	return node(exclusion, (int) Min(cell, EXCLUSION_CELLS));
}

/* At least q, for all u up to this one */
double
exclusion_high(Exclusion *exclusion, double u)
{
	double		cell = ceil(u / exclusion->largest * EXCLUSION_CELLS);

	if (!exclusion->monotone || cell > EXCLUSION_CELLS)
		return INFINITY;
	return node(exclusion, (int) cell);
}

/*
 * Is the ratio, a difference divided by its standard error, above q(u)?
 *
 * The cubic through four nodes gives q but for much less than it differs from
 * the parabola through three of them, as q is smooth.
 */
bool
exclusion_holds(Exclusion *exclusion, double u, double ratio)
{
	double		cell = u / exclusion->largest * EXCLUSION_CELLS;
	int			first;
	double		t;
	double		a;
	double		b;
	double		c;
	double		d;
	double		parabola;
	double		correction;

	if (u == 0.0)
		return ratio > exclusion->at_zero;
	if (!(cell <= EXCLUSION_CELLS))
		return ratio > quantile(exclusion, u);
	first = Min(Max((int) cell - 1, 0), EXCLUSION_CELLS - 3);
	t = cell - first;
	a = node(exclusion, first);
	b = node(exclusion, first + 1);
	c = node(exclusion, first + 2);
	d = node(exclusion, first + 3);
	parabola = a + t * (b - a) + t * (t - 1) / 2 * (c - 2 * b + a);
	correction = t * (t - 1) * (t - 2) / 6 * (d - 3 * c + 3 * b - a);
	if (fabs(ratio - (parabola + correction)) > fabs(correction) + 1e-9 * parabola)
		return ratio > parabola + correction;
	return ratio > quantile(exclusion, u);
}
