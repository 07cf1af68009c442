-- An answer by itself, as the decimal that was typed
SET search_path = barometre, public;
\pset null '-'
SELECT item, answer_value('{1,NULL,6.1,NaN,-0.25,1e38}', item) FROM generate_series(0, 7) AS item;
SELECT answer_value('[0:2]={1,2,3}', 0) AS first, answer_value('{}', 1) AS empty, answer_value(NULL, 1) AS no_answers,
       answer_value('{1}', NULL) AS no_item, answer_value('{1}', 2147483647) AS far,
       answer_value('[-2147483648:-2147483648]={7}', 2147483647) AS farther, answer_value('{Infinity}', 1) AS infinite;
-- a long array, with NULLs: the same as its elements
SELECT count(*) AS differ
FROM (SELECT array_agg(CASE WHEN n % 7 = 0 THEN NULL ELSE n / 10.0 END::real ORDER BY n) AS answers FROM generate_series(1, 1000) AS n) AS long,
    generate_series(1, 1000) AS item
WHERE answer_value(answers, item) IS DISTINCT FROM CASE WHEN item % 7 = 0 THEN NULL ELSE item / 10.0 END::float8;
SELECT answer_value('{{1,2},{3,4}}', 1);
