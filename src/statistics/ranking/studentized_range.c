/*
 * studentized_range.c
 *		Tukey's distribution, for many degrees of freedom and one size: the
 *		range of n standard normal numbers, divided by an independent estimate
 *		of their standard deviation that has df degrees of freedom.
 *
 * R's qtukey takes 1 to 30 ms, fails for large n and runs into NaN; a league
 * of 1,000 needs a quantile for each of 500,000 pairs.  Here the distribution
 * of the range itself, which is the same for all df, is tabulated once:
 *
 *		F(w) = n * integral of phi(z) (Phi(z) - Phi(z - w))^(n - 1) dz
 *
 * and with s the estimate of the deviation, chi with df degrees of freedom
 * divided by sqrt(df),
 *
 *		P(range / s < q) = mean of F(q s)
 *
 * is a sum of some hundred terms.  Both integrals are trapezoidal sums of
 * analytic functions that vanish at both ends, over log(s) for the second: they
 * are right to about 1e-12, the table's interpolation to about 1e-10.
 */
#include "postgres.h"

#include "statistics/ranking/studentized_range.h"

#include "miscadmin.h"
#include "statistics/ranking/league.h"

#define NODES_PER_UNIT 64		/* of the table of F */
#define LONGEST 20				/* F is 1 here, whatever n may be */
#define NODES (LONGEST * NODES_PER_UNIT + 1)
#define REACH 9				/* phi is 0 here */
#define SPAN (2 * REACH * NODES_PER_UNIT)
#define STRIDE 4				/* of z in the integral, in nodes */
#define STEP ((double) STRIDE / NODES_PER_UNIT)

struct StudentizedRange
{
	double		step;			/* of log(s) */
	double		below[NODES];	/* F at k / NODES_PER_UNIT */
};

/* Phi and phi, as the table of F needs them */
typedef struct Normal
{
	double		below[NODES + SPAN];	/* Phi at k / NODES_PER_UNIT - REACH - LONGEST */
	double		above[SPAN / STRIDE + 1];	/* 1 - Phi at k * STEP - REACH */
	double		density[SPAN / STRIDE + 1]; /* phi there */
} Normal;

static Normal *
new_normal(void)
{
	Normal	   *normal = palloc(sizeof(Normal));

	for (int k = 0; k < NODES + SPAN; k++)
		normal->below[k] = normal_below((double) k / NODES_PER_UNIT - REACH - LONGEST);
	for (int k = 0; k <= SPAN / STRIDE; k++)
	{
		double		z = k * STEP - REACH;

		normal->above[k] = normal_below(-z);
		normal->density[k] = exp(-0.5 * z * z) / sqrt(2.0 * M_PI);
	}
	return normal;
}

/* F at a node */
static double
range_below(double n, int node, const Normal *normal)
{
	const double *below = normal->below + NODES - 1 - node;
	double		most = -expm1(-45.0 / (n - 1.0));	/* outside; more gives nothing */
	double		sum = 0.0;

	for (int k = 0; k <= SPAN / STRIDE; k++)
	{
		double		outside = normal->above[k] + below[k * STRIDE];

		if (outside < most)
			sum += normal->density[k] * exp((n - 1.0) * log1p(-outside));
	}
	return Min(1.0, n * sum * STEP);
}

/* The distribution for n numbers, 2 or more */
StudentizedRange *
studentized_range_new(double n)
{
	StudentizedRange *range = palloc(sizeof(StudentizedRange));
	Normal	   *normal = new_normal();

	range->step = Min(0.05, 0.08 / log(n));
	for (int node = 0; node < NODES; node++)
	{
		bool		certain = node > 0 && range->below[node - 1] > 1.0 - 1e-15;

		range->below[node] = certain ? 1.0 : range_below(n, node, normal);
	}
	pfree(normal);
	return range;
}

/* F(w), by the polynomial through six nodes */
static double
interpolate(const StudentizedRange *range, double w)
{
	double		x = w * NODES_PER_UNIT;
	int			first = Max((int) x - 2, 0);
	const double *y = range->below + first;
	double		t = x - first;

	if (x >= NODES - 4)
		return 1.0;
	return ((t - 1) * (t - 2) * (t - 3) * (t - 4) * (t - 5) * -y[0]
			+ t * (t - 2) * (t - 3) * (t - 4) * (t - 5) * 5 * y[1]
			+ t * (t - 1) * (t - 3) * (t - 4) * (t - 5) * -10 * y[2]
			+ t * (t - 1) * (t - 2) * (t - 4) * (t - 5) * 10 * y[3]
			+ t * (t - 1) * (t - 2) * (t - 3) * (t - 5) * -5 * y[4]
			+ t * (t - 1) * (t - 2) * (t - 3) * (t - 4) * y[5]) / 120.0;
}

/*
 * P(range / s < q): the mean of F(q exp(x)) with the density of x = log(s),
 * which is exp(df (x - exp(2x)/2 + 1/2)) but for a factor.
 */
static double
studentized_below(const StudentizedRange *range, double q, double df)
{
	double		step = Min(range->step, 0.6 / sqrt(2.0 * df));
	double		sum = 0.0;
	double		weights = 0.0;

	if (isinf(df))
		return interpolate(range, q);
	for (int side = -1; side <= 1; side += 2)
		for (int i = side > 0 ? 0 : 1;; i++)
		{
			double		x = side * i * step;
			double		exponent = df * (x - expm1(2.0 * x) / 2.0);
			double		weight = exp(exponent);

			if (exponent < -40.0)
				break;
			weights += weight;
			sum += weight * interpolate(range, q * exp(x));
		}
	return sum / weights;
}

/*
 * The quantile: q with P(range / s < q) = p, for df of 2 or more, or infinite;
 * by regula falsi in log(q), with Illinois' halving.
 */
double
studentized_range_quantile(const StudentizedRange *range, double p, double df)
{
	double		low = 0.0;
	double		high = 1.0;
	double		at_low;
	double		at_high;

	CHECK_FOR_INTERRUPTS();
	while ((at_high = studentized_below(range, exp(high), df) - p) < 0.0 && high < 40.0)
		high += 1.0;
	while ((at_low = studentized_below(range, exp(low), df) - p) > 0.0 && low > -40.0)
		low -= 1.0;
	for (int i = 0, kept = 0; i < 100 && high - low > 1e-11; i++)
	{
		double		middle = low + (high - low) * at_low / (at_low - at_high);
		double		at_middle;

		if (!(middle > low && middle < high))
			middle = (low + high) / 2.0;
		at_middle = studentized_below(range, exp(middle), df) - p;
		if (at_middle < 0.0)
		{
			low = middle;
			at_low = at_middle;
			at_high *= kept < 0 ? 0.5 : 1.0;
			kept = -1;
		}
		else
		{
			high = middle;
			at_high = at_middle;
			at_low *= kept > 0 ? 0.5 : 1.0;
			kept = 1;
		}
	}
	return exp(high);
}
