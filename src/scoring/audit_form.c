/*
 * audit_form.c
 *		The compiled questionnaires of an observatory: built from the rows of
 *		its criteria, written, read and searched.
 *
 * Whatever the source (aggregate, JSON, binary), a FormDraft is filled first;
 * draft_compile() checks the whole and lays it out flat.  Names are sorted, so
 * equal questionnaires make equal bytes whatever the order of their rows.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "scoring/audit_form.h"
#include "scoring/scale.h"
#include "common/json.h"

#define FORM_VERSION	1
#define TYPE_NAME		"audit_form"

PG_FUNCTION_INFO_V1(barometre_audit_form_accum);
PG_FUNCTION_INFO_V1(barometre_audit_form_final);
PG_FUNCTION_INFO_V1(barometre_audit_form_in);
PG_FUNCTION_INFO_V1(barometre_audit_form_out);
PG_FUNCTION_INFO_V1(barometre_audit_form_recv);
PG_FUNCTION_INFO_V1(barometre_audit_form_send);

/* A channel or determinant with its weight. */
typedef struct DraftName
{
	char	   *name;
	double		weight;
} DraftName;

typedef struct DraftNames
{
	int			count;
	int			room;
	DraftName  *names;
} DraftNames;

typedef struct DraftItem
{
	int			number;			/* from 1 within its channel */
	int			channel;
	int			determinant;
	double		weight;
	bool		silence_is_zero;
	int			scale;
} DraftItem;

/* A scale of the draft, and what its items say of it once it is laid out. */
typedef struct DraftScale
{
	Scale		scale;
	FormItem	compiled;		/* scale 0: not yet */
} DraftScale;

typedef struct DraftEdition
{
	int32		edition;
	DraftNames	channels;
	DraftNames	determinants;
	int			nitems;
	int			room;
	DraftItem  *items;
} DraftEdition;

typedef struct FormDraft
{
	MemoryContext context;
	int			neditions;
	int			room;
	DraftEdition *editions;
	int			nscales;
	int			scale_room;
	DraftScale *scales;
} FormDraft;

/* ------------------------------------------------------------------------
 * Schemes
 * ------------------------------------------------------------------------
 */

/* Lay out a scheme; the names come sorted and checked. */
Scheme *
scheme_make(int32 edition, int nchannels, const char *const *channels,
			const double *channel_weights, int ndeterminants, const char *const *determinants,
			const double *determinant_weights)
{
	int			count = nchannels + ndeterminants;
	Size		size = offsetof(Scheme, weights) + count * (sizeof(double) + sizeof(uint32));
	Scheme	   *scheme;
	uint32	   *ends;
	char	   *bytes;
	uint32		end = 0;

	for (int i = 0; i < count; i++)
		size += strlen(i < nchannels ? channels[i] : determinants[i - nchannels]);
	size = MAXALIGN(size);

	scheme = palloc0(size);
	scheme->size = (uint32) size;
	scheme->edition = edition;
	scheme->nchannels = (uint16) nchannels;
	scheme->ndeterminants = (uint16) ndeterminants;
	ends = unconstify(uint32 *, scheme_name_ends(scheme));
	bytes = (char *) (ends + count);
	for (int i = 0; i < count; i++)
	{
		bool		is_channel = i < nchannels;
		const char *name = is_channel ? channels[i] : determinants[i - nchannels];
		Size		length = strlen(name);

		scheme->weights[i] = is_channel ? channel_weights[i] : determinant_weights[i - nchannels];
		memcpy(bytes + end, name, length);
		end += (uint32) length;
		ends[i] = end;
	}
	scheme->fingerprint = hash_bytes_extended((const unsigned char *) scheme, (int) size, 0);
	return scheme;
}

/* ------------------------------------------------------------------------
 * Drafts
 * ------------------------------------------------------------------------
 */

static FormDraft *
draft_begin(MemoryContext context)
{
	FormDraft  *draft = MemoryContextAllocZero(context, sizeof(FormDraft));

	draft->context = context;
	return draft;
}

