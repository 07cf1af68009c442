/* working_days: the calendar of French public services */

CREATE FUNCTION barometre.easter(year int) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH century AS (
        SELECT year % 19 AS a, year / 100 AS b, year % 100 AS c),
    epact AS (
        SELECT a, b, c, (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 AS h FROM century),
    weekday AS (
        SELECT a, h, (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 AS l FROM epact),
    moon AS (
        SELECT h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114 AS days FROM weekday)
    SELECT make_date(year, days / 31, days % 31 + 1) FROM moon;
END;

COMMENT ON FUNCTION barometre.easter(int) IS
'Easter Sunday of a year of the Gregorian calendar (anonymous algorithm, as in Meeus, Astronomical Algorithms, 1991).';

CREATE FUNCTION barometre.french_holidays(year int, region text DEFAULT NULL) RETURNS TABLE (day date, name text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sunday date;
BEGIN
    IF year IS NULL THEN
        RETURN;
    ELSIF year NOT BETWEEN 1583 AND 2299 THEN
        RAISE EXCEPTION 'french_holidays: year must be in 1583 to 2299, not %',
            year USING ERRCODE = 'invalid_parameter_value';
    ELSIF region NOT IN ('alsace_moselle', 'guadeloupe', 'martinique', 'guyane', 'reunion', 'mayotte') THEN
        RAISE EXCEPTION 'french_holidays: unknown region "%"', region
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'A region is alsace_moselle, guadeloupe, martinique, guyane, reunion or mayotte; NULL for '
                         'all others.';
    END IF;
    sunday := barometre.easter(year);
    RETURN QUERY
    SELECT holiday.day, holiday.name
    FROM (VALUES
        (make_date(year, 1, 1), 'Jour de l''an', NULL),
        (sunday - 2, 'Vendredi saint', 'alsace_moselle'),
        (sunday + 1, 'Lundi de Pâques', NULL),
        (make_date(year, 4, 27), 'Abolition de l''esclavage', 'mayotte'),
        (make_date(year, 5, 1), 'Fête du travail', NULL),
        (make_date(year, 5, 8), 'Victoire de 1945', NULL),
        (make_date(year, 5, 22), 'Abolition de l''esclavage', 'martinique'),
        (make_date(year, 5, 27), 'Abolition de l''esclavage', 'guadeloupe'),
        (sunday + 39, 'Ascension', NULL),
        (sunday + 50, 'Lundi de Pentecôte', NULL),
        (make_date(year, 6, 10), 'Abolition de l''esclavage', 'guyane'),
        (make_date(year, 7, 14), 'Fête nationale', NULL),
        (make_date(year, 8, 15), 'Assomption', NULL),
        (make_date(year, 11, 1), 'Toussaint', NULL),
        (make_date(year, 11, 11), 'Armistice de 1918', NULL),
        (make_date(year, 12, 20), 'Abolition de l''esclavage', 'reunion'),
        (make_date(year, 12, 25), 'Noël', NULL),
        (make_date(year, 12, 26), 'Deuxième jour de Noël', 'alsace_moselle')) AS holiday (day, name, only_in)
    WHERE holiday.only_in IS NULL OR holiday.only_in = french_holidays.region
    ORDER BY holiday.day, holiday.name;
END;
$$;

COMMENT ON FUNCTION barometre.french_holidays(int, text) IS
'The public holidays of a year by today''s French law (Code du travail, L3133-1; L3134-13 for alsace_moselle; '
'L3422-2 and décret 83-1003 for guadeloupe, martinique, guyane, reunion, mayotte). '
'Two of them may fall on one day. No rows for NULL; error 22023 for a year outside 1583 to 2299 or an unknown region.';

CREATE FUNCTION barometre.working_days(start_on date, end_on date, holidays date[] DEFAULT '{}') RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- weekdays since a Monday, at both ends
    WITH ends AS (
        SELECT start_on - date '1900-01-01' AS first, end_on - date '1900-01-01' AS last),
    weeks AS (
        SELECT first, last, floor(first / 7.0)::int AS first_week, floor(last / 7.0)::int AS last_week FROM ends)
    SELECT 5 * (last_week - first_week) + least(last - 7 * last_week, 4) - least(first - 7 * first_week, 4)
           - (SELECT count(DISTINCT day)::int FROM unnest(holidays) AS day
              WHERE extract(isodow FROM day) < 6
                AND day > least(start_on, end_on) AND day <= greatest(start_on,
                    end_on)) * CASE WHEN end_on < start_on THEN -1 ELSE 1 END
    FROM weeks;
END;

COMMENT ON FUNCTION barometre.working_days(date, date, date[]) IS
'Working days d with start_on < d <= end_on: Monday to Friday without the holidays (see french_holidays()). An '
'answer on the day of the question took 0. '
'Negative when end_on is before start_on. NULL for NULL; NULL holidays: none; error 22008 for an infinite date.';
