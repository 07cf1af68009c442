/*
 * robust_rank.c
 *		The ranks that a row takes under all weights near the ones that were
 *		chosen: a window function over a league of rows that each have a score
 *		for every determinant.  No simulation, no seed.
 *
 * Every weight may be changed by a factor from 1 - tolerance to 1 + tolerance,
 * each by itself.  A row's mean is that of the scores that it has, and row i
 * is above row j when its mean is greater by more than half of the ninth
 * decimal, EQUAL: scores that agree to 9 decimals are a tie.
 *
 *		low  = 1 + the number of rows that are above under all weights
 *		high = n - the number of rows that are below under all weights
 *
 * Rows that have scores of the same determinants are compared in closed form:
 * with D = score_i - score_j - EQUAL, i is above under all weights if
 *
 *		sum w D (1 - tolerance sign(D)) > 0
 *
 * since weights on what speaks for i are at their lowest and on what speaks
 * against it at their highest in the worst case.  Others are compared at the
 * 2^d corners of the weights.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/check.h"
#include "common/window.h"
#include "miscadmin.h"
#include "statistics/ranking/ranking.h"
#include "utils/array.h"

#define EQUAL 5e-10
#define MOST_CORNERS 16			/* determinants, of rows with missing scores */

typedef struct Row
{
	int64		row;			/* of the partition */
	double	   *score;			/* for each determinant that has a weight */
	double	   *weight;			/* 0 where there is no score */
	uint32		missing;		/* determinants without score, as bits; 0: none */
	double		lowest;			/* the mean, under all weights */
	double		highest;
} Row;

typedef struct Field
{
	int			determinants;	/* that have a weight */
	double	   *weight;
	int		   *index;			/* of each, in the arguments' arrays */
	int			length;			/* of the arrays */
	double		tolerance;
	int64		size;
	Row		   *rows;
} Field;

/* What is certain of the order of two rows, under all weights */
typedef struct Order
{
	bool		above;			/* the first is above */
	bool		below;
} Order;

/* ---------- Reading ---------- */

/* The weights, or the scores of a row, as doubles; a NULL element is NaN. */
static double *
read_array(const WindowCall *call, Datum datum, bool are_weights, int *length)
{
	ArrayType  *array = DatumGetArrayTypeP(datum);
	Datum	   *values;
	bool	   *nulls;
	double	   *numbers;

	check_one_dimension(ARR_NDIM(array), call->function, are_weights ? "weights" : "scores");
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &values, &nulls, length);
	numbers = palloc(Max(*length, 1) * sizeof(double));
	for (int i = 0; i < *length; i++)
	{
		numbers[i] = nulls[i] ? NAN : DatumGetFloat8(values[i]);
		if (nulls[i])
			continue;
		if (are_weights)
			check_weight(call->function, numbers[i], NULL);
		else if (!isfinite(numbers[i]))
			check_failed(call->function, "score", "a finite number", numbers[i], NULL);
	}
	pfree(values);
	pfree(nulls);
	return numbers;
}

/* The weights that are above 0, by their ratio to the largest */
static void
read_weights(WindowCall *call, Datum datum, Field *field)
{
	double	   *weights = read_array(call, datum, true, &field->length);
	double		largest = 0.0;

	field->weight = palloc(Max(field->length, 1) * sizeof(double));
	field->index = palloc(Max(field->length, 1) * sizeof(int));
	for (int i = 0; i < field->length; i++)
		if (weights[i] > largest)
			largest = weights[i];
	for (int i = 0; i < field->length; i++)
	{
		if (!(weights[i] > 0))
			continue;
		field->weight[field->determinants] = weights[i] / largest;
		field->index[field->determinants++] = i;
	}
}

static bool
read_options(WindowCall *call, Field *field)
{
	Datum		weights;
	Datum		tolerance;
	bool		has_weights = window_constant(call, 1, "weights", &weights);
	bool		has_tolerance = window_constant(call, 2, "tolerance", &tolerance);

	if (has_weights)
		read_weights(call, weights, field);
	field->tolerance = has_tolerance ? DatumGetFloat8(tolerance) : 0.0;
	if (!(field->tolerance >= 0 && field->tolerance < 1))
		check_failed(call->function, "tolerance", "at least 0 and below 1", field->tolerance, NULL);
	return has_weights && has_tolerance;
}

/* A row without any score that counts is not in the league: false. */
static bool
read_scores(WindowCall *call, Datum datum, const Field *field, Row *row)
{
	int			length;
	double	   *scores = read_array(call, datum, false, &length);
	bool		any = false;

	if (length != field->length)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("robust_rank: scores and weights must have the same length"),
				 errdetail("Scores: %d, weights: %d.", length, field->length)));
	row->score = palloc0(Max(field->determinants, 1) * sizeof(double));
	row->weight = palloc0(Max(field->determinants, 1) * sizeof(double));
	for (int d = 0; d < field->determinants; d++)
	{
		double		score = scores[field->index[d]];

		if (isnan(score) && field->determinants > MOST_CORNERS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("robust_rank: at most %d determinants may have a weight where scores are missing, not %d",
							MOST_CORNERS, field->determinants)));
		if (isnan(score))
			row->missing |= (uint32) 1 << d;
		else
		{
			row->score[d] = score;
			row->weight[d] = field->weight[d];
			any = true;
		}
	}
	pfree(scores);
	return any;
}