/* Make room for one more element of a growing array. */
static void *
grown(MemoryContext context, void *array, int count, int *room, Size element)
{
	if (count < *room)
		return array;
	*room = *room == 0 ? 8 : *room * 2;
	if (array == NULL)
		return MemoryContextAllocHuge(context, *room * element);
	return repalloc_huge(array, *room * element);
}

static DraftEdition *
draft_edition(FormDraft *draft, int32 edition)
{
	DraftEdition *found;

	for (int i = draft->neditions - 1; i >= 0; i--)
		if (draft->editions[i].edition == edition)
			return &draft->editions[i];

	draft->editions = grown(draft->context, draft->editions, draft->neditions, &draft->room,
							sizeof(DraftEdition));
	found = &draft->editions[draft->neditions++];
	memset(found, 0, sizeof(*found));
	found->edition = edition;
	return found;
}

/* Far from the limits of a double, so that no sum of weighted scores overflows. */
static void
check_weight(double weight, const char *what, const char *name)
{
	if (!(weight >= 0 && weight <= FORM_MAX_NUMBER))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: a weight must be from 0 to %g", FORM_MAX_NUMBER),
				 errdetail("The weight of %s \"%s\" is %g.", what, name, weight)));
}

/* Index of a channel or determinant, which must keep its weight. */
static int
draft_name(FormDraft *draft, DraftNames *names, int32 edition, const char *what,
		   const char *name, double weight)
{
	Size		length = strlen(name);

	for (int i = 0; i < names->count; i++)
	{
		if (strcmp(names->names[i].name, name) != 0)
			continue;
		if (names->names[i].weight != weight)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("audit_form: %s \"%s\" of edition %d has two weights", what, name, edition),
					 errdetail("They are %g and %g.", names->names[i].weight, weight)));
		return i;
	}

	check_weight(weight, what, name);
	if (length == 0 || length > FORM_MAX_NAME_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: the name of a %s must have 1 to %d bytes", what,
						FORM_MAX_NAME_SIZE)));
	if (names->count == FORM_MAX_NAMES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("audit_form: edition %d has more than %d %ss", edition, FORM_MAX_NAMES, what)));

	names->names = grown(draft->context, names->names, names->count, &names->room,
						 sizeof(DraftName));
	names->names[names->count].name = MemoryContextStrdup(draft->context, name);
	names->names[names->count].weight = weight + 0.0;	/* -0 becomes 0 */
	return names->count++;
}

/* Index of a scale, which is copied unless the draft has it. */
static int
draft_scale(FormDraft *draft, const Scale *scale)
{
	Size		size = sizeof(double) * scale->npoints;
	double	   *copy;

	for (int i = 0; i < draft->nscales; i++)
	{
		const Scale *known = &draft->scales[i].scale;

		if (known->npoints == scale->npoints && memcmp(known->points, scale->points, size) == 0 &&
			memcmp(known->scores, scale->scores, size) == 0)
			return i;
	}

	for (int i = 0; i < scale->npoints; i++)
		if (fabs(scale->scores[i]) > FORM_MAX_NUMBER)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("audit_form: the score %g of a scale is out of range", scale->scores[i])));
	copy = MemoryContextAlloc(draft->context, 2 * size);
	for (int i = 0; i < scale->npoints; i++)
	{
		/* -0 becomes 0 */
		copy[i] = scale->points[i] + 0.0;
		copy[scale->npoints + i] = scale->scores[i] + 0.0;
	}
	draft->scales = grown(draft->context, draft->scales, draft->nscales, &draft->scale_room,
						  sizeof(DraftScale));
	memset(&draft->scales[draft->nscales], 0, sizeof(DraftScale));
	draft->scales[draft->nscales].scale.npoints = scale->npoints;
	draft->scales[draft->nscales].scale.points = copy;
	draft->scales[draft->nscales].scale.scores = copy + scale->npoints;
	return draft->nscales++;
}

