/*
 * jackknife.c
 *		Leaving out each audit of a scorecard in turn.
 *
 * Delete-one jackknife; jackknife_strata.c tells what it says of the errors.
 * Strata are channels; units are their audits that carry a scored item, for a
 * cell an item of the cell.  A stratum's part of the variance of a figure θ, in which it weighs k,
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
 * D(−c) − D of a determinant without a channel that counts in it; NaN: there is
 * no other.  Of a light channel by its weight beside the others, as a difference
 * of the means would be the rounding of both.
 */
static double
change_without(const Jackknife *jackknife, int d, int left_out)
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
	if (weights == 0)
		return NAN;
	if (SCHEME_CHANNEL_WEIGHT(scheme, left_out) < weights)
		return SCHEME_CHANNEL_WEIGHT(scheme, left_out) / weights *
			(jackknife->determinants[d] - jackknife->means[left_out * scheme->ndeterminants + d]);
	return total / weights - jackknife->determinants[d];
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

/* Cells, by what was measured of them */
static void
find_means(Jackknife *jackknife)
{
	const Cell *cells = CARD_CELLS(jackknife->card);
	int			ncells = card_ncells(CARD_SCHEME(jackknife->card));

	for (int i = 0; i < ncells; i++)
	{
		const Sum  *sum = &cells[i].sum;

		jackknife->means[i] = sum->weight > 0 ? sum->score / sum->weight : NAN;
	}
}

/* Channels, by their cells */
static void
find_channel_scores(Jackknife *jackknife)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);

	for (int c = 0; c < scheme->nchannels; c++)
		jackknife->channels[c].score =
			mean_by_determinant(scheme, &jackknife->means[c * scheme->ndeterminants]);
}

/* A determinant, and the share of each cell in it */
static void
find_determinant(Jackknife *jackknife, int d)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	const double *means = &jackknife->means[d];
	JackknifeCell *cells = &jackknife->cells[d];
	double		total = 0;
	double		weights = 0;

	for (int i = 0, c = 0; c < scheme->nchannels; c++, i += scheme->ndeterminants)
	{
		cells[i].share = isnan(means[i]) ? 0 : SCHEME_CHANNEL_WEIGHT(scheme, c);
		if (cells[i].share == 0)
			continue;
		total += cells[i].share * means[i];
		weights += cells[i].share;
	}
	jackknife->determinants[d] = weights > 0 ? total / weights : NAN;
	for (int i = 0; i < card_ncells(scheme) && weights > 0; i += scheme->ndeterminants)
		cells[i].share /= weights;
}

static void
find_scores(Jackknife *jackknife)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);

	find_means(jackknife);
	for (int d = 0; d < scheme->ndeterminants; d++)
		find_determinant(jackknife, d);
	jackknife->score = mean_by_determinant(scheme, jackknife->determinants);
}

/* The share of each cell and each channel in the global score: w_d·share(c,d) / Σ w_d */
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
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			JackknifeCell *cell = &jackknife->cells[c * scheme->ndeterminants + d];

			cell->gain = SCHEME_DETERMINANT_WEIGHT(scheme, d) * cell->share / weights;
			jackknife->channels[c].share += cell->gain;
		}
	}
}

/* A profile is that of a unit: no other audit has one. */
static void
count_units(Jackknife *jackknife)
{
	const Scorecard *card = jackknife->card;
	const Scheme *scheme = CARD_SCHEME(card);
	int			ndeterminants = scheme->ndeterminants;
	const uint64 *end = card_profile(card, card->nprofiles);

	for (const uint64 *profile = card_profile(card, 0); profile < end; profile = profile_after(scheme, profile))
	{
		JackknifeCell *cells = &jackknife->cells[*profile * ndeterminants];

		jackknife->channels[*profile].units++;
		for (int d = 0; d < ndeterminants; d++)
			cells[d].units += PROFILE_SUMS(profile)[d].weight > 0;
	}
}

/* ---------- Without one audit ---------- */

/* Mean of a cell's other audits, summed up */
static double
mean_of_others(const Scorecard *card, const uint64 *left_out, int d)
{
	const Scheme *scheme = CARD_SCHEME(card);
	const uint64 *end = card_profile(card, card->nprofiles);
	Sum			others = {0};

	for (const uint64 *profile = card_profile(card, 0); profile < end; profile = profile_after(scheme, profile))
	{
		CHECK_FOR_INTERRUPTS();
		if (profile != left_out && *profile == *left_out)
			sum_add(&others, &PROFILE_SUMS(profile)[d]);
	}
	return others.score / others.weight;
}

/*
 * An audit that outweighs all others of a cell a thousandfold, of which a cell
 * has one at most, would leave few digits of them in a difference.
 */
static inline bool
is_dominant(const Sum *own, double others)
{
	return others <= own->weight * (1.0 / 1024);
}

/* S(−a) − S of a cell in which the audit is not dominant */
static inline double
change_of_cell(const Sum *own, double others, double mean)
{
	return own->weight / others * (mean - own->score / own->weight);
}

