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

-- One such audit stops the views that score it.  Their errors name it to who may read the whole table audit, and to
-- nobody else; to everybody they say that check_audits() does.
CREATE ROLE checks_auditor;
CREATE ROLE checks_policed;
CREATE ROLE checks_columns;
CREATE ROLE checks_reader;
CREATE ROLE checks_town;
SELECT barometre.grant_read('checked', role) FROM unnest('{checks_auditor,checks_policed,checks_columns,checks_reader}'::text[]) AS role;
SELECT barometre.grant_participant('checked', 'checks_town', 'A');
GRANT SELECT ON audit TO checks_auditor, checks_policed;
GRANT SELECT (edition, structure, audit) ON audit TO checks_columns;
ALTER ROLE checks_auditor BYPASSRLS;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON audit FOR SELECT USING (true);
-- read with its reader's rights, whom row security may hide rows from
CREATE VIEW invoked WITH (security_invoker = true) AS
SELECT barometre.audit_score((SELECT audit_form()), edition, channel, responded, answers, weight, structure, audit, 'audit'::regclass) AS score FROM audit;
GRANT SELECT ON invoked TO checks_auditor, checks_policed;
CREATE TABLE public.bad AS SELECT * FROM audit AS a WHERE a.audit >= 11 OR a.structure = 'D' OR a.edition = 2 AND a.audit = 2;
CREATE TABLE public.ending (reader name DEFAULT current_user, structure text, audit bigint, view name, state text, said text, detail text, hint text);
GRANT INSERT ON public.ending TO PUBLIC;
CREATE PROCEDURE public.read_view(structure text, audit bigint, view name) LANGUAGE plpgsql AS $$
DECLARE
    detailed text;
    hinted text;
    place text;
BEGIN
    EXECUTE format('EXPLAIN (ANALYZE, VERBOSE) SELECT v::text FROM checked.%I AS v', view);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detailed = PG_EXCEPTION_DETAIL, hinted = PG_EXCEPTION_HINT, place = PG_EXCEPTION_CONTEXT;
    INSERT INTO public.ending VALUES (DEFAULT, structure, audit, view, SQLSTATE, concat_ws(' / ', SQLERRM, detailed, hinted, place), detailed, hinted);
END
$$;
CREATE PROCEDURE public.read_views_with_each() LANGUAGE plpgsql AS $$
DECLARE
    one public.bad;
    reader name;
    view name;
BEGIN
    DELETE FROM audit AS a USING public.bad AS b WHERE (a.edition, a.structure, a.audit) = (b.edition, b.structure, b.audit);
    FOR one IN SELECT * FROM public.bad LOOP
        INSERT INTO audit SELECT (one).*;
        FOR reader, view IN SELECT role.name, relname FROM pg_class
            CROSS JOIN unnest(ARRAY[current_user, 'checks_auditor', 'checks_policed', 'checks_columns', 'checks_reader', 'checks_town']) AS role (name)
            WHERE relnamespace = 'checked'::regnamespace AND relkind = 'v' AND has_table_privilege(role.name, oid, 'SELECT')
              AND (role.name = current_user OR one.audit = 12)
        LOOP
            EXECUTE format('SET LOCAL ROLE %I', reader);
            CALL public.read_view(one.structure, one.audit, view);
            RESET ROLE;
        END LOOP;
        DELETE FROM audit AS a WHERE (a.edition, a.structure, a.audit) = (one.edition, one.structure, one.audit);
    END LOOP;
END
$$;
SET session_replication_role = replica;
CALL public.read_views_with_each();
RESET session_replication_role;
SELECT DISTINCT state, hint FROM public.ending ORDER BY state;
SELECT DISTINCT view FROM public.ending WHERE view IN ('structure_score', 'audit_score', 'edition_criterion', 'category_ranking') ORDER BY view;
SELECT nullif(reader, current_user) AS reader, bool_and(detail LIKE format('Audit %s of structure "%s"%%', audit, structure)) AS always_named,
       bool_or(said ~ 'Audit \d|structure "') AS ever_named
FROM public.ending GROUP BY ending.reader ORDER BY reader;
SELECT nullif(reader, current_user) AS reader, detail FROM public.ending WHERE view = 'invoked' AND audit = 12 ORDER BY reader;
SELECT DISTINCT audit, regexp_replace(detail, 'item \d', 'item N') AS detail FROM public.ending WHERE reader = current_user ORDER BY audit, detail;
DROP PROCEDURE public.read_views_with_each, public.read_view;
DROP TABLE public.bad, public.ending;

-- Whatever audit and table are given, nobody learns what he did not give
SELECT audit_form() AS form \gset
SET ROLE checks_reader;
SELECT barometre.audit_score(:'form', 1, 'visit', true, '{1}', 1, 'mine', 7, 'checked.audit'::regclass);
SELECT barometre.audit_score(:'form', 1, 'visit', true, '{1}', 1, 'mine', 7, 4294967295::oid::regclass);
SELECT barometre.audit_score(:'form', 1, 'visit', true, '{1}', 1, 'mine', NULL, 'pg_class'::regclass);
SELECT barometre.audit_score(:'form', 1, 'visit', true, '{1}', 1, 'mine', 7, 'pg_class'::regclass);
RESET ROLE;
SELECT * FROM barometre.check_audits('public');
SELECT * FROM barometre.check_observatory(NULL);
DROP SCHEMA checked CASCADE;
DROP OWNED BY checks_auditor, checks_policed, checks_columns, checks_reader, checks_town;
DROP ROLE checks_auditor, checks_policed, checks_columns, checks_reader, checks_town;
