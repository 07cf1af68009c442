/*
 * lock.c
 *		The lock under which an import numbers audits and reads questionnaires.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(barometre_lock_edition);

/*
 * lock_edition(observatory, edition): until the transaction ends, nobody else
 * writes audits into the edition or changes its questionnaire.  It is the lock
 * of guard_audit() and guard_questionnaire().
 */
Datum
barometre_lock_edition(PG_FUNCTION_ARGS)
{
	const char *observatory = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Oid			schema = get_namespace_oid(observatory, false);
	Oid			audit = get_relname_relid("audit", schema);
	Oid			criterion = get_relname_relid("criterion", schema);
	LOCKTAG		tag;

	if (!OidIsValid(audit) || !OidIsValid(criterion))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("schema \"%s\" is not an observatory", observatory)));
	if (pg_class_aclcheck(audit, GetUserId(), ACL_INSERT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, "audit");
	SET_LOCKTAG_OBJECT(tag, MyDatabaseId, criterion, (Oid) PG_GETARG_INT32(1), 0);
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
	PG_RETURN_VOID();
}
