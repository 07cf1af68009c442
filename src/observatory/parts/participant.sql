-- the participants of each edition with their global score, without its error
(SELECT participation.edition,
        participation.structure,
        participation.category,
        participation.certified,
        participation.weight,
        scored.global_score
 FROM participation
 LEFT JOIN (SELECT edition,
                   structure,
                   (barometre.structure_result(barometre.scorecard(
\i parts/form.sql
, edition, channel, responded, answers))).global_score
            FROM audit
            GROUP BY edition, structure) AS scored
        ON scored.edition = participation.edition AND scored.structure = participation.structure)
