/*
 * complementary_suppression.c
 *		Which figures of a publication must be withheld so that those that are
 *		withheld cannot be computed from the others: a window function over the
 *		sums that the publication is made of.
 *
 * Each row of the partition is a vector over elementary cells: what factor the
 * mean of each cell has in the figure.  A vector can be computed from the
 * shown ones exactly when it lies in their span.  Gaussian elimination tells
 * that, and by which combination: each vector of the basis carries, behind its
 * cells, the factors of the figures' rows that it was made of.  One figure of
 * the combination must go, and the least important one does.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/window.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

#define ZERO 1e-9				/* of vectors whose largest factor is 1 */
#define MOST_CELLS 65535

typedef struct Line
{
	int			stage;
	int			figure;			/* 0: none */
	int			place;			/* of a figure's line in a combination */
	int			insider;		/* 0: none */
	double		importance;
	bool		withheld;
	bool		harmless;		/* may be known although it is withheld */
	double	   *vector;			/* over the cells */
	double	   *rest;			/* what the basis leaves of it, and its combination */
	bool	   *hopeless;		/* for each insider: known whatever is withheld */
} Line;

typedef struct Basis
{
	int			size;
	int		   *pivot;
	double	  **vector;			/* over the cells, then over the figures' lines */
} Basis;

typedef struct Publication
{
	int			lines;
	int			figure_lines;	/* those that may be withheld */
	int			cells;
	int			insiders;
	Line	   *line;
	int		   *order;			/* the lines, the most important first */
	Basis		basis;
} Publication;

/*----------------------------------------------------------
 * Elimination
 *----------------------------------------------------------*/

static int
vector_length(const Publication *publication)
{
	return publication->cells + publication->figure_lines;
}

/* Subtracts what the basis' vectors from the one "from" on can make of a vector */
static void
reduce(const Publication *publication, double *vector, int from)
{
	const Basis *basis = &publication->basis;
	int			length = vector_length(publication);

	for (int i = from; i < basis->size; i++)
	{
		const double *other = basis->vector[i];
		double		factor = vector[basis->pivot[i]] / other[basis->pivot[i]];

		if (factor == 0)
			continue;
		for (int j = 0; j < length; j++)
			vector[j] -= factor * other[j];
		vector[basis->pivot[i]] = 0;
	}
}

static int
largest_cell(const Publication *publication, const double *vector)
{
	int			largest = 0;

	for (int j = 1; j < publication->cells; j++)
		if (fabs(vector[j]) > fabs(vector[largest]))
			largest = j;
	return largest;
}

static bool
is_zero(const Publication *publication, const double *vector)
{
	return fabs(vector[largest_cell(publication, vector)]) < ZERO;
}

/* The vector of a line, as made of itself */
static void
copy_line(const Publication *publication, int index, double *vector)
{
	const Line *line = &publication->line[index];

	memset(vector, 0, vector_length(publication) * sizeof(double));
	memcpy(vector, line->vector, publication->cells * sizeof(double));
	if (line->figure != 0)
		vector[publication->cells + line->place] = 1;
}

/* Adds a line to the basis, unless the basis makes it already */
static void
learn(Publication *publication, int line)
{
	Basis	   *basis = &publication->basis;
	double	   *vector = basis->vector[basis->size];

	copy_line(publication, line, vector);
	reduce(publication, vector, 0);
	if (is_zero(publication, vector))
		return;
	basis->pivot[basis->size++] = largest_cell(publication, vector);
}

/*----------------------------------------------------------
 * What is known
 *----------------------------------------------------------*/

/* Is it to be protected, once it is withheld? */
static bool
is_goal(const Line *line, int stage)
{
	return line->stage <= stage && line->withheld && !line->harmless && line->insider == 0;
}

/* What everybody knows: the basis of what is shown, and what it leaves of each goal */
static void
look_around(Publication *publication, int stage)
{
	publication->basis.size = 0;
	for (int i = 0; i < publication->lines; i++)
	{
		const Line *line = &publication->line[publication->order[i]];

		CHECK_FOR_INTERRUPTS();
		if (line->stage <= stage && !line->withheld && line->insider == 0)
			learn(publication, publication->order[i]);
	}
	for (int i = 0; i < publication->lines; i++)
		if (is_goal(&publication->line[i], stage))
		{
			CHECK_FOR_INTERRUPTS();
			copy_line(publication, i, publication->line[i].rest);
			reduce(publication, publication->line[i].rest, 0);
		}
}

/* Adds what an insider knows; gives the size of the basis before, to go back to */
static int
learn_as(Publication *publication, int insider, int stage)
{
	int			size = publication->basis.size;

	for (int i = 0; insider > 0 && i < publication->lines; i++)
		if (publication->line[i].insider == insider && publication->line[i].stage <= stage)
			learn(publication, i);
	return size;
}

