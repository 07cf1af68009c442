/*
 * audit_score.c
 *		The score and the completeness of an audit by itself.
 */
#include "postgres.h"

#include "scoring/scorecard.h"

PG_FUNCTION_INFO_V1(barometre_audit_score);
PG_FUNCTION_INFO_V1(barometre_audit_completeness);

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
	tally_audit(&tally, &audit, "audit_score");
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

	if (!audit_argument(fcinfo, 0, "audit_completeness", &audit))
		PG_RETURN_NULL();
	memset(cells, 0, sizeof(Cell) * audit.scheme->ndeterminants);
	tally_audit(&tally, &audit, "audit_completeness");
	if (tally.observed + tally.unobserved == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(tally.observed / (tally.observed + tally.unobserved));
}
