-- Weights, wherever they come in: 0, or from 1e-100 to 1e100; and views when they are far apart.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
SET LOCAL search_path = barometre, "$user", public;

CREATE TEMP TABLE form AS
SELECT audit_form(1, 'phone', 1, 'courtesy', 1, 1, 1, 'zero', '{0,10}', '{0,100}') AS form;

-- The weight, or 1 where it is none
CREATE FUNCTION pg_temp.weight_or_1(weight float8) RETURNS float8 LANGUAGE sql AS $$
    SELECT CASE WHEN weight BETWEEN 1e-100 AND 1e100 THEN weight ELSE 1 END
$$;
-- A call for each argument that is a weight; %s is the weight
CREATE TEMP TABLE entrance (argument text, call text, may_be_zero boolean DEFAULT true);
INSERT INTO entrance (argument, call) VALUES
    ('score_summary weight', 'score_summary(50, %s)'),
    ('score_summary weight', 'score_summary(50, %s, 3)'),
    ('score_summary_accum weight', $$score_summary_accum('{"n": 0}', 50, %s)$$),
    ('score_summary_accum weight', $$score_summary_accum('{"n": 0}', 50, %s, 3)$$),
    ('weighted_score weights', 'weighted_score(ARRAY[50,60], ARRAY[1,%s])'),
    ('mean_estimate weight', 'mean_estimate(50, 2, 9, %s)'),
    ('mean_estimate_accum weight',
     $$mean_estimate_accum('{0,0,0,0,0,0,0}', 50, 2, 9, %s)$$),
    ('rest_estimate weight', 'rest_estimate(50, 2, 9, %s) OVER ()'),
    ('stratified_estimate population', 'stratified_estimate((50, 2, 9)::estimate, %s)'),
    ('stratified_estimate_accum population',
     $$stratified_estimate_accum('{0,0,0,0,0}', (50, 2, 9)::estimate, %s)$$),
    ('moderated_estimate share',
     $$moderated_estimate(50, (ARRAY['a','b'], ARRAY[1,%s], '{2,2}', '{8,8}')::strata) OVER ()$$),
    ('robust_rank weights', 'robust_rank(ARRAY[50,60], ARRAY[1,%s], 0.1) OVER ()'),
    ('scorecard weight', $$scorecard(form, 1, 'phone', true, '{5}', %s)$$),
    ('scorecard_accum weight',
     $$scorecard_accum(NULL, form, 1, 'phone', true, '{5}', %s)$$),
    ('scorecard_jackknife weight', $$scorecard_jackknife(form, 1, 'phone', true, '{5}', %s)$$),
    ('scorecard_accum_profiles weight',
     $$scorecard_accum_profiles(NULL, form, 1, 'phone', true, '{5}', %s)$$),
    ('structure_result weight', $$structure_result(form, 1, 'phone', true, '{5}', %s)$$),
    ('audit_score weight', $$audit_score(form, 1, 'phone', true, '{5}', %s)$$),
    ('audit_completeness weight', $$audit_completeness(form, 1, 'phone', true, '{5}', %s)$$),
    ('audit_influence weight',
     $$audit_influence((SELECT scorecard_jackknife(form, 1, 'phone', true, '{5}', pg_temp.weight_or_1(%s)) FROM form),
                       form, 1, 'phone', true, '{5}', %1$s)$$),
    ('item_tally weight', $$item_tally(form, 1, 'phone', true, '{5}', %s)$$),
    ('item_tally_accum weight',
     $$item_tally_accum(NULL, form, 1, 'phone', true, '{5}', %s)$$),
    ('item_tally weight', $$item_tally('{1,1,0,0,1,50}', %s)$$),
    ('item_tally_accum weight', $$item_tally_accum(NULL, '{1,1,0,0,1,50}', %s)$$),
    ('audit_form weight',
     $$audit_form(1, 'phone', 1, 'courtesy', 1, 1, %s, 'zero', '{0,10}', '{0,100}')$$),
    ('audit_form channel_weight',
     $$audit_form(1, 'phone', %s, 'courtesy', 1, 1, 1, 'zero', '{0,10}', '{0,100}')$$),
    ('audit_form determinant_weight',
     $$audit_form(1, 'phone', 1, 'courtesy', %s, 1, 1, 'zero', '{0,10}', '{0,100}')$$),
    ('changed_weights changes',
     $$changed_weights(1, 'determinant', '{courtesy}', '{1}', jsonb_build_object('courtesy', %s::float8))$$);
