-- score_summary: weighted moments of one score
SET search_path = barometre, public;

-- by hand: weights 1, 1, 2 for 10, 20, 40
CREATE TABLE small (x float8, w float8);
INSERT INTO small VALUES (10, 1), (20, 1), (40, 2), (NULL, 1), (99, NULL), (99, 0);
SELECT score_summary(x, w) FROM small;
SELECT n_obs(s), sum_weights(s), mean(s), min_score(s), max_score(s),
	variance(s) = 3.0 / 2 * 675 / 4 AS variance,	-- 17.5^2 + 7.5^2 + 2 12.5^2 = 675
	stddev(s) = sqrt(3.0 / 2 * 675 / 4) AS stddev,
	abs(std_error(s) - sqrt(3.0 / 2 * 987.5) / 4) < 1e-14 AS std_error,	-- 17.5^2 + 7.5^2 + 4 12.5^2 = 987.5
	n_effective(s) = 16.0 / 6 AS n_effective
FROM (SELECT score_summary(x, w) AS s FROM small) AS t;

-- unweighted: core's own figures
SELECT n_obs(s), abs(mean(s) - a) < 1e-12 AS mean, abs(variance(s) / v - 1) < 1e-12 AS variance,
	abs(stddev(s) / d - 1) < 1e-12 AS stddev,
	abs(std_error(s) / (d / sqrt(1000)) - 1) < 1e-12 AS std_error, n_effective(s)
FROM (SELECT score_summary(x) AS s, avg(x) AS a, var_samp(x) AS v, stddev_samp(x) AS d
	FROM (SELECT sqrt(i::float8) FROM generate_series(1, 1000) AS i) AS v (x)) AS t;

-- one observation has no spread; a constant has none either
SELECT s, variance(s), stddev(s), std_error(s), n_effective(s) FROM (SELECT score_summary(0.1, 3) AS s) AS t;
SELECT n_obs(s), mean(s), variance(s), std_error(s)
FROM (SELECT score_summary(0.1, 0.3 * i) AS s FROM generate_series(1, 100) AS i) AS t;

-- -0 is 0
SELECT score_summary(x) FROM (VALUES ('-0'::float8)) AS v (x);

-- nothing to summarise: no row, NULL rows, zero weights, all filtered; serial, then parallel
CREATE TABLE empty_or_not (x float8, w float8);
ALTER TABLE empty_or_not SET (parallel_workers = 2);
CREATE FUNCTION matrix() RETURNS TABLE (what text, summary boolean, weighted boolean, rolled boolean) LANGUAGE sql AS $$
	SELECT 'all', score_summary(x) IS NULL, score_summary(x, w) IS NULL, rollup(score_summary_final('{"n": 0}')) IS NULL FROM empty_or_not
	UNION ALL
	SELECT 'filtered', score_summary(x) FILTER (WHERE false) IS NULL, score_summary(x, w) FILTER (WHERE x = 7) IS NULL,
		rollup('{"n": 0}'::score_summary) FILTER (WHERE false) IS NULL FROM empty_or_not
$$;
SELECT 'no rows', * FROM matrix() ORDER BY what;
INSERT INTO empty_or_not VALUES (NULL, 1), (NULL, NULL);
SELECT 'NULL', * FROM matrix() ORDER BY what;
INSERT INTO empty_or_not SELECT i, 0 FROM generate_series(1, 5) AS i;
SELECT 'weights 0', * FROM matrix() ORDER BY what;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT 'weights 0', * FROM matrix() ORDER BY what;
TRUNCATE empty_or_not;
SELECT 'no rows', * FROM matrix() ORDER BY what;
RESET ALL;
SET search_path = barometre, public;
SELECT rollup(s) FROM (VALUES ('{"n": 0}'::score_summary), (NULL)) AS v (s);
SELECT g, score_summary(x) FROM (VALUES (1, NULL::float8), (2, 5), (1, NULL)) AS v (g, x) GROUP BY g ORDER BY g;

-- the empty summary is a value: it changes nothing, and has no figures
SELECT n_obs(s), sum_weights(s), mean(s), variance(s), stddev(s), std_error(s), n_effective(s), min_score(s), max_score(s)
FROM (SELECT '{"n": 0}'::score_summary AS s) AS t;

