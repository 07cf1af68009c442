/*
 * check.h
 *		The words in which functions refuse their arguments.
 */
#ifndef COMMON_CHECK_H
#define COMMON_CHECK_H

extern void check_failed(const char *function, const char *what, const char *wanted,
						 double number, const char *hint) pg_attribute_noreturn();
extern void check_one_dimension(int ndim, const char *function, const char *what);

/* Bounds of a weight that is not 0: no sum of many, or of their squares, is out of range. */
#define MIN_WEIGHT	1e-100
#define MAX_WEIGHT	1e100
#define WEIGHT_RANGE	"from 1e-100 to 1e100"	/* for messages */

/* A share below is 0, as part_of() has it in SQL, whose products may not vanish. */
#define MIN_SHARE	1e-50

/* The rule for weights, wherever they come in */
static inline bool
weight_fits(double weight)
{
	return weight == 0 || (weight >= MIN_WEIGHT && weight <= MAX_WEIGHT);
}

/* "FUNCTION: weight must be 0, or from 1e-100 to 1e100, not NUMBER"; the hint may be NULL. */
static inline void
check_weight(const char *function, double weight, const char *hint)
{
	if (unlikely(!weight_fits(weight)))
		check_failed(function, "weight", "0, or " WEIGHT_RANGE, weight, hint);
}

/* The limit of counts: up to it a double holds each, as readers of JSON do. */
#define MAX_COUNT	(INT64CONST(1) << 53)

#endif							/* COMMON_CHECK_H */
