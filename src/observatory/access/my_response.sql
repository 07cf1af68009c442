\observatory views
/*
 * What did the audits of my structures find?
 *
 * In the views my_… security_barrier keeps a reader's functions from rows that are
 * not the reader's, and OFFSET 0 keeps leakproof operators, too, above what picks
 * the reader's rows: below it, EXPLAIN ANALYZE would count the rows of others.
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
 'Réponses des structures que le lecteur peut lire (structure_role), comme dans response ; toutes pour qui peut lire response'
 ' — Answers of the structures that the reader may read (structure_role), as in response; all of them for who may read response'),
