/*
 * check.h
 *		The words in which functions refuse their arguments.
 */
#ifndef COMMON_CHECK_H
#define COMMON_CHECK_H

extern void check_failed(const char *function, const char *what, const char *wanted,
						 double number, const char *hint) pg_attribute_noreturn();
extern void check_one_dimension(int ndim, const char *function, const char *what);

#endif							/* COMMON_CHECK_H */
