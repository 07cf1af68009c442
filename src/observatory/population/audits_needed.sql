/*
 * How many audits does a structure need?
 *
 * The variance of the global score of a structure that has n(c) audits on
 * channel c is V = Σ k(c)² u(c) / n(c), with k(c) the weight of the channel in
 * the score and u(c) the variance of one audit.  For a V that is wanted,
 *
 *		equal	n = Σ k² u / V on each channel
 *		neyman	n(c) = k(c) √u(c) · Σ k √u / V, the fewest audits in all (Neyman 1934)
 *
 * For a half width h, V = (h / t)², where t is Student's quantile.  Its degrees
 * of freedom are those of an error that rests on what the edition knows, f(c)
 * for each channel, by Satterthwaite; they do not depend on the number of audits:
 *
 *		equal	(Σ k² u)² / Σ (k² u)² / f
 *		neyman	(Σ k √u)² / Σ (k √u)² / f
 */
CREATE FUNCTION barometre.audit_allocation(
    caller text, edition int, is_known boolean,
    asked text, target float8, most float8,
    distance float8, confidence float8,
    channels text[], shares float8[], variances float8[], dfs float8[], audits float8[])
RETURNS TABLE (channel text, variance float8, done float8, equal int, neyman int)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    sum_equal float8;
    sum_neyman float8;
    df_equal float8;
    df_neyman float8;
    factor_equal float8;
    factor_neyman float8;
BEGIN
    IF edition IS NULL THEN
        RETURN;
    ELSIF is_known IS NOT TRUE THEN
        RAISE EXCEPTION '%: there is no edition %', caller, edition USING ERRCODE = 'invalid_parameter_value';
    ELSIF NOT (target > 0 AND target < most) THEN
        RAISE EXCEPTION '%: % must be %, not %', caller, asked,
                        CASE most WHEN 'Infinity' THEN 'above 0 and finite' ELSE 'between 0 and ' || most END, target
            USING ERRCODE = 'invalid_parameter_value';
    ELSIF NOT (confidence > 0 AND confidence < 1) THEN
        RAISE EXCEPTION '%: confidence must be between 0 and 1, not %', caller, confidence
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    WITH term AS (
        SELECT k * k * u AS equal, k * sqrt(u) AS neyman, f
        FROM unnest(shares, variances, dfs) AS stratum (k, u, f)
        WHERE k > 0
    ), whole AS (
        SELECT sum(equal) AS equal, sum(neyman) AS neyman FROM term HAVING bool_and(equal IS NOT NULL)
    )
    SELECT whole.equal, whole.neyman,
           1 / nullif(sum(barometre.part_of(term.equal, whole.equal) ^ 2 / f), 0),
           1 / nullif(sum(barometre.part_of(term.neyman, whole.neyman) ^ 2 / f), 0)
    INTO sum_equal, sum_neyman, df_equal, df_neyman
    FROM whole CROSS JOIN term
    GROUP BY whole.equal, whole.neyman;
    -- 1 / V; without a confidence the distance is a standard error
    distance := CASE WHEN distance > 1e50 THEN 1e50 ELSE nullif(distance, 0) END;
    factor_equal := (coalesce(barometre.ci_high((0, 1, df_equal)::barometre.estimate, confidence), 1) / distance) ^ 2;
    factor_neyman := (coalesce(barometre.ci_high((0, 1, df_neyman)::barometre.estimate, confidence), 1) / distance) ^ 2;
    IF sum_equal * factor_equal > 1e9 OR sum_neyman * sum_neyman * factor_neyman > 1e9 THEN
        RAISE EXCEPTION '%: % % would need more than 1000000000 audits', caller, asked, target
            USING ERRCODE = 'numeric_value_out_of_range';
    END IF;
    RETURN QUERY
    SELECT c, u, d,
           CASE WHEN n_equal < 1 AND k > 0 THEN 1 ELSE ceil(n_equal - 1e-9) END::int,
           CASE WHEN n_neyman < 1 AND k > 0 THEN 1 ELSE ceil(n_neyman - 1e-9) END::int
    FROM unnest(channels, shares, variances, audits) AS stratum (c, k, u, d),
    LATERAL (SELECT CASE WHEN k > 0 THEN sum_equal ELSE 0 END * factor_equal,
                    CASE WHEN k > 0 THEN k * sqrt(u) * sum_neyman ELSE 0 END * factor_neyman)
        AS needed (n_equal, n_neyman);
END;
$$;

