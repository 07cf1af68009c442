-- Files in every shape, and what is said of them.
\set SHOW_CONTEXT never
SET datestyle = iso;
SET client_min_messages = warning;
\pset null '-'
\pset format unaligned
\pset footer off

SELECT barometre.create_observatory('Été "x"');
SET search_path = 'Été "x"', public;
INSERT INTO edition (edition, label) VALUES (1, 'Printemps 2025'), (2, 'Printemps 2026'), (3, NULL);
INSERT INTO determinant_weight (edition, determinant) VALUES (1, 'courtesy'), (1, 'responsiveness'), (2, 'courtesy'), (3, 'courtesy');
INSERT INTO channel_weight (edition, channel) VALUES (1, 'phone'), (1, 'email'), (1, 'letter'), (2, 'phone'), (3, 'visit');
INSERT INTO scale (scale, points, scores, minimum, maximum) VALUES ('free', '{-1,1}', '{0,100}', NULL, NULL), ('from_0', '{0,1}', '{0,100}', 0, NULL), ('to_9', '{0,9}', '{0,100}', NULL, 9);
INSERT INTO criterion (edition, channel, item, criterion, determinant, scale, label_fr, label_en) VALUES
    (1, 'phone', 1, 'P1', 'courtesy', 'yes_no', 'L''agent a-t-il salué ?', 'Greeting'), (1, 'phone', 2, 'P2', 'responsiveness', 'rings', 'Sonneries', 'Rings'),
    (1, 'email', 1, 'E1', 'courtesy', 'grade_1_5', 'Ton du message', 'Tone'), (1, 'email', 2, 'E2', 'responsiveness', 'delay_days', 'Délai', 'Delay'),
    (1, 'letter', 1, 'L1', 'courtesy', 'free', 'Ton', 'Tone'), (1, 'letter', 2, 'L2', 'courtesy', 'from_0', 'Longueur', NULL), (1, 'letter', 3, 'L3', 'courtesy', 'to_9', NULL, NULL),
    (2, 'phone', 1, 'P1', 'courtesy', 'grade_0_4', 'L''agent a-t-il salué ?', 'Greeting');
INSERT INTO structure (structure, name) VALUES ('A', 'Ville d''Åland'), ('a', 'Petite ville'), ('B', 'Région Œuvre'), ('C', 'Same'), ('D', 'Same');
INSERT INTO participation (edition, structure, category) VALUES (1, 'A', 'department'), (1, 'B', 'region'), (1, 'a', 'region'), (2, 'A', 'department');

-- Runs an import, lists what it says, and the audits that are there; then takes them away.
CREATE FUNCTION pg_temp.said(staging regclass, options text DEFAULT '') RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT concat_ws('' | '', line, reference, file_column, value, code, message) FROM barometre.import_responses(''Été "x"'', %L %s)', staging, options);
    RETURN QUERY SELECT format('  %s %s #%s %s %s %s %s %s %s', edition, structure, audit, reference, channel, coalesce(audited_on::text, '-'), coalesce(auditor, '-'), weight,
                               coalesce(answers::text, 'no response')) FROM audit ORDER BY edition, structure, audit;
    DELETE FROM audit;
END
$$;

-- English, tabs, month first, a file without channels; labels, and a structure whose code only its case tells from another
SELECT barometre.create_staging('english', E'Year\tOrganisation\tID\tDay\tMystery shopper\tWeight\tQuestion\tAnswer', E'\t') \g /dev/null
\copy english FROM stdin (FORMAT csv, DELIMITER E'\t', HEADER)
Year	Organisation	ID	Day	Mystery shopper	Weight	Question	Answer
1	A	r1	04/25/2025	 Jo 	2.5	greeting	YES
1	A	r1	04/25/2025	Jo	2.5	RINGS	2
printemps 2025	a	r2	2025-04-26			E1	5
1	région oeuvre	r3	4/1/2025			P1	not observed
1	région oeuvre	r3	4/1/2025			P1	not observed
1	région oeuvre	r3	4/1/2025			Rings	N/A
\.
SELECT pg_temp.said('english', ', date_order => ''mdy''');
SELECT pg_temp.said('english');

