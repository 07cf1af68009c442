/*
 * audit_name.h
 *		The audit that an error is about, named to who may read it.
 */
#ifndef AUDIT_NAME_H
#define AUDIT_NAME_H

#include "fmgr.h"

/* The hint of every error that an audit's values cause, whoever asks */
#define AUDIT_HINT	"check_audits() names the audits of an observatory that their questionnaires do not allow."

extern bool may_read_all(Oid table);
extern const char *audit_name(FunctionCallInfo fcinfo, int first);

#endif							/* AUDIT_NAME_H */
