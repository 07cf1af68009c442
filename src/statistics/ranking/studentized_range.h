/*
 * studentized_range.h
 *		Tukey's distribution, for many degrees of freedom and one size.
 */
#ifndef STUDENTIZED_RANGE_H
#define STUDENTIZED_RANGE_H

typedef struct StudentizedRange StudentizedRange;

extern StudentizedRange *studentized_range_new(double n);
extern double studentized_range_quantile(const StudentizedRange *range, double p, double df);

#endif							/* STUDENTIZED_RANGE_H */
