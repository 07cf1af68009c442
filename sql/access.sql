-- Roles: who may read and write what.
\set VERBOSITY terse
SELECT barometre.create_observatory('o');
INSERT INTO o.edition (edition, min_audits) VALUES (1, 1);
INSERT INTO o.determinant_weight (edition, determinant) VALUES (1, 'courtesy');
INSERT INTO o.channel_weight (edition, channel) VALUES (1, 'phone');
INSERT INTO o.criterion (edition, channel, item, criterion, determinant, scale)
VALUES (1, 'phone', 1, 'smile', 'courtesy', 'yes_no'), (1, 'phone', 2, 'name', 'courtesy', 'yes_no');
INSERT INTO o.structure (structure) VALUES ('A'), ('B'), ('C');
INSERT INTO o.participation (edition, structure, category) VALUES (1, 'A', 'region'), (1, 'B', 'region'), (1, 'C', 'region');
INSERT INTO o.audit (edition, structure, audit, channel, answers)
VALUES (1, 'A', 1, 'phone', '{1,1}'), (1, 'B', 1, 'phone', '{1,0}'), (1, 'C', 1, 'phone', '{0,0}');

CREATE ROLE access_owner;
CREATE ROLE access_analyst;
CREATE ROLE access_loader;
CREATE ROLE access_town;
CREATE ROLE access_mayor IN ROLE access_town;
CREATE ROLE access_guest NOINHERIT IN ROLE access_town;

-- an analyst reads views, tables without answers, and calls functions
SELECT barometre.grant_read('o', 'access_analyst');
SET ROLE access_analyst;
SELECT structure, global_score FROM o.structure_score ORDER BY structure;
SELECT structure, global_score FROM o.my_score ORDER BY structure;
SELECT item, score, contribution FROM o.explain_score(1, 'B');
SELECT structure, new_score FROM o.what_if(1, '{"courtesy": 2}') ORDER BY structure;
SELECT count(*) FROM o.criterion;
SELECT pg_column_size(o.audit_form()) > 0 AS form;
SELECT FROM o.audit;
SELECT FROM o.participation;
SELECT FROM o.structure_role;
DELETE FROM o.criterion;
RESET ROLE;

-- a loader writes and reads tables, and reads no view
SELECT barometre.grant_load('o', 'access_loader');
SET ROLE access_loader;
COPY o.audit (edition, structure, audit, channel, answers) FROM stdin;
1	C	2	phone	{1,1}
\.
UPDATE o.criterion SET label_en = 'A smile' WHERE item = 1;
DELETE FROM o.audit WHERE structure = 'C' AND audit = 2;
SELECT FROM o.structure_role;
SELECT FROM o.structure_score;
GRANT SELECT ON o.audit TO access_town;
RESET ROLE;

-- a participant reads its own, and so do its members who inherit
SELECT barometre.grant_participant('o', 'access_town', 'A');
SET ROLE access_town;
SELECT structure, global_score FROM o.my_score ORDER BY structure;
SELECT structure, item, score FROM o.my_response ORDER BY structure, item;
SELECT item, score, contribution FROM o.explain_score(1, 'A');
SELECT item, score, contribution FROM o.explain_score(1, 'B');
SELECT FROM o.structure_score;
SELECT FROM o.what_if(1);
SELECT FROM o.criterion;
SELECT FROM o.structure_role;
SET ROLE access_mayor;
SELECT structure FROM o.my_score;
SET ROLE access_guest;
SELECT structure FROM o.my_score;
RESET ROLE;

-- several structures of one role; the same twice
SELECT barometre.grant_participant('o', 'access_town', 'C');
SELECT barometre.grant_participant('o', 'access_town', 'C');
SET ROLE access_town;
SELECT structure, global_score FROM o.my_score ORDER BY structure;
RESET ROLE;
SELECT barometre.revoke_participant('o', 'access_town', 'A');
SET ROLE access_town;
SELECT structure FROM o.my_score;
RESET ROLE;
SELECT barometre.revoke_participant('o', 'access_town', 'C');
SET ROLE access_town;
SELECT structure FROM o.my_score;
RESET ROLE;

