/*
 * form_io.c
 *		Forms as text and in binary.
 *
 * Text: {"editions": [{scheme, "questionnaires": {channel: [item, …], …}}, …]}.
 * Binary: version, editions; of each a scheme and the items of each channel.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "common/json.h"
#include "scoring/form_draft.h"

#define TYPE_NAME		"audit_form"

PG_FUNCTION_INFO_V1(barometre_audit_form_in);
PG_FUNCTION_INFO_V1(barometre_audit_form_out);
PG_FUNCTION_INFO_V1(barometre_audit_form_recv);
PG_FUNCTION_INFO_V1(barometre_audit_form_send);

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
read_item(FormDraft *draft, DraftEdition *edition, DraftItem item, JsonbContainer *object)
{
	char	   *no_response = json_get_string(object, "no_response", TYPE_NAME);
	char	   *name = json_get_string(object, "determinant", TYPE_NAME);
	int			nscores;
	Scale		scale;

	json_expect_keys(object, 5, TYPE_NAME);
	item.determinant = scheme_find_name(&edition->scheme.determinants, name);
	if (item.determinant < 0)
		invalid_value(TYPE_NAME, "Determinant \"%s\" of an item is not one of edition %d.", name,
					  edition->scheme.edition);
	if (strcmp(no_response, "zero") != 0 && strcmp(no_response, "not_applicable") != 0)
		invalid_value(TYPE_NAME, "Key \"no_response\" must be \"zero\" or \"not_applicable\".");
	scale.points = read_numbers(object, "points", &scale.npoints);
	scale.scores = read_numbers(object, "scores", &nscores);
	if (nscores != scale.npoints)
		invalid_value(TYPE_NAME, "A scale has %d points and %d scores.", scale.npoints, nscores);
	check_scale(&scale, TYPE_NAME);
	item.weight = json_get_float8(object, "weight", TYPE_NAME);
	item.silence_is_zero = strcmp(no_response, "zero") == 0;
	form_draft_item(draft, edition, item, &scale);
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
			int			channel = scheme_find_name(&edition->scheme.channels, name);

			if (channel < 0)
				invalid_value(TYPE_NAME, "Channel \"%s\" is not one of edition %d.", name,
							  edition->scheme.edition);
			for (int i = 0; i < (int) JsonContainerSize(items); i++)
			{
				CHECK_FOR_INTERRUPTS();
				read_item(draft, edition, (DraftItem) {.channel = channel, .number = i + 1},
						  json_element_object(items, i, name, TYPE_NAME));
			}
		}
}

static DraftEdition *
add_edition(FormDraft *draft, const SchemeDraft *scheme)
{
	if (form_draft_find(draft, scheme->edition) != NULL)
		invalid_value(TYPE_NAME, "Edition %d stands twice.", scheme->edition);
	return form_draft_add(draft, scheme);
}

static DraftEdition *
read_edition(FormDraft *draft, JsonbContainer *object)
{
	SchemeDraft scheme = {.context = draft->context};

	scheme_read_draft(&scheme, object, TYPE_NAME);
	return add_edition(draft, &scheme);
}

Datum
barometre_audit_form_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *object = json_read_object(PG_GETARG_CSTRING(0), TYPE_NAME);
	JsonbContainer *editions = json_get_array(object, "editions", TYPE_NAME);
	FormDraft  *draft = form_draft_begin(CurrentMemoryContext);

	json_expect_keys(object, 1, TYPE_NAME);
	for (int i = 0; i < (int) JsonContainerSize(editions); i++)
	{
		JsonbContainer *entry = json_element_object(editions, i, "editions", TYPE_NAME);

		json_expect_keys(entry, 4, TYPE_NAME);
		read_questionnaires(draft, read_edition(draft, entry),
							json_get_object(entry, "questionnaires", TYPE_NAME));
	}
	PG_RETURN_POINTER(form_draft_compile(draft));
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

static void
recv_item(FormDraft *draft, DraftEdition *edition, DraftItem item, StringInfo in)
{
	int			silence;
	uint32		npoints;
	double	   *numbers;
	Scale		scale;

	item.determinant = (int) pq_getmsgint(in, 2);
	silence = pq_getmsgbyte(in);
	item.silence_is_zero = silence == 1;
	item.weight = pq_getmsgfloat8(in);
	npoints = pq_getmsgint(in, 4);
	if (item.determinant >= edition->scheme.determinants.count || silence > 1)
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
	form_draft_item(draft, edition, item, &scale);
}

Datum
barometre_audit_form_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	FormDraft  *draft = form_draft_begin(CurrentMemoryContext);
	int			version = pq_getmsgbyte(in);
	uint32		neditions;

	if (version != FORM_VERSION)
		invalid_value(TYPE_NAME, "Version %d is not known.", version);
	neditions = pq_getmsgint(in, 4);
	for (uint32 i = 0; i < neditions; i++)
	{
		SchemeDraft scheme = {.context = draft->context};
		DraftEdition *edition;

		scheme_recv_draft(&scheme, in, TYPE_NAME);
		edition = add_edition(draft, &scheme);
		CHECK_FOR_INTERRUPTS();
		for (int c = 0; c < scheme.channels.count; c++)
		{
			uint32		nitems = pq_getmsgint(in, 4);

			for (uint32 item = 0; item < nitems; item++)
			{
				CHECK_FOR_INTERRUPTS();
				recv_item(draft, edition, (DraftItem) {.channel = c, .number = (int) item + 1}, in);
			}
		}
	}
	PG_RETURN_POINTER(form_draft_compile(draft));
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
