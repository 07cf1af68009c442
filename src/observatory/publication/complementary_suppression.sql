/* complementary_suppression: what must be withheld so that what is withheld cannot be computed */

CREATE FUNCTION barometre.complementary_suppression(cells int[], sums float8[], stage int, figure int,
    importance float8, secret boolean, insider int) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_complementary_suppression' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.complementary_suppression(int[], float8[], int, int, float8, boolean, int) IS
'Window function over the sums that a publication is made of: is this one withheld? A row is a sum over elementary '
'cells (numbered from 1), cells with their factors sums. '
'figure: rows of one figure are shown or withheld together; NULL: not to be chosen. secret: withheld from the start '
'(with a figure) or never shown (without); else a row without figure is known to everybody, or to one insider alone '
'when that is given. false with a figure: a secret once it is withheld. NULL: shown, and no secret when it is '
'withheld: it goes only for what it tells of others. '
'While a withheld row is a linear combination of the shown ones (for everybody, or with what one insider knows), the '
'least important figure of that combination is withheld too. '
'Stages are decided in ascending order, each knowing only the rows up to it and leaving earlier ones as they were. '
'What follows even when all figures of its stage are withheld cannot be protected and is left out. '
'Compared at 1e-9 of a row''s largest factor. Error 22023 for a NULL or non-finite factor, a cell below 1 or above '
'65535, and arrays of different lengths.';
