-- A whole barometer, every view against R: two editions, 36 structures.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/observatory.sql

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;

\i test/data/load_edition.sql
SELECT is((SELECT count(*) FROM audit), 594::bigint, 'every audit is loaded');

\i test/data/edition_agrees.sql

-- The tidy form leads to the same scores by plain SQL
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM channel_determinant_score',
    'SELECT edition, structure, channel, determinant, sum(item_weight * score) / nullif(sum(item_weight), 0) AS score, count(score) AS answers
     FROM response WHERE score IS NOT NULL GROUP BY edition, structure, channel, determinant',
    '{edition,structure,channel,determinant}', 1e-12)$$, 'response gives channel_determinant_score');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT * FROM audit_score',
    'SELECT edition, structure, audit, channel, score, completeness
     FROM (SELECT edition, structure, audit, channel,
                  sum(item_weight) FILTER (WHERE state IN (''scored'', ''no_response''))
                  / nullif(sum(item_weight) FILTER (WHERE state <> ''not_applicable''), 0) AS completeness
           FROM response GROUP BY edition, structure, audit, channel) AS observed
     LEFT JOIN (SELECT edition, structure, audit, sum(dw.weight * profile.score) / sum(dw.weight) AS score
                FROM (SELECT edition, structure, audit, determinant, sum(item_weight * score) / sum(item_weight) AS score
                      FROM response WHERE score IS NOT NULL GROUP BY edition, structure, audit, determinant) AS profile
                JOIN determinant_weight AS dw USING (edition, determinant)
                GROUP BY edition, structure, audit) AS own USING (edition, structure, audit)',
    '{edition,structure,audit}', 1e-12)$$, 'response gives audit_score');
SELECT ok(EXISTS (SELECT FROM audit_score WHERE score IS NULL), 'an audit where nothing applies has no score');

-- Scorecards of halves roll up to the whole
SELECT is_empty($$SELECT * FROM pg_temp.differences(
    'SELECT edition, structure, (result).audits, (result).coverage, (result).completeness, (result).global_score,
            (barometre.moderated_estimate((result).global_score, (result).strata) OVER (PARTITION BY edition)).*
     FROM (SELECT edition, structure, barometre.structure_result(barometre.rollup(card)) AS result
           FROM (SELECT edition, structure,
                        barometre.scorecard_jackknife((SELECT audit_form()), edition, channel, responded, answers) AS card
                 FROM audit GROUP BY edition, structure, audit % 3) AS parts
           GROUP BY edition, structure) AS merged',
    'SELECT edition, structure, audits, coverage, completeness, global_score, std_error, df FROM structure_score WHERE audits > 0',
    '{edition,structure}', 1e-12)$$, 'rollup of thirds');

-- Both forms of both types read back exactly
CREATE TABLE kept AS
SELECT edition, structure, audit_form() AS form,
       barometre.scorecard((SELECT audit_form()), edition, channel, responded, answers) AS card,
       barometre.scorecard_jackknife((SELECT audit_form()), edition, channel, responded, answers) AS full_card
FROM audit GROUP BY edition, structure;
CREATE TABLE kept_text (LIKE kept);
CREATE TABLE kept_binary (LIKE kept);
SELECT current_setting('data_directory') || '/barometre_test_kept' AS kept_file \gset
SET LOCAL extra_float_digits = -15;
COPY kept TO :'kept_file';
RESET extra_float_digits;
COPY kept_text FROM :'kept_file';
COPY kept TO :'kept_file' (FORMAT binary);
COPY kept_binary FROM :'kept_file' (FORMAT binary);
SELECT is_empty('SELECT edition, structure, form::text, card::text, full_card::text FROM kept
    EXCEPT SELECT edition, structure, form::text, card::text, full_card::text FROM kept_text', 'text form reads back');
SELECT is_empty('SELECT edition, structure, form::text, card::text, full_card::text FROM kept
    EXCEPT SELECT edition, structure, form::text, card::text, full_card::text FROM kept_binary', 'binary form reads back');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, structure, (barometre.structure_result(full_card)).* FROM kept_text',
    'SELECT edition, structure, (barometre.structure_result(full_card)).* FROM kept_binary', '{edition,structure}', 0)$$, 'both give the same scores');
SELECT is_empty($$SELECT * FROM pg_temp.differences('SELECT edition, structure, (barometre.structure_result(full_card)).* FROM kept_binary',
    'SELECT edition, structure, audits, coverage, completeness, global_score FROM structure_score WHERE audits > 0',
    '{edition,structure}', 1e-12)$$, 'and they are those of structure_score');

SELECT * FROM finish();
ROLLBACK;
