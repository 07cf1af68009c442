/*
 * answers.c
 *		The answers of an audit: a real[] read where it lies.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"

#include "answers.h"

/*
 * Open a real[] that is neither compressed nor out of line, and may have a
 * short header.  Of an array of several dimensions only ndim is meaningful.
 */
Answers
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
 * The shortest decimal that denotes a finite answer, as a double.  Below 8,192
 * single precision tells thousandths apart, so that one which fits is it.
 */
double
answer_decimal(float answer)
{
	double		thousandths = rint((double) answer * 1000.0) / 1000.0;
	char		digits[FLOAT_SHORTEST_DECIMAL_LEN];

	if (fabsf(answer) < 8192.0f && (float) thousandths == answer)
		return thousandths;
	float_to_shortest_decimal_buf(answer, digits);
	return strtod(digits, NULL);
}
