-- Shrunken scores and the variance between true scores, against R and metafor, and what must hold.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(21);

-- One league: 40 units, and 38 countries

CREATE TEMP TABLE forty (unit text, score float8, std_error float8, df float8, t_low int, t_high int, gh_low int, gh_high int,
	shrunk float8, shrunk_sd float8, shrunk_se_mu float8, shrunk_expected_rank float8, shrunk_probability_best float8,
	flat_expected_rank float8, flat_probability_best float8, z float8, z_adjusted float8, band text);
\copy forty FROM 'test/data/league.csv' CSV HEADER
CREATE TEMP TABLE heterogeneity (set text, method text, tau2 float8, mu float8, mu_std_error float8, q float8, i2 float8);
\copy heterogeneity FROM 'test/data/tau2.csv' CSV HEADER
CREATE TEMP TABLE pisa (unit text, score float8, std_error float8, rank int, marginal_low int, marginal_high int,
	simultaneous_low int, simultaneous_high int, bootstrap_marginal_low int, bootstrap_marginal_high int,
	expected_rank float8, probability_best float8);
\copy pisa FROM 'test/data/rank_sets_pisa2018_mathematics.csv' CSV HEADER

SELECT cmp_ok(abs(barometre.between_variance(score, std_error) / (SELECT tau2 FROM heterogeneity WHERE set = 'league' AND method = 'DL') - 1),
	'<', 1e-12::float8, '40 units: the variance between them is metafor''s') FROM forty;
SELECT cmp_ok(abs(barometre.between_variance(score, std_error) / (SELECT tau2 FROM heterogeneity WHERE set = 'pisa2018_mathematics' AND method = 'DL') - 1),
	'<', 1e-12::float8, 'PISA: the variance between countries is metafor''s') FROM pisa;
SELECT cmp_ok(max(abs((estimate).value / shrunk - 1) + abs((estimate).std_error / shrunk_se_mu - 1)), '<', 1e-12::float8,
	'40 units: shrunken scores and their deviations are R''s')
FROM (SELECT *, barometre.shrunken_estimate(score, std_error) OVER () AS estimate FROM forty) found;
SELECT is(count(*), 40::bigint, 'a variance that is given is the same as one''s own')
FROM (SELECT barometre.shrunken_estimate(score, std_error) OVER () AS own, barometre.shrunken_estimate(score, std_error, tau2) OVER () AS given
	FROM forty, (SELECT barometre.between_variance(score, std_error) AS tau2 FROM forty) t) found WHERE own = given;

-- A barometer of corners: leagues are edition x category, pooled over each edition

CREATE TEMP TABLE structure (edition int, structure text, category text, certified boolean, weight float8,
	audits int, global_score float8, std_error float8, df float8, score_low float8, score_high float8);
\copy structure FROM 'test/data/corner/expected_structure.csv' CSV HEADER
CREATE TEMP TABLE ranking (edition int, category text, structure text, rank int, ranked int, rank_low int, rank_high int,
	simultaneous_low int, simultaneous_high int, shrunken_score float8, shrunken_std_error float8,
	expected_rank float8, probability_best float8, gap_to_first float8);
\copy ranking FROM 'test/data/corner/expected_ranking.csv' CSV HEADER
CREATE TEMP TABLE reliability (edition int, between_variance float8, reliability float8);
\copy reliability FROM 'test/data/corner/expected_reliability.csv' CSV HEADER
CREATE TEMP TABLE ranked AS SELECT structure.* FROM structure JOIN ranking USING (edition, structure);

SELECT cmp_ok(max(abs(tau2 / between_variance - 1) + abs(tau2 / (tau2 + mean_variance) / reliability - 1)), '<', 1e-12::float8,
	'corner: variance between structures and reliability of both editions are R''s')
FROM (SELECT edition, barometre.between_variance(global_score, std_error, category) AS tau2, avg(std_error ^ 2) AS mean_variance
	FROM ranked GROUP BY edition) found JOIN reliability USING (edition);
CREATE TEMP TABLE shrunken AS
SELECT ranked.*, barometre.shrunken_estimate(global_score, std_error, between_variance) OVER league AS estimate,
	barometre.rank_set(global_score, std_error, df) OVER league AS marginal,
	barometre.rank_set(global_score, std_error, df, 0.95, true) OVER league AS simultaneous
