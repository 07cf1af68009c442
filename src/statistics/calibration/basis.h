/*
 * basis.h
 *		Columns of numbers as combinations of orthonormal ones.
 */
#ifndef CALIBRATION_BASIS_H
#define CALIBRATION_BASIS_H

/*
 * x is rows × columns, one column after the other.  Each column of x, times
 * the square roots of the rows' weights, is a combination of the vectors: those
 * of the columns before it and, unless it depends on them, one of its own.
 */
typedef struct Basis
{
	int64		rows;
	int			columns;
	int			most;			/* vectors that there can be */
	int			rank;			/* vectors that there are: independent columns */
	int		   *source;			/* column that brought vector k */
	bool	   *independent;	/* did column j bring a vector? */
	double	   *factor;			/* share of vector k in column j: j * most + k */
	double	   *roots;			/* square roots of the weights */
	double	   *vectors;		/* rows × rank, orthonormal, one after the other */
} Basis;

extern Basis *basis_make(const double *x, const double *weights, int64 rows, int columns);
extern void basis_free(Basis *basis);
extern void basis_relation(const Basis *basis, int column, double *coefficients);
extern void basis_solve(const Basis *basis, const double *of_columns, double *of_vectors);
extern void basis_remove(const Basis *basis, int vectors, double *values, double *shares);

extern void basis_check_number(const char *function, const char *what, double number);
extern double basis_dot(const double *a, const double *b, int64 n);
extern void basis_add(double *sum, double factor, const double *a, int64 n);

#endif							/* CALIBRATION_BASIS_H */