/* S(−a) − S of each cell of an audit; NaN: nobody else measured it */
static void
find_changes(Jackknife *jackknife, const uint64 *left_out)
{
	const Sum  *own = PROFILE_SUMS(left_out);
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	const Cell *all = CELL(jackknife->card, *left_out, 0);
	const JackknifeCell *cells = &jackknife->cells[*left_out * ndeterminants];
	const double *means = &jackknife->means[*left_out * ndeterminants];
	double	   *changes = jackknife->changes;

	for (int d = 0; d < ndeterminants; d++)
	{
		double		others = all[d].sum.weight - own[d].weight;

		if (own[d].weight == 0)
			changes[d] = 0;
		else if (cells[d].units < 2)
			changes[d] = NAN;
		else if (is_dominant(&own[d], others))
			changes[d] = mean_of_others(jackknife->card, left_out, d) - means[d];
		else
			changes[d] = change_of_cell(&own[d], others, means[d]);
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
			changes[d] = cells[d].share > 0 ? change_without(jackknife, d, channel) : 0;
		else
			changes[d] *= cells[d].share;
	}
}

/*
 * What the changes of some values do to their mean, by determinant weight; NaN:
 * nothing is left.  Where values go, those that are left lie off the mean as far
 * as they pull, by Σ w(v − mean) = 0; the lighter of both sides is summed up, as
 * the other would be the rounding of many.
 */
static double
change_of_mean(const Jackknife *jackknife, const double *values, double mean)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	double		change = 0;
	double		offset = 0;		/* Σ w(v − mean) of what is left */
	double		left = 0;
	double		pull = 0;		/* of what is lost */
	double		lost = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);

		if (isnan(values[d]))
			continue;
		if (isnan(jackknife->changes[d]))
		{
			pull += weight * (values[d] - mean);
			lost += weight;
			continue;
		}
		change += weight * jackknife->changes[d];
		offset += weight * (values[d] - mean);
		left += weight;
	}
	if (left == 0)
		return NAN;
	return (lost > 0 ? change + (lost < left ? -pull : offset) : change) / left;
}

/* G(−a) − G, also where cells go or keep little of their weight */
static pg_noinline double
global_change_of_any(Jackknife *jackknife, const uint64 *left_out)
{
	find_changes(jackknife, left_out);
	change_determinants(jackknife, (int) *left_out);
	return change_of_mean(jackknife, jackknife->determinants, jackknife->score);
}

/* G(−a) − G, where there is G; NaN: nothing is left */
double
jackknife_global_change(Jackknife *jackknife, const uint64 *left_out)
{
	const Sum  *own = PROFILE_SUMS(left_out);
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	const Cell *all = CELL(jackknife->card, *left_out, 0);
	const JackknifeCell *cells = &jackknife->cells[*left_out * ndeterminants];
	const double *means = &jackknife->means[*left_out * ndeterminants];
	double		change = 0;

	for (int d = 0; d < ndeterminants; d++)
	{
		double		others = all[d].sum.weight - own[d].weight;

		if (own[d].weight == 0)
			continue;
		if (cells[d].units < 2 || is_dominant(&own[d], others))
			return global_change_of_any(jackknife, left_out);
		change += cells[d].gain * change_of_cell(&own[d], others, means[d]);
	}
	return change;
}

static void
leave_out_for_global(Jackknife *jackknife, const uint64 *left_out)
{
	JackknifeChannel *channel = &jackknife->channels[*left_out];
	double		change;

	if (channel->share == 0)
		return;
	change = jackknife_global_change(jackknife, left_out) / channel->share;
	channel->squares += change * change;
}

static void
leave_out_for_channel(Jackknife *jackknife, const uint64 *left_out)
{
	int			c = (int) *left_out;
	JackknifeChannel *channel = &jackknife->channels[c];
	const double *means = &jackknife->means[c * CARD_SCHEME(jackknife->card)->ndeterminants];
	double		change;

	find_changes(jackknife, left_out);
	change = change_of_mean(jackknife, means, channel->score);
	channel->squares += change * change;
}

static void
leave_out_for_cells(Jackknife *jackknife, const uint64 *left_out)
{
	int			ndeterminants = CARD_SCHEME(jackknife->card)->ndeterminants;
	uint64		channel = *left_out;
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
	find_channel_shares(jackknife);
	count_units(jackknife);
	return jackknife;
}

/* Leave out each audit of a scorecard with profiles, for errors of the figures asked for. */
Jackknife *
jackknife_make(const Scorecard *card, JackknifeFigure figure)
{
	const Scheme *scheme = CARD_SCHEME(card);
	const uint64 *end = card_profile(card, card->nprofiles);
	Jackknife  *jackknife = jackknife_prepare(card);

	if (figure == JACKKNIFE_CHANNELS)
		find_channel_scores(jackknife);
	for (const uint64 *profile = card_profile(card, 0); profile < end; profile = profile_after(scheme, profile))
	{
		CHECK_FOR_INTERRUPTS();
		if (jackknife->channels[*profile].units < 2)
			continue;
		if (figure == JACKKNIFE_GLOBAL)
			leave_out_for_global(jackknife, profile);
		else if (figure == JACKKNIFE_CHANNELS)
			leave_out_for_channel(jackknife, profile);
		else
			leave_out_for_cells(jackknife, profile);
	}
	return jackknife;
}
