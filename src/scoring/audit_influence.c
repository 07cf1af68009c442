/*
 * audit_influence.c
 *		What a structure's score would be without one of its audits.
 *
 * The audit is found in the scorecard by its profile: equal answers have equal
 * profiles, and leaving out one or the other does the same.
 */
#include "postgres.h"

#include <math.h>

#include "scoring/jackknife.h"

#define FUNCTION	"audit_influence"

PG_FUNCTION_INFO_V1(barometre_audit_influence);

static void
check_card(const Scorecard *card, const Scheme *scheme)
{
	if (!(card->flags & KEEPS_PROFILES))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: the scorecard has no profiles of its audits", FUNCTION),
				 errhint("scorecard_jackknife() makes one that has.")));
	card_check_scheme(card, scheme, FUNCTION);
}

/* The audit's own sums; false: it has no scored item */
static bool
make_profile(const Audit *audit, Sum *profile)
{
	Cell		cells[FORM_MAX_NAMES];
	Tally		tally = {.cells = cells,.profile = profile};

	memset(cells, 0, sizeof(Cell) * audit->scheme->ndeterminants);
	memset(profile, 0, sizeof(Sum) * audit->scheme->ndeterminants);
	tally_audit(&tally, audit);
	for (int d = 0; d < audit->scheme->ndeterminants; d++)
		if (profile[d].weight > 0)
			return true;
	return false;
}

/* The profile of the scorecard that is the audit's */
static const uint64 *
find_profile(const Scorecard *card, int channel, const Sum *sums)
{
	const Scheme *scheme = CARD_SCHEME(card);
	const uint64 *end = card_profile(card, card->nprofiles);
	Size		size = sizeof(Sum) * scheme->ndeterminants;

	for (const uint64 *profile = card_profile(card, 0); profile < end; profile = profile_after(scheme, profile))
		if (*profile == (uint64) channel && memcmp(PROFILE_SUMS(profile), sums, size) == 0)
			return profile;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: the audit is not one of the scorecard's", FUNCTION)));
	pg_unreachable();
}

/* Does leaving out the audit change nothing, as its weight is 0? */
static bool
has_no_weight(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(6) && PG_GETARG_FLOAT8(6) == 0;
}

/* audit_influence(card, form, edition, channel, responded, answers, weight): G(−a) − G */
Datum
barometre_audit_influence(PG_FUNCTION_ARGS)
{
	const Scorecard *card;
	Audit		audit;
	bool		counts;
	Sum			profile[FORM_MAX_NAMES];
	Jackknife  *jackknife;
	double		change = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	counts = audit_argument(fcinfo, 1, FUNCTION, &audit);
	if (!counts && !has_no_weight(fcinfo))
		PG_RETURN_NULL();
	card = card_argument(fcinfo, 0);
	check_card(card, counts ? audit.scheme : CARD_SCHEME(card));
	jackknife = jackknife_prepare(card);
	if (isnan(jackknife->score))
		change = NAN;
	else if (counts && make_profile(&audit, profile))
		change = jackknife_global_change(jackknife, find_profile(card, audit.channel, profile));
	pfree(jackknife);
	if (isnan(change))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(change);
}
