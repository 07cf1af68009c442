/*
 * audit_problem.h
 *		What is wrong with an audit, held against its questionnaire.
 */
#ifndef AUDIT_PROBLEM_H
#define AUDIT_PROBLEM_H

#include "c.h"

/* The bounds of a questionnaire's items; infinite where there is none. */
typedef struct Bounds
{
	int			nitems;			/* 0: no questionnaire */
	const double *minimums;
	const double *maximums;
} Bounds;

/* An audit, by its key and what is checked of it */
typedef struct AuditRow
{
	int32		edition;
	text	   *structure;		/* the guards' only */
	int64		audit;			/* the guards' only */
	text	   *channel;
	bool		responded;
	struct varlena *answers;	/* neither compressed nor out of line; NULL: none */
	double		weight;
} AuditRow;

typedef struct AuditProblem
{
	int			item;			/* 0: the audit as a whole */
	const char *value;			/* that is not allowed; NULL: none */
	const char *code;			/* as of an import's faults */
	const char *message;		/* an error's primary message */
	const char *allowed;		/* what would be: ends a sentence, after a colon */
	const char *hint;			/* NULL: none */
} AuditProblem;

typedef void (*AuditReport) (void *argument, const AuditProblem *problem);

extern void audit_report_problems(const AuditRow *row, const Bounds *bounds,
								  AuditReport report, void *argument);

#endif							/* AUDIT_PROBLEM_H */
