/*
 * score_summary_io.c
 *		score_summary as text and in binary; what is read is checked as a whole.
 *
 * score_summary.c brings what it made within the same bounds.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "common/check.h"
#include "common/json.h"
#include "statistics/score_summary.h"

/* The numbers after n, in the order of the binary form, and their keys. */
enum
{
	SUM_WEIGHTS, MEAN, SQUARES,
	SUM_WEIGHTS2, WEIGHT2_MEAN, WEIGHT2_SQUARES,
	MOMENTS,
	NUMBERS = MOMENTS + 2		/* with minimum and maximum */
};
static const char *const number_keys[NUMBERS] = {
	"sum_weights", "mean", "squares",
	"sum_weights2", "weight2_mean", "weight2_squares",
	"min", "max"
};

static double *
numbers(ScoreSummary *summary)
{
	return &summary->sum_weights;
}

StaticAssertDecl(offsetof(ScoreSummary, max) ==
				 offsetof(ScoreSummary, sum_weights) + (NUMBERS - 1) * sizeof(double),
				 "the numbers of score_summary follow each other");

/*----------------------------------------------------------
 * Validation
 *----------------------------------------------------------*/

typedef struct Bounds
{
	double		low;
	double		high;
} Bounds;

#define SLACK	1e-6			/* rounding of long sums, relative */

/*
 * Up to sum(w) (max - mean) (mean - min), Bhatia & Davis (2000).  By its root,
 * which is in range for all numbers; rounding of the mean counts.
 */
static Bounds
squares_bounds(const ScoreSummary *s, double weights, double mean)
{
	double		slack = 1e-9 * Max(fabs(s->min), fabs(s->max));
	double		above = Min(s->max + slack, DBL_MAX) / 2 - mean / 2;
	double		below = mean / 2 - Max(s->min - slack, -DBL_MAX) / 2;
	double		root = 2 * sqrt(weights) * sqrt(above) * sqrt(below);

	return (Bounds) {0, root * root * (1 + SLACK)};
}

/*
 * What a moment must lie between, as one of n weights and values: it rests on
 * n, min, max and the moments before it.  What holds of two summaries holds of
 * both together, but for rounding.
 */
static Bounds
bounds_of(const ScoreSummary *s, int number)
{
	double		square = s->sum_weights * s->sum_weights;

	switch (number)
	{
		case SUM_WEIGHTS:
			return (Bounds) {s->n * MIN_WEIGHT * (1 - SLACK), s->n * MAX_WEIGHT * (1 + SLACK)};
		case SQUARES:
			return squares_bounds(s, s->sum_weights, s->mean);
		case SUM_WEIGHTS2:
			return (Bounds) {square / s->n * (1 - SLACK), square * (1 + SLACK)};
		case WEIGHT2_SQUARES:
			return squares_bounds(s, s->sum_weights2, s->weight2_mean);
		default:
			return (Bounds) {s->min, s->max};
	}
}

static const char *const bounds_problems[MOMENTS] = {
	"The sum of the weights does not fit the number of observations.",
	"A mean lies outside minimum and maximum.",
	"A sum of squares is negative, or larger than minimum and maximum allow.",
	"The sum of the squared weights does not fit the sum of the weights.",
	"A mean lies outside minimum and maximum.",
	"A sum of squares is negative, or larger than minimum and maximum allow."
};

static const char *
moments_problem(const ScoreSummary *s)
{
	if (s->min > s->max)
		return "The minimum is above the maximum.";
	if (s->n == 1 && s->min != s->max)
		return "One observation has one value.";
	for (int i = 0; i < MOMENTS; i++)
	{
		Bounds		bounds = bounds_of(s, i);
		double		moment = (&s->sum_weights)[i];

		if (!(moment >= bounds.low && moment <= bounds.high))
			return bounds_problems[i];
	}
	return NULL;
}

/* What is wrong with a value that came from outside, or NULL.  -0 becomes 0. */
const char *
score_summary_problem(ScoreSummary *summary)
{
	double	   *number = numbers(summary);
	int			i;

	for (i = 0; i < NUMBERS; i++)
	{
		number[i] += 0.0;
		if (!isfinite(number[i]))
			return "A number is not finite.";
		if (summary->n == 0 && number[i] != 0)
			return "Without observations every number is 0.";
	}
	if (summary->n < 0 || summary->n > MAX_COUNT)
		return "The number of observations is negative or too large.";
	if (summary->n == 0)
		return NULL;
	return moments_problem(summary);
}

