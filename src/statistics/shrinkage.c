/*
 * shrinkage.c
 *		Scores that start from what is expected to be true: empirical Bayes.
 *
 * A score y with error s is a true score and chance.  The true scores of a
 * league vary with the variance between_variance (tau^2) around its mean mu, so
 * that the best guess of a true score lies between y and mu (Efron & Morris
 * 1975; Fay & Herriot 1979):
 *
 *		B = s^2 / (s^2 + tau^2)
 *		mu = sum y / (s^2 + tau^2) / sum 1 / (s^2 + tau^2)
 *		estimate = B mu + (1 - B) y
 *		variance = (1 - B) s^2 + B^2 / sum 1 / (s^2 + tau^2)
 *
 * between_variance is that of DerSimonian & Laird (1986), pooled over leagues
 * that each have a mean of their own: with w = 1 / s^2,
 *
 *		Q = sum over leagues of sum w (y - mean)^2
 *		C = sum over leagues of (sum w - sum w^2 / sum w)
 *		tau^2 = max(0, (Q - (rows - leagues)) / C)
 *
 * An error of 0 is no chance: the score is true.  It has no part in tau^2 and
 * mu, which a single such row could otherwise draw to itself.
 */
#include "postgres.h"

#include <math.h>

#include "common/check.h"
#include "common/window.h"
#include "statistics/estimate.h"
#include "utils/builtins.h"
#include "utils/float.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* ---------- The rows of a league ---------- */

/*
 * Sums over the rows of a league whose error is above 0.  "pairs", the sum of
 * w_i w_j over all pairs, gives C = 2 pairs / weights without a difference.
 */
typedef struct LeagueSums
{
	double		rows;
	double		weights;
	double		pairs;
	double		mean;
	double		squares;		/* sum of w (y - mean)^2 */
} LeagueSums;

/* Add sums of another league, or of one row, to those of a league (Chan, Golub & LeVeque). */
static void
merge_sums(LeagueSums *sums, const LeagueSums *other)
{
	double		weights = sums->weights + other->weights;
	double		share = other->weights / weights;
	double		difference = other->mean - sums->mean;

	sums->rows += other->rows;
	sums->pairs += other->pairs + sums->weights * other->weights;
	sums->squares += other->squares + sums->weights * share * difference * difference;
	sums->mean += share * difference;
	sums->weights = weights;
	if (!isfinite(sums->squares) || !isfinite(sums->pairs) || sums->rows > (double) MAX_COUNT)
		float_overflow_error();
}

static LeagueSums
sums_of_row(double score, double error)
{
	double		weight = 1.0 / (error * error);

	return (LeagueSums) {1, weight, 0, score, 0};
}

/*
 * Refuse a row that no sum can hold: an error whose fourth power would overflow
 * or vanish is out of range, as it is for a variance.
 */
static void
check_row(const char *function, double score, double error)
{
	if (!isfinite(score))
		check_failed(function, "score", "a finite number", score, NULL);
	if (!isfinite(error) || error < 0)
		check_failed(function, "std_error", "a finite number of at least 0", error, NULL);
	if (error > 0 && (error < 1e-75 || error > 1e75))
		check_failed(function, "std_error", "0 or between 1e-75 and 1e75", error, NULL);
}

/* tau^2 of sums over leagues; false when no league has two rows */
typedef struct Heterogeneity
{
	double		q;
	double		c;
	double		df;				/* rows - leagues */
} Heterogeneity;

static void
add_heterogeneity(Heterogeneity *all, const LeagueSums *sums)
{
	if (sums->rows < 2)
		return;
	all->q += sums->squares;
	all->c += 2.0 * sums->pairs / sums->weights;
	all->df += sums->rows - 1.0;
}

static bool
between_variance_of(const Heterogeneity *all, double *between)
{
	*between = all->c > 0 ? Max(0.0, (all->q - all->df) / all->c) : 0.0;
	return all->df > 0;
}

/* ---------- between_variance: the aggregate ---------- */

/*
 * The transition state is a bytea, which any server can pass on: an entry for
 * each league, ascending by name.  An entry is the sums, the length of the
 * name (-1: NULL) and the name.
 */
typedef struct Entry
{
	LeagueSums	sums;
	int32		length;
	const char *name;
	char	   *place;			/* in the state */
} Entry;

#define ENTRY_HEADER (sizeof(LeagueSums) + sizeof(int32))

