/*
 * Scores and their jackknife against plain SQL that leaves out each audit in
 * turn, on random audits with weights; and what holds for any audits.
 */
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.random_of(seed text) RETURNS float8 LANGUAGE sql
RETURN ('x' || substr(md5(seed), 1, 8))::bit(32)::bigint::float8 / 4294967296;

-- Four channels, one of weight 0; three determinants, one of which a single channel measures
CREATE TEMP TABLE channel (channel text, weight float8);
INSERT INTO channel VALUES ('letter', 0), ('phone', 2), ('email', 1.5), ('visit', 1);
CREATE TEMP TABLE determinant (determinant text, weight float8);
INSERT INTO determinant VALUES ('courtesy', 1), ('waiting', 2.5), ('transfer', 0.7);
CREATE TEMP TABLE item AS
SELECT channel.channel, item, determinant, CASE WHEN item = 4 THEN 0 ELSE round((0.5 + 2 * pg_temp.random_of(channel.channel || item))::numeric, 1)::float8 END AS weight
FROM channel
CROSS JOIN (VALUES (1, 'courtesy'), (2, 'waiting'), (3, 'waiting'), (4, 'courtesy'), (5, 'transfer')) AS list (item, determinant)
WHERE determinant <> 'transfer' OR channel = 'visit';
CREATE TEMP TABLE form AS
SELECT barometre.audit_form(1, channel, channel.weight, determinant, determinant.weight, item, item.weight, 'zero', '{0,10}', '{0,100}') AS form
FROM item JOIN channel USING (channel) JOIN determinant USING (determinant);

-- 60 structures with up to 5 audits a channel: one in 7 answers is NULL, one in 11 NaN; one in 13 audits without response
CREATE TEMP TABLE audit AS
SELECT structure, audit, channel, channel || audit AS name, pg_temp.random_of('silent' || seed) > 1 / 13.0 AS responded,
       CASE WHEN pg_temp.random_of('silent' || seed) > 1 / 13.0 THEN answers END AS answers,
       (ARRAY[1, 1, 0.3, 2.7, 12.5, 0])[1 + floor(6 * pg_temp.random_of('weight' || seed))]::float8 AS weight
FROM generate_series(1, 60) AS structure
CROSS JOIN channel
CROSS JOIN LATERAL generate_series(1, floor(6 * pg_temp.random_of('audits' || structure || channel))::int) AS audit
CROSS JOIN LATERAL (SELECT structure || channel || audit AS seed) AS seeded
CROSS JOIN LATERAL (
    SELECT array_agg(CASE WHEN pg_temp.random_of('null' || seed || item) < 1 / 7.0 THEN NULL WHEN pg_temp.random_of('nan' || seed || item) < 1 / 11.0 THEN 'NaN'
                          ELSE floor(11 * pg_temp.random_of('answer' || seed || item)) END::real ORDER BY item) AS answers
    FROM item WHERE item.channel = channel.channel) AS answered;

-- Scored items: every one that has a score, with its weight
CREATE TEMP TABLE scored AS
SELECT structure, channel, name, determinant, audit.weight * item.weight AS weight, CASE WHEN responded THEN 10 * answers[item]::text::float8 ELSE 0 END AS score
FROM audit JOIN item USING (channel)
WHERE audit.weight > 0 AND (NOT responded OR answers[item] < 'NaN');

-- G of a structure in plain SQL, without the audit of that name
CREATE FUNCTION pg_temp.global_score(of_structure int, without text) RETURNS float8 LANGUAGE sql AS $$
    WITH cell AS (
        SELECT channel, determinant, sum(weight * score) / sum(weight) AS score FROM scored
        WHERE structure = of_structure AND name <> without GROUP BY channel, determinant HAVING sum(weight) > 0),
    measured AS (
        SELECT determinant, sum(channel.weight * score) / sum(channel.weight) AS score
        FROM cell JOIN channel USING (channel) WHERE channel.weight > 0 GROUP BY determinant)
    SELECT sum(weight * score) / sum(weight) FROM measured JOIN determinant USING (determinant)
$$;

CREATE TEMP TABLE expected AS
WITH replicate AS (
    SELECT structure, channel, name, pg_temp.global_score(structure, '') AS score, pg_temp.global_score(structure, name) AS without
    FROM scored JOIN channel USING (channel) WHERE channel.weight > 0 GROUP BY structure, channel, name HAVING sum(scored.weight) > 0),
stratum AS (
    SELECT structure, channel, count(*) AS n, (count(*) - 1.0) / count(*) * sum((without - score) ^ 2) AS term, bool_or(without IS NULL) AND count(*) > 1 AS unknown
    FROM replicate GROUP BY structure, channel)