INSERT INTO entrance VALUES
    ('stratified_estimate population', 'stratified_estimate((SELECT score_summary(50)), %s)', false),
    ('stratified_estimate_accum population',
     $$stratified_estimate_accum('{0,0,0,0,0}', (SELECT score_summary(50)), %s)$$, false),
    ('calibration_weight weight',
     $$calibration_weight(%s, '{1}', ARRAY[pg_temp.weight_or_1(%1$s)]) OVER ()$$, false),
    ('calibration_attempt weight',
     $$calibration_attempt(%s, '{1}', ARRAY[pg_temp.weight_or_1(%1$s)], 'raking', NULL, NULL, '{all}') OVER ()$$, false),
    ('calibrated_estimate weight',
     $$calibrated_estimate(50, %s, 1, '{1}')$$, false),
    ('calibrated_estimate_accum weight',
     $$calibrated_estimate_accum(NULL, 50, %s, 1, '{1}')$$, false);

SELECT is_empty($$
    SELECT DISTINCT p.proname || ' ' || argument.name
    FROM pg_proc AS p CROSS JOIN unnest(p.proargnames, p.proargmodes) AS argument (name, mode)
    WHERE p.pronamespace = 'barometre'::regnamespace AND argument.mode IS DISTINCT FROM 't' AND argument.mode IS DISTINCT FROM 'o'
      AND argument.name ~ 'weight' AND argument.name <> 'calibrated_weight'
      AND p.proname NOT IN ('changed_weights', 'audit_form_accum', 'audit_problem',
                            'audit_scorable') -- tested by another name, or no error
      AND p.proname || ' ' || argument.name NOT IN (SELECT argument FROM entrance)
$$, 'every argument that is a weight is tested here');

