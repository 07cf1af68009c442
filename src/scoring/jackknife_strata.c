/*
 * jackknife_strata.c
 *		What the jackknife says of the errors of a scorecard's figures, stratum by
 *		stratum; jackknife.c has left out the audits.
 */
#include "postgres.h"

#include <math.h>

#include "common/check.h"
#include "scoring/jackknife.h"

/*
 * Add a stratum, unless it has no unit; how many there are then.  A share that
 * is less than any weight counts as none.
 */
static int
add_stratum(const Jackknife *jackknife, int c, double share, int64 units, double squares,
			Stratum *strata, int count)
{
	Stratum    *stratum = &strata[count];
	double		variance = (units - 1.0) * squares;

	if (units == 0)
		return count;
	stratum->name = scheme_channel_name(CARD_SCHEME(jackknife->card), c, &stratum->length);
	stratum->share = share < MIN_WEIGHT ? 0 : share;
	stratum->units = (double) units;
	stratum->variance = units > 1 && isfinite(variance) ? variance : NAN;
	return count + 1;
}

/* Of G: the channels that weigh in it */
int
jackknife_global_strata(const Jackknife *jackknife, Stratum *strata)
{
	int			count = 0;

	for (int c = 0; c < CARD_SCHEME(jackknife->card)->nchannels; c++)
	{
		const JackknifeChannel *channel = &jackknife->channels[c];

		if (channel->share > 0)
			count = add_stratum(jackknife, c, channel->share, channel->units, channel->squares,
								strata, count);
	}
	return count;
}

/*
 * Of D(d): all channels that have the cell, those that do not count with a
 * share of 0, as they inform the others
 */
int
jackknife_determinant_strata(const Jackknife *jackknife, int d, Stratum *strata)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	int			count = 0;

	for (int c = 0; c < scheme->nchannels; c++)
	{
		const JackknifeCell *cell = &jackknife->cells[c * scheme->ndeterminants + d];

		count = add_stratum(jackknife, c, cell->share, cell->units, cell->squares, strata, count);
	}
	return count;
}

/* Of H(c): the channel */
int
jackknife_channel_strata(const Jackknife *jackknife, int c, Stratum *strata)
{
	const JackknifeChannel *channel = &jackknife->channels[c];

	return add_stratum(jackknife, c, 1, channel->units, channel->squares, strata, 0);
}

/* Of S(c,d): the channel */
int
jackknife_cell_strata(const Jackknife *jackknife, int c, int d, Stratum *strata)
{
	const JackknifeCell *cell =
	&jackknife->cells[c * CARD_SCHEME(jackknife->card)->ndeterminants + d];

	return add_stratum(jackknife, c, 1, cell->units, cell->squares, strata, 0);
}

/*
 * The plain error of a figure (JKn, R survey's with mse=TRUE): V = Σ k²u/n,
 * df = Σ (n−1).  A stratum of one unit is given the mean of the others' terms.
 * False: there is none, as no stratum has two units, or as the figure rests on
 * one unit of several.
 */
bool
jackknife_error(const Stratum *strata, int count, double *std_error, double *df)
{
	double		variance = 0;
	int			terms = 0;
	int			lonely = 0;

	*df = 0;
	for (int i = 0; i < count; i++)
	{
		const Stratum *stratum = &strata[i];

		if (stratum->units == 1)
		{
			lonely++;
			continue;
		}
		if (isnan(stratum->variance))
			return false;
		variance += stratum->share * stratum->share * stratum->variance / stratum->units;
		*df += stratum->units - 1;
		terms++;
	}
	if (terms == 0)
		return false;
	*std_error = sqrt(variance / terms * (terms + lonely));
	return true;
}
