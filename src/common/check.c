/*
 * check.c
 *		The words in which functions refuse their arguments.
 */
#include "postgres.h"

#include "utils/float.h"

#include "common/check.h"

/* "FUNCTION: WHAT must be WANTED, not NUMBER"; the hint may be NULL. */
void
check_failed(const char *function, const char *what, const char *wanted, double number,
			 const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: %s must be %s, not %s", function, what, wanted,
					float8out_internal(number)),
			 hint == NULL ? 0 : errhint("%s", hint)));
}

/* An array of one dimension, or an empty one */
void
check_one_dimension(int ndim, const char *function, const char *what)
{
	if (ndim > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s: %s must be a one-dimensional array", function, what)));
}