CREATE FUNCTION pg_temp.answer(call text, weight text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    EXECUTE 'SELECT (' || format(call, format('%L::float8', weight)) || ')::text FROM form' INTO answer;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || SQLERRM;
END
$$;

SELECT is_empty($$
    SELECT argument, weight, answer
    FROM entrance CROSS JOIN unnest('{-1,1e-101,5e-324,1e101,NaN,Infinity,-Infinity}'::text[]) AS weight,
        LATERAL (SELECT pg_temp.answer(replace(call, '%s', '%1$s'), weight) AS answer) AS asked
    WHERE answer !~ '^22023: \w+: (weight|share|population)( of determinant "courtesy")? must be (0, or )?from 1e-100 to 1e100, not '
      AND NOT (call LIKE 'stratified_estimate%score_summary%' AND answer ~ '^22023: .* not below the number of observations')
$$, 'what is no weight is refused, in the same words');
SELECT is_empty($$
    SELECT argument, weight, answer
    FROM entrance CROSS JOIN unnest('{0,-0,1e-100,1,1e100}'::text[]) AS weight,
        LATERAL (SELECT pg_temp.answer(replace(call, '%s', '%1$s'), weight) AS answer) AS asked
    WHERE answer <> 'accepted' AND (weight::float8 <> 0 OR may_be_zero)
      AND NOT (call LIKE 'stratified_estimate%score_summary%' AND weight::float8 < 1)
$$, 'what is one is accepted');

/* Views of an observatory in which weights are far apart */
SELECT create_observatory('observatoire');
SET LOCAL search_path = observatoire, "$user", public;
\i test/data/load_edition.sql

CREATE FUNCTION pg_temp.unreadable() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    view text;
    strange bigint;
BEGIN
    FOR view IN SELECT relname FROM pg_class WHERE relnamespace = 'observatoire'::regnamespace AND relkind = 'v' AND relname <> 'catalogue' LOOP
        BEGIN
            EXECUTE format('SELECT count(*) FROM observatoire.%I AS read WHERE read::text ~ ''NaN|Infinity''', view) INTO strange;
            IF strange > 0 THEN
                RETURN NEXT format('%s: NaN or Infinity', view);
            END IF;
        EXCEPTION WHEN OTHERS THEN
            RETURN NEXT format('%s: %s', view, SQLERRM);
        END;
    END LOOP;
END
$$;

CREATE TEMP TABLE stayer AS SELECT structure FROM participation GROUP BY structure HAVING count(*) = 2;
UPDATE participation SET weight = CASE WHEN structure IN (SELECT structure FROM stayer) THEN 1e-17 ELSE 1 END;
SELECT is_empty('SELECT pg_temp.unreadable()', 'participations of 1e-17 beside 1');
SELECT ok(abs(stayers_change - (SELECT avg(global_score) FILTER (WHERE edition = 2020) - avg(global_score) FILTER (WHERE edition = 2019)
                                FROM structure_score JOIN stayer USING (structure))) < 1e-9, 'light stayers have their own mean')
FROM edition_change WHERE edition = 2020;
CREATE TEMP TABLE light AS SELECT * FROM edition_change;
UPDATE participation SET weight = CASE WHEN structure IN (SELECT structure FROM stayer) THEN 1e-100 ELSE 1e100 END;
SELECT is_empty('SELECT pg_temp.unreadable()', 'participations of 1e-100 beside 1e100');
SELECT ok(abs(a.stayers_change - b.stayers_change) + abs(a.change_std_error - b.change_std_error) + abs(a.entrants_effect - b.entrants_effect) < 1e-9,
          'lighter still: the same figures')
FROM edition_change AS a JOIN light AS b USING (edition) WHERE edition = 2020;
UPDATE participation SET weight = CASE WHEN structure IN (SELECT structure FROM stayer) THEN 1e100 ELSE 1e-100 END;
SELECT is_empty('SELECT pg_temp.unreadable()', 'participations of 1e100 beside 1e-100');
SELECT ok(abs(change - stayers_change) + abs(entrants_effect) + abs(leavers_effect) < 1e-9, 'light entrants and leavers change nothing')
FROM edition_change WHERE edition = 2020;

UPDATE participation SET weight = 1;
CREATE TEMP TABLE even AS SELECT * FROM edition_trend;
UPDATE structure SET successor = 'S02' WHERE structure IN ('S01', 'S03');
CREATE TEMP TABLE merged AS SELECT * FROM edition_trend;
UPDATE participation SET weight = 1e100;
SELECT is_empty('SELECT pg_temp.unreadable()', 'the largest weights, of merged structures too');
SELECT ok(bool_and(abs(a.panel_score - b.panel_score) + abs(a.panel_std_error - b.panel_std_error) < 1e-9), 'only ratios matter')
FROM edition_trend AS a JOIN merged AS b USING (edition);

UPDATE channel_weight SET weight = CASE channel WHEN 'phone' THEN 1e100 WHEN 'email' THEN 1e-100 ELSE 1 END;
UPDATE determinant_weight SET weight = CASE determinant WHEN 'courtesy' THEN 1e100 ELSE 1e-100 END;
UPDATE audit SET weight = CASE audit % 3 WHEN 0 THEN 1e-100 WHEN 1 THEN 1e100 ELSE 1 END;
UPDATE criterion SET weight = CASE item % 3 WHEN 0 THEN 1e-100 WHEN 1 THEN 1e100 ELSE 1 END;
SELECT is_empty('SELECT pg_temp.unreadable()', 'channels, determinants, audits and items of weights far apart');

SELECT * FROM finish();
ROLLBACK;
