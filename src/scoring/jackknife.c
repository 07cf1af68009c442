/*
 * jackknife.c
 *		What leaving out one audit does to the scores of a scorecard.
 *
 * jackknife_prepare() works out once what jackknife_effect() needs for each
 * audit; jackknife_error() is the plain error of G.  Called by
 * structure_result.c.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "scoring/scorecard.h"

/* Work out once what the effect of each audit needs. */
void
jackknife_prepare(Jackknife *jackknife)
{
	const Scorecard *card = jackknife->card;
	const Scheme *scheme = CARD_SCHEME(card);
	int			ncells = card_ncells(scheme);

	jackknife->cells = palloc0(sizeof(CellShare) * ncells);
	for (int i = 0; i < ncells; i++)
	{
		const Sum  *sum = &CARD_CELLS(card)[i].sum;
		int			c = i / scheme->ndeterminants;
		int			d = i % scheme->ndeterminants;

		if (!cell_counts(scheme, c, sum))
			continue;
		jackknife->cells[i].mean = sum->score / sum->weight;
		jackknife->cells[i].share = SCHEME_CHANNEL_WEIGHT(scheme, c) /
			jackknife->determinants[d].weights;
	}

	/* Without the only audit that measured it, a cell is gone. */
	memset(jackknife->strata, 0, sizeof(Stratum) * scheme->nchannels);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);
		CellShare  *cells = &jackknife->cells[*profile * scheme->ndeterminants];

		CHECK_FOR_INTERRUPTS();
		jackknife->strata[*profile].units++;
		for (int d = 0; d < scheme->ndeterminants; d++)
			cells[d].measures += PROFILE_SUMS(profile)[d].weight > 0;
	}
}

/*
 * G(−a) − G: what leaving out one audit does to the global score.  False:
 * nothing is left.
 */
bool
jackknife_effect(const Jackknife *jackknife, const uint64 *profile, double *effect)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	int			channel = (int) *profile;
	double		channel_weight = SCHEME_CHANNEL_WEIGHT(scheme, channel);
	const Cell *cells = CELL(jackknife->card, channel, 0);
	const CellShare *shares = &jackknife->cells[channel * scheme->ndeterminants];
	double		change = 0;		/* of Σ w_d (D(d) − G) */
	double		lost = 0;		/* Σ w_d of the determinants that go */

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *own = &PROFILE_SUMS(profile)[d];
		const Sum  *all = &cells[d].sum;
		const Determinant *determinant = &jackknife->determinants[d];
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);
		double		score;		/* D(d) without the audit */

		if (own->weight == 0)
			continue;
		if (shares[d].measures > 1)
			score = determinant->score + shares[d].share *
				((all->score - own->score) / (all->weight - own->weight) - shares[d].mean);
		else if (determinant->channels > 1)
			score = (determinant->total - channel_weight * shares[d].mean) /
				(determinant->weights - channel_weight);
		else
		{
			change -= weight * (determinant->score - jackknife->score);
			lost += weight;
			continue;
		}
		change += weight * (score - determinant->score);
	}
	if (jackknife->weights - lost <= 0)
		return false;
	*effect = change / (jackknife->weights - lost);
	return true;
}

/*
 * Error of G: stratified delete-one jackknife (JKn, R survey's with mse=TRUE).
 * Strata are the channels that count, units their audits with a scored item:
 * V = Σ_c (n_c−1)/n_c Σ_a (G(−a) − G)², df = Σ (n_c−1).  A channel with one
 * unit is given the mean of the others' terms.  False: there is none.
 */
bool
jackknife_error(Jackknife *jackknife, double *std_error, double *df)
{
	const Scorecard *card = jackknife->card;
	const Scheme *scheme = CARD_SCHEME(card);
	double		variance = 0;
	int			terms = 0;
	int			lonely = 0;

	*df = 0;
	jackknife_prepare(jackknife);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);
		Stratum    *stratum = &jackknife->strata[*profile];
		double		effect;

		CHECK_FOR_INTERRUPTS();
		if (stratum->units < 2 || SCHEME_CHANNEL_WEIGHT(scheme, *profile) == 0)
			continue;
		if (!jackknife_effect(jackknife, profile, &effect))
			return false;		/* G rests on this audit alone */
		stratum->squares += effect * effect;
	}
	pfree(jackknife->cells);

	for (int c = 0; c < scheme->nchannels; c++)
	{
		double		n = (double) jackknife->strata[c].units;

		if (n == 0 || SCHEME_CHANNEL_WEIGHT(scheme, c) == 0)
			continue;
		if (n == 1)
		{
			lonely++;
			continue;
		}
		variance += (n - 1) / n * jackknife->strata[c].squares;
		*df += n - 1;
		terms++;
	}
	if (terms == 0)
		return false;
	*std_error = card_finite(sqrt(variance * (terms + lonely) / terms));
	return true;
}