SELECT structure, pg_temp.global_score(structure, '') AS global_score,
       CASE WHEN NOT bool_or(unknown) THEN sqrt(sum(term) FILTER (WHERE n > 1) * count(*) / nullif(count(*) FILTER (WHERE n > 1), 0)) END AS std_error,
       nullif(sum(n - 1), 0) AS df
FROM stratum GROUP BY structure;

CREATE TEMP TABLE result AS
SELECT structure, barometre.scorecard(form, 1, channel, responded, answers, weight) AS card, barometre.scorecard_jackknife(form, 1, channel, responded, answers, weight) AS full_card,
       (barometre.structure_result(form, 1, channel, responded, answers, weight)).*
FROM form, audit GROUP BY structure;

SELECT cmp_ok(count(std_error), '>', 40::bigint, 'most structures have an error') FROM result;
SELECT is_empty($$SELECT * FROM result FULL JOIN expected USING (structure)
    WHERE abs(result.global_score - expected.global_score) > 1e-11 OR (result.global_score IS NULL) <> (expected.global_score IS NULL)$$, 'global scores of weighted audits by plain SQL');
SELECT is_empty($$SELECT * FROM result JOIN expected USING (structure)
    WHERE abs(result.std_error - expected.std_error) > 1e-9 OR (result.std_error IS NULL) <> (expected.std_error IS NULL) OR (result.std_error IS NOT NULL AND result.df <> expected.df)$$,
    'errors of weighted audits: each audit left out by plain SQL');
SELECT is_empty($$SELECT structure, completeness, expected FROM result
    JOIN (SELECT structure, sum(audit.weight * item.weight) FILTER (WHERE NOT responded OR answers[item] < 'NaN') / nullif(sum(audit.weight * item.weight), 0) AS expected
          FROM audit JOIN item USING (channel) WHERE audit.weight > 0 AND (NOT responded OR answers[item] IS NOT NULL) GROUP BY structure) AS plain USING (structure)
    WHERE abs(completeness - coalesce(expected, 0)) > 1e-12$$, 'completeness of weighted audits by plain SQL');
SELECT is_empty($$SELECT structure, audits, counted FROM result JOIN (SELECT structure, count(*) FILTER (WHERE weight > 0) AS counted FROM audit GROUP BY structure) AS plain USING (structure)
    WHERE audits <> counted$$, 'an audit of weight 0 is not counted, one without a scored item is');
SELECT is_empty($$SELECT structure, cell_coverage, expected FROM result
    LEFT JOIN (SELECT structure, sum(channel.weight * determinant.weight) / (4.5 * 3.5 + 0.7) AS expected
          FROM (SELECT structure, channel, determinant FROM scored GROUP BY structure, channel, determinant HAVING sum(weight) > 0) AS cell
          JOIN channel USING (channel) JOIN determinant USING (determinant) GROUP BY structure) AS plain USING (structure)
    WHERE abs(cell_coverage - coalesce(expected, 0)) > 1e-12$$, 'cell coverage by plain SQL: of (2 + 1.5 + 1)·(1 + 2.5) + 1·0.7');

/*
 * Respondents with weights, against R survey 4.1-1 (r: a row an answer that is there):
 * r = as.svrepdesign(svydesign(ids = ~audit, strata = ~channel, weights = ~weight * v), type = "JKn", mse = TRUE),
 * svyby(~score, ~channel, r, svymean), and withReplicates(r, (2 * mean of phone + 1.5 * mean of email) / 3.5).
 */
CREATE TEMP TABLE respondent AS
SELECT barometre.scorecard_jackknife(form, 1, channel, true, answers, weight) AS card
FROM (SELECT barometre.audit_form(1, channel, w, 'courtesy', 1, v, v, 'zero', '{0,10}', '{0,100}') AS form
      FROM (VALUES ('phone', 2), ('email', 1.5)) AS channel (channel, w), generate_series(1, 2) AS v) AS compiled
CROSS JOIN (VALUES ('phone', 0.5, '{7,4}'::real[]), ('phone', 2.25, '{9,NULL}'), ('phone', 1, '{2,6}'), ('phone', 1.75, '{NULL,8}'),
                   ('email', 3, '{5,1}'), ('email', 0.8, '{10,3}'), ('email', 1.2, '{0,NULL}')) AS answered (channel, weight, answers);
SELECT is_empty($$
    SELECT * FROM respondent CROSS JOIN LATERAL barometre.structure_result(card) AS found
    WHERE (abs(global_score - 50.38161606105857) < 1e-12 AND abs(std_error - 7.43822721059327) < 1e-12 AND df = 5) IS NOT TRUE$$,
    'weights of respondents: score and error as survey''s JKn');
