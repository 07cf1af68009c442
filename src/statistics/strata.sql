/* strata: what the error of one figure is made of */
CREATE TYPE barometre.strata AS (
    stratum text[],
    share float8[],
    units bigint[],
    variance float8[]
);

COMMENT ON TYPE barometre.strata IS
'What the error of one figure is made of: four arrays with one element a stratum (a group of units that were drawn '
'by themselves, for example the audits of one channel). '
'Read by moderated_estimate(). A stratum whose name, share or units are NULL does not count; none counts when an '
'array is NULL.';
COMMENT ON COLUMN barometre.strata.stratum IS 'Names of the strata.';
COMMENT ON COLUMN barometre.strata.share IS
'Weight k of each stratum in the figure, 0 or from 1e-100 to 1e100: the figure is Σ k·(mean of the stratum). 0: the '
'stratum is no part of this figure, but its variance informs the others.';
COMMENT ON COLUMN barometre.strata.units IS 'Number n of units of each stratum, at least 1.';
COMMENT ON COLUMN barometre.strata.variance IS
'Variance u of one unit of each stratum, at least 0, in the squared unit of the figure, estimated with n − 1 degrees '
'of freedom; NULL when it is not known. '
'From a jackknife: u = n·V/k², V = (n − 1)/n Σ (θ(−a) − θ)².';
