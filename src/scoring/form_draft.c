/*
 * form_draft.c
 *		An audit_form while it is put together: checked and laid out.
 *
 * The layout of an audit_form: its header with an entry an edition, then for
 * each edition its scheme, a questionnaire a channel, the items, and each scale
 * when the first item needs it.  Names are sorted, so equal questionnaires make
 * equal bytes whatever the order of their rows.
 *
 * Called by audit_form.c (the aggregate) and form_io.c (text and binary).
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "scoring/form_draft.h"
#include "statistics/estimate.h"

FormDraft *
form_draft_begin(MemoryContext context)
{
	FormDraft  *draft = MemoryContextAllocZero(context, sizeof(FormDraft));

	draft->context = context;
	return draft;
}

/* The edition of the draft, or NULL.  Rows mostly come edition by edition. */
DraftEdition *
form_draft_find(FormDraft *draft, int32 edition)
{
	for (int i = draft->neditions - 1; i >= 0; i--)
		if (draft->editions[i].scheme.edition == edition)
			return &draft->editions[i];
	return NULL;
}

/* Add an edition that the draft does not have. */
DraftEdition *
form_draft_add(FormDraft *draft, const SchemeDraft *scheme)
{
	DraftEdition *added;

	draft->editions = scheme_grow(draft->context, draft->editions, draft->neditions, &draft->room,
								  sizeof(DraftEdition));
	added = &draft->editions[draft->neditions++];
	memset(added, 0, sizeof(*added));
	added->scheme = *scheme;
	return added;
}

/* A copy of numbers in which -0 is 0. */
static double *
copy_numbers(MemoryContext context, const double *numbers, int count)
{
	double	   *copy = MemoryContextAlloc(context, sizeof(double) * count);

	for (int i = 0; i < count; i++)
		copy[i] = numbers[i] + 0.0;
	return copy;
}

/* Numbers are equal when their values are: -0 and 0, too. */
static bool
same_numbers(const double *a, const double *b, int count)
{
	for (int i = 0; i < count; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Index of a scale, which is copied unless the draft has it. */
static int
draft_scale(FormDraft *draft, const Scale *scale)
{
	int			npoints = scale->npoints;
	Scale	   *copy;

	for (int i = 0; i < draft->nscales; i++)
	{
		const Scale *known = &draft->scales[i].scale;

		if (known->npoints == npoints && same_numbers(known->points, scale->points, npoints) &&
			same_numbers(known->scores, scale->scores, npoints))
			return i;
	}

	for (int i = 0; i < npoints; i++)
		if (!(scale->scores[i] >= 0 && scale->scores[i] <= SCORE_MAX))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("audit_form: the scores of a scale must be from 0 to %g", SCORE_MAX),
					 errdetail("Point %d has the score %g.", i + 1, scale->scores[i])));
	draft->scales = scheme_grow(draft->context, draft->scales, draft->nscales, &draft->scale_room,
								sizeof(DraftScale));
	memset(&draft->scales[draft->nscales], 0, sizeof(DraftScale));
	copy = &draft->scales[draft->nscales].scale;
	copy->npoints = npoints;
	copy->points = copy_numbers(draft->context, scale->points, npoints);
	copy->scores = copy_numbers(draft->context, scale->scores, npoints);
	return draft->nscales++;
}

/* Add an item; its scale is looked up here. */
void
form_draft_item(FormDraft *draft, DraftEdition *edition, DraftItem item, const Scale *scale)
{
	scheme_check_weight(item.weight, "an item of channel",
						edition->scheme.channels.names[item.channel].name);
	item.weight += 0.0;			/* -0 becomes 0 */
	item.scale = draft_scale(draft, scale);
	edition->items = scheme_grow(draft->context, edition->items, edition->nitems, &edition->room,
								 sizeof(DraftItem));
	edition->items[edition->nitems++] = item;
}

static int
compare_editions(const void *a, const void *b)
{
	int32		x = ((const DraftEdition *) a)->scheme.edition;
	int32		y = ((const DraftEdition *) b)->scheme.edition;

	return (x > y) - (x < y);
}

static int
compare_items(const void *a, const void *b)
{
	const DraftItem *x = a;
	const DraftItem *y = b;

	if (x->channel != y->channel)
		return x->channel < y->channel ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Bring an edition into its canonical order: names, then items by channel. */
static void
sort_edition(DraftEdition *edition)
{
	int		   *channels = scheme_sort_names(&edition->scheme.channels);
	int		   *determinants = scheme_sort_names(&edition->scheme.determinants);

	for (int i = 0; i < edition->nitems; i++)
	{
		edition->items[i].channel = channels[edition->items[i].channel];
		edition->items[i].determinant = determinants[edition->items[i].determinant];
	}
	if (edition->nitems > 0)
		qsort(edition->items, edition->nitems, sizeof(DraftItem), compare_items);
}

/* The items of each channel must be numbered 1, 2, 3… */
static void
check_numbers(const DraftEdition *edition)
{
	for (int i = 0; i < edition->nitems; i++)
	{
		const DraftItem *item = &edition->items[i];
		bool		first = i == 0 || edition->items[i - 1].channel != item->channel;
		int			expected = first ? 1 : edition->items[i - 1].number + 1;

		if (item->number != expected)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("audit_form: the items of a questionnaire must be numbered from 1 without gap or repetition"),
					 errdetail("In edition %d, channel \"%s\", item %d stands where item %d is expected.",
							   edition->scheme.edition, edition->scheme.channels.names[item->channel].name,
							   item->number, expected)));
		if (item->number > FORM_MAX_ITEMS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("audit_form: a questionnaire has more than %d items", FORM_MAX_ITEMS)));
	}
}

