/*
 * scorecard.c
 *		Answers × form → the scores of a structure and their precision.
 *
 * A scorecard sums up the audits of one structure in one edition: for each
 * cell (channel × determinant) the weighted sum of its item scores, and, for
 * the jackknife, the profile of each audit, that is its own sums over the
 * determinants.  It carries its edition's scheme (names and weights), so that
 * a stored scorecard can be read, merged and compared on its own.
 *
 * It is the transition state of the aggregates, updated in place.  The notation
 * of the comments: cell mean S(c,d), determinant score D(d), global score G,
 * channel weights w_c, determinant weights w_d.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "scoring/answers.h"
#include "scoring/audit_form.h"
#include "scoring/scale.h"
#include "common/json.h"

#define SCORECARD_VERSION	1
#define KEEPS_PROFILES		0x01
#define TYPE_NAME			"scorecard"

PG_FUNCTION_INFO_V1(barometre_scorecard_accum);
PG_FUNCTION_INFO_V1(barometre_scorecard_accum_profiles);
PG_FUNCTION_INFO_V1(barometre_scorecard_combine);
PG_FUNCTION_INFO_V1(barometre_scorecard_final);
PG_FUNCTION_INFO_V1(barometre_structure_result);
PG_FUNCTION_INFO_V1(barometre_scorecard_cells);
PG_FUNCTION_INFO_V1(barometre_scorecard_determinants);
PG_FUNCTION_INFO_V1(barometre_scorecard_channels);
PG_FUNCTION_INFO_V1(barometre_audit_score);
PG_FUNCTION_INFO_V1(barometre_audit_completeness);
PG_FUNCTION_INFO_V1(barometre_scorecard_in);
PG_FUNCTION_INFO_V1(barometre_scorecard_out);
PG_FUNCTION_INFO_V1(barometre_scorecard_recv);
PG_FUNCTION_INFO_V1(barometre_scorecard_send);

/* Weighted sum of item scores, and the weights' sum. */
typedef struct Sum
{
	double		score;			/* Σ v·s */
	double		weight;			/* Σ v */
} Sum;

typedef struct Cell
{
	Sum			sum;
	int64		answers;		/* scored items */
} Cell;

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

static Size
profile_size(const Scheme *scheme)
{
	return sizeof(uint64) + sizeof(Sum) * scheme->ndeterminants;
}

/* Bytes of a scorecard with room for this many profiles. */
static Size
card_size(const Scheme *scheme, Size profiles)
{
	return MAXALIGN(sizeof(Scorecard)) + scheme->size + sizeof(int64) * scheme->nchannels +
		sizeof(Cell) * scheme->nchannels * scheme->ndeterminants +
		profile_size(scheme) * profiles;
}

static uint64 *
card_profile(const Scorecard *card, uint32 i)
{
	const Scheme *scheme = CARD_SCHEME(card);

	return (uint64 *) ((char *) card + card_size(scheme, 0) + profile_size(scheme) * i);
}

#define PROFILE_SUMS(profile)	((Sum *) ((profile) + 1))

/* ------------------------------------------------------------------------
 * Answers
 * ------------------------------------------------------------------------
 */

static pg_noinline void
refuse_infinite(const AuditContext *audit, int item, const char *function)
{
	int			length;
	const char *channel = scheme_channel_name(audit->scheme, audit->channel, &length);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: an answer must not be infinite", function),
			 errdetail("Edition %d, channel \"%.*s\", item %d.", audit->scheme->edition, length,
					   channel, item)));
}

static pg_noinline void
refuse_count(const AuditContext *audit, int count, const char *function)
{
	int			length;
	const char *channel = scheme_channel_name(audit->scheme, audit->channel, &length);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s: wrong number of answers", function),
			 errdetail("Edition %d, channel \"%.*s\" has %u items; the audit has %d answers.",
					   audit->scheme->edition, length, channel, audit->questionnaire->nitems, count)));
}

/* Where one audit is added to. */
typedef struct Tally
{
	Cell	   *cells;			/* of its channel, one a determinant */
	Sum		   *profile;		/* its own, one a determinant, or NULL */
	int64		answers;		/* scored items */
	double		unobserved;		/* Σ v of the items not observed */
} Tally;

/*
 * Items mostly stand together by determinant: what the last ones added is kept
 * here, and written when the determinant changes.
 */
typedef struct Run
{
	int			determinant;
	int			answers;
	Sum			sum;
} Run;

static inline void
add_sum(Sum *to, const Sum *sum)
{
	to->score += sum->score;
	to->weight += sum->weight;
}

static inline void
run_end(Tally *tally, const Run *run)
{
	Cell	   *cell = &tally->cells[run->determinant];

	add_sum(&cell->sum, &run->sum);
	cell->answers += run->answers;
	tally->answers += run->answers;
	if (tally->profile != NULL)
		add_sum(&tally->profile[run->determinant], &run->sum);
}

static inline void
run_add(Tally *tally, Run *run, const FormItem *item, double score)
{
	if (item->determinant != run->determinant)
	{
		run_end(tally, run);
		*run = (Run) {.determinant = item->determinant};
	}
	run->sum.score += item->weight * score;
	run->sum.weight += item->weight;
	run->answers++;
}

