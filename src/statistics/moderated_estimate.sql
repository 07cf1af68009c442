/*
 * moderated_estimate: figures that rest on few units, with errors that the
 * other figures of the same kind moderate.
 */
CREATE FUNCTION barometre.moderated_estimate(value float8, strata barometre.strata, family text DEFAULT NULL)
RETURNS barometre.estimate
AS 'MODULE_PATHNAME', 'barometre_moderated_estimate'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;

COMMENT ON FUNCTION barometre.moderated_estimate(float8, barometre.strata, text) IS
'Window function: a figure with its moderated error. The partition holds all figures of one kind (for example the '
'scores of an edition''s structures); the variance of a unit is estimated from the figure''s own few units, '
'and pulled towards that of the same stratum (the same name, in the same family) in all of them, the more so the '
'more alike they are. '
'Per stratum, over the rows with ν = n − 1 ≥ 1 and a variance u: N = Σν, m = Σνu/N, cv² = Σ[νu²/(1 + 2/ν)]/(N·m²) − '
'1, ν₀ = 4 + 2/cv² (at most 10000, and 10000 where cv² ≤ 0 or m = 0), s₀ = m(ν₀ − 2)/ν₀. '
'Per row: ũ = (ν₀s₀ + νu)/(ν₀ + ν), or s₀ where u is not known; f = min(ν₀ + ν, N); std_error² = V = Σ k²ũ/n, df = '
'V²/Σ[(k²ũ/n)²/f], or Σf where V = 0 (below 1e-140: 0). '
'A stratum that no row knows a variance of borrows the mean of its family''s others, weighted by N, else that of '
'all, with f = 4. '
'std_error and df are NULL in a row without strata of a share above 0, and in every row when no variance is known at '
'all; the result is NULL where the value is, and the row''s strata count all the same. '
'The partition counts whole, whatever the frame and the order of its rows. '
'Error 22023: a NaN or infinite value or variance, a negative variance, a share that is neither 0 nor from 1e-100 to '
'1e100, units below 1, arrays of several lengths; 22003 when the error overflows. '
'Sources: Smyth (2004), Linear models and empirical Bayes methods; You & Chapman (2006), Small area estimation using '
'area level models and estimated sampling variances.';
