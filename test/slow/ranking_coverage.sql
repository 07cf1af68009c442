-- Do the rank sets hold the true ranks?  1,000 or 2,000 drawn leagues of each
-- of nine kinds, always the same: every number comes from md5.
\set ECHO none
\set QUIET 1
\pset format unaligned
\pset tuples_only on
\pset pager off
\set ON_ERROR_STOP 1

BEGIN;
SELECT plan(28);

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

SELECT * FROM finish();
ROLLBACK;
