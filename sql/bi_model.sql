-- The view catalogue, the setting barometre.language, and the models of BI tools.

SET client_min_messages = warning;
SELECT barometre.create_observatory('my "own" observatory: #1');
SET search_path = 'my "own" observatory: #1';
CREATE ROLE bi_reader;
GRANT USAGE ON SCHEMA "my ""own"" observatory: #1" TO bi_reader;
GRANT SELECT ON catalogue, edition_trend TO bi_reader;

-- A reader who may use nothing of schema barometre reads the catalogue: of the views that it may read.
SET ROLE bi_reader;
SELECT view, string_agg(column_name, ', ' ORDER BY position) AS columns, string_agg(column_name, ', ' ORDER BY position) FILTER (WHERE key) AS key
FROM catalogue GROUP BY view ORDER BY view;
SELECT position, column_name, type, label, unit, format, key FROM catalogue WHERE view = 'edition_trend' ORDER BY position;
RESET ROLE;

-- The language: before and after the library is loaded, and another value counts as fr
\c
SET client_min_messages = warning;
SET search_path = 'my "own" observatory: #1';
SET barometre.language = 'en';
SELECT label, description FROM catalogue WHERE view = 'structure_score' AND column_name = 'category';
LOAD 'barometre';
SHOW barometre.language;
SELECT label, description FROM catalogue WHERE view = 'structure_score' AND column_name = 'category';
SET barometre.language = 'de';
SELECT label, description FROM catalogue WHERE view = 'structure_score' AND column_name = 'category';
RESET barometre.language;
SHOW barometre.language;
SELECT barometre.label('A', 'un', 'one'), barometre.translated('un — one'), barometre.translated('alone'), barometre.translated(NULL);
SET barometre.language = 'en';
SELECT barometre.label('A', 'un', 'one'), barometre.translated('un — one'), barometre.translated('alone');
SET barometre.langage = 'en';

-- A comment of one's own is shown, in each language where it has two parts.
COMMENT ON COLUMN edition_trend.panel IS 'Notre panel — Our panel';
COMMENT ON COLUMN edition_trend.score IS 'Our score';
SELECT column_name, description FROM catalogue WHERE view = 'edition_trend' AND column_name IN ('panel', 'score') ORDER BY 1;

-- A superuser says the language of a role: its new session has it before the library is loaded.
SELECT current_database() AS database \gset
ALTER ROLE CURRENT_USER IN DATABASE :"database" SET barometre.language = 'en';
\c
ALTER ROLE CURRENT_USER IN DATABASE :"database" RESET barometre.language;
SET client_min_messages = warning;
SET search_path = 'my "own" observatory: #1';
SELECT label, description FROM catalogue WHERE view = 'edition_trend' AND column_name = 'edition';

-- The models of a reader, whose view has a hostile comment
COMMENT ON VIEW edition_trend IS E'"It''s" a: #trend\n\\ with {{ source }}, {% raw %}\t\x01 {and} \u2028 é';
GRANT USAGE ON SCHEMA barometre TO bi_reader;
SET ROLE bi_reader;
\pset format unaligned
\pset tuples_only on
SELECT barometre.bi_model('my "own" observatory: #1', 'cube');
SELECT barometre.bi_model('my "own" observatory: #1', 'dbt');
SELECT regexp_replace(barometre.bi_model('my "own" observatory: #1', 'superset'), current_database(), 'DATABASE');
\pset format aligned
\pset tuples_only off

-- Refused
SELECT barometre.bi_model('my "own" observatory: #1', 'tableau');
SELECT barometre.bi_model('my "own" observatory: #1', NULL);
SELECT barometre.bi_model('public', 'cube');
SELECT barometre.bi_model(NULL, 'cube');

RESET ROLE;
DROP SCHEMA "my ""own"" observatory: #1" CASCADE;
REVOKE USAGE ON SCHEMA barometre FROM bi_reader;
DROP ROLE bi_reader;

-- Cube and dbt would run what stands in braces
SELECT barometre.create_observatory('{{ braces }}');
SELECT barometre.bi_model('{{ braces }}', 'cube');
SELECT barometre.bi_model('{{ braces }}', 'dbt');
DROP SCHEMA "{{ braces }}" CASCADE;