static bool
valid_sums(const LeagueSums *sums)
{
	return sums->rows >= 1 && sums->rows <= (double) MAX_COUNT && sums->weights > 0 &&
		isfinite(sums->weights) && sums->pairs >= 0 && isfinite(sums->pairs) &&
		sums->squares >= 0 && isfinite(sums->squares) && isfinite(sums->mean);
}

/* Read the entry at a place of the state; what is no entry is refused. */
static Entry
read_entry(char *place, const char *end)
{
	Entry		entry = {.place = place};
	bool		whole = end - place >= (ptrdiff_t) ENTRY_HEADER;

	if (whole)
	{
		memcpy(&entry.sums, place, sizeof(LeagueSums));
		memcpy(&entry.length, place + sizeof(LeagueSums), sizeof(int32));
		entry.name = place + ENTRY_HEADER;
		whole = entry.length >= -1 && Max(entry.length, 0) <= end - entry.name;
	}
	if (!whole || !valid_sums(&entry.sums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("between_variance: the state is damaged")));
	return entry;
}

static char *
end_of_entry(const Entry *entry)
{
	return entry->place + ENTRY_HEADER + Max(entry->length, 0);
}

static int
compare_names(const Entry *a, const Entry *b)
{
	int			order = memcmp(a->name, b->name, Max(0, Min(a->length, b->length)));

	return order != 0 ? order : a->length - b->length;
}

/* A state with room for another entry at a place of this one */
static bytea *
open_state(bytea *state, Size offset, const Entry *entry)
{
	Size		added = ENTRY_HEADER + Max(entry->length, 0);
	Size		size = VARSIZE(state);
	bytea	   *opened = palloc(size + added);
	char	   *place = (char *) opened + offset;

	memcpy(opened, state, offset);
	memcpy(place, &entry->sums, sizeof(LeagueSums));
	memcpy(place + sizeof(LeagueSums), &entry->length, sizeof(int32));
	memcpy(place + ENTRY_HEADER, entry->name, Max(entry->length, 0));
	memcpy(place + added, (char *) state + offset, size - offset);
	SET_VARSIZE(opened, size + added);
	return opened;
}

/* Add an entry's sums to the league of its name, which may be new. */
static bytea *
add_entry(bytea *state, const Entry *added)
{
	char	   *place = VARDATA(state);
	char	   *end = (char *) state + VARSIZE(state);

	while (place < end)
	{
		Entry		entry = read_entry(place, end);
		int			order = compare_names(&entry, added);

		if (order == 0)
		{
			merge_sums(&entry.sums, &added->sums);
			memcpy(place, &entry.sums, sizeof(LeagueSums));
			return state;
		}
		if (order > 0)
			break;
		place = end_of_entry(&entry);
	}
	return open_state(state, place - (char *) state, added);
}

/* The state argument, which only an aggregate changes in place */
static bytea *
state_argument(FunctionCallInfo fcinfo)
{
	bytea	   *state;

	if (!PG_ARGISNULL(0))
		return AggCheckCallContext(fcinfo, NULL) ? PG_GETARG_BYTEA_P(0) : PG_GETARG_BYTEA_P_COPY(0);
	state = palloc(VARHDRSZ);
	SET_VARSIZE(state, VARHDRSZ);
	return state;
}

PG_FUNCTION_INFO_V1(barometre_between_variance_accum);

/* between_variance_accum(state, score, std_error [, league]) */
Datum
barometre_between_variance_accum(PG_FUNCTION_ARGS)
{
	bytea	   *state = state_argument(fcinfo);
	Entry		entry = {.length = -1,.name = ""};

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_BYTEA_P(state);
	check_row("between_variance", PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2));
	if (PG_GETARG_FLOAT8(2) == 0)
		PG_RETURN_BYTEA_P(state);
	entry.sums = sums_of_row(PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2));
	if (PG_NARGS() > 3 && !PG_ARGISNULL(3))
	{
		text	   *league = PG_GETARG_TEXT_PP(3);

		entry.length = VARSIZE_ANY_EXHDR(league);
		entry.name = VARDATA_ANY(league);
	}
	PG_RETURN_BYTEA_P(add_entry(state, &entry));
}

PG_FUNCTION_INFO_V1(barometre_between_variance_combine);