static void
draft_item(FormDraft *draft, DraftEdition *edition, int number, int channel, int determinant,
		   double weight, bool silence_is_zero, const Scale *scale)
{
	DraftItem  *item;

	check_weight(weight, "an item of channel", edition->channels.names[channel].name);
	edition->items = grown(draft->context, edition->items, edition->nitems, &edition->room,
						   sizeof(DraftItem));
	item = &edition->items[edition->nitems++];
	item->number = number;
	item->channel = channel;
	item->determinant = determinant;
	item->weight = weight + 0.0;	/* -0 becomes 0 */
	item->silence_is_zero = silence_is_zero;
	item->scale = draft_scale(draft, scale);
}

/* ------------------------------------------------------------------------
 * Compilation
 * ------------------------------------------------------------------------
 */

static int
compare_editions(const void *a, const void *b)
{
	int32		x = ((const DraftEdition *) a)->edition;
	int32		y = ((const DraftEdition *) b)->edition;

	return (x > y) - (x < y);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(((const DraftName *) a)->name, ((const DraftName *) b)->name);
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

/* Sort names; the result maps old indexes to new ones. */
static int *
sort_names(DraftNames *names)
{
	DraftName  *before = palloc(sizeof(DraftName) * Max(names->count, 1));
	int		   *moved = palloc(sizeof(int) * Max(names->count, 1));

	if (names->count == 0)
		return moved;
	memcpy(before, names->names, sizeof(DraftName) * names->count);
	qsort(names->names, names->count, sizeof(DraftName), compare_names);
	for (int i = 0; i < names->count; i++)
	{
		DraftName  *place = bsearch(&before[i], names->names, names->count, sizeof(DraftName),
									compare_names);

		moved[i] = (int) (place - names->names);
	}
	return moved;
}

/* Bring an edition into its canonical order: names, then items by channel. */
static void
sort_edition(DraftEdition *edition)
{
	int		   *channels = sort_names(&edition->channels);
	int		   *determinants = sort_names(&edition->determinants);

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
							   edition->edition, edition->channels.names[item->channel].name,
							   item->number, expected)));
		if (item->number > FORM_MAX_ITEMS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("audit_form: a questionnaire has more than %d items", FORM_MAX_ITEMS)));
	}
}

static Scheme *
edition_scheme(const DraftEdition *edition)
{
	const DraftNames *both[2] = {&edition->channels, &edition->determinants};
	const char **names[2];
	double	   *weights[2];

	for (int side = 0; side < 2; side++)
	{
		names[side] = palloc(sizeof(char *) * Max(both[side]->count, 1));
		weights[side] = palloc(sizeof(double) * Max(both[side]->count, 1));
		for (int i = 0; i < both[side]->count; i++)
		{
			names[side][i] = both[side]->names[i].name;
			weights[side][i] = both[side]->names[i].weight;
		}
	}
	return scheme_make(edition->edition, both[0]->count, names[0], weights[0],
					   both[1]->count, names[1], weights[1]);
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
	Scheme	   *scheme = edition_scheme(edition);
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
	entry->edition = edition->edition;
	entry->scheme = scheme_at;
	entry->questionnaires = questionnaires_at;
}

/* Check a draft and lay it out. */
static AuditForm *
draft_compile(FormDraft *draft)
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
		compile_edition(&out, i, draft);
	}

	form = (AuditForm *) out.data;
	SET_VARSIZE(form, out.len);
	return form;
}

/* ------------------------------------------------------------------------
 * The aggregate
 * ------------------------------------------------------------------------
 */

