/*
 * audit_problem.c
 *		What is wrong with an audit, held against its questionnaire.
 *
 * The guards turn the first problem into an error; audit_problem() returns all
 * of them as rows.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "common/check.h"
#include "observatory/guards/audit_problem.h"
#include "scoring/answers.h"

PG_FUNCTION_INFO_V1(barometre_audit_problem);

static char *
number_text(double number)
{
	return psprintf("%g", number);
}

static pg_noinline void
report_channel(const AuditRow *row, AuditReport report, void *argument)
{
	AuditProblem problem = {
		.value = text_to_cstring(row->channel),
		.code = "unknown_channel",
		.message = psprintf("edition %d has no questionnaire for channel \"%s\"", row->edition,
							text_to_cstring(row->channel)),
		.allowed = "the channel must have criteria in this edition.",
		.hint = "Load channel_weight and criterion before audit."
	};

	report(argument, &problem);
}

static pg_noinline void
report_weight(const AuditRow *row, AuditReport report, void *argument)
{
	AuditProblem problem = {
		.value = number_text(row->weight),
		.code = "bad_weight",
		.message = psprintf("the weight %g of an audit is not allowed", row->weight),
		.allowed = "a weight is 0, or a number " WEIGHT_RANGE "."
	};

	report(argument, &problem);
}

static pg_noinline void
report_answers(const Bounds *bounds, const char *code, const char *message, AuditReport report,
			   void *argument)
{
	AuditProblem problem = {
		.code = code,
		.message = message,
		.allowed = psprintf("an audit with a response has one array of %d answers, from item 1 to item %d; one without response has NULL.",
							bounds->nitems, bounds->nitems)
	};

	report(argument, &problem);
}

static pg_noinline void
report_answer(const Bounds *bounds, int item, float answer, AuditReport report, void *argument)
{
	double		minimum = bounds->minimums[item - 1];
	double		maximum = bounds->maximums[item - 1];
	const char *numbers;
	AuditProblem problem = {
		.item = item,
		.value = number_text(answer),
		.code = "out_of_range",
		.message = isinf(answer) ? psprintf("the answer to item %d is infinite", item) :
		psprintf("the answer %g to item %d is outside its scale", answer, item)
	};

	if (isinf(minimum) && isinf(maximum))
		numbers = "any finite number";
	else if (isinf(maximum))
		numbers = psprintf("numbers from %g", minimum);
	else if (isinf(minimum))
		numbers = psprintf("numbers up to %g", maximum);
	else
		numbers = psprintf("numbers from %g to %g", minimum, maximum);
	problem.allowed = psprintf("item %d accepts %s, NULL (not applicable) and NaN (not observed).",
							   item, numbers);
	report(argument, &problem);
}

/* Each answer within its bounds; there are as many of both. */
static void
check_values(const Answers *answers, const Bounds *bounds, AuditReport report, void *argument)
{
	int			k = 0;

	for (int first = 0; first < answers->count; first += 64)
		for (uint64 present = answers_present(answers, first); present != 0; present &= present - 1)
		{
			int			i = first + pg_rightmost_one_pos64(present);
			float		answer = answers_value(answers->values, k++);

			if (isnan(answer))
				continue;
			if (isinf(answer) || answer_value(answer) < bounds->minimums[i] ||
				answer_value(answer) > bounds->maximums[i])
				report_answer(bounds, i + 1, answer, report, argument);
		}
}

/* The answers of an audit with a response, as an array and one by one. */
static void
check_answers(const AuditRow *row, const Bounds *bounds, AuditReport report, void *argument)
{
	Answers		answers = answers_open(row->answers);

	if (answers.ndim > 1)
		report_answers(bounds, "not_a_number", "the answers of an audit are not a simple array",
					   report, argument);
	else if (answers.count != bounds->nitems)
		report_answers(bounds, answers.count < bounds->nitems ? "missing_answer" : "unknown_criterion",
					   psprintf("wrong number of answers: %d instead of %d", answers.count, bounds->nitems),
					   report, argument);
	else if (answers.lower_bound != 1)
		report_answers(bounds, "unknown_criterion",
					   psprintf("the answers of an audit start at item %d", answers.lower_bound),
					   report, argument);
	else
		check_values(&answers, bounds, report, argument);
}

/* Report each thing that the questionnaire does not allow. */
void
audit_report_problems(const AuditRow *row, const Bounds *bounds, AuditReport report, void *argument)
{
	if (!weight_fits(row->weight))
		report_weight(row, report, argument);
	if (bounds->nitems == 0)
		report_channel(row, report, argument);
	else if (row->responded && row->answers == NULL)
		report_answers(bounds, "missing_answer", "an audit with a response has no answers",
					   report, argument);
	else if (row->responded)
		check_answers(row, bounds, report, argument);
	else if (row->answers != NULL)
		report_answers(bounds, "answers_without_response", "an audit without response has answers",
					   report, argument);
}

/* ------------------------------------------------------------------------
 * audit_problem()
 * ------------------------------------------------------------------------
 */

/* A row of (item, value, code, message) */
static void
put_problem(void *argument, const AuditProblem *problem)
{
	ReturnSetInfo *result = argument;
	Datum		values[4];
	bool		nulls[4] = {problem->item == 0, problem->value == NULL, false, false};

	CHECK_FOR_INTERRUPTS();
	values[0] = Int32GetDatum(problem->item);
	values[1] = problem->value == NULL ? (Datum) 0 : CStringGetTextDatum(problem->value);
	values[2] = CStringGetTextDatum(problem->code);
	values[3] = CStringGetTextDatum(psprintf("%s: %s", problem->message, problem->allowed));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static Bounds
bounds_argument(FunctionCallInfo fcinfo, int first)
{
	Bounds		bounds = {0};
	ArrayType  *minimums;
	ArrayType  *maximums;

	if (PG_ARGISNULL(first) || PG_ARGISNULL(first + 1))
		return bounds;
	minimums = PG_GETARG_ARRAYTYPE_P(first);
	maximums = PG_GETARG_ARRAYTYPE_P(first + 1);
	bounds.nitems = ArrayGetNItems(ARR_NDIM(minimums), ARR_DIMS(minimums));
	if (bounds.nitems != ArrayGetNItems(ARR_NDIM(maximums), ARR_DIMS(maximums)) ||
		array_contains_nulls(minimums) || array_contains_nulls(maximums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_problem: minimums and maximums must have one number for each item")));
	bounds.minimums = (const double *) ARR_DATA_PTR(minimums);
	bounds.maximums = (const double *) ARR_DATA_PTR(maximums);
	return bounds;
}

/*
 * audit_problem(edition, channel, responded, answers, weight, minimums,
 * maximums)
 */
Datum
barometre_audit_problem(PG_FUNCTION_ARGS)
{
	AuditRow	row = {0};
	Bounds		bounds;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(4))
		return (Datum) 0;
	row.edition = PG_GETARG_INT32(0);
	row.channel = PG_GETARG_TEXT_PP(1);
	row.responded = PG_GETARG_BOOL(2);
	row.answers = PG_ARGISNULL(3) ? NULL :
		pg_detoast_datum_packed((struct varlena *) PG_GETARG_POINTER(3));
	row.weight = PG_GETARG_FLOAT8(4);
	bounds = bounds_argument(fcinfo, 5);
	audit_report_problems(&row, &bounds, put_problem, fcinfo->resultinfo);
	return (Datum) 0;
}
