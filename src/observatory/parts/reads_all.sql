-- reads_all: may the reader read every answer?
(SELECT has_table_privilege('response'::regclass::oid, 'SELECT'::text))