/* The score of an answer that stands in no table; NaN: it was not observed */
static pg_noinline double
unusual_score(const AuditContext *audit, int item, float answer, const char *function)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const FormScale *flat = FORM_AT(audit->form, items[item].scale, FormScale);
	Scale		scale = {(int) flat->npoints, flat->numbers, flat->numbers + flat->npoints};

	if (isinf(answer))
		refuse_infinite(audit, item + 1, function);
	return isnan(answer) ? answer : scale_apply(&scale, answer_value(answer));
}

/*
 * Each item of an audit that was answered, 64 at a time: "present" tells which
 * were, and "quarters" holds what was, one after the other.
 */
static void
tally_answers(Tally *tally, const AuditContext *audit, const Answers *answers,
			  const char *function)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	const char *values = answers->values;
	Run			run = {0};

	if ((uint32) answers->count != audit->questionnaire->nitems)
		refuse_count(audit, answers->count, function);

	for (int first = 0; first < answers->count; first += 64)
	{
		uint64		present = answers_present(answers, first);
		int			count = pg_popcount64(present);
		int32		quarters[64];

		for (int k = 0; k < count; k++)
			quarters[k] = answer_quarters(answers_value(values, k));

		for (int k = 0; present != 0; k++, present &= present - 1)
		{
			int			i = first + pg_rightmost_one_pos64(present);
			const FormItem *item = &items[i];
			uint32		entry = (uint32) quarters[k] - (uint32) item->table_first;
			double		score;

			/* NO_QUARTERS is far outside any table */
			if (likely(entry < item->table_size))
				score = FORM_AT(audit->form, item->table, double)[entry];
			else
			{
				score = unusual_score(audit, i, answers_value(values, k), function);
				if (isnan(score))
				{
					tally->unobserved += item->weight;
					continue;
				}
			}
			run_add(tally, &run, item, score);
		}
		values += count * sizeof(float);
	}
	run_end(tally, &run);
}

/* No response: the items that say so score 0, the others are not applicable. */
static void
tally_silence(Tally *tally, const AuditContext *audit)
{
	const FormItem *items = FORM_AT(audit->form, audit->questionnaire->items, FormItem);
	Run			run = {0};

	for (uint32 i = 0; i < audit->questionnaire->nitems; i++)
		if (items[i].silence_is_zero)
			run_add(tally, &run, &items[i], 0);
	run_end(tally, &run);
}

/*
 * The arguments (form, edition, channel, responded, answers) from the given
 * position on: finds the questionnaire.  False when there is nothing to score:
 * a NULL form, edition, channel or responded, or NULL answers of an audit that
 * was answered.
 */
static bool
audit_arguments(FunctionCallInfo fcinfo, int first, AuditContext *audit, const char *function)
{
	for (int i = first; i < first + 4; i++)
		if (PG_ARGISNULL(i))
			return false;
	if (PG_GETARG_BOOL(first + 3) && PG_ARGISNULL(first + 4))
		return false;

	*audit = form_find(form_argument(fcinfo, first), PG_GETARG_INT32(first + 1),
					   PG_GETARG_TEXT_PP(first + 2), function);
	if (!PG_GETARG_BOOL(first + 3) && !PG_ARGISNULL(first + 4))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: an audit without response has no answers", function),
				 errdetail("Edition %d, channel \"%s\".", PG_GETARG_INT32(first + 1),
						   text_to_cstring(PG_GETARG_TEXT_PP(first + 2)))));
	return true;
}

/*
 * Ask memory for the rows that come next.  They mostly come in the order in
 * which they lie, and PostgreSQL fills a page from its end: they lie before
 * this one, and are about as long.  A wrong guess does no harm.
 */
static inline void
prefetch_next_rows(const struct varlena *answers)
{
	int			length = (int) Min(VARSIZE_ANY(answers), 512);

	for (int before = 128; before <= 64 + 2 * length; before += 64)
		__builtin_prefetch((const char *) answers - before);
}

/* Tally the audit of the same arguments. */
static void
tally_audit(FunctionCallInfo fcinfo, int first, Tally *tally, const AuditContext *audit,
			const char *function)
{
	if (PG_GETARG_BOOL(first + 3))
	{
		/* Opens what is compressed or out of line, but never copies what is not. */
		struct varlena *value = pg_detoast_datum_packed((struct varlena *)
														PG_GETARG_POINTER(first + 4));
		Answers		answers = answers_open(value);

		prefetch_next_rows(value);
		if (answers.ndim > 1)
			ereport(ERROR,
					(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
					 errmsg("%s: answers must be a one-dimensional array", function)));
		tally_answers(tally, audit, &answers, function);
	}
	else
		tally_silence(tally, audit);
}

/* ------------------------------------------------------------------------
 * Aggregates
 * ------------------------------------------------------------------------
 */

/* The largest value, but for what a row or message around it takes. */
#define CARD_MAX_SIZE	(MaxAllocSize - 1024 * 1024)

/* card_size() of a scorecard that may be made. */
static Size
checked_size(const Scheme *scheme, Size room)
{
	Size		size = card_size(scheme, room);

	if (size > CARD_MAX_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a scorecard with its audits' profiles is too large"),
				 errdetail("It would hold %zu audits of %zu bytes; the limit is 1 GB.", room,
						   profile_size(scheme)),
				 errhint("Scores without their error come from scorecard().")));
	return size;
}

/*
 * Room for at least "needed" profiles: twice as much as before, or all that a
 * scorecard may have.
 */
static Size
larger_room(const Scorecard *card, Size needed)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Size		most = (CARD_MAX_SIZE - card_size(scheme, 0)) / profile_size(scheme);

	return Max(needed, Min(Max(12, (Size) card->room * 2), most));
}

