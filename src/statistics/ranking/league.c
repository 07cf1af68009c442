/*
 * league.c
 *		What all kernels do with a league.
 */
#include "postgres.h"

#include "statistics/ranking/league.h"

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

/* Make a league that has just been read ready for the kernels. */
void
league_prepare(League *league)
{
	rescale(league);
	qsort_interruptible(league->members, league->size, sizeof(Member), compare_members, NULL);
}

/* First of the ascending values[from..to) that is above origin by more than the bound, or to */
int64
league_first_above(const double *values, int64 from, int64 to, double origin, double bound)
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
