/*
 * tally.c
 *		One audit: its arguments, and the sums of its answers' scores.
 *
 * The loop over answers is here: most of the time of scoring is spent in
 * tally_answers().
 */
#include "postgres.h"

#include <math.h>

#include "port/pg_bitutils.h"
#include "utils/builtins.h"

#include "common/check.h"
#include "scoring/answers.h"
#include "scoring/scale.h"
#include "scoring/tally.h"

static pg_noinline void
refuse_infinite(const Audit *audit, int item, const char *function)
{
	int			length;
	const char *channel = scheme_channel_name(audit->scheme, audit->channel, &length);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: an answer must not be infinite", function),
			 errdetail("Edition %d, channel \"%.*s\", item %d.", audit->scheme->edition, length,
					   channel, item),
			 errhint(AUDIT_HINT)));
}

/* An audit has one answer for each item. */
void
tally_check_count(const Audit *audit, int count, const char *function)
{
	int			length;
	const char *channel;

	if ((uint32) count == audit->questionnaire->nitems)
		return;
	channel = scheme_channel_name(audit->scheme, audit->channel, &length);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: wrong number of answers", function),
			 errdetail("Edition %d, channel \"%.*s\" has %u items; the audit has %d answers.",
					   audit->scheme->edition, length, channel, audit->questionnaire->nitems, count),
			 errhint(AUDIT_HINT)));
}

pg_noinline void
tally_count_overflow(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("a scorecard counts no more than " INT64_FORMAT " audits or answers",
					TALLY_MAX_COUNT)));
}

/*
 * Items mostly stand together by determinant: what the last ones added is kept
 * here, and written when the determinant changes.
 */
typedef struct Run
{
	int			determinant;
	int			answers;
	Sum			sum;
} Run;

static inline void
run_end(Tally *tally, const Run *run)
{
	Cell	   *cell = &tally->cells[run->determinant];

	sum_add(&cell->sum, &run->sum);
	cell->answers += run->answers;
	if (tally->profile != NULL)
		sum_add(&tally->profile[run->determinant], &run->sum);
}

static inline void
run_add(Tally *tally, Run *run, const FormItem *item, double score)
{
	if (item->determinant != run->determinant)
	{
		run_end(tally, run);
		*run = (Run) {.determinant = item->determinant};
	}
	run->sum.score += item->weight * score;
	run->sum.weight += item->weight;
	run->answers++;
}

/* The score of an answer, whether or not it stands in a table; NaN: it was not observed */
pg_noinline double
tally_item_score(const Audit *audit, int item, float answer, const char *function)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const FormScale *flat = FORM_AT(audit->form, items[item].scale, FormScale);
	Scale		scale = {(int) flat->npoints, flat->numbers, flat->numbers + flat->npoints};

	if (isinf(answer))
		refuse_infinite(audit, item + 1, function);
	return isnan(answer) ? answer : scale_apply(&scale, answer_value(answer));
}

/*
 * Each item of an audit that was answered, 64 at a time: "present" tells which
 * were, and "quarters" holds what was, one after the other.
 */
static void
tally_answers(Tally *tally, const Audit *audit, const Answers *answers,
			  const char *function)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const char *values = answers->values;
	Run			run = {0};

	tally_check_count(audit, answers->count, function);

	for (int first = 0; first < answers->count; first += 64)
	{
		uint64		present = answers_present(answers, first);
		int			count = pg_popcount64(present);
		int32		quarters[64];

		for (int k = 0; k < count; k++)
			quarters[k] = answer_quarters(answers_value(values, k));

		for (int k = 0; present != 0; k++, present &= present - 1)
		{
			int			i = first + pg_rightmost_one_pos64(present);
			const FormItem *item = &items[i];
			uint32		entry = (uint32) quarters[k] - (uint32) item->table_first;
			double		score;

			/* NO_QUARTERS is far outside any table */
			if (likely(entry < item->table_size))
				score = FORM_AT(audit->form, item->table, double)[entry];
			else
			{
				score = tally_item_score(audit, i, answers_value(values, k), function);
				if (isnan(score))
				{
					tally->unobserved += item->weight;
					continue;
				}
			}
			run_add(tally, &run, item, score);
		}
		values += count * sizeof(float);
	}
	run_end(tally, &run);
}

/* Does item i (from 0) score 0 when the structure does not respond? */
bool
tally_silence_is_zero(const Audit *audit, int i)
{
	return FORM_AT(audit->form, audit->questionnaire->items, FormItem)[i].silence_is_zero;
}

