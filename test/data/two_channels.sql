-- What sql/core.sql and sql/guards.sql begin with: outcome(), and an observatory of two channels.
SET client_min_messages = warning;
SET intervalstyle = iso_8601;

-- Runs a statement and tells what it was refused with, or how many rows it wrote.
CREATE FUNCTION public.outcome(statement text, OUT state text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS written = ROW_COUNT;
    message := written || ' rows';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    detail := nullif(detail, '');
    hint := nullif(hint, '');
END
$$;
\pset null '-'
\pset format unaligned
\pset expanded on
\pset tuples_only on

-- A schema whose name needs quotes; two channels, a scale without bounds, one with a lower bound
SELECT barometre.create_observatory('Été "x"');
SET search_path = 'Été "x"', public;
INSERT INTO edition (edition) VALUES (1), (2);
INSERT INTO determinant_weight (edition, determinant, weight) VALUES (1, 'courtesy', 1), (1, 'waiting', 2), (2, 'courtesy', 1);
INSERT INTO channel_weight (edition, channel, weight) VALUES (1, 'phone', 1), (1, 'email', 0), (2, 'phone', 1);
INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('free', '{-1,1}', '{0,100}', NULL, NULL), ('up_to_3', '{0,3}', '{0,100}', NULL, 3);
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight) VALUES
    (1, 'phone', 1, 'a', 'courtesy', 'yes_no', 1), (1, 'phone', 2, 'b', 'waiting', 'rings', 2), (1, 'phone', 3, 'c', 'waiting', 'free', 0),
    (1, 'email', 1, 'd', 'courtesy', 'up_to_3', 1), (2, 'phone', 1, 'e', 'courtesy', 'grade_1_5', 1);
INSERT INTO structure (structure) VALUES ('A'), ('B'), ('C');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'department'), (1, 'B', 'department'), (2, 'A', 'department');
INSERT INTO audit (edition, structure, audit, channel, responded, answers) VALUES
    (1, 'A', 1, 'phone', true, '{1,5,0}'), (1, 'A', 2, 'phone', true, '{NULL,NaN,-1e38}'), (1, 'A', 3, 'phone', false, NULL),
    (1, 'B', 1, 'email', true, '{-7}'), (2, 'A', 1, 'phone', true, '{4}');
SELECT structure, audits, coverage, global_score FROM structure_score ORDER BY edition, structure;