/* Σ w_c·w_d over the cells with an item that has a weight, in the order of the cells */
static double
cell_weights(const DraftEdition *edition)
{
	const SchemeDraft *scheme = &edition->scheme;
	int			nchannels = scheme->channels.count;
	int			ndeterminants = scheme->determinants.count;
	bool	   *measured = palloc0(sizeof(bool) * Max(nchannels * ndeterminants, 1));
	double		sum = 0;

	for (int i = 0; i < edition->nitems; i++)
		if (edition->items[i].weight > 0)
			measured[edition->items[i].channel * ndeterminants + edition->items[i].determinant] = true;
	for (int c = 0; c < nchannels; c++)
		for (int d = 0; d < ndeterminants; d++)
			if (measured[c * ndeterminants + d])
				sum += scheme->channels.names[c].weight * scheme->determinants.names[d].weight;
	pfree(measured);
	return sum;
}

/* Append zeroed space and return its offset. */
static uint32
reserve(StringInfo out, Size size)
{
	uint32		offset = (uint32) out->len;

	if (size >= MaxAllocSize - out->len)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("audit_form: the questionnaires are too large")));
	enlargeStringInfo(out, (int) size);
	memset(out->data + out->len, 0, size);
	out->len += (int) size;
	return offset;
}

/* Lay a scale out, once a form: its points and scores, and its table. */
static const FormItem *
compile_scale(StringInfo out, DraftScale *draft)
{
	const Scale *scale = &draft->scale;
	Size		size = sizeof(double) * scale->npoints;
	FormItem   *compiled = &draft->compiled;
	double		first = floor(scale->points[0] * 4);
	double		last = ceil(scale->points[scale->npoints - 1] * 4);
	FormScale  *flat;
	double	   *table;

	if (compiled->scale > 0)
		return compiled;
	compiled->scale = reserve(out, offsetof(FormScale, numbers) + 2 * size);
	flat = (FormScale *) (out->data + compiled->scale);
	flat->npoints = (uint32) scale->npoints;
	memcpy(flat->numbers, scale->points, size);
	memcpy(flat->numbers + scale->npoints, scale->scores, size);

	if (!(fabs(first) < PG_INT16_MAX && last - first < FORM_MAX_TABLE))
		return compiled;
	compiled->table_first = (int32) first;
	compiled->table_size = (uint32) (last - first) + 1;
	compiled->table = reserve(out, sizeof(double) * compiled->table_size);
	table = (double *) (out->data + compiled->table);
	for (uint32 i = 0; i < compiled->table_size; i++)
		table[i] = scale_apply(scale, (first + i) / 4);
	return compiled;
}

static void
compile_edition(StringInfo out, int index, FormDraft *draft)
{
	const DraftEdition *edition = &draft->editions[index];
	Scheme	   *scheme = scheme_make(&edition->scheme);
	uint32		scheme_at = reserve(out, scheme->size);
	uint32		questionnaires_at = reserve(out, sizeof(Questionnaire) * scheme->nchannels);
	uint32		items_at = reserve(out, sizeof(FormItem) * edition->nitems);
	FormEdition *entry;

	memcpy(out->data + scheme_at, scheme, scheme->size);
	for (int i = 0; i < edition->nitems; i++)
	{
		const DraftItem *item = &edition->items[i];
		const FormItem *scale = compile_scale(out, &draft->scales[item->scale]);
		uint32		item_at = items_at + i * (uint32) sizeof(FormItem);
		FormItem   *compiled = (FormItem *) (out->data + item_at);
		Questionnaire *questionnaire;

		CHECK_FOR_INTERRUPTS();
		*compiled = *scale;
		compiled->weight = item->weight;
		compiled->determinant = (uint16) item->determinant;
		compiled->silence_is_zero = item->silence_is_zero;

		questionnaire = (Questionnaire *) (out->data + questionnaires_at) + item->channel;
		if (questionnaire->nitems++ == 0)
			questionnaire->items = item_at;
	}

	entry = &((AuditForm *) out->data)->editions[index];
	entry->edition = edition->scheme.edition;
	entry->scheme = scheme_at;
	entry->questionnaires = questionnaires_at;
}

/* Check a draft and lay it out. */
AuditForm *
form_draft_compile(FormDraft *draft)
{
	StringInfoData out;
	AuditForm  *form;

	initStringInfo(&out);
	reserve(&out, offsetof(AuditForm, editions) + sizeof(FormEdition) * draft->neditions);
	((AuditForm *) out.data)->version = FORM_VERSION;
	((AuditForm *) out.data)->neditions = (uint32) draft->neditions;

	if (draft->neditions > 0)
		qsort(draft->editions, draft->neditions, sizeof(DraftEdition), compare_editions);
	for (int i = 0; i < draft->neditions; i++)
	{
		sort_edition(&draft->editions[i]);
		check_numbers(&draft->editions[i]);
		draft->editions[i].scheme.cell_weights = cell_weights(&draft->editions[i]);
		compile_edition(&out, i, draft);
	}

	form = (AuditForm *) out.data;
	SET_VARSIZE(form, out.len);
	return form;
}
