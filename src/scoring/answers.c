/*
 * answers.c
 *		The answers of an audit: a real[] read where it lies.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "fmgr.h"
#include "port/pg_bitutils.h"

#include "scoring/answers.h"
#include "scoring/audit_name.h"

PG_FUNCTION_INFO_V1(barometre_answer_value);

/*
 * The shortest decimal that denotes a finite answer, as a double.  Below 8,192
 * single precision tells thousandths apart, so that one which fits is it.
 */
double
answer_decimal(float answer)
{
	double		thousandths = rint((double) answer * 1000.0) / 1000.0;
	char		digits[FLOAT_SHORTEST_DECIMAL_LEN];

	if (fabsf(answer) < 8192.0f && (float) thousandths == answer)
		return thousandths;
	float_to_shortest_decimal_buf(answer, digits);
	return strtod(digits, NULL);
}

/* An answer of an audit that the guards have not seen */
static pg_noinline void
refuse_answer(FunctionCallInfo fcinfo, int sqlstate, const char *message)
{
	const char *name = audit_name(fcinfo, 2);

	ereport(ERROR,
			(errcode(sqlstate),
			 errmsg("answer_value: %s", message),
			 name == NULL ? errdetail("Item %d.", PG_GETARG_INT32(1)) :
			 errdetail("%s, item %d.", name, PG_GETARG_INT32(1)),
			 errhint(AUDIT_HINT)));
}

/*
 * answer_value(answers, item [, structure, audit, relation]): one answer, as
 * the decimal that it stands for.  Strict.
 */
Datum
barometre_answer_value(PG_FUNCTION_ARGS)
{
	struct varlena *value = pg_detoast_datum_packed((struct varlena *) PG_GETARG_POINTER(0));
	Answers		answers = answers_open(value);
	int64		i = (int64) PG_GETARG_INT32(1) - answers.lower_bound;
	int			place = (int) i;	/* among the values that are not NULL */
	float		answer;

	if (answers.ndim > 1)
		refuse_answer(fcinfo, ERRCODE_ARRAY_SUBSCRIPT_ERROR, "answers must be a one-dimensional array");
	if (i < 0 || i >= answers.count)
		PG_RETURN_NULL();
	if (answers.nulls != NULL)
	{
		if (!(answers.nulls[i / 8] & (1 << (i % 8))))
			PG_RETURN_NULL();
		place = 0;
		for (int first = 0; first <= i; first += 64)
		{
			uint64		present = answers_present(&answers, first);

			if (i - first < 64)
				present &= (UINT64CONST(1) << (i - first)) - 1;
			place += pg_popcount64(present);
		}
	}
	answer = answers_value(answers.values, place);
	if (unlikely(isinf(answer)) && PG_NARGS() > 2)
		refuse_answer(fcinfo, ERRCODE_INVALID_PARAMETER_VALUE, "an answer must not be infinite");
	PG_RETURN_FLOAT8(isfinite(answer) ? answer_value(answer) : (double) answer);
}