/* between_variance_combine(state, state) */
Datum
barometre_between_variance_combine(PG_FUNCTION_ARGS)
{
	bytea	   *state = state_argument(fcinfo);
	bytea	   *other;
	char	   *end;

	if (PG_ARGISNULL(1))
		PG_RETURN_BYTEA_P(state);
	other = PG_GETARG_BYTEA_P(1);
	end = (char *) other + VARSIZE(other);
	for (char *place = VARDATA(other); place < end;)
	{
		Entry		entry = read_entry(place, end);

		state = add_entry(state, &entry);
		place = end_of_entry(&entry);
	}
	PG_RETURN_BYTEA_P(state);
}

PG_FUNCTION_INFO_V1(barometre_between_variance_final);

/* between_variance_final(state) */
Datum
barometre_between_variance_final(PG_FUNCTION_ARGS)
{
	bytea	   *state;
	char	   *end;
	Heterogeneity all = {0, 0, 0};
	double		between;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = PG_GETARG_BYTEA_P(0);
	end = (char *) state + VARSIZE(state);
	for (char *place = VARDATA(state); place < end;)
	{
		Entry		entry = read_entry(place, end);

		add_heterogeneity(&all, &entry.sums);
		place = end_of_entry(&entry);
	}
	if (!between_variance_of(&all, &between))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(between);
}

/* ---------- shrunken_estimate: the window function ---------- */

typedef struct Shrunken
{
	double		score;
	double		error;
	bool		has_error;
} Shrunken;

/* Read the rows into the results; the sums are those of errors above 0. */
static LeagueSums
read_rows(WindowCall *call)
{
	Shrunken   *rows = call->results;
	LeagueSums	sums = {0};

	for (int64 i = 0; i < call->rows; i++)
	{
		LeagueSums	one;

		if (!window_float8(call, 0, i, &rows[i].score) ||
			!window_float8(call, 1, i, &rows[i].error))
			continue;
		check_row(call->function, rows[i].score, rows[i].error);
		rows[i].has_error = true;
		one = sums_of_row(rows[i].score, rows[i].error);
		if (rows[i].error > 0)
			merge_sums(&sums, &one);
	}
	return sums;
}

/* tau^2 that is given, or that of the partition; false when there is none */
static bool
read_between_variance(WindowCall *call, const LeagueSums *sums, double *between)
{
	Heterogeneity all = {0, 0, 0};
	Datum		given;

	if (window_constant(call, 2, "between_variance", &given))
	{
		*between = DatumGetFloat8(given);
		if (!isfinite(*between) || *between < 0)
			check_failed(call->function, "between_variance", "a finite number of at least 0",
						 *between, NULL);
		return true;
	}
	add_heterogeneity(&all, sums);
	return between_variance_of(&all, between);
}

/* mu and its weight, sum 1 / (s^2 + tau^2) */
static LeagueSums
league_mean(const WindowCall *call, double between)
{
	const Shrunken *rows = call->results;
	LeagueSums	sums = {0};

	for (int64 i = 0; i < call->rows; i++)
	{
		double		weight = 1.0 / (rows[i].error * rows[i].error + between);
		LeagueSums	one = {1, weight, 0, rows[i].score, 0};

		if (rows[i].has_error && rows[i].error > 0)
			merge_sums(&sums, &one);
	}
	return sums;
}

/* Shrink every row of the partition; without tau^2 rows remain as they are. */
static void
shrink_partition(WindowCall *call)
{
	Shrunken   *rows = call->results;
	LeagueSums	sums = read_rows(call);
	double		between;
	bool		known = read_between_variance(call, &sums, &between);
	LeagueSums	mean = league_mean(call, between);

	for (int64 i = 0; i < call->rows && known; i++)
	{
		double		variance = rows[i].error * rows[i].error;
		double		share = variance / (variance + between);	/* B */

		if (!rows[i].has_error || variance == 0)
			continue;
		rows[i].score += share * (mean.mean - rows[i].score);
		rows[i].error = sqrt((1.0 - share) * variance + share * share / mean.weights);
	}
}

PG_FUNCTION_INFO_V1(barometre_shrunken_estimate);

/* shrunken_estimate(score, std_error, between_variance) OVER league */
Datum
barometre_shrunken_estimate(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "shrunken_estimate", sizeof(Shrunken));
	Shrunken   *row;
	Estimate	estimate;

	if (call.first)
		shrink_partition(&call);
	row = window_result(&call);
	if (!row->has_error)
		PG_RETURN_NULL();
	estimate = (Estimate) {row->score, row->error, INFINITY, true, true, true};
	return estimate_result(fcinfo, &estimate);
}