static pg_noinline Scorecard *
card_make(const Scheme *scheme, bool keeps_profiles, uint32 room)
{
	Size		size = checked_size(scheme, room);
	Scorecard  *card = palloc0(size);

	SET_VARSIZE(card, size);
	card->version = SCORECARD_VERSION;
	card->flags = keeps_profiles ? KEEPS_PROFILES : 0;
	card->room = room;
	memcpy(CARD_SCHEME(card), scheme, scheme->size);
	return card;
}

/*
 * A copy with room for this many profiles.  The copy lives in the current,
 * short-lived context: the executor takes a new transition value into the
 * aggregate's own and frees the old one.
 */
static pg_noinline Scorecard *
card_copy(const Scorecard *card, Size room)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Size		used = card_size(scheme, card->nprofiles);
	Size		size = checked_size(scheme, room);
	Scorecard  *copy = palloc(size);

	memcpy(copy, card, used);
	memset((char *) copy + used, 0, size - used);
	SET_VARSIZE(copy, size);
	copy->room = (uint32) room;
	return copy;
}

/* The state to write to: the same inside an aggregate, else a copy. */
static Scorecard *
card_argument(FunctionCallInfo fcinfo, int argument, bool writable)
{
	Scorecard  *card = (Scorecard *) PG_GETARG_POINTER(argument);

	if (VARATT_IS_EXTENDED(card))
		return (Scorecard *) PG_DETOAST_DATUM_COPY(PointerGetDatum(card));
	if (writable && !AggCheckCallContext(fcinfo, NULL))
		return card_copy(card, card->nprofiles);
	return card;
}

/* The zeroed profile of one more audit, which the state has room for. */
static Sum *
card_next_profile(Scorecard *card, int channel)
{
	uint64	   *profile = card_profile(card, card->nprofiles);

	memset(profile, 0, profile_size(CARD_SCHEME(card)));
	*profile = (uint64) channel;
	return PROFILE_SUMS(profile);
}

static pg_noinline void
refuse_other_scheme(const Scheme *a, const Scheme *b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a scorecard holds the audits of one edition and questionnaire"),
			 a->edition != b->edition
			 ? errdetail("Editions %d and %d were put together.", a->edition, b->edition)
			 : errdetail("The channels, determinants or weights of edition %d differ.", a->edition),
			 errhint("Group by edition.")));
}

/*
 * For each row: the lengths of all parts, so that memory is safe whatever the
 * form, and the fingerprint.
 */
static inline void
check_same_scheme(const Scheme *a, const Scheme *b)
{
	if (unlikely(memcmp(a, b, offsetof(Scheme, weights)) != 0))
		refuse_other_scheme(a, b);
}

/* Add one audit to a state; the body of both transition functions. */
static Datum
card_accum(FunctionCallInfo fcinfo, bool keeps_profiles)
{
	const char *function = keeps_profiles ? "scorecard_jackknife" : "scorecard";
	Scorecard  *card = PG_ARGISNULL(0) ? NULL : card_argument(fcinfo, 0, true);
	AuditContext audit;
	Tally		tally = {0};

	if (!audit_arguments(fcinfo, 1, &audit, function))
	{
		if (card == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(card);
	}
	if (card == NULL)
		card = card_make(audit.scheme, keeps_profiles, 0);
	else
		check_same_scheme(CARD_SCHEME(card), audit.scheme);

	if (keeps_profiles)
	{
		if (card->nprofiles == card->room)
			card = card_copy(card, larger_room(card, (Size) card->nprofiles + 1));
		tally.profile = card_next_profile(card, audit.channel);
	}
	tally.cells = CELL(card, audit.channel, 0);
	tally_audit(fcinfo, 1, &tally, &audit, function);

	CARD_AUDITS(card)[audit.channel]++;
	card->unobserved += tally.unobserved;
	/* The jackknife leaves out audits that carry a scored item, no others. */
	if (keeps_profiles && tally.answers > 0)
		card->nprofiles++;
	PG_RETURN_POINTER(card);
}

/* Transition function of scorecard() */
Datum
barometre_scorecard_accum(PG_FUNCTION_ARGS)
{
	return card_accum(fcinfo, false);
}

/* Transition function of scorecard_jackknife() */
Datum
barometre_scorecard_accum_profiles(PG_FUNCTION_ARGS)
{
	return card_accum(fcinfo, true);
}

/* Add the second state to the first.  Strict. */
Datum
barometre_scorecard_combine(PG_FUNCTION_ARGS)
{
	Scorecard  *card = card_argument(fcinfo, 0, true);
	Scorecard  *other = card_argument(fcinfo, 1, false);
	Scheme	   *scheme = CARD_SCHEME(card);
	Size		together = (Size) card->nprofiles + other->nprofiles;

	/* Cards may come from anywhere: every byte counts. */
	if (scheme->size != CARD_SCHEME(other)->size || memcmp(scheme, CARD_SCHEME(other), scheme->size) != 0)
		refuse_other_scheme(scheme, CARD_SCHEME(other));
	if (card->flags != other->flags)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a scorecard with its audits' profiles cannot be merged with one without")));

	if (together > card->room)
		card = card_copy(card, larger_room(card, together));
	scheme = CARD_SCHEME(card);
	card->unobserved += other->unobserved;
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] += CARD_AUDITS(other)[c];
	for (int i = 0; i < scheme->nchannels * scheme->ndeterminants; i++)
	{
		add_sum(&CARD_CELLS(card)[i].sum, &CARD_CELLS(other)[i].sum);
		CARD_CELLS(card)[i].answers += CARD_CELLS(other)[i].answers;
	}
	memcpy(card_profile(card, card->nprofiles), card_profile(other, 0),
		   profile_size(scheme) * other->nprofiles);
	card->nprofiles = (uint32) together;
	PG_RETURN_POINTER(card);
}

