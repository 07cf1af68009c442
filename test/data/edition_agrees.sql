-- Every view against R, of the barometer of edition/ in the first schema of search_path.
CREATE TEMP TABLE expected_cell (edition int, structure text, channel text, determinant text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_determinant (edition int, structure text, determinant text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_channel (edition int, structure text, channel text, score float8, std_error float8, df float8);
CREATE TEMP TABLE expected_structure (edition int, structure text, category text, certified boolean, weight float8, audits bigint,
    coverage float8, completeness float8, global_score float8, std_error float8, df float8, rank int,
    score_low float8, score_high float8);
CREATE TEMP TABLE expected_category_score (edition int, category text, participants bigint, score float8, std_error float8,
    score_low float8, score_high float8, audit_std_error float8, audit_df float8, audit_low float8, audit_high float8,
    minimum float8, median float8, maximum float8);
CREATE TEMP TABLE expected_edition_score (edition int, participants bigint, score float8, std_error float8,
    score_low float8, score_high float8, audit_std_error float8, audit_df float8, audit_low float8, audit_high float8,
    minimum float8, median float8, maximum float8);
CREATE TEMP TABLE expected_edition (edition int, participants bigint, global_score float8, global_score_unweighted float8,
    certified_score float8, non_certified_score float8, change float8, certified_gap float8, participants_growth_rate float8);
CREATE TEMP TABLE expected_response_state (edition int, state text, answers bigint);
CREATE TEMP TABLE expected_ranking (edition int, category text, structure text, rank int, ranked int, rank_low int, rank_high int,
    simultaneous_low int, simultaneous_high int, shrunken_score float8, shrunken_std_error float8, expected_rank float8, probability_best float8, gap_to_first float8);
CREATE TEMP TABLE expected_certified_comparison (edition int, breakdown text, item text, certified_n bigint, non_certified_n bigint,
    certified_score float8, non_certified_score float8, gap float8, gap_low float8, gap_high float8, p_value float8, effect_size float8, p_adjusted float8);
CREATE TEMP TABLE expected_certified_gap (edition int, crude_gap float8, adjusted_gap float8, adjusted_low float8, adjusted_high float8,
    composition_effect float8, within_effect float8, overlap_share float8, reversed boolean, std_error float8, df float8, p_value float8);
CREATE TEMP TABLE expected_change_by_category (edition int, previous_edition int, category text, previous_share float8, share float8,
    previous_score float8, score float8, within_effect float8, mix_effect float8);
\copy expected_cell FROM 'test/data/edition/expected_cell.csv' (FORMAT csv, HEADER)
\copy expected_determinant FROM 'test/data/edition/expected_determinant.csv' (FORMAT csv, HEADER)
\copy expected_channel FROM 'test/data/edition/expected_channel.csv' (FORMAT csv, HEADER)
\copy expected_structure FROM 'test/data/edition/expected_structure.csv' (FORMAT csv, HEADER)
\copy expected_category_score FROM 'test/data/edition/expected_category_score.csv' (FORMAT csv, HEADER)
\copy expected_edition_score FROM 'test/data/edition/expected_edition_score.csv' (FORMAT csv, HEADER)
\copy expected_edition FROM 'test/data/edition/expected_edition.csv' (FORMAT csv, HEADER)
\copy expected_response_state FROM 'test/data/edition/expected_response_state.csv' (FORMAT csv, HEADER)
\copy expected_ranking FROM 'test/data/edition/expected_ranking.csv' (FORMAT csv, HEADER)
\copy expected_certified_comparison FROM 'test/data/edition/expected_certified_comparison.csv' (FORMAT csv, HEADER)
\copy expected_certified_gap FROM 'test/data/edition/expected_certified_gap.csv' (FORMAT csv, HEADER)
\copy expected_change_by_category FROM 'test/data/edition/expected_change_by_category.csv' (FORMAT csv, HEADER)

-- Every view, row by row
SELECT is((SELECT count(*) FROM expected_cell), 1063::bigint, 'the expected cells are loaded');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM channel_determinant_score',
    'SELECT * FROM expected_cell', '{edition,structure,channel,determinant}')$$, 'channel_determinant_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM determinant_score',
    'SELECT * FROM expected_determinant', '{edition,structure,determinant}')$$, 'determinant_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM channel_score WHERE score IS NOT NULL',
    'SELECT * FROM expected_channel', '{edition,structure,channel}')$$, 'channel_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM structure_score',
    'SELECT edition, structure, category, certified, weight, audits, coverage, completeness, global_score, std_error, df, score_low, score_high
     FROM expected_structure', '{edition,structure}')$$, 'structure_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_score',
    'SELECT * FROM expected_category_score', '{edition,category}')$$, 'category_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_score',
    'SELECT edition, participants, score, std_error, score_low, score_high FROM expected_edition_score', '{edition}')$$, 'edition_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_key_figures',
    'SELECT edition, participants, global_score, certified_score, non_certified_score, change, certified_gap, participants_growth_rate FROM expected_edition',
    '{edition}')$$, 'edition_key_figures');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, avg(global_score) AS global_score FROM structure_score GROUP BY edition',
    'SELECT edition, global_score_unweighted AS global_score FROM expected_edition', '{edition}')$$, 'unweighted means');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, state, count(*) AS answers FROM response GROUP BY edition, state',
    'SELECT * FROM expected_response_state', '{edition,state}')$$, 'states of response');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_ranking',
    'SELECT edition, category, structure, rank, ranked, rank_low, rank_high, shrunken_score, expected_rank, gap_to_first FROM expected_ranking',
    '{edition,structure}')$$, 'category_ranking');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_ranking',
    'SELECT edition, structure, probability_best FROM expected_ranking', '{edition,structure}', 1e-8)$$, 'category_ranking: probabilities');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM category_ranking',
    'SELECT edition, structure, rank, std_error, global_score FROM expected_structure', '{edition,structure}')$$, 'category_ranking: ranks of the structures');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM laureate',
    'SELECT edition, category, structure, global_score, shrunken_score, false AS tied, contenders
     FROM expected_structure JOIN expected_ranking USING (edition, category, structure, rank) JOIN (
         SELECT edition, category, count(*) AS contenders FROM expected_ranking WHERE rank_low = 1 GROUP BY edition, category) AS first USING (edition, category)
     WHERE rank = 1', '{edition,structure}')$$, 'laureate');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_comparison',
    'SELECT * FROM expected_certified_comparison', '{edition,breakdown,item}')$$, 'certified_comparison');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM certified_gap',
    'SELECT edition, crude_gap, adjusted_gap, adjusted_low, adjusted_high, composition_effect, within_effect, overlap_share, reversed,
            std_error AS gap_std_error, df AS gap_df, p_value FROM expected_certified_gap', '{edition}')$$, 'certified_gap');
\set expected_change `cat test/data/edition/expected_change.json`
CREATE TEMP TABLE expected_change AS
SELECT (jsonb_populate_record(NULL::edition_change,
            value || jsonb_build_object('change_std_error', value -> 'std_error', 'change_df', value -> 'df'))).*
FROM (SELECT :'expected_change'::jsonb AS value) AS file;
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change WHERE previous_edition IS NOT NULL',
    'SELECT * FROM expected_change', '{edition}')$$, 'edition_change');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM edition_change_by_category',
    'SELECT * FROM expected_change_by_category', '{edition,category}')$$, 'edition_change_by_category');

CREATE TEMP TABLE expected_structure_change (edition int, previous_edition int, structure text, category text, previous_score float8, score float8,
    change float8, std_error float8, df float8, change_low float8, change_high float8, p_value float8, p_adjusted float8);
\copy expected_structure_change FROM 'test/data/edition/expected_structure_change.csv' (FORMAT csv, HEADER)
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM structure_change',
    'SELECT * FROM expected_structure_change', '{edition,structure}')$$, 'structure_change');