static char *
text_argument(FunctionCallInfo fcinfo, int argument)
{
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* Read arguments 6 to 10, the item, into the draft. */
static void
accum_item(FunctionCallInfo fcinfo, FormDraft *draft, DraftEdition *edition, int channel,
		   int determinant)
{
	Scale		scale;
	char	   *no_response;

	for (int i = 7; i <= 10; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("audit_form: an item needs a weight, a no-response rule, points and scores"),
					 errdetail("Edition %d, channel \"%s\", item %d lacks one.", edition->edition,
							   edition->channels.names[channel].name, PG_GETARG_INT32(6))));
	no_response = text_argument(fcinfo, 8);
	if (strcmp(no_response, "zero") != 0 && strcmp(no_response, "not_applicable") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: the no-response rule must be \"zero\" or \"not_applicable\""),
				 errdetail("It is \"%s\".", no_response)));
	scale = scale_from_arrays(PG_GETARG_ARRAYTYPE_P(9), PG_GETARG_ARRAYTYPE_P(10), TYPE_NAME);
	draft_item(draft, edition, PG_GETARG_INT32(6), channel, determinant, PG_GETARG_FLOAT8(7),
			   strcmp(no_response, "zero") == 0, &scale);
}

/*
 * audit_form(edition, channel, channel_weight, determinant, determinant_weight,
 * item, weight, no_response, points, scores): one row an item, or a cell of
 * channel and determinant without item.
 *
 * The state is internal: a questionnaire is small and read in one place.
 */
Datum
barometre_audit_form_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	FormDraft  *draft;
	DraftEdition *edition;
	int			channel;
	int			determinant;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "audit_form_accum called in non-aggregate context");
	draft = PG_ARGISNULL(0) ? draft_begin(context) : (FormDraft *) PG_GETARG_POINTER(0);

	for (int i = 1; i <= 5; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("audit_form: edition, channel, determinant and their weights must not be NULL")));
	edition = draft_edition(draft, PG_GETARG_INT32(1));
	channel = draft_name(draft, &edition->channels, edition->edition, "channel",
						 text_argument(fcinfo, 2), PG_GETARG_FLOAT8(3));
	determinant = draft_name(draft, &edition->determinants, edition->edition, "determinant",
							 text_argument(fcinfo, 4), PG_GETARG_FLOAT8(5));
	if (!PG_ARGISNULL(6))
		accum_item(fcinfo, draft, edition, channel, determinant);

	PG_RETURN_POINTER(draft);
}

/* An observatory without questionnaire has an empty form, not NULL. */
Datum
barometre_audit_form_final(PG_FUNCTION_ARGS)
{
	FormDraft  *draft;

	draft = PG_ARGISNULL(0) ? draft_begin(CurrentMemoryContext) : (FormDraft *) PG_GETARG_POINTER(0);
	PG_RETURN_POINTER(draft_compile(draft));
}

/* ------------------------------------------------------------------------
 * JSON
 * ------------------------------------------------------------------------
 */

/* "channels": {name: weight, …}, "determinants": {…}, with the edition first */
void
scheme_put_json(StringInfo out, const Scheme *scheme)
{
	int			count = scheme->nchannels + scheme->ndeterminants;

	appendStringInfo(out, "\"edition\": %d, \"channels\": {", scheme->edition);
	for (int i = 0; i < count; i++)
	{
		int			length;
		const char *name = scheme_name(scheme, i, &length);

		if (i == scheme->nchannels)
			appendStringInfoString(out, "}, \"determinants\": {");
		else if (i > 0)
			appendStringInfoString(out, ", ");
		json_put_string(out, name, length);
		appendStringInfoString(out, ": ");
		json_put_float8(out, scheme->weights[i]);
	}
	if (scheme->ndeterminants == 0)
		appendStringInfoString(out, "}, \"determinants\": {");
	appendStringInfoChar(out, '}');
}

/* Names and weights of an object {name: weight, …} */
static void
read_names(FormDraft *draft, DraftEdition *edition, DraftNames *names, const char *what,
		   JsonbContainer *object, const char *type)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
		{
			char	   *name = pnstrdup(value.val.string.val, value.val.string.len);

			draft_name(draft, names, edition->edition, what, name,
					   json_get_float8(object, name, type));
		}
}