/* A scorecard without the state's spare room.  Strict. */
Datum
barometre_scorecard_final(PG_FUNCTION_ARGS)
{
	Scorecard  *card = card_argument(fcinfo, 0, false);

	if (card->room == card->nprofiles)
		PG_RETURN_POINTER(card);
	PG_RETURN_POINTER(card_copy(card, card->nprofiles));
}

/* ------------------------------------------------------------------------
 * Scores
 * ------------------------------------------------------------------------
 */

/* Stored sums near the limits of a double may overflow when they are put together. */
static double
finite_score(double score)
{
	if (unlikely(!isfinite(score)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("score out of range: overflow")));
	return score;
}

/*
 * A determinant while its score is worked out: D(d) = total / weights over the
 * channels that count and have the cell.
 */
typedef struct Determinant
{
	double		total;			/* Σ w_c S(c,d) */
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

static Determinant
score_determinant(const Scorecard *card, int d)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Determinant determinant = {0};

	for (int c = 0; c < scheme->nchannels; c++)
	{
		const Sum  *sum = &CELL(card, c, d)->sum;
		double		weight = SCHEME_CHANNEL_WEIGHT(scheme, c);

		if (!cell_counts(scheme, c, sum))
			continue;
		determinant.total += weight * (sum->score / sum->weight);
		determinant.weights += weight;
		determinant.channels++;
	}
	if (determinant.channels > 0)
		determinant.score = finite_score(determinant.total / determinant.weights);
	return determinant;
}

/* Mean of a channel's cells, by determinant weight; false: there is none */
static bool
mean_of_cells(const Scheme *scheme, const Cell *cells, double *mean)
{
	double		total = 0;
	double		weights = 0;

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *sum = &cells[d].sum;

		if (sum->weight > 0)
		{
			total += SCHEME_DETERMINANT_WEIGHT(scheme, d) * (sum->score / sum->weight);
			weights += SCHEME_DETERMINANT_WEIGHT(scheme, d);
		}
	}
	if (weights == 0)
		return false;
	*mean = finite_score(total / weights);
	return true;
}

typedef struct StructureResult
{
	bool		has_score;
	bool		has_error;
	bool		has_completeness;
	double		score;
	double		coverage;
	double		std_error;
	double		df;
	double		completeness;
	int64		audits;
} StructureResult;

/* What the jackknife knows of each cell. */
typedef struct CellShare
{
	int64		measures;		/* audits that measured it */
	double		mean;			/* S(c,d) */
	double		share;			/* w_c / Σ w_c of its determinant */
} CellShare;

/* What the jackknife knows of each channel. */
typedef struct Stratum
{
	int64		units;			/* audits that carry a scored item */
	double		squares;		/* Σ (G(−a) − G)² */
} Stratum;

typedef struct Jackknife
{
	const Scorecard *card;
	const Determinant *determinants;
	double		score;			/* G */
	double		weights;		/* Σ w_d of the determinants that have a score */
	CellShare  *cells;
	Stratum		strata[FORM_MAX_NAMES];
} Jackknife;

/* Work out once what the effect of each audit needs. */
static void
prepare_jackknife(Jackknife *jackknife)
{
	const Scorecard *card = jackknife->card;
	const Scheme *scheme = CARD_SCHEME(card);
	int			ncells = scheme->nchannels * scheme->ndeterminants;

	jackknife->cells = palloc0(sizeof(CellShare) * ncells);
	for (int i = 0; i < ncells; i++)
	{
		const Sum  *sum = &CARD_CELLS(card)[i].sum;
		int			c = i / scheme->ndeterminants;
		int			d = i % scheme->ndeterminants;

		if (!cell_counts(scheme, c, sum))
			continue;
		jackknife->cells[i].mean = sum->score / sum->weight;
		jackknife->cells[i].share = SCHEME_CHANNEL_WEIGHT(scheme, c) /
			jackknife->determinants[d].weights;
	}

	/* Without the only audit that measured it, a cell is gone. */
	memset(jackknife->strata, 0, sizeof(Stratum) * scheme->nchannels);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);
		CellShare  *cells = &jackknife->cells[*profile * scheme->ndeterminants];

		CHECK_FOR_INTERRUPTS();
		jackknife->strata[*profile].units++;
		for (int d = 0; d < scheme->ndeterminants; d++)
			cells[d].measures += PROFILE_SUMS(profile)[d].weight > 0;
	}
}

/*
 * G(−a) − G: what leaving out one audit does to the global score.  False:
 * nothing is left.
 */
