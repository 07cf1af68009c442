/*
 * Scores lie in 0–100 and shares in 0–1, to the last bit, and nothing ends in an
 * error: every column of every view and every function of an observatory, on
 * barometers at random, with weights as they are and as far apart as they may be.
 * What a column must lie between is read from its unit and format in the catalogue.
 */
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

BEGIN;
SELECT no_plan();
\i test/data/random_observatory.sql

-- A weight: 0 now and then, but for the first
CREATE FUNCTION pg_temp.weight(kind text, is_first boolean) RETURNS float8 LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN NOT is_first AND random() < 0.1 THEN 0
                WHEN kind = 'decimal' THEN 0.1 * (1 + floor(random() * 30))
                WHEN kind = 'of two sizes' THEN pg_temp.pick('{1,1e-16}')
                WHEN kind = 'at the limits' THEN pg_temp.pick('{1e-100,1e100,1,1e-17,1e17,1e-50,9.999e99}')
                ELSE 10 ^ (random() * 198 - 99) END
$$;

-- Answers: as they are, or each the best or the worst of its scale, but one in ten of the lightest items
CREATE FUNCTION pg_temp.change(weights text, given text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE channel_weight SET weight = pg_temp.weight(weights, channel = 'phone');
    UPDATE determinant_weight SET weight = pg_temp.weight(weights, determinant = 'courtesy');
    UPDATE criterion SET weight = pg_temp.weight(weights, item = 1);
    UPDATE participation SET weight = pg_temp.weight(weights, false);
    UPDATE audit SET weight = pg_temp.weight(weights, false);
    UPDATE audit SET responded = true,
                     answers = (SELECT array_agg(
                                           CASE WHEN (given = 'best') = (criterion.weight > 1e-20 OR random() < 0.9)
                                                THEN CASE item % 3 WHEN 0 THEN 4 WHEN 1 THEN 1 ELSE 0 END
                                                ELSE CASE item % 3 WHEN 2 THEN 99 ELSE 0 END END ORDER BY item)::real[]
                                FROM criterion
                                WHERE criterion.edition = audit.edition AND criterion.channel = audit.channel)
    WHERE given <> 'any';
END
$$;

-- What each column that is a number must be, by the catalogue; %s is the column
CREATE FUNCTION pg_temp.rule(shown text, unit text, format text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '%1$s - %1$s = 0' || CASE WHEN shown IN ('chained_score', 'effect_size') THEN ''
                                     WHEN unit = 'points' AND format = '0.0' THEN ' AND %1$s BETWEEN 0 AND 100'
                                     WHEN format IN ('0.0%', '0.000') THEN ' AND %1$s BETWEEN 0 AND 1'
                                     WHEN format ~ '^[+]' THEN '' ELSE ' AND %1$s >= 0' END
$$;
CREATE FUNCTION pg_temp.wrong_columns() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    shown record;
    wrong text[];
BEGIN
    FOR shown IN SELECT view, string_agg(format('CASE WHEN NOT bool_and(%s) THEN %L END',
                                                format(pg_temp.rule(column_name, unit, format),
                                                       quote_ident(column_name)),
                                                view || '.' || column_name), ', ') AS judged
                 FROM catalogue WHERE type = 'double precision' GROUP BY view LOOP
        BEGIN
            EXECUTE format('SELECT array_remove(ARRAY[%s], NULL) FROM %I', shown.judged, shown.view) INTO wrong;
            RETURN QUERY SELECT unnest(wrong);
        EXCEPTION WHEN OTHERS THEN
            RETURN NEXT format('%s: %s', shown.view, SQLERRM);
        END;
    END LOOP;
    -- a figure lies in its interval
    FOR shown IN SELECT low.view, low.column_name AS low, high.column_name AS high, figure.column_name AS figure
                 FROM catalogue AS low
                 JOIN catalogue AS high ON high.view = low.view
                     AND high.column_name = replace(low.column_name, '_low', '_high')
                 JOIN catalogue AS figure ON figure.view = low.view
                     AND figure.column_name = ANY (
                         CASE low.column_name WHEN 'score_low' THEN '{score,global_score}'::text[]
                                              WHEN 'audit_low' THEN '{score}'
                                              WHEN 'calibrated_low' THEN '{calibrated_score}'
                                              ELSE ARRAY[replace(low.column_name, '_low', '')] END)
                 WHERE low.column_name ~ '_low$' LOOP
        RETURN QUERY EXECUTE format('SELECT DISTINCT %L FROM %I WHERE NOT %I BETWEEN %I AND %I',
                                    format('%s.%s: not in its interval', shown.view, shown.figure),
                                    shown.view, shown.figure, shown.low, shown.high);
    END LOOP;
END
$$;

-- A call of each function: rows as JSON
CREATE TEMP TABLE call (function text, query text);
INSERT INTO call VALUES
    ('audit_form', 'SELECT to_jsonb(audit_form())'),
    ('explain_score', 'SELECT to_jsonb(row) FROM participation AS p, explain_score(p.edition, p.structure) AS row'),
    ('what_if',
     $$SELECT to_jsonb(row)
       FROM what_if(1, '{"courtesy": 1e-100, "waiting": 1e100}', '{"phone": 3, "email": 1e-50}') AS row$$),
    ('what_if', $$SELECT to_jsonb(row) FROM what_if(2, '{"courtesy": 0.1}') AS row$$),
    ('audits_needed',
     'SELECT to_jsonb(row)
      FROM edition AS e, unnest(ARRAY[1e-9,2,1e300]) AS width, audits_needed(e.edition, width) AS row'),
    ('audits_for_reliability', 'SELECT to_jsonb(row) FROM edition AS e, audits_for_reliability(e.edition, 0.9) AS row'),
    ('report',
     $$SELECT to_jsonb(report(e.edition, audience))
       FROM edition AS e, unnest('{internal,public}'::text[]) AS audience$$),
    ('report_totals', 'SELECT report_totals(e.edition, fewest) FROM edition AS e, generate_series(1, 3, 2) AS fewest'),
    ('report_internal', 'SELECT report_internal(e.edition) FROM edition AS e'),
    ('report_public', 'SELECT report_public(e.edition) FROM edition AS e'),
    ('structure_report',
     'SELECT to_jsonb(structure_report(p.edition, p.structure)) FROM (SELECT * FROM participation LIMIT 2) AS p'),
    ('structure_report_data',
     'SELECT structure_report_data(p.edition, p.structure) FROM (SELECT * FROM participation LIMIT 2) AS p');
CREATE FUNCTION pg_temp.wrong_calls() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    called record;
BEGIN
    FOR called IN SELECT * FROM call LOOP
        BEGIN
            RETURN QUERY EXECUTE format($query$
                SELECT DISTINCT format('%%s: %%s', %1$L, member)
                FROM (%2$s) AS called (result),
                     jsonb_path_query(result, 'strict $.** ? (@.type() == "object")') AS object,
                     jsonb_each(object) AS member (key, value)
                WHERE jsonb_typeof(value) = 'number'
                  AND (key ~ '(^|_)(score|score_low|score_high|contribution|lost_points)$'
                           AND value::numeric NOT BETWEEN 0 AND 100
                       OR key ~ '(effective_weight|_share)$' AND value::numeric NOT BETWEEN 0 AND 1)
                   OR jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '\m(NaN|Infinity)\M'$query$,
                called.function, called.query);
        EXCEPTION WHEN OTHERS THEN
            IF SQLERRM !~ ' would need more than 1000000000 audits$' THEN
                RETURN NEXT format('%s: %s', called.function, SQLERRM);
            END IF;
        END;
    END LOOP;
END
$$;

CREATE FUNCTION pg_temp.at_random(name text, weights text, given text, seed float8) RETURNS SETOF text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.random_observatory(name, seed, 10);
    UPDATE edition SET target = 60, min_published = 2;
    INSERT INTO margin (edition, dimension, item, total)
    SELECT edition, 'category', category, 10 * count(*) FROM participation GROUP BY edition, category;
    PERFORM pg_temp.change(weights, given);
    EXECUTE (SELECT 'ANALYZE ' || string_agg(format('%I.%I', schemaname, tablename), ', ')
             FROM pg_tables WHERE schemaname = name);
    RETURN NEXT is(ARRAY(SELECT pg_temp.wrong_columns()), '{}',
                   format('views: weights %s, answers %s', weights, given));
    RETURN NEXT is(ARRAY(SELECT pg_temp.wrong_calls()), '{}',
                   format('functions: weights %s, answers %s', weights, given));
END
$$;

SELECT pg_temp.at_random('observatoire', 'decimal', 'any', 0.1);
SELECT is_empty($$
    SELECT proname FROM pg_proc
    WHERE pronamespace = 'observatoire'::regnamespace AND proname NOT IN (SELECT function FROM call)
$$, 'every function of an observatory is called');
SELECT pg_temp.at_random('observatoire_' || row_number() OVER (), weights, given, seed)
FROM (VALUES ('decimal', 'best', 0.37), ('decimal', 'best', 0.93),
             ('of two sizes', 'best', 0.73), ('of two sizes', 'worst', 0.5),
             ('at the limits', 'any', 0.37), ('at the limits', 'worst', 0.11), ('at the limits', 'best', 0.93),
             ('far apart', 'any', 0.11), ('far apart', 'worst', 0.37), ('far apart', 'best', 0.5))
     AS observatory (weights, given, seed);

SELECT * FROM finish();
ROLLBACK;