/* No response: the items that say so score 0, the others are not applicable. */
static void
tally_silence(Tally *tally, const Audit *audit)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	Run			run = {0};

	for (uint32 i = 0; i < audit->questionnaire->nitems; i++)
		if (items[i].silence_is_zero)
			run_add(tally, &run, &items[i], 0);
	run_end(tally, &run);
}

/*
 * The audit that the arguments from the given position on describe.  False
 * when there is nothing to score: a NULL form, edition, channel, responded or
 * weight, a weight of 0, or NULL answers of an audit that was answered.
 */
bool
audit_argument(FunctionCallInfo fcinfo, int first, const char *function, Audit *audit)
{
	bool		responded;

	audit->weight = 1;
	if (PG_NARGS() > first + 5)
	{
		if (PG_ARGISNULL(first + 5))
			return false;
		audit->weight = PG_GETARG_FLOAT8(first + 5);
		if (unlikely(!scheme_weight_fits(audit->weight)))
			check_failed(function, "weight", "0, or from 1e-100 to 1e100", audit->weight, AUDIT_HINT);
		if (audit->weight == 0)
			return false;
	}
	for (int i = first; i < first + 4; i++)
		if (PG_ARGISNULL(i))
			return false;
	responded = PG_GETARG_BOOL(first + 3);
	if (responded && PG_ARGISNULL(first + 4))
		return false;

	audit->form = form_argument(fcinfo, first);
	audit->scheme = form_find(audit->form, PG_GETARG_INT32(first + 1), PG_GETARG_TEXT_PP(first + 2),
							  function, &audit->channel, &audit->questionnaire);
	if (!responded && !PG_ARGISNULL(first + 4))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: an audit without response has no answers", function),
				 errdetail("Edition %d, channel \"%s\".", PG_GETARG_INT32(first + 1),
						   text_to_cstring(PG_GETARG_TEXT_PP(first + 2))),
				 errhint(AUDIT_HINT)));
	audit->answers = responded ? (struct varlena *) PG_GETARG_POINTER(first + 4) : NULL;
	return true;
}

/*
 * Ask memory for the rows that come next.  They mostly come in the order in
 * which they lie, and PostgreSQL fills a page from its end: they lie before
 * this one, and are about as long.  A wrong guess does no harm.
 */
static inline void
prefetch_next_rows(const struct varlena *answers)
{
	int			length = (int) Min(VARSIZE_ANY(answers), 512);

	for (int before = 128; before <= 64 + 2 * length; before += 64)
		__builtin_prefetch((const char *) answers - before);
}

/* Add an audit's answers, or its silence, to the sums, as if its weight were 1. */
static void
tally_unweighted(Tally *tally, const Audit *audit, const char *function)
{
	struct varlena *value;
	Answers		answers;

	if (audit->answers == NULL)
	{
		tally_silence(tally, audit);
		return;
	}
	/* Opens what is compressed or out of line, but never copies what is not. */
	value = pg_detoast_datum_packed(audit->answers);
	answers = answers_open(value);
	prefetch_next_rows(value);
	if (unlikely(answers.ndim > 1))
		check_one_dimension(answers.ndim, function, "answers", AUDIT_HINT);
	tally_answers(tally, audit, &answers, function);
}

/* Add an audit to the sums, apart at first, then times its weight. */
static pg_noinline void
tally_weighted(Tally *tally, const Audit *audit, const char *function)
{
	int			ndeterminants = audit->scheme->ndeterminants;
	Cell		cells[FORM_MAX_NAMES];
	Tally		own = {.cells = cells};

	memset(cells, 0, sizeof(Cell) * ndeterminants);
	tally_unweighted(&own, audit, function);
	for (int d = 0; d < ndeterminants; d++)
	{
		Sum			sum = {cells[d].sum.score * audit->weight, cells[d].sum.weight * audit->weight};

		sum_add(&tally->cells[d].sum, &sum);
		tally->cells[d].answers += cells[d].answers;
		if (tally->profile != NULL)
			sum_add(&tally->profile[d], &sum);
	}
	tally->unobserved += own.unobserved * audit->weight;
}

/* Add an audit to the sums. */
void
tally_audit(Tally *tally, const Audit *audit, const char *function)
{
	if (audit->weight == 1)
		tally_unweighted(tally, audit, function);
	else
		tally_weighted(tally, audit, function);
}