/* Read the keys that scheme_put_json() writes. */
static DraftEdition *
read_edition(FormDraft *draft, JsonbContainer *object, const char *type)
{
	int32		number = (int32) json_get_int64(object, "edition", type, PG_INT32_MIN, PG_INT32_MAX);
	DraftEdition *edition;

	for (int i = 0; i < draft->neditions; i++)
		if (draft->editions[i].edition == number)
			invalid_value(type, "Edition %d stands twice.", number);
	edition = draft_edition(draft, number);
	read_names(draft, edition, &edition->channels, "channel",
			   json_get_object(object, "channels", type), type);
	read_names(draft, edition, &edition->determinants, "determinant",
			   json_get_object(object, "determinants", type), type);
	return edition;
}

Scheme *
scheme_read_json(JsonbContainer *object, const char *type)
{
	FormDraft  *draft = draft_begin(CurrentMemoryContext);
	DraftEdition *edition = read_edition(draft, object, type);

	sort_edition(edition);
	return edition_scheme(edition);
}

static int
find_name(const DraftNames *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->names[i].name, name) == 0)
			return i;
	return -1;
}

static double *
read_numbers(JsonbContainer *object, const char *key, int *count)
{
	JsonbContainer *array = json_get_array(object, key, TYPE_NAME);
	double	   *numbers;

	*count = (int) JsonContainerSize(array);
	numbers = palloc(sizeof(double) * Max(*count, 1));
	for (int i = 0; i < *count; i++)
		numbers[i] = json_element_float8(array, i, key, TYPE_NAME);
	return numbers;
}

/* {"determinant": …, "weight": …, "no_response": …, "points": […], "scores": […]} */
static void
read_item(FormDraft *draft, DraftEdition *edition, int channel, int number, JsonbContainer *object)
{
	char	   *no_response = json_get_string(object, "no_response", TYPE_NAME);
	char	   *name = json_get_string(object, "determinant", TYPE_NAME);
	int			determinant = find_name(&edition->determinants, name);
	int			nscores;
	Scale		scale;

	json_expect_keys(object, 5, TYPE_NAME);
	if (determinant < 0)
		invalid_value(TYPE_NAME, "Determinant \"%s\" of an item is not one of edition %d.", name,
					  edition->edition);
	if (strcmp(no_response, "zero") != 0 && strcmp(no_response, "not_applicable") != 0)
		invalid_value(TYPE_NAME, "Key \"no_response\" must be \"zero\" or \"not_applicable\".");
	scale.points = read_numbers(object, "points", &scale.npoints);
	scale.scores = read_numbers(object, "scores", &nscores);
	if (nscores != scale.npoints)
		invalid_value(TYPE_NAME, "A scale has %d points and %d scores.", scale.npoints, nscores);
	check_scale(&scale, TYPE_NAME);
	draft_item(draft, edition, number, channel, determinant,
			   json_get_float8(object, "weight", TYPE_NAME), strcmp(no_response, "zero") == 0,
			   &scale);
}

/* "questionnaires": {channel: [item, …], …} */
static void
read_questionnaires(FormDraft *draft, DraftEdition *edition, JsonbContainer *object)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
		{
			char	   *name = pnstrdup(value.val.string.val, value.val.string.len);
			JsonbContainer *items = json_get_array(object, name, TYPE_NAME);
			int			channel = find_name(&edition->channels, name);

			if (channel < 0)
				invalid_value(TYPE_NAME, "Channel \"%s\" is not one of edition %d.", name,
							  edition->edition);
			for (int i = 0; i < (int) JsonContainerSize(items); i++)
			{
				CHECK_FOR_INTERRUPTS();
				read_item(draft, edition, channel, i + 1,
						  json_element_object(items, i, name, TYPE_NAME));
			}
		}
}

