-- How moderated estimates of the strata of jackknife.sql differ from R's.
SELECT is_empty($$SELECT * FROM pg_temp.differences(
    'SELECT edition, structure, channel, (barometre.moderated_estimate(value, strata) OVER (PARTITION BY edition)).*
     FROM channel_strata WHERE value IS NOT NULL',
    'SELECT edition, structure, channel, score AS value, std_error, df FROM expected_channel', '{edition,structure,channel}')$$, 'channels');
SELECT is_empty($$SELECT * FROM pg_temp.differences(
    'SELECT edition, structure, channel, determinant,
            (barometre.moderated_estimate(value, strata, determinant) OVER (PARTITION BY edition)).* FROM cell_strata',
    'SELECT edition, structure, channel, determinant, score AS value, std_error, df FROM expected_cell',
    '{edition,structure,channel,determinant}')$$, 'cells');
SELECT is_empty($$SELECT * FROM pg_temp.differences(
    'SELECT * FROM (SELECT edition, structure, determinant,
                           (barometre.moderated_estimate(value, strata, determinant) OVER (PARTITION BY edition)).*
                    FROM determinant_strata) AS moderated WHERE value IS NOT NULL',
    'SELECT edition, structure, determinant, score AS value, std_error, df FROM expected_determinant',
    '{edition,structure,determinant}')$$, 'determinants');
