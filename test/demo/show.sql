-- What a barometer's press officer would print, all of it from the views.
\pset border 1
\pset footer off
\pset linestyle unicode
\pset unicode_border_linestyle single
\pset null '–'
\pset pager off

-- Points with their sign, and without
CREATE FUNCTION pg_temp.signed(float8) RETURNS text LANGUAGE sql
RETURN translate(to_char(round($1::numeric, 1), 'FMSG9990.0'), '-', '−');
CREATE FUNCTION pg_temp.plain(float8) RETURNS text LANGUAGE sql
RETURN translate(to_char(round($1::numeric, 1), 'FM9990.0'), '-', '−');
CREATE FUNCTION pg_temp.percent(float8) RETURNS text LANGUAGE sql
RETURN round(100 * $1::numeric) || ' %';

\echo
\echo 'BAROMÈTRE DE LA RELATION USAGERS: THE 2020 EDITION'
\echo
\echo '  The audits below are synthetic. No structure was audited: answers were drawn at random,'
\echo '  and their level set so that the totals are those that were published for 2019 and 2020.'
\echo '  The published totals and the names of the nine laureates are true; what a structure scores'
\echo '  here says nothing of the real one. No score is stored: views compute them from the answers.'
\echo

\t on
\pset format unaligned
SELECT format('  %s audits of %s structures, %s answers, in two editions.',
              to_char(count(*), 'FM999,999'), count(DISTINCT structure), to_char(sum(cardinality(answers)), 'FM9,999,999'))
FROM audit;
\pset format aligned
\t off

\echo
\echo 'KEY FIGURES OF 2020                                                (edition_key_figures)'
\echo
SELECT figure AS "Figure", value AS "2020", comparison AS "Against"
FROM edition_key_figures,
LATERAL (VALUES
    (1, 'Global score', pg_temp.plain(global_score) || ' / 100', pg_temp.signed(change) || ' on 2019'),
    (2, 'Certified structures', pg_temp.plain(certified_score) || ' / 100', pg_temp.signed(certified_gap) || ' on the others'),
    (3, 'Participants', participants::text, to_char(round(100 * participants_growth_rate), 'FMSG990') || ' % on 2019'),
    (4, 'Local authorities', pg_temp.percent(local_authority_share), pg_temp.percent(other_share) || ' others')
    ) AS line (place, figure, value, comparison)
WHERE edition = 2020
ORDER BY place;

\echo 'LAUREATES OF 2020                                                             (laureate)'
\echo
\echo '  Contenders: how many of the category could be its first, at 95 %.'
\echo
SELECT category_label AS "Category",
       laureate.name AS "Laureate",
       pg_temp.plain(global_score) AS "Score",
       contenders AS "Contenders"
FROM laureate
JOIN category USING (category)
WHERE edition = 2020
ORDER BY category.position;

\echo 'A RANKING, AND HOW SURE IT IS                                         (category_ranking)'
\echo
\echo '  Cities of 20,000 to 49,999 inhabitants, the first eight. Ranks: those that the audits'
\echo '  do not exclude at 95 %.'
\echo
SELECT rank AS "Rank",
       name AS "City",
       pg_temp.plain(global_score) AS "Score",
       '± ' || pg_temp.plain(std_error) AS "Error",
       format('%s to %s', rank_low, rank_high) AS "Ranks",
       pg_temp.percent(probability_best) AS "Best?"
FROM category_ranking
WHERE edition = 2020 AND category = 'city_20k_50k' AND rank <= 8
ORDER BY rank, structure;

\t on
\pset format unaligned

\echo 'CERTIFIED OR NOT                                   (certified_comparison, certified_gap)'
\echo
SELECT format($$  %s certified structures score %s on average, the %s others %s: a gap of
  %s points (%s to %s: the interval of 95 %%).$$,
              certified_n, pg_temp.plain(certified_score), non_certified_n, pg_temp.plain(non_certified_score),
              pg_temp.plain(gap), pg_temp.plain(gap_low), pg_temp.plain(gap_high))
