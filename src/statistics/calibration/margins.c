/*
 * margins.c
 *		Totals that no weights can meet, and what is said about them.
 *
 * A margin has the name that it is given, or is named as the element of x that
 * holds it, from x[1].
 */
#include "postgres.h"

#include <math.h>

#include "lib/stringinfo.h"

#include "statistics/calibration/margins.h"

#define MOST_NAMED 10			/* margins that an error names */

/*
 * Before another item of a list: writes what stands between the items; false
 * when enough of them are named.
 */
static bool
name_another(StringInfo list, int *named, const char *separator)
{
	if (*named > 0 && *named <= MOST_NAMED)
		appendStringInfoString(list, separator);
	if (*named == MOST_NAMED)
		appendStringInfoString(list, "and more");
	return (*named)++ < MOST_NAMED;
}

static const char *
margin_name(const CalibrationProblem *problem, int margin)
{
	return problem->names != NULL ? problem->names[margin] : psprintf("x[%d]", margin + 1);
}

/* A margin that has a total needs a unit. */
bool
margins_check_units(const CalibrationProblem *problem, const double *sizes,
					CalibrationRefusal *refusal)
{
	StringInfoData list;
	int			named = 0;

	initStringInfo(&list);
	for (int j = 0; j < problem->margins; j++)
		if (sizes[j] == 0 && problem->totals[j] != 0 && name_another(&list, &named, ", "))
			appendStringInfo(&list, "%s (total %.15g)", margin_name(problem, j), problem->totals[j]);
	if (named == 0)
		return true;
	refusal->message = "a margin has a total but no unit";
	refusal->detail = psprintf("In every unit these are 0: %s.", list.data);
	refusal->hint = "Merge such a margin with another one, or leave it out of x and of totals.";
	return false;
}

/* "x[1] + x[2] - 0.5 x[4]" */
static void
name_relation(StringInfo out, const CalibrationProblem *problem, const Basis *basis,
			  const double *coefficients)
{
	bool		first = true;

	for (int k = 0; k < basis->rank; k++)
	{
		double		size = fabs(coefficients[k]);

		if (size == 0)
			continue;
		if (!first)
			appendStringInfoString(out, coefficients[k] < 0 ? " - " : " + ");
		else if (coefficients[k] < 0)
			appendStringInfoChar(out, '-');
		if (size != 1)
			appendStringInfo(out, "%.6g ", size);
		appendStringInfoString(out, margin_name(problem, basis->source[k]));
		first = false;
	}
}

/*
 * The coefficients of a margin that depends on others.  Those below 1e-8 of
 * the margin are rounding; those that near to a whole number are that number.
 */
static void
find_relation(const Basis *basis, const double *sizes, int margin, double *coefficients)
{
	basis_relation(basis, margin, coefficients);
	for (int k = 0; k < basis->rank; k++)
	{
		double		whole = rint(coefficients[k]);

		if (fabs(coefficients[k]) * sizes[basis->source[k]] < 1e-8 * sizes[margin])
			coefficients[k] = 0;
		else if (fabs(coefficients[k] - whole) < 1e-8 * fabs(whole))
			coefficients[k] = whole;
	}
}

/* Is the total of a dependent margin what the others' totals make of it? */
static void
check_total(const CalibrationProblem *problem, const Basis *basis, const double *coefficients,
			int margin, StringInfo list, int *named)
{
	double		total = problem->totals[margin];
	double		made = 0;
	double		size = 0;

	for (int k = 0; k < basis->rank; k++)
	{
		double		term = coefficients[k] * problem->totals[basis->source[k]];

		made += term;
		size += fabs(term);
	}
	if (fabs(total - made) <= MARGIN_TOLERANCE * fabs(total) + 1e-13 * size)
		return;
	if (!name_another(list, named, "; "))
		return;
	appendStringInfo(list, "%s = ", margin_name(problem, margin));
	name_relation(list, problem, basis, coefficients);
	appendStringInfo(list, ", but the totals make that %.15g and not %.15g", made, total);
}

/* A margin that depends on others has the total that they make. */
bool
margins_check_totals(const CalibrationProblem *problem, const Basis *basis, const double *sizes,
					 CalibrationRefusal *refusal)
{
	double	   *coefficients = palloc0(problem->margins * sizeof(double));
	StringInfoData list;
	int			named = 0;

	initStringInfo(&list);
	for (int j = 0; j < problem->margins; j++)
		if (!basis->independent[j] && sizes[j] > 0)
		{
			find_relation(basis, sizes, j, coefficients);
			check_total(problem, basis, coefficients, j, &list, &named);
		}
	pfree(coefficients);
	if (named == 0)
		return true;
	refusal->message = "the totals contradict each other";
	refusal->detail = psprintf("In every unit %s.", list.data);
	refusal->hint = "The totals of each variable must add up to the same population.";
	return false;
}

/*
 * Says why a search ended without weights that meet the totals, and then found
 * those that come nearest.  What they miss by less than a thousandth of the
 * worst is rounding.
 */
void
margins_refuse(const CalibrationProblem *problem, const double *missed, const double *miss,
			   CalibrationRefusal *refusal)
{
	StringInfoData list;
	int			named = 0;
	double		worst = 0;
	bool		bounded = problem->distance == DISTANCE_LOGIT;

	for (int j = 0; j < problem->margins; j++)
		worst = Max(worst, miss[j]);
	initStringInfo(&list);
	for (int j = 0; j < problem->margins; j++)
		if (miss[j] > worst / 1000 && name_another(&list, &named, ", "))
			appendStringInfo(&list, "%s %.6g instead of %.15g (%+.3g)", margin_name(problem, j),
							 problem->totals[j] - missed[j], problem->totals[j], -missed[j]);
	refusal->message = bounded ?
		psprintf("no weights within %g to %g times those given meet the totals",
				 problem->low, problem->high) :
		"no weights of this method meet the totals";
	refusal->detail = psprintf("The nearest ones make %s.", list.data);
	refusal->hint = bounded ? "Widen the bounds, or merge margins that have few units." :
		"Merge margins that have few units, or use method linear, whose weights may be negative.";
}
