/* card_rows: cells, determinants and channels of a scorecard */

CREATE FUNCTION barometre.scorecard_cells(card barometre.scorecard,
    OUT channel text, OUT determinant text, OUT score float8, OUT answers bigint, OUT strata barometre.strata)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_cells' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 35;

COMMENT ON FUNCTION barometre.scorecard_cells(barometre.scorecard) IS
'The cells, channel × determinant, of a scorecard that hold a scored item: score = Σ v·s / Σ v (0–100, NULL when the '
'weights are 0), number of scored items, and, from a scorecard with profiles, '
'the strata of the score''s error: its channel, with the audits that measured the cell as units. For '
'moderated_estimate(score, strata, determinant).';

CREATE FUNCTION barometre.scorecard_determinants(card barometre.scorecard,
    OUT determinant text, OUT score float8, OUT strata barometre.strata)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_determinants' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 7;

COMMENT ON FUNCTION barometre.scorecard_determinants(barometre.scorecard) IS
'The determinants of a scorecard that have a score (0–100): mean of their cells over the channels, weighted by '
'channel. '
'From a scorecard with profiles also the strata of the score''s error: the channels that have the cell, those of '
'weight 0 with a share of 0, as they inform the others; '
'and the determinants that only channels of weight 0 measured, with a NULL score. For moderated_estimate(score, '
'strata, determinant).';

CREATE FUNCTION barometre.scorecard_channels(card barometre.scorecard,
    OUT channel text, OUT score float8, OUT audits bigint, OUT strata barometre.strata)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'barometre_scorecard_channels' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;

COMMENT ON FUNCTION barometre.scorecard_channels(barometre.scorecard) IS
'The channels of a scorecard that hold an audit: score (0–100) = mean of their cells weighted by determinant, NULL '
'when nothing was measured; number of audits; '
'from a scorecard with profiles the strata of the score''s error: the channel, with the audits that carry a scored '
'item as units. For moderated_estimate(score, strata).';
