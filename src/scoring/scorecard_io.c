/*
 * scorecard_io.c
 *		Scorecards as text and in binary; what is read is checked as a whole.
 */
#include "postgres.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "common/check.h"
#include "common/json.h"
#include "scoring/scorecard.h"

#define TYPE_NAME	"scorecard"

PG_FUNCTION_INFO_V1(barometre_scorecard_in);
PG_FUNCTION_INFO_V1(barometre_scorecard_out);
PG_FUNCTION_INFO_V1(barometre_scorecard_recv);
PG_FUNCTION_INFO_V1(barometre_scorecard_send);

static void
put_sum(StringInfo out, const Sum *sum)
{
	json_put_float8(out, sum->score);
	appendStringInfoString(out, ", ");
	json_put_float8(out, sum->weight);
}

/*
 * {scheme, "cell_weights": w, "unobserved": v, "audits": [of each channel], "cells": [[score,
 * weight, answers] of each cell], "profiles": null or [[channel, score, weight,
 * …], …]}, in the order of the names
 */
Datum
barometre_scorecard_out(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0);
	const Scheme *scheme = CARD_SCHEME(card);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	scheme_put_json(&out, scheme);
	appendStringInfoString(&out, ", \"cell_weights\": ");
	json_put_float8(&out, scheme->cell_weights);
	appendStringInfoString(&out, ", \"unobserved\": ");
	json_put_float8(&out, card->unobserved);
	appendStringInfoString(&out, ", \"audits\": [");
	for (int c = 0; c < scheme->nchannels; c++)
		appendStringInfo(&out, "%s" INT64_FORMAT, c > 0 ? ", " : "", CARD_AUDITS(card)[c]);
	appendStringInfoString(&out, "], \"cells\": [");
	for (int i = 0; i < card_ncells(scheme); i++)
	{
		const Cell *cell = &CARD_CELLS(card)[i];

		appendStringInfoString(&out, i > 0 ? ", [" : "[");
		put_sum(&out, &cell->sum);
		appendStringInfo(&out, ", " INT64_FORMAT "]", cell->answers);
	}
	appendStringInfoString(&out, "], \"profiles\": ");
	appendStringInfoString(&out, card->flags & KEEPS_PROFILES ? "[" : "null");
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		appendStringInfo(&out, "%s[%u", i > 0 ? ", " : "", (unsigned) *profile);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			appendStringInfoString(&out, ", ");
			put_sum(&out, &PROFILE_SUMS(profile)[d]);
		}
		appendStringInfoChar(&out, ']');
	}
	appendStringInfoString(&out, card->flags & KEEPS_PROFILES ? "]}" : "}");
	PG_RETURN_CSTRING(out.data);
}

/* Refuse a value that the aggregates cannot have made. */
static void
check_card(const Scorecard *card)
{
	const char *problem = card_problem(card);

	if (problem != NULL)
		invalid_value(TYPE_NAME, "%s", problem);
}

/* Element i of an array of counts */
static int64
element_count(JsonbContainer *array, int i, const char *key)
{
	return json_element_int64(array, i, key, TYPE_NAME, 0, MAX_COUNT);
}

static void
expect_size(JsonbContainer *array, int size, const char *key)
{
	if ((int) JsonContainerSize(array) != size)
		invalid_value(TYPE_NAME, "Key \"%s\" must hold %d elements.", key, size);
}

static void
read_cells(Scorecard *card, JsonbContainer *array)
{
	const Scheme *scheme = CARD_SCHEME(card);
	int			count = card_ncells(scheme);

	expect_size(array, count, "cells");
	for (int i = 0; i < count; i++)
	{
		JsonbContainer *cell = json_element_array(array, i, "cells", TYPE_NAME);

		expect_size(cell, 3, "cells");
		CARD_CELLS(card)[i].sum.score = json_element_float8(cell, 0, "cells", TYPE_NAME);
		CARD_CELLS(card)[i].sum.weight = json_element_float8(cell, 1, "cells", TYPE_NAME);
		CARD_CELLS(card)[i].answers = element_count(cell, 2, "cells");
	}
}

static void
read_profiles(Scorecard *card, JsonbContainer *array)
{
	const Scheme *scheme = CARD_SCHEME(card);

	for (uint32 i = 0; i < card->room; i++)
	{
		JsonbContainer *profile = json_element_array(array, (int) i, "profiles", TYPE_NAME);
		Sum		   *sums;

		CHECK_FOR_INTERRUPTS();
		expect_size(profile, 1 + 2 * scheme->ndeterminants, "profiles");
		*card_profile(card, i) = (uint64) element_count(profile, 0, "profiles");
		sums = PROFILE_SUMS(card_profile(card, i));
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			sums[d].score = json_element_float8(profile, 1 + 2 * d, "profiles", TYPE_NAME);
			sums[d].weight = json_element_float8(profile, 2 + 2 * d, "profiles", TYPE_NAME);
		}
	}
	card->nprofiles = card->room;
}

