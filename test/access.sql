-- Roles as attackers: what a participant reaches tells no other structure's score; an analyst reads, a loader loads.
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
\i test/data/random_observatory.sql

CREATE ROLE access_town;
CREATE ROLE access_pair;
CREATE ROLE access_guest NOINHERIT IN ROLE access_pair;
CREATE ROLE access_analyst;
CREATE ROLE access_loader;
SELECT format('GRANT TEMPORARY ON DATABASE %I TO access_town, access_pair, access_guest, access_analyst', current_database()) \gexec

-- access_town reads S3, access_pair S4 and S7 of the same category, access_guest S6 and, by SET ROLE, those
CREATE TEMP TABLE random AS SELECT number, 'random_' || number AS observatory FROM generate_series(1, 4) AS number;
SELECT pg_temp.random_observatory(observatory, number / 10.0, CASE number WHEN 4 THEN 10 ELSE 27 END) FROM random;
SELECT barometre.grant_participant(observatory, role, structure)
FROM random, (VALUES ('access_town', 'S3'), ('access_pair', 'S4'), ('access_pair', 'S7'), ('access_guest', 'S10')) AS of (role, structure);
SELECT barometre.grant_read(observatory, 'access_analyst'), barometre.grant_load(observatory, 'access_loader') FROM random;
SET LOCAL search_path = public, pg_temp;
ANALYZE;

/* What a participant reaches */

SELECT is_empty($$
    SELECT pg_class.oid::regclass
    FROM pg_class JOIN random ON observatory = relnamespace::regnamespace::text
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relname !~ '^((my|public)_|catalogue$)'
      AND CASE relkind WHEN 'S' THEN has_sequence_privilege('access_town', pg_class.oid, 'USAGE,SELECT,UPDATE')
               ELSE has_any_column_privilege('access_town', pg_class.oid, 'SELECT,INSERT,UPDATE,REFERENCES')
                    OR has_table_privilege('access_town', pg_class.oid, 'DELETE,TRUNCATE,TRIGGER') END$$,
    'a participant reaches no relation but my_…, public_… and catalogue');
SELECT is_empty($$
    SELECT pg_class.oid::regclass
    FROM pg_class JOIN random ON observatory = relnamespace::regnamespace::text
    WHERE relname ~ '^((my|public)_|catalogue$)'
      AND (NOT has_table_privilege('access_town', pg_class.oid, 'SELECT')
           OR has_any_column_privilege('access_town', pg_class.oid, 'INSERT,UPDATE,REFERENCES')
           OR has_table_privilege('access_town', pg_class.oid, 'DELETE,TRUNCATE,TRIGGER'))$$,
    'and reads these, no more');
SELECT ok(NOT has_schema_privilege('access_town', 'random_1', 'CREATE') AND NOT has_schema_privilege('access_town', 'barometre', 'USAGE'),
          'it makes nothing there, and does without the toolbox');
SELECT is_empty($$SELECT pg_class.oid::regclass FROM pg_class JOIN random ON observatory = relnamespace::regnamespace::text
                  WHERE relname ~ '^my_' AND NOT 'security_barrier=true' = ANY (coalesce(reloptions, '{}'))$$,
                'the views my_… are barriers');
SELECT is_empty($$SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace IN ('barometre'::regnamespace, 'random_1'::regnamespace)$$,
                'no function runs with another''s rights');

/* Rows: one's own, as in the views that they are from */

