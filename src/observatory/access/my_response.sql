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
        -- as parts/scorable.sql, of the reader's own audits: answers are shown whatever the audit weighs
        AND response.edition = ANY (ARRAY(
            WITH
\i parts/form.sql
            SELECT edition.edition
            FROM edition
            WHERE NOT EXISTS (
                SELECT
                FROM audit
                WHERE audit.edition = edition.edition
                  AND audit.structure = ANY (
\i parts/readable.sql
                  )
                  AND NOT barometre.audit_scorable((SELECT form.form FROM form), audit.edition, audit.channel,
                                                   audit.responded, audit.answers,
                                                   coalesce(nullif(audit.weight, 0::float8), 1::float8)))))
      OFFSET 0) AS mine
WHERE NOT
\i parts/reads_all.sql
;

\observatory relations
('my_response', 'edition, structure, audit, item',
 'Réponses des structures que le lecteur peut lire (structure_role), comme dans response ; toutes pour qui peut lire '
 'response, pour les autres sans les éditions où l’un de leurs audits ne peut être noté (check_audits)'
 ' — Answers of the structures that the reader may read (structure_role), as in response; all of them for who may '
 'read response, for others without the editions of which one of their audits cannot be scored (check_audits)'),
