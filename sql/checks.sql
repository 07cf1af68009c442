-- What is wrong, or doubtful, in an observatory.
\set SHOW_CONTEXT never
SET datestyle = iso;
SET client_min_messages = warning;
\pset null '-'
\pset format unaligned
\pset footer off

SELECT barometre.create_observatory('checked');
SET search_path = checked, public;
INSERT INTO edition (edition, starts_on, ends_on) VALUES (1, '2025-01-01', '2025-06-30'), (2, NULL, NULL);
INSERT INTO determinant_weight (edition, determinant, weight) VALUES (1, 'courtesy', 1), (1, 'waiting', 1), (1, 'transfer', 0), (1, 'complaints', 1), (2, 'courtesy', 1);
INSERT INTO channel_weight (edition, channel, weight, planned_audits) VALUES (1, 'phone', 1, 2), (1, 'email', 0, NULL), (1, 'letter', 1, 1), (2, 'phone', 1, NULL);
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, weight, no_response) VALUES
    (1, 'phone', 1, 'P1', 'courtesy', 'yes_no', 1, 'zero'), (1, 'phone', 2, 'P2', 'waiting', 'rings', 1, 'not_applicable'), (1, 'phone', 3, 'P3', 'transfer', 'yes_no', 1, 'zero'),
    (1, 'phone', 4, 'P4', 'courtesy', 'yes_no', 0, 'zero'), (1, 'email', 1, 'E1', 'courtesy', 'grade_0_4', 1, 'zero'), (1, 'letter', 1, 'L1', 'courtesy', 'grade_0_4', 1, 'zero'),
    (2, 'phone', 1, 'P1', 'courtesy', 'yes_no', 1, 'zero');
INSERT INTO structure (structure) VALUES ('A'), ('B'), ('C'), ('D');
INSERT INTO participation (edition, structure, category, weight) VALUES (1, 'A', 'department', 1), (1, 'B', 'department', 0), (1, 'C', 'region', 1), (2, 'A', 'department', 1), (2, 'B', 'department', 1);
INSERT INTO audit (edition, structure, audit, channel, audited_on, auditor, answers, weight) VALUES
    (1, 'A', 1, 'phone', '2025-02-01', 'Jo', '{1,2,NULL,1}', 1), (1, 'A', 2, 'phone', '2025-02-01', 'Jo', '{1,2,NULL,1}', 1), (1, 'A', 3, 'phone', '2025-02-02', 'Jo', '{1,2,NULL,1}', 1),
    (1, 'A', 4, 'phone', '2024-12-31', 'Jo', '{1,3,NaN,1}', 1), (1, 'B', 1, 'phone', '2025-07-01', 'Al', '{0,9,NULL,1}', 0), (1, 'B', 2, 'email', '2025-03-01', 'Al', '{3}', 1),
    (2, 'A', 1, 'phone', NULL, NULL, '{1}', 1), (2, 'B', 1, 'phone', NULL, NULL, '{1}', 1);
SELECT * FROM barometre.check_audits('checked');
SELECT * FROM barometre.check_observatory('checked');

-- Written with triggers off, as by a restore or a replica
SET session_replication_role = replica;
INSERT INTO audit (edition, structure, audit, channel, responded, answers, weight, reference) VALUES
    (1, 'A', 11, 'phone', true, '{2,2,NULL,1}', 1, 'r11'), (1, 'A', 12, 'phone', true, '{1,Infinity,NULL,1}', 1, NULL), (1, 'A', 13, 'phone', true, '{1}', 1, NULL),
    (1, 'A', 14, 'phone', true, NULL, 1, NULL), (1, 'A', 15, 'phone', false, '{1,2,0,1}', 1, NULL), (1, 'A', 16, 'visit', true, '{1}', 1, NULL), (1, 'A', 17, 'phone', true, '{1,2,0,1}', -1, NULL),
    (1, 'D', 1, 'phone', true, '{1,2,0,1}', 1, 'r11'), (2, 'A', 2, 'phone', true, '{1,1}', 1, NULL), (1, 'A', 18, 'phone', true, '{{1,2,0,1}}', 1, NULL);
RESET session_replication_role;
SELECT * FROM barometre.check_audits('checked');
SELECT * FROM barometre.check_audits('checked', 2);
SELECT * FROM barometre.check_observatory('checked') WHERE code = 'invalid_audits';

-- One such audit stops the views that score it; their errors lead to check_audits(), which names it
CREATE TABLE public.bad AS SELECT * FROM audit AS a WHERE a.audit >= 11 OR a.structure = 'D' OR a.edition = 2 AND a.audit = 2;
CREATE TABLE public.ending (view name, state text, hint text);
CREATE PROCEDURE public.read_views() LANGUAGE plpgsql AS $$
DECLARE
    hinted text;
    view name;
BEGIN
    FOR view IN SELECT relname FROM pg_class WHERE relnamespace = 'checked'::regnamespace AND relkind = 'v' LOOP
        BEGIN
            EXECUTE format('SELECT v::text FROM %I AS v OFFSET 100000', view);
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS hinted = PG_EXCEPTION_HINT;
            INSERT INTO public.ending VALUES (view, SQLSTATE, hinted);
        END;
    END LOOP;
END
$$;
CREATE PROCEDURE public.read_views_with_each() LANGUAGE plpgsql AS $$
DECLARE
    one public.bad;
BEGIN
    DELETE FROM audit AS a USING public.bad AS b WHERE (a.edition, a.structure, a.audit) = (b.edition, b.structure, b.audit);
    FOR one IN SELECT * FROM public.bad LOOP
        INSERT INTO audit SELECT (one).*;
        CALL public.read_views();
        DELETE FROM audit AS a WHERE (a.edition, a.structure, a.audit) = (one.edition, one.structure, one.audit);
    END LOOP;
END
$$;
SET session_replication_role = replica;
CALL public.read_views_with_each();
RESET session_replication_role;
SELECT DISTINCT state, hint FROM public.ending ORDER BY state;
SELECT DISTINCT view FROM public.ending WHERE view IN ('structure_score', 'audit_score', 'edition_criterion', 'category_ranking') ORDER BY view;
DROP PROCEDURE public.read_views_with_each, public.read_views;
DROP TABLE public.bad, public.ending;
SELECT * FROM barometre.check_audits('public');
SELECT * FROM barometre.check_observatory(NULL);
DROP SCHEMA checked CASCADE;