static bool
effect_of_leaving(const Jackknife *jackknife, const uint64 *profile, double *effect)
{
	const Scheme *scheme = CARD_SCHEME(jackknife->card);
	int			channel = (int) *profile;
	double		channel_weight = SCHEME_CHANNEL_WEIGHT(scheme, channel);
	const Cell *cells = CELL(jackknife->card, channel, 0);
	const CellShare *shares = &jackknife->cells[channel * scheme->ndeterminants];
	double		change = 0;		/* of Σ w_d (D(d) − G) */
	double		lost = 0;		/* Σ w_d of the determinants that go */

	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		const Sum  *own = &PROFILE_SUMS(profile)[d];
		const Sum  *all = &cells[d].sum;
		const Determinant *determinant = &jackknife->determinants[d];
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);
		double		score;		/* D(d) without the audit */

		if (own->weight == 0)
			continue;
		if (shares[d].measures > 1)
			score = determinant->score + shares[d].share *
				((all->score - own->score) / (all->weight - own->weight) - shares[d].mean);
		else if (determinant->channels > 1)
			score = (determinant->total - channel_weight * shares[d].mean) /
				(determinant->weights - channel_weight);
		else
		{
			change -= weight * (determinant->score - jackknife->score);
			lost += weight;
			continue;
		}
		change += weight * (score - determinant->score);
	}
	if (jackknife->weights - lost <= 0)
		return false;
	*effect = change / (jackknife->weights - lost);
	return true;
}

/*
 * Error of G: stratified delete-one jackknife (JKn, R survey's with mse=TRUE).
 * Strata are the channels that count, units their audits with a scored item:
 * V = Σ_c (n_c−1)/n_c Σ_a (G(−a) − G)², df = Σ (n_c−1).  A channel with one
 * unit is given the mean of the others' terms.
 */
static void
estimate_error(Jackknife *jackknife, StructureResult *result)
{
	const Scorecard *card = jackknife->card;
	const Scheme *scheme = CARD_SCHEME(card);
	double		variance = 0;
	int			terms = 0;
	int			lonely = 0;

	prepare_jackknife(jackknife);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);
		Stratum    *stratum = &jackknife->strata[*profile];
		double		effect;

		CHECK_FOR_INTERRUPTS();
		if (stratum->units < 2 || SCHEME_CHANNEL_WEIGHT(scheme, *profile) == 0)
			continue;
		if (!effect_of_leaving(jackknife, profile, &effect))
			return;				/* G rests on this audit alone: no error */
		stratum->squares += effect * effect;
	}
	pfree(jackknife->cells);

	for (int c = 0; c < scheme->nchannels; c++)
	{
		double		n = (double) jackknife->strata[c].units;

		if (n == 0 || SCHEME_CHANNEL_WEIGHT(scheme, c) == 0)
			continue;
		if (n == 1)
		{
			lonely++;
			continue;
		}
		variance += (n - 1) / n * jackknife->strata[c].squares;
		result->df += n - 1;
		terms++;
	}
	if (terms == 0)
		return;
	result->std_error = finite_score(sqrt(variance * (terms + lonely) / terms));
	result->has_error = true;
}

/* Everything that structure_score shows. */
static void
compute_result(const Scorecard *card, StructureResult *result)
{
	const Scheme *scheme = CARD_SCHEME(card);
	Determinant determinants[FORM_MAX_NAMES];
	Jackknife	jackknife;
	double		total = 0;
	double		weights = 0;
	double		all_weights = 0;
	double		observed = 0;

	memset(result, 0, sizeof(*result));
	for (int d = 0; d < scheme->ndeterminants; d++)
	{
		double		weight = SCHEME_DETERMINANT_WEIGHT(scheme, d);

		determinants[d] = score_determinant(card, d);
		all_weights += weight;
		if (determinants[d].channels > 0)
		{
			total += weight * determinants[d].score;
			weights += weight;
		}
	}
	result->has_score = weights > 0;
	if (result->has_score)
		result->score = finite_score(total / weights);
	result->coverage = all_weights > 0 ? weights / all_weights : 0;

	for (int c = 0; c < scheme->nchannels; c++)
	{
		result->audits += CARD_AUDITS(card)[c];
		for (int d = 0; d < scheme->ndeterminants; d++)
			observed += CELL(card, c, d)->sum.weight;
	}
	result->has_completeness = observed + card->unobserved > 0;
	if (result->has_completeness)
		result->completeness = observed / (observed + card->unobserved);

	if (result->has_score && (card->flags & KEEPS_PROFILES))
	{
		jackknife.card = card;
		jackknife.determinants = determinants;
		jackknife.score = result->score;
		jackknife.weights = weights;
		estimate_error(&jackknife, result);
	}
}

/* The row type that the function is declared to return */
static TupleDesc
result_row(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	row;

		if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "the function must be declared to return a row");
		fcinfo->flinfo->fn_extra = BlessTupleDesc(row);
		MemoryContextSwitchTo(old);
	}
	return (TupleDesc) fcinfo->flinfo->fn_extra;
}

/* Final function of structure_result(); also structure_result(scorecard) */
Datum
barometre_structure_result(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0, false);
	StructureResult		result;
	Datum		values[6];
	bool		nulls[6] = {false};

	compute_result(card, &result);
	values[0] = Int64GetDatum(result.audits);
	values[1] = Float8GetDatum(result.coverage);
	values[2] = Float8GetDatum(result.completeness);
	nulls[2] = !result.has_completeness;
	values[3] = Float8GetDatum(result.score);
	nulls[3] = !result.has_score;
	values[4] = Float8GetDatum(result.std_error);
	values[5] = Float8GetDatum(result.df);
	nulls[4] = nulls[5] = !result.has_error;
	return HeapTupleGetDatum(heap_form_tuple(result_row(fcinfo), values, nulls));
}

