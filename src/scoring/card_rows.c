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
#include "scoring/jackknife.h"
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
	Jackknife  *jackknife;		/* NULL: the card has no profiles */
	Stratum    *strata;			/* room for those of a row */
	TupleDesc	strata_row;
} CardRows;

/* Fills a row but for its strata, and says how many they are; −1: there is no row */
typedef int (*CardRowMaker) (const CardRows *rows, int i, Datum *values, bool *nulls);

typedef struct CardRowKind
{
	int			(*count) (const Scheme *);	/* of candidates */
	CardRowMaker make;
	JackknifeFigure figure;
	int			ncolumns;		/* the last one is the strata */
} CardRowKind;

/* After the last row, or when the executor gives up a scorecard before. */
static void
forget_card(Datum datum)
{
	CardRows   *rows = (CardRows *) DatumGetPointer(datum);

	if (rows->jackknife != NULL)
	{
		pfree(rows->jackknife);
		pfree(rows->strata);
	}
	if (rows->opened)
		pfree(unconstify(Scorecard *, rows->card));
	rows->card = NULL;
	rows->jackknife = NULL;
}

/*
 * Start with the scorecard of the argument, which stays where it is until its
 * last row; one that must be opened is kept as long.
 */
static void
take_card(FunctionCallInfo fcinfo, CardRows *rows, JackknifeFigure figure, ExprContext *context)
{
	MemoryContext old = MemoryContextSwitchTo(context->ecxt_per_query_memory);

	rows->card = card_argument(fcinfo, 0);
	rows->opened = (Pointer) rows->card != PG_GETARG_POINTER(0);
	rows->next = 0;
	if (rows->card->flags & KEEPS_PROFILES)
	{
		rows->jackknife = jackknife_make(rows->card, figure);
		rows->strata = palloc(sizeof(Stratum) * CARD_SCHEME(rows->card)->nchannels);
	}
	MemoryContextSwitchTo(old);
	RegisterExprContextCallback(context, forget_card, PointerGetDatum(rows));
}

/* The strata of a row, NULL where there is none */
static Datum
strata_column(FunctionCallInfo fcinfo, CardRows *rows, TupleDesc row, int count, bool *isnull)
{
	*isnull = count == 0;
	if (*isnull)
		return (Datum) 0;
	strata_row_type(fcinfo, TupleDescAttr(row, row->natts - 1)->atttypid, &rows->strata_row);
	return strata_make(rows->strata_row, rows->strata, count);
}

/* Return the next row of a kind. */
static Datum
card_rows(FunctionCallInfo fcinfo, const CardRowKind *kind)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	CardRows   *rows = call_memory(fcinfo, sizeof(CardRows));
	TupleDesc	row = call_row_type(fcinfo);

	if (result == NULL || !IsA(result, ReturnSetInfo) || !(result->allowedModes & SFRM_ValuePerCall))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	if (rows->card == NULL)
		take_card(fcinfo, rows, kind->figure, result->econtext);

	while (rows->next < kind->count(CARD_SCHEME(rows->card)))
	{
		Datum		values[5];
		bool		nulls[5] = {false};
		int			last = kind->ncolumns - 1;
		int			nstrata = kind->make(rows, rows->next++, values, nulls);

		if (nstrata < 0)
			continue;
		values[last] = strata_column(fcinfo, rows, row, nstrata, &nulls[last]);
		result->isDone = ExprMultipleResult;
		return HeapTupleGetDatum(heap_form_tuple(row, values, nulls));
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
static int
cell_row(const CardRows *rows, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(rows->card);
	const Cell *cell = &CARD_CELLS(rows->card)[i];
	int			c = i / scheme->ndeterminants;
	int			d = i % scheme->ndeterminants;
	int			length;
	const char *name;

	if (cell->answers == 0)
		return -1;
	name = scheme_channel_name(scheme, c, &length);
	values[0] = name_datum(name, length);
	name = scheme_determinant_name(scheme, d, &length);
	values[1] = name_datum(name, length);
	nulls[2] = cell->sum.weight == 0;
	values[2] = Float8GetDatum(nulls[2] ? 0 : card_score(cell));
	values[3] = Int64GetDatum(cell->answers);
	if (nulls[2] || rows->jackknife == NULL)
		return 0;
	return jackknife_cell_strata(rows->jackknife, c, d, rows->strata);
}

/*
 * determinant, score of a determinant that has one.  With profiles, also one
 * that only channels that do not count have measured: its strata inform others.
 */
static int
determinant_row(const CardRows *rows, int i, Datum *values, bool *nulls)
{
	Determinant determinant = card_determinant(rows->card, i);
	int			nstrata = 0;
	int			length;
	const char *name = scheme_determinant_name(CARD_SCHEME(rows->card), i, &length);

	if (rows->jackknife != NULL)
		nstrata = jackknife_determinant_strata(rows->jackknife, i, rows->strata);
	if (determinant.channels == 0 && nstrata == 0)
		return -1;
	values[0] = name_datum(name, length);
	values[1] = Float8GetDatum(determinant.score);
	nulls[1] = determinant.channels == 0;
	return nstrata;
}

/* channel, score H(c), audits of a channel with an audit */
static int
channel_row(const CardRows *rows, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(rows->card);
	double		score = 0;
	int			length;
	const char *name = scheme_channel_name(scheme, i, &length);

	if (CARD_AUDITS(rows->card)[i] == 0)
		return -1;
	values[0] = name_datum(name, length);
	nulls[1] = !card_mean_of_cells(scheme, CELL(rows->card, i, 0), &score);
	values[1] = Float8GetDatum(score);
	values[2] = Int64GetDatum(CARD_AUDITS(rows->card)[i]);
	if (nulls[1] || rows->jackknife == NULL)
		return 0;
	return jackknife_channel_strata(rows->jackknife, i, rows->strata);
}

Datum
barometre_scorecard_cells(PG_FUNCTION_ARGS)
{
	static const CardRowKind kind = {count_cells, cell_row, JACKKNIFE_CELLS, 5};

	return card_rows(fcinfo, &kind);
}

Datum
barometre_scorecard_determinants(PG_FUNCTION_ARGS)
{
	static const CardRowKind kind = {count_determinants, determinant_row, JACKKNIFE_CELLS, 3};

	return card_rows(fcinfo, &kind);
}

Datum
barometre_scorecard_channels(PG_FUNCTION_ARGS)
{
	static const CardRowKind kind = {count_channels, channel_row, JACKKNIFE_CHANNELS, 4};

	return card_rows(fcinfo, &kind);
}
