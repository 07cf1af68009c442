/*
 * operators: = <> < <= > >= of each type, their btree and hash classes, and
 * the cast to jsonb.  The same for every type, so written once.
 */
DO $operators$
DECLARE
    type record;
    operator record;
BEGIN
    FOR type IN
        SELECT * FROM (VALUES ('score_summary', 'score_summary'), ('audit_form', 'varlena'), ('scorecard', 'varlena')) AS list (name, symbols)
    LOOP
        FOR operator IN
            SELECT * FROM (VALUES
                ('eq', '=',  '=',  '<>', 'eqsel',       'eqjoinsel, HASHES, MERGES', 'the same in every bit'),
                ('ne', '<>', '<>', '=',  'neqsel',      'neqjoinsel',                'not the same'),
                ('lt', '<',  '>',  '>=', 'scalarltsel', 'scalarltjoinsel',           'before, in the order of the bytes'),
                ('le', '<=', '>=', '>',  'scalarlesel', 'scalarlejoinsel',           'before or the same, in the order of the bytes'),
                ('gt', '>',  '<',  '<=', 'scalargtsel', 'scalargtjoinsel',           'after, in the order of the bytes'),
                ('ge', '>=', '<=', '<',  'scalargesel', 'scalargejoinsel',           'after or the same, in the order of the bytes')
                ) AS list (suffix, sign, commutator, negator, restriction, joining, meaning)
        LOOP
            EXECUTE format(
                $$CREATE FUNCTION barometre.%1$s_%3$s(barometre.%1$s, barometre.%1$s) RETURNS boolean
                  AS 'MODULE_PATHNAME', 'barometre_%2$s_%3$s' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
                  COMMENT ON FUNCTION barometre.%1$s_%3$s(barometre.%1$s, barometre.%1$s) IS 'Operator %4$s: %9$s';
                  CREATE OPERATOR barometre.%4$s (
                      LEFTARG = barometre.%1$s, RIGHTARG = barometre.%1$s, FUNCTION = barometre.%1$s_%3$s,
                      COMMUTATOR = OPERATOR(barometre.%5$s), NEGATOR = OPERATOR(barometre.%6$s),
                      RESTRICT = %7$s, JOIN = %8$s);
                  COMMENT ON OPERATOR barometre.%4$s (barometre.%1$s, barometre.%1$s) IS '%9$s'$$,
                type.name, type.symbols, operator.suffix, operator.sign, operator.commutator,
                operator.negator, operator.restriction, operator.joining, operator.meaning);
        END LOOP;

        EXECUTE format(
            $$CREATE FUNCTION barometre.%1$s_cmp(barometre.%1$s, barometre.%1$s) RETURNS int
              AS 'MODULE_PATHNAME', 'barometre_%2$s_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
              COMMENT ON FUNCTION barometre.%1$s_cmp(barometre.%1$s, barometre.%1$s) IS 'Order of the bytes: below, at or above 0';
              CREATE FUNCTION barometre.%1$s_hash(barometre.%1$s) RETURNS int
              AS 'MODULE_PATHNAME', 'barometre_%2$s_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
              COMMENT ON FUNCTION barometre.%1$s_hash(barometre.%1$s) IS 'Hash of the bytes';
              CREATE FUNCTION barometre.%1$s_hash_extended(barometre.%1$s, bigint) RETURNS bigint
              AS 'MODULE_PATHNAME', 'barometre_%2$s_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
              COMMENT ON FUNCTION barometre.%1$s_hash_extended(barometre.%1$s, bigint) IS 'Hash of the bytes with a seed';
              CREATE OPERATOR CLASS barometre.%1$s_ops DEFAULT FOR TYPE barometre.%1$s USING btree AS
                  OPERATOR 1 barometre.<, OPERATOR 2 barometre.<=, OPERATOR 3 barometre.=,
                  OPERATOR 4 barometre.>=, OPERATOR 5 barometre.>,
                  FUNCTION 1 barometre.%1$s_cmp(barometre.%1$s, barometre.%1$s);
              COMMENT ON OPERATOR CLASS barometre.%1$s_ops USING btree IS 'Order of the bytes, for DISTINCT, sorting and indexes';
              CREATE OPERATOR CLASS barometre.%1$s_ops DEFAULT FOR TYPE barometre.%1$s USING hash AS
                  OPERATOR 1 barometre.=,
                  FUNCTION 1 barometre.%1$s_hash(barometre.%1$s),
                  FUNCTION 2 barometre.%1$s_hash_extended(barometre.%1$s, bigint);
              COMMENT ON OPERATOR CLASS barometre.%1$s_ops USING hash IS 'Equality of the bytes';
              CREATE CAST (barometre.%1$s AS jsonb) WITH INOUT AS ASSIGNMENT;
              COMMENT ON CAST (barometre.%1$s AS jsonb) IS 'The text form of %1$s as jsonb'$$,
            type.name, type.symbols);
    END LOOP;
END;
$operators$;

