-- Reads the means that R expects of the barometer in the current folder into the expected_… tables of test/means.sql.
\copy expected_category_score FROM 'expected_category_score.csv' (FORMAT csv, HEADER)
\copy expected_edition_score FROM 'expected_edition_score.csv' (FORMAT csv, HEADER)
\copy expected_reliability FROM 'expected_reliability.csv' (FORMAT csv, HEADER)
\copy expected_edition_determinant FROM 'expected_edition_determinant.csv' (FORMAT csv, HEADER)
\copy expected_edition_channel FROM 'expected_edition_channel.csv' (FORMAT csv, HEADER)
\copy expected_category_determinant FROM 'expected_category_determinant.csv' (FORMAT csv, HEADER)
\copy expected_category_channel FROM 'expected_category_channel.csv' (FORMAT csv, HEADER)