-- refused
SELECT score_summary('NaN'::float8);
SELECT score_summary('-Infinity'::float8);
SELECT score_summary('Infinity'::float8, 1);
SELECT score_summary('NaN'::float8, 0);
SELECT score_summary(1, 'NaN'::float8);
SELECT score_summary(1, 'Infinity'::float8);
SELECT score_summary(1, -2.5);
SELECT score_summary(1, 1e200);
SELECT score_summary(1, 1e-200);
SELECT score_summary(x) FROM (VALUES (1e200::float8), (-1e200)) AS v (x);
SELECT rollup(s) FROM (SELECT score_summary(x) AS s FROM (VALUES (1e200::float8), (-1e200)) AS v (x) GROUP BY x) AS t;
SELECT score_summary_combine(s, s) FROM (SELECT '{"n": 9007199254740992, "sum_weights": 1e10, "mean": 0, "squares": 0, "sum_weights2": 1e10, "weight2_mean": 0, "weight2_squares": 0, "min": 0, "max": 0}'::score_summary AS s) AS t;
SELECT variance(score_summary(x, 1e-100)) FROM (VALUES (1e170::float8), (-1e170)) AS v (x);
SELECT score_summary_accum('{"n": 9007199254740992, "sum_weights": 1e10, "mean": 0, "squares": 0, "sum_weights2": 1e10, "weight2_mean": 0, "weight2_squares": 0, "min": 0, "max": 0}', 1);

-- a frequency is as many equal rows: n_obs, mean and error of a table of counts are those of its rows
SELECT n_obs(s), sum_weights(s), mean(s) = mean(r) AS mean, abs(variance(s) / variance(r) - 1) < 1e-14 AS variance, abs(std_error(s) / std_error(r) - 1) < 1e-14 AS std_error
FROM (SELECT score_summary(x, w, f) AS s FROM (VALUES (10, 1, 3), (20, 1, 2), (40, 2, 5), (50, 1, 0), (60, 0, 2), (70, 1, NULL), (NULL, 1, 1), (80, NULL, 1)) AS v (x, w, f)) AS counted,
	(SELECT score_summary(x, w) AS r FROM (VALUES (10, 1, 3), (20, 1, 2), (40, 2, 5)) AS v (x, w, f), generate_series(1, f)) AS listed;
SELECT score_summary(x, w, 1) = score_summary(x, w) AS frequency_1 FROM small;
SELECT score_summary(5, 2, 9007199254740992);
SELECT score_summary(5, 2, 9007199254740993);
SELECT score_summary(5, 2, -1);
SELECT score_summary('NaN', 2, 1);

-- transition functions called directly leave their argument alone
WITH state AS MATERIALIZED (SELECT score_summary(x) AS s FROM (VALUES (1), (2)) AS v (x))
SELECT n_obs(score_summary_accum(s, 3)) AS accum, n_obs(score_summary_accum(s, 3, 2)) AS weighted,
	n_obs(score_summary_accum(s, 3, 0)) AS nothing, n_obs(score_summary_accum(s, NULL)) AS strict,
	n_obs(score_summary_combine(s, s)) AS combined, n_obs(score_summary_final(s)) AS final, n_obs(s) AS before
FROM state;
SELECT score_summary_accum('{"n": 0}', 5), score_summary_final('{"n": 0}');
SELECT score_summary_combine('{"n": 0}', s) = s AND score_summary_combine(s, '{"n": 0}') = s AS neutral
FROM (SELECT score_summary(x, w) AS s FROM small) AS t;

-- rollup of the parts is the whole
SELECT rollup(s) FROM (SELECT score_summary(i) AS s FROM generate_series(1, 4) AS i GROUP BY i % 2) AS t;

-- window frames, the empty one too
SELECT i, mean(score_summary(i) OVER (ORDER BY i)) AS so_far,
	mean(score_summary(i) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)) AS around,
	mean(score_summary(i) OVER (ORDER BY i ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING)) AS before,
	score_summary(i) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) = rollup(s) OVER (ORDER BY i) AS rolled
FROM (SELECT i, score_summary_accum('{"n": 0}', i) AS s FROM generate_series(1, 5) AS i) AS t;

-- text: exact whatever extra_float_digits, and jsonb
CREATE TABLE kept (id int, s score_summary);
INSERT INTO kept
SELECT i, score_summary(x / 3.0 * 10 ^ (i * 40), 1.0 / (x + i + 3) * 10 ^ (-i * 30)) FROM generate_series(-2, 2) AS i, generate_series(1, 50) AS x GROUP BY i ORDER BY i;
INSERT INTO kept VALUES (3, '{"n": 0}'), (4, NULL), (5, score_summary_accum('{"n": 0}', 5e-324)),
	(6, score_summary_accum('{"n": 0}', -1.7976931348623157e308));
