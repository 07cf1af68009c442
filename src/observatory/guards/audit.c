/*
 * audit.c
 *		Refuses audits that their questionnaire does not allow.
 *
 * The trigger reads the bounds of a questionnaire once a statement and keeps
 * them; then a row costs a look at each of its answers.  It is fired after the
 * event, so that what is stored is what was checked, whatever other triggers
 * did before.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "observatory/guards/audit.h"
#include "observatory/guards/questionnaire.h"

PG_FUNCTION_INFO_V1(barometre_guard_audit);

typedef struct KnownBounds
{
	QuestionnaireKey key;
	Bounds		bounds;
	struct KnownBounds *next;
} KnownBounds;

typedef struct AuditGuard
{
	Guard		guard;
	KnownBounds *known;
} AuditGuard;

/* A row of the table audit, from its columns in the order of guard.h */
AuditRow
audit_row(const Datum *values, const bool *nulls)
{
	AuditRow	row;

	row.edition = DatumGetInt32(values[AUDIT_EDITION]);
	row.structure = DatumGetTextPP(values[AUDIT_STRUCTURE]);
	row.audit = DatumGetInt64(values[AUDIT_AUDIT]);
	row.channel = DatumGetTextPP(values[AUDIT_CHANNEL]);
	row.responded = DatumGetBool(values[AUDIT_RESPONDED]);
	row.answers = nulls[AUDIT_ANSWERS] ? NULL :
		pg_detoast_datum_packed((struct varlena *) DatumGetPointer(values[AUDIT_ANSWERS]));
	row.weight = DatumGetFloat8(values[AUDIT_WEIGHT]);
	return row;
}

void
audit_refuse(const AuditRow *row, const AuditProblem *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("%s", problem->message),
			 errdetail("Audit " INT64_FORMAT " of structure \"%s\" in edition %d, channel \"%s\": %s",
					   row->audit, text_to_cstring(row->structure), row->edition,
					   text_to_cstring(row->channel), problem->allowed),
			 problem->hint != NULL ? errhint("%s", problem->hint) : 0));
}

static void
refuse_audit(void *argument, const AuditProblem *problem)
{
	audit_refuse(argument, problem);
}

/* The bounds for a row, read once a statement. */
static const Bounds *
known_bounds(AuditGuard *guard, const AuditRow *row)
{
	QuestionnaireKey key = {row->edition, row->channel};
	KnownBounds *known;

	for (known = guard->known; known != NULL; known = known->next)
		if (questionnaire_same_key(&known->key, &key))
			return &known->bounds;

	/*
	 * The questionnaire must not change between this look and the end of the
	 * transaction: guard_questionnaire() takes the same lock exclusively.
	 */
	guard_lock(&guard->guard.observatory, CRITERION_TABLE, row->edition, ShareLock);
	known = MemoryContextAllocZero(guard->guard.context, sizeof(KnownBounds));
	known->key = questionnaire_copy_key(guard->guard.context, &key);
	known->bounds = questionnaire_read(&guard->guard.observatory, &key, guard->guard.context).bounds;
	known->next = guard->known;
	guard->known = known;
	return &known->bounds;
}

/*
 * guard_audit(): trigger AFTER INSERT OR UPDATE FOR EACH ROW on the table audit
 * of an observatory
 */
Datum
barometre_guard_audit(PG_FUNCTION_ARGS)
{
	AuditGuard *guard = guard_begin(fcinfo, "guard_audit", TABLE_BIT(AUDIT_TABLE), sizeof(AuditGuard));
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	GuardedRow	stored;

	if (guard_new_row(&guard->guard, trigger, &stored) && !stored.incomplete && guard_row_lives(trigger))
	{
		AuditRow	row = audit_row(stored.values, stored.nulls);

		audit_report_problems(&row, known_bounds(guard, &row), refuse_audit, &row);
	}
	return PointerGetDatum(NULL);
}
