-- Do the rank sets hold the true ranks?  1,000 or 2,000 drawn leagues of each
-- of nine kinds, always the same: every number comes from md5.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(34);

-- A number in (0, 1), and a standard normal one, for each key
CREATE FUNCTION pg_temp.uniform(key text) RETURNS float8 LANGUAGE sql AS $$
	SELECT ((('x' || substr(md5(key), 1, 13))::bit(52)::bigint + 0.5) / 2.0 ^ 52)::float8
$$;
CREATE FUNCTION pg_temp.normal(key text) RETURNS float8 LANGUAGE sql AS $$
	SELECT sqrt(-2 * ln(pg_temp.uniform(key || ' radius'))) * cos(2 * pi() * pg_temp.uniform(key || ' angle'))
$$;

-- Kinds of league: n members, whose true scores are normal with this deviation,
-- and whose errors are between 2 and 5, known (df is NULL) or estimated with df
-- degrees of freedom. "tied" is the hardest: equal members have all the ranks
-- that they share, and any exclusion at all is an error. There, with 4 degrees
-- of freedom, Games and Howell's quantiles are a little too small, as is known.
CREATE TEMP TABLE kind (kind text, n int, deviation float8, df int);
INSERT INTO kind VALUES ('tied', 10, 0, NULL), ('level', 10, 1e-6, NULL), ('close', 20, 3, NULL), ('usual', 20, 10, NULL), ('small', 5, 5, NULL),
	('tied, df 4', 10, 0, 4), ('level, df 4', 10, 1e-6, 4), ('level of 40, df 8', 40, 1e-6, 8), ('usual, df 4', 20, 10, 4);

CREATE TEMP TABLE member AS
SELECT kind, draw, i, df, deviation * pg_temp.normal(format('%s %s %s true', kind, draw, i)) AS truth, true_error,
	CASE WHEN df IS NULL THEN true_error ELSE true_error * (
		SELECT sqrt(avg(pg_temp.normal(format('%s %s %s error %s', kind, draw, i, k)) ^ 2)) FROM generate_series(1, df) k) END AS std_error,
	pg_temp.normal(format('%s %s %s seen', kind, draw, i)) AS noise
FROM kind, generate_series(1, CASE WHEN n > 20 THEN 1000 ELSE 2000 END) draw, generate_series(1, n) i,
	LATERAL (SELECT 2 + 3 * pg_temp.uniform(format('%s %s %s error', kind, draw, i))) drawn(true_error);

CREATE TEMP TABLE covered AS
SELECT kind, draw, place, true_ranks <@ marginal AS marginal, true_ranks <@ simultaneous AS simultaneous, best
FROM (
	SELECT kind, draw, row_number() OVER (PARTITION BY kind, draw ORDER BY truth DESC, i) AS place,
		int4range((rank() OVER (PARTITION BY kind, draw ORDER BY truth DESC))::int,
			(n - rank() OVER (PARTITION BY kind, draw ORDER BY truth) + 1)::int, '[]') AS true_ranks,
		barometre.rank_set(truth + noise * true_error, std_error, member.df) OVER league AS marginal,
		barometre.rank_set(truth + noise * true_error, std_error, member.df, 0.95, true) OVER league AS simultaneous,
		barometre.probability_best(truth + noise * true_error, std_error) OVER league AS best
	FROM member JOIN kind USING (kind) WINDOW league AS (PARTITION BY kind, draw)) ranked;

CREATE TEMP TABLE coverage AS
SELECT kind, together, worst
FROM (SELECT kind, avg(all_covered::int) AS together
	FROM (SELECT kind, draw, bool_and(simultaneous) AS all_covered FROM covered GROUP BY 1, 2) leagues GROUP BY kind) t
JOIN (SELECT kind, min(covered) AS worst
	FROM (SELECT kind, place, avg(marginal::int) AS covered FROM covered GROUP BY 1, 2) places GROUP BY kind) m USING (kind);

