/*
 * audit_name.c
 *		The audit that an error is about, named to who may read it.
 *
 * A view reads the table audit with the rights of its owner, but its errors go
 * to its reader: who may not read the table learns of no audit from them.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/rls.h"

#include "scoring/audit_name.h"

/* May the user read every row of a table?  It may be gone, or never have been. */
bool
may_read_all(Oid table)
{
	bool		is_missing = false;

	return pg_class_aclcheck_ext(table, GetUserId(), ACL_SELECT, &is_missing) == ACLCHECK_OK &&
		check_enable_rls(table, InvalidOid, true) != RLS_ENABLED;
}

/*
 * "Audit 12 of structure "S01"", by the arguments structure, audit and relation
 * from the given position on.  NULL: the function has none, one is NULL, or the
 * caller may not read the relation.
 */
const char *
audit_name(FunctionCallInfo fcinfo, int first)
{
	if (PG_NARGS() < first + 3)
		return NULL;
	for (int i = first; i < first + 3; i++)
		if (PG_ARGISNULL(i))
			return NULL;
	if (!may_read_all(PG_GETARG_OID(first + 2)))
		return NULL;
	return psprintf("Audit " INT64_FORMAT " of structure \"%s\"", PG_GETARG_INT64(first + 1),
					text_to_cstring(PG_GETARG_TEXT_PP(first)));
}
