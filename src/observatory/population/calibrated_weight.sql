\observatory views
/* How much does each participant count, once participants are as the population is? */

CREATE OR REPLACE VIEW calibrated_weight AS
WITH unit AS (
    SELECT participation.edition, participation.structure, participation.weight
    FROM participation
),
\i parts/calibrated.sql
SELECT calibrated.edition,
       calibrated.structure,
       barometre.participation_key(calibrated.edition, calibrated.structure) AS participation_key,
       structure.name,
       calibrated.weight,
       calibrated.calibrated_weight,
       calibrated.calibrated_weight / calibrated.scaled_weight AS ratio
FROM calibrated
LEFT JOIN structure ON structure.structure = calibrated.structure;

COMMENT ON VIEW calibrated_weight IS 'Weight of each participant, changed as little as can be so that the participants meet the margins of their edition: by raking, or by logit where the edition has ratio_low and ratio_high';
COMMENT ON COLUMN calibrated_weight.edition IS 'Number of the edition';
COMMENT ON COLUMN calibrated_weight.structure IS 'Code of the structure';
COMMENT ON COLUMN calibrated_weight.participation_key IS 'Edition and structure in one text, to relate views by';
COMMENT ON COLUMN calibrated_weight.name IS 'Name of the structure';
COMMENT ON COLUMN calibrated_weight.weight IS 'Weight of the structure in means';
COMMENT ON COLUMN calibrated_weight.calibrated_weight IS 'How many structures of the population it stands for. NULL without margins, where they cannot be met (margin_check says why), and for a participant of weight 0 or that a dimension has no item for';
COMMENT ON COLUMN calibrated_weight.ratio IS 'calibrated_weight / weight, weights being brought to the size of the population first: above 1 where its like are rarer among participants than in the population';