SELECT is(count(*), 17000::bigint, '2,000 leagues of eight kinds, and 1,000 of 40 members') FROM (SELECT DISTINCT kind, draw FROM covered) leagues;
SELECT cmp_ok(together, '>=', CASE kind WHEN 'tied, df 4' THEN 0.91 ELSE 0.94 END,
	format('%s: the simultaneous sets cover all true ranks in %s %% of the leagues', kind, round(100 * together, 2)))
FROM coverage ORDER BY kind;
SELECT cmp_ok(worst, '>=', 0.95,
	format('%s: the marginal sets cover each true rank in %s %% of the leagues or more', kind, round(100 * worst, 2)))
FROM coverage ORDER BY kind;
SELECT cmp_ok(max(abs(total - 1)), '<', 1e-10::float8, kind || ': in each league the probabilities of being best add up to 1')
FROM (SELECT kind, draw, sum(best) AS total FROM covered GROUP BY 1, 2) leagues GROUP BY kind ORDER BY kind;

-- Is the probability of being the best what it says? 500 editions of eight leagues of 12, for two reliabilities of
-- the scores (the variance of the truth / that of the scores); shrunken scores with a pooled between_variance.
CREATE TEMP TABLE contender AS
SELECT reliability, edition, league, i, 5 * league + 4 * sqrt(reliability / (1 - reliability)) * pg_temp.normal(format('%s %s %s %s true', reliability, edition, league, i)) AS truth,
	3 + 2 * pg_temp.uniform(format('%s %s %s %s error', reliability, edition, league, i)) AS std_error,
	pg_temp.normal(format('%s %s %s %s seen', reliability, edition, league, i)) AS noise
FROM unnest('{0.5,0.8}'::float8[]) reliability, generate_series(1, 500) edition, generate_series(1, 8) league, generate_series(1, 12) i;
CREATE TEMP TABLE contest AS
SELECT reliability, edition, truth = max(truth) OVER league AS best, score = max(score) OVER league AS first,
	barometre.probability_best((shrunken).value, (shrunken).std_error) OVER league AS probability,
	barometre.probability_best(score, std_error) OVER league AS unshrunken,
	(shrunken).value - truth AS error, score - truth AS raw_error
FROM (SELECT *, barometre.shrunken_estimate(score, std_error, between_variance) OVER (PARTITION BY reliability, edition, league) AS shrunken
	FROM (SELECT *, truth + noise * std_error AS score,
			barometre.between_variance(truth + noise * std_error, std_error, league::text) OVER (PARTITION BY reliability, edition) FROM contender) pooled) guessed
WINDOW league AS (PARTITION BY reliability, edition, league);

-- 4,000 firsts: a Monte-Carlo error of 0.8 points
SELECT cmp_ok(abs(avg(probability) - avg(best::int)), '<', 0.025::float8,
	format('reliability %s: the first of a league is truly the best in %s %% of the leagues, and its probability says %s %% (unshrunken %s %%)',
		reliability, round(100 * avg(best::int), 1), round(100 * avg(probability)::numeric, 1), round(100 * avg(unshrunken)::numeric, 1)))
FROM contest WHERE first GROUP BY reliability ORDER BY reliability;
SELECT cmp_ok(max(abs(said - was)), '<', 0.03::float8,
	format('reliability %s: and so it is of all rows, by tenths of the probability', reliability))
FROM (SELECT reliability, floor(10 * probability) AS tenth, avg(probability) AS said, avg(best::int)::float8 AS was, count(*) AS n
	FROM contest GROUP BY 1, 2 HAVING count(*) >= 1000) tenths GROUP BY reliability ORDER BY reliability;
SELECT cmp_ok(abs(avg(error)), '<', 0.3::float8,
	format('reliability %s: the shrunken score of a first is right on average; its score is %s points too high', reliability, round(avg(raw_error)::numeric, 1)))
FROM contest WHERE first GROUP BY reliability ORDER BY reliability;

SELECT * FROM finish();
ROLLBACK;
