/*
 * adjusted_p_value.c
 *		P-values adjusted for how many are looked at: a window function over
 *		the family of tests, which is the partition.
 *
 * The results are those of R's stats::p.adjust.
 */
#include "postgres.h"

#include <math.h>

#include "common/check.h"
#include "common/window.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

typedef struct Test
{
	double		p;
	double		adjusted;
	int64		row;
} Test;

/* A method fills in "adjusted"; tests are sorted by p, the smallest first. */
typedef void (*Method) (Test *tests, int64 n);

/*----------------------------------------------------------
 * Methods
 *----------------------------------------------------------*/

static void
adjust_none(Test *tests, int64 n)
{
	for (int64 i = 0; i < n; i++)
		tests[i].adjusted = tests[i].p;
}

static void
adjust_bonferroni(Test *tests, int64 n)
{
	for (int64 i = 0; i < n; i++)
		tests[i].adjusted = Min(1, n * tests[i].p);
}

/* Holm (1979): step down */
static void
adjust_holm(Test *tests, int64 n)
{
	double		largest = 0;

	for (int64 i = 0; i < n; i++)
	{
		largest = Max(largest, (n - i) * tests[i].p);
		tests[i].adjusted = Min(1, largest);
	}
}

/* Hochberg (1988): step up */
static void
adjust_hochberg(Test *tests, int64 n)
{
	double		smallest = 1;

	for (int64 i = n - 1; i >= 0; i--)
	{
		smallest = Min(smallest, (n - i) * tests[i].p);
		tests[i].adjusted = smallest;
	}
}

/* False discovery rate; factor 1 is Benjamini & Hochberg (1995). */
static void
adjust_discovery_rate(Test *tests, int64 n, double factor)
{
	double		smallest = 1;

	for (int64 i = n - 1; i >= 0; i--)
	{
		smallest = Min(smallest, factor * n / (i + 1) * tests[i].p);
		tests[i].adjusted = smallest;
	}
}

static void
adjust_bh(Test *tests, int64 n)
{
	adjust_discovery_rate(tests, n, 1);
}

/* Benjamini & Yekutieli (2001): under any dependence */
static void
adjust_by(Test *tests, int64 n)
{
	double		harmonic = 0;

	for (int64 i = 1; i <= n; i++)
		harmonic += 1.0 / i;
	adjust_discovery_rate(tests, n, harmonic);
}

/* Smallest m p / j over the m - 1 largest p-values, j = 2..m */
static double
hommel_bound(const Test *tests, int64 n, int64 m)
{
	double		bound = m * tests[n - m + 1].p / 2;

	for (int64 j = 3; j <= m; j++)
		bound = Min(bound, m * tests[n - m + j - 1].p / j);
	return bound;
}

/*
 * Hommel (1988), by the algorithm of Wright (1992): for each size m of a
 * subfamily, the adjusted p-value of a test is at least what the Simes test
 * of m tests that hold it asks for.
 */
static void
adjust_hommel(Test *tests, int64 n)
{
	double		simes = 1;

	for (int64 i = 0; i < n; i++)
		simes = Min(simes, n * tests[i].p / (i + 1));
	for (int64 i = 0; i < n; i++)
		tests[i].adjusted = Max(simes, tests[i].p);

	for (int64 m = n - 1; m >= 2; m--)
	{
		double		bound = hommel_bound(tests, n, m);
		int64		others = n - m + 1; /* the tests before the m - 1 largest */
		double		last = Min(m * tests[others - 1].p, bound);

		CHECK_FOR_INTERRUPTS();
		for (int64 i = 0; i < others; i++)
			tests[i].adjusted = Max(tests[i].adjusted, Min(m * tests[i].p, bound));
		for (int64 i = others; i < n; i++)
			tests[i].adjusted = Max(tests[i].adjusted, last);
	}
}

static const struct
{
	const char *name;
	Method		adjust;
}			methods[] =
{
	{"bonferroni", adjust_bonferroni},
	{"holm", adjust_holm},
	{"hochberg", adjust_hochberg},
	{"hommel", adjust_hommel},
	{"BH", adjust_bh},
	{"BY", adjust_by},
	{"none", adjust_none}
};

static Method
find_method(const char *name)
{
	for (int i = 0; i < (int) lengthof(methods); i++)
		if (strcmp(name, methods[i].name) == 0)
			return methods[i].adjust;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("adjusted_p_value: unknown method \"%s\"", name),
			 errhint("The methods are bonferroni, holm, hochberg, hommel, BH, BY and none.")));
	return NULL;				/* not reached */
}

/*----------------------------------------------------------
 * The partition
 *----------------------------------------------------------*/

/* The p-value of a row; false when it is NULL. */
static bool
read_test(WindowCall *call, int64 row, Test *test)
{
	if (!window_float8(call, 0, row, &test->p))
		return false;
	test->row = row;
	if (!(test->p >= 0 && test->p <= 1))
		check_failed(call->function, "p", "between 0 and 1", test->p, NULL);
	return true;
}

static int
compare_tests(const void *a, const void *b, void *unused)
{
	double		p = ((const Test *) a)->p;
	double		q = ((const Test *) b)->p;

	return p < q ? -1 : p > q;
}

static Method
read_method(WindowCall *call)
{
	Datum		method;

	if (!window_constant(call, 1, "method", &method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("adjusted_p_value: method must not be NULL")));
	return find_method(TextDatumGetCString(method));
}

static void
adjust_family(WindowCall *call)
{
	Method		adjust = read_method(call);
	Test	   *tests = window_allocate(call->rows, sizeof(Test));
	double	   *adjusted = call->results;
	int64		n = 0;

	for (int64 row = 0; row < call->rows; row++)
	{
		adjusted[row] = NAN;
		if (read_test(call, row, &tests[n]))
			n++;
	}
	qsort_interruptible(tests, n, sizeof(Test), compare_tests, NULL);
	adjust(tests, n);
	for (int64 i = 0; i < n; i++)
		adjusted[tests[i].row] = tests[i].adjusted;
}

PG_FUNCTION_INFO_V1(barometre_adjusted_p_value);

/* adjusted_p_value(p, method) OVER (PARTITION BY family) */
Datum
barometre_adjusted_p_value(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "adjusted_p_value", sizeof(double));
	double		adjusted;

	if (call.first)
		adjust_family(&call);
	adjusted = *(double *) window_result(&call);
	if (isnan(adjusted))		/* NULL */
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(adjusted);
}