SET extra_float_digits = -15;
SELECT id, s::text::score_summary = s AS same FROM kept ORDER BY id;
SELECT id, s FROM kept WHERE id >= 3 ORDER BY id;
RESET extra_float_digits;
SELECT s::jsonb FROM (SELECT score_summary(x, w) AS s FROM small) AS t;
SELECT ' { "max":2,"min":1, "n":2, "sum_weights":2, "mean":1.50, "squares":5e-1, "sum_weights2":2, "weight2_mean":1.5, "weight2_squares":0.5}'::score_summary;

-- binary: the same bytes for ever (version 1), and back
SELECT score_summary_send(score_summary(x, w)) FROM small;
SELECT current_setting('data_directory') || '/received' AS file \gset
COPY kept TO :'file' (FORMAT binary);
CREATE TABLE again (LIKE kept);
COPY again FROM :'file' (FORMAT binary);
SELECT count(*) AS rows, count(*) FILTER (WHERE kept.s IS DISTINCT FROM again.s) AS differ FROM kept JOIN again USING (id);

-- what the binary input makes of these bytes
CREATE FUNCTION receive(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	file text := current_setting('data_directory') || '/received';
	object oid := lo_from_bytea(0, '\x5047434f50590aff0d0a0000000000000000000001'::bytea || int4send(length(bytes)) || bytes || '\xffff'::bytea);
	detail text;
	result text;
BEGIN
	PERFORM lo_export(object, file);
	PERFORM lo_unlink(object);
	CREATE TEMP TABLE received (s score_summary);
	EXECUTE format('COPY received FROM %L (FORMAT binary)', file);
	SELECT s::text INTO result FROM received;
	DROP TABLE received;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' ', SQLSTATE, SQLERRM, detail);
END
$$;
-- version, flags, n, sum_weights, mean, squares, sum_weights2, weight2_mean, weight2_squares, min, max
CREATE FUNCTION bytes_of(version int, flags int, n bigint, VARIADIC numbers float8[]) RETURNS bytea LANGUAGE sql AS $$
	SELECT substr(int4send(version), 4) || substr(int4send(flags), 4) || int8send(n) || string_agg(float8send(x), NULL ORDER BY i)
	FROM unnest(numbers) WITH ORDINALITY AS u (x, i)
$$;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS good;
SELECT receive(bytes_of(1, 0, 1,  1, '-0', 0, 1, '-0', 0, '-0', '-0')) AS good_without_minus;
SELECT receive(bytes_of(2, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS version;
SELECT receive(bytes_of(1, 1, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS flags;
SELECT receive(bytes_of(1, 0, -1, 2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS negative_n;
SELECT receive(bytes_of(1, 0, 0,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS empty_with_numbers;
SELECT receive(bytes_of(1, 0, 2,  2, 'NaN', 0.5, 2, 1.5, 0.5, 1, 2)) AS nan;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 'Infinity')) AS infinite;
SELECT receive(bytes_of(1, 0, 2,  -2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS negative_weights;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 0, 1.5, 0.5, 1, 2)) AS no_weights2;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 4.1, 1.5, 0.5, 1, 2)) AS weights2_too_large;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 1.9, 1.5, 0.5, 1, 2)) AS weights2_too_small;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 3, 2)) AS min_above_max;
SELECT receive(bytes_of(1, 0, 1,  1, 1.5, 0.5, 1, 1.5, 0.5, 1, 2)) AS one_but_two;
SELECT receive(bytes_of(1, 0, 2,  2, 2.5, 0.5, 2, 1.5, 0.5, 1, 2)) AS mean_outside;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, -0.5, 2, 1.5, 0.5, 1, 2)) AS negative_squares;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 9, 1, 2)) AS squares_too_large;
-- of values from 0 to 10, a mean of 1 leaves 9 in 10 near 0: sum(w) (10 - 1) (1 - 0) = 18 at most
SELECT receive(bytes_of(1, 0, 2,  2, 1, 18, 2, 1, 18, 0, 10)) AS squares_at_most;
SELECT receive(bytes_of(1, 0, 2,  2, 1, 18.1, 2, 1, 18, 0, 10)) AS squares_too_large_beside_mean;
SELECT receive(bytes_of(1, 0, 2,  2, 1, 18, 2, 0, 18, 0, 10)) AS squares_but_all_at_min;
SELECT receive(bytes_of(1, 0, 2,  1e-101, 1.5, 5e-102, 1e-202, 1.5, 5e-203, 1, 2)) AS weights_too_small;
SELECT receive(bytes_of(1, 0, 2,  2.1e100, 1.5, 5e99, 3e200, 1.5, 5e199, 1, 2)) AS weights_too_large;
-- two that test/fuzz made; together they had squares that no values from 0 to 1e150 have
SELECT receive('\x010000010000000000033ff80000000000000000ffff3dc0c8ea7e3fdafb60009ccf3ff400fa000000005f077637d12d819e000000000000000700000000010000af5f138d352e5096af');
SELECT receive('\x010000010000000000033ff80000000000005f138d352e5097af7e3fdafb60009ccf3ff40000000000005f077637d12d819e7e3318fd3999f7ff00000000010000af5f138d352e5096af');
SELECT receive('\x01') AS cut_short;
SELECT receive(bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2) || '\x00') AS too_long;
-- hundreds of flipped bytes: refused, or a value that reads back as itself
SELECT count(*) AS corrupted, count(*) FILTER (WHERE answer LIKE '{%' AND answer::score_summary::text <> answer) AS unstable
FROM (SELECT receive(set_byte(good, (i * 7) % 74, (i * 37) % 256)) AS answer
	FROM generate_series(1, 300) AS i, bytes_of(1, 0, 2,  2, 1.5, 0.5, 2, 1.5, 0.5, 1, 2) AS good OFFSET 0) AS t;

