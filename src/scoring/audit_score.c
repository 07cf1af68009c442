/*
 * audit_score.c
 *		The score and the completeness of an audit by itself, and whether it has
 *		any.
 */
#include "postgres.h"

#include <math.h>

#include "port/pg_bitutils.h"

#include "common/check.h"
#include "scoring/scorecard.h"

PG_FUNCTION_INFO_V1(barometre_audit_score);
PG_FUNCTION_INFO_V1(barometre_audit_completeness);
PG_FUNCTION_INFO_V1(barometre_audit_scorable);

/* An audit's own score: Σ_d w_d s(a,d) / Σ_d w_d over what it measured */
Datum
barometre_audit_score(PG_FUNCTION_ARGS)
{
	Audit		audit;
	Cell		cells[FORM_MAX_NAMES];
	Tally		tally = {.cells = cells};
	double		score;

	if (!audit_argument(fcinfo, 0, "audit_score", &audit))
		PG_RETURN_NULL();
	memset(cells, 0, sizeof(Cell) * audit.scheme->ndeterminants);
	tally_audit(&tally, &audit);
	if (!card_mean_of_cells(audit.scheme, cells, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

/* Σ v of the items scored / Σ v of all its items but the not applicable ones */
Datum
barometre_audit_completeness(PG_FUNCTION_ARGS)
{
	Audit		audit;
	Cell		cells[FORM_MAX_NAMES];
	Tally		tally = {.cells = cells};
	double		observed = 0;

	if (!audit_argument(fcinfo, 0, "audit_completeness", &audit))
		PG_RETURN_NULL();
	memset(cells, 0, sizeof(Cell) * audit.scheme->ndeterminants);
	tally_audit(&tally, &audit);
	for (int d = 0; d < audit.scheme->ndeterminants; d++)
		observed += cells[d].sum.weight;
	if (observed + tally.unobserved == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(observed / (observed + tally.unobserved));
}

/* An answer for each item, and none of them infinite */
static bool
answers_fit(const Questionnaire *questionnaire, struct varlena *value)
{
	Answers		answers = answers_open(pg_detoast_datum_packed(value));
	int			k = 0;

	if ((uint32) answers.count != questionnaire->nitems || answers.lower_bound != 1)
		return false;
	for (int first = 0; first < answers.count; first += 64)
		for (int count = pg_popcount64(answers_present(&answers, first)); count > 0; count--)
			if (isinf(answers_value(answers.values, k++)))
				return false;
	return true;
}

/* What audit_argument() and tally_audit() would refuse, told without an error */
Datum
barometre_audit_scorable(PG_FUNCTION_ARGS)
{
	const Scheme *scheme;
	const Questionnaire *questionnaire;
	int			channel;
	bool		responded;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_BOOL(true);
	responded = PG_GETARG_BOOL(3);
	if (responded && PG_ARGISNULL(4))
		PG_RETURN_BOOL(true);
	if (PG_ARGISNULL(5) || PG_GETARG_FLOAT8(5) == 0)
		PG_RETURN_BOOL(true);

	scheme = form_find(form_argument(fcinfo, 0), PG_GETARG_INT32(1), PG_GETARG_TEXT_PP(2), &channel,
					   &questionnaire);
	if (scheme == NULL || !weight_fits(PG_GETARG_FLOAT8(5)))
		PG_RETURN_BOOL(false);
	if (!responded)
		PG_RETURN_BOOL(PG_ARGISNULL(4));
	PG_RETURN_BOOL(answers_fit(questionnaire, (struct varlena *) PG_GETARG_POINTER(4)));
}
