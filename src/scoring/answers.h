/*
 * answers.h
 *		The answers of an audit: a real[] read where it lies.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include <math.h>

#include "port/pg_bswap.h"
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

/*
 * Open a real[] that is neither compressed nor out of line, and may have a
 * short header.  Of an array of several dimensions only ndim is meaningful.
 */
static inline Answers
answers_open(const struct varlena *value)
{
	/* ArrayType's fields follow its length word, which may be a short one. */
	const Size	length_word = offsetof(ArrayType, ndim);
	const char *fields = VARDATA_ANY(value);
	Answers		answers = {0};
	int32		data_offset;
	Size		header = sizeof(ArrayType) - length_word;

	memcpy(&answers.ndim, fields, sizeof(int));
	memcpy(&data_offset, fields + sizeof(int), sizeof(int32));
	if (answers.ndim != 1)
		return answers;

	memcpy(&answers.count, fields + header, sizeof(int));
	memcpy(&answers.lower_bound, fields + header + sizeof(int), sizeof(int));
	header += 2 * sizeof(int);
	if (data_offset != 0)
	{
		answers.nulls = (const bits8 *) fields + header;
		answers.values = fields + data_offset - length_word;
	}
	else
		answers.values = fields + MAXALIGN(header + length_word) - length_word;
	return answers;
}

/*
 * Which of the 64 answers from "first" on, a multiple of 64, are not NULL, as
 * bits.  The bitmap may be read in words: the values start at a multiple of 8.
 */
static inline uint64
answers_present(const Answers *answers, int first)
{
	int			left = answers->count - first;
	uint64		present = ~UINT64CONST(0);

	if (answers->nulls != NULL)
	{
		memcpy(&present, answers->nulls + first / 8, sizeof(present));
#ifdef WORDS_BIGENDIAN
		present = pg_bswap64(present);
#endif
	}
	if (left < 64)
		present &= (UINT64CONST(1) << left) - 1;
	return present;
}

/* Value k of those that are not NULL */
static inline float
answers_value(const char *values, int k)
{
	float		answer;

	memcpy(&answer, values + k * sizeof(answer), sizeof(answer));
	return answer;
}

extern double answer_decimal(float answer);

#define NO_QUARTERS		PG_INT32_MIN

/*
 * The quarters in an answer, as most are whole; NO_QUARTERS for the others, NaN
 * and infinities among them.  Without a branch, so that a loop is vectorised:
 * a mask makes 0 of what an int32 may not hold.
 */
static inline int32
answer_quarters(float answer)
{
	const int32 limit = 0x49742400; /* the bits of 1e6: those of larger numbers are larger */
	float		scaled = answer * 4;
	int32		bits;
	int32		mask;
	int32		quarters;

	memcpy(&bits, &scaled, sizeof(bits));
	mask = -((bits & PG_INT32_MAX) < limit);
	bits &= mask;
	memcpy(&scaled, &bits, sizeof(bits));
	quarters = (int32) scaled;
	return ((float) quarters == scaled) & mask ? quarters : NO_QUARTERS;
}

/*
 * The number that a finite answer stands for.  Answers are single precision,
 * but they were typed as decimals: 6.3 means 6.3, not the 6.30000019 of its
 * bits.
 */
static inline double
answer_value(float answer)
{
	return answer_quarters(answer) != NO_QUARTERS ? (double) answer : answer_decimal(answer);
}

#endif							/* ANSWERS_H */