FROM certified_comparison
WHERE edition = 2020 AND breakdown = 'overall';

SELECT format($$  Labels are more frequent in some categories than in others. Compared within categories,
  the gap is %s points (%s to %s); of the %s points, %s come from the mix of categories.$$,
              pg_temp.plain(adjusted_gap), pg_temp.plain(adjusted_low), pg_temp.plain(adjusted_high),
              pg_temp.plain(crude_gap), pg_temp.plain(composition_effect))
FROM certified_gap
WHERE edition = 2020;

SELECT format($$  The lead is largest on %s (%s points) and smallest on %s (%s).$$,
              lower((array_agg(label_en ORDER BY gap DESC))[1]), pg_temp.plain(max(gap)),
              lower((array_agg(label_en ORDER BY gap))[1]), pg_temp.plain(min(gap)))
FROM certified_comparison
JOIN determinant ON determinant.determinant = item
WHERE edition = 2020 AND breakdown = 'determinant';

\pset format aligned
\t off
\echo
\echo 'ALL STRUCTURES, NOT ONLY THOSE THAT TOOK PART                 (margin, population_score)'
\echo
\echo '  France has some 34,500 cities under 20,000 inhabitants and 130 above 50,000; the participants'
\echo '  were 74 and 34. Counted as the population is: (the numbers of structures are round.)'
\echo
SELECT item_label AS "Figure",
       pg_temp.plain(score) AS "Participants",
       format('%s to %s', pg_temp.plain(score_low), pg_temp.plain(score_high)) AS "95 %",
       pg_temp.plain(calibrated_score) AS "Population",
       format('%s to %s', pg_temp.plain(calibrated_low), pg_temp.plain(calibrated_high)) AS "95 % "
FROM population_score
LEFT JOIN determinant ON determinant.determinant = item
WHERE edition = 2020 AND breakdown IN ('overall', 'determinant')
ORDER BY breakdown DESC, position;
\echo '  Those that took part wanted to: calibration corrects the mix of categories, not that.'
\t on
\pset format unaligned

\echo
\echo 'SINCE 2019                                  (edition_change, edition_change_by_category)'
\echo
SELECT format($$  The mean score changed by %s points (%s to %s: the interval of 95 %%).
  Who takes part has changed: %s structures took part twice, %s are new, %s left. Of the change,
    %s  is the change of those that took part twice,
    %s  comes with the new ones, which score %s than those that stay,
    %s  comes with the departure of those that left, which scored %s.
  By category: %s comes from another mix of categories, %s from scores within categories.$$,
              pg_temp.signed(change), pg_temp.signed(change_low), pg_temp.signed(change_high),
              stayers, entrants, leavers,
              pg_temp.signed(stayers_change),
              pg_temp.signed(entrants_effect), CASE WHEN entrants_effect < 0 THEN 'less' ELSE 'more' END,
              pg_temp.signed(leavers_effect), CASE WHEN leavers_effect > 0 THEN 'less' ELSE 'more' END,
              pg_temp.signed(mix_effect + new_categories_effect + lost_categories_effect), pg_temp.signed(within_effect))
FROM edition_change
WHERE edition = 2020;

\echo
\echo 'A STRUCTURE THAT WAS THREE                                         (structure.successor)'
\echo
SELECT format($$  %s, first of its category in 2020, was born on 1 January 2019 of three communes
  that took part in the 2019 edition. structure.successor leads from them to it, so that it
  counts as taking part twice.
$$, name)
FROM laureate
WHERE edition = 2020 AND structure IN (SELECT successor FROM structure);

\pset format aligned
\t off
SELECT edition AS "Edition",
       structure_score.name AS "Structure",
       pg_temp.plain(global_score) AS "Score",
       heir.name AS "Became"
FROM structure_score
JOIN structure USING (structure)
LEFT JOIN structure AS heir ON heir.structure = structure.successor
WHERE structure.structure IN (SELECT structure FROM structure WHERE successor IS NOT NULL
                              UNION SELECT successor FROM structure)
ORDER BY edition, structure.structure;
