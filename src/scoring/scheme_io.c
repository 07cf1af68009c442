/*
 * scheme_io.c
 *		Schemes as text and in binary, as parts of audit_form and scorecard.
 *
 * Text: the keys "edition": n, "channels": {name: weight, …}, "determinants":
 * {…} of an object that holds others too.  Binary: edition, the two counts,
 * then each name with its weight.  The weight of the cells comes after it where
 * it cannot be worked out, in a scorecard.
 */
#include "postgres.h"

#include "libpq/pqformat.h"

#include "common/json.h"
#include "scoring/scheme.h"

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
read_names(SchemeDraft *draft, SchemeNames *names, const char *what, JsonbContainer *object,
		   const char *type)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
		{
			char	   *name = pnstrdup(value.val.string.val, value.val.string.len);

			scheme_add_name(draft, names, what, name, json_get_float8(object, name, type));
		}
}

static double
sum_of_weights(const SchemeNames *names)
{
	double		sum = 0;

	for (int i = 0; i < names->count; i++)
		sum += names->names[i].weight;
	return sum;
}

/* The cells that are measured weigh no more than all there could be. */
static void
check_cell_weights(const SchemeDraft *draft, const char *type)
{
	const double slack = 1 + 1e-9;	/* rounding */
	double		all = sum_of_weights(&draft->channels) * sum_of_weights(&draft->determinants);

	if (!(draft->cell_weights >= 0 && draft->cell_weights <= all * slack))
		invalid_value(type, "The cells weigh %g, which their channels and determinants do not allow.",
					  draft->cell_weights);
}

/* Read what scheme_put_json() writes into a draft. */
void
scheme_read_draft(SchemeDraft *draft, JsonbContainer *object, const char *type)
{
	draft->edition = (int32) json_get_int64(object, "edition", type, PG_INT32_MIN, PG_INT32_MAX);
	read_names(draft, &draft->channels, "channel",
			   json_get_object(object, "channels", type), type);
	read_names(draft, &draft->determinants, "determinant",
			   json_get_object(object, "determinants", type), type);
}

/* The scheme of a scorecard, with the weight of its cells */
Scheme *
scheme_read_json(JsonbContainer *object, const char *type)
{
	SchemeDraft draft = {.context = CurrentMemoryContext};

	scheme_read_draft(&draft, object, type);
	scheme_sort_names(&draft.channels);
	scheme_sort_names(&draft.determinants);
	draft.cell_weights = json_get_float8(object, "cell_weights", type);
	check_cell_weights(&draft, type);
	return scheme_make(&draft);
}

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
recv_names(SchemeDraft *draft, SchemeNames *names, const char *what, int count, StringInfo in,
		   const char *type)
{
	for (int i = 0; i < count; i++)
	{
		int			length = (int) pq_getmsgint(in, 4);
		char	   *name;

		if (length < 0 || length > in->len - in->cursor)
			invalid_value(type, "A name is longer than the message.");
		name = pq_getmsgtext(in, length, &length);
		if (scheme_find_name(names, name) >= 0)
			invalid_value(type, "A %s stands twice.", what);
		scheme_add_name(draft, names, what, name, pq_getmsgfloat8(in));
	}
}

/* Read what scheme_send() writes into a draft. */
void
scheme_recv_draft(SchemeDraft *draft, StringInfo in, const char *type)
{
	int			nchannels;
	int			ndeterminants;

	draft->edition = (int32) pq_getmsgint(in, 4);
	nchannels = (int) pq_getmsgint(in, 2);
	ndeterminants = (int) pq_getmsgint(in, 2);
	recv_names(draft, &draft->channels, "channel", nchannels, in, type);
	recv_names(draft, &draft->determinants, "determinant", ndeterminants, in, type);
}

/*
 * The scheme of a scorecard, with the weight of its cells.  Channels and
 * determinants must come sorted, as scheme_send() writes them.
 */
Scheme *
scheme_recv(StringInfo in, const char *type)
{
	SchemeDraft draft = {.context = CurrentMemoryContext};
	const SchemeNames *both[2] = {&draft.channels, &draft.determinants};

	scheme_recv_draft(&draft, in, type);
	for (int side = 0; side < 2; side++)
		for (int i = 1; i < both[side]->count; i++)
			if (scheme_compare_names(&both[side]->names[i - 1], &both[side]->names[i]) >= 0)
				invalid_value(type, "Names are not in order.");
	draft.cell_weights = pq_getmsgfloat8(in) + 0.0; /* -0 becomes 0 */
	check_cell_weights(&draft, type);
	return scheme_make(&draft);
}