FROM ranked JOIN reliability USING (edition) WINDOW league AS (PARTITION BY edition, ranked.category);
SELECT cmp_ok(max(abs((estimate).value - shrunken_score) + abs((estimate).std_error - shrunken_std_error)), '<', 1e-10::float8,
	'corner: shrunken scores and their deviations are R''s') FROM shrunken JOIN ranking USING (edition, structure);
SELECT is(count(*), (SELECT count(*) FROM ranking), 'corner: rank sets, marginal and simultaneous, are R''s')
FROM shrunken JOIN ranking USING (edition, structure)
WHERE marginal = int4range(rank_low, rank_high, '[]') AND simultaneous = int4range(simultaneous_low, simultaneous_high, '[]');
SELECT cmp_ok(max(abs(found_rank - expected_rank) + abs(found_best - probability_best)), '<', 1e-8::float8,
	'corner: expected ranks and probabilities of the shrunken scores are R''s')
FROM (SELECT edition, structure, barometre.expected_rank((estimate).value, (estimate).std_error) OVER league AS found_rank,
		barometre.probability_best((estimate).value, (estimate).std_error) OVER league AS found_best
	FROM shrunken WINDOW league AS (PARTITION BY edition, category)) found JOIN ranking USING (edition, structure);

-- Random leagues: ties, missing scores, missing and zero errors

CREATE TEMP TABLE random_league AS
SELECT edition, format('%s', hash[1] % 7) AS league, i,
	CASE WHEN hash[2] % 12 > 0 THEN (50 + edition % 3 * (hash[1] % 7) + (hash[3] % 2000) / 100.0) END::float8 AS score,
	CASE WHEN hash[4] % 9 > 0 THEN CASE WHEN hash[4] % 7 > 0 THEN 0.5 + (hash[5] % 800) / 100.0 ELSE 0 END END::float8 AS std_error
FROM generate_series(1, 20) edition, generate_series(1, 5 + edition * edition) i,
	LATERAL (SELECT array_agg(abs(hashtext(format('%s %s %s', edition, i, k)) & 1048575) ORDER BY k) FROM generate_series(1, 5) k) hashed(hash);

-- by the definition, in numeric
CREATE FUNCTION pg_temp.plain_variance(edition int) RETURNS numeric LANGUAGE sql AS $$
	WITH part AS (SELECT league, score::numeric AS y, 1 / std_error::numeric ^ 2 AS w FROM random_league
			WHERE random_league.edition = $1 AND score IS NOT NULL AND std_error > 0),
		mean AS (SELECT league, count(*) AS n, sum(w) AS w, sum(w * y) / sum(w) AS m, sum(w) - sum(w * w) / sum(w) AS c FROM part GROUP BY league),
		q AS (SELECT league, sum(part.w * (y - m) ^ 2) AS q FROM part JOIN mean USING (league) GROUP BY league)
	SELECT greatest(0, (sum(q) - sum(n - 1)) / nullif(sum(c), 0)) FROM mean JOIN q USING (league)
$$;
SELECT is_empty($$
	SELECT edition, found, plain FROM (SELECT edition, barometre.between_variance(score, std_error, league) AS found FROM random_league GROUP BY edition) f,
		LATERAL (SELECT pg_temp.plain_variance(edition) AS plain) p
	WHERE (abs(found - plain) <= 1e-11 * (1 + plain)) IS NOT TRUE$$, 'random leagues: the pooled variance by plain SQL');
SELECT cmp_ok(max(abs(a - b) / (1 + a)), '<', 1e-12::float8, 'random leagues: the order of the rows does not matter')
FROM (SELECT edition, barometre.between_variance(score, std_error, league ORDER BY score, i) AS a,
		barometre.between_variance(score, std_error, league ORDER BY md5(i::text)) AS b FROM random_league GROUP BY edition) found;
CREATE TEMP TABLE state AS
SELECT edition, i % 3 AS part, state FROM random_league, LATERAL (SELECT
	barometre.between_variance_accum(NULL, score, std_error, league)) accum(state);
CREATE AGGREGATE pg_temp.merge(bytea) (SFUNC = barometre.between_variance_combine, STYPE = bytea);
SELECT cmp_ok(max(abs(a - b) / (1 + a)), '<', 1e-12::float8, 'random leagues: states that are combined give the same')
FROM (SELECT edition, barometre.between_variance(score, std_error, league) AS a FROM random_league GROUP BY edition) one
JOIN (SELECT edition, barometre.between_variance_final(pg_temp.merge(merged)) AS b
	FROM (SELECT edition, part, pg_temp.merge(state) AS merged FROM state GROUP BY edition, part) parts GROUP BY edition) two USING (edition);

