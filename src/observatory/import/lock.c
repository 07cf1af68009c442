/*
 * lock.c
 *		The locks of an import: the edition into which it writes, under which it
 *		numbers audits and reads questionnaires, and the table that it reads.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/catalog.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_index.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_statistic_ext.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/lock.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(barometre_lock_edition);
PG_FUNCTION_INFO_V1(barometre_lock_staging);

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

static char *
regclass_text(Oid relation)
{
	return DatumGetCString(DirectFunctionCall1(regclassout, ObjectIdGetDatum(relation)));
}

/* The name of a schema stays, until the transaction ends; its privileges may change. */
static void
lock_schema_name(Oid schema)
{
	Relation	catalog = table_open(NamespaceRelationId, RowShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_namespace_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(schema));
	scan = systable_beginscan(catalog, NamespaceOidIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
	{
		HeapTupleData locked = *tuple;
		Buffer		buffer;
		TM_FailureData failure;

		if (heap_lock_tuple(catalog, &locked, GetCurrentCommandId(false), LockTupleKeyShare, LockWaitBlock,
							false, &buffer, &failure) != TM_Ok)
			tuple = NULL;
		ReleaseBuffer(buffer);
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
	if (tuple == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("import_responses: the schema of the staging table was changed meanwhile")));
}

static bool
has_expressions(Relation staging)
{
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(staging))
	{
		HeapTuple	index = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(lfirst_oid(cell)));
		bool		plain = HeapTupleIsValid(index) && heap_attisnull(index, Anum_pg_index_indexprs, NULL) &&
			heap_attisnull(index, Anum_pg_index_indpred, NULL);

		if (HeapTupleIsValid(index))
			ReleaseSysCache(index);
		if (!plain)
			return true;
	}
	foreach(cell, RelationGetStatExtList(staging))
	{
		HeapTuple	statistics = SearchSysCache1(STATEXTOID, ObjectIdGetDatum(lfirst_oid(cell)));
		bool		plain = HeapTupleIsValid(statistics) &&
			heap_attisnull(statistics, Anum_pg_statistic_ext_stxexprs, NULL);

		if (HeapTupleIsValid(statistics))
			ReleaseSysCache(statistics);
		if (!plain)
			return true;
	}
	return false;
}

/* Of another type, its owner may have made a cast that runs with the reader's rights. */
static void
check_types(Relation staging)
{
	TupleDesc	columns = RelationGetDescr(staging);

	for (int i = 0; i < columns->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, i);
		HeapTuple	type;
		Oid			schema;

		if (column->attisdropped)
			continue;
		type = SearchSysCache1(TYPEOID, ObjectIdGetDatum(column->atttypid));
		if (!HeapTupleIsValid(type))
			elog(ERROR, "cache lookup failed for type %u", column->atttypid);
		schema = ((Form_pg_type) GETSTRUCT(type))->typnamespace;
		ReleaseSysCache(type);
		if (schema != PG_CATALOG_NAMESPACE)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("import_responses: column \"%s\" of \"%s\" is of type %s, which is none of PostgreSQL's own",
							NameStr(column->attname), regclass_text(RelationGetRelid(staging)),
							format_type_be(column->atttypid)),
					 errhint("Make it a column of type text.")));
	}
}

/* A table that runs nothing of its owner's when somebody reads it, or plans to. */
static void
check_plain(Relation staging)
{
	const char *name = regclass_text(RelationGetRelid(staging));

	if (staging->rd_rel->relkind != RELKIND_RELATION)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("import_responses: \"%s\" is not an ordinary table", name),
				 errhint("create_staging() makes one for a file.")));
	check_types(staging);
	if (staging->rd_rel->relhassubclass || staging->rd_rel->relhasrules || has_expressions(staging) ||
		check_enable_rls(RelationGetRelid(staging), InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("import_responses: \"%s\" is more than a plain table", name),
				 errdetail("It has rules, row security, inheriting tables, or an index or statistics with an expression."),
				 errhint("create_staging() makes one for a file.")));
}

/*
 * lock_staging(staging): checks a staging table.  Until the transaction ends it
 * stays what it is, under the name that it has: later statements look it up by
 * that.  Its owner could put a view there else, which runs what it likes with
 * the rights of who imports.
 */
Datum
barometre_lock_staging(PG_FUNCTION_ARGS)
{
	Oid			oid = PG_GETARG_OID(0);
	Relation	staging;

	if (get_rel_name(oid) != NULL && pg_class_aclcheck(oid, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, get_rel_name(oid));
	if (IsCatalogRelationOid(oid))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("import_responses: \"%s\" is not an ordinary table", regclass_text(oid)),
				 errhint("create_staging() makes one for a file.")));
	/* allows to read and write it, but not to change what it is */
	staging = try_relation_open(oid, ShareUpdateExclusiveLock);
	if (staging == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("import_responses: there is no staging table %u", oid)));
	check_plain(staging);
	if (!isAnyTempNamespace(RelationGetNamespace(staging)))
		lock_schema_name(RelationGetNamespace(staging));
	relation_close(staging, NoLock);
	PG_RETURN_VOID();
}
