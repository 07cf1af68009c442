/*
 * ranking.c
 *		Ranks with their uncertainty: window functions over a league.
 *
 * A league is a window partition; each row is a score with its standard error,
 * and the larger score is the better one.
 *
 *		rank_set			the ranks that the data do not exclude
 *		expected_rank		1 + the expected number of better rows
 *		probability_best	the probability of being the best row
 *
 * Here the league is read and the results are given; the kernels have their
 * own files.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/check.h"
#include "common/window.h"
#include "statistics/ranking/league.h"
#include "utils/float.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

/* Read score and error of a row; false where one is NULL. */
static bool
read_member(WindowCall *call, int64 row, League *league, Member *member)
{
	if (!window_float8(call, 0, row, &member->score))
		return false;
	if (!isfinite(member->score))
		check_failed(call->function, "score", "a finite number", member->score, NULL);
	if (!window_float8(call, 1, row, &member->error))
	{
		league->unknown[league->unknown_size++] = row;
		return false;
	}
	if (!isfinite(member->error) || member->error < 0)
		check_failed(call->function, "std_error", "a finite number of at least 0", member->error,
					 NULL);
	member->row = row;
	return true;
}

/* Argument 2 as its reciprocal, which is 0 for NULL and infinity */
static double
read_u(WindowCall *call, int64 row)
{
	double		df;

	if (!window_float8(call, 2, row, &df))
		return 0.0;
	if (!(df > 0))
		check_failed(call->function, "df", "greater than 0", df, NULL);
	return Min(1.0 / df, 1e300);
}

/* The league of the partition */
static League
read_league(WindowCall *call, bool has_df)
{
	League		league = {.rows = call->rows};

	league.members = window_allocate(call->rows, sizeof(Member));
	league.unknown = window_allocate(call->rows, sizeof(int64));
	for (int64 row = 0; row < call->rows; row++)
	{
		Member	   *member = &league.members[league.size];

		if (!read_member(call, row, &league, member))
			continue;
		member->u = has_df ? read_u(call, row) : 0.0;
		league.size++;
	}
	league_prepare(&league);
	return league;
}

/* ---------- Sets of ranks ---------- */

/* A set as an int4range */
Datum
ranking_result(FunctionCallInfo fcinfo, const RankSet *set)
{
	TypeCacheEntry *type = lookup_type_cache(INT4RANGEOID, TYPECACHE_RANGE_INFO);
	RangeBound	lower = {Int32GetDatum(set->low), false, true, true};
	RangeBound	upper = {Int32GetDatum(set->high), false, true, false};

	if (set->low == 0)
		PG_RETURN_NULL();
#if PG_VERSION_NUM >= 160000
	return RangeTypePGetDatum(make_range(type, &lower, &upper, false, NULL));
#else
	return RangeTypePGetDatum(make_range(type, &lower, &upper, false));
#endif
}

/* Work out the sets of a partition; they stay NULL when an option is. */
static void
find_rank_sets(WindowCall *call)
{
	Datum		confidence;
	Datum		simultaneous;
	bool		has_confidence = window_constant(call, 3, "confidence", &confidence);
	bool		has_simultaneous = window_constant(call, 4, "simultaneous", &simultaneous);
	League		league;

	if (has_confidence && !(DatumGetFloat8(confidence) > 0 && DatumGetFloat8(confidence) < 1))
		check_failed(call->function, "confidence", "between 0 and 1, exclusive",
					 DatumGetFloat8(confidence), NULL);
	league = read_league(call, true);
	if (has_confidence && has_simultaneous)
		league_rank_sets(&league, DatumGetFloat8(confidence), DatumGetBool(simultaneous),
						 call->results);
}

PG_FUNCTION_INFO_V1(barometre_rank_set);

/* rank_set(score, std_error, df, confidence, simultaneous) OVER league */
Datum
barometre_rank_set(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "rank_set", sizeof(RankSet));

	if (call.first)
		find_rank_sets(&call);
	return ranking_result(fcinfo, window_result(&call));
}

/* ---------- The two functions of score and error only ---------- */

static Datum
league_value(FunctionCallInfo fcinfo, const char *function,
			 void (*find) (const League *league, double *result))
{
	WindowCall	call = window_call(fcinfo, function, sizeof(double));
	double	   *result = call.results;

	if (call.first)
	{
		League		league = read_league(&call, false);

		for (int64 row = 0; row < call.rows; row++)
			result[row] = get_float8_nan();
		find(&league, result);
	}
	result = window_result(&call);
	if (isnan(*result))			/* NULL */
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(*result);
}

PG_FUNCTION_INFO_V1(barometre_expected_rank);

/* expected_rank(score, std_error) OVER league */
Datum
barometre_expected_rank(PG_FUNCTION_ARGS)
{
	return league_value(fcinfo, "expected_rank", league_expected_ranks);
}

PG_FUNCTION_INFO_V1(barometre_probability_best);

/* probability_best(score, std_error) OVER league */
Datum
barometre_probability_best(PG_FUNCTION_ARGS)
{
	return league_value(fcinfo, "probability_best", league_probabilities_best);
}