Datum
barometre_audit_form_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *object = json_read_object(PG_GETARG_CSTRING(0), TYPE_NAME);
	JsonbContainer *editions = json_get_array(object, "editions", TYPE_NAME);
	FormDraft  *draft = draft_begin(CurrentMemoryContext);

	json_expect_keys(object, 1, TYPE_NAME);
	for (int i = 0; i < (int) JsonContainerSize(editions); i++)
	{
		JsonbContainer *entry = json_element_object(editions, i, "editions", TYPE_NAME);

		json_expect_keys(entry, 4, TYPE_NAME);
		read_questionnaires(draft, read_edition(draft, entry, TYPE_NAME),
							json_get_object(entry, "questionnaires", TYPE_NAME));
	}
	PG_RETURN_POINTER(draft_compile(draft));
}

static void
put_numbers(StringInfo out, const char *key, const double *numbers, int count)
{
	appendStringInfo(out, ", \"%s\": [", key);
	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			appendStringInfoString(out, ", ");
		json_put_float8(out, numbers[i]);
	}
	appendStringInfoChar(out, ']');
}

static void
put_item(StringInfo out, const AuditForm *form, const Scheme *scheme, const FormItem *item)
{
	const FormScale *scale = FORM_AT(form, item->scale, FormScale);
	int			npoints = (int) scale->npoints;
	int			length;
	const char *determinant = scheme_determinant_name(scheme, item->determinant, &length);

	appendStringInfoString(out, "{\"determinant\": ");
	json_put_string(out, determinant, length);
	appendStringInfoString(out, ", \"weight\": ");
	json_put_float8(out, item->weight);
	appendStringInfo(out, ", \"no_response\": \"%s\"",
					 item->silence_is_zero ? "zero" : "not_applicable");
	put_numbers(out, "points", scale->numbers, npoints);
	put_numbers(out, "scores", scale->numbers + npoints, npoints);
	appendStringInfoChar(out, '}');
}

static void
put_edition(StringInfo out, const AuditForm *form, const FormEdition *edition)
{
	const Scheme *scheme = FORM_AT(form, edition->scheme, Scheme);
	const Questionnaire *questionnaires = FORM_AT(form, edition->questionnaires, Questionnaire);

	appendStringInfoChar(out, '{');
	scheme_put_json(out, scheme);
	appendStringInfoString(out, ", \"questionnaires\": {");
	for (int c = 0; c < scheme->nchannels; c++)
	{
		const FormItem *items = FORM_AT(form, questionnaires[c].items, FormItem);
		int			length;
		const char *name = scheme_channel_name(scheme, c, &length);

		if (c > 0)
			appendStringInfoString(out, ", ");
		json_put_string(out, name, length);
		appendStringInfoString(out, ": [");
		for (uint32 i = 0; i < questionnaires[c].nitems; i++)
		{
			if (i > 0)
				appendStringInfoString(out, ", ");
			put_item(out, form, scheme, &items[i]);
		}
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "}}");
}

Datum
barometre_audit_form_out(PG_FUNCTION_ARGS)
{
	const AuditForm *form = form_argument(fcinfo, 0);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoString(&out, "{\"editions\": [");
	for (uint32 i = 0; i < form->neditions; i++)
	{
		if (i > 0)
			appendStringInfoString(&out, ", ");
		put_edition(&out, form, &form->editions[i]);
	}
	appendStringInfoString(&out, "]}");
	PG_RETURN_CSTRING(out.data);
}

/* ------------------------------------------------------------------------
 * Binary: version, then editions; a scheme and the items of each channel
 * ------------------------------------------------------------------------
 */

void
scheme_send(StringInfo out, const Scheme *scheme)
{
	pq_sendint32(out, scheme->edition);
	pq_sendint16(out, scheme->nchannels);
	pq_sendint16(out, scheme->ndeterminants);
	for (int i = 0; i < scheme->nchannels + scheme->ndeterminants; i++)
	{
		int			length;
		const char *name = scheme_name(scheme, i, &length);

#if PG_VERSION_NUM >= 170000
		pq_sendcountedtext(out, name, length);
#else
		pq_sendcountedtext(out, name, length, false);
#endif
		pq_sendfloat8(out, scheme->weights[i]);
	}
}