Datum
barometre_scorecard_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *object = json_read_object(PG_GETARG_CSTRING(0), TYPE_NAME);
	JsonbContainer *profiles = json_get_array_or_null(object, "profiles", TYPE_NAME);
	JsonbContainer *audits = json_get_array(object, "audits", TYPE_NAME);
	Scheme	   *scheme = scheme_read_json(object, TYPE_NAME);
	Scorecard  *card = card_make(scheme, profiles != NULL,
								 profiles == NULL ? 0 : JsonContainerSize(profiles));

	json_expect_keys(object, 8, TYPE_NAME);
	card->unobserved = json_get_float8(object, "unobserved", TYPE_NAME);
	expect_size(audits, scheme->nchannels, "audits");
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] = element_count(audits, c, "audits");
	read_cells(card, json_get_array(object, "cells", TYPE_NAME));
	if (profiles != NULL)
		read_profiles(card, profiles);
	check_card(card);
	PG_RETURN_POINTER(card);
}

Datum
barometre_scorecard_send(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0);
	const Scheme *scheme = CARD_SCHEME(card);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, SCORECARD_VERSION);
	pq_sendbyte(&out, card->flags);
	scheme_send(&out, scheme);
	pq_sendfloat8(&out, scheme->cell_weights);
	pq_sendfloat8(&out, card->unobserved);
	for (int c = 0; c < scheme->nchannels; c++)
		pq_sendint64(&out, CARD_AUDITS(card)[c]);
	for (int i = 0; i < card_ncells(scheme); i++)
	{
		pq_sendfloat8(&out, CARD_CELLS(card)[i].sum.score);
		pq_sendfloat8(&out, CARD_CELLS(card)[i].sum.weight);
		pq_sendint64(&out, CARD_CELLS(card)[i].answers);
	}
	pq_sendint32(&out, card->nprofiles);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		pq_sendint16(&out, (uint16) *profile);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			pq_sendfloat8(&out, PROFILE_SUMS(profile)[d].score);
			pq_sendfloat8(&out, PROFILE_SUMS(profile)[d].weight);
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* A number; -0 becomes 0, as in the text form */
static double
recv_number(StringInfo in)
{
	return pq_getmsgfloat8(in) + 0.0;
}

Datum
barometre_scorecard_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			version = pq_getmsgbyte(in);
	int			flags = pq_getmsgbyte(in);
	Scheme	   *scheme;
	Scorecard  *card;
	uint32		nprofiles;

	if (version != SCORECARD_VERSION || (flags & ~KEEPS_PROFILES) != 0)
		invalid_value(TYPE_NAME, "Version %d with flags %d is not known.", version, flags);
	scheme = scheme_recv(in, TYPE_NAME);
	card = card_make(scheme, (flags & KEEPS_PROFILES) != 0, 0);
	card->unobserved = recv_number(in);
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] = pq_getmsgint64(in);
	for (int i = 0; i < card_ncells(scheme); i++)
	{
		CARD_CELLS(card)[i].sum.score = recv_number(in);
		CARD_CELLS(card)[i].sum.weight = recv_number(in);
		CARD_CELLS(card)[i].answers = pq_getmsgint64(in);
	}

	nprofiles = pq_getmsgint(in, 4);
	if (nprofiles > (uint32) (in->len - in->cursor) / (sizeof(uint16) + sizeof(Sum) * scheme->ndeterminants) ||
		(nprofiles > 0 && !(flags & KEEPS_PROFILES)))
		invalid_value(TYPE_NAME, "The number of profiles does not fit the message.");
	if (nprofiles > 0)
		card = card_copy(card, nprofiles);
	for (card->nprofiles = 0; card->nprofiles < nprofiles; card->nprofiles++)
	{
		uint64	   *profile = card_profile(card, card->nprofiles);

		CHECK_FOR_INTERRUPTS();
		*profile = pq_getmsgint(in, 2);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			PROFILE_SUMS(profile)[d].score = recv_number(in);
			PROFILE_SUMS(profile)[d].weight = recv_number(in);
		}
	}
	check_card(card);
	PG_RETURN_POINTER(card);
}
