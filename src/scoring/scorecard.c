/*
 * scorecard.c
 *		A scorecard as the state of its aggregates, updated in place.
 *
 * scorecard() and scorecard_jackknife() add audits, rollup() adds scorecards;
 * structure_result() is scorecard_jackknife() read at once.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/expandeddatum.h"
#include "utils/memutils.h"

#include "common/call.h"
#include "common/check.h"
#include "scoring/scorecard.h"

PG_FUNCTION_INFO_V1(barometre_scorecard_accum);
PG_FUNCTION_INFO_V1(barometre_scorecard_accum_profiles);
PG_FUNCTION_INFO_V1(barometre_scorecard_combine);
PG_FUNCTION_INFO_V1(barometre_scorecard_final);

/* Profiles that a state has room for after its first, and at most where others needed more. */
#define FIRST_ROOM		12
#define MOST_FIRST_ROOM 48

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
						   card_profile_size(scheme)),
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
	Size		most = (CARD_MAX_SIZE - card_size(scheme, 0)) / card_profile_size(scheme);

	return Max(needed, Min(Max(FIRST_ROOM, (Size) card->room * 2), most));
}

pg_noinline Scorecard *
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

/* Write a scorecard with room for this many profiles, zeroed, which takes "size" bytes. */
static void
write_card(Scorecard *place, Size size, const Scorecard *card, Size room)
{
	Size		used = card_size(CARD_SCHEME(card), card->nprofiles);

	memcpy(place, card, used);
	memset((char *) place + used, 0, size - used);
	SET_VARSIZE(place, size);
	place->room = (uint32) room;
}

/* A copy with room for this many profiles */
pg_noinline Scorecard *
card_copy(const Scorecard *card, Size room)
{
	Size		size = checked_size(CARD_SCHEME(card), room);
	Scorecard  *copy = palloc(size);

	write_card(copy, size, card, room);
	return copy;
}

/*
 * A scorecard that is to have more room.  The executor copies a new state into
 * the aggregate's memory: it asks an expanded object to write itself there, so
 * that the room is made once, where it stays.
 */
typedef struct RoomierCard
{
	ExpandedObjectHeader header;
	const Scorecard *card;
	Size		room;
} RoomierCard;

static Size
roomier_size(ExpandedObjectHeader *object)
{
	const RoomierCard *roomier = (const RoomierCard *) object;

	return checked_size(CARD_SCHEME(roomier->card), roomier->room);
}

static void
roomier_write(ExpandedObjectHeader *object, void *place, Size size)
{
	const RoomierCard *roomier = (const RoomierCard *) object;

	write_card(place, size, roomier->card, roomier->room);
}

static Datum
roomier_state(const Scorecard *card, Size room)
{
	static const ExpandedObjectMethods methods = {roomier_size, roomier_write};
	RoomierCard *roomier = palloc(sizeof(RoomierCard));

	EOH_init_header(&roomier->header, &methods, CurrentMemoryContext);
	roomier->card = card;
	roomier->room = room;
	return EOHPGetRODatum(&roomier->header);
}

/* A scorecard for reading, where it lies or opened. */
const Scorecard *
card_argument(FunctionCallInfo fcinfo, int argument)
{
	return (const Scorecard *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));
}

/* A scorecard is read beside an audit of its own edition and questionnaire only. */
void
card_check_scheme(const Scorecard *card, const Scheme *scheme, const char *function)
{
	if (memcmp(CARD_SCHEME(card), scheme, offsetof(Scheme, weights)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: the scorecard and the audit are not of one edition and questionnaire",
						function)));
}

