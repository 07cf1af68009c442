/* audit_score: an audit by itself */

CREATE FUNCTION barometre.audit_score(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8 DEFAULT 1, structure text DEFAULT NULL, audit bigint DEFAULT NULL,
    relation regclass DEFAULT NULL)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_audit_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.audit_score(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'An audit''s own score (0–100): mean, weighted by determinant, of its determinants'' weighted item means; NULL when '
'it measured nothing, or has a weight of 0. Arguments and errors as for scorecard().';

CREATE FUNCTION barometre.audit_completeness(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8 DEFAULT 1, structure text DEFAULT NULL, audit bigint DEFAULT NULL,
    relation regclass DEFAULT NULL)
RETURNS float8
AS 'MODULE_PATHNAME', 'barometre_audit_completeness' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.audit_completeness(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'Share of an audit''s items, by weight, that were scored, the not applicable ones left out, 0–1; NULL when none '
'applies, or for a weight of 0. Arguments and errors as for scorecard().';

CREATE FUNCTION barometre.audit_scorable(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8 DEFAULT 1)
RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_audit_scorable' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

COMMENT ON FUNCTION barometre.audit_scorable(barometre.audit_form, int, text, boolean, real[], float8) IS
'Whether an audit can be scored: false where audit_score() and scorecard() would end in an error, true otherwise, '
'also where there is nothing to score (a NULL argument, a weight of 0).';
