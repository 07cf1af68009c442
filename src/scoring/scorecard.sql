/* scorecard: answers × form → the scores of a structure and their precision */

CREATE TYPE barometre.scorecard;

CREATE FUNCTION barometre.scorecard_in(cstring) RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_out(barometre.scorecard) RETURNS cstring
AS 'MODULE_PATHNAME', 'barometre_scorecard_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_recv(internal) RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION barometre.scorecard_send(barometre.scorecard) RETURNS bytea
AS 'MODULE_PATHNAME', 'barometre_scorecard_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE barometre.scorecard (
    INPUT = barometre.scorecard_in,
    OUTPUT = barometre.scorecard_out,
    RECEIVE = barometre.scorecard_recv,
    SEND = barometre.scorecard_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);

COMMENT ON TYPE barometre.scorecard IS
'The audits of one structure in one edition, summed up: weighted sums of item scores for each cell (channel × '
'determinant), '
'and for the jackknife the profile of each audit. Can be stored, merged with rollup(), and read. Text form: JSON.';

COMMENT ON FUNCTION barometre.scorecard_in(cstring) IS
'Input of scorecard: JSON as its output gives it. Error 22P02 when it is none, or its parts contradict each other.';
COMMENT ON FUNCTION barometre.scorecard_out(barometre.scorecard) IS
'Output of scorecard: JSON, exact whatever extra_float_digits.';
COMMENT ON FUNCTION barometre.scorecard_recv(internal) IS
'Binary input of scorecard, version 1.';
COMMENT ON FUNCTION barometre.scorecard_send(barometre.scorecard) IS
'Binary output of scorecard, version 1.';

CREATE FUNCTION barometre.scorecard_accum(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[])
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[], weight float8)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[], weight float8, structure text, audit bigint, relation regclass)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[])
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum_profiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[], weight float8)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum_profiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, form barometre.audit_form, edition int,
    channel text, responded boolean, answers real[], weight float8, structure text, audit bigint, relation regclass)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_accum_profiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_combine(barometre.scorecard, barometre.scorecard)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;

CREATE FUNCTION barometre.scorecard_final(barometre.scorecard)
RETURNS barometre.scorecard
AS 'MODULE_PATHNAME', 'barometre_scorecard_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_accum(barometre.scorecard, barometre.audit_form, int, text, boolean, real[]) IS
'Transition of scorecard().';
COMMENT ON FUNCTION barometre.scorecard_accum(barometre.scorecard, barometre.audit_form, int, text, boolean, real[],
    float8) IS
'Transition of weighted scorecard().';
COMMENT ON FUNCTION barometre.scorecard_accum(barometre.scorecard, barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'Transition of scorecard() of a table''s audits.';
COMMENT ON FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, barometre.audit_form, int, text, boolean,
    real[]) IS
'Transition of scorecard_jackknife() and structure_result().';
COMMENT ON FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, barometre.audit_form, int, text, boolean,
    real[], float8) IS
'Transition of weighted scorecard_jackknife() and structure_result().';
COMMENT ON FUNCTION barometre.scorecard_accum_profiles(barometre.scorecard, barometre.audit_form, int, text, boolean,
    real[], float8, text, bigint, regclass) IS
'Transition of scorecard_jackknife() and structure_result() of a table''s audits.';
COMMENT ON FUNCTION barometre.scorecard_combine(barometre.scorecard, barometre.scorecard) IS
'Both scorecards as one. Errors as for rollup().';
COMMENT ON FUNCTION barometre.scorecard_final(barometre.scorecard) IS
'The scorecard itself, without the spare room of a state.';

