/*
 * score_summary.h
 *		Weighted moments of one score: the type score_summary, as C reads it.
 */
#ifndef SCORE_SUMMARY_H
#define SCORE_SUMMARY_H

/*
 * The value as it is stored.  n = 0 is the empty summary, with every other
 * number 0; elsewhere every number is finite, and never -0.
 *
 * The last two of the moments serve the standard error, which needs
 * sum(w^2 (x - mean)^2): that is weight2_squares + sum_weights2 * (weight2_mean - mean)^2.
 */
typedef struct ScoreSummary
{
	uint8		version;		/* 1 */
	uint8		flags;			/* 0 */
	uint8		reserved[6];	/* 0 */
	int64		n;				/* observations */
	double		sum_weights;	/* sum(w) */
	double		mean;			/* sum(w x) / sum(w) */
	double		squares;		/* sum(w (x - mean)^2) */
	double		sum_weights2;	/* sum(w^2) */
	double		weight2_mean;	/* sum(w^2 x) / sum(w^2) */
	double		weight2_squares;	/* sum(w^2 (x - weight2_mean)^2) */
	double		min;
	double		max;
} ScoreSummary;

#define SCORE_SUMMARY_TYPE "score_summary"
#define SCORE_SUMMARY_VERSION 1

/* score_summary_io.c */
extern const char *score_summary_problem(ScoreSummary *summary);
extern void score_summary_settle(ScoreSummary *summary);

/* score_summary.c */
extern const ScoreSummary *score_summary_of(Datum datum);
extern double score_summary_mean_of(const ScoreSummary *summary);
extern double score_summary_variance_of(const ScoreSummary *summary);
extern double score_summary_std_error_of(const ScoreSummary *summary);

#endif							/* SCORE_SUMMARY_H */
