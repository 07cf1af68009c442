/*
 * jackknife.h
 *		What a scorecard says of the errors of its scores, stratum by stratum.
 */
#ifndef JACKKNIFE_H
#define JACKKNIFE_H

#include "scoring/scorecard.h"
#include "statistics/strata.h"

/* The figures whose errors are asked for. */
typedef enum JackknifeFigure
{
	JACKKNIFE_GLOBAL,
	JACKKNIFE_CHANNELS,
	JACKKNIFE_CELLS				/* and determinants */
} JackknifeFigure;

/* A channel. */
typedef struct JackknifeChannel
{
	int64		units;			/* audits that carry a scored item */
	double		share;			/* k: its weight in the global score */
	double		score;			/* H(c), for errors of channels; NaN: there is none */
	double		squares;		/* Σ ((θ(−a) − θ)/k)² of the figure asked for; NaN: without some
								 * audit there is no figure */
} JackknifeChannel;

/* A cell (channel × determinant). */
typedef struct JackknifeCell
{
	int64		units;			/* audits that measured it */
	double		share;			/* w_c / Σ w_c in its determinant; 0: it does not count there */
	double		gain;			/* what G gains when the cell gains 1: its share of Σ w_d */
	double		squares;		/* Σ (S(−a) − S)² */
} JackknifeCell;

typedef struct Jackknife
{
	const Scorecard *card;
	double		score;			/* G; NaN: there is none */
	double	   *determinants;	/* D(d); NaN: there is none */
	double	   *means;			/* S(c,d), channel by channel; NaN: there is none */
	double	   *changes;		/* what an audit changes, by determinant; NaN: it goes */
	JackknifeChannel *channels;
	JackknifeCell *cells;
} Jackknife;

extern Jackknife *jackknife_prepare(const Scorecard *card);
extern Jackknife *jackknife_make(const Scorecard *card, JackknifeFigure figure);
extern double jackknife_global_change(Jackknife *jackknife, const uint64 *left_out);

/* The strata of a figure, into an array with room for all channels; how many they are */
extern int	jackknife_global_strata(const Jackknife *jackknife, Stratum *strata);
extern int	jackknife_determinant_strata(const Jackknife *jackknife, int d, Stratum *strata);
extern int	jackknife_channel_strata(const Jackknife *jackknife, int c, Stratum *strata);
extern int	jackknife_cell_strata(const Jackknife *jackknife, int c, int d, Stratum *strata);

/* The plain error of strata; false: there is none */
extern bool jackknife_error(const Stratum *strata, int count, double *std_error, double *df);

#endif							/* JACKKNIFE_H */
