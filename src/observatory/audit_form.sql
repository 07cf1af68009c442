/*
 * The compiled questionnaires, which the views hand to the scoring functions
 * as (SELECT audit_form()): computed once a query.
 */
CREATE OR REPLACE FUNCTION audit_form() RETURNS barometre.audit_form
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.audit_form(cw.edition, cw.channel, cw.weight, dw.determinant, dw.weight,
                                c.item, c.weight, c.no_response, s.points, s.scores)
    FROM channel_weight AS cw
    JOIN determinant_weight AS dw ON dw.edition = cw.edition
    LEFT JOIN criterion AS c ON c.edition = cw.edition AND c.channel = cw.channel AND c.determinant = dw.determinant
    LEFT JOIN scale AS s ON s.scale = c.scale;
END;

COMMENT ON FUNCTION audit_form() IS
'The compiled questionnaires of this observatory: each edition''s channels, determinants, weights and items. Used by the views.';
