/*
 * form_draft.h
 *		An audit_form while it is put together.
 *
 * Whatever the source (aggregate, text, message), a FormDraft is filled first;
 * form_draft_compile() checks the whole and lays it out flat.
 */
#ifndef FORM_DRAFT_H
#define FORM_DRAFT_H

#include "scoring/audit_form.h"
#include "scoring/scale.h"

typedef struct DraftItem
{
	int			number;			/* from 1 within its channel */
	int			channel;
	int			determinant;
	double		weight;
	bool		silence_is_zero;
	int			scale;
} DraftItem;

/* A scale of the draft, and what its items say of it once it is laid out. */
typedef struct DraftScale
{
	Scale		scale;
	FormItem	compiled;		/* scale 0: not yet */
} DraftScale;

typedef struct DraftEdition
{
	SchemeDraft scheme;
	int			nitems;
	int			room;
	DraftItem  *items;
} DraftEdition;

typedef struct FormDraft
{
	MemoryContext context;
	int			neditions;
	int			room;
	DraftEdition *editions;
	int			nscales;
	int			scale_room;
	DraftScale *scales;
} FormDraft;

extern FormDraft *form_draft_begin(MemoryContext context);
extern DraftEdition *form_draft_find(FormDraft *draft, int32 edition);
extern DraftEdition *form_draft_add(FormDraft *draft, const SchemeDraft *scheme);
extern void form_draft_item(FormDraft *draft, DraftEdition *edition, DraftItem item,
							const Scale *scale);
extern AuditForm *form_draft_compile(FormDraft *draft);

#endif							/* FORM_DRAFT_H */