static Datum
name_datum(const char *name, int length)
{
	return PointerGetDatum(cstring_to_text_with_len(name, length));
}

/*
 * A function that returns rows of a scorecard, one a call.  It keeps its row
 * type from one scorecard to the next, which the usual macros would not.
 */
typedef struct CardRows
{
	TupleDesc	row;
	const Scorecard *card;		/* NULL: between two scorecards */
	int			next;
} CardRows;

typedef bool (*CardRowMaker) (const Scorecard *card, int i, Datum *values, bool *nulls);

/* The executor gives up a scorecard before its last row. */
static void
forget_card(Datum rows)
{
	((CardRows *) DatumGetPointer(rows))->card = NULL;
}

/* Return the next row that "make" fills from "count" candidates. */
static Datum
card_rows(FunctionCallInfo fcinfo, int (*count) (const Scheme *), CardRowMaker make)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	CardRows   *rows = fcinfo->flinfo->fn_extra;

	if (result == NULL || !IsA(result, ReturnSetInfo) || !(result->allowedModes & SFRM_ValuePerCall))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	if (rows == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	row;

		rows = palloc0(sizeof(CardRows));
		if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "the function must be declared to return rows");
		rows->row = BlessTupleDesc(row);
		fcinfo->flinfo->fn_extra = rows;
		MemoryContextSwitchTo(old);
	}
	if (rows->card == NULL)
	{
		/* The argument stays where it is until its last row; opened, it must be kept. */
		MemoryContext old = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);

		rows->card = card_argument(fcinfo, 0, false);
		rows->next = 0;
		MemoryContextSwitchTo(old);
		RegisterExprContextCallback(result->econtext, forget_card, PointerGetDatum(rows));
	}

	while (rows->next < count(CARD_SCHEME(rows->card)))
	{
		Datum		values[4];
		bool		nulls[4] = {false};

		if (make(rows->card, rows->next++, values, nulls))
		{
			result->isDone = ExprMultipleResult;
			return HeapTupleGetDatum(heap_form_tuple(rows->row, values, nulls));
		}
	}
	UnregisterExprContextCallback(result->econtext, forget_card, PointerGetDatum(rows));
	if ((Pointer) rows->card != PG_GETARG_POINTER(0))
		pfree(unconstify(Scorecard *, rows->card));
	rows->card = NULL;
	result->isDone = ExprEndResult;
	PG_RETURN_NULL();
}

static int
count_cells(const Scheme *scheme)
{
	return scheme->nchannels * scheme->ndeterminants;
}

static int
count_determinants(const Scheme *scheme)
{
	return scheme->ndeterminants;
}

static int
count_channels(const Scheme *scheme)
{
	return scheme->nchannels;
}

/* channel, determinant, score, answers of a cell with a scored item */
static bool
cell_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(card);
	const Cell *cell = &CARD_CELLS(card)[i];
	int			length;
	const char *name;

	if (cell->answers == 0)
		return false;
	name = scheme_channel_name(scheme, i / scheme->ndeterminants, &length);
	values[0] = name_datum(name, length);
	name = scheme_determinant_name(scheme, i % scheme->ndeterminants, &length);
	values[1] = name_datum(name, length);
	nulls[2] = cell->sum.weight == 0;
	values[2] = Float8GetDatum(nulls[2] ? 0 : finite_score(cell->sum.score / cell->sum.weight));
	values[3] = Int64GetDatum(cell->answers);
	return true;
}

/* determinant, score of a determinant that has one */
static bool
determinant_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	Determinant determinant = score_determinant(card, i);
	int			length;
	const char *name = scheme_determinant_name(CARD_SCHEME(card), i, &length);

	if (determinant.channels == 0)
		return false;
	values[0] = name_datum(name, length);
	values[1] = Float8GetDatum(determinant.score);
	return true;
}

/* channel, score H(c), audits of a channel with an audit */
static bool
channel_row(const Scorecard *card, int i, Datum *values, bool *nulls)
{
	const Scheme *scheme = CARD_SCHEME(card);
	double		score = 0;
	int			length;
	const char *name = scheme_channel_name(scheme, i, &length);

	if (CARD_AUDITS(card)[i] == 0)
		return false;
	values[0] = name_datum(name, length);
	nulls[1] = !mean_of_cells(scheme, CELL(card, i, 0), &score);
	values[1] = Float8GetDatum(score);
	values[2] = Int64GetDatum(CARD_AUDITS(card)[i]);
	return true;
}

Datum
barometre_scorecard_cells(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_cells, cell_row);
}

Datum
barometre_scorecard_determinants(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_determinants, determinant_row);
}

Datum
barometre_scorecard_channels(PG_FUNCTION_ARGS)
{
	return card_rows(fcinfo, count_channels, channel_row);
}

