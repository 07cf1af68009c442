/*
 * card_check.c
 *		What every scorecard is, whoever made it.
 *
 * What is read as text or as a message must be one that the aggregates could
 * have made: then no sum of it overflows, and its parts do not contradict each
 * other.  Sums are compared with a slack for rounding: a scorecard of ours is
 * never refused, and was added up in any order.
 *
 * Called by scorecard_io.c, and by scorecard.c: for sums, and as assertions.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "common/check.h"
#include "scoring/audit_form.h"
#include "scoring/scorecard.h"

#define SLACK	1e-6			/* rounding of long sums, relative */
#define MAX_PRODUCT	(MAX_WEIGHT * MAX_WEIGHT)	/* of the weights of an item and an audit */

/* Scores are from 0 to 100, so are their means. */
static bool
sum_fits(const Sum *sum)
{
	return sum->weight >= 0 && isfinite(sum->weight) &&
		sum->score >= 0 && sum->score <= sum->weight * SCORE_MAX * (1 + SLACK);
}

/* Counts and weights are limited, and so are their sums: none overflows. */
static const char *
cell_problem(const Cell *cell, int64 audits)
{
	if (cell->answers < 0 || cell->answers > MAX_COUNT)
		return "A number of answers is negative or too large.";
	if ((double) cell->answers > (double) audits * FORM_MAX_ITEMS)
		return "A channel has more answers than its audits can hold.";
	if (!(cell->sum.weight >= 0 && cell->sum.weight <= cell->answers * MAX_PRODUCT * (1 + SLACK)))
		return "The weight of a cell does not fit its number of answers.";
	if (!sum_fits(&cell->sum))
		return "The score of a cell does not fit its weight.";
	return NULL;
}

/* Counts, sums and layout of a scorecard or state, but for the profiles; NULL: none. */
const char *
card_state_problem(const Scorecard *card)
{
	const Scheme *scheme = CARD_SCHEME(card);
	double		scored = 0;		/* Σ w_c·w_d of the cells that have a score */
	double		audits = 0;

	Assert(card->version == SCORECARD_VERSION && card->nprofiles <= card->room);
	Assert(VARSIZE(card) == card_size(scheme, card->room));
	for (int c = 0; c < scheme->nchannels; c++)
	{
		int64		count = CARD_AUDITS(card)[c];

		if (count < 0 || count > MAX_COUNT)
			return "A number of audits is negative or too large.";
		audits += (double) count;
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			const Cell *cell = CELL(card, c, d);
			const char *problem = cell_problem(cell, count);

			if (problem != NULL)
				return problem;
			if (cell->sum.weight > 0)
				scored += SCHEME_CHANNEL_WEIGHT(scheme, c) * SCHEME_DETERMINANT_WEIGHT(scheme, d);
		}
	}
	if (scored > scheme->cell_weights * (1 + SLACK))
		return "A cell has a score that its questionnaire does not measure.";
	if (!(card->unobserved >= 0 && card->unobserved <= audits * FORM_MAX_ITEMS * MAX_PRODUCT * (1 + SLACK)))
		return "The weight that was not observed does not fit the number of audits.";
	return NULL;
}

/* What is wrong with one profile; else it is added to the sums of its channel. */
static const char *
profile_problem(const Scheme *scheme, const uint64 *profile, Cell *cells, int64 *units)
{
	double		weight = 0;

	if (*profile >= scheme->nchannels)
		return "A profile's channel is not one of the scheme.";
	units[*profile]++;
	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *sum = &PROFILE_SUMS(profile)[d];
		Cell	   *cell = &cells[*profile * scheme->ndeterminants + d];

		if (!sum_fits(sum))
			return "The score of a profile does not fit its weight.";
		weight += sum->weight;
		cell->sum.score += sum->score;
		cell->sum.weight += sum->weight;
		cell->answers += sum->weight > 0;
	}
	return weight > 0 ? NULL : "A profile has no weight.";
}

/* The profiles add up to the cells. */
static const char *
profiles_problem(const Scorecard *card)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Cell	   *cells = palloc0(sizeof(Cell) * Max(card_ncells(scheme), 1));
	int64		units[FORM_MAX_NAMES] = {0};
	const char *problem = NULL;

	for (uint32 i = 0; i < card->nprofiles && problem == NULL; i++)
	{
		CHECK_FOR_INTERRUPTS();
		problem = profile_problem(scheme, card_profile(card, i), cells, units);
	}
	for (int i = 0; i < card_ncells(scheme) && problem == NULL; i++)
	{
		const Cell *cell = &CARD_CELLS(card)[i];

		if (fabs(cells[i].sum.weight - cell->sum.weight) > SLACK * cell->sum.weight)
			problem = "The profiles do not add up to the weight of their cell.";
		else if (fabs(cells[i].sum.score - cell->sum.score) > SLACK * cell->sum.score)
			problem = "The profiles do not add up to the score of their cell.";
		else if (cells[i].answers > cell->answers)
			problem = "More profiles have an answer in a cell than the cell has answers.";
	}
	for (int c = 0; c < scheme->nchannels && problem == NULL; c++)
		if (units[c] > CARD_AUDITS(card)[c])
			problem = "A channel has more profiles than audits.";
	pfree(cells);
	return problem;
}

/* What contradicts itself in a scorecard, or NULL. */
const char *
card_problem(const Scorecard *card)
{
	const char *problem = card_state_problem(card);

	if (problem == NULL && (card->flags & KEEPS_PROFILES))
		problem = profiles_problem(card);
	return problem;
}

/* The counts of a state that was added to. */
void
card_check_counts(const Scorecard *card)
{
	const Scheme *scheme = CARD_SCHEME(card);

	for (int c = 0; c < scheme->nchannels; c++)
		if (CARD_AUDITS(card)[c] > MAX_COUNT)
			tally_count_overflow();
	for (int i = 0; i < card_ncells(scheme); i++)
		if (CARD_CELLS(card)[i].answers > MAX_COUNT)
			tally_count_overflow();
}

/* The counts of two cards' sum; and cards that came from outside must fit together. */
void
card_check_sum(const Scorecard *card)
{
	const char *problem;

	card_check_counts(card);
	problem = card_state_problem(card);
	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("these scorecards cannot have been made from one questionnaire"),
				 errdetail("Put together: %s", problem)));
}