-- text refused
SELECT '[]'::score_summary;
SELECT '{}'::score_summary;
SELECT '{"n": 1.5}'::score_summary;
SELECT '{"n": -1}'::score_summary;
SELECT '{"n": 0, "mean": 1}'::score_summary;
SELECT '{"n": 1, "sum_weights": 1}'::score_summary;
SELECT '{"n": 1, "sum_weights": "1", "mean": 1, "squares": 0, "sum_weights2": 1, "weight2_mean": 1, "weight2_squares": 0, "min": 1, "max": 1}'::score_summary;
SELECT '{"n": 1, "sum_weights": 1e400, "mean": 1, "squares": 0, "sum_weights2": 1, "weight2_mean": 1, "weight2_squares": 0, "min": 1, "max": 1}'::score_summary;
SELECT '{"n": 1, "sum_weights": 0, "mean": 1, "squares": 0, "sum_weights2": 1, "weight2_mean": 1, "weight2_squares": 0, "min": 1, "max": 1}'::score_summary;

-- operators: =, DISTINCT, sorting, hashing, an index
CREATE TABLE sorted AS
SELECT i, score_summary_accum('{"n": 0}', i % 5) AS s FROM generate_series(1, 100) AS i;
SELECT count(DISTINCT s) FROM sorted;
SELECT count(*) FROM (SELECT s FROM sorted GROUP BY s) AS t;
SET enable_hashagg = off;
SELECT count(*) FROM (SELECT s FROM sorted GROUP BY s) AS t;
RESET enable_hashagg;
SELECT bool_and((a.s = b.s) = (a.i % 5 = b.i % 5)) AS eq, bool_and((a.s <> b.s) = NOT (a.s = b.s)) AS ne,
	bool_and((a.s < b.s) = (b.s > a.s)) AS lt, bool_and((a.s <= b.s) = NOT (a.s > b.s)) AS le,
	bool_and((a.s >= b.s) = NOT (a.s < b.s)) AS ge,
	bool_and((score_summary_cmp(a.s, b.s) < 0) = (a.s < b.s) AND (score_summary_cmp(a.s, b.s) = 0) = (a.s = b.s)) AS cmp,
	bool_and(a.s <> b.s OR score_summary_hash(a.s) = score_summary_hash(b.s)
		AND score_summary_hash_extended(a.s, 42) = score_summary_hash_extended(b.s, 42)) AS hash
FROM sorted AS a, sorted AS b;
SELECT score_summary_hash_extended(s, 0) & 4294967295 = score_summary_hash(s)::bigint & 4294967295 AS seed_0 FROM sorted WHERE i = 1;
CREATE INDEX ON sorted (s);
CREATE INDEX ON sorted USING hash (s);
SET enable_seqscan = off;
SELECT count(*) FROM sorted WHERE s = score_summary_accum('{"n": 0}', 3);
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT count(*) FROM sorted AS a JOIN sorted AS b ON a.s = b.s;
RESET ALL;