/* The state to write to: the same inside an aggregate, else a copy. */
static Scorecard *
card_state(FunctionCallInfo fcinfo, bool is_state)
{
	const Scorecard *card;

	if (is_state)
		return (Scorecard *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	card = card_argument(fcinfo, 0);
	return card_copy(card, card->nprofiles);
}

/*
 * A state that has no room left, with more, unless it has all that there may
 * be.  Those that come after it begin with what it needs at least, as structures
 * have about as many audits each.
 */
static Datum
card_grow(FunctionCallInfo fcinfo, const Scorecard *card)
{
	uint32	   *usual_room = call_memory(fcinfo, sizeof(uint32));
	Size		room = larger_room(card, card->nprofiles);

	*usual_room = Max(*usual_room, Min(card->nprofiles + 1, MOST_FIRST_ROOM));
	if (room == card->room)
		PG_RETURN_POINTER(card);
	return roomier_state(card, Max(room, *usual_room));
}

/* The profile of one more audit, which the state has room for; its sums are 0, as all that room is */
static Sum *
card_next_profile(Scorecard *card, int channel)
{
	uint64	   *profile = card_profile(card, card->nprofiles);

	*profile = (uint64) channel;
	return PROFILE_SUMS(profile);
}

static pg_noinline void
refuse_mixture(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a scorecard with its audits' profiles cannot be merged with one without")));
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

/* The jackknife leaves out audits that carry a scored item that counts, no others. */
static inline bool
is_unit(const Scheme *scheme, const Sum *profile)
{
	for (int d = 0; d < scheme->ndeterminants; d++)
		if (profile[d].weight > 0)
			return true;
	return false;
}

/* Add one audit to a state; the body of both transition functions. */
static Datum
card_accum(FunctionCallInfo fcinfo, bool keeps_profiles)
{
	const char *function = keeps_profiles ? "scorecard_jackknife" : "scorecard";
	bool		is_state = AggCheckCallContext(fcinfo, NULL) != 0;
	Scorecard  *card = PG_ARGISNULL(0) ? NULL : card_state(fcinfo, is_state);
	Audit		audit;
	Tally		tally = {0};

	if (!audit_argument(fcinfo, 1, function, &audit))
	{
		if (card == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(card);
	}
	if (card == NULL)
		card = card_make(audit.scheme, keeps_profiles, keeps_profiles ? 1 : 0);
	else
	{
		check_same_scheme(CARD_SCHEME(card), audit.scheme);
		if (unlikely(card->flags != (keeps_profiles ? KEEPS_PROFILES : 0)))
			refuse_mixture();
	}
	Assert(card_state_problem(card) == NULL);

	if (keeps_profiles)
	{
		if (card->nprofiles == card->room)
			card = card_copy(card, (Size) card->nprofiles + 1);
		tally.profile = card_next_profile(card, audit.channel);
	}
	tally.cells = CELL(card, audit.channel, 0);
	tally_audit(&tally, &audit);

	if (unlikely(++CARD_AUDITS(card)[audit.channel] > MAX_COUNT))
		tally_count_overflow();
	card->unobserved += tally.unobserved;
	if (keeps_profiles && is_unit(CARD_SCHEME(card), tally.profile))
		card->nprofiles++;
	if (!is_state)				/* a state is checked at its end */
		card_check_sum(card);
	Assert(card_state_problem(card) == NULL);
	if (is_state && keeps_profiles && card->nprofiles == card->room)
		return card_grow(fcinfo, card);
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
	bool		is_state = AggCheckCallContext(fcinfo, NULL) != 0;
	Scorecard  *card = card_state(fcinfo, is_state);
	const Scorecard *other = card_argument(fcinfo, 1);
	Scheme	   *scheme = CARD_SCHEME(card);
	Size		together = (Size) card->nprofiles + other->nprofiles;

	/* Cards may come from anywhere: every byte counts. */
	if (scheme->size != CARD_SCHEME(other)->size || memcmp(scheme, CARD_SCHEME(other), scheme->size) != 0)
		refuse_other_scheme(scheme, CARD_SCHEME(other));
	if (card->flags != other->flags)
		refuse_mixture();
	Assert(card_state_problem(card) == NULL && card_state_problem(other) == NULL);

	if (together > card->room)
		card = card_copy(card, is_state ? larger_room(card, together) : together);
	scheme = CARD_SCHEME(card);
	card->unobserved += other->unobserved;
	for (int c = 0; c < scheme->nchannels; c++)
		CARD_AUDITS(card)[c] += CARD_AUDITS(other)[c];
	for (int i = 0; i < card_ncells(scheme); i++)
	{
		sum_add(&CARD_CELLS(card)[i].sum, &CARD_CELLS(other)[i].sum);
		CARD_CELLS(card)[i].answers += CARD_CELLS(other)[i].answers;
	}
	memcpy(card_profile(card, card->nprofiles), card_profile(other, 0),
		   card_profile_size(scheme) * other->nprofiles);
	card->nprofiles = (uint32) together;
	card_check_sum(card);
	PG_RETURN_POINTER(card);
}

/* A scorecard without the state's spare room.  Strict. */
Datum
barometre_scorecard_final(PG_FUNCTION_ARGS)
{
	const Scorecard *card = card_argument(fcinfo, 0);

	card_check_counts(card);
	Assert(card_problem(card) == NULL);
	if (card->room == card->nprofiles)
		PG_RETURN_POINTER(card);
	PG_RETURN_POINTER(card_copy(card, card->nprofiles));
}
