/*
 * structure_result.c
 *		The scores of a scorecard, and the row that structure_result() gives.
 *
 * card_determinant() and card_mean_of_cells() are the two ways to put cells
 * together; card_rows.c and audit_score.c call them too.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"

#include "common/call.h"
#include "scoring/jackknife.h"
#include "scoring/scorecard.h"

PG_FUNCTION_INFO_V1(barometre_structure_result);

Determinant
card_determinant(const Scorecard *card, int d)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Determinant determinant = {0};
	double		total = 0;

	for (int c = 0; c < scheme->nchannels; c++)
	{
		const Cell *cell = CELL(card, c, d);
		double		weight = SCHEME_CHANNEL_WEIGHT(scheme, c);

		if (!cell_counts(scheme, c, &cell->sum))
			continue;
		total += weight * card_score(cell);
		determinant.weights += weight;
		determinant.channels++;
	}
	if (determinant.channels > 0)
		determinant.score = score_within_scale(total / determinant.weights);
	return determinant;
}

/*
 * What one v·a of a channel's cells weighs in the global score, one number a
 * determinant: [w_d / Σ w_d] · [w_c / Σ w_c] / Σ v·a of the cell; 0 where the
 * cell does not count.
 */
void
card_unit_weights(const Scorecard *card, int channel, double *weights)
{
	const Scheme *scheme = CARD_SCHEME(card);
	double		total = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *sum = &CELL(card, channel, d)->sum;
		double		channels = card_determinant(card, d).weights;

		weights[d] = 0;
		if (channels > 0)
			total += SCHEME_DETERMINANT_WEIGHT(scheme, d);
		if (cell_counts(scheme, channel, sum))
			weights[d] = SCHEME_DETERMINANT_WEIGHT(scheme, d) *
				(SCHEME_CHANNEL_WEIGHT(scheme, channel) / channels) / sum->weight;
	}
	for (int d = 0; d < scheme->ndeterminants && total > 0; d++)
		weights[d] /= total;
}

/* Mean of a channel's cells, by determinant weight; false: there is none */
bool
card_mean_of_cells(const Scheme *scheme, const Cell *cells, double *mean)
{
	double		total = 0;
	double		weights = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *sum = &cells[d].sum;

		if (sum->weight > 0)
		{
			total += SCHEME_DETERMINANT_WEIGHT(scheme, d) * card_score(&cells[d]);
			weights += SCHEME_DETERMINANT_WEIGHT(scheme, d);
		}
	}
	if (weights == 0)
		return false;
	*mean = score_within_scale(total / weights);
	return true;
}

typedef struct StructureResult
{
	bool		has_score;
	bool		has_error;
	bool		has_completeness;
	int			nstrata;
	Stratum    *strata;			/* of the global score */
	double		score;
	double		coverage;
	double		cell_coverage;
	double		std_error;
	double		df;
	double		completeness;
	int64		audits;
} StructureResult;

static void
find_error(const Scorecard *card, StructureResult *result)
{
	Jackknife  *jackknife = jackknife_make(card, JACKKNIFE_GLOBAL);

	result->strata = palloc(sizeof(Stratum) * Max(CARD_SCHEME(card)->nchannels, 1));
	result->nstrata = jackknife_global_strata(jackknife, result->strata);
	result->has_error = jackknife_error(result->strata, result->nstrata,
										&result->std_error, &result->df);
	pfree(jackknife);
}

/* Everything that structure_score shows. */
static void
compute_result(const Scorecard *card, StructureResult *result)
{
	const Scheme *scheme = CARD_SCHEME(card);
	double		total = 0;
	double		weights = 0;
	double		all_weights = 0;
	double		scored = 0;		/* Σ w_c·w_d of the cells that have a score */
	double		observed = 0;

	*result = (StructureResult) {0};
	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);
		Determinant determinant = card_determinant(card, d);

		all_weights += weight;
		if (determinant.channels > 0)
		{
			total += weight * determinant.score;
			weights += weight;
		}
	}
	result->has_score = weights > 0;
	if (result->has_score)
		result->score = score_within_scale(total / weights);
	result->coverage = all_weights > 0 ? weights / all_weights : 0;

	for (int c = 0; c < scheme->nchannels; c++)
	{
		result->audits += CARD_AUDITS(card)[c];
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			const Sum  *sum = &CELL(card, c, d)->sum;

			observed += sum->weight;
			if (sum->weight > 0)
				scored += SCHEME_CHANNEL_WEIGHT(scheme, c) * SCHEME_DETERMINANT_WEIGHT(scheme, d);
		}
	}
	result->cell_coverage = scored > 0 ? Min(scored / scheme->cell_weights, 1) : 0;
	result->has_completeness = observed + card->unobserved > 0;
	if (result->has_completeness)
		result->completeness = observed / (observed + card->unobserved);

	if (result->has_score && (card->flags & KEEPS_PROFILES))
		find_error(card, result);
}

/* The last column */
static Datum
strata_column(FunctionCallInfo fcinfo, TupleDesc row, const StructureResult *result)
{
	Oid			type = TupleDescAttr(row, row->natts - 1)->atttypid;
	TupleDesc	strata_row = strata_row_type(fcinfo, type, call_memory(fcinfo, sizeof(TupleDesc)));

	return strata_make(strata_row, result->strata, result->nstrata);
}

/* Final function of structure_result(); also structure_result(scorecard) */
Datum
barometre_structure_result(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0);
	TupleDesc	row = call_row_type(fcinfo);
	StructureResult result;
	Datum		values[8] = {0};
	bool		nulls[8] = {false};

	compute_result(card, &result);
	values[0] = Int64GetDatum(result.audits);
	values[1] = Float8GetDatum(result.coverage);
	values[2] = Float8GetDatum(result.cell_coverage);
	values[3] = Float8GetDatum(result.completeness);
	nulls[3] = !result.has_completeness;
	values[4] = Float8GetDatum(result.score);
	nulls[4] = !result.has_score;
	values[5] = Float8GetDatum(result.std_error);
	values[6] = Float8GetDatum(result.df);
	nulls[5] = nulls[6] = !result.has_error;
	nulls[7] = result.nstrata == 0;
	if (!nulls[7])
		values[7] = strata_column(fcinfo, row, &result);
	return HeapTupleGetDatum(heap_form_tuple(row, values, nulls));
}
