\observatory views
/*
 * What did the audits of my structures find?
 *
 * The views my_… hold two queries.  One is for who reads all: to others its WHERE
 * is false before a row is read.  The other picks the reader's rows, and above its
 * OFFSET 0 stays what the reader asks: functions that would show the rows they are
 * given, and leakproof operators, with which EXPLAIN ANALYZE would count the rows
 * of others.  security_barrier alone does neither, as PostgreSQL takes a UNION ALL
 * apart in spite of it.
 */

CREATE OR REPLACE VIEW my_response WITH (security_barrier = true) AS
SELECT response.*
FROM response
WHERE
\i parts/reads_all.sql
UNION ALL
SELECT mine.*
FROM (SELECT response.*
      FROM response
      WHERE response.structure = ANY (
\i parts/readable.sql
      )
      OFFSET 0) AS mine
WHERE NOT
\i parts/reads_all.sql
;

\observatory relations
('my_response', 'edition, structure, audit, item',
 'Réponses des structures que le lecteur peut lire (structure_role), comme dans response ; toutes pour qui peut lire '
 'response'
 ' — Answers of the structures that the reader may read (structure_role), as in response; all of them for who may '
 'read response'),
