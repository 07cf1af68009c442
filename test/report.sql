/*
 * The pages say what the views say, in both languages, are well-formed, and
 * show nobody's score to the public but the laureates'.
 */
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = warning;
SELECT barometre.create_observatory('observatoire');
SET LOCAL search_path = observatoire, public;
\i test/data/load_edition.sql

-- HTML as XML: <meta> and <br> are all that HTML leaves open
CREATE FUNCTION pg_temp.xml(page text) RETURNS xml LANGUAGE sql
RETURN xmlparse(DOCUMENT regexp_replace(page, '<(meta|br)([^>]*)>', '<\1\2/>', 'g'));
-- the text of a page, as one reads it
CREATE FUNCTION pg_temp.words(page text) RETURNS text LANGUAGE sql
RETURN regexp_replace(regexp_replace(replace(regexp_replace(page, '<style>.*</style>', ''), '&#39;', ''''), '<[^>]+>', ' ', 'g'),
                      '[\s\u00A0\u202F]+', ' ', 'g');
CREATE FUNCTION pg_temp.fr(value float8) RETURNS text LANGUAGE sql
RETURN replace(replace(round(value::numeric, 1)::text, '.', ','), '-', U&'\2212');

-- PostgreSQL reads XML where it is built with libxml, as Debian's is and test/tools/assertion_server's is not
CREATE FUNCTION pg_temp.well_formed(pages text, what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.xml('<page/>');
    RETURN lives_ok('SELECT pg_temp.xml(html) FROM ' || pages, what);
EXCEPTION WHEN feature_not_supported THEN
    RETURN skip('this server is built without libxml', 1);
END;
$$;

CREATE TEMP TABLE page AS
SELECT edition.edition, language, audience,
       CASE WHEN set_config('barometre.language', language, true) IS NOT NULL THEN observatoire.report(edition.edition, audience) END AS html
FROM observatoire.edition, unnest('{fr,en}'::text[]) AS language, unnest('{public,internal}'::text[]) AS audience
ORDER BY language;
ALTER TABLE page ADD words text;
UPDATE page SET words = pg_temp.words(html);
SET LOCAL barometre.language = 'fr';

SELECT is(given, pg_catalog.jsonb_object_agg(key, CASE key WHEN 'audience' THEN value END), 'data of NULL: no figure')
FROM unnest(ARRAY[report_totals(NULL, 3), report_internal(NULL), report_public(NULL), structure_report_data(NULL, 'S01'), structure_report_data(2020, NULL)]) AS given,
     jsonb_each(given)
GROUP BY given;
SELECT is(report_totals(2020, NULL), report_totals(2020, 2147483647), 'totals of NULL structures or more: none');
SELECT is(count(*), (SELECT 4 * count(*) FROM edition), 'a page for every edition, language and audience') FROM page WHERE html IS NOT NULL;
SELECT pg_temp.well_formed('page', 'pages are well-formed');
SELECT is_empty($$SELECT edition, language, audience FROM page
                  WHERE html ~* '<(script|link|img|iframe|object|embed)|@import|url\(|\son[a-z]+="' OR words ~ 'NULL|NaN|Infinity|– (point|audit)' OR octet_length(html) > 1.5e6
                     OR regexp_replace(html, 'xmlns="http://www.w3.org/2000/svg"', '', 'g') ~ 'https?:'$$,
                'no script, nothing loaded from elsewhere, no NULL, and below 1.5 MB');
SELECT is_empty($$SELECT edition, language, audience FROM page WHERE html NOT LIKE '%<html lang="' || language || '">%'$$, 'each says its language');
SELECT is_empty($$SELECT edition, language, audience, level, after FROM (
                      SELECT edition, language, audience, heading[1]::int AS level,
                             lag(heading[1]::int, 1, 0) OVER (PARTITION BY edition, language, audience ORDER BY place) AS after
                      FROM page, regexp_matches(html, '<h([1-6])>', 'g') WITH ORDINALITY AS found (heading, place)) AS headings
                  WHERE level > after + 1$$, 'no heading leaves out a level');
SELECT is_empty($$SELECT edition, language, audience FROM page, regexp_matches(html, '<svg[^>]*>(?:<title>([^<]*))?', 'g') AS chart
                  WHERE chart[1] IS NULL AND html !~ 'aria-hidden'$$, 'every chart has its title');
SELECT is_empty($$SELECT edition, language, audience FROM page
                  WHERE (SELECT count(*) FROM regexp_matches(html, 'role="img"', 'g')) <> (SELECT count(*) FROM regexp_matches(html, '<figure>', 'g'))
                     OR (SELECT count(*) FROM regexp_matches(html, '<figure>', 'g')) <> (SELECT count(*) FROM regexp_matches(html, '<details>', 'g'))$$,
                'every chart has its figures in a table');

/* What the views say */

SELECT is_empty($$SELECT page.edition, page.audience FROM page JOIN edition_score USING (edition)
                  WHERE language = 'fr' AND words NOT LIKE '%obtiennent ' || pg_temp.fr(score) || ' sur 100 [' || pg_temp.fr(score_low) || ' ; '
                                                            || pg_temp.fr(score_high) || ']%'$$, 'the mean score and its interval');
SELECT is_empty($$SELECT page.edition, page.audience FROM page JOIN edition_change USING (edition)
                  WHERE language = 'fr' AND change IS NOT NULL
                    AND words NOT LIKE '%' || pg_temp.fr(abs(change)) || ' point% de ' || CASE WHEN change < 0 THEN 'moins' ELSE 'plus' END
                                       || ' qu’en ' || previous_edition || '%'$$, 'the change');
SELECT is_empty($$SELECT page.edition, audience FROM page JOIN edition_change USING (edition)
                  WHERE language = 'fr' AND change IS NULL AND words NOT LIKE '%Il n’y a pas d’édition antérieure%'$$, 'no change without a previous edition');
SELECT is_empty($$SELECT page.edition, audience, structure FROM page JOIN laureate USING (edition)
                  WHERE language = 'fr' AND words NOT LIKE '%' || name || '%' || pg_temp.fr(global_score) || '%' || round(100 * probability_best::numeric) || ' %'$$,
                'the laureates, and how sure they are');
SELECT is_empty($$SELECT page.edition, item FROM page JOIN edition_breakdown USING (edition)
                  WHERE language = 'fr' AND audience = 'internal' AND breakdown = 'determinant'
                    AND words NOT LIKE '%' || item_label || '%' || pg_temp.fr(score) || '%'$$, 'the determinants');
SELECT is_empty($$SELECT page.edition, item FROM page JOIN certified_comparison USING (edition)
                  WHERE language = 'fr' AND audience = 'internal' AND breakdown = 'determinant' AND gap IS NOT NULL
                    AND words NOT LIKE '%' || item_label || ' ' || pg_temp.fr(certified_score) || ' ' || pg_temp.fr(non_certified_score) || ' '
                                       || CASE WHEN round(gap::numeric, 1) > 0 THEN '+' ELSE '' END || pg_temp.fr(gap) || '%'$$, 'the certified gap by determinant');
SELECT is_empty($$SELECT page.edition, structure FROM page JOIN category_ranking AS ranked USING (edition)
                  WHERE language = 'fr' AND audience = 'internal' AND rank IS NOT NULL
                    AND words NOT LIKE '%' || name || ' ' || rank || ' ' || pg_temp.fr(global_score) || ' %' || rank_low || '–' || rank_high || ' %'$$,
                'internal: every place and its rank set');
SELECT is_empty($$SELECT page.edition, category FROM page JOIN public_category_score AS shown USING (edition)
                  WHERE audience = 'public' AND language = 'fr'
                    AND words NOT LIKE CASE WHEN suppression = '' THEN '%' || category_label || ' ' || participants || ' ' || pg_temp.fr(score) || ' %'
                                            ELSE '%' || category_label || ' ' || participants || ' n. p. %n. p. : %' || category_label || '%' END$$,
                'public: category means, or n. p.');
SELECT isnt((SELECT count(*) FROM public_category_score WHERE suppression <> ''), 0::bigint, 'some are withheld');
SELECT is_empty($$SELECT page.edition, name FROM page JOIN structure_score AS scored USING (edition)
                  WHERE audience = 'public' AND words LIKE '%' || name || '%'
                    AND structure NOT IN (SELECT structure FROM laureate WHERE laureate.edition = page.edition)$$, 'public: only laureates are named');
-- the cells of a determinant, by the weights of the channels, are the determinant but for answers that are missing
SELECT is_empty($$SELECT shown.edition, determinant, sum(weight * cell.score) / sum(weight) AS of_cells, min(total.score) AS score
                  FROM edition AS shown, LATERAL report_totals(shown.edition, 1) AS data,
                       jsonb_to_recordset(data -> 'cells') AS cell (determinant text, channel text, score float8),
                       channel_weight, edition_breakdown AS total
                  WHERE channel_weight.edition = shown.edition AND channel_weight.channel = cell.channel
                    AND total.edition = shown.edition AND total.breakdown = 'determinant' AND total.item = cell.determinant
                  GROUP BY shown.edition, determinant
                  HAVING (abs(sum(weight * cell.score) / sum(weight) - min(total.score)) < 3) IS NOT TRUE$$,
                'cells agree with their determinant');
SELECT is_empty($$SELECT edition FROM edition, LATERAL report_totals(edition, 1) AS data
                  WHERE jsonb_array_length(data -> 'criteria') > 10$$, 'ten criteria at most');

/* A participant's pages */

CREATE ROLE report_analyst;
CREATE ROLE report_participant;
SELECT barometre.grant_read('observatoire', 'report_analyst');
SELECT barometre.grant_participant('observatoire', 'report_participant', 'S01');
-- what a role is given, or the error that it meets
CREATE FUNCTION pg_temp.as_role(role text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('role', role, true);
    BEGIN
        EXECUTE query INTO answer;
    EXCEPTION WHEN OTHERS THEN
        answer := SQLSTATE || ' ' || SQLERRM;
    END;
    PERFORM set_config('role', 'none', true);
    RETURN answer;
END;
$$;
CREATE TEMP TABLE own_page AS
SELECT role, structure, html, pg_temp.words(html) AS words
FROM (SELECT 'report_analyst' AS role, structure,
             pg_temp.as_role('report_analyst', format('SELECT observatoire.structure_report(2020, %L)', structure)) AS html
      FROM structure_score WHERE edition = 2020
      UNION ALL
      SELECT 'report_participant', 'S01', pg_temp.as_role('report_participant', $$SELECT observatoire.structure_report(2020, 'S01')$$)) AS given;

SELECT pg_temp.well_formed('own_page', 'pages of structures are well-formed');
SELECT is_empty($$SELECT role, structure FROM own_page WHERE words ~ 'NULL|NaN|Infinity|– (point|audit)'$$, 'without NULL');
SELECT is_empty($$SELECT role, structure FROM own_page JOIN structure_score AS scored USING (structure)
                  WHERE edition = 2020 AND global_score IS NOT NULL
                    AND words NOT LIKE '%' || name || ' obtient ' || pg_temp.fr(global_score) || ' sur 100 [' || pg_temp.fr(score_low) || ' ; %'$$,
                'the score and its interval');
SELECT is_empty($$SELECT role, structure, item FROM own_page JOIN structure_profile AS profile USING (structure)
                  WHERE edition = 2020 AND breakdown = 'determinant' AND words NOT LIKE '%' || item_label || ' ' || pg_temp.fr(score) || ' %'$$,
                'the determinants');
SELECT is_empty($$SELECT role, own_page.structure, criterion FROM own_page,
                  LATERAL (SELECT * FROM structure_criterion AS lost WHERE lost.structure = own_page.structure AND edition = 2020
                           ORDER BY lost_points DESC, channel, item LIMIT 10) AS lost
                  WHERE lost_points > 0 AND words NOT LIKE '%' || criterion_label || '%' || replace(round(lost_points::numeric, 2)::text, '.', ',') || '%'$$,
                'the criteria that lose most points');
SELECT is_empty($$SELECT role, own_page.structure, name FROM own_page JOIN structure_score AS other ON edition = 2020 AND other.structure <> own_page.structure
                  WHERE words LIKE '%' || name || '%'$$, 'nobody else is named');
SELECT is_empty($$SELECT role, structure FROM own_page JOIN structure_profile AS profile USING (structure)
                  WHERE edition = 2020 AND breakdown = 'overall' AND ranked <= 3 AND words LIKE '%que la moyenne des autres%'$$,
                'the mean of two others is not told');
SELECT isnt((SELECT count(*) FROM own_page WHERE words LIKE '%que la moyenne des autres%'), 0::bigint, 'that of more is');
SELECT is(pg_temp.as_role('report_participant', $$SELECT observatoire.structure_report(2020, 'S02')$$),
          '22023 structure_report: edition 2020 has no such structure that you may read', 'another''s page is not a participant''s');
SELECT is(left(pg_temp.as_role('report_participant', 'SELECT observatoire.report(2020)'), 5), '42501', 'nor is the page of the edition');
SELECT is(pg_temp.as_role('report_analyst', $$SELECT md5(observatoire.report(2020, 'internal'))$$), (SELECT md5(observatoire.report(2020, 'internal'))),
          'an analyst writes the page of the edition');
SELECT is(structure_report(2020, 'S01') LIKE '%obtient%', true, 'so does the owner of a structure');

SELECT * FROM finish();
ROLLBACK;
