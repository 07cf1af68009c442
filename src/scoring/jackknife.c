/*
 * jackknife.c
 *		What a scorecard says of the errors of its scores, stratum by stratum.
 *
 * Each audit is left out in turn (delete-one jackknife).  Strata are channels;
 * units are their audits that carry a scored item, for a cell an item of the
 * cell.  A stratum's part of the variance of a figure θ, in which it weighs k,
 * is V_c = (n−1)/n Σ (θ(−a) − θ)².  What is told of it is the variance of one
 * unit, u = n·V_c/k² = (n−1) Σ ((θ(−a) − θ)/k)², which compares with that of
 * other structures.
 *
 * Differences are worked out as such, never from two large numbers, and what is
 * left without a dominant part is summed up anew: no digit is lost.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "scoring/jackknife.h"

/* ---------- The figures with all audits ---------- */

/*
 * Mean of the cells of determinant d over the channels that count, but for one
 * (−1: none); NaN: there is none.
 */
static double
mean_without(const Jackknife *jackknife, int d, int left_out)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	double		total = 0;
	double		weights = 0;

	for (int c = 0; c < scheme->nchannels; c++)
	{
		double		weight = SCHEME_CHANNEL_WEIGHT(scheme, c);
		double		mean = jackknife->means[c * scheme->ndeterminants + d];

		if (c == left_out || weight == 0 || isnan(mean))
			continue;
		total += weight * mean;
		weights += weight;
	}
	return weights > 0 ? total / weights : NAN;
}

/* Weighted mean of the values that are not NaN, by determinant weight; NaN: there is none */
static double
mean_by_determinant(const Scheme *scheme, const double *values)
{
	double		total = 0;
	double		weights = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);

		if (isnan(values[d]))
			continue;
		total += weight * values[d];
		weights += weight;
	}
	return weights > 0 ? total / weights : NAN;
}

static void
find_scores(Jackknife *jackknife)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);

	for (int i = 0; i < card_ncells(scheme); i++)
	{
		const Sum  *sum = &CARD_CELLS(jackknife->card)[i].sum;

		jackknife->means[i] = sum->weight > 0 ? sum->score / sum->weight : NAN;
	}
	for (int d = 0; d < scheme->ndeterminants; d++)
		jackknife->determinants[d] = mean_without(jackknife, d, -1);
	for (int c = 0; c < scheme->nchannels; c++)
		jackknife->channels[c].score =
			mean_by_determinant(scheme, &jackknife->means[c * scheme->ndeterminants]);
	jackknife->score = mean_by_determinant(scheme, jackknife->determinants);
}

/* The share of each cell in its determinant. */
static void
find_cell_shares(Jackknife *jackknife)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weights = 0;

		for (int c = 0; c < scheme->nchannels; c++)
			if (!isnan(jackknife->means[c * scheme->ndeterminants + d]))
				weights += SCHEME_CHANNEL_WEIGHT(scheme, c);
		for (int c = 0; c < scheme->nchannels && weights > 0; c++)
			if (!isnan(jackknife->means[c * scheme->ndeterminants + d]))
				jackknife->cells[c * scheme->ndeterminants + d].share =
					SCHEME_CHANNEL_WEIGHT(scheme, c) / weights;
	}
}

/* The share of each channel in the global score: Σ w_d·share(c,d) / Σ w_d */
static void
find_channel_shares(Jackknife *jackknife)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	double		weights = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
		if (!isnan(jackknife->determinants[d]))
			weights += SCHEME_DETERMINANT_WEIGHT(scheme, d);
	for (int c = 0; c < scheme->nchannels && weights > 0; c++)
	{
		double		total = 0;

		for (int d = 0; d < scheme->ndeterminants; d++)
			total += SCHEME_DETERMINANT_WEIGHT(scheme, d) *
				jackknife->cells[c * scheme->ndeterminants + d].share;
		jackknife->channels[c].share = total / weights;
	}
}

static void
count_units(Jackknife *jackknife)
{
	const Scorecard *card = jackknife->card;
	int			ndeterminants = CARD_SCHEME(card)->ndeterminants;

	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);
		JackknifeCell *cells = &jackknife->cells[*profile * ndeterminants];
		bool		scored = false;

		for (int d = 0; d < ndeterminants; d++)
		{
			bool		measured = PROFILE_SUMS(profile)[d].weight > 0;

			cells[d].units += measured;
			scored |= measured;
		}
		jackknife->channels[*profile].units += scored;
	}
}

/* ---------- Without one audit ---------- */

/* Mean of a cell's other audits, summed up */
static double
mean_of_others(const Scorecard *card, uint32 left_out, int d)
{
	uint64		channel = *card_profile(card, left_out);
	Sum			others = {0};

	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		if (i != left_out && *profile == channel)
			sum_add(&others, &PROFILE_SUMS(profile)[d]);
	}
	return others.score / others.weight;
}

/*
 * S(−a) − S of each cell of an audit; NaN: nobody else measured it.
 *
 * An audit that outweighs all others a thousandfold, of which a cell has one at
 * most, would leave few digits of them in a difference.
 */
static void
find_changes(Jackknife *jackknife, uint32 left_out)
{
	const uint64 *profile = card_profile(jackknife->card, left_out);
	const Sum  *own = PROFILE_SUMS(profile);
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	const Cell *all = CELL(jackknife->card, *profile, 0);
	const JackknifeCell *cells = &jackknife->cells[*profile * ndeterminants];
	const double *means = &jackknife->means[*profile * ndeterminants];
	double	   *changes = jackknife->changes;

	for (int d = 0; d < ndeterminants; d++)
	{
		double		others = all[d].sum.weight - own[d].weight;

		if (own[d].weight == 0)
			changes[d] = 0;
		else if (cells[d].units < 2)
			changes[d] = NAN;
		else if (others > own[d].weight * (1.0 / 1024))
			changes[d] = own[d].weight / others * (means[d] - own[d].score / own[d].weight);
		else
			changes[d] = mean_of_others(jackknife->card, left_out, d) - means[d];
	}
}

