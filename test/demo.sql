-- The demo's generator: the views print what was published for 2019 and 2020.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(26);

SELECT barometre.create_observatory('published');
\set observatory published
\set structures_scale 1
\ir demo/generate.sql
SET LOCAL search_path = published, barometre, public;
SET LOCAL datestyle = 'ISO';

-- Key figures

SELECT is(round(global_score::numeric, 1), 68.5, '2019: 68.5') FROM edition_key_figures WHERE edition = 2019;
SELECT is(participants, 231, '2019: 231 participants') FROM edition_key_figures WHERE edition = 2019;
SELECT is(round(certified_score::numeric), 75::numeric, '2019: certified 75') FROM edition_key_figures WHERE edition = 2019;
CREATE TEMP TABLE panel AS SELECT * FROM edition_key_figures WHERE edition = 2020;
SELECT is(round(global_score::numeric, 1), 62.0, '2020: 62.0') FROM panel;
SELECT is(round(change::numeric, 1), -6.5, '2020: 6.5 less than 2019') FROM panel;
SELECT is(round(certified_score::numeric, 1), 69.0, '2020: certified 69') FROM panel;
SELECT is(round(certified_gap::numeric, 1), 8.0, '2020: certified 8 above the others') FROM panel;
SELECT is(participants, 321, '2020: 321 participants') FROM panel;
SELECT is(round(100 * participants_growth_rate), 39::float8, '2020: 39 % more') FROM panel;
SELECT is(round(100 * local_authority_share), 80::float8, '2020: 80 % local authorities') FROM panel;
SELECT is(round(100 * other_share), 20::float8, '2020: 20 % others') FROM panel;

-- Laureates

SELECT results_eq(
    $$ SELECT category, name FROM laureate JOIN category USING (category) WHERE edition = 2020 ORDER BY position $$,
    $$ VALUES ('city_50k_plus' COLLATE "C", 'Villeurbanne'),
              ('city_20k_50k',        'Les Sables-d''Olonne'),
              ('city_under_20k',      'Pagny-sur-Moselle'),
              ('intercommunality',    'Grand Besançon Métropole'),
              ('department',          'Haute-Garonne'),
              ('region',              'Hauts-de-France'),
              ('france_services',     'France services Viverols'),
              ('development_tourism', 'Office de tourisme et du thermalisme du Grand Dax'),
              ('social_health',       'CCAS de Saumur') $$,
    'the nine laureates of 2020');
SELECT ok(min(contenders) > 1, 'no laureate is beyond doubt') FROM laureate WHERE edition = 2020;

-- Questionnaires

SELECT is(count(*), 10::bigint, 'each edition has a questionnaire for five channels, of 40 items and 7 determinants')
FROM (SELECT FROM criterion GROUP BY edition, channel
      HAVING count(*) = 40 AND max(item) = 40 AND count(DISTINCT determinant) = 7) AS complete;
SELECT is(count(*), 0::bigint, 'no two items of a questionnaire are worded alike, in French or English')
FROM (SELECT FROM criterion GROUP BY edition, channel
      HAVING count(DISTINCT label_fr) < 40 OR count(DISTINCT label_en) < 40) AS repeated;
SELECT ok(bool_and(label_fr !~ '[{}]' AND label_en !~ '[{}]'), 'no wording is left unfilled') FROM criterion;
SELECT set_eq('SELECT scale FROM criterion',
              ARRAY['yes_no', 'grade_0_4', 'grade_1_5', 'grade_0_10', 'delay_days', 'rings'], 'every scale is used');

-- Audits

SELECT ok(min(audits) >= 20 AND max(audits) <= 24 AND avg(audits) > 23.5, 'about 24 audits a structure') FROM structure_score;
SELECT set_eq('SELECT DISTINCT state FROM response',
              ARRAY['scored', 'not_applicable', 'not_observed', 'no_response'], 'all states of an answer are there');
SELECT ok(count(*) > 0, 'some structures are not audited on one channel')
FROM participation
WHERE NOT EXISTS (SELECT FROM audit WHERE audit.edition = participation.edition
                  AND audit.structure = participation.structure AND channel = 'social');
SELECT ok(bool_and(audited_on BETWEEN starts_on AND ends_on AND extract(month FROM audited_on) NOT IN (4, 5)),
          'audits are within the field work')
FROM audit JOIN edition USING (edition);

-- Structures

SELECT set_eq($$ SELECT name FROM structure JOIN participation USING (structure)
                 WHERE edition = 2019 AND successor = 'les-sables-d-olonne' $$,
              ARRAY['Les Sables-d''Olonne (avant 2019)', 'Château-d''Olonne', 'Olonne-sur-Mer'],
              'Les Sables-d''Olonne was three communes in 2019');
SELECT ok(stayers = 142 AND stayers_change < 0 AND entrants_effect < 0, 'stayers fell, entrants are weaker')
FROM edition_change WHERE edition = 2020;

-- The population

SELECT is(count(*), 18::bigint, 'every margin is met') FROM margin_check WHERE abs(after - total) < 1e-9 * total;
SELECT ok(abs(score - (SELECT global_score FROM panel)) < 1e-9 AND calibrated_low < calibrated_score
          AND calibrated_score < calibrated_high AND design_effect > 2,
          'the population''s score stands beside the participants''')
FROM population_score WHERE edition = 2020 AND breakdown = 'overall';

-- The same rows everywhere

SELECT is(md5(string_agg(concat_ws('|', edition, structure, audit, channel, audited_on, auditor, responded, answers), E'\n'
                         ORDER BY edition, structure, audit)),
          '3040af334db467781c0a03426d5f8c36', 'the audits are the same on every PostgreSQL version')
FROM audit;

SELECT finish();
ROLLBACK;