/*
 * Bring a summary that was added to within its bounds again, where rounding
 * carried it beyond: a value of ours can always be read.
 */
void
score_summary_settle(ScoreSummary *summary)
{
	for (int i = 0; i < MOMENTS && summary->n > 0; i++)
	{
		Bounds		bounds = bounds_of(summary, i);
		double	   *moment = &numbers(summary)[i];

		*moment = Min(Max(*moment, bounds.low), bounds.high);
	}
	Assert(score_summary_problem(summary) == NULL);
}

/*----------------------------------------------------------
 * Input and output
 *----------------------------------------------------------*/

static ScoreSummary *
new_summary(void)
{
	ScoreSummary *summary = palloc0(sizeof(ScoreSummary));

	summary->version = SCORE_SUMMARY_VERSION;
	return summary;
}

PG_FUNCTION_INFO_V1(barometre_score_summary_in);

/* {"n": 0} is the empty summary; any other names all its numbers. */
Datum
barometre_score_summary_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *object = json_read_object(PG_GETARG_CSTRING(0), SCORE_SUMMARY_TYPE);
	ScoreSummary *summary = new_summary();
	const char *problem;
	int			i;

	summary->n = json_get_int64(object, "n", SCORE_SUMMARY_TYPE, 0, MAX_COUNT);
	json_expect_keys(object, summary->n == 0 ? 1 : 1 + NUMBERS, SCORE_SUMMARY_TYPE);
	for (i = 0; summary->n > 0 && i < NUMBERS; i++)
		numbers(summary)[i] = json_get_float8(object, number_keys[i], SCORE_SUMMARY_TYPE);

	problem = score_summary_problem(summary);
	if (problem)
		invalid_value(SCORE_SUMMARY_TYPE, "%s", problem);
	PG_RETURN_POINTER(summary);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_out);

Datum
barometre_score_summary_out(PG_FUNCTION_ARGS)
{
	const ScoreSummary *summary = score_summary_of(PG_GETARG_DATUM(0));
	const double *number = &summary->sum_weights;
	StringInfoData text;
	int			i;

	initStringInfo(&text);
	appendStringInfo(&text, "{\"n\": " INT64_FORMAT, summary->n);
	for (i = 0; summary->n > 0 && i < NUMBERS; i++)
	{
		appendStringInfo(&text, ", \"%s\": ", number_keys[i]);
		json_put_float8(&text, number[i]);
	}
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_recv);

/* Binary form 1: version, flags (one byte each), n, the numbers; network order. */
Datum
barometre_score_summary_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	ScoreSummary *summary = new_summary();
	int			version = pq_getmsgbyte(buf);
	int			flags = pq_getmsgbyte(buf);
	const char *problem;
	int			i;

	if (version != SCORE_SUMMARY_VERSION || flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported binary form of type %s: version %d, flags %d",
						SCORE_SUMMARY_TYPE, version, flags)));
	summary->n = pq_getmsgint64(buf);
	for (i = 0; i < NUMBERS; i++)
		numbers(summary)[i] = pq_getmsgfloat8(buf);

	problem = score_summary_problem(summary);
	if (problem)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value for type %s", SCORE_SUMMARY_TYPE),
				 errdetail_internal("%s", problem)));
	PG_RETURN_POINTER(summary);
}

PG_FUNCTION_INFO_V1(barometre_score_summary_send);

Datum
barometre_score_summary_send(PG_FUNCTION_ARGS)
{
	const ScoreSummary *summary = score_summary_of(PG_GETARG_DATUM(0));
	const double *number = &summary->sum_weights;
	StringInfoData buf;
	int			i;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, summary->version);
	pq_sendbyte(&buf, summary->flags);
	pq_sendint64(&buf, summary->n);
	for (i = 0; i < NUMBERS; i++)
		pq_sendfloat8(&buf, number[i]);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}
