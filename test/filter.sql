/*
 * A filter on the edition reaches the audits, and the scoring of a query is
 * done in one place: two editions hold an audit that cannot be scored, and no
 * view of another edition stumbles over it.  What participants and the public
 * read leaves such editions out.
 */
BEGIN;
SELECT plan(91);

SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;

INSERT INTO edition (edition) SELECT generate_series(1, 4);
INSERT INTO determinant_weight SELECT edition, 'courtesy', 1 FROM edition;
INSERT INTO channel_weight SELECT edition, 'phone', 1 FROM edition;
INSERT INTO criterion (edition, channel, item, determinant, scale) SELECT edition, 'phone', 1, 'courtesy', 'grade_0_10' FROM edition;
INSERT INTO structure (structure) VALUES ('A'), ('B'), ('C');
INSERT INTO participation (edition, structure, category, labels)
SELECT edition, structure, 'region', CASE structure WHEN 'A' THEN '{Qualivilles}' ELSE '{}' END::text[] FROM edition, structure;
INSERT INTO audit (edition, structure, audit, channel, answers)
SELECT edition, structure, audit, 'phone', ARRAY[edition + audit + ascii(structure) - 65]
FROM edition, structure, generate_series(1, 2) AS audit;

-- an audit of two answers, which the guard would refuse, in the editions 1 and 4
ALTER TABLE audit DISABLE TRIGGER guard_answers;
UPDATE audit SET answers = '{1,2}' WHERE edition IN (1, 4) AND structure = 'A' AND audit = 1;
ALTER TABLE audit ENABLE TRIGGER guard_answers;
ANALYZE;

CREATE TEMP TABLE scoring_view (view text, position serial);
INSERT INTO scoring_view (view) VALUES
    ('audit_score'), ('channel_determinant_score'), ('determinant_score'), ('channel_score'), ('structure_score'),
    ('category_score'), ('edition_score'), ('category_ranking'), ('laureate'), ('ranking_robustness'), ('certified_comparison'), ('certified_gap'),
    ('edition_change'), ('edition_change_by_category'), ('edition_key_figures');

CREATE FUNCTION pg_temp.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END;
$$;

SELECT lives_ok(format('SELECT * FROM %I WHERE edition = 3', view), view || ' of one edition scores that edition, and the previous one where it compares')
FROM scoring_view ORDER BY position;

SELECT throws_ok(format('SELECT * FROM %I', view), '22023', NULL, view || ' of all editions meets the audit that cannot be scored')
FROM scoring_view ORDER BY position;

-- The views that compare editions also look for an audit of the previous one.
SELECT ok((SELECT count(*) FROM pg_temp.plan_of(format('SELECT * FROM %I WHERE edition = 3', view)) AS line
           WHERE line ~ ' on audit( |$)') <= CASE WHEN view LIKE 'edition_change%' THEN 3
                                                  WHEN view IN ('edition_key_figures', 'ranking_robustness') THEN 2 ELSE 1 END,
          view || ' reads the audits in no more places than it must')
FROM scoring_view ORDER BY position;

-- Edition 3 by hand: A holds 4 and 5, B 5 and 6, C 6 and 7, on a scale from 0 to 10; one point more than edition 2.
SELECT results_eq('SELECT global_score, change, certified_gap FROM edition_key_figures WHERE edition = 3',
                  'VALUES (55::float8, 10::float8, -15::float8)', 'the figures of the edition are right');

-- Participants and the public read the other editions, without a filter.
CREATE ROLE filter_a;
CREATE ROLE filter_b;
SELECT barometre.grant_participant('observatoire', 'filter_a', 'A'),
       barometre.grant_participant('observatoire', 'filter_b', 'B');
CREATE TEMP TABLE shown (reader text, view text, is_mended boolean, editions int[], rows text[]);
CREATE PROCEDURE pg_temp.show(is_mended boolean) LANGUAGE plpgsql AS $$
DECLARE
    reader text;
    view text;
    editions int[];
    rows text[];
BEGIN
    FOR reader, view IN SELECT role.name, relname FROM unnest('{filter_a,filter_b}'::text[]) AS role (name), pg_class
        WHERE relnamespace = 'observatoire'::regnamespace AND relkind = 'v' AND relname ~ '^(my|public)_' LOOP
        EXECUTE format('SET LOCAL ROLE %I', reader);
        EXECUTE format('SELECT array_agg(DISTINCT v.edition),
                               array_agg(v::text ORDER BY v::text) FILTER (WHERE edition IN (2, 3)) FROM %I AS v', view)
            INTO editions, rows;
        RESET ROLE;
        INSERT INTO shown VALUES (reader, view, is_mended, editions, rows);
    END LOOP;
END;
$$;
CALL pg_temp.show(false);
UPDATE audit SET answers = ARRAY[edition + 1] WHERE edition IN (1, 4) AND structure = 'A' AND audit = 1;
CALL pg_temp.show(true);
SELECT is((SELECT array_agg(DISTINCT view ORDER BY view) FROM shown WHERE is_mended),
          '{my_criterion,my_profile,my_response,my_score,public_category_breakdown,public_category_score,
            public_certified_comparison}'::text[],
          'the views of participants and of the public');
SELECT is(editions, '{1,2,3,4}'::int[], format('%s shows %s all editions when the audits are corrected', view, reader))
FROM shown WHERE is_mended ORDER BY view, reader;
-- its audits are all in order, and need no others
SELECT is(editions, CASE WHEN (view, reader) = ('my_response', 'filter_b') THEN '{1,2,3,4}' ELSE '{2,3}' END::int[],
          format('%s shows %s the editions that can be scored', view, reader))
FROM shown WHERE NOT is_mended ORDER BY view, reader;
SELECT is(before.rows, after.rows, format('%s shows %s nothing else of them', view, reader))
FROM shown AS before JOIN shown AS after USING (view, reader)
WHERE after.is_mended AND NOT before.is_mended ORDER BY view, reader;

-- Answers are shown of an audit that counts in nothing, too.
ALTER TABLE audit DISABLE TRIGGER guard_answers;
UPDATE audit SET answers = '{Infinity}', weight = 0 WHERE edition = 1 AND structure = 'A' AND audit = 1;
UPDATE audit SET answers = '{{1}}', weight = 0 WHERE edition = 4 AND structure = 'A' AND audit = 1;
ALTER TABLE audit ENABLE TRIGGER guard_answers;
SET LOCAL ROLE filter_a;
SELECT results_eq('SELECT DISTINCT edition FROM my_response ORDER BY edition', 'VALUES (2), (3)',
                  'my_response leaves out what of weight 0 cannot be shown');
SELECT is(array_agg(edition ORDER BY edition), '{1,2,3,4}'::int[],
          'such an audit has no part in the scores, which are shown') FROM my_score;
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
