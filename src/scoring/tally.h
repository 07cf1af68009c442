/*
 * tally.h
 *		One audit: its arguments, and the sums of its answers' scores.
 *
 * Each function that scores takes an audit as the arguments (form, edition,
 * channel, responded, answers [, weight [, structure, audit, relation]]):
 * scorecard.c adds it to a scorecard, audit_score.c scores it by itself,
 * item_tally.c counts its answers.
 */
#ifndef TALLY_H
#define TALLY_H

#include "scoring/answers.h"
#include "scoring/audit_form.h"

/* The place of structure among an audit's arguments, which audit_name() reads. */
#define AUDIT_NAME		6

/* What the arguments say of an audit. */
typedef struct Audit
{
	const AuditForm *form;
	const Scheme *scheme;		/* of its edition */
	const Questionnaire *questionnaire; /* of its channel */
	int			channel;
	struct varlena *answers;	/* a real[], not yet opened; NULL: no response */
	double		weight;
	const char *function;		/* that scores it, for errors */
	FunctionCallInfo call;		/* whose arguments from "first" on it is */
	int			first;
} Audit;

/* Weighted sum of item scores, and the weights' sum. */
typedef struct Sum
{
	double		score;			/* Σ v·s */
	double		weight;			/* Σ v */
} Sum;

typedef struct Cell
{
	Sum			sum;
	int64		answers;		/* scored items */
} Cell;

/* Where one audit is added to. */
typedef struct Tally
{
	Cell	   *cells;			/* of its channel, one a determinant */
	Sum		   *profile;		/* its own, one a determinant, or NULL */
	double		unobserved;		/* Σ v of the items not observed */
} Tally;

extern bool audit_argument(FunctionCallInfo fcinfo, int first, const char *function, Audit *audit);
extern void tally_count_overflow(void) pg_attribute_noreturn();
extern void tally_audit(Tally *tally, const Audit *audit);
extern void tally_refuse_answers(const Audit *audit, int ndim, int count, int lower_bound) pg_attribute_noreturn();
extern double tally_item_score(const Audit *audit, int item, float answer);
extern bool tally_silence_is_zero(const Audit *audit, int i);

/*
 * An audit has one answer for each item; an array of several dimensions counts
 * none.  Only numbers are handed on, so that the answers may stay in registers.
 */
static inline void
tally_check_answers(const Audit *audit, const Answers *answers)
{
	if (unlikely((uint32) answers->count != audit->questionnaire->nitems || answers->lower_bound != 1))
		tally_refuse_answers(audit, answers->ndim, answers->count, answers->lower_bound);
}

static inline void
sum_add(Sum *to, const Sum *sum)
{
	to->score += sum->score;
	to->weight += sum->weight;
}

#endif							/* TALLY_H */
