-- The cells, determinants and channels of a scorecard as rows
SET search_path = barometre, public;
SET client_min_messages = warning;
\pset null '-'
-- Two channels that count, one of weight 0, one without audit; a determinant whose item has no weight
CREATE TABLE public.cards AS
SELECT scorecard(form, 1, channel, true, answers) AS card
FROM (SELECT audit_form(1, channel, channel_weight, determinant, determinant_weight, item, item_weight, 'zero', '{0,10}', '{0,100}') AS form
      FROM (VALUES ('phone', 2, 'courtesy', 1, 1, 1), ('phone', 2, 'waiting', 3, 2, 1), ('email', 1, 'courtesy', 1, 1, 1),
                   ('letter', 0, 'waiting', 3, 1, 1), ('visit', 1, 'waiting', 3, 1, 1), ('email', 1, 'transfer', 1, 2, 0))
          AS question (channel, channel_weight, determinant, determinant_weight, item, item_weight)) AS compiled,
    (VALUES ('phone', '{10,5}'::real[]), ('phone', '{5,NULL}'), ('email', '{3,8}'), ('letter', '{7}')) AS audit (channel, answers);
SELECT cells.* FROM public.cards, scorecard_cells(card) AS cells;
-- courtesy (2·75 + 1·30)/3 = 60, waiting 50; the letter counts in no determinant
SELECT determinants.* FROM public.cards, scorecard_determinants(card) AS determinants;
-- phone (1·75 + 3·50)/4 = 56.25
SELECT channels.* FROM public.cards, scorecard_channels(card) AS channels;
SELECT scorecard_cells(NULL), scorecard_determinants(NULL), scorecard_channels(NULL);

-- As a column, and given up before the last row: the same, whatever comes next
SELECT (cell).channel, (cell).score FROM (SELECT scorecard_cells(card) AS cell FROM public.cards) AS listed;
SELECT count(*), count(DISTINCT first), min(first::text)
FROM (SELECT (SELECT scorecard_cells(card) LIMIT 1) AS first FROM public.cards, generate_series(1, 1000)) AS given_up;

-- A scorecard that must be opened is freed when its rows are given up: 2,000 of 0.2 MB each
CREATE TABLE public.wide AS
SELECT scorecard(form, 1, 'c1', true, array_fill(1::real, '{100}')) AS card
FROM (SELECT audit_form(1, 'c' || c, c, 'd' || d, d, d, 1, 'zero', '{0,100}', '{0,100}') AS form
      FROM generate_series(1, 100) AS c, generate_series(1, 100) AS d) AS compiled;
SELECT pg_column_size(card) < 100000 AS compressed, length(scorecard_send(card)) > 200000 AS large FROM public.wide;
CREATE FUNCTION public.memory() RETURNS bigint LANGUAGE sql
RETURN (SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts);
SELECT max(public.memory()) - min(public.memory()) < 50000000 AS freed
FROM (SELECT i, (SELECT scorecard_cells(card) LIMIT 1) AS first FROM public.wide, generate_series(1, 2000) AS i OFFSET 0) AS given_up
WHERE i IN (1, 2000) AND first IS DISTINCT FROM NULL;

DROP FUNCTION public.memory();
DROP TABLE public.cards, public.wide;