/* Is a goal known?  Then "vector" says by which combination. */
static bool
is_known(const Publication *publication, int line, int everybody, double *vector)
{
	memcpy(vector, publication->line[line].rest, vector_length(publication) * sizeof(double));
	reduce(publication, vector, everybody);
	return is_zero(publication, vector);
}

/*----------------------------------------------------------
 * What is withheld
 *----------------------------------------------------------*/

/* The least important figure of this stage in a combination; 0: none */
static int
least_important(const Publication *publication, const double *vector, int stage)
{
	const double *combination = vector + publication->cells;

	for (int i = publication->lines - 1; i >= 0; i--)
	{
		const Line *line = &publication->line[publication->order[i]];

		if (line->figure != 0 && line->stage == stage && !line->withheld &&
			fabs(combination[line->place]) > ZERO)
			return line->figure;
	}
	return 0;
}

/* The figure that is to be withheld next; 0: all that is withheld is safe */
static int
next_figure(Publication *publication, int stage, double *vector)
{
	look_around(publication, stage);
	for (int insider = 0; insider <= publication->insiders; insider++)
	{
		int			everybody = learn_as(publication, insider, stage);

		for (int i = 0; i < publication->lines; i++)
		{
			const Line *line = &publication->line[i];

			if (is_goal(line, stage) && !line->hopeless[insider] &&
				is_known(publication, i, everybody, vector))
			{
				int			figure = least_important(publication, vector, stage);

				if (figure != 0)
					return figure;
			}
		}
		publication->basis.size = everybody;
	}
	return 0;
}

static void
withhold(Publication *publication, int figure)
{
	for (int i = 0; i < publication->lines; i++)
		if (publication->line[i].figure == figure)
			publication->line[i].withheld = true;
}

/* What is known even when all figures of the stage are withheld */
static void
find_hopeless(Publication *publication, int stage, double *vector)
{
	bool	   *withheld = palloc(publication->lines * sizeof(bool));

	for (int i = 0; i < publication->lines; i++)
	{
		Line	   *line = &publication->line[i];

		withheld[i] = line->withheld;
		line->withheld |= line->figure != 0 && line->stage == stage;
	}
	look_around(publication, stage);
	for (int insider = 0; insider <= publication->insiders; insider++)
	{
		int			everybody = learn_as(publication, insider, stage);

		for (int i = 0; i < publication->lines; i++)
			if (is_goal(&publication->line[i], stage))
				publication->line[i].hopeless[insider] = is_known(publication, i, everybody, vector);
		publication->basis.size = everybody;
	}
	for (int i = 0; i < publication->lines; i++)
		publication->line[i].withheld = withheld[i];
	pfree(withheld);
}

static bool
has_goal(const Publication *publication, int stage)
{
	for (int i = 0; i < publication->lines; i++)
		if (is_goal(&publication->line[i], stage))
			return true;
	return false;
}

static void
protect_stage(Publication *publication, int stage)
{
	double	   *vector;
	int			figure;

	if (!has_goal(publication, stage))
		return;
	vector = window_allocate(vector_length(publication), sizeof(double));
	find_hopeless(publication, stage, vector);
	while ((figure = next_figure(publication, stage, vector)) != 0)
		withhold(publication, figure);
	pfree(vector);
}

/* Every stage, in ascending order */
static void
protect_all(Publication *publication)
{
	int64		last = PG_INT64_MIN;

	for (;;)
	{
		int64		next = PG_INT64_MAX;

		for (int i = 0; i < publication->lines; i++)
			if (publication->line[i].stage > last && publication->line[i].stage < next)
				next = publication->line[i].stage;
		if (next == PG_INT64_MAX)
			return;
		protect_stage(publication, (int) next);
		last = next;
	}
}

/*----------------------------------------------------------
 * The partition
 *----------------------------------------------------------*/

