/*
 * item_tally.c
 *		How each item of a questionnaire was answered, over many audits.
 *
 * item_tally() counts, for one questionnaire, each item's answers by state and
 * sums their scores; item_rows() reads them.  The state is a float8[] with
 * ITEM_NUMBERS numbers an item, so that any server can pass it on.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"

#include "common/check.h"
#include "scoring/answers.h"
#include "scoring/scorecard.h"

/* What the state holds of an item */
typedef struct ItemTally
{
	double		audits;
	double		scored;			/* answers */
	double		not_observed;
	double		no_response;	/* silences that score 0 */
	double		weight;			/* Σ a of what is scored, silences too */
	double		score;			/* Σ a·s */
} ItemTally;

#define ITEM_NUMBERS	((int) (sizeof(ItemTally) / sizeof(double)))

/* The items of a state that may come from anywhere */
static ItemTally *
state_items(ArrayType *state, int *nitems)
{
	int			length = ARR_NDIM(state) == 1 ? ARR_DIMS(state)[0] : 0;

	if (length == 0 || length % ITEM_NUMBERS != 0 || ARR_HASNULL(state) ||
		ARR_ELEMTYPE(state) != FLOAT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("item_tally: the state must be an array of %d numbers an item", ITEM_NUMBERS)));
	*nitems = length / ITEM_NUMBERS;
	return (ItemTally *) ARR_DATA_PTR(state);
}

static ArrayType *
make_state(int nitems)
{
	Datum	   *zeros = palloc(sizeof(Datum) * nitems * ITEM_NUMBERS);

	for (int i = 0; i < nitems * ITEM_NUMBERS; i++)
		zeros[i] = Float8GetDatum(0.0);
	return construct_array(zeros, nitems * ITEM_NUMBERS, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

static void
refuse_other_questionnaire(int have, int want)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("item_tally: audits of several questionnaires cannot be put together"),
			 errdetail("One has %d items, another %d.", have, want),
			 errhint("Group by edition and channel.")));
}

static inline bool
is_count(double number)
{
	return number >= 0 && number <= (double) MAX_COUNT && (double) (int64) number == number;
}

/* What an item of a state of any origin must be: counts that fit, and sums that fit the counts */
static bool
is_tally(const ItemTally *item)
{
	const double slack = 1e-6;	/* rounding of long sums, relative */
	double		counted = item->scored + item->no_response;

	return is_count(item->audits) && is_count(item->scored) && is_count(item->not_observed) &&
		is_count(item->no_response) && counted + item->not_observed <= item->audits &&
		item->weight >= counted * MIN_WEIGHT * (1 - slack) &&
		item->weight <= counted * MAX_WEIGHT * (1 + slack) &&
		item->score >= 0 && item->score <= item->weight * SCORE_MAX * (1 + slack);
}

static void
check_item(const ItemTally *item)
{
	if (!is_tally(item))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("item_tally: the array is no tally of answers")));
}

/* The state to write to: the same inside an aggregate, else a copy, which may come from anywhere. */
static ArrayType *
writable_state(FunctionCallInfo fcinfo)
{
	ArrayType  *state;
	const ItemTally *items;
	int			nitems;

	if (AggCheckCallContext(fcinfo, NULL))
		return PG_GETARG_ARRAYTYPE_P(0);
	state = PG_GETARG_ARRAYTYPE_P_COPY(0);
	items = state_items(state, &nitems);
	for (int i = 0; i < nitems; i++)
		check_item(&items[i]);
	return state;
}

/* One more audit */
static inline void
add_audit(ItemTally *item)
{
	if (unlikely(!(item->audits < (double) MAX_COUNT)))
		tally_count_overflow();
	item->audits++;
}

static void
add_score(ItemTally *item, double weight, double score)
{
	item->weight += weight;
	item->score += weight * score;
}

static void
add_answers(ItemTally *items, const Audit *audit)
{
	struct varlena *value = pg_detoast_datum_packed(audit->answers);
	Answers		answers = answers_open(value);
	int			k = 0;

	tally_check_answers(audit, &answers);
	for (int first = 0; first < answers.count; first += 64)
		for (uint64 present = answers_present(&answers, first); present != 0; present &= present - 1)
		{
			int			i = first + pg_rightmost_one_pos64(present);
			double		score = tally_item_score(audit, i, answers_value(answers.values, k++));

			if (isnan(score))
				items[i].not_observed++;
			else
			{
				items[i].scored++;
				add_score(&items[i], audit->weight, score);
			}
		}
}

static void
add_silence(ItemTally *items, const Audit *audit, int nitems)
{
	for (int i = 0; i < nitems; i++)
		if (tally_silence_is_zero(audit, i))
		{
			items[i].no_response++;
			add_score(&items[i], audit->weight, 0);
		}
}

PG_FUNCTION_INFO_V1(barometre_item_tally_accum);

/* (state, form, edition, channel, responded, answers, weight) -> state */
Datum
barometre_item_tally_accum(PG_FUNCTION_ARGS)
{
	Audit		audit;
	ArrayType  *state;
	ItemTally  *items;
	int			nitems;

	if (!audit_argument(fcinfo, 1, "item_tally", &audit) || audit.weight == 0)
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	state = PG_ARGISNULL(0) ? make_state((int) audit.questionnaire->nitems) : writable_state(fcinfo);
	items = state_items(state, &nitems);
	if (nitems != (int) audit.questionnaire->nitems)
		refuse_other_questionnaire(nitems, (int) audit.questionnaire->nitems);

	for (int i = 0; i < nitems; i++)
		add_audit(&items[i]);
	if (audit.answers == NULL)
		add_silence(items, &audit, nitems);
	else
		add_answers(items, &audit);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_item_tally_accum_mean);

