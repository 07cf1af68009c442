-- The table that a file is loaded into.
\set SHOW_CONTEXT never
SET datestyle = iso;
SET client_min_messages = warning;
\pset null '-'
\pset format unaligned

-- Names: byte order mark, quotes, white space, line breaks, empty, repeated, "line", too long
SELECT unnest(barometre.create_staging('odd', E'\ufeff"Réf.  ""audit""";;Note; note ;Note;line;"Two\r\nlines";A' || repeat('é', 40) || ';A' || repeat('é', 40) || E'\r\n1;2;3', ';')) AS name;
SELECT attname, format_type(atttypid, atttypmod) AS type, attgenerated AS generated, col_description(attrelid, attnum) AS header
FROM pg_attribute WHERE attrelid = 'pg_temp.odd'::regclass AND attnum BETWEEN 1 AND 8 ORDER BY attnum;
SELECT barometre.create_staging('tabs', E'a\tb', '\t'), barometre.create_staging('public.kept', '"a";"b;c"', ';');
SELECT relpersistence FROM pg_class WHERE oid IN ('tabs'::regclass, 'public.kept'::regclass) ORDER BY 1;

-- Lines are those of the file, whatever failed before, and stay when a row is corrected
\copy public.kept FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
a;b;c
1;"two
lines"
2;x
\.
\copy public.kept FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
a;b;c
3;y
4
\.
\copy public.kept FROM stdin (FORMAT csv, DELIMITER ';', HEADER)
a;b;c
3;y
4;z
\.
UPDATE public.kept SET a = '5' WHERE a = '4';
SELECT * FROM public.kept ORDER BY a;
INSERT INTO public.kept (a) VALUES ('i'), ('j');
SELECT line, a FROM public.kept WHERE a IN ('i', 'j') ORDER BY a;

-- What is refused
SELECT barometre.create_staging('public.kept', 'a,b');
SELECT barometre.create_staging('one', 'a;b;c');
SELECT barometre.create_staging('open', E'a,"b\n1,2');
SELECT barometre.create_staging('delimiter', 'a,b', ', ');
SELECT barometre.create_staging('a.b.c', 'a,b');
SELECT barometre.create_staging(NULL, 'a,b');
SELECT barometre.create_staging('wide', (SELECT string_agg('c' || i, ',') FROM generate_series(1, 1600) AS i));
SELECT cardinality(barometre.create_staging('wide', (SELECT string_agg('c' || i, ',') FROM generate_series(1, 1599) AS i))) AS columns;
SELECT barometre.create_staging('injection', '"a"" int); DROP TABLE public.kept; --",b') AS names, to_regclass('public.kept') IS NOT NULL AS kept;
DROP TABLE public.kept;

-- Texts, numbers and dates as people type them
SELECT value, barometre.fold_text(value) AS folded
FROM unnest(ARRAY[E'  NON\u00a0Concerné ', E'Œuvre d\u2019Ærø', E'e\u0301te\u0301 ÉTÉ', 'Straße', E'\u0416\u03a3', E'\u200b \ufeff', '', E'a\t\r\n b', E'\u20131\u202f000']) AS value;
SELECT value, barometre.trim_text(value) AS trimmed FROM unnest(ARRAY[E'\u00a0 a b \r\n', ' ', 'x']) AS value;
SELECT value, barometre.read_number(value) AS number
FROM unnest(ARRAY['3', ' 6,5 ', '6.5', '-0,25', E'\u22122', '+1', ',5', '5,', E'12\u202f500,5', '1 234 567', '95 %', '1e3', '1E-2', '1e400',
                  '3..5', '1,2,3', '1.234,5', '12 34', '1 2345', '1234 567', 'beaucoup', '', '-', 'NaN', 'Infinity', '0x10', '1e', '=1+1', '3 j', repeat('9', 70)]) AS value;
SELECT value, barometre.read_date(value) AS dmy, barometre.read_date(value, 'mdy') AS mdy, barometre.read_date(value, 'ymd') AS ymd
FROM unnest(ARRAY['13/08/2020', '1/2/2020', '02.01.2020', '2-1-2020', '2020-08-13', '2020/8/3', '20200813', '2020-08-13T10:00:00Z', '13/08/2020 14:35', '13/08/2020 9h30',
                  '13 août 2020', '1er janvier 2020', '13-Aug-2020', 'August 13, 2020', '13 juil. 2020', '29/02/2020', '29/02/2019', '31/02/2020', '08/25/2020',
                  '13/08/20', '13/08', '13/08/0020', '13/08/2020 x', '44056', '', 'hier', '13 jui 2020', '00/01/2020']) AS value;
SELECT barometre.read_date('1/2/2020', 'dym');
