-- The picture of the README, from the demo:
--   test/throwaway_server sh -c 'test/demo/run >/dev/null && psql -qXAt -f test/demo/picture.sql' >src/observatory/report/ranking.svg
-- A picture has no page around it: its colours, light and dark, are its own.
SET search_path = observatoire;
SET barometre.language = 'en';

SELECT replace(barometre.svg_caterpillar(
           array_agg(rank || U&'.\00A0' || name ORDER BY rank),
           array_agg(global_score ORDER BY rank), array_agg(score_low ORDER BY rank), array_agg(score_high ORDER BY rank),
           array_agg(rank_low || U&'\2013' || rank_high ORDER BY rank), NULL,
           'A ranking of synthetic data: score, 95% interval and, on the right, the ranks that the audits do not exclude'),
           '<title>A ',
           '<style>svg { color: #1c2128; background: #ffffff } '
           || '@media (prefers-color-scheme: dark) { svg { color: #e6e9ec; background: #14181c } .accent { fill: #76b7f2; stroke: #76b7f2 } '
           || '.grid { stroke: #3b434c } }</style><title>A ')
FROM category_ranking
WHERE edition = 2020 AND category = 'region';
