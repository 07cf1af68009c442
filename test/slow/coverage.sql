/*
 * Do the published intervals cover?  Through the whole pipeline: audits are
 * drawn from a known truth, loaded, and read from the views.  Each line is
 * printed with its Monte-Carlo error; the seed is fixed.
 *
 * Bounds: two-sided (93–98 %) for scores in the middle of the scale and for
 * the adjusted gap, at least 93 % near 100 and for rank sets, which are
 * conservative; a family-wise error of 8 % at most.
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
SELECT setseed(0.2020);

CREATE FUNCTION pg_temp.normal() RETURNS float8 LANGUAGE sql VOLATILE
RETURN sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random());

-- What is true of each structure: its score, and how much its audits scatter
CREATE TEMP TABLE truth (edition int, structure text, category text, score float8, scatter float8, PRIMARY KEY (edition, structure));

-- Editions of leagues, a category each, of structures whose true scores scatter by tau around a mean, with so many audits on each
-- channel.  Three determinants, two items each; an audit is off by about sd points, each of its answers by sd more.
-- A sd of 0: yes or no, with the true score as probability.
CREATE FUNCTION pg_temp.simulate(name text, editions int, leagues int, members int, audits int[], mean float8, tau float8, sd float8)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    codes constant text[] := '{letter,email,website,phone,social}';
BEGIN
    PERFORM barometre.create_observatory(name);
    PERFORM set_config('search_path', format('%I, "$user", public', name), true);
    INSERT INTO scale (scale, points, scores) VALUES ('direct', '{0,100}', '{0,100}');
    INSERT INTO category (category, position) SELECT 'league_' || l, 100 + l FROM generate_series(1, leagues) AS l;
    INSERT INTO edition (edition, min_audits) SELECT e, 1 FROM generate_series(1, editions) AS e;
    INSERT INTO determinant_weight (edition, determinant, weight)
    SELECT edition, d, 1 FROM edition, unnest('{accessibility,courtesy,waiting}'::text[]) AS d;
    INSERT INTO channel_weight (edition, channel, weight)
    SELECT edition, codes[c], 1 FROM edition, generate_series(1, cardinality(audits)) AS c;
    INSERT INTO criterion (edition, channel, item, criterion, determinant, scale)
    SELECT edition, channel, i, 'item_' || i, (ARRAY['accessibility', 'courtesy', 'waiting'])[1 + i % 3], 'direct'
    FROM channel_weight, generate_series(1, 6) AS i;
    TRUNCATE truth;
    INSERT INTO truth
    SELECT e, 'S' || l || '_' || m, 'league_' || l,
           CASE WHEN sd > 0 THEN mean + tau * pg_temp.normal() ELSE least(100, mean + tau * random()) END, exp(0.3 * pg_temp.normal())
    FROM generate_series(1, editions) AS e, generate_series(1, leagues) AS l, generate_series(1, members) AS m;
    INSERT INTO structure (structure) SELECT DISTINCT structure FROM truth;
    INSERT INTO participation (edition, structure, category) SELECT edition, structure, category FROM truth;
    INSERT INTO audit (edition, structure, audit, channel, answers)
    SELECT edition, structure, row_number() OVER (PARTITION BY edition, structure), channel,
           (SELECT array_agg(CASE WHEN sd > 0 THEN score + off + sd * scatter * pg_temp.normal()
                                  WHEN random() + 0 * i < score / 100 THEN 100 ELSE 0 END)::real[] FROM generate_series(1, 6) AS i)
    FROM (SELECT edition, structure, codes[c] AS channel, score, scatter, sd * scatter * pg_temp.normal() AS off
          FROM truth, generate_series(1, cardinality(audits)) AS c, LATERAL generate_series(1, audits[c]) AS a) AS drawn;
    ANALYZE;
END
$$;

-- A share with its Monte-Carlo error, held against its bounds; both in per cent
CREATE FUNCTION pg_temp.within(what text, hits bigint, tries bigint, low float8, high float8) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT ok(share BETWEEN low AND high AND error < 1, format('%s: %s %% ± %s', what, round(share::numeric, 1), round(error::numeric, 1)))
    FROM (SELECT 100.0 * hits / tries AS share, 100 * sqrt(greatest(hits, 1) * 1.0 / tries * (1 - least(hits, tries - 1) * 1.0 / tries) / tries) AS error) AS s;
$$;
CREATE FUNCTION pg_temp.covers(what text, low float8, high float8) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT pg_temp.within($1, count(*) FILTER (WHERE truth.score BETWEEN score_low AND score_high), count(*), $2, $3)
    FROM structure_score JOIN truth USING (edition, structure)$query$ USING what, low, high;
END
$$;
CREATE FUNCTION pg_temp.ranks_cover(what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT pg_temp.within($1, count(*) FILTER (WHERE true_rank BETWEEN rank_low AND rank_high), count(*), 93, 100)
    FROM category_ranking
    JOIN (SELECT edition, structure, rank() OVER (PARTITION BY edition, category ORDER BY score DESC) AS true_rank FROM truth) AS t
    USING (edition, structure)$query$ USING what;
END
$$;

-- Scores of structures, in the middle of the scale and near 100
SELECT pg_temp.simulate('uneven', 80, 1, 20, '{3,9,2,8,2}', 55, 6, 8);
SELECT pg_temp.covers('scores, 3/9/2/8/2 audits', 93, 98);
SELECT pg_temp.simulate('even', 80, 1, 20, '{2,2,2,2,2}', 55, 6, 8);
SELECT pg_temp.covers('scores, 2 audits each', 93, 98);
SELECT pg_temp.simulate('lonely', 80, 1, 20, '{1,9,3,8,3}', 55, 6, 8);
SELECT pg_temp.covers('scores, 1/9/3/8/3 audits', 93, 98);
SELECT pg_temp.simulate('high', 160, 1, 20, '{3,9,2,8,2}', 95, 4, 0);
SELECT pg_temp.covers('scores near 100, yes or no', 93, 100);

-- Rank sets of near-ties
SELECT pg_temp.simulate('ten', 80, 2, 10, '{2,2,2,2,2}', 55, 1, 8);
SELECT pg_temp.ranks_cover('rank sets of near-ties, 10 structures');
SELECT pg_temp.simulate('forty', 30, 1, 40, '{2,2,2,2,2}', 55, 1, 8);
SELECT pg_temp.ranks_cover('rank sets of near-ties, 40 structures');

-- The first of a league: as often the best as its probability says, whatever the luck in the scores
CREATE FUNCTION pg_temp.best_is_calibrated(what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE $query$
    SELECT ok(abs(said - found) <= 5, format('%s: says %s %%, is %s %% ± %s', $1, round(said::numeric, 1), round(found::numeric, 1),
                                             round((100 * sqrt(found / 100 * (1 - found / 100) / n))::numeric, 1)))
    FROM (SELECT 100 * avg(probability_best) AS said, 100 * avg((true_rank = 1)::int)::float8 AS found, count(*) AS n
          FROM category_ranking
          JOIN (SELECT edition, structure, rank() OVER (PARTITION BY edition, category ORDER BY score DESC) AS true_rank FROM truth) AS t
          USING (edition, structure) WHERE rank = 1) AS first$query$ USING what;
END
$$;
-- sd of a score: about 8·sqrt(1 + 1/6)/sqrt(10) = 2.7
SELECT pg_temp.simulate('half', 130, 20, 6, '{2,2,2,2,2}', 55, 2.7, 8);
SELECT pg_temp.best_is_calibrated('probability_best at reliability 0.5');
SELECT pg_temp.simulate('four_fifths', 130, 20, 6, '{2,2,2,2,2}', 55, 5.4, 8);
SELECT pg_temp.best_is_calibrated('probability_best at reliability 0.8');

-- Certified structures, no better than the others but scattered twice as much: nine categories of 2 certified and 6 others.
-- One audit of one item says the score of each.
SELECT barometre.create_observatory('gap', reference => false);
SET LOCAL search_path = gap, "$user", public;
INSERT INTO channel (channel, position) VALUES ('visit', 1);
INSERT INTO determinant (determinant, position) VALUES ('overall', 1);
INSERT INTO category (category, position) SELECT 'c' || c, c FROM generate_series(1, 9) AS c;
INSERT INTO scale (scale, points, scores) VALUES ('score', '{0,100}', '{0,100}');
INSERT INTO edition (edition, min_audits) SELECT e, 1 FROM generate_series(1, 1500) AS e;
INSERT INTO determinant_weight (edition, determinant) SELECT edition, 'overall' FROM edition;
INSERT INTO channel_weight (edition, channel) SELECT edition, 'visit' FROM edition;
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) SELECT edition, 'visit', 1, 'all', 'overall', 'score' FROM edition;
INSERT INTO structure (structure) SELECT 'c' || c || '_' || s FROM generate_series(1, 9) AS c, generate_series(1, 8) AS s;
INSERT INTO participation (edition, structure, category, labels)
SELECT edition, structure, split_part(structure, '_', 1), CASE WHEN split_part(structure, '_', 2)::int <= 2 THEN '{label}' ELSE '{}' END::text[]
FROM edition, structure;
INSERT INTO audit (edition, structure, audit, channel, answers)
SELECT edition, structure, 1, 'visit', ARRAY[50 + 3 * substr(category, 2)::int % 5 + CASE WHEN certified THEN 10 ELSE 5 END * pg_temp.normal()]::real[]
FROM participation;
ANALYZE;
SELECT pg_temp.within('adjusted gap, certified structures scatter twice as much',
                      count(*) FILTER (WHERE 0 BETWEEN adjusted_low AND adjusted_high), count(*), 93, 98) FROM certified_gap;
SELECT pg_temp.within('some gap of nine categories where there is none (Holm)', count(*) FILTER (WHERE found), count(*), 0, 8)
FROM (SELECT edition, bool_or(p_adjusted < 0.05) AS found FROM certified_comparison WHERE breakdown = 'category' GROUP BY edition) AS family;

SELECT * FROM finish();
ROLLBACK;
