-- item_score: how each participant's audits answered each item of each channel
\i parts/form.sql
,
item_tally AS (
    SELECT audit.edition,
           audit.structure,
           audit.channel,
           barometre.item_tally((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                                audit.answers, audit.weight, audit.structure, audit.audit,
                                'audit'::regclass) AS tally
    FROM audit
    GROUP BY audit.edition, audit.structure, audit.channel
),
item_score AS (
    SELECT tallied.edition,
           tallied.structure,
           tallied.category,
           tallied.weight,
           tallied.channel,
           (tallied.answered).item,
           (tallied.answered).answers,
           (tallied.answered).scored,
           (tallied.answered).not_applicable,
           (tallied.answered).not_observed,
           (tallied.answered).no_response,
           (tallied.answered).score
    FROM (SELECT placed.edition, placed.structure, placed.category, placed.weight, placed.channel,
                 barometre.item_rows(placed.tally) AS answered
          FROM (SELECT item_tally.edition, item_tally.structure, participation.category, participation.weight,
                       item_tally.channel, item_tally.tally
                FROM item_tally
                JOIN participation
                  ON participation.edition = item_tally.edition AND participation.structure = item_tally.structure
                WHERE participation.weight > 0::float8
                -- in the order of the groups, a tally a row, which saves most of the sorting of their items
                ORDER BY item_tally.edition, item_tally.channel, participation.category) AS placed) AS tallied
)
