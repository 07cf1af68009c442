/*
 * conventions: what every view of an observatory writes the same way: labels in
 * the session's language, keys and dates.
 *
 * All of them are one expression, which the planner puts into the view's plan.
 */

CREATE FUNCTION barometre.label(code text, label_fr text, label_en text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(CASE pg_catalog.current_setting('barometre.language', true)
                       WHEN 'en' THEN label_en ELSE label_fr END, ''), code);

COMMENT ON FUNCTION barometre.label(text, text, text) IS
'The label in the session''s language: label_en where barometre.language is en, else label_fr; the code where that '
'label is NULL or empty.';

CREATE FUNCTION barometre.participation_key(edition int, structure text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN edition::text || '|'::text || structure;

COMMENT ON FUNCTION barometre.participation_key(int, text) IS
'One text key of a structure in an edition, as 2020|S01, by which BI tools relate views. NULL for NULL.';

CREATE FUNCTION barometre.edition_date(published_on date, ends_on date, starts_on date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(published_on, ends_on, starts_on);

COMMENT ON FUNCTION barometre.edition_date(date, date, date) IS
'The day at which an edition stands on a time axis: its publication, else its end, else its start; NULL when none is '
'known.';