-- Every fault of a line, and of an answer
SELECT barometre.create_staging('faulty', 'edition;structure;canal;reference;date;repondu;poids;critere;reponse', ';') \g /dev/null
\copy faulty FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;canal;reference;date;repondu;poids;critere;reponse
9;A;phone;f1;01/02/2025;oui;1;P1;oui
1;Z;phone;f2;01/02/2025;oui;1;P1;oui
1;Same;phone;f3;01/02/2025;oui;1;P1;oui
1;A;fax;f4;01/02/2025;oui;1;P1;oui
1;A;visit;f5;01/02/2025;oui;1;P1;oui
1;A;phone;;01/02/2025;oui;1;P1;oui
1;A;phone;f6;31/02/2025;oui;1;P1;oui
1;A;phone;f7;01/02/25;oui;1;P1;oui
1;A;phone;f8;01/02/2025;peut-être;1;P1;oui
1;A;phone;f9;01/02/2025;oui;-1;P1;oui
1;A;phone;f10;01/02/2025;oui;beaucoup;P1;oui
1;A;phone;f11;01/02/2025;oui;1;P9;oui
1;A;phone;f12;01/02/2025;oui;1;E1;3
1;A;email;f13;01/02/2025;oui;1;E1;oui
1;A;phone;f14;01/02/2025;oui;1;P1;2
1;A;letter;f15;01/02/2025;oui;1;L1;1e39
1;A;letter;f16;01/02/2025;oui;1;L2;-1
1;A;letter;f17;01/02/2025;oui;1;L3;9,1
1;A;phone;f18;01/02/2025;non;1;P1;oui
1;A;;f19;01/02/2025;oui;1;Tone;3
1;A;phone;f20;01/02/2025;oui;1;P9;
1;A;phone;f21;01/02/2025;oui;1;;3
1;A;;f22;01/02/2025;non;1;;
1;A;phone;f23;01/02/2025;oui;1;P1;oui
1;B;phone;f23;01/02/2025;oui;1;P1;oui
1;A;phone;f24;01/02/2025;oui;1;P1;oui
1;A;email;f24;01/02/2025;oui;1;E1;3
1;A;phone;f25;01/02/2025;oui;1;P1;oui
1;A;phone;f25;02/02/2025;oui;2;P1;non
2;B;phone;f26;01/02/2025;oui;1;P1;3
3;A;visit;f27;01/02/2025;oui;1;P1;3
1;A;phone;good;01/02/2025;oui;1;P1;oui
1;A;phone;good;;;;P2;n/a
\.
SELECT pg_temp.said('faulty', ', on_error => ''skip''');

-- A line without reference: with skip, the audit that lacks it is left too; one that has it, or is of another day, is not
SELECT barometre.create_staging('lost', 'edition;structure;canal;reference;date;critere;reponse', ';') \g /dev/null
\copy lost FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;canal;reference;date;critere;reponse
1;A;phone;q1;01/02/2025;P1;oui
1;A;phone;;01/02/2025;P2;3
1;A;phone;q2;01/02/2025;P1;non
1;A;phone;q2;01/02/2025;P2;4
1;A;phone;q3;02/02/2025;P1;non
1;A;email;q4;01/02/2025;E1;4
1;B;phone;q5;01/02/2025;P1;non
\.
SELECT pg_temp.said('lost', ', on_error => ''skip''');
-- Nearly a code or a name: the one that it is nearest to, where only one is; none for a channel, which has a list
SELECT barometre.create_staging('nearly', 'edition;structure;canal;reference;critere;reponse', ';') \g /dev/null
\copy nearly FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;canal;reference;critere;reponse
1;Region Euvre;phone;n1;Soneries;3
1;A;courriel;n2;E1;3
1;A;email;n3;E3;3
1;A;letter;n4;Longueurs;3
\.
SELECT pg_temp.said('nearly');

-- Blank answers
SELECT barometre.create_staging('blank', 'edition,structure,reference,responded,P1,P2,Comment', ',') \g /dev/null
\copy blank FROM stdin (FORMAT csv, HEADER)
edition,structure,reference,responded,P1,P2,Comment
1,A,b1,,1,,
1,A,b2,yes,,,
1,A,b3,no,,," "
\.
SELECT pg_temp.said('blank');
SELECT pg_temp.said('blank', ', blank => ''not_applicable''');
SELECT pg_temp.said('blank', ', blank => ''fault''');

