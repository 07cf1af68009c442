/*
 * basis.c
 *		Columns of numbers as combinations of orthonormal ones: a QR
 *		decomposition that shows which columns depend on those before them.
 *
 * Gram and Schmidt's method, each column orthogonalised twice, after which the
 * vectors are orthogonal to the last digits whatever the columns (Giraud,
 * Langou & Rozložník 2005).  A column depends on those before it when what is
 * left of it is below 1e-10 of its own length, so the sizes of the columns do
 * not matter; callers check each number with basis_check_number().
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

#include "common/check.h"
#include "statistics/calibration/basis.h"

#define INDEPENDENCE 1e-10

/* Sizes of numbers whose weighted squares can be added up */
#define LARGEST 1e100
#define SMALLEST 1e-100

void
basis_check_number(const char *function, const char *what, double number)
{
	if (!isfinite(number))
		check_failed(function, what, "finite", number, NULL);
	if (fabs(number) > LARGEST || (number != 0 && fabs(number) < SMALLEST))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s: %s is out of range: %s", function, what,
						float8out_internal(number)),
				 errdetail("It must be 0 or between %g and %g in size.", SMALLEST, LARGEST)));
}

/* sum(a b), in four sums, which is faster and rounds less than one */
double
basis_dot(const double *a, const double *b, int64 n)
{
	double		sums[4] = {0};
	int64		i = 0;

	for (; i + 4 <= n; i += 4)
		for (int k = 0; k < 4; k++)
			sums[k] += a[i + k] * b[i + k];
	for (; i < n; i++)
		sums[0] += a[i] * b[i];
	return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* sum += factor a */
void
basis_add(double *sum, double factor, const double *a, int64 n)
{
	for (int64 i = 0; i < n; i++)
		sum[i] += factor * a[i];
}

/*
 * Take the first so many vectors out of the values, which are already times
 * the roots; what was taken out is added to the shares.
 */
void
basis_remove(const Basis *basis, int vectors, double *values, double *shares)
{
	for (int pass = 0; pass < 2; pass++)
		for (int k = 0; k < vectors; k++)
		{
			const double *vector = basis->vectors + k * basis->rows;
			double		share = basis_dot(vector, values, basis->rows);

			CHECK_FOR_INTERRUPTS();
			basis_add(values, -share, vector, basis->rows);
			shares[k] += share;
		}
}

/* The shares of the vectors in a column */
static double *
shares_of(const Basis *basis, int column)
{
	return basis->factor + (int64) column * basis->most;
}

/* Decompose the next column; its values stand where its vector would. */
static void
add_column(Basis *basis, int column, const double *x)
{
	double	   *values = basis->vectors + basis->rank * basis->rows;
	double	   *shares = shares_of(basis, column);
	double		length;
	double		left;

	for (int64 i = 0; i < basis->rows; i++)
		values[i] = x[i] * basis->roots[i];
	length = sqrt(basis_dot(values, values, basis->rows));
	basis_remove(basis, basis->rank, values, shares);
	left = sqrt(basis_dot(values, values, basis->rows));
	basis->independent[column] = basis->rank < basis->most && left > INDEPENDENCE * length;
	if (!basis->independent[column])
		return;
	for (int64 i = 0; i < basis->rows; i++)
		values[i] /= left;
	shares[basis->rank] = left;
	basis->source[basis->rank++] = column;
}

static double *
allocate(int64 n)
{
	return palloc_extended(n * sizeof(double), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

Basis *
basis_make(const double *x, const double *weights, int64 rows, int columns)
{
	Basis	   *basis = palloc0(sizeof(Basis));

	basis->rows = rows;
	basis->columns = columns;
	basis->most = (int) Min(rows, columns);
	basis->source = palloc0(columns * sizeof(int));
	basis->independent = palloc0(columns * sizeof(bool));
	basis->factor = allocate((int64) columns * basis->most);
	basis->roots = allocate(rows);
	basis->vectors = allocate(rows * (basis->most + 1));
	for (int64 i = 0; i < rows; i++)
		basis->roots[i] = sqrt(weights[i]);
	for (int j = 0; j < columns; j++)
		add_column(basis, j, x + j * rows);
	return basis;
}

void
basis_free(Basis *basis)
{
	pfree(basis->source);
	pfree(basis->independent);
	pfree(basis->factor);
	pfree(basis->roots);
	pfree(basis->vectors);
	pfree(basis);
}

/*
 * Coefficients by which the column is the sum of the independent columns,
 * one a vector.
 */
void
basis_relation(const Basis *basis, int column, double *coefficients)
{
	const double *shares = shares_of(basis, column);

	for (int k = basis->rank - 1; k >= 0; k--)
	{
		double		left = shares[k];

		for (int l = k + 1; l < basis->rank; l++)
			left -= coefficients[l] * shares_of(basis, basis->source[l])[k];
		coefficients[k] = left / shares_of(basis, basis->source[k])[k];
	}
}

/* From figures that are linear in the columns, one a column, those of the vectors */
void
basis_solve(const Basis *basis, const double *of_columns, double *of_vectors)
{
	for (int k = 0; k < basis->rank; k++)
	{
		const double *shares = shares_of(basis, basis->source[k]);
		double		left = of_columns[basis->source[k]];

		for (int l = 0; l < k; l++)
			left -= shares[l] * of_vectors[l];
		of_vectors[k] = left / shares[k];
	}
}
