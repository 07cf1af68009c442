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

COMMENT ON FUNCTION barometre.audit_form_accum(internal, int, text, float8, text, float8, int, float8,
    text, float8[], float8[]) IS
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
'Questionnaires, compiled into one value that audits are scored by: one row an item, and one row with a NULL item '
'for each cell (channel × determinant) without item, so that its weights count. '
'Items are numbered from 1 without gap within an edition and channel; no_response is ''zero'' or ''not_applicable''. '
'Errors: 22004 for a NULL; 22023 for a weight that is not 0 or from 1e-100 to 1e100, two weights of one name, a '
'scale that is none or whose scores are not from 0 to 100, a gap in the numbers; 54000 beyond 256 channels or '
'determinants or 100,000 items.';

/* Operators of audit_form: equality and order of the bytes */

CREATE FUNCTION barometre.audit_form_eq(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_eq(barometre.audit_form, barometre.audit_form) IS
'Operator =: the same in every bit';

CREATE OPERATOR barometre.= (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_eq,
    COMMUTATOR = OPERATOR(barometre.=),
    NEGATOR = OPERATOR(barometre.<>),
    RESTRICT = eqsel,
    JOIN = eqjoinsel, HASHES, MERGES
);

COMMENT ON OPERATOR barometre.= (barometre.audit_form, barometre.audit_form) IS
'the same in every bit';

CREATE FUNCTION barometre.audit_form_ne(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_ne(barometre.audit_form, barometre.audit_form) IS
'Operator <>: not the same';

CREATE OPERATOR barometre.<> (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_ne,
    COMMUTATOR = OPERATOR(barometre.<>),
    NEGATOR = OPERATOR(barometre.=),
    RESTRICT = neqsel,
    JOIN = neqjoinsel
);

COMMENT ON OPERATOR barometre.<> (barometre.audit_form, barometre.audit_form) IS
'not the same';

CREATE FUNCTION barometre.audit_form_lt(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_lt(barometre.audit_form, barometre.audit_form) IS
'Operator <: before, in the order of the bytes';

CREATE OPERATOR barometre.< (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_lt,
    COMMUTATOR = OPERATOR(barometre.>),
    NEGATOR = OPERATOR(barometre.>=),
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

COMMENT ON OPERATOR barometre.< (barometre.audit_form, barometre.audit_form) IS
'before, in the order of the bytes';

CREATE FUNCTION barometre.audit_form_le(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_le(barometre.audit_form, barometre.audit_form) IS
'Operator <=: before or the same, in the order of the bytes';

CREATE OPERATOR barometre.<= (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_le,
    COMMUTATOR = OPERATOR(barometre.>=),
    NEGATOR = OPERATOR(barometre.>),
    RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel
);

COMMENT ON OPERATOR barometre.<= (barometre.audit_form, barometre.audit_form) IS
'before or the same, in the order of the bytes';

CREATE FUNCTION barometre.audit_form_gt(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_gt(barometre.audit_form, barometre.audit_form) IS
'Operator >: after, in the order of the bytes';

CREATE OPERATOR barometre.> (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_gt,
    COMMUTATOR = OPERATOR(barometre.<),
    NEGATOR = OPERATOR(barometre.<=),
    RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel
);

COMMENT ON OPERATOR barometre.> (barometre.audit_form, barometre.audit_form) IS
'after, in the order of the bytes';

CREATE FUNCTION barometre.audit_form_ge(barometre.audit_form, barometre.audit_form) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_ge(barometre.audit_form, barometre.audit_form) IS
'Operator >=: after or the same, in the order of the bytes';

CREATE OPERATOR barometre.>= (
    LEFTARG = barometre.audit_form,
    RIGHTARG = barometre.audit_form,
    FUNCTION = barometre.audit_form_ge,
    COMMUTATOR = OPERATOR(barometre.<=),
    NEGATOR = OPERATOR(barometre.<),
    RESTRICT = scalargesel,
    JOIN = scalargejoinsel
);

COMMENT ON OPERATOR barometre.>= (barometre.audit_form, barometre.audit_form) IS
'after or the same, in the order of the bytes';

CREATE FUNCTION barometre.audit_form_cmp(barometre.audit_form, barometre.audit_form) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_varlena_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_cmp(barometre.audit_form, barometre.audit_form) IS
'Order of the bytes: below, at or above 0';

CREATE FUNCTION barometre.audit_form_hash(barometre.audit_form) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_varlena_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_hash(barometre.audit_form) IS
'Hash of the bytes';

CREATE FUNCTION barometre.audit_form_hash_extended(barometre.audit_form, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'barometre_varlena_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.audit_form_hash_extended(barometre.audit_form, bigint) IS
'Hash of the bytes with a seed';

CREATE OPERATOR CLASS barometre.audit_form_ops DEFAULT FOR TYPE barometre.audit_form USING btree AS
    OPERATOR 1 barometre.<,
    OPERATOR 2 barometre.<=,
    OPERATOR 3 barometre.=,
    OPERATOR 4 barometre.>=,
    OPERATOR 5 barometre.>,
    FUNCTION 1 barometre.audit_form_cmp(barometre.audit_form, barometre.audit_form);

COMMENT ON OPERATOR CLASS barometre.audit_form_ops USING btree IS
'Order of the bytes, for DISTINCT, sorting and indexes';

CREATE OPERATOR CLASS barometre.audit_form_ops DEFAULT FOR TYPE barometre.audit_form USING hash AS
    OPERATOR 1 barometre.=,
    FUNCTION 1 barometre.audit_form_hash(barometre.audit_form),
    FUNCTION 2 barometre.audit_form_hash_extended(barometre.audit_form, bigint);

COMMENT ON OPERATOR CLASS barometre.audit_form_ops USING hash IS
'Equality of the bytes';

CREATE CAST (barometre.audit_form AS jsonb) WITH INOUT AS ASSIGNMENT;

COMMENT ON CAST (barometre.audit_form AS jsonb) IS
'The text form of audit_form as jsonb';