/* Turn the changes of an audit's cells into those of the determinants, D(−a) − D. */
static void
change_determinants(Jackknife *jackknife, int channel)
{
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	const JackknifeCell *cells = &jackknife->cells[channel * ndeterminants];
	double	   *changes = jackknife->changes;

	for (int d = 0; d < ndeterminants; d++)
	{
		if (isnan(changes[d]))
			changes[d] = mean_without(jackknife, d, channel) - jackknife->determinants[d];
		else
			changes[d] *= cells[d].share;
	}
}

/*
 * What the changes of some values do to their mean, by determinant weight; NaN:
 * nothing is left.
 */
static double
change_of_mean(const Jackknife *jackknife, const double *values, double mean)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	double		change = 0;
	double		offset = 0;		/* of what is left from the mean */
	double		left = 0;
	bool		lost = false;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);

		if (isnan(values[d]))
			continue;
		if (isnan(jackknife->changes[d]))
		{
			lost = true;
			continue;
		}
		change += weight * jackknife->changes[d];
		offset += weight * (values[d] - mean);
		left += weight;
	}
	if (left == 0)
		return NAN;
	return (lost ? change + offset : change) / left;
}

/* G(−a) − G; NaN: nothing is left */
double
jackknife_global_change(Jackknife *jackknife, uint32 left_out)
{
	find_changes(jackknife, left_out);
	change_determinants(jackknife, (int) *card_profile(jackknife->card, left_out));
	return change_of_mean(jackknife, jackknife->determinants, jackknife->score);
}

static void
leave_out_for_global(Jackknife *jackknife, uint32 left_out)
{
	JackknifeChannel *channel = &jackknife->channels[*card_profile(jackknife->card, left_out)];
	double		change;

	if (channel->share == 0)
		return;
	change = jackknife_global_change(jackknife, left_out) / channel->share;
	channel->squares += change * change;
}

static void
leave_out_for_channel(Jackknife *jackknife, uint32 left_out)
{
	int			c = (int) *card_profile(jackknife->card, left_out);
	JackknifeChannel *channel = &jackknife->channels[c];
	const double *means = &jackknife->means[c * CARD_SCHEME(jackknife->card)->ndeterminants];
	double		change;

	find_changes(jackknife, left_out);
	change = change_of_mean(jackknife, means, channel->score);
	channel->squares += change * change;
}

static void
leave_out_for_cells(Jackknife *jackknife, uint32 left_out)
{
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	uint64		channel = *card_profile(jackknife->card, left_out);
	JackknifeCell *cells = &jackknife->cells[channel * ndeterminants];

	find_changes(jackknife, left_out);
	for (int d = 0; d < ndeterminants; d++)
		if (cells[d].units > 1)
			cells[d].squares += jackknife->changes[d] * jackknife->changes[d];
}

/* ---------- All audits in turn ---------- */

/* One zeroed block, so that one pfree() frees it. */
static Jackknife *
allocate_jackknife(const Scorecard *card)
{
	const Scheme *scheme = CARD_SCHEME(card);
	int			ncells = card_ncells(scheme);
	char	   *next = palloc0(MAXALIGN(sizeof(Jackknife)) +
							   sizeof(JackknifeChannel) * scheme->nchannels +
							   sizeof(JackknifeCell) * ncells +
							   sizeof(double) * (ncells + 2 * scheme->ndeterminants));
	Jackknife  *jackknife = (Jackknife *) next;

	next += MAXALIGN(sizeof(Jackknife));
	jackknife->card = card;
	jackknife->channels = (JackknifeChannel *) next;
	jackknife->cells = (JackknifeCell *) (jackknife->channels + scheme->nchannels);
	jackknife->means = (double *) (jackknife->cells + ncells);
	jackknife->determinants = jackknife->means + ncells;
	jackknife->changes = jackknife->determinants + scheme->ndeterminants;
	return jackknife;
}

/* The figures of a scorecard with profiles, before an audit is left out */
Jackknife *
jackknife_prepare(const Scorecard *card)
{
	Jackknife  *jackknife = allocate_jackknife(card);

	find_scores(jackknife);
	find_cell_shares(jackknife);
	find_channel_shares(jackknife);
	count_units(jackknife);
	return jackknife;
}

/* Leave out each audit of a scorecard with profiles, for errors of the figures asked for. */
Jackknife *
jackknife_make(const Scorecard *card, JackknifeFigure figure)
{
	Jackknife  *jackknife = jackknife_prepare(card);

	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (jackknife->channels[*card_profile(card, i)].units < 2)
			continue;
		if (figure == JACKKNIFE_GLOBAL)
			leave_out_for_global(jackknife, i);
		else if (figure == JACKKNIFE_CHANNELS)
			leave_out_for_channel(jackknife, i);
		else
			leave_out_for_cells(jackknife, i);
	}
	return jackknife;
}

/* ---------- What it says ---------- */

/* Add a stratum, unless it has no unit; how many there are then. */
static int
add_stratum(const Jackknife *jackknife, int c, double share, int64 units, double squares,
			Stratum *strata, int count)
{
	Stratum    *stratum = &strata[count];
	double		variance = (units - 1.0) * squares;

	if (units == 0)
		return count;
	stratum->name = scheme_channel_name(CARD_SCHEME(jackknife->card), c, &stratum->length);
	stratum->share = share;
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