static void
recv_names(FormDraft *draft, DraftEdition *edition, DraftNames *names, const char *what, int count,
		   StringInfo in, const char *type)
{
	for (int i = 0; i < count; i++)
	{
		int			length = (int) pq_getmsgint(in, 4);
		char	   *name;

		if (length < 0 || length > in->len - in->cursor)
			invalid_value(type, "A name is longer than the message.");
		name = pq_getmsgtext(in, length, &length);
		if (find_name(names, name) >= 0)
			invalid_value(type, "A %s stands twice.", what);
		draft_name(draft, names, edition->edition, what, name, pq_getmsgfloat8(in));
	}
}

static DraftEdition *
recv_edition(FormDraft *draft, StringInfo in, const char *type)
{
	int32		number = (int32) pq_getmsgint(in, 4);
	int			nchannels = (int) pq_getmsgint(in, 2);
	int			ndeterminants = (int) pq_getmsgint(in, 2);
	DraftEdition *edition;

	for (int i = 0; i < draft->neditions; i++)
		if (draft->editions[i].edition == number)
			invalid_value(type, "Edition %d stands twice.", number);
	edition = draft_edition(draft, number);
	recv_names(draft, edition, &edition->channels, "channel", nchannels, in, type);
	recv_names(draft, edition, &edition->determinants, "determinant", ndeterminants, in, type);
	return edition;
}

/* Channels and determinants must come sorted, as scheme_send() writes them. */
Scheme *
scheme_recv(StringInfo in, const char *type)
{
	FormDraft  *draft = draft_begin(CurrentMemoryContext);
	DraftEdition *edition = recv_edition(draft, in, type);
	const DraftNames *both[2] = {&edition->channels, &edition->determinants};

	for (int side = 0; side < 2; side++)
		for (int i = 1; i < both[side]->count; i++)
			if (compare_names(&both[side]->names[i - 1], &both[side]->names[i]) >= 0)
				invalid_value(type, "Names are not in order.");
	return edition_scheme(edition);
}

static void
recv_item(FormDraft *draft, DraftEdition *edition, int channel, int number, StringInfo in)
{
	int			determinant = (int) pq_getmsgint(in, 2);
	int			silence = pq_getmsgbyte(in);
	double		weight = pq_getmsgfloat8(in);
	uint32		npoints = pq_getmsgint(in, 4);
	double	   *numbers;
	Scale		scale;

	if (determinant >= edition->determinants.count || silence > 1)
		invalid_value(TYPE_NAME, "An item is malformed.");
	if (npoints > (uint32) (in->len - in->cursor) / (2 * sizeof(double)))
		invalid_value(TYPE_NAME, "A scale is longer than the message.");
	numbers = palloc(sizeof(double) * 2 * Max(npoints, 1));
	for (uint32 i = 0; i < 2 * npoints; i++)
		numbers[i] = pq_getmsgfloat8(in);
	scale.npoints = (int) npoints;
	scale.points = numbers;
	scale.scores = numbers + npoints;
	check_scale(&scale, TYPE_NAME);
	draft_item(draft, edition, number, channel, determinant, weight, silence == 1, &scale);
}

Datum
barometre_audit_form_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	FormDraft  *draft = draft_begin(CurrentMemoryContext);
	int			version = pq_getmsgbyte(in);
	uint32		neditions;

	if (version != FORM_VERSION)
		invalid_value(TYPE_NAME, "Version %d is not known.", version);
	neditions = pq_getmsgint(in, 4);
	for (uint32 i = 0; i < neditions; i++)
	{
		DraftEdition *edition = recv_edition(draft, in, TYPE_NAME);

		CHECK_FOR_INTERRUPTS();
		for (int c = 0; c < edition->channels.count; c++)
		{
			uint32		nitems = pq_getmsgint(in, 4);

			for (uint32 item = 0; item < nitems; item++)
			{
				CHECK_FOR_INTERRUPTS();
				recv_item(draft, edition, c, (int) item + 1, in);
			}
		}
	}
	PG_RETURN_POINTER(draft_compile(draft));
}

