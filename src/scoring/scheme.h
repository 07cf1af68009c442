/*
 * scheme.h
 *		The channels and determinants of an edition, with their weights.
 *
 * A scheme is one flat block, part of an audit_form (for each edition) and of
 * each scorecard, so that a scorecard can be read on its own.  The names are
 * sorted, so that equal schemes have equal bytes.
 *
 * scheme.c makes schemes from a SchemeDraft, whatever the source; scheme_io.c
 * is their text and binary form.
 */
#ifndef SCHEME_H
#define SCHEME_H

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

#define FORM_MAX_NAMES		256 /* channels, and determinants, of an edition */
#define FORM_MAX_NAME_SIZE	255 /* bytes of a name */

/*
 * Followed by the weights (channels, then determinants), the uint32 ends of
 * the names, and the names' bytes.
 */
typedef struct Scheme
{
	uint32		size;			/* bytes, all included, a multiple of 8 */
	int32		edition;
	uint16		nchannels;
	uint16		ndeterminants;
	uint32		reserved;		/* 0 */
	uint64		fingerprint;	/* hash of all the rest: tells two schemes apart */
	double		cell_weights;	/* Σ w_c·w_d over the cells that have an item that counts */
	double		weights[FLEXIBLE_ARRAY_MEMBER];
} Scheme;

#define SCHEME_CHANNEL_WEIGHT(scheme, c) ((scheme)->weights[c])
#define SCHEME_DETERMINANT_WEIGHT(scheme, d) ((scheme)->weights[(scheme)->nchannels + (d)])

static inline const uint32 *
scheme_name_ends(const Scheme *scheme)
{
	return (const uint32 *) &scheme->weights[scheme->nchannels + scheme->ndeterminants];
}

/* Name i of the scheme, channels first; not terminated */
static inline const char *
scheme_name(const Scheme *scheme, int i, int *length)
{
	const uint32 *ends = scheme_name_ends(scheme);
	const char *bytes = (const char *) (ends + scheme->nchannels + scheme->ndeterminants);
	uint32		start = i == 0 ? 0 : ends[i - 1];

	*length = (int) (ends[i] - start);
	return bytes + start;
}

static inline const char *
scheme_channel_name(const Scheme *scheme, int channel, int *length)
{
	return scheme_name(scheme, channel, length);
}

static inline const char *
scheme_determinant_name(const Scheme *scheme, int determinant, int *length)
{
	return scheme_name(scheme, scheme->nchannels + determinant, length);
}

/* A channel or determinant with its weight. */
typedef struct SchemeName
{
	char	   *name;
	double		weight;
} SchemeName;

typedef struct SchemeNames
{
	int			count;
	int			room;
	SchemeName *names;
} SchemeNames;

/* A scheme while it is put together; the names are in the order of their arrival. */
typedef struct SchemeDraft
{
	MemoryContext context;
	int32		edition;
	SchemeNames channels;
	SchemeNames determinants;
	double		cell_weights;
} SchemeDraft;

/* scheme.c */
extern void *scheme_grow(MemoryContext context, void *array, int count, int *room, Size element);
extern void scheme_check_weight(double weight, const char *what, const char *name);
extern int	scheme_add_name(SchemeDraft *draft, SchemeNames *names, const char *what,
							const char *name, double weight);
extern int	scheme_find_name(const SchemeNames *names, const char *name);
extern int	scheme_compare_names(const void *a, const void *b);
extern int *scheme_sort_names(SchemeNames *names);
extern Scheme *scheme_make(const SchemeDraft *draft);

/* scheme_io.c */
extern void scheme_put_json(StringInfo out, const Scheme *scheme);
extern void scheme_read_draft(SchemeDraft *draft, JsonbContainer *object, const char *type);
extern Scheme *scheme_read_json(JsonbContainer *object, const char *type);
extern void scheme_send(StringInfo out, const Scheme *scheme);
extern void scheme_recv_draft(SchemeDraft *draft, StringInfo in, const char *type);
extern Scheme *scheme_recv(StringInfo in, const char *type);

#endif							/* SCHEME_H */