COMMENT ON FUNCTION barometre.audit_allocation(text, int, boolean, text, float8, float8, float8, float8, text[],
    float8[], float8[], float8[], float8[]) IS
'For audits_needed() and audits_for_reliability(): spreads audits over channels of weights k (shares), variances of '
'one audit u and degrees of freedom of these f, so that t·√(Σ k²u/n) is at most the distance: the same n on each '
'channel (equal), or n in proportion to k√u (neyman). '
't: Student''s quantile at the confidence; 1 without one. Rounded up, at least 1 where k > 0, else 0. NULL where a '
'variance of a channel that counts is not known, or the distance is NULL or 0. No rows for a NULL edition.';

\observatory views
CREATE OR REPLACE FUNCTION audits_needed(edition int, half_width float8, confidence float8 DEFAULT 0.95)
RETURNS TABLE (channel text, variance float8, done float8, equal int, neyman int)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH
\i parts/audit_plan.sql
    SELECT allocated.channel, allocated.variance, allocated.done, allocated.equal, allocated.neyman
    FROM audit_plan
    CROSS JOIN LATERAL barometre.audit_allocation(
        'audits_needed'::text, $1, (SELECT true FROM edition WHERE edition.edition = $1),
        'half_width'::text, $2, 'Infinity'::float8, CASE WHEN $3 IS NOT NULL THEN $2 END, $3,
        audit_plan.channels, audit_plan.shares, audit_plan.variances, audit_plan.dfs, audit_plan.done) AS allocated;
END;

COMMENT ON FUNCTION audits_needed(int, float8, float8) IS
'How many audits a structure needs on each channel for an interval of its global score that is no wider than ± '
'half_width points: one row a channel of the edition, in the order of the channels. '
'variance: of the score of one audit, in squared points, as the edition knows it (channel_variance; the prior s₀ of '
'moderated_estimate); done: audits on the channel per participant; equal: audits needed, the same number on each '
'channel that counts; neyman: the fewest in all, more where audits vary more and the channel weighs more. '
'Variance of a global score: Σ k²·variance/n over the channels, k the channel''s weight in the score of a structure '
'that has every cell, Σ_d w_d·(w_c/Σw)/Σw_d. n = Σk²·variance/V (equal), k√variance·Σk√variance/V (Neyman), V = '
'(half_width/t)², t Student''s quantile with the degrees of freedom of the edition''s variances; rounded up, so that '
'the half width is met. A channel that does not count: 0. '
'equal and neyman are NULL when the edition has no two audits of a structure on any channel. Answers hold for a '
'structure that varies as the edition''s structures do. '
'Error 22023 for an unknown edition, a half_width that is not above 0 and finite, and a confidence outside 0..1 '
'(both excluded); 22003 for more than 10^9 audits. No rows for a NULL edition; of a NULL half_width or confidence, '
'equal and neyman are NULL.';

CREATE OR REPLACE FUNCTION audits_for_reliability(edition int, reliability float8)
RETURNS TABLE (channel text, variance float8, done float8, equal int, neyman int)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH
\i parts/audit_plan.sql
    SELECT allocated.channel, allocated.variance, allocated.done, allocated.equal, allocated.neyman
    FROM audit_plan
    CROSS JOIN LATERAL barometre.audit_allocation(
        'audits_for_reliability'::text, $1, (SELECT true FROM edition WHERE edition.edition = $1),
        'reliability'::text, $2, 1::float8,
        (SELECT CASE WHEN $2 > 0::float8 AND $2 < 1::float8
                     THEN pg_catalog.sqrt(edition_score.between_variance * (1::float8 - $2) / $2) END
         FROM edition_score WHERE edition_score.edition = $1),
        NULL::float8,
        audit_plan.channels, audit_plan.shares, audit_plan.variances, audit_plan.dfs, audit_plan.done) AS allocated;
END;

COMMENT ON FUNCTION audits_for_reliability(int, float8) IS
'How many audits a structure needs on each channel for scores of this reliability: the share of their scatter within '
'categories that is of structures and not of chance, τ²/(τ² + V). Columns and formulas as audits_needed(), with V = '
'τ²(1 − reliability)/reliability, τ² = edition_score.between_variance. '
'equal and neyman are NULL when τ² is 0 or not known: no number of audits tells structures apart that do not differ. '
'Error 22023 for an unknown edition and a reliability outside 0..1 (both excluded); 22003 for more than 10^9 audits. '
'No rows for a NULL edition; of a NULL reliability, equal and neyman are NULL.';
