/* audit_form: the compiled questionnaires of an observatory */

CREATE TYPE barometre.audit_form;

CREATE FUNCTION barometre.audit_form_in(cstring) RETURNS barometre.audit_form
AS 'MODULE_PATHNAME', 'barometre_audit_form_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.audit_form_out(barometre.audit_form) RETURNS cstring
AS 'MODULE_PATHNAME', 'barometre_audit_form_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.audit_form_recv(internal) RETURNS barometre.audit_form
AS 'MODULE_PATHNAME', 'barometre_audit_form_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.audit_form_send(barometre.audit_form) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_audit_form_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE barometre.audit_form (
    INPUT = barometre.audit_form_in,
    OUTPUT = barometre.audit_form_out,
    RECEIVE = barometre.audit_form_recv,
    SEND = barometre.audit_form_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);

COMMENT ON TYPE barometre.audit_form IS
'The compiled questionnaires of an observatory: for each edition its channels and determinants with their weights, '
'and for each channel its items, each with its determinant, weight, scale and no-response rule. '
'Made by the aggregate audit_form(); read by scorecard(), audit_score() and audit_completeness(). Text form: JSON.';

COMMENT ON FUNCTION barometre.audit_form_in(cstring) IS
'Input of audit_form: JSON as its output gives it. Error 22P02 when it is none.';
COMMENT ON FUNCTION barometre.audit_form_out(barometre.audit_form) IS
'Output of audit_form: JSON, exact whatever extra_float_digits.';
COMMENT ON FUNCTION barometre.audit_form_recv(internal) IS
'Binary input of audit_form, version 1.';
COMMENT ON FUNCTION barometre.audit_form_send(barometre.audit_form) IS
'Binary output of audit_form, version 1.';

CREATE FUNCTION barometre.audit_form_accum(internal, edition int, channel text, channel_weight float8,
    determinant text, determinant_weight float8, item int, weight float8, no_response text,
    points float8[], scores float8[])
RETURNS internal
AS 'MODULE_PATHNAME', 'barometre_audit_form_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION barometre.audit_form_final(internal) RETURNS barometre.audit_form
AS 'MODULE_PATHNAME', 'barometre_audit_form_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_accum(internal, int, text, float8, text, float8, int, float8, text, float8[], float8[]) IS
'Transition of audit_form().';
COMMENT ON FUNCTION barometre.audit_form_final(internal) IS
'The compiled form from the state of audit_form().';

CREATE AGGREGATE barometre.audit_form(edition int, channel text, channel_weight float8,
    determinant text, determinant_weight float8, item int, weight float8, no_response text,
    points float8[], scores float8[]) (
    SFUNC = barometre.audit_form_accum,
    STYPE = internal,
    FINALFUNC = barometre.audit_form_final,
    FINALFUNC_MODIFY = READ_WRITE,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.audit_form(int, text, float8, text, float8, int, float8, text, float8[], float8[]) IS
'Compiles questionnaires: one row an item, and one row with a NULL item for each cell (channel × determinant) without item, so that its weights count. '
'Items are numbered from 1 without gap within an edition and channel; no_response is ''zero'' or ''not_applicable''. '
'Errors: 22004 for a NULL; 22023 for a negative or non-finite weight, two weights of one name, a scale that is none, a gap in the numbers; 54000 beyond 256 channels or determinants or 100,000 items.';