static ArrayType *
read_array(WindowCall *call, int argument, int64 row, Oid type)
{
	bool		isnull;
	Datum		value = window_argument(call, argument, row, &isnull);
	ArrayType  *array = isnull ? construct_empty_array(type) : DatumGetArrayTypePCopy(value);

	if (ARR_NDIM(array) > 1 || array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: cells and sums must have one dimension and no NULL", call->function)));
	return array;
}

static void
check_cell(const WindowCall *call, int cell, double sum)
{
	if (cell < 1 || cell > MOST_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: a cell must be from 1 to %d, not %d", call->function, MOST_CELLS, cell)));
	if (!isfinite(sum))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: a sum must be finite, not %g", call->function, sum)));
}

/* The vector of a row, up to its last cell, which it gives */
static int
read_vector(WindowCall *call, int64 row, double **vector)
{
	ArrayType  *cells = read_array(call, 0, row, INT4OID);
	ArrayType  *sums = read_array(call, 1, row, FLOAT8OID);
	int			size = ArrayGetNItems(ARR_NDIM(cells), ARR_DIMS(cells));
	const int  *cell = (const int *) ARR_DATA_PTR(cells);
	const double *sum = (const double *) ARR_DATA_PTR(sums);
	int			last = 0;

	if (size != ArrayGetNItems(ARR_NDIM(sums), ARR_DIMS(sums)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s: cells and sums must be of the same length", call->function)));
	for (int i = 0; i < size; i++)
	{
		check_cell(call, cell[i], sum[i]);
		last = Max(last, cell[i]);
	}
	*vector = window_allocate(last, sizeof(double));
	for (int i = 0; i < size; i++)
		(*vector)[cell[i] - 1] += sum[i];
	return last;
}

/* As wide as all cells, its largest factor 1 */
static void
scale_vector(Publication *publication, Line *line, int last)
{
	double	   *vector = window_allocate(publication->cells, sizeof(double));
	double		largest;

	memcpy(vector, line->vector, last * sizeof(double));
	largest = fabs(vector[largest_cell(publication, vector)]);
	for (int j = 0; largest > 0 && j < publication->cells; j++)
		vector[j] /= largest;
	pfree(line->vector);
	line->vector = vector;
}

static int
read_int(WindowCall *call, int argument, int64 row)
{
	bool		isnull;
	Datum		value = window_argument(call, argument, row, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

static int
compare_importance(const void *a, const void *b, void *context)
{
	const Line *lines = context;
	int			i = *(const int *) a;
	int			j = *(const int *) b;

	if (lines[i].importance != lines[j].importance)
		return lines[i].importance > lines[j].importance ? -1 : 1;
	return i < j ? -1 : i > j;
}

static void
read_line(WindowCall *call, int64 row, Line *line)
{
	bool		isnull;
	Datum		secret = window_argument(call, 5, row, &isnull);

	line->withheld = !isnull && DatumGetBool(secret);
	line->harmless = isnull;
	line->stage = read_int(call, 2, row);
	line->figure = read_int(call, 3, row);
	line->insider = Max(0, read_int(call, 6, row));
	/* what has no importance cannot be withheld, and comes first */
	if (!window_float8(call, 4, row, &line->importance))
		line->importance = INFINITY;
}

static void
read_publication(WindowCall *call, Publication *publication)
{
	int			lines = (int) call->rows;
	int		   *last = window_allocate(lines, sizeof(int));

	publication->lines = lines;
	publication->line = window_allocate(lines, sizeof(Line));
	publication->order = window_allocate(lines, sizeof(int));
	for (int i = 0; i < lines; i++)
	{
		read_line(call, i, &publication->line[i]);
		if (publication->line[i].figure != 0)
			publication->line[i].place = publication->figure_lines++;
		last[i] = read_vector(call, i, &publication->line[i].vector);
		publication->cells = Max(publication->cells, last[i]);
		publication->insiders = Max(publication->insiders, publication->line[i].insider);
		publication->order[i] = i;
	}
	publication->cells = Max(publication->cells, 1);
	for (int i = 0; i < lines; i++)
		scale_vector(publication, &publication->line[i], last[i]);
	qsort_arg(publication->order, lines, sizeof(int), compare_importance, publication->line);
	pfree(last);
}

static void
make_room(Publication *publication)
{
	Basis	   *basis = &publication->basis;
	int			most = Min(publication->lines, publication->cells) + 1;

	basis->pivot = window_allocate(most, sizeof(int));
	basis->vector = window_allocate(most, sizeof(double *));
	for (int i = 0; i < most; i++)
		basis->vector[i] = window_allocate(vector_length(publication), sizeof(double));
	for (int i = 0; i < publication->lines; i++)
	{
		Line	   *line = &publication->line[i];

		line->hopeless = window_allocate(publication->insiders + 1, sizeof(bool));
		if (line->withheld || line->figure != 0)
			line->rest = window_allocate(vector_length(publication), sizeof(double));
	}
}

static void
find_withheld(WindowCall *call)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "barometre publication", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	Publication publication = {0};
	bool	   *withheld = call->results;

	read_publication(call, &publication);
	make_room(&publication);
	protect_all(&publication);
	for (int i = 0; i < publication.lines; i++)
		withheld[i] = publication.line[i].withheld;
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
}

PG_FUNCTION_INFO_V1(barometre_complementary_suppression);

/* complementary_suppression(cells, sums, stage, figure, importance, secret, insider) OVER () */
Datum
barometre_complementary_suppression(PG_FUNCTION_ARGS)
{
	WindowCall	call = window_call(fcinfo, "complementary_suppression", sizeof(bool));

	if (call.first)
		find_withheld(&call);
	PG_RETURN_BOOL(*(bool *) window_result(&call));
}
