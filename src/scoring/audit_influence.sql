/* audit_influence: what a structure's score would be without one of its audits */

CREATE FUNCTION barometre.audit_influence(card barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[], weight float8, structure text DEFAULT NULL,
    audit bigint DEFAULT NULL, relation regclass DEFAULT NULL)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_audit_influence' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

COMMENT ON FUNCTION barometre.audit_influence(barometre.scorecard, barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'What the global score of a structure would be without one of its audits, minus what it is, in points (G(−a) − G of '
'the jackknife). card: scorecard_jackknife() of all audits of the structure, this one among them. '
'0 for an audit that carries no scored item, or has the weight 0; NULL when the score rests on this audit alone, '
'when there is none, and for a NULL card, form, edition, channel, responded or weight. '
'Error 22023 for a card without profiles, of another questionnaire, or without this audit.';
