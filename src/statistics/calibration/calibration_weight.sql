/*
 * calibration_weight: weights that meet known totals, and indicators for them.
 */
CREATE FUNCTION barometre.calibration_weight(
	weight float8, x float8[], totals float8[],
	method text DEFAULT 'raking', low float8 DEFAULT NULL, high float8 DEFAULT NULL)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_calibration_weight'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 100;

CREATE TYPE barometre.calibration AS (weight float8, message text);

CREATE FUNCTION barometre.calibration_attempt(
	weight float8, x float8[], totals float8[], method text, low float8, high float8, names text[])
RETURNS barometre.calibration
AS 'MODULE_PATHNAME', 'barometre_calibration_attempt'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 100;

CREATE FUNCTION barometre.indicators(value text, items text[]) RETURNS float8[]
AS 'MODULE_PATHNAME', 'barometre_indicators' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.calibration_weight(float8, float8[], float8[], text, float8, float8) IS
'Window function: the weight of each row, changed as little as can be so that over the partition sum(weight * x[j]) = totals[j] for each margin j, whatever the frame and the order (Deville & Särndal 1992; INSEE''s CALMAR, R survey calibrate). x holds a unit''s margins: indicators() of categories, 1 for the number of units, quantities; totals hold what they add up to in the population, the same in every row.
Methods: raking (iterative proportional fitting; weights stay above 0), linear (least squares; weights may be negative), logit (each new weight is strictly between low and high times the old one, 0 <= low < 1 < high; the other methods have no bounds). Bounds are on the ratio of the new weight to the old one: bring weights to the size of the population first (weight * population / sum of weights).
Margins that depend on each other, as the items of two categories do, are found and do no harm; quantities may be of any size. A margin whose total is 0 and that no unit has is nothing. A row whose weight or x is NULL, or whose x has a NULL element, is not calibrated: NULL.
Newton''s method on the dual problem, with step halving. It stops when each margin is met within 1e-14 of its total (of sum(|weight * x|) where that is larger) or comes no nearer, at the latest after 100 steps; weights that miss a total by more than 1e-10 of it are never returned.
Errors: 22023 for a weight outside 1e-100 to 1e100, NaN, infinities, an unknown method, bounds that are missing, wrong or not the method''s, arguments that differ between rows; for a margin that has a total but no unit; for totals that contradict each other; for totals that no weights of the method (within the bounds) meet: the message names the margins and by how much they are missed. 2202E for x and totals of different length; 22003 for numbers above 1e100 or, but 0, below 1e-100 in size.';
COMMENT ON TYPE barometre.calibration IS 'A calibrated weight, or why there is none.';
COMMENT ON COLUMN barometre.calibration.weight IS
'The weight; NULL for a row that is not calibrated, and where the totals cannot be met.';
COMMENT ON COLUMN barometre.calibration.message IS 'Why no weights meet the totals; NULL where they do.';
COMMENT ON FUNCTION barometre.calibration_attempt(float8, float8[], float8[], text, float8, float8, text[]) IS
'calibration_weight() for views, which must not fail: where no weights meet the totals, what that raises is the '
'message, in which margin j is called names[j]. NULL totals: nothing is calibrated. Wrong arguments are errors here '
'too.';
COMMENT ON FUNCTION barometre.indicators(text, text[]) IS
'One number an item, 1 where the item is the value, else 0: the margins of a category. All 0 for a value that is '
'none of the items; NULL for a NULL value or NULL items. For x of calibration_weight(); join several with ||.';