/* An audit's own score: Σ_d w_d s(a,d) / Σ_d w_d over what it measured */
Datum
barometre_audit_score(PG_FUNCTION_ARGS)
{
	AuditContext audit;
	Cell		cells[FORM_MAX_NAMES];
	Tally		tally = {.cells = cells};
	double		score;

	if (!audit_arguments(fcinfo, 0, &audit, "audit_score"))
		PG_RETURN_NULL();
	memset(cells, 0, sizeof(Cell) * audit.scheme->ndeterminants);
	tally_audit(fcinfo, 0, &tally, &audit, "audit_score");
	if (!mean_of_cells(audit.scheme, cells, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

/* Σ v of the items scored / Σ v of all its items but the not applicable ones */
Datum
barometre_audit_completeness(PG_FUNCTION_ARGS)
{
	AuditContext audit;
	Cell		cells[FORM_MAX_NAMES];
	Tally		tally = {.cells = cells};
	double		observed = 0;

	if (!audit_arguments(fcinfo, 0, &audit, "audit_completeness"))
		PG_RETURN_NULL();
	memset(cells, 0, sizeof(Cell) * audit.scheme->ndeterminants);
	tally_audit(fcinfo, 0, &tally, &audit, "audit_completeness");
	for (int d = 0; d < audit.scheme->ndeterminants; d++)
		observed += cells[d].sum.weight;
	if (observed + tally.unobserved == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(observed / (observed + tally.unobserved));
}

/* ------------------------------------------------------------------------
 * Input and output
 * ------------------------------------------------------------------------
 */

static void
put_sum(StringInfo out, const Sum *sum)
{
	json_put_float8(out, sum->score);
	appendStringInfoString(out, ", ");
	json_put_float8(out, sum->weight);
}

/*
 * {scheme, "unobserved": v, "audits": [of each channel], "cells": [[score,
 * weight, answers] of each cell], "profiles": null or [[channel, score, weight,
 * …], …]}, in the order of the names
 */
Datum
barometre_scorecard_out(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0, false);
	const Scheme *scheme = CARD_SCHEME(card);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	scheme_put_json(&out, scheme);
	appendStringInfoString(&out, ", \"unobserved\": ");
	json_put_float8(&out, card->unobserved);
	appendStringInfoString(&out, ", \"audits\": [");
	for (int c = 0; c < scheme->nchannels; c++)
		appendStringInfo(&out, "%s" INT64_FORMAT, c > 0 ? ", " : "", CARD_AUDITS(card)[c]);
	appendStringInfoString(&out, "], \"cells\": [");
	for (int i = 0; i < scheme->nchannels * scheme->ndeterminants; i++)
	{
		const Cell *cell = &CARD_CELLS(card)[i];

		appendStringInfoString(&out, i > 0 ? ", [" : "[");
		put_sum(&out, &cell->sum);
		appendStringInfo(&out, ", " INT64_FORMAT "]", cell->answers);
	}
	appendStringInfoString(&out, "], \"profiles\": ");
	appendStringInfoString(&out, card->flags & KEEPS_PROFILES ? "[" : "null");
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		appendStringInfo(&out, "%s[%u", i > 0 ? ", " : "", (unsigned) *profile);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			appendStringInfoString(&out, ", ");
			put_sum(&out, &PROFILE_SUMS(profile)[d]);
		}
		appendStringInfoChar(&out, ']');
	}
	appendStringInfoString(&out, card->flags & KEEPS_PROFILES ? "]}" : "}");
	PG_RETURN_CSTRING(out.data);
}

/* A sum's weight is not negative, and all is finite. */
static void
check_sum(const Sum *sum)
{
	if (!isfinite(sum->score) || !isfinite(sum->weight) || sum->weight < 0)
		invalid_value(TYPE_NAME, "The sum %g of weight %g is none.", sum->score, sum->weight);
}

/* What reading a scorecard must make sure of, beyond the shape. */
static void
check_card(const Scorecard *card)
{
	const Scheme *scheme = CARD_SCHEME(card);

	if (!isfinite(card->unobserved) || card->unobserved < 0)
		invalid_value(TYPE_NAME, "The weight not observed is %g.", card->unobserved);
	for (int c = 0; c < scheme->nchannels; c++)
		if (CARD_AUDITS(card)[c] < 0)
			invalid_value(TYPE_NAME, "A number of audits is negative.");
	for (int i = 0; i < scheme->nchannels * scheme->ndeterminants; i++)
	{
		check_sum(&CARD_CELLS(card)[i].sum);
		if (CARD_CELLS(card)[i].answers < 0)
			invalid_value(TYPE_NAME, "A number of answers is negative.");
	}
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		if (*profile >= scheme->nchannels)
			invalid_value(TYPE_NAME, "A profile's channel is not one of the scheme.");
		for (int d = 0; d < scheme->ndeterminants; d++)
			check_sum(&PROFILE_SUMS(profile)[d]);
	}
}

/* Element i of an array of numbers, as a whole number */
static int64
element_count(JsonbContainer *array, int i, const char *key)
{
	double		number = json_element_float8(array, i, key, TYPE_NAME);

	if (number != floor(number) || number < 0 || number > 9007199254740992.0)
		invalid_value(TYPE_NAME, "Key \"%s\" must hold whole numbers.", key);
	return (int64) number;
}

static void
expect_size(JsonbContainer *array, int size, const char *key)
{
	if ((int) JsonContainerSize(array) != size)
		invalid_value(TYPE_NAME, "Key \"%s\" must hold %d elements.", key, size);
}

static void
read_cells(Scorecard *card, JsonbContainer *array)
{
	const Scheme *scheme = CARD_SCHEME(card);
	int			count = scheme->nchannels * scheme->ndeterminants;

	expect_size(array, count, "cells");
	for (int i = 0; i < count; i++)
	{
		JsonbContainer *cell = json_element_array(array, i, "cells", TYPE_NAME);

		expect_size(cell, 3, "cells");
		CARD_CELLS(card)[i].sum.score = json_element_float8(cell, 0, "cells", TYPE_NAME);
		CARD_CELLS(card)[i].sum.weight = json_element_float8(cell, 1, "cells", TYPE_NAME);
		CARD_CELLS(card)[i].answers = element_count(cell, 2, "cells");
	}
}

