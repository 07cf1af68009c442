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
#include "utils/float.h"

#include "common/check.h"
#include "scoring/audit_name.h"
#include "scoring/scale.h"
#include "scoring/tally.h"

/* Where an error is: the audit, if the caller may know, its edition and channel */
static char *
audit_place(const Audit *audit)
{
	const char *name = audit_name(audit->call, audit->first + AUDIT_NAME);
	int			length;
	const char *channel = scheme_channel_name(audit->scheme, audit->channel, &length);

	return psprintf("%s%sdition %d, channel \"%.*s\"", name == NULL ? "" : name,
					name == NULL ? "E" : " in e", audit->scheme->edition, length, channel);
}

static pg_noinline void
refuse_infinite(const Audit *audit, int item)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: an answer must not be infinite", audit->function),
			 errdetail("%s, item %d.", audit_place(audit), item),
			 errhint(AUDIT_HINT)));
}

/* An audit that has not one answer for each item, from item 1 on */
pg_noinline void
tally_refuse_answers(const Audit *audit, int ndim, int count, int lower_bound)
{
	if (ndim > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s: answers must be a one-dimensional array", audit->function),
				 errdetail("%s.", audit_place(audit)),
				 errhint(AUDIT_HINT)));
	if ((uint32) count == audit->questionnaire->nitems)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: answers must start at item 1, not %d", audit->function, lower_bound),
				 errdetail("%s.", audit_place(audit)),
				 errhint(AUDIT_HINT)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: wrong number of answers", audit->function),
			 errdetail("%s: %u items, %d answers.", audit_place(audit),
					   audit->questionnaire->nitems, count),
			 errhint(AUDIT_HINT)));
}

pg_noinline void
tally_count_overflow(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("no more than " INT64_FORMAT " audits or answers can be counted",
					MAX_COUNT)));
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
tally_item_score(const Audit *audit, int item, float answer)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const FormScale *flat = FORM_AT(audit->form, items[item].scale, FormScale);
	Scale		scale = {(int) flat->npoints, flat->numbers, flat->numbers + flat->npoints};

	if (isinf(answer))
		refuse_infinite(audit, item + 1);
	return isnan(answer) ? answer : scale_apply(&scale, answer_value(answer));
}

/*
 * Each item of an audit that was answered, 64 at a time: "present" tells which
 * were, and "quarters" holds what was, one after the other.
 */
static void
tally_answers(Tally *tally, const Audit *audit, const Answers *answers)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const char *values = answers->values;
	Run			run = {0};

	tally_check_answers(audit, answers);

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
				score = tally_item_score(audit, i, answers_value(values, k));
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

/* What the arguments say together is refused, once the questionnaire is known. */
static pg_noinline void
refuse_audit(const Audit *audit, bool has_answers)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 has_answers
			 ? errmsg("%s: an audit without response has no answers", audit->function)
			 : errmsg("%s: weight must be 0, or " WEIGHT_RANGE ", not %s", audit->function,
					  float8out_internal(audit->weight)),
			 errdetail("%s.", audit_place(audit)),
			 errhint(AUDIT_HINT)));
}

static void
find_questionnaire(FunctionCallInfo fcinfo, int first, Audit *audit)
{
	const text *channel = PG_GETARG_TEXT_PP(first + 2);
	int32		edition = PG_GETARG_INT32(first + 1);

	audit->form = form_argument(fcinfo, first);
	audit->scheme = form_find(audit->form, edition, channel, &audit->channel, &audit->questionnaire);
	if (unlikely(audit->scheme == NULL))
		form_refuse_channel(audit->function, edition, channel,
							audit_name(fcinfo, first + AUDIT_NAME));
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

	*audit = (Audit) {.weight = 1,.function = function,.call = fcinfo,.first = first};
	for (int i = first; i < first + 4; i++)
		if (PG_ARGISNULL(i))
			return false;
	responded = PG_GETARG_BOOL(first + 3);
	if (responded && PG_ARGISNULL(first + 4))
		return false;
	if (PG_NARGS() > first + 5)
	{
		if (PG_ARGISNULL(first + 5))
			return false;
		audit->weight = PG_GETARG_FLOAT8(first + 5);
		if (audit->weight == 0)
			return false;
	}

	find_questionnaire(fcinfo, first, audit);
	if (unlikely(!weight_fits(audit->weight)))
		refuse_audit(audit, false);
	if (unlikely(!responded && !PG_ARGISNULL(first + 4)))
		refuse_audit(audit, true);
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
tally_unweighted(Tally *tally, const Audit *audit)
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
	tally_answers(tally, audit, &answers);
}

/* Add an audit to the sums, apart at first, then times its weight. */
static pg_noinline void
tally_weighted(Tally *tally, const Audit *audit)
{
	int			ndeterminants = audit->scheme->ndeterminants;
	Cell		cells[FORM_MAX_NAMES];
	Tally		own = {.cells = cells};

	memset(cells, 0, sizeof(Cell) * ndeterminants);
	tally_unweighted(&own, audit);
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
tally_audit(Tally *tally, const Audit *audit)
{
	if (audit->weight == 1)
		tally_unweighted(tally, audit);
	else
		tally_weighted(tally, audit);
}
