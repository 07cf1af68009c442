/*
 * adjusted_p_value: p-values adjusted for multiple tests.
 */
CREATE FUNCTION barometre.adjusted_p_value(p float8, method text) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_adjusted_p_value' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.adjusted_p_value(float8, text) IS
'Window function: p-value adjusted for the number of tests in the partition, 0 to 1, whatever the frame and the '
'order. Methods, as R p.adjust: bonferroni, holm, hochberg, hommel (time grows with the square of the partition), '
'BH, BY, none. A NULL p stays NULL and is not counted. Error 22023 for a p that is NaN or outside 0..1 and for a '
'method that is unknown, NULL or not the same over the partition.';
