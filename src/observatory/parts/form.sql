-- form: the compiled questionnaires, computed once a query
form AS NOT MATERIALIZED (
    SELECT barometre.audit_form(cw.edition, cw.channel, cw.weight, dw.determinant, dw.weight,
                                c.item, c.weight, c.no_response, s.points, s.scores) AS form
    FROM channel_weight AS cw
    JOIN determinant_weight AS dw ON dw.edition = cw.edition
    LEFT JOIN criterion AS c ON c.edition = cw.edition AND c.channel = cw.channel AND c.determinant = dw.determinant
    LEFT JOIN scale AS s ON s.scale = c.scale
)