SELECT is_empty($$
    SELECT * FROM respondent CROSS JOIN LATERAL barometre.scorecard_channels(card) AS found
    FULL JOIN (VALUES ('email', 26.8253968253968, 9.05874471952619), ('phone', 68.0487804878049, 11.10317036577335))
        AS survey (channel, mean, error) ON survey.channel = found.channel
    WHERE (abs(score - mean) < 1e-12 AND abs(sqrt((strata).variance[1] / (strata).units[1]) - error) < 1e-12) IS NOT TRUE$$,
    'weights of respondents: channels as survey''s JKn');

-- Weights that are counts: as many equal audits (the error is of other units)
SELECT is_empty($$
    SELECT * FROM (SELECT structure, barometre.structure_result(barometre.scorecard(form, 1, channel, responded, answers, audit % 4)) AS weighted FROM form, audit GROUP BY structure) AS a
    FULL JOIN (SELECT structure, barometre.structure_result(barometre.scorecard(form, 1, channel, responded, answers)) AS repeated
               FROM form, audit, generate_series(1, audit % 4) GROUP BY structure) AS b USING (structure)
    WHERE abs((weighted).global_score - (repeated).global_score) > 1e-11 OR abs((weighted).completeness - (repeated).completeness) > 1e-12
       OR (weighted).coverage <> (repeated).coverage OR (weighted).cell_coverage <> (repeated).cell_coverage$$, 'a weight of k is k equal audits');
-- A common factor changes nothing but sums, also one at the ends of what is allowed
SELECT is_empty(format($$
    SELECT * FROM result JOIN (SELECT structure, (barometre.structure_result(form, 1, channel, responded, answers, weight * %s)).* FROM form, audit GROUP BY structure) AS scaled USING (structure)
    WHERE abs(scaled.global_score - result.global_score) > 1e-11 OR abs(scaled.std_error - result.std_error) > 1e-10 OR abs(scaled.completeness - result.completeness) > 1e-12
       OR scaled.audits <> result.audits OR (scaled.std_error IS NULL) <> (result.std_error IS NULL)$$, factor), 'all weights times ' || factor)
FROM unnest('{8,1e-99,1e98}'::float8[]) AS factor;

-- Read back from text and binary, in parts: equal
SELECT is_empty('SELECT structure FROM result WHERE full_card OPERATOR(barometre.<>) full_card::text::barometre.scorecard OR card OPERATOR(barometre.<>) card::text::barometre.scorecard', 'text reads back');
SELECT is_empty($$SELECT structure FROM result JOIN (
    SELECT structure, barometre.rollup(card) AS merged FROM (
        SELECT structure, barometre.scorecard_jackknife(form, 1, channel, responded, answers, weight) AS card FROM form, audit GROUP BY structure, audit) AS part
    GROUP BY structure) AS parts USING (structure)
    WHERE abs((barometre.structure_result(merged)).global_score - global_score) > 1e-11 OR abs((barometre.structure_result(merged)).std_error - std_error) > 1e-10$$, 'merged in parts');

-- Scores are within the scale, exactly: 3,000 forms with odd weights, and every answer at the top
CREATE TEMP TABLE top AS
SELECT barometre.scorecard(form, 1, 'c' || 1 + n % 3, true, array_fill(n % 10, '{9}')::real[], 1 / (1 + 7 * pg_temp.random_of('w' || n))) AS card
FROM (SELECT trial, barometre.audit_form(1, 'c' || c, pg_temp.random_of('c' || trial || c), 'd' || 1 + i % 3, pg_temp.random_of('d' || trial || i % 3), i, pg_temp.random_of('i' || trial || c || i), 'zero', '{0}', '{100}') AS form
      FROM generate_series(1, 3000) AS trial, generate_series(1, 3) AS c, generate_series(1, 9) AS i GROUP BY trial) AS made,
    generate_series(1, 7) AS n
GROUP BY trial;
SELECT is(count(*) FILTER (WHERE cell.score > 100 OR cell.score < 100 - 1e-9), 0::bigint, 'cells at the top are 100, never above') FROM top, barometre.scorecard_cells(card) AS cell;
SELECT is(count(*) FILTER (WHERE determinant.score > 100), 0::bigint, 'no determinant is above 100') FROM top, barometre.scorecard_determinants(card) AS determinant;
SELECT is(count(*) FILTER (WHERE channel.score > 100), 0::bigint, 'no channel is above 100') FROM top, barometre.scorecard_channels(card) AS channel;
SELECT is(count(*) FILTER (WHERE (barometre.structure_result(card)).global_score > 100), 0::bigint, 'no global score is above 100') FROM top;
SELECT is(count(*) FILTER (WHERE (barometre.structure_result(card)).coverage <> 1 OR (barometre.structure_result(card)).cell_coverage <> 1 OR (barometre.structure_result(card)).completeness <> 1),
          0::bigint, 'what is whole is exactly 1') FROM top;

SELECT * FROM finish();
ROLLBACK;
