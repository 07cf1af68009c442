/*
 * place.c
 *		An audit's answers, from the items and answers that a file has for it in
 *		any order.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(barometre_place_answers);
PG_FUNCTION_INFO_V1(barometre_contradicting_items);

#define MAX_ITEMS			100000

/* Items and answers side by side; NULL answers are not applicable. */
typedef struct Given
{
	int			count;
	const int32 *items;
	Datum	   *answers;
	bool	   *not_applicable;
} Given;

static Given
given_open(ArrayType *items, ArrayType *answers, const char *caller)
{
	Given		given;
	int			nanswers;

	given.count = ArrayGetNItems(ARR_NDIM(items), ARR_DIMS(items));
	deconstruct_array(answers, FLOAT4OID, sizeof(float4), true, TYPALIGN_INT,
					  &given.answers, &given.not_applicable, &nanswers);
	if (given.count != nanswers || array_contains_nulls(items))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: each answer must have an item", caller)));
	given.items = (const int32 *) ARR_DATA_PTR(items);
	for (int i = 0; i < given.count; i++)
		if (given.items[i] < 1 || given.items[i] > MAX_ITEMS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s: item %d is not in 1 to %d", caller, given.items[i], MAX_ITEMS)));
	return given;
}

/*
 * place_answers(items, answers, count, blank): the answers of items 1 to count,
 * blank where there is none
 */
Datum
barometre_place_answers(PG_FUNCTION_ARGS)
{
	int			count = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);
	Datum		blank = PG_ARGISNULL(3) ? (Datum) 0 : PG_GETARG_DATUM(3);
	int			lower_bound = 1;
	Datum	   *values;
	bool	   *nulls;

	if (count < 1 || count > MAX_ITEMS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("place_answers: count must be in 1 to %d", MAX_ITEMS)));
	values = palloc(sizeof(Datum) * count);
	nulls = palloc(sizeof(bool) * count);
	for (int i = 0; i < count; i++)
	{
		values[i] = blank;
		nulls[i] = PG_ARGISNULL(3);
	}
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
	{
		Given		given = given_open(PG_GETARG_ARRAYTYPE_P(0), PG_GETARG_ARRAYTYPE_P(1), "place_answers");

		for (int i = 0; i < given.count; i++)
			if (given.items[i] <= count)
			{
				values[given.items[i] - 1] = given.answers[i];
				nulls[given.items[i] - 1] = given.not_applicable[i];
			}
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, 1, &count, &lower_bound, FLOAT4OID,
											 sizeof(float4), true, TYPALIGN_INT));
}

static bool
same_answer(const Given *given, int i, int j)
{
	float4		a = DatumGetFloat4(given->answers[i]);
	float4		b = DatumGetFloat4(given->answers[j]);

	if (given->not_applicable[i] || given->not_applicable[j])
		return given->not_applicable[i] == given->not_applicable[j];
	return a == b || (isnan(a) && isnan(b));
}

/* contradicting_items(items, answers): items with two answers that differ; NULL when there is none */
Datum
barometre_contradicting_items(PG_FUNCTION_ARGS)
{
	Given		given = given_open(PG_GETARG_ARRAYTYPE_P(0), PG_GETARG_ARRAYTYPE_P(1), "contradicting_items");
	ArrayBuildState *found = NULL;
	int			largest = 0;
	int		   *first;			/* where an item stood first, from 1; 0: nowhere; -1: found */

	for (int i = 0; i < given.count; i++)
		largest = Max(largest, given.items[i]);
	first = palloc0(sizeof(int) * (largest + 1));
	for (int i = 0; i < given.count; i++)
	{
		int			item = given.items[i];

		if (first[item] == 0)
			first[item] = i + 1;
		else if (first[item] > 0 && !same_answer(&given, first[item] - 1, i))
		{
			first[item] = -1;
			found = accumArrayResult(found, Int32GetDatum(item), false, INT4OID, CurrentMemoryContext);
		}
	}
	if (found == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(makeArrayResult(found, CurrentMemoryContext));
}