-- one role with two accesses keeps the one that it is left
SELECT barometre.grant_participant('o', 'access_town', 'A'), barometre.grant_read('o', 'access_town');
SELECT barometre.revoke_read('o', 'access_town');
SET ROLE access_town;
SELECT structure FROM o.my_score;
SELECT FROM o.structure_score;
RESET ROLE;
SELECT barometre.grant_read('o', 'access_town'), barometre.revoke_participant('o', 'access_town', 'A');
SET ROLE access_town;
SELECT structure FROM o.my_score ORDER BY structure;
RESET ROLE;
SELECT barometre.revoke_read('o', 'access_town');
SELECT barometre.grant_load('o', 'access_town'), barometre.grant_read('o', 'access_town');
SELECT barometre.revoke_load('o', 'access_town');
SELECT has_table_privilege('access_town', 'o.criterion', 'SELECT') AS reads,
       has_table_privilege('access_town', 'o.criterion', 'INSERT') AS writes,
       has_table_privilege('access_town', 'o.audit', 'SELECT') AS reads_audits;
SELECT barometre.revoke_read('o', 'access_town');
SELECT has_schema_privilege('access_town', 'o', 'USAGE') AS town;

-- a later view is for whom it would have been
SELECT barometre.grant_participant('o', 'access_town', 'A');
REVOKE ALL ON o.edition_score FROM access_analyst;
SET client_min_messages = warning;
DROP VIEW o.edition_score CASCADE;
DROP VIEW o.my_score CASCADE;
RESET client_min_messages;
SELECT barometre.upgrade_observatory('o');
SELECT has_table_privilege(role, 'o.my_score', 'SELECT') AS my_score, has_table_privilege(role, 'o.edition_score', 'SELECT') AS edition_score
FROM unnest('{access_town,access_analyst,access_loader}'::text[]) AS role;

-- a role that is renamed, or dropped, loses its structures; one that takes its name does not get them
ALTER ROLE access_town RENAME TO access_city;
SET ROLE access_city;
SELECT structure FROM o.my_score;
RESET ROLE;
CREATE ROLE access_town;
SELECT barometre.grant_participant('o', 'access_town', 'B');
SET ROLE access_town;
SELECT structure FROM o.my_score;
RESET ROLE;
DROP OWNED BY access_town;
DROP ROLE access_town;
SELECT * FROM o.structure_role;
SET ROLE access_city;
SELECT structure FROM o.my_score;
RESET ROLE;
SELECT barometre.revoke_participant('o', 'access_town', 'B');
SELECT * FROM o.structure_role;

-- an owner without superuser rights: who is to call the toolbox needs a superuser's grant
GRANT USAGE ON SCHEMA barometre TO access_owner;
SELECT format('GRANT CREATE ON DATABASE %I TO access_owner', current_database()) \gexec
CREATE ROLE "Access ""guest""";
SET ROLE access_owner;
SELECT barometre.create_observatory('access_mine', reference => false);
SELECT barometre.grant_read('access_mine', 'Access "guest"');
SET ROLE "Access ""guest""";
SELECT count(*) FROM access_mine.structure_score;
SELECT barometre.scale_score(1, '{0,1}', '{0,100}');
SET ROLE access_owner;
SELECT barometre.revoke_read('access_mine', 'Access "guest"');
SET client_min_messages = warning;
DROP SCHEMA access_mine CASCADE;
RESET client_min_messages;
RESET ROLE;
DROP ROLE "Access ""guest""";

-- errors
SELECT barometre.grant_read('nowhere', 'access_analyst');
SELECT barometre.grant_read(NULL, 'access_analyst');
SELECT barometre.grant_read('o', NULL);
SELECT barometre.grant_read('o', 'public');
SELECT barometre.grant_load('o', 'access_nobody');
SELECT barometre.grant_participant('o', 'access_city', NULL);
SELECT barometre.grant_participant('o', 'access_city', 'Z');
ALTER SCHEMA o OWNER TO access_owner;
SELECT barometre.revoke_read('o', 'access_owner');
ALTER SCHEMA o OWNER TO CURRENT_USER;
SET ROLE access_analyst;
SELECT barometre.grant_read('o', 'access_city');
SELECT barometre.revoke_load('o', 'access_loader');
SELECT barometre.revoke_participant('o', 'access_city', 'A');
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA o CASCADE;
DROP OWNED BY access_owner, access_analyst, access_loader, access_city;
DROP ROLE access_owner, access_analyst, access_loader, access_mayor, access_guest, access_city;