-- Several header rows: labels, Qualtrics' identifiers; a header with a line break, files put together, empty lines
SELECT barometre.create_staging('qualtrics', E'"ResponseId","RecordedDate","Q1\nRings","Q2"\n"Response ID","Recorded Date","How many rings?","Did they greet?"', ',') AS names;
\copy qualtrics FROM stdin (FORMAT csv, HEADER)
"ResponseId","RecordedDate","Q1
Rings","Q2"
"Response ID","Recorded Date","How many rings?","Did they greet?"
"{""ImportId"":""_recordId""}","{""ImportId"":""endDate"",""timeZone"":""Z""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"
R_1,2025-04-01 10:11:12,3,Yes
,,,
R_2,2025-04-02 10:11:12,-99,No
ResponseId,RecordedDate,"Q1
Rings",Q2
\.
INSERT INTO answer_word (word, state) VALUES ('-99', 'not_observed');
SELECT pg_temp.said('qualtrics', $$, '{"edition": {"value": 1}, "structure": {"value": "A"}, "date": "RecordedDate", "P1": "Q2", "P2": "Q1 Rings"}'$$);

-- Columns that cannot be told, or that mean nothing
SELECT barometre.create_staging('columns', 'edition,structure,reference,Référence,P1,p1,P9,answer', ',') \g /dev/null
\copy columns FROM stdin (FORMAT csv, HEADER)
edition,structure,reference,Référence,P1,p1,P9,answer
1,A,c1,x,1,1,,
\.
SELECT pg_temp.said('columns', ', on_error => ''skip''');
SELECT pg_temp.said('columns', $$, '{"reference": "reference", "P1": "p1", "edition": "Edition", "date": "Jour", "channel": {"value": "phone"}}', 'skip'$$);
ALTER TABLE columns DROP COLUMN p1, DROP COLUMN "Référence";
UPDATE columns SET "P9" = '3';
SELECT pg_temp.said('columns', ', on_error => ''skip''');
CREATE TABLE public.empty ();
SELECT pg_temp.said('public.empty');

-- Delays between two dates: 18 April 2025 is Good Friday, 21 April Easter Monday
SELECT barometre.create_staging('delays', 'edition;structure;reference;received;answered;E1', ';') \g /dev/null
\copy delays FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;reference;received;answered;E1
1;A;d1;17/04/2025;22/04/2025;3
1;A;d2;17/04/2025;;4
1;A;d3;17/04/2025;16/04/2025;4
1;A;d4;17/04/2025;32/04/2025;4
\.
SELECT pg_temp.said('delays', $$, '{"E2": {"from": "received", "to": "answered", "unit": "working_days"}}', 'skip'$$);
SELECT pg_temp.said('delays', $$, '{"E2": {"from": "received", "to": "answered"}}', 'skip'$$);

-- Dates of which another order alone fits every one
SELECT barometre.create_staging('months', 'edition;structure;reference;date;P1', ';') \g /dev/null
\copy months FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;reference;date;P1
1;A;m1;04/05/2025;1
1;A;m2;04/25/2025;1
1;A;m3;2025-04-26;1
\.
SELECT pg_temp.said('months', ', on_error => ''skip''');

-- Structures and participations that are missing
SELECT barometre.create_staging('missing', 'edition;structure;catégorie;reference;P1', ';') \g /dev/null
\copy missing FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;catégorie;reference;P1
2;B;Régions;n1;4
2;New;département;n2;4
2;Other;nowhere;n3;4
2;Torn;region;n4;4
2;Torn;department;n5;4
2;A;nowhere;n6;4
\.
SELECT pg_temp.said('missing', ', on_error => ''skip''');
SELECT pg_temp.said('missing', ', on_error => ''skip'', create_missing => true');
SELECT structure, name FROM structure WHERE structure IN ('New', 'Other', 'Torn');
SELECT edition, structure, category FROM participation WHERE edition = 2 ORDER BY structure;

-- Audits that are there: numbers go on, what the file does not say stays, a reference has one structure
INSERT INTO audit (edition, structure, audit, channel, audited_on, auditor, answers, weight, reference) VALUES
    (1, 'A', 7, 'phone', '2025-01-01', 'Jo', '{1,2}', 3, 'x1'), (1, 'A', 9, 'phone', '2025-01-01', 'Jo', '{1,2}', 1, 'x2'), (1, 'B', 1, 'phone', NULL, NULL, '{1,2}', 1, 'x3');
