\observatory views
/* How much does each participant count, once participants are as the population is? */

CREATE OR REPLACE VIEW calibrated_weight AS
WITH unit AS (
    SELECT participation.edition, participation.structure, participation.weight
    FROM participation
),
\i parts/calibrated.sql
SELECT calibrated.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       calibrated.structure,
       barometre.participation_key(calibrated.edition, calibrated.structure) AS participation_key,
       structure.name,
       calibrated.weight,
       calibrated.calibrated_weight,
       calibrated.calibrated_weight / calibrated.scaled_weight AS ratio
FROM calibrated
LEFT JOIN edition ON edition.edition = calibrated.edition
LEFT JOIN structure ON structure.structure = calibrated.structure;

\observatory relations
('calibrated_weight', 'edition, structure',
 'Poids de chaque participant, changé aussi peu que possible pour que les participants atteignent les effectifs de '
 'leur édition : par raking ratio, ou par logit quand l’édition a ratio_low et ratio_high'
 ' — Weight of each participant, changed as little as can be so that the participants meet the margins of their '
 'edition: by raking, or by logit where the edition has ratio_low and ratio_high'),

\observatory columns
('', 'calibrated_weight', 'Poids calé — Calibrated weight', 'structures', '0.00',
 'Nombre de structures de la population qu’elle représente. NULL sans effectifs, quand ils ne peuvent être atteints '
 '(margin_check dit pourquoi), et pour un participant de poids 0 ou qu’une dimension ne situe pas'
 ' — How many structures of the population it stands for. NULL without margins, where they cannot be met '
 '(margin_check says why), and for a participant of weight 0 or that a dimension has no item for'),
('', 'ratio', 'Rapport — Ratio', '', '0.00',
 'calibrated_weight / weight, les poids étant d’abord ramenés à la taille de la population : au-dessus de 1 quand '
 'ses pareilles sont plus rares parmi les participants que dans la population'
 ' — calibrated_weight / weight, weights being brought to the size of the population first: above 1 where its like '
 'are rarer among participants than in the population'),