CREATE AGGREGATE barometre.scorecard(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[]) (
    SFUNC = barometre.scorecard_accum,
    STYPE = barometre.scorecard,
    SSPACE = 1500,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard(barometre.audit_form, int, text, boolean, real[]) IS
'Scorecard of a structure from its audits, without the audits'' profiles: scores, but no error. One row an audit: '
'its answers in the order of the items (a number: scored; NULL: not applicable; NaN: not observed), or responded = '
'false and NULL answers: '
'no response, where each item scores 0 or is not applicable, as the form says. '
'A row with another NULL is skipped; no row left: NULL. '
'Error 22023: unknown channel, wrong number of answers, an infinite answer, answers without response, audits of '
'several editions. '
'Error 22003 beyond 2^53 audits or answers.';

CREATE AGGREGATE barometre.scorecard(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8) (
    SFUNC = barometre.scorecard_accum,
    STYPE = barometre.scorecard,
    SSPACE = 1500,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard(barometre.audit_form, int, text, boolean, real[], float8) IS
'scorecard() of audits with weights, for example of a survey''s respondents: the weight of an audit multiplies those '
'of its items, in cells, completeness and jackknife. '
'A NULL weight or a weight of 0: the audit is skipped, it counts in nothing. Error 22023 for a weight that is not 0 '
'or from 1e-100 to 1e100.';

CREATE AGGREGATE barometre.scorecard(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8, structure text, audit bigint, relation regclass) (
    SFUNC = barometre.scorecard_accum,
    STYPE = barometre.scorecard,
    SSPACE = 1500,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'scorecard() of the audits of a table: its errors name structure and audit to a caller who may read the whole '
'relation, and to nobody else; the three arguments have no other effect, and may be NULL.';

CREATE AGGREGATE barometre.scorecard_jackknife(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[]) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard_jackknife(barometre.audit_form, int, text, boolean, real[]) IS
'scorecard() that also keeps the profile of each audit (8 + 16 bytes a determinant), so that structure_result() '
'gives the error of the global score. '
'Error 54000 beyond 1 GB of profiles, almost 9 million audits of one structure with 7 determinants.';

CREATE AGGREGATE barometre.scorecard_jackknife(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard_jackknife(barometre.audit_form, int, text, boolean, real[], float8) IS
'scorecard_jackknife() of audits with weights, for example of a survey''s respondents: the weight of an audit '
'multiplies those of its items, in cells, completeness and jackknife. '
'A NULL weight or a weight of 0: the audit is skipped, it counts in nothing. Error 22023 for a weight that is not 0 '
'or from 1e-100 to 1e100.';

CREATE AGGREGATE barometre.scorecard_jackknife(form barometre.audit_form, edition int, channel text, responded boolean,
    answers real[], weight float8, structure text, audit bigint, relation regclass) (
    SFUNC = barometre.scorecard_accum_profiles,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.scorecard_jackknife(barometre.audit_form, int, text, boolean, real[],
    float8, text, bigint, regclass) IS
'scorecard_jackknife() of the audits of a table: errors name structure and audit, as those of scorecard() do.';

CREATE AGGREGATE barometre.rollup(card barometre.scorecard) (
    SFUNC = barometre.scorecard_combine,
    STYPE = barometre.scorecard,
    SSPACE = 4000,
    FINALFUNC = barometre.scorecard_final,
    COMBINEFUNC = barometre.scorecard_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE barometre.rollup(barometre.scorecard) IS
'Merges scorecards of one edition, for example of one structure from several servers. NULLs are skipped; nothing '
'left: NULL. '
'Error 22023 when editions, channels, determinants, weights or measured cells differ, or only some keep profiles; '
'22003 beyond 2^53 audits or answers.';

/* Operators of scorecard: equality and order of the bytes */

CREATE FUNCTION barometre.scorecard_eq(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_eq(barometre.scorecard, barometre.scorecard) IS
'Operator =: the same in every bit';

CREATE OPERATOR barometre.= (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_eq,
    COMMUTATOR = OPERATOR(barometre.=),
    NEGATOR = OPERATOR(barometre.<>),
    RESTRICT = eqsel,
    JOIN = eqjoinsel, HASHES, MERGES
);

COMMENT ON OPERATOR barometre.= (barometre.scorecard, barometre.scorecard) IS
'the same in every bit';

CREATE FUNCTION barometre.scorecard_ne(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_ne(barometre.scorecard, barometre.scorecard) IS
'Operator <>: not the same';

CREATE OPERATOR barometre.<> (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_ne,
    COMMUTATOR = OPERATOR(barometre.<>),
    NEGATOR = OPERATOR(barometre.=),
    RESTRICT = neqsel,
    JOIN = neqjoinsel
);

COMMENT ON OPERATOR barometre.<> (barometre.scorecard, barometre.scorecard) IS
'not the same';

CREATE FUNCTION barometre.scorecard_lt(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_lt(barometre.scorecard, barometre.scorecard) IS
'Operator <: before, in the order of the bytes';

CREATE OPERATOR barometre.< (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_lt,
    COMMUTATOR = OPERATOR(barometre.>),
    NEGATOR = OPERATOR(barometre.>=),
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

COMMENT ON OPERATOR barometre.< (barometre.scorecard, barometre.scorecard) IS
'before, in the order of the bytes';

CREATE FUNCTION barometre.scorecard_le(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_le(barometre.scorecard, barometre.scorecard) IS
'Operator <=: before or the same, in the order of the bytes';

CREATE OPERATOR barometre.<= (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_le,
    COMMUTATOR = OPERATOR(barometre.>=),
    NEGATOR = OPERATOR(barometre.>),
    RESTRICT = scalarlesel,
    JOIN = scalarlejoinsel
);

COMMENT ON OPERATOR barometre.<= (barometre.scorecard, barometre.scorecard) IS
'before or the same, in the order of the bytes';

CREATE FUNCTION barometre.scorecard_gt(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_gt(barometre.scorecard, barometre.scorecard) IS
'Operator >: after, in the order of the bytes';

CREATE OPERATOR barometre.> (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_gt,
    COMMUTATOR = OPERATOR(barometre.<),
    NEGATOR = OPERATOR(barometre.<=),
    RESTRICT = scalargtsel,
    JOIN = scalargtjoinsel
);

COMMENT ON OPERATOR barometre.> (barometre.scorecard, barometre.scorecard) IS
'after, in the order of the bytes';

CREATE FUNCTION barometre.scorecard_ge(barometre.scorecard, barometre.scorecard) RETURNS boolean
AS 'MODULE_PATHNAME', 'barometre_varlena_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_ge(barometre.scorecard, barometre.scorecard) IS
'Operator >=: after or the same, in the order of the bytes';

CREATE OPERATOR barometre.>= (
    LEFTARG = barometre.scorecard,
    RIGHTARG = barometre.scorecard,
    FUNCTION = barometre.scorecard_ge,
    COMMUTATOR = OPERATOR(barometre.<=),
    NEGATOR = OPERATOR(barometre.<),
    RESTRICT = scalargesel,
    JOIN = scalargejoinsel
);

COMMENT ON OPERATOR barometre.>= (barometre.scorecard, barometre.scorecard) IS
'after or the same, in the order of the bytes';

CREATE FUNCTION barometre.scorecard_cmp(barometre.scorecard, barometre.scorecard) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_varlena_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_cmp(barometre.scorecard, barometre.scorecard) IS
'Order of the bytes: below, at or above 0';

CREATE FUNCTION barometre.scorecard_hash(barometre.scorecard) RETURNS int
AS 'MODULE_PATHNAME', 'barometre_varlena_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_hash(barometre.scorecard) IS
'Hash of the bytes';

CREATE FUNCTION barometre.scorecard_hash_extended(barometre.scorecard, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'barometre_varlena_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION barometre.scorecard_hash_extended(barometre.scorecard, bigint) IS
'Hash of the bytes with a seed';

CREATE OPERATOR CLASS barometre.scorecard_ops DEFAULT FOR TYPE barometre.scorecard USING btree AS
    OPERATOR 1 barometre.<,
    OPERATOR 2 barometre.<=,
    OPERATOR 3 barometre.=,
    OPERATOR 4 barometre.>=,
    OPERATOR 5 barometre.>,
    FUNCTION 1 barometre.scorecard_cmp(barometre.scorecard, barometre.scorecard);

COMMENT ON OPERATOR CLASS barometre.scorecard_ops USING btree IS
'Order of the bytes, for DISTINCT, sorting and indexes';

CREATE OPERATOR CLASS barometre.scorecard_ops DEFAULT FOR TYPE barometre.scorecard USING hash AS
    OPERATOR 1 barometre.=,
    FUNCTION 1 barometre.scorecard_hash(barometre.scorecard),
    FUNCTION 2 barometre.scorecard_hash_extended(barometre.scorecard, bigint);

COMMENT ON OPERATOR CLASS barometre.scorecard_ops USING hash IS
'Equality of the bytes';

CREATE CAST (barometre.scorecard AS jsonb) WITH INOUT AS ASSIGNMENT;

COMMENT ON CAST (barometre.scorecard AS jsonb) IS
'The text form of scorecard as jsonb';
