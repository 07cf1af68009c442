/*
 * partition.c
 *		A partition of the table audit for each edition.
 *
 * The trigger is on every observatory's table edition, and does nothing where
 * audit has no partitions.  It makes them as the owner of the tables, so that
 * who adds an edition needs no right on audit.
 */
#include "postgres.h"

#include "access/table.h"
#include "miscadmin.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/rel.h"

#include "observatory/guards/guard.h"

PG_FUNCTION_INFO_V1(barometre_partition_audit);

/* Has the table no partitions by edition, or one for this edition, whatever its name? */
static bool
has_place_for(Oid audit, int32 edition)
{
	Relation	relation = table_open(audit, AccessShareLock);
	bool		found = true;

	if (relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
	{
		PartitionKey key = RelationGetPartitionKey(relation);
		PartitionBoundInfo bounds = RelationGetPartitionDesc(relation, true)->boundinfo;

		found = key->strategy != PARTITION_STRATEGY_LIST || key->partattrs[0] != get_attnum(audit, "edition") ||
			(bounds != NULL && bounds->ndatums > 0 &&
			 (partition_list_bsearch(key->partsupfunc, key->partcollation, bounds,
									 Int32GetDatum(edition), &found) >= 0 && found));
	}
	table_close(relation, AccessShareLock);
	return found;
}

static void
make_partition(const Observatory *observatory, const char *name, int32 edition)
{
	Oid			user;
	int			context;

	SPI_connect();
	guard_become_owner(observatory, &user, &context);
	if (SPI_execute(psprintf("CREATE TABLE %s.%s PARTITION OF %s.audit FOR VALUES IN (%d)", observatory->schema,
							 quote_identifier(name), observatory->schema, edition), false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "could not make partition \"%s\"", name);
	SetUserIdAndSecContext(user, context);
	SPI_finish();
}

/*
 * partition_audit(): trigger AFTER INSERT OR UPDATE OF edition FOR EACH ROW on
 * edition of an observatory
 */
Datum
barometre_partition_audit(PG_FUNCTION_ARGS)
{
	Guard	   *guard = guard_begin(fcinfo, "partition_audit", TABLE_BIT(EDITION_TABLE), sizeof(Guard));
	Oid			audit = guard->observatory.tables[AUDIT_TABLE];
	GuardedRow	row;
	int32		edition;
	char	   *name;

	if (!guard_new_row(guard, (TriggerData *) fcinfo->context, &row) || row.incomplete)
		return PointerGetDatum(NULL);
	edition = DatumGetInt32(row.values[EDITION_EDITION]);
	if (has_place_for(audit, edition))
		return PointerGetDatum(NULL);
	name = psprintf(edition < 0 ? "audit_minus_%u" : "audit_%u", edition < 0 ? 0 - (uint32) edition : (uint32) edition);
	if (OidIsValid(get_relname_relid(name, get_rel_namespace(audit))))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("edition %d cannot have its partition: table \"%s\" is there and no partition of \"audit\"",
						edition, name),
				 errhint("If it holds the audits of this edition: ALTER TABLE audit ATTACH PARTITION %s FOR VALUES IN (%d). If not, rename it.",
						 name, edition)));
	make_partition(&guard->observatory, name, edition);
	return PointerGetDatum(NULL);
}
