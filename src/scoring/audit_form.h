/*
 * audit_form.h
 *		The compiled questionnaires of an observatory.
 *
 * An audit_form holds, for each edition, its scheme (which channels and
 * determinants, and their weights) and a questionnaire for each channel.  It
 * is one flat varlena: places are offsets from its start, so that it is used
 * where it lies.  Only audit_form.c makes one, and only from checked input.
 *
 * A scorecard carries a copy of its edition's scheme, so that it can be read
 * on its own.
 */
#ifndef AUDIT_FORM_H
#define AUDIT_FORM_H

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/jsonb.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#define FORM_MAX_NAMES		256 /* channels, and determinants, of an edition */
#define FORM_MAX_NAME_SIZE	255 /* bytes of a name */
#define FORM_MAX_NUMBER		1e100	/* of weights and scores */
#define FORM_MAX_ITEMS		100000	/* items of a questionnaire */

/*
 * Channels and determinants of an edition with their weights, in the order of
 * their names.  Followed by the weights (channels, then determinants), the
 * uint32 ends of the names, and the names' bytes.
 */
typedef struct Scheme
{
	uint32		size;			/* bytes, all included, a multiple of 8 */
	int32		edition;
	uint16		nchannels;
	uint16		ndeterminants;
	uint32		reserved;		/* 0 */
	uint64		fingerprint;	/* hash of all the rest: tells two schemes apart */
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

/* A scale: its points, then the score at each. */
typedef struct FormScale
{
	uint32		npoints;
	uint32		reserved;		/* 0 */
	double		numbers[FLEXIBLE_ARRAY_MEMBER];
} FormScale;

/*
 * What scoring needs to know of one item.  Most answers are whole numbers,
 * halves or quarters: their scores stand in a table, one for each quarter from
 * the scale's first point to its last.
 */
typedef struct FormItem
{
	double		weight;
	uint32		scale;			/* offset of its FormScale */
	uint32		table;			/* offset of the scores, double each */
	int32		table_first;	/* quarters of the first entry */
	uint32		table_size;		/* entries; 0: no table */
	uint16		determinant;
	bool		silence_is_zero;	/* no response scores 0, else it is not applicable */
	uint8		reserved;		/* 0 */
	uint32		reserved2;		/* 0 */
} FormItem;

#define FORM_MAX_TABLE	1024	/* entries: a wider scale has no table */

typedef struct Questionnaire
{
	uint32		nitems;			/* 0: the channel has no questionnaire */
	uint32		items;			/* offset of FormItem[nitems] */
} Questionnaire;

typedef struct FormEdition
{
	int32		edition;
	uint32		scheme;			/* offset of its Scheme */
	uint32		questionnaires; /* offset of Questionnaire[nchannels] */
	uint32		reserved;		/* 0 */
} FormEdition;

typedef struct AuditForm
{
	int32		vl_len_;
	uint8		version;
	uint8		flags;			/* 0 */
	uint16		reserved;		/* 0 */
	uint32		neditions;
	uint32		reserved2;		/* 0 */
	FormEdition editions[FLEXIBLE_ARRAY_MEMBER];	/* ascending */
} AuditForm;

#define FORM_AT(form, offset, type) ((const type *) ((const char *) (form) + (offset)))

/* The questionnaire that an audit answers. */
typedef struct AuditContext
{
	const AuditForm *form;
	const Scheme *scheme;
	const Questionnaire *questionnaire;
	int			channel;
} AuditContext;

extern Scheme *scheme_make(int32 edition, int nchannels, const char *const *channels,
						   const double *channel_weights, int ndeterminants,
						   const char *const *determinants, const double *determinant_weights);
extern void scheme_put_json(StringInfo out, const Scheme *scheme);
extern Scheme *scheme_read_json(JsonbContainer *object, const char *type);
extern void scheme_send(StringInfo out, const Scheme *scheme);
extern Scheme *scheme_recv(StringInfo in, const char *type);

extern const AuditForm *form_argument(FunctionCallInfo fcinfo, int argument);
extern AuditContext form_find(const AuditForm *form, int32 edition, const text *channel,
							  const char *function);

#endif							/* AUDIT_FORM_H */
