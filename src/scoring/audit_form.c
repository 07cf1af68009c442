/*
 * audit_form.c
 *		The compiled questionnaires of an observatory: built from the rows of
 *		its criteria, and searched.
 *
 * The aggregate is called by the observatory's audit_form() and by tests;
 * form_argument() and form_find() by each function that scores.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "common/call.h"
#include "scoring/audit_name.h"
#include "scoring/form_draft.h"

PG_FUNCTION_INFO_V1(barometre_audit_form_accum);
PG_FUNCTION_INFO_V1(barometre_audit_form_final);

static char *
text_argument(FunctionCallInfo fcinfo, int argument)
{
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* Read arguments 6 to 10, the item, into the draft. */
static void
accum_item(FunctionCallInfo fcinfo, FormDraft *draft, DraftEdition *edition, DraftItem item)
{
	Scale		scale;
	char	   *no_response;

	for (int i = 7; i <= 10; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("audit_form: an item needs a weight, a no-response rule, points and scores"),
					 errdetail("Edition %d, channel \"%s\", item %d lacks one.", edition->scheme.edition,
							   edition->scheme.channels.names[item.channel].name, PG_GETARG_INT32(6))));
	no_response = text_argument(fcinfo, 8);
	if (strcmp(no_response, "zero") != 0 && strcmp(no_response, "not_applicable") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: the no-response rule must be \"zero\" or \"not_applicable\""),
				 errdetail("It is \"%s\".", no_response)));
	scale = scale_from_arrays(PG_GETARG_ARRAYTYPE_P(9), PG_GETARG_ARRAYTYPE_P(10), "audit_form");
	item.number = PG_GETARG_INT32(6);
	item.weight = PG_GETARG_FLOAT8(7);
	item.silence_is_zero = strcmp(no_response, "zero") == 0;
	form_draft_item(draft, edition, item, &scale);
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
	SchemeDraft *scheme;
	DraftItem	item = {0};

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "audit_form_accum called in non-aggregate context");
	draft = PG_ARGISNULL(0) ? form_draft_begin(context) : (FormDraft *) PG_GETARG_POINTER(0);

	for (int i = 1; i <= 5; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("audit_form: edition, channel, determinant and their weights must not be NULL")));
	edition = form_draft_find(draft, PG_GETARG_INT32(1));
	if (edition == NULL)
		edition = form_draft_add(draft, &(SchemeDraft) {.context = draft->context,
								 .edition = PG_GETARG_INT32(1)});
	scheme = &edition->scheme;
	item.channel = scheme_add_name(scheme, &scheme->channels, "channel",
								   text_argument(fcinfo, 2), PG_GETARG_FLOAT8(3));
	item.determinant = scheme_add_name(scheme, &scheme->determinants, "determinant",
									   text_argument(fcinfo, 4), PG_GETARG_FLOAT8(5));
	if (!PG_ARGISNULL(6))
		accum_item(fcinfo, draft, edition, item);

	PG_RETURN_POINTER(draft);
}

/* An observatory without questionnaire has an empty form, not NULL. */
Datum
barometre_audit_form_final(PG_FUNCTION_ARGS)
{
	FormDraft  *draft;

	draft = PG_ARGISNULL(0) ? form_draft_begin(CurrentMemoryContext) : (FormDraft *) PG_GETARG_POINTER(0);
	PG_RETURN_POINTER(form_draft_compile(draft));
}

/* The form of an argument, where it lies or opened once. */
const AuditForm *
form_argument(FunctionCallInfo fcinfo, int argument)
{
	return (const AuditForm *) call_open_argument(fcinfo, argument);
}

/*
 * The scheme of an edition, and the questionnaire of a channel, which has the
 * given index in it; NULL when there is none.
 */
const Scheme *
form_find(const AuditForm *form, int32 edition, const text *channel, int *index,
		  const Questionnaire **questionnaire)
{
	const char *name = VARDATA_ANY(channel);
	int			length = (int) VARSIZE_ANY_EXHDR(channel);

	for (uint32 e = form->neditions; e-- > 0;)
	{
		const FormEdition *entry = &form->editions[e];
		const Scheme *scheme;

		if (entry->edition != edition)
			continue;
		scheme = FORM_AT(form, entry->scheme, Scheme);
		for (int c = 0; c < scheme->nchannels; c++)
		{
			int			other_length;
			const char *other = scheme_channel_name(scheme, c, &other_length);

			/* the first letter mostly spares a call */
			if (other_length != length || *other != *name || memcmp(other, name, length) != 0)
				continue;
			*index = c;
			*questionnaire = FORM_AT(form, entry->questionnaires, Questionnaire) + c;
			if ((*questionnaire)->nitems > 0)
				return scheme;
		}
	}
	return NULL;
}

/* What form_find() did not find; the name of the audit that asks may be NULL. */
void
form_refuse_channel(const char *function, int32 edition, const text *channel, const char *audit)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: edition %d has no questionnaire for channel \"%s\"", function, edition,
					text_to_cstring(channel)),
			 audit == NULL ? 0 : errdetail("%s.", audit),
			 errhint(AUDIT_HINT)));
}
