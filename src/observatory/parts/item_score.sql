-- item_score: how each participant's audits answered each item of each channel
\i parts/form.sql
,
item_tally AS (
    SELECT audit.edition,
           audit.structure,
           audit.channel,
           barometre.item_tally((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
               audit.answers,
                                audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS tally
    FROM audit
    GROUP BY audit.edition, audit.structure, audit.channel
),
item_score AS (
    SELECT tallied.edition,
           tallied.structure,
           participation.category,
           participation.weight,
           tallied.channel,
           (tallied.answered).item,
           (tallied.answered).answers,
           (tallied.answered).scored,
           (tallied.answered).not_applicable,
           (tallied.answered).not_observed,
           (tallied.answered).no_response,
           (tallied.answered).weight AS audit_weight,
           (tallied.answered).score
    FROM (SELECT item_tally.edition, item_tally.structure, item_tally.channel,
        barometre.item_rows(item_tally.tally) AS answered
          FROM item_tally) AS tallied
    JOIN participation ON participation.edition = tallied.edition AND participation.structure = tallied.structure
)