SELECT barometre.create_staging('again', 'edition;structure;reference;repondu;P1;P2', ';') \g /dev/null
\copy again FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
edition;structure;reference;repondu;P1;P2
1;A;x1;;1;2
1;A;x2;non;;
1;A;x3;;1;2
1;A;x4;;0;1
\.
BEGIN;
SELECT pg_temp.said('again', ', on_error => ''skip''');
ROLLBACK;
SELECT pg_temp.said('again', ', on_error => ''skip'', on_conflict => ''update''');

-- What is never run, cut short or taken for a number
SELECT barometre.create_staging('hostile', 'edition;structure;reference;"P1"" FROM pg_class; --";P1', ';') \g /dev/null
INSERT INTO hostile (edition, structure, reference, "P1") VALUES
    ('1', 'A', 'h1', '=1+1'), ('1', 'A', 'h2', '''); DROP TABLE audit; --'), ('1', 'A', 'h3', repeat('9', 1000000)), ('1', 'A', repeat('r', 1000000), '1'),
    ('1', repeat(E'\u0301', 1000), 'h4', '1'), ('{"ImportId":1}', '1', '1', '1');
SELECT left(said, 300) AS said FROM pg_temp.said('hostile', $$, '{"channel": {"value": "phone"}}', 'skip'$$) AS said;

-- Arguments
SELECT * FROM barometre.import_responses('Été "x"', 'blank', '{"colour": "P1"}');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', '{"date": {"from": "P1", "to": "P2"}}');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', '{"P1": {"from": "P1", "to": "P2", "unit": "hours"}}');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', '[]');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', on_error => 'ignore');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', on_conflict => 'skip');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', blank => '0');
SELECT * FROM barometre.import_responses('Été "x"', 'blank', date_order => 'ydm');
SELECT * FROM barometre.import_responses('Été "x"', NULL);
SELECT * FROM barometre.import_responses('public', 'blank');
SELECT * FROM barometre.import_responses('Été "x"', 'pg_class_oid_index');
-- a column whose type may have a cast of somebody else
CREATE TYPE odd_word AS ENUM ('x');
CREATE TABLE odd_staging (reference text, edition odd_word, gone odd_word);
ALTER TABLE odd_staging DROP gone;
SELECT * FROM barometre.import_responses('Été "x"', 'odd_staging');
DROP TABLE odd_staging;
DROP TYPE odd_word;
CREATE ROLE import_reader;
GRANT USAGE ON SCHEMA "Été ""x""", barometre TO import_reader;
SET ROLE import_reader;
SELECT barometre.lock_edition('Été "x"', 1);
RESET ROLE;
-- INSERT on audit is all that loading takes, UPDATE what correcting takes
GRANT SELECT ON ALL TABLES IN SCHEMA "Été ""x""" TO import_reader;
GRANT INSERT ON audit TO import_reader;
GRANT SELECT ON again TO import_reader;
SET ROLE import_reader;
SELECT message FROM barometre.import_responses('Été "x"', 'again');
SELECT message FROM barometre.import_responses('Été "x"', 'again');
RESET ROLE;
UPDATE again SET "P1" = '1' WHERE reference = 'x4';
SET ROLE import_reader;
SELECT message FROM barometre.import_responses('Été "x"', 'again', on_conflict => 'update');
RESET ROLE;
SELECT barometre.lock_edition('pg_catalog', 1);
SELECT barometre.place_answers('{1,NULL}', '{1,2}', 2, NULL);
SELECT barometre.place_answers('{0}', '{1}', 2, NULL);
SELECT barometre.place_answers('{1}', '{1}', 0, NULL);
SELECT barometre.contradicting_items('{1,2,1,2,3,3,4,4,5,5}', '{1,2,1,3,NaN,NaN,NULL,NULL,NULL,NaN}') AS contradicting, barometre.contradicting_items('{1,1}', '{1,1}') AS none;

REVOKE USAGE ON SCHEMA "Été ""x""", barometre FROM import_reader;
REVOKE ALL ON ALL TABLES IN SCHEMA "Été ""x""" FROM import_reader;
REVOKE ALL ON again FROM import_reader;
DROP ROLE import_reader;
DROP TABLE public.empty;
DROP SCHEMA "Été ""x""" CASCADE;