-- What a query shows to a role, as text
CREATE FUNCTION pg_temp.seen_by(role text, query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('role', role, true);
    RETURN QUERY EXECUTE query;
    PERFORM set_config('role', 'none', true);
EXCEPTION WHEN OTHERS THEN
    PERFORM set_config('role', 'none', true);
    RETURN NEXT SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE TEMP TABLE reader AS
SELECT * FROM random, (VALUES ('access_town', '{S3}'::text[]), ('access_pair', '{S4,S7}'), ('access_guest', '{S10}')) AS of (role, own);

-- Keeps what a query shows to a role
CREATE FUNCTION pg_temp.keep(role text, query text, kept text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('role', role, true);
    EXECUTE format('CREATE TEMP TABLE %I AS %s', kept, query);
    PERFORM set_config('role', 'none', true);
    RETURN format('TABLE %I', kept);
END
$$;
CREATE TEMP TABLE part (mine text, source text, keys text[], columns text);
INSERT INTO part VALUES
    ('my_score', 'structure_score', '{edition,structure}', '*'),
    ('my_response', 'response', '{edition,structure,audit,item}', '*'),
    ('my_profile', 'structure_profile', '{edition,structure,breakdown,item}', 'edition, structure, category, breakdown, item, score, std_error, df, score_low, score_high'),
    ('my_criterion', 'structure_criterion', '{edition,structure,channel,item}', 'edition, structure, channel, item, criterion, determinant, answers, score, lost_points');
SELECT is_empty(format('SELECT pg_temp.differences(%L, %L, %L)',
                       pg_temp.keep(role, format('SELECT * FROM %I.%I', observatory, mine), format('%s %s %s', mine, role, observatory)),
                       format('SELECT %s FROM %I.%I WHERE structure = ANY (%L)', columns, observatory, source, own), keys),
                format('%s of %s reads its %s as it is', role, observatory, mine))
FROM reader, part;
SELECT is_empty(format('SELECT pg_temp.seen_by(%L, %L)', role, format(
    'SELECT t::text FROM %I.my_profile AS t WHERE num_nonnulls(percentile, category_quartile1, category_median, category_quartile3) > 0
     UNION ALL SELECT t::text FROM %1$I.my_criterion AS t WHERE num_nonnulls(category_score, gap, strength, weakness) > 0', observatory)),
    format('%s of %s reads no score of others', role, observatory))
FROM reader;

SELECT set_eq(format('SELECT pg_temp.seen_by(%L, %L)', 'access_town', 'SELECT DISTINCT view FROM random_1.catalogue'),
              $$SELECT relname::text FROM pg_class WHERE relnamespace = 'random_1'::regnamespace AND relname ~ '^((my|public)_|catalogue$)'$$,
              'catalogue describes what a participant reads, and nothing else');
SELECT set_eq(format('SELECT pg_temp.seen_by(%L, %L)', 'access_analyst', 'SELECT DISTINCT view FROM random_1.catalogue'),
              $$SELECT relname::text FROM pg_class WHERE relnamespace = 'random_1'::regnamespace AND relkind = 'v'$$,
              'and to an analyst every view');

/* The rest of a category: where no other figure follows from it */

CREATE TEMP TABLE shown_rest AS
SELECT reader.observatory, reader.role, reader.own, rest.*
FROM reader, LATERAL (
    SELECT (line::jsonb ->> 'edition')::int AS edition, line::jsonb ->> 'structure' AS structure, line::jsonb ->> 'category' AS category,
           line::jsonb ->> 'breakdown' AS breakdown, line::jsonb ->> 'item' AS item, (line::jsonb ->> 'rest_score')::float8 AS rest_score,
           (line::jsonb ->> 'gap')::float8 AS gap, (line::jsonb ->> 'gap_std_error')::float8 AS gap_std_error,
           (line::jsonb ->> 'p_value')::float8 AS p_value, (line::jsonb ->> 'rank')::int AS rank,
           (line::jsonb ->> 'strength')::int AS strength, (line::jsonb ->> 'weakness')::int AS weakness
    FROM pg_temp.seen_by(role, format('SELECT to_jsonb(t)::text FROM %I.my_profile AS t', observatory)) AS line) AS rest;

-- every counted score of every observatory, its category and weight
CREATE TEMP TABLE counted (observatory text, edition int, structure text, category text, weight float8, breakdown text, item text);
SELECT format($$INSERT INTO counted SELECT %L, p.edition, p.structure, p.category, p.weight, scored.breakdown, scored.item
    FROM %I.participation AS p JOIN (SELECT edition, structure, 'overall' AS breakdown, 'overall' AS item, global_score AS score FROM %2$I.structure_score
        UNION ALL SELECT edition, structure, 'determinant', determinant, score FROM %2$I.determinant_score
        UNION ALL SELECT edition, structure, 'channel', channel, score FROM %2$I.channel_score) AS scored USING (edition, structure)
    WHERE scored.score IS NOT NULL AND p.weight > 0$$, observatory, observatory) FROM random \gexec

-- known: what a role can come to read
CREATE TEMP TABLE known AS
SELECT *, own || CASE role WHEN 'access_guest' THEN '{S4,S7}' ELSE '{}' END::text[] AS all_own FROM reader;
CREATE TEMP TABLE league AS
SELECT role, observatory, edition, category, breakdown, item,
       count(*) AS structures, max(weight) / sum(weight) AS share,
       count(*) FILTER (WHERE structure <> ALL (all_own)) AS others,
       max(weight) FILTER (WHERE structure <> ALL (all_own)) / sum(weight) FILTER (WHERE structure <> ALL (all_own)) AS other_share,
       array_agg(structure ORDER BY structure) AS which
FROM counted JOIN known USING (observatory)
GROUP BY role, observatory, edition, category, breakdown, item;
CREATE TEMP TABLE safe AS
SELECT role, observatory, edition, category, breakdown, item, others >= 6 AS with_error
FROM league AS mine
WHERE others >= 3 AND other_share <= 0.85
  -- no category of the edition is withheld, and all have this figure of all their structures
  AND (SELECT bool_and(whole.structures >= 3 AND whole.share <= 0.85 AND figure.which IS NOT DISTINCT FROM whole.which)
       FROM league AS whole
       LEFT JOIN league AS figure ON (figure.role, figure.observatory, figure.edition, figure.category, figure.breakdown, figure.item)
                                   = (whole.role, whole.observatory, whole.edition, whole.category, mine.breakdown, mine.item)
       WHERE whole.role = mine.role AND whole.observatory = mine.observatory AND whole.edition = mine.edition AND whole.breakdown = 'overall');
SELECT cmp_ok((SELECT count(*) FROM shown_rest WHERE rest_score IS NOT NULL), '>', 20::bigint, 'the rest is shown at times');
SELECT cmp_ok((SELECT count(*) FROM shown_rest WHERE rest_score IS NULL), '>', 20::bigint, 'and at times not');
SELECT is_empty('SELECT * FROM shown_rest LEFT JOIN safe USING (role, observatory, edition, category, breakdown, item)
                 WHERE num_nonnulls(rest_score, gap, rank, strength, weakness) > 0 AND with_error IS NULL', 'the rest is shown where it may be');
SELECT is_empty('SELECT * FROM shown_rest JOIN safe USING (role, observatory, edition, category, breakdown, item)
                 JOIN counted USING (observatory, edition, structure, category, breakdown, item) WHERE rest_score IS NULL', 'and wherever it may be');
SELECT is_empty('SELECT * FROM shown_rest LEFT JOIN safe USING (role, observatory, edition, category, breakdown, item)
                 WHERE num_nonnulls(gap_std_error, p_value) > 0 AND with_error IS NOT TRUE', 'errors are shown from six others on');
SELECT is_empty($$SELECT * FROM shown_rest JOIN known USING (observatory, role) WHERE rank IS NOT NULL AND EXISTS (
    SELECT FROM counted WHERE (counted.observatory, counted.edition, counted.category) = (shown_rest.observatory, shown_rest.edition, shown_rest.category)
                          AND counted.structure = ANY (all_own) AND counted.structure <> shown_rest.structure)$$, 'a place is shown where it is the only one known');
CREATE TEMP TABLE wrong (wrong text);
SELECT format('INSERT INTO wrong SELECT mine::text FROM shown_rest AS mine JOIN %1$I.structure_profile AS theirs USING (edition, structure, breakdown, item)
               WHERE mine.observatory = %1$L AND (abs(mine.rest_score - theirs.rest_score) > 1e-9 OR abs(mine.gap - theirs.gap) > 1e-9 OR mine.rank <> theirs.rank)', observatory) FROM random \gexec
SELECT is_empty('TABLE wrong', 'what is shown is what structure_profile says');

/* Functions of one's own in a query see no row and no figure that is not shown */

CREATE FUNCTION pg_temp.leak(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000001 AS $$
BEGIN
    PERFORM set_config('access.seen', current_setting('access.seen', true) || chr(31) || coalesce(value, ''), true);
    RETURN true;
END
$$;
CREATE FUNCTION pg_temp.leaks(role text, view text, column_name text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    PERFORM set_config('access.seen', '', true);
    shown := format(CASE (SELECT atttypid FROM pg_attribute WHERE attrelid = view::regclass AND attname = column_name)
                        WHEN 'float8'::regtype THEN 'round(t.%I::numeric, 6)::text' ELSE 't.%I::text' END, column_name);
    PERFORM pg_temp.seen_by(role, format('SELECT count(*)::text FROM %s AS t WHERE pg_temp.leak(%s)', view, shown));
    RETURN QUERY EXECUTE 'SELECT unnest(string_to_array(current_setting(''access.seen''), chr(31))) EXCEPT SELECT unnest($1)'
    USING ARRAY(SELECT pg_temp.seen_by(role, format('SELECT coalesce(%s, '''') FROM %s AS t', shown, view))) || ''::text;
END
$$;
CREATE VIEW random_1.naive AS SELECT * FROM random_1.structure_score WHERE structure = 'S4';
GRANT SELECT ON random_1.naive TO access_pair;
SELECT isnt_empty($$SELECT pg_temp.leaks('access_pair', 'random_1.naive', 'structure')$$, 'where nothing stops it, the function does leak');
DROP VIEW random_1.naive;
SELECT is_empty(format('SELECT pg_temp.leaks(%L, %L, %L)', 'access_pair', pg_class.oid::regclass, attname),
                format('%s.%s: a leaky function sees what the view shows', pg_class.oid::regclass, attname))
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
WHERE relnamespace = 'random_1'::regnamespace AND relname ~ '^(my|public)_' ORDER BY pg_class.oid::regclass::text, attnum;

/* Errors that depend on a row that is not one's own do not come */

SELECT results_eq(format('SELECT pg_temp.seen_by(%L, %L)', 'access_town', format(
           'SELECT count(*)::text FROM random_1.my_%s WHERE 1 / (structure <> %L)::int = 1', mine, other)),
       format('SELECT pg_temp.seen_by(%L, %L)', 'access_town', format('SELECT count(*)::text FROM random_1.my_%s', mine)),
       format('my_%s: no division by zero for %s', mine, other))
FROM unnest('{score,response,profile,criterion}'::text[]) AS mine, unnest('{S4,S10}'::text[]) AS other;
SELECT is(pg_temp.seen_by('access_town', format('SELECT max(structure::int)::text FROM random_1.my_%s', mine)),
       '22P02 invalid input syntax for type integer: "S3"', format('my_%s: a cast tells of one''s own', mine))
FROM unnest('{score,response,profile,criterion}'::text[]) AS mine;

/* Plans are the same whatever the others' scores are */

CREATE FUNCTION pg_temp.plan_seen(role text, options text, query text) RETURNS text LANGUAGE sql
RETURN (SELECT string_agg(line, E'\n') FROM pg_temp.seen_by(role, format('EXPLAIN (%s) %s', options, query)) AS line
        WHERE line !~ '(Filter|Cond): |Memory');
CREATE TEMP TABLE guess AS
SELECT view, options, format('SELECT * FROM random_1.%s WHERE structure = %L AND %s > -1', view, other, figure) AS below,
       format('SELECT * FROM random_1.%s WHERE structure = %L AND %s > 1001', view, other, figure) AS above
FROM (VALUES ('my_score', 'global_score'), ('my_score', 'weight'), ('my_score', 'std_error'), ('my_profile', 'score'),
             ('my_criterion', 'score'), ('my_criterion', 'lost_points'), ('my_response', 'score'), ('my_response', 'value')) AS guessed (view, figure),
     unnest('{S4,S10}'::text[]) AS other, unnest('{"COSTS OFF, ANALYZE, TIMING OFF, SUMMARY OFF"}'::text[]) AS options;
SELECT is(pg_temp.plan_seen('access_town', options, below), pg_temp.plan_seen('access_town', options, above), below) FROM guess;
SELECT matches(pg_temp.plan_seen('access_town', options, below), '^Append \(actual rows=0', 'a plan was seen') FROM guess LIMIT 1;
SELECT isnt(pg_temp.plan_seen('access_analyst', options, below), pg_temp.plan_seen('access_analyst', options, above), 'plans of who reads all do tell')
FROM guess WHERE view = 'my_score' LIMIT 1;
SELECT is_empty(format('SELECT pg_temp.seen_by(%L, %L)', 'access_town', format('SELECT tablename::text FROM %s WHERE schemaname ~ ''^random_''', stats)), stats || ' shows nothing')
FROM unnest('{pg_stats,pg_stats_ext,pg_stats_ext_exprs}'::text[]) AS stats;
SELECT is(pg_temp.seen_by('access_town', 'SELECT 1::text FROM ' || stats), '42501 permission denied for table ' || stats, stats || ' is not read')
FROM unnest('{pg_statistic,pg_statistic_ext_data,pg_authid}'::text[]) AS stats;

/* Functions: of another's structure nothing */

CREATE FUNCTION pg_temp.call_of(function regprocedure, structure text) RETURNS text LANGUAGE sql
RETURN (SELECT format('SELECT t::text FROM %s.%I(%s) AS t', pronamespace::regnamespace, proname, string_agg(
                   CASE name WHEN 'edition' THEN '1' WHEN 'structure' THEN quote_literal(structure) ELSE 'NULL' END, ', ' ORDER BY place) FILTER (WHERE name IS NOT NULL))
        FROM pg_proc LEFT JOIN unnest(proargnames[1:pronargs - pronargdefaults]) WITH ORDINALITY AS argument (name, place) ON true
        WHERE pg_proc.oid = function GROUP BY pronamespace, proname);
SELECT is_empty(format($$SELECT seen FROM pg_temp.seen_by('access_town', %L) AS seen WHERE seen !~ '^42501 permission denied' AND seen ~ '(\mS|Structure )(4|10)\M'$$,
                       pg_temp.call_of(pg_proc.oid, 'S4')), proname || ' does not name another structure to a participant')
FROM pg_proc WHERE pronamespace = 'random_1'::regnamespace ORDER BY proname;
SELECT is_empty($$SELECT pg_temp.seen_by('access_town', 'SELECT t::text FROM random_1.explain_score(1, ''S4'') AS t')$$, 'explain_score of another');
SELECT matches(pg_temp.seen_by('access_town', 'SELECT t::text FROM random_1.what_if(1) AS t'), '^42501', 'what_if');
SELECT is_empty(format('SELECT pg_temp.differences(%L, %L, %L)',
                       pg_temp.keep('access_town', $$SELECT * FROM random_1.explain_score(1, 'S3')$$, 'own_explained'),
                       $$SELECT * FROM random_1.explain_score(1, 'S3')$$, '{audit,item}'), 'explain_score of one''s own');
SELECT is_empty($$SELECT structure, pg_temp.seen_by('access_analyst', format('SELECT sum(contribution)::numeric(12, 6)::text FROM random_1.explain_score(1, %L)', structure))
                  FROM random_1.structure_score WHERE edition = 1 AND global_score IS NOT NULL
                  EXCEPT SELECT structure, global_score::numeric(12, 6)::text FROM random_1.structure_score WHERE edition = 1$$,
                'explain_score of an analyst, of all');

/* An audit that cannot be scored takes its edition away, and does not tell whose it is */

SAVEPOINT broken;
ALTER TABLE random_1.audit DISABLE TRIGGER USER;
UPDATE random_1.audit SET answers = '{1,2}' WHERE ctid = (SELECT max(ctid) FROM random_1.audit WHERE edition = 1 AND structure <> 'S3' AND responded AND weight > 0);
SELECT set_eq(format($$SELECT pg_temp.seen_by('access_town', 'SELECT DISTINCT edition::text FROM random_1.%s')$$, view),
              $$SELECT edition::text FROM random_1.participation WHERE structure = 'S3' AND edition <> 1$$,
              'a broken audit: ' || view)
FROM unnest('{my_score,my_profile,my_criterion}'::text[]) AS view;
SELECT set_eq($$SELECT pg_temp.seen_by('access_town', 'SELECT DISTINCT edition::text FROM random_1.my_response')$$,
              $$SELECT edition::text FROM random_1.participation WHERE structure = 'S3'$$,
              'a broken audit of another: my_response');
ROLLBACK TO broken;

/* An analyst */

SELECT is_empty(format('SELECT seen FROM pg_temp.seen_by(%L, %L) AS seen WHERE seen ~ %L', 'access_analyst',
                       format('SELECT count(*)::text FROM %s', pg_class.oid::regclass), '^[0-9A-Z]{5} '), relname || ' is read')
FROM pg_class WHERE relnamespace = 'random_1'::regnamespace AND relkind IN ('v', 'r') AND relname NOT IN ('audit', 'participation', 'structure_role') ORDER BY relname;
SELECT is(pg_temp.seen_by('access_analyst', 'SELECT 1::text FROM random_1.' || name), '42501 permission denied for table ' || name, name || ' is not')
FROM unnest('{audit,participation,structure_role}'::text[]) AS name;
SELECT is_empty(format('SELECT seen FROM pg_temp.seen_by(%L, %L) AS seen WHERE seen ~ %L', 'access_analyst', pg_temp.call_of(pg_proc.oid, 'S3'), '^42501'), proname || ' is called')
FROM pg_proc WHERE pronamespace = 'random_1'::regnamespace ORDER BY proname;
SELECT is_empty(format('SELECT pg_temp.differences(%L, %L, %L)',
                       pg_temp.keep('access_analyst', 'SELECT * FROM random_1.' || mine, mine || ' of analyst'),
                       'SELECT * FROM random_1.' || source, keys), 'an analyst reads all in ' || mine)
FROM part WHERE mine <> 'my_response';
SELECT is(count(*), (SELECT count(*) FROM random_1.response), 'and in my_response')
FROM pg_temp.seen_by('access_analyst', 'SELECT t::text FROM random_1.my_response AS t');

/* A loader */

SET LOCAL ROLE access_loader;
SELECT lives_ok($$SELECT barometre.create_staging('file', 'edition;structure;canal;référence;critère;réponse', ';')$$, 'a loader stages a file');
INSERT INTO file VALUES (DEFAULT, '1', 'S8', 'email', 'new', 'email_1', '1'), (DEFAULT, '1', 'S8', 'email', 'new', 'email_3', '1');
SELECT is(split_part(message, '; ', 1), 'lines: 2, audits: 1, answers: 2, loaded: 1, updated: 0, unchanged: 0, refused: 0', 'and imports it')
FROM barometre.import_responses('random_1', 'file') WHERE code = 'summary';
COPY random_1.audit (edition, structure, audit, channel, responded) FROM stdin;
1	S8	900	phone	f
\.
SELECT is((SELECT count(*) FROM random_1.audit WHERE structure = 'S8' AND (audit = 900 OR reference = 'new')), 2::bigint, 'it copies');
SELECT lives_ok('SELECT * FROM barometre.check_audits(''random_1'')', 'it checks');
SELECT lives_ok($$INSERT INTO random_1.edition (edition) VALUES (3)$$, 'it opens an edition');
SELECT lives_ok($$SELECT barometre.copy_questionnaire('random_1', 2, 3)$$, 'with the questionnaire of another');
SELECT throws_ok('SELECT FROM random_1.structure_score', '42501', NULL, 'it reads no view');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
