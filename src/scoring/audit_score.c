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
