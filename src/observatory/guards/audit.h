/*
 * audit.h
 *		The error for an audit that its questionnaire does not allow.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "observatory/guards/audit_problem.h"
#include "observatory/guards/guard.h"

extern AuditRow audit_row(const Datum *values, const bool *nulls);
extern void audit_refuse(const AuditRow *row, const AuditProblem *problem);

#endif							/* AUDIT_H */
