-- The calendar of French public services.
\set SHOW_CONTEXT never
SET datestyle = iso;
\pset null '-'

-- 2020: Easter on 12 April
SELECT * FROM barometre.french_holidays(2020);
SELECT day, name FROM barometre.french_holidays(2020, 'alsace_moselle') EXCEPT SELECT * FROM barometre.french_holidays(2020) ORDER BY day;
SELECT region, day FROM unnest('{guadeloupe,guyane,martinique,mayotte,reunion}'::text[]) AS region,
    LATERAL barometre.french_holidays(2020, region) WHERE name LIKE 'Abolition%' ORDER BY region;
-- Easter as computed elsewhere, and the earliest and latest that there are
SELECT count(*) AS years, count(*) FILTER (WHERE barometre.easter(extract(year FROM sunday)::int) = sunday) AS right
FROM unnest('{2012-04-08,2013-03-31,2014-04-20,2015-04-05,2016-03-27,2017-04-16,2018-04-01,2019-04-21,2020-04-12,2021-04-04,2022-04-17,
              2023-04-09,2024-03-31,2025-04-20,2026-04-05,2027-03-28,2028-04-16,2029-04-01,2030-04-21,1818-03-22,2285-03-22,1943-04-25,2038-04-25}'::date[]) AS sunday;
-- 2008: Ascension on 1 May, two holidays on one day
SELECT count(*), count(DISTINCT day) FROM barometre.french_holidays(2008);
-- By another rule: Easter is the Sunday after the paschal full moon (Gauss, with the tables of 1583 to 2299)
WITH years AS (
    SELECT y, y % 19 AS a, y % 4 AS b, y % 7 AS c,
           CASE WHEN y < 1700 THEN 22 WHEN y < 1900 THEN 23 WHEN y < 2200 THEN 24 ELSE 25 END AS m,
           CASE WHEN y < 1700 THEN 2 WHEN y < 1800 THEN 3 WHEN y < 1900 THEN 4 WHEN y < 2100 THEN 5 WHEN y < 2200 THEN 6 ELSE 0 END AS n
    FROM generate_series(1583, 2299) AS y),
moons AS (SELECT *, (19 * a + m) % 30 AS d FROM years),
sundays AS (SELECT *, (2 * b + 4 * c + 6 * d + n) % 7 AS e FROM moons),
gauss AS (
    SELECT y, make_date(y, 3, 22) + d + e
              - CASE WHEN d = 29 AND e = 6 OR d = 28 AND e = 6 AND (11 * m + 11) % 30 < 19 THEN 7 ELSE 0 END AS sunday
    FROM sundays)
SELECT count(*) AS years, count(*) FILTER (WHERE sunday <> barometre.easter(y)) AS differing FROM gauss;
SELECT * FROM barometre.french_holidays(NULL);
SELECT * FROM barometre.french_holidays(1582);
SELECT * FROM barometre.french_holidays(2300);
SELECT * FROM barometre.french_holidays(2020, 'bretagne');

-- Wednesday 29 April 2020: 1 May is a holiday
SELECT barometre.working_days('2020-04-29', '2020-05-04') AS weekdays,
       barometre.working_days('2020-04-29', '2020-05-04', ARRAY(SELECT day FROM barometre.french_holidays(2020))) AS working_days,
       barometre.working_days('2020-05-04', '2020-04-29', ARRAY(SELECT day FROM barometre.french_holidays(2020))) AS reversed,
       barometre.working_days('2020-04-29', '2020-04-29') AS same_day,
       barometre.working_days('2020-05-01', '2020-05-03') AS weekend,
       barometre.working_days('2020-04-30', '2020-05-01', '{2020-05-01,NULL,2020-05-01,2020-05-02}') AS holiday;
SELECT barometre.working_days(NULL, '2020-05-04'), barometre.working_days('2020-05-04', NULL), barometre.working_days('2020-05-01', '2020-05-04', NULL);
SELECT barometre.working_days('infinity', '2020-05-04');
-- Day by day, over weeks before and after 1900 and in both directions
SELECT count(*) AS pairs, count(*) FILTER (WHERE barometre.working_days(a, b, holidays) <>
    sign(b - a) * (SELECT count(*) FROM generate_series(least(a, b) + 1, greatest(a, b), interval '1 day') AS d
                   WHERE extract(isodow FROM d) < 6 AND d::date <> ALL (holidays))) AS differing
FROM (SELECT date '1899-12-20' + i AS a, date '1899-12-20' + j AS b, '{1899-12-25,1900-01-01,1900-01-02}'::date[] AS holidays
      FROM generate_series(0, 24) AS i, generate_series(0, 24) AS j) AS pair;