CREATE TEMP TABLE random_found AS
SELECT *, barometre.shrunken_estimate(score, std_error, between_variance) OVER (PARTITION BY edition, league) AS estimate
FROM random_league JOIN (SELECT edition, barometre.between_variance(score, std_error, league) FROM random_league GROUP BY edition) pooled USING (edition);
SELECT is_empty($$SELECT * FROM random_found WHERE (score IS NULL OR std_error IS NULL) <> (estimate IS NULL)$$,
	'random leagues: no score or no error, no estimate');
SELECT is_empty($$SELECT * FROM random_found WHERE std_error = 0 AND score IS NOT NULL AND estimate <> (score, 0, 'Infinity')::barometre.estimate$$,
	'random leagues: a score without error remains');
SELECT is_empty($$SELECT * FROM random_found WHERE (estimate).std_error > std_error * (1 + 1e-12)$$,
	'random leagues: no deviation is above the error');
SELECT is_empty($$SELECT * FROM random_found f WHERE std_error > 0 AND score IS NOT NULL AND (estimate).value NOT BETWEEN
		(SELECT min(score) - 1e-12 FROM random_league o WHERE o.edition = f.edition AND o.league = f.league AND std_error > 0)
		AND (SELECT max(score) + 1e-12 FROM random_league o WHERE o.edition = f.edition AND o.league = f.league AND std_error > 0)$$,
	'random leagues: no shrunken score is outside its league');
SELECT is_empty($$SELECT edition, league FROM random_found GROUP BY edition, league, between_variance
		HAVING abs(sum(((estimate).value - score) / std_error ^ 2) FILTER (WHERE std_error > 0)) > 1e-9$$,
	'random leagues: what one score gains, weighed by its precision, others lose');
-- one score raised, all else fixed
SELECT is_empty($$
	SELECT * FROM (SELECT i, raised, barometre.shrunken_estimate(score + CASE WHEN i = raised THEN 3 ELSE 0 END, std_error, 10) OVER (PARTITION BY raised) AS up,
			barometre.shrunken_estimate(score, std_error, 10) OVER (PARTITION BY raised) AS before
		FROM random_league, generate_series(1, 30) raised WHERE edition = 9 AND score IS NOT NULL AND std_error IS NOT NULL) found
	WHERE i = raised AND (up).value <= (before).value$$, 'a score that is raised never lowers its shrunken score');

-- Parallel: a large table, its aggregate in workers
CREATE FUNCTION pg_temp.plan_of() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) SELECT barometre.between_variance(score, std_error, league) FROM public.many_scores';
END
$$;
CREATE TABLE public.many_scores AS SELECT format('league %s', i % 50) AS league, (50 + i % 37)::float8 AS score, (1 + i % 5)::float8 AS std_error FROM generate_series(1, 50000) i;
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS SELECT barometre.between_variance(score, std_error, league) AS pooled, barometre.between_variance(score, std_error) AS one FROM public.many_scores;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
ALTER TABLE public.many_scores SET (parallel_workers = 2);
SELECT is((SELECT count(*) FROM pg_temp.plan_of() line WHERE line LIKE '%Partial Aggregate%'), 1::bigint, 'the aggregate runs in workers');
SELECT cmp_ok(max(abs(p.pooled / s.pooled - 1) + abs(p.one / s.one - 1)), '<', 1e-12::float8, 'and gives the same')
FROM serial s, (SELECT barometre.between_variance(score, std_error, league) AS pooled, barometre.between_variance(score, std_error) AS one FROM public.many_scores) p;

-- Many leagues, in little memory
SELECT cmp_ok(abs(barometre.between_variance(score, std_error, i::text) - 49), '<', 1e-9::float8, 'a thousand leagues of two, 10 apart with errors of 1: (50 - 1) / 1')
FROM generate_series(1, 1000) i, (VALUES (50::float8, 1::float8), (60, 1)) AS v (score, std_error);
SELECT ok(barometre.between_variance(50, 1, 'x' || i) IS NULL, 'a thousand leagues of one say nothing') FROM generate_series(1, 1000) i;

SELECT * FROM finish();
ROLLBACK;
