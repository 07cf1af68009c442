-- Codes can be renamed: every table follows, and every figure stays.
SET client_min_messages = warning;
\pset null '-'
SELECT barometre.create_observatory('plain');
SELECT barometre.create_observatory('parted', partitioned => true);

-- The same barometer in both
SELECT format($f$
    SET search_path = %I;
    INSERT INTO edition (edition) VALUES (2020), (2021);
    INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('mine', '{0,4}', '{0,100}', 0, 4);
    INSERT INTO determinant_weight (edition, determinant, weight) SELECT edition, determinant, 2 FROM edition, unnest('{courtesy,waiting}'::text[]) AS determinant;
    INSERT INTO channel_weight (edition, channel) SELECT edition, channel FROM edition, unnest('{phone,email}'::text[]) AS channel;
    INSERT INTO criterion (edition, channel, item, criterion, determinant, scale)
    VALUES (2020, 'phone', 1, 'a', 'courtesy', 'mine'), (2020, 'phone', 2, 'b', 'waiting', 'yes_no'), (2020, 'email', 1, 'c', 'courtesy', 'mine');
    INSERT INTO structure (structure) VALUES ('S1'), ('S2'), ('S3');
    UPDATE structure SET successor = 'S2' WHERE structure = 'S3';
    INSERT INTO participation (edition, structure, category) VALUES (2020, 'S1', 'region'), (2020, 'S2', 'department');
    INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (2020, 'S1', 1, 'phone', '{3,1}'), (2020, 'S1', 2, 'email', '{2}'), (2020, 'S2', 1, 'phone', '{4,0}');
    INSERT INTO structure_role VALUES ('reader', 'S1');
    INSERT INTO margin VALUES (2020, 'category', 'region', 9);
$f$, name) FROM unnest('{plain,parted}'::text[]) AS name \gexec
SET search_path = plain;
CREATE TABLE public.before AS SELECT global_score, coverage, audits FROM structure_score;
TABLE public.before;

-- One by one, then a code and what it leads to at once
SELECT format($f$
    SET search_path = %I;
    UPDATE channel SET channel = 'téléphone' WHERE channel = 'phone';
    UPDATE determinant SET determinant = 'courtoisie' WHERE determinant = 'courtesy';
    UPDATE category SET category = 'région' WHERE category = 'region';
    UPDATE structure SET structure = structure || '-bis';
    UPDATE scale SET scale = 'my own' WHERE scale = 'mine';
    UPDATE edition SET edition = 1998 WHERE edition = 2020;
$f$, name) FROM unnest('{plain,parted}'::text[]) AS name \gexec
SELECT edition, structure, audit, channel, answers, tableoid::regclass FROM parted.audit ORDER BY 1, 2, 3;
SELECT edition, structure, audit, channel, answers FROM plain.audit EXCEPT SELECT edition, structure, audit, channel, answers FROM parted.audit;
SELECT edition, channel, item, determinant, scale FROM plain.criterion ORDER BY 1, 2, 3;
SELECT structure, successor FROM plain.structure ORDER BY structure;
SELECT edition, structure, category FROM plain.participation ORDER BY 1, 2;
SELECT structure_role.structure, margin.edition FROM plain.structure_role, plain.margin;
SELECT global_score, coverage, audits FROM plain.structure_score EXCEPT TABLE public.before;
SELECT global_score, coverage, audits FROM parted.structure_score EXCEPT TABLE public.before;

SET search_path = plain;
-- A channel of one edition alone goes over to another channel, and its audits too
UPDATE channel_weight SET channel = 'letter' WHERE edition = 1998 AND channel = 'email';
SELECT audit, channel FROM audit ORDER BY structure, audit;
-- To the channel of other audits it cannot
UPDATE channel_weight SET channel = 'téléphone' WHERE edition = 1998 AND channel = 'letter';
-- and back, in a transaction that keeps its snapshot
BEGIN ISOLATION LEVEL REPEATABLE READ;
UPDATE channel SET channel = 'phone' WHERE channel = 'téléphone';
COMMIT;
SELECT audit, channel FROM audit ORDER BY structure, audit;

-- Positions number themselves, labels name something
INSERT INTO channel (channel) VALUES ('chat'), ('video') RETURNING channel, position;
INSERT INTO category (category) VALUES ('new') RETURNING position;
UPDATE participation SET labels = '{NULL}';
UPDATE participation SET labels = '{"Qualité",""}';
UPDATE participation SET labels = '{"Qualité"}' WHERE structure = 'S1-bis' RETURNING certified;

-- A questionnaire in any order, in one transaction
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO audit (edition, structure, audit, channel, answers) VALUES (3000, 'S9', 1, 'chat', '{5,1}');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (3000, 'chat', 2, 'y', 'speed', 'yes_no');
INSERT INTO participation (edition, structure, category) VALUES (3000, 'S9', 'new');
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale) VALUES (3000, 'chat', 1, 'x', 'speed', 'five');
INSERT INTO determinant_weight (edition, determinant, weight) VALUES (3000, 'courtoisie', 0);
INSERT INTO determinant_weight (edition, determinant) VALUES (3000, 'speed');
INSERT INTO channel_weight (edition, channel) VALUES (3000, 'chat');
INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('five', '{0,5}', '{0,100}', 0, 5);
INSERT INTO determinant (determinant) VALUES ('speed');
INSERT INTO structure (structure, successor) VALUES ('S9', 'S10'), ('S10', NULL);
INSERT INTO edition (edition) VALUES (3000);
COMMIT;
SELECT structure, global_score FROM structure_score WHERE edition = 3000;

-- The questionnaire of an edition for the next, with the columns that users added
ALTER TABLE criterion ADD COLUMN "source" text DEFAULT 'survey', ADD COLUMN target int;
UPDATE criterion SET target = item * 10;
INSERT INTO edition (edition) VALUES (3001);
SELECT barometre.copy_questionnaire('plain', 1998, 3001);
SELECT channel, item, criterion, determinant, scale, weight, source, target FROM criterion WHERE edition = 3001 ORDER BY channel, item;
SELECT * FROM determinant_weight WHERE edition = 3001 ORDER BY determinant;
SELECT barometre.copy_questionnaire('plain', 1998, 3001);
SELECT barometre.copy_questionnaire('plain', 1998, 4000);
SELECT barometre.copy_questionnaire('plain', 1234, 3001);
SELECT barometre.copy_questionnaire('plain', NULL, 3001);
SELECT barometre.copy_questionnaire('public', 1998, 3001);

RESET search_path;
DROP TABLE public.before;
DROP SCHEMA plain, parted CASCADE;
