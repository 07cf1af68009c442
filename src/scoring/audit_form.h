/*
 * audit_form.h
 *		The compiled questionnaires of an observatory.
 *
 * An audit_form holds, for each edition, its scheme (which channels and
 * determinants, and their weights) and a questionnaire for each channel.  It
 * is one flat varlena: places are offsets from its start, so that it is used
 * where it lies.  Only form_draft.c makes one, and only from checked input;
 * audit_form.c searches it, tally.c scores by it, form_io.c writes and reads it.
 */
#ifndef AUDIT_FORM_H
#define AUDIT_FORM_H

#include "fmgr.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "scoring/scheme.h"

#define FORM_VERSION	1
#define FORM_MAX_ITEMS	100000	/* items of a questionnaire */

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

extern const AuditForm *form_argument(FunctionCallInfo fcinfo, int argument);
extern const Scheme *form_find(const AuditForm *form, int32 edition, const text *channel,
							   int *index, const Questionnaire **questionnaire);
extern void form_refuse_channel(const char *function, int32 edition, const text *channel,
								const char *audit) pg_attribute_noreturn();

#endif							/* AUDIT_FORM_H */
