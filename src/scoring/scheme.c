/*
 * scheme.c
 *		The channels and determinants of an edition: checked and laid out.
 *
 * Called by form_draft.c, for the editions of an audit_form, and by
 * scheme_io.c, for what comes as text or as a message.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/float.h"
#include "utils/memutils.h"

#include "common/check.h"
#include "scoring/scheme.h"

/* Make room for one more element of a growing array. */
void *
scheme_grow(MemoryContext context, void *array, int count, int *room, Size element)
{
	if (count < *room)
		return array;
	*room = *room == 0 ? 8 : *room * 2;
	if (array == NULL)
		return MemoryContextAllocHuge(context, *room * element);
	return repalloc_huge(array, *room * element);
}

void
scheme_check_weight(double weight, const char *what, const char *name)
{
	if (!weight_fits(weight))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: weight must be 0, or " WEIGHT_RANGE ", not %s", float8out_internal(weight)),
				 errdetail("It is the weight of %s \"%s\".", what, name)));
}

int
scheme_find_name(const SchemeNames *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->names[i].name, name) == 0)
			return i;
	return -1;
}

/* Index of a channel or determinant, which must keep its weight. */
int
scheme_add_name(SchemeDraft *draft, SchemeNames *names, const char *what, const char *name,
				double weight)
{
	Size		length = strlen(name);
	int			known = scheme_find_name(names, name);

	if (known >= 0)
	{
		if (names->names[known].weight != weight)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("audit_form: %s \"%s\" of edition %d has two weights", what, name,
							draft->edition),
					 errdetail("They are %g and %g.", names->names[known].weight, weight)));
		return known;
	}

	scheme_check_weight(weight, what, name);
	if (length == 0 || length > FORM_MAX_NAME_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("audit_form: the name of a %s must have 1 to %d bytes", what,
						FORM_MAX_NAME_SIZE)));
	if (names->count == FORM_MAX_NAMES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("audit_form: edition %d has more than %d %ss", draft->edition,
						FORM_MAX_NAMES, what)));

	names->names = scheme_grow(draft->context, names->names, names->count, &names->room,
							   sizeof(SchemeName));
	names->names[names->count].name = MemoryContextStrdup(draft->context, name);
	names->names[names->count].weight = weight + 0.0;	/* -0 becomes 0 */
	return names->count++;
}

int
scheme_compare_names(const void *a, const void *b)
{
	return strcmp(((const SchemeName *) a)->name, ((const SchemeName *) b)->name);
}

/* Sort names; the result maps old indexes to new ones. */
int *
scheme_sort_names(SchemeNames *names)
{
	SchemeName *before = palloc(sizeof(SchemeName) * Max(names->count, 1));
	int		   *moved = palloc(sizeof(int) * Max(names->count, 1));

	if (names->count == 0)
		return moved;
	memcpy(before, names->names, sizeof(SchemeName) * names->count);
	qsort(names->names, names->count, sizeof(SchemeName), scheme_compare_names);
	for (int i = 0; i < names->count; i++)
	{
		SchemeName *place = bsearch(&before[i], names->names, names->count, sizeof(SchemeName),
									scheme_compare_names);

		moved[i] = (int) (place - names->names);
	}
	return moved;
}

/* Lay out a scheme; the names are sorted. */
Scheme *
scheme_make(const SchemeDraft *draft)
{
	int			nchannels = draft->channels.count;
	int			count = nchannels + draft->determinants.count;
	Size		size = offsetof(Scheme, weights) + count * (sizeof(double) + sizeof(uint32));
	Scheme	   *scheme;
	uint32	   *ends;
	char	   *bytes;
	uint32		end = 0;

#define DRAFT_NAME(i) \
	((i) < nchannels ? &draft->channels.names[i] : &draft->determinants.names[(i) - nchannels])

	for (int i = 0; i < count; i++)
		size += strlen(DRAFT_NAME(i)->name);
	size = MAXALIGN(size);

	scheme = palloc0(size);
	scheme->size = (uint32) size;
	scheme->edition = draft->edition;
	scheme->nchannels = (uint16) nchannels;
	scheme->ndeterminants = (uint16) draft->determinants.count;
	scheme->cell_weights = draft->cell_weights;
	ends = unconstify(uint32 *, scheme_name_ends(scheme));
	bytes = (char *) (ends + count);
	for (int i = 0; i < count; i++)
	{
		const SchemeName *name = DRAFT_NAME(i);
		Size		length = strlen(name->name);

		scheme->weights[i] = name->weight;
		memcpy(bytes + end, name->name, length);
		end += (uint32) length;
		ends[i] = end;
	}
	scheme->fingerprint = hash_bytes_extended((const unsigned char *) scheme, (int) size, 0);
	return scheme;
}