/* The mean with the weights raised of the scores on one side of a cut, and lowered of the others */
static double
mean_at_cut(const Field *field, const Row *row, double cut, bool raise_above)
{
	double		total = 0.0;
	double		weights = 0.0;

	for (int d = 0; d < field->determinants; d++)
	{
		bool		raised = raise_above ? row->score[d] >= cut : row->score[d] <= cut;
		double		weight = row->weight[d] * (raised ? 1.0 + field->tolerance : 1.0 - field->tolerance);

		total += weight * row->score[d];
		weights += weight;
	}
	return total / weights;
}

/* The extremes of a mean are where one of its own scores is the cut. */
static void
find_extremes(const Field *field, Row *row)
{
	row->lowest = INFINITY;
	row->highest = -INFINITY;
	for (int d = 0; d < field->determinants; d++)
	{
		if (row->weight[d] == 0)
			continue;
		row->lowest = Min(row->lowest, mean_at_cut(field, row, row->score[d], false));
		row->highest = Max(row->highest, mean_at_cut(field, row, row->score[d], true));
	}
}

static void
read_rows(WindowCall *call, Field *field)
{
	field->rows = window_allocate(call->rows, sizeof(Row));
	for (int64 i = 0; i < call->rows; i++)
	{
		Row		   *row = &field->rows[field->size];
		bool		isnull;
		Datum		scores = window_argument(call, 0, i, &isnull);

		*row = (Row) {.row = i};
		if (isnull || !read_scores(call, scores, field, row))
			continue;
		find_extremes(field, row);
		field->size++;
	}
}

/* ---------- Two rows ---------- */

/* By closed form: rows with scores of the same determinants */
static Order
compare_alike(const Field *field, const Row *first, const Row *second)
{
	double		above = 0.0;	/* the worst case for the first */
	double		below = 0.0;	/* the best case */
	double		r = field->tolerance;

	for (int d = 0; d < field->determinants; d++)
	{
		double		difference = first->score[d] - second->score[d];
		double		worst = difference - EQUAL;
		double		best = difference + EQUAL;

		above += first->weight[d] * (worst - r * fabs(worst));
		below += first->weight[d] * (best + r * fabs(best));
	}
	return (Order) {above > 0, below < 0};
}

/* Sums of weighted scores and of weights of two rows, at a corner */
typedef struct Corner
{
	double		first;
	double		first_weight;
	double		second;
	double		second_weight;
} Corner;

/* All corners of the determinants from d on, as long as the order seems certain */
static void
visit_corners(const Field *field, const Row *first, const Row *second, int d, Corner corner,
			  Order *order)
{
	double		difference;

	if (!order->above && !order->below)
		return;
	if (d < field->determinants)
	{
		for (int side = -1; side <= 1; side += 2)
		{
			double		factor = 1.0 + side * field->tolerance;
			Corner		next = corner;

			next.first += factor * first->weight[d] * first->score[d];
			next.first_weight += factor * first->weight[d];
			next.second += factor * second->weight[d] * second->score[d];
			next.second_weight += factor * second->weight[d];
			visit_corners(field, first, second, d + 1, next, order);
		}
		return;
	}
	difference = corner.first / corner.first_weight - corner.second / corner.second_weight;
	order->above &= difference > EQUAL;
	order->below &= difference < -EQUAL;
}

static Order
compare_rows(const Field *field, const Row *first, const Row *second)
{
	Order		order = {true, true};

	if (first->missing == second->missing)
		return compare_alike(field, first, second);
	if (first->lowest - second->highest > EQUAL)
		return (Order) {true, false};
	if (second->lowest - first->highest > EQUAL)
		return (Order) {false, true};
	visit_corners(field, first, second, 0, (Corner) {0, 0, 0, 0}, &order);
	return order;
}

/* ---------- The partition ---------- */

static void
find_sets(WindowCall *call)
{
	Field		field = {0};
	RankSet    *sets = call->results;

	if (!read_options(call, &field))
		return;
	read_rows(call, &field);
	for (int64 i = 0; i < field.size; i++)
		sets[field.rows[i].row] = (RankSet) {1, (int32) field.size};
	for (int64 i = 0; i < field.size; i++)
		for (int64 j = i + 1; j < field.size; j++)
		{
			RankSet    *first = &sets[field.rows[i].row];
			RankSet    *second = &sets[field.rows[j].row];
			Order		order = compare_rows(&field, &field.rows[i], &field.rows[j]);

			CHECK_FOR_INTERRUPTS();
			second->low += order.above;
			first->high -= order.above;
			first->low += order.below;
			second->high -= order.below;
		}
}

PG_FUNCTION_INFO_V1(barometre_robust_rank);

/* robust_rank(scores, weights, tolerance) OVER league */
Datum
barometre_robust_rank(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "robust_rank", sizeof(RankSet));

	if (call.first)
		find_sets(&call);
	return ranking_result(fcinfo, window_result(&call));
}
