-- scorable: the editions whose every audit can be scored, as one array.  In what participants and the public read, one
-- audit that cannot be scored takes its edition away until it is corrected, and no other.
ARRAY(WITH
\i parts/form.sql
      SELECT edition.edition
      FROM edition
      WHERE NOT EXISTS (
          SELECT
          FROM audit
          WHERE audit.edition = edition.edition
            AND NOT barometre.audit_scorable((SELECT form.form FROM form), audit.edition, audit.channel,
                                             audit.responded, audit.answers, audit.weight)))
