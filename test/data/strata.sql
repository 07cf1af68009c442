-- How the strata that scorecards tell differ from those of jackknife.sql, which
-- it includes.
\i test/data/jackknife.sql
CREATE TEMP TABLE card AS
SELECT edition, structure, barometre.scorecard_jackknife((SELECT audit_form()), edition, channel, responded, answers, weight) AS card
FROM audit GROUP BY edition, structure;
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, (barometre.structure_result(card)).strata FROM card$$),
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata FROM global_strata$$),
    '{figure,stratum}'), 'strata of the global score');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_determinants(card)$$),
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata FROM determinant_strata$$),
    '{figure,stratum}'), 'strata of determinants');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_channels(card)$$),
    pg_temp.unnested($$SELECT (edition, structure)::text AS figure, strata FROM channel_strata WHERE value IS NOT NULL$$),
    '{figure,stratum}'), 'strata of channels');
SELECT is_empty(format('SELECT * FROM pg_temp.differences(%L, %L, %L, 1e-11)',
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata
                       FROM card CROSS JOIN barometre.scorecard_cells(card)$$),
    pg_temp.unnested($$SELECT (edition, structure, determinant)::text AS figure, strata FROM cell_strata$$),
    '{figure,stratum}'), 'strata of cells');