static void
read_profiles(Scorecard *card, JsonbContainer *array)
{
	const Scheme *scheme = CARD_SCHEME(card);

	for (uint32 i = 0; i < card->room; i++)
	{
		JsonbContainer *profile = json_element_array(array, (int) i, "profiles", TYPE_NAME);
		Sum		   *sums;

		CHECK_FOR_INTERRUPTS();
		expect_size(profile, 1 + 2 * scheme->ndeterminants, "profiles");
		*card_profile(card, i) = (uint64) element_count(profile, 0, "profiles");
		sums = PROFILE_SUMS(card_profile(card, i));
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			sums[d].score = json_element_float8(profile, 1 + 2 * d, "profiles", TYPE_NAME);
			sums[d].weight = json_element_float8(profile, 2 + 2 * d, "profiles", TYPE_NAME);
		}
	}
	card->nprofiles = card->room;
}

Datum
barometre_scorecard_in(PG_FUNCTION_ARGS)
{
	JsonbContainer *object = json_read_object(PG_GETARG_CSTRING(0), TYPE_NAME);
	JsonbContainer *profiles = json_get_array_or_null(object, "profiles", TYPE_NAME);
	JsonbContainer *audits = json_get_array(object, "audits", TYPE_NAME);
	Scheme	   *scheme = scheme_read_json(object, TYPE_NAME);
	Scorecard  *card = card_make(scheme, profiles != NULL,
								 profiles == NULL ? 0 : JsonContainerSize(profiles));

	json_expect_keys(object, 7, TYPE_NAME);
	card->unobserved = json_get_float8(object, "unobserved", TYPE_NAME);
	expect_size(audits, scheme->nchannels, "audits");
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] = element_count(audits, c, "audits");
	read_cells(card, json_get_array(object, "cells", TYPE_NAME));
	if (profiles != NULL)
		read_profiles(card, profiles);
	check_card(card);
	PG_RETURN_POINTER(card);
}

Datum
barometre_scorecard_send(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0, false);
	const Scheme *scheme = CARD_SCHEME(card);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, SCORECARD_VERSION);
	pq_sendbyte(&out, card->flags);
	scheme_send(&out, scheme);
	pq_sendfloat8(&out, card->unobserved);
	for (int c = 0; c < scheme->nchannels; c++)
		pq_sendint64(&out, CARD_AUDITS(card)[c]);
	for (int i = 0; i < scheme->nchannels * scheme->ndeterminants; i++)
	{
		pq_sendfloat8(&out, CARD_CELLS(card)[i].sum.score);
		pq_sendfloat8(&out, CARD_CELLS(card)[i].sum.weight);
		pq_sendint64(&out, CARD_CELLS(card)[i].answers);
	}
	pq_sendint32(&out, card->nprofiles);
	for (uint32 i = 0; i < card->nprofiles; i++)
	{
		const uint64 *profile = card_profile(card, i);

		CHECK_FOR_INTERRUPTS();
		pq_sendint16(&out, (uint16) *profile);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			pq_sendfloat8(&out, PROFILE_SUMS(profile)[d].score);
			pq_sendfloat8(&out, PROFILE_SUMS(profile)[d].weight);
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* A number; -0 becomes 0, as in the text form */
static double
recv_number(StringInfo in)
{
	return pq_getmsgfloat8(in) + 0.0;
}

Datum
barometre_scorecard_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			version = pq_getmsgbyte(in);
	int			flags = pq_getmsgbyte(in);
	Scheme	   *scheme;
	Scorecard  *card;
	uint32		nprofiles;

	if (version != SCORECARD_VERSION || (flags & ~KEEPS_PROFILES) != 0)
		invalid_value(TYPE_NAME, "Version %d with flags %d is not known.", version, flags);
	scheme = scheme_recv(in, TYPE_NAME);
	card = card_make(scheme, (flags & KEEPS_PROFILES) != 0, 0);
	card->unobserved = recv_number(in);
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] = pq_getmsgint64(in);
	for (int i = 0; i < scheme->nchannels * scheme->ndeterminants; i++)
	{
		CARD_CELLS(card)[i].sum.score = recv_number(in);
		CARD_CELLS(card)[i].sum.weight = recv_number(in);
		CARD_CELLS(card)[i].answers = pq_getmsgint64(in);
	}

	nprofiles = pq_getmsgint(in, 4);
	if (nprofiles > (uint32) (in->len - in->cursor) / (sizeof(uint16) + sizeof(Sum) * scheme->ndeterminants) ||
		(nprofiles > 0 && !(flags & KEEPS_PROFILES)))
		invalid_value(TYPE_NAME, "The number of profiles does not fit the message.");
	if (nprofiles > 0)
		card = card_copy(card, nprofiles);
	for (card->nprofiles = 0; card->nprofiles < nprofiles; card->nprofiles++)
	{
		uint64	   *profile = card_profile(card, card->nprofiles);

		CHECK_FOR_INTERRUPTS();
		*profile = pq_getmsgint(in, 2);
		for (int d = 0; d < scheme->ndeterminants; d++)
		{
			PROFILE_SUMS(profile)[d].score = recv_number(in);
			PROFILE_SUMS(profile)[d].weight = recv_number(in);
		}
	}
	check_card(card);
	PG_RETURN_POINTER(card);
}