Datum
barometre_audit_form_send(PG_FUNCTION_ARGS)
{
	const AuditForm *form = form_argument(fcinfo, 0);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, FORM_VERSION);
	pq_sendint32(&out, form->neditions);
	for (uint32 i = 0; i < form->neditions; i++)
	{
		const FormEdition *edition = &form->editions[i];
		const Scheme *scheme = FORM_AT(form, edition->scheme, Scheme);
		const Questionnaire *questionnaires = FORM_AT(form, edition->questionnaires, Questionnaire);

		scheme_send(&out, scheme);
		for (int c = 0; c < scheme->nchannels; c++)
		{
			const FormItem *items = FORM_AT(form, questionnaires[c].items, FormItem);

			pq_sendint32(&out, questionnaires[c].nitems);
			for (uint32 k = 0; k < questionnaires[c].nitems; k++)
			{
				const FormScale *scale = FORM_AT(form, items[k].scale, FormScale);

				pq_sendint16(&out, items[k].determinant);
				pq_sendbyte(&out, items[k].silence_is_zero);
				pq_sendfloat8(&out, items[k].weight);
				pq_sendint32(&out, scale->npoints);
				for (uint32 p = 0; p < 2 * scale->npoints; p++)
					pq_sendfloat8(&out, scale->numbers[p]);
			}
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* ------------------------------------------------------------------------
 * Reading
 * ------------------------------------------------------------------------
 */

/* A toasted form, opened once a query: the bytes it came as, and the form. */
typedef struct OpenedForm
{
	Size		raw_size;
	char	   *raw;
	AuditForm  *form;
} OpenedForm;

/*
 * The form of an argument.  It mostly comes from a subquery, flat in memory,
 * and is used where it lies.  One that comes compressed or out of line, from a
 * table, is opened once and kept for the next calls.
 */
const AuditForm *
form_argument(FunctionCallInfo fcinfo, int argument)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(argument);
	OpenedForm *opened = (OpenedForm *) fcinfo->flinfo->fn_extra;
	Size		size;
	MemoryContext old;

	if (!VARATT_IS_EXTENDED(value))
		return (const AuditForm *) value;

	size = VARSIZE_ANY(value);
	if (opened != NULL && opened->raw_size == size && memcmp(opened->raw, value, size) == 0)
		return opened->form;

	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (opened != NULL)
	{
		pfree(opened->raw);
		pfree(opened->form);
		pfree(opened);
		fcinfo->flinfo->fn_extra = NULL;
	}
	opened = palloc(sizeof(OpenedForm));
	opened->raw_size = size;
	opened->raw = palloc(size);
	memcpy(opened->raw, value, size);
	opened->form = (AuditForm *) PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
	fcinfo->flinfo->fn_extra = opened;
	MemoryContextSwitchTo(old);
	return opened->form;
}

/* Find the questionnaire of an edition and channel; error when there is none. */
AuditContext
form_find(const AuditForm *form, int32 edition, const text *channel, const char *function)
{
	AuditContext found = {.form = form};
	const char *name = VARDATA_ANY(channel);
	int			length = (int) VARSIZE_ANY_EXHDR(channel);

	for (uint32 e = form->neditions; e-- > 0;)
	{
		const FormEdition *entry = &form->editions[e];

		if (entry->edition != edition)
			continue;
		found.scheme = FORM_AT(form, entry->scheme, Scheme);
		for (int c = 0; c < found.scheme->nchannels; c++)
		{
			int			other_length;
			const char *other = scheme_channel_name(found.scheme, c, &other_length);

			/* the first letter mostly spares a call */
			if (other_length != length || *other != *name || memcmp(other, name, length) != 0)
				continue;
			found.channel = c;
			found.questionnaire = FORM_AT(form, entry->questionnaires, Questionnaire) + c;
			if (found.questionnaire->nitems > 0)
				return found;
		}
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: edition %d has no questionnaire for channel \"%s\"", function, edition,
					text_to_cstring(channel))));
}