/* (state, tally, weight) -> state; each tally is one answer to each of its items: its mean */
Datum
barometre_item_tally_accum_mean(PG_FUNCTION_ARGS)
{
	double		weight = PG_ARGISNULL(2) ? 0 : PG_GETARG_FLOAT8(2);
	ArrayType  *state;
	ItemTally  *means;
	const ItemTally *items;
	int			nmeans;
	int			nitems;

	check_weight("item_tally", weight, NULL);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	items = state_items(PG_GETARG_ARRAYTYPE_P(1), &nitems);
	state = PG_ARGISNULL(0) ? make_state(nitems) : writable_state(fcinfo);
	means = state_items(state, &nmeans);
	if (nmeans != nitems)
		refuse_other_questionnaire(nmeans, nitems);
	for (int i = 0; i < nitems; i++)
	{
		check_item(&items[i]);
		if (weight == 0 || items[i].weight == 0)
			continue;
		add_audit(&means[i]);
		means[i].scored++;
		add_score(&means[i], weight, items[i].score / items[i].weight);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(barometre_item_tally_combine);

/* (state, state) -> state; strict */
Datum
barometre_item_tally_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state = writable_state(fcinfo);
	int			nitems;
	int			nothers;
	ItemTally  *items = state_items(state, &nitems);
	const ItemTally *others = state_items(PG_GETARG_ARRAYTYPE_P(1), &nothers);

	if (nitems != nothers)
		refuse_other_questionnaire(nitems, nothers);
	for (int i = 0; i < nitems; i++)
	{
		check_item(&items[i]);
		check_item(&others[i]);
		if (others[i].audits > (double) MAX_COUNT - items[i].audits)
			tally_count_overflow();
		for (int j = 0; j < ITEM_NUMBERS; j++)
			((double *) &items[i])[j] += ((const double *) &others[i])[j];
	}
	PG_RETURN_POINTER(state);
}

static Datum
item_score(const ItemTally *item, bool *isnull)
{
	*isnull = !(item->weight > 0);
	return Float8GetDatum(*isnull ? 0 : score_within_scale(item->score / item->weight));
}

/* A row of item_rows(); without a league, its row type has none of the last two columns. */
static void
put_item(ReturnSetInfo *result, const ItemTally *item, int number, const ItemTally *league,
		 double effective_weight)
{
	Datum		values[10];
	bool		nulls[10] = {false};
	double		not_applicable = item->audits - item->scored - item->not_observed - item->no_response;

	values[0] = Int32GetDatum(number);
	values[1] = Int64GetDatum((int64) item->audits);
	values[2] = Int64GetDatum((int64) item->scored);
	values[3] = Int64GetDatum((int64) not_applicable);
	values[4] = Int64GetDatum((int64) item->not_observed);
	values[5] = Int64GetDatum((int64) item->no_response);
	values[6] = Float8GetDatum(item->weight);
	values[7] = item_score(item, &nulls[7]);
	if (league != NULL)
	{
		values[8] = item_score(league, &nulls[8]);
		values[9] = Float8GetDatum(effective_weight < MIN_SHARE ? 0 : Min(effective_weight, 1));
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* What a structure's answers to its items are read beside */
typedef struct Beside
{
	const FormItem *questions;
	const ItemTally *league;	/* NULL: nothing */
	double		units[FORM_MAX_NAMES];	/* of each cell of the channel, in the global score */
} Beside;

static void
find_beside(FunctionCallInfo fcinfo, int nitems, Beside *beside)
{
	const Scorecard *card = card_argument(fcinfo, 2);
	const AuditForm *form = form_argument(fcinfo, 3);
	const Questionnaire *questionnaire;
	int			nleague;
	int			channel;
	const Scheme *scheme = form_find(form, PG_GETARG_INT32(4), PG_GETARG_TEXT_PP(5), &channel,
									 &questionnaire);

	if (scheme == NULL)
		form_refuse_channel("item_rows", PG_GETARG_INT32(4), PG_GETARG_TEXT_PP(5), NULL);
	card_check_scheme(card, scheme, "item_rows");
	beside->league = state_items(PG_GETARG_ARRAYTYPE_P(1), &nleague);
	if (nitems != (int) questionnaire->nitems || nitems != nleague)
		refuse_other_questionnaire(nitems, nitems == nleague ? (int) questionnaire->nitems : nleague);
	beside->questions = FORM_AT(form, questionnaire->items, FormItem);
	card_unit_weights(card, channel, beside->units);
}

PG_FUNCTION_INFO_V1(barometre_item_rows);

/* item_rows(tally [, league, card, form, edition, channel]) -> a row an item; strict */
Datum
barometre_item_rows(PG_FUNCTION_ARGS)
{
	int			nitems;
	const ItemTally *items = state_items(PG_GETARG_ARRAYTYPE_P(0), &nitems);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Beside		beside = {0};

	if (PG_NARGS() > 1)
		find_beside(fcinfo, nitems, &beside);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < nitems; i++)
	{
		CHECK_FOR_INTERRUPTS();
		check_item(&items[i]);
		if (beside.league == NULL)
		{
			put_item(result, &items[i], i + 1, NULL, 0);
			continue;
		}
		check_item(&beside.league[i]);
		put_item(result, &items[i], i + 1, &beside.league[i],
				 items[i].weight * beside.questions[i].weight *
				 beside.units[beside.questions[i].determinant]);
	}
	return (Datum) 0;
}
