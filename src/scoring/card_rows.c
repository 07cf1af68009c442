/*
 * card_rows.c
 *		The cells, determinants and channels of a scorecard as rows.
 *
 * Rows are given one a call, by a loop of our own: it keeps the row type from
 * one scorecard to the next, which the usual macros would not.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "common/call.h"
#include "scoring/scorecard.h"

PG_FUNCTION_INFO_V1(barometre_scorecard_cells);
PG_FUNCTION_INFO_V1(barometre_scorecard_determinants);
PG_FUNCTION_INFO_V1(barometre_scorecard_channels);

static Datum
name_datum(const char *name, int length)
{
	return PointerGetDatum(cstring_to_text_with_len(name, length));
}

/* The rows of a scorecard, while they are given out one a call. */
typedef struct CardRows
{
	const Scorecard *card;		/* NULL: between two scorecards */
	bool		opened;			/* the card is a copy of ours */
	int			next;
} CardRows;

typedef bool (*CardRowMaker) (const Scorecard *card, int i, Datum *values, bool *nulls);

/* After the last row, or when the executor gives up a scorecard before. */
static void
forget_card(Datum datum)
{
	CardRows   *rows = (CardRows *) DatumGetPointer(datum);

	if (rows->opened)
		pfree(unconstify(Scorecard *, rows->card));
	rows->card = NULL;
}

/*
 * Start with the scorecard of the argument, which stays where it is until its
 * last row; one that must be opened is kept as long.
 */
static void
take_card(FunctionCallInfo fcinfo, CardRows *rows, ExprContext *context)
{
	MemoryContext old = MemoryContextSwitchTo(context->ecxt_per_query_memory);

	rows->card = card_argument(fcinfo, 0);
	rows->opened = (Pointer) rows->card != PG_GETARG_POINTER(0);
	rows->next = 0;
	MemoryContextSwitchTo(old);
	RegisterExprContextCallback(context, forget_card, PointerGetDatum(rows));
}

/* Return the next row that "make" fills from "count" candidates. */
static Datum
card_rows(FunctionCallInfo fcinfo, int (*count) (const Scheme *), CardRowMaker make)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	CardRows   *rows = call_memory(fcinfo, sizeof(CardRows));

	if (result == NULL || !IsA(result, ReturnSetInfo) || !(result->allowedModes & SFRM_ValuePerCall))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	if (rows->card == NULL)
		take_card(fcinfo, rows, result->econtext);

	while (rows->next < count(CARD_SCHEME(rows->card)))
	{
		Datum		values[4];
		bool		nulls[4] = {false};

		if (make(rows->card, rows->next++, values, nulls))
		{
			result->isDone = ExprMultipleResult;
			return HeapTupleGetDatum(heap_form_tuple(call_row_type(fcinfo), values, nulls));
		}
	}
	UnregisterExprContextCallback(result->econtext, forget_card, PointerGetDatum(rows));
	forget_card(PointerGetDatum(rows));
	result->isDone = ExprEndResult;
	PG_RETURN_NULL();
}

static int
count_cells(const Scheme *scheme)
{
	return card_ncells(scheme);
}

static int
count_determinants(const Scheme *scheme)
{
	return scheme->ndeterminants;
}

static int
count_channels(const Scheme *scheme)
{
	return scheme->nchannels;
}

/* channel, determinant, score, answers of a cell with a scored item */
static bool
cell_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(card);
	const Cell *cell = &CARD_CELLS(card)[i];
	int			length;
	const char *name;

	if (cell->answers == 0)
		return false;
	name = scheme_channel_name(scheme, i / scheme->ndeterminants, &length);
	values[0] = name_datum(name, length);
	name = scheme_determinant_name(scheme, i % scheme->ndeterminants, &length);
	values[1] = name_datum(name, length);
	nulls[2] = cell->sum.weight == 0;
	values[2] = Float8GetDatum(nulls[2] ? 0 : card_finite(cell->sum.score / cell->sum.weight));
	values[3] = Int64GetDatum(cell->answers);
	return true;
}

/* determinant, score of a determinant that has one */
static bool
determinant_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	Determinant determinant = card_determinant(card, i);
	int			length;
	const char *name = scheme_determinant_name(CARD_SCHEME(card), i, &length);

	if (determinant.channels == 0)
		return false;
	values[0] = name_datum(name, length);
	values[1] = Float8GetDatum(determinant.score);
	return true;
}

/* channel, score H(c), audits of a channel with an audit */
static bool
channel_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(card);
	double		score = 0;
	int			length;
	const char *name = scheme_channel_name(scheme, i, &length);

	if (CARD_AUDITS(card)[i] == 0)
		return false;
	values[0] = name_datum(name, length);
	nulls[1] = !card_mean_of_cells(scheme, CELL(card, i, 0), &score);
	values[1] = Float8GetDatum(score);
	values[2] = Int64GetDatum(CARD_AUDITS(card)[i]);
	return true;
}

Datum
barometre_scorecard_cells(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_cells, cell_row);
}

Datum
barometre_scorecard_determinants(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_determinants, determinant_row);
}

Datum
barometre_scorecard_channels(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_channels, channel_row);
}
