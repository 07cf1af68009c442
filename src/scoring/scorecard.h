/*
 * scorecard.h
 *		The audits of one structure in one edition, summed up.
 *
 * For each cell (channel × determinant) the weighted sum of its item scores,
 * and, for the jackknife, the profile of each audit, that is its own sums over
 * the determinants.  A scorecard carries its edition's scheme (names and
 * weights), so that a stored one can be read, merged and compared on its own.
 *
 *	scorecard.c			state, aggregates
 *	structure_result.c	scores, and what structure_result() shows
 *	jackknife.c			what leaving out an audit does
 *	jackknife_strata.c	the errors that it tells of
 *	card_rows.c			cells, determinants and channels as rows
 *	card_check.c		what every scorecard is
 *	scorecard_io.c		text and binary
 *
 * The notation of the comments: cell mean S(c,d), determinant score D(d),
 * global score G, channel weights w_c, determinant weights w_d.
 */
#ifndef SCORECARD_H
#define SCORECARD_H

#include "fmgr.h"

#include "scoring/scheme.h"
#include "scoring/tally.h"
#include "statistics/estimate.h"

#define SCORECARD_VERSION	1
#define KEEPS_PROFILES		0x01

/*
 * Followed by: the Scheme; int64 audits[nchannels]; Cell cells[nchannels ×
 * ndeterminants]; profiles, each a uint64 channel and Sum[ndeterminants].
 * Every part is a multiple of 8 bytes.
 */
typedef struct Scorecard
{
	int32		vl_len_;
	uint8		version;
	uint8		flags;
	uint16		reserved;		/* 0 */
	uint32		nprofiles;
	uint32		room;			/* profiles that fit */
	double		unobserved;		/* Σ v of the items not observed */

	/* the scheme follows */
} Scorecard;

#define CARD_SCHEME(card)	((Scheme *) ((char *) (card) + MAXALIGN(sizeof(Scorecard))))
#define CARD_AUDITS(card)	((int64 *) ((char *) CARD_SCHEME(card) + CARD_SCHEME(card)->size))
#define CARD_CELLS(card)	((Cell *) (CARD_AUDITS(card) + CARD_SCHEME(card)->nchannels))
#define CELL(card, c, d)	(&CARD_CELLS(card)[(c) * CARD_SCHEME(card)->ndeterminants + (d)])

static inline int
card_ncells(const Scheme *scheme)
{
	return scheme->nchannels * scheme->ndeterminants;
}

static inline Size
card_profile_size(const Scheme *scheme)
{
	return sizeof(uint64) + sizeof(Sum) * scheme->ndeterminants;
}

/* Bytes of a scorecard with room for this many profiles. */
static inline Size
card_size(const Scheme *scheme, Size profiles)
{
	return MAXALIGN(sizeof(Scorecard)) + scheme->size + sizeof(int64) * scheme->nchannels +
		sizeof(Cell) * card_ncells(scheme) + card_profile_size(scheme) * profiles;
}

/* The profile of an audit: its channel, followed by its sums */
static inline uint64 *
card_profile(const Scorecard *card, uint32 i)
{
	const Scheme *scheme = CARD_SCHEME(card);

	return (uint64 *) ((char *) card + card_size(scheme, 0) + card_profile_size(scheme) * i);
}

#define PROFILE_SUMS(profile)	((Sum *) ((profile) + 1))

/* The profile after another; past the last: card_profile(card, card->nprofiles) */
static inline const uint64 *
profile_after(const Scheme *scheme, const uint64 *profile)
{
	return (const uint64 *) ((const char *) profile + card_profile_size(scheme));
}

/* scorecard.c */
extern Scorecard *card_make(const Scheme *scheme, bool keeps_profiles, uint32 room);
extern Scorecard *card_copy(const Scorecard *card, Size room);
extern const Scorecard *card_argument(FunctionCallInfo fcinfo, int argument);
extern void card_check_scheme(const Scorecard *card, const Scheme *scheme, const char *function);

/* card_check.c */
extern const char *card_problem(const Scorecard *card);
extern const char *card_state_problem(const Scorecard *card);
extern void card_check_counts(const Scorecard *card);
extern void card_check_sum(const Scorecard *card);

/* The score of a determinant, over the channels that count and have the cell. */
typedef struct Determinant
{
	double		weights;		/* Σ w_c */
	double		score;			/* D(d) */
	int			channels;		/* how many; 0: no score */
} Determinant;

/* Does the cell count in its determinant? */
static inline bool
cell_counts(const Scheme *scheme, int channel, const Sum *sum)
{
	return sum->weight > 0 && SCHEME_CHANNEL_WEIGHT(scheme, channel) > 0;
}

/* structure_result.c */

/* S(c,d) of a cell with a weight: Σ v·s / Σ v */
static inline double
card_score(const Cell *cell)
{
	return score_within_scale(cell->sum.score / cell->sum.weight);
}

extern Determinant card_determinant(const Scorecard *card, int d);
extern void card_unit_weights(const Scorecard *card, int channel, double *weights);
extern bool card_mean_of_cells(const Scheme *scheme, const Cell *cells, double *mean);

#endif							/* SCORECARD_H */
