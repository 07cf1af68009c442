/*
 * questionnaire.h
 *		The items of an edition's channel, as guards read them.
 */
#ifndef QUESTIONNAIRE_H
#define QUESTIONNAIRE_H

#include "observatory/guards/audit_problem.h"
#include "observatory/guards/guard.h"

/* A questionnaire's key; one in a list of those that a statement touches */
typedef struct QuestionnaireKey
{
	int32		edition;
	text	   *channel;
} QuestionnaireKey;

typedef struct QuestionnaireItems
{
	Bounds		bounds;
	int			last_item;		/* their count, where they are numbered 1..n */
	bool		weighs;			/* a weight is not 0 */
} QuestionnaireItems;

extern bool questionnaire_same_key(const QuestionnaireKey *a, const QuestionnaireKey *b);
extern QuestionnaireKey questionnaire_copy_key(MemoryContext context, const QuestionnaireKey *key);
extern QuestionnaireItems questionnaire_read(const Observatory *observatory,
											 const QuestionnaireKey *key, MemoryContext context);

#endif							/* QUESTIONNAIRE_H */
