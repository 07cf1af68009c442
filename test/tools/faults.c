/*
 * faults.c
 *		Four faults, for test/tools/faults: a server that looks twice must see
 *		each of them.
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;
PG_FUNCTION_INFO_V1(make_fault);

Datum
make_fault(PG_FUNCTION_ARGS)
{
	int			fault = PG_GETARG_INT32(0);
	double	   *numbers = palloc(sizeof(double) * 3);
	volatile double huge = 1e300;

	for (int i = 0; i < 3; i++)
		numbers[i] = i;
	switch (fault)
	{
		case 1:					/* behind the end */
			PG_RETURN_INT32(numbers[fault + 2] > 0);
		case 2:					/* freed */
			pfree(numbers);
			PG_RETURN_INT32(numbers[1] > 0);
		case 3:					/* no such integer */
			PG_RETURN_INT32((int) huge);
		case 4:
			Assert(numbers[0] > 1);
	}
	PG_RETURN_INT32(0);
}
