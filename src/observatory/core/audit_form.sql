\observatory views
/*
 * The compiled questionnaires, for an analyst's own queries: (SELECT audit_form()).
 * The views hold the same subquery, so that they run with their owner's rights.
 */
CREATE OR REPLACE FUNCTION audit_form() RETURNS barometre.audit_form
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    WITH
\i parts/form.sql
    SELECT form.form FROM form
);

COMMENT ON FUNCTION audit_form() IS
'The compiled questionnaires of this observatory: each edition''s channels, determinants, weights and items. For the '
'scoring functions, as (SELECT audit_form()).';
