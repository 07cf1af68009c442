/* reading: numbers and dates as people type them */

CREATE FUNCTION barometre.read_number(value text) RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_read_number' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.read_number(text) IS
'The number that a text stands for: decimal comma or point, groups of three digits apart by any space, exponent; a '
'per cent sign at the end is left out (95 % is 95). '
'NULL for anything else, so for 1.234,5 and 1,234.5; infinite beyond double precision.';

CREATE FUNCTION barometre.read_date(value text, date_order text DEFAULT 'dmy') RETURNS date
AS 'MODULE_PATHNAME', 'barometre_read_date' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.read_date(text, text) IS
'The date that a text stands for: year-month-day always, else by date_order (dmy, mdy, ymd), apart by / - . or '
'spaces; months also by name, French or English; a time of day behind it is left out. '
'NULL for anything else: years of two digits, years outside 1900 to 2199, days that do not exist. Error 22023 for '
'another date_order.';
