/*
 * conventions: what every view of an observatory writes the same way: labels in
 * the session's language, keys, dates, and shares.
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

-- SQL refuses a product or quotient that is too small for a double: weights lie as far apart as 1e-100 and 1e100.
CREATE FUNCTION barometre.part_of(part float8, whole float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN part > 1e-50::float8 * whole THEN part / whole ELSE 0::float8 END;

COMMENT ON FUNCTION barometre.part_of(float8, float8) IS
'The share part/whole of a sum of weights, 0–1; 0 where it is lost in the whole, at 1e-50 of it or less, so that '
'products and squares of shares are numbers, and where one of both is NULL or none.';

CREATE FUNCTION barometre.square(number float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN abs(number) < 1e-150::float8 THEN 0::float8 ELSE number * number END;

COMMENT ON FUNCTION barometre.square(float8) IS
'number², 0 where it is lost: below 1e-150 in size, whose square is no double. NULL for NULL.';
