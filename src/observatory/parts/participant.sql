-- the participants of each edition with their global score, without its error
(SELECT participation.edition,
        participation.structure,
        participation.category,
        participation.certified,
        participation.weight,
        scored.global_score
 FROM participation
 LEFT JOIN (SELECT audit.edition,
                   audit.structure,
                   (barometre.structure_result(barometre.scorecard(
\i parts/form.sql
, audit.edition, audit.channel, audit.responded, audit.answers, audit.weight))).global_score
            FROM audit
            GROUP BY audit.edition, audit.structure) AS scored
        ON scored.edition = participation.edition AND scored.structure = participation.structure)
