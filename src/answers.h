/*
 * answers.h
 *		The answers of an audit: a real[] read where it lies.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "utils/array.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* Aligned or not; "values" holds those that are not NULL, one after the other. */
typedef struct Answers
{
	int			ndim;			/* 0: empty */
	int			lower_bound;
	int			count;
	const bits8 *nulls;			/* NULL: none is */
	const char *values;
} Answers;

extern Answers answers_open(const struct varlena *value);

/*
 * Which of the 64 answers from "first" on are not NULL, as bits.  A walk over
 * the set bits costs no guess for each answer.
 */
static inline uint64
answers_present(const Answers *answers, int first)
{
	int			left = answers->count - first;
	uint64		present = 0;

	if (answers->nulls == NULL)
		present = ~UINT64CONST(0);
	else
		for (int byte = 0; byte < 8 && byte * 8 < left; byte++)
			present |= (uint64) answers->nulls[first / 8 + byte] << (byte * 8);
	if (left < 64)
		present &= (UINT64CONST(1) << left) - 1;
	return present;
}

/* The next of the values that are not NULL */
static inline float
answers_next(const char **next)
{
	float		answer;

	memcpy(&answer, *next, sizeof(answer));
	*next += sizeof(answer);
	return answer;
}

extern double answer_decimal(float answer);

/* Is the answer a number of quarters, as most are?  NaN and infinities are not. */
static inline bool
answer_quarters(float answer, int *quarters)
{
	float		scaled = answer * 4;

	if (unlikely(!(scaled > -1e6f && scaled < 1e6f)))
		return false;
	*quarters = (int) scaled;
	return (float) *quarters == scaled;
}

/*
 * The number that a finite answer stands for.  Answers are single precision,
 * but they were typed as decimals: 6.3 means 6.3, not the 6.30000019 of its
 * bits.
 */
static inline double
answer_value(float answer)
{
	int			quarters;

	return answer_quarters(answer, &quarters) ? (double) answer : answer_decimal(answer);
}

#endif							/* ANSWERS_H */
