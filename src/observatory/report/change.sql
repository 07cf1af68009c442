/* change: what distinguishes certified structures, what changed, and what loses points */

CREATE FUNCTION barometre.report_certified(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH told AS (
        SELECT format('<p>%s</p>', concat_ws(' ',
                   barometre.say('Les structures certifiées obtiennent ', 'Certified structures score ')
                   || barometre.html_number(certified_score, 1)
                   || barometre.say(' sur 100, ', ' out of 100, ') || barometre.report_points(gap)
                   || barometre.say(' que les autres', ' than the others')
                   || coalesce(' ' || barometre.html_interval(gap_low, gap_high), '') || '.',
                   CASE WHEN gap_low <= 0 AND gap_high >= 0 THEN
                       barometre.say('Les données n’excluent pas que cet écart soit nul.',
                                     'The data do not exclude that there is no gap.') END,
                   barometre.say('À catégories égales, l’écart est de ', 'At equal categories the gap is ')
                   || CASE WHEN adjusted_gap IS NOT NULL THEN barometre.html_number(adjusted_gap, 1) END
                   || barometre.say(' points', ' points')
                   || coalesce(' ' || barometre.html_interval(adjusted_low, adjusted_high), '')
                   || barometre.say(
                          ' : le reste tient aux catégories auxquelles appartiennent les structures certifiées.',
                          ': the rest comes from the categories that certified structures belong to.'))) AS sentence
        FROM jsonb_to_record(data -> 'certified_overall') AS overall (certified_score float8, gap float8,
            gap_low float8, gap_high float8)
        LEFT JOIN jsonb_to_record(data -> 'gap') AS adjusted (adjusted_gap float8, adjusted_low float8,
                                                              adjusted_high float8) ON true
        WHERE gap IS NOT NULL
    ),
    figure AS (
        SELECT barometre.html_figure(
                   barometre.svg_caterpillar(array_agg(label ORDER BY gap DESC, place),
                                             array_agg(gap ORDER BY gap DESC, place),
                       array_agg(gap_low ORDER BY gap DESC, place), array_agg(gap_high ORDER BY gap DESC, place),
                       array_agg(barometre.html_signed(gap) ORDER BY gap DESC, place), NULL,
                       barometre.say('Avance des structures certifiées, par déterminant',
                                     'Lead of certified structures, by determinant'),
                       barometre.say('Points d’écart avec les autres structures, et intervalle à 95 %',
                                           'Points of difference with the others, and 95% interval'), NULL, 0),
                   barometre.say('Points d’écart avec les autres structures, et intervalle à 95 %. Un intervalle '
                                 'qui contient 0 ne prouve pas d’écart.',
                                       'Points of difference with the others, and 95% interval. An interval that '
                                       'holds 0 proves no difference.'),
                   barometre.html_table(barometre.say('Avance des structures certifiées, par déterminant',
                                                            'Lead of certified structures, by determinant'),
                       ARRAY[barometre.say('Déterminant', 'Determinant'), barometre.say('Certifiées', 'Certified'),
                             barometre.say('Autres', 'Others'), barometre.say('Écart', 'Gap'),
                             barometre.say('Intervalle à 95 %', '95% interval')],
                       string_agg(barometre.html_row(ARRAY[barometre.html_escape(label),
                                                           barometre.html_number(certified_score, 1),
                           barometre.html_number(non_certified_score, 1), barometre.html_signed(gap),
                           coalesce(barometre.html_interval(gap_low, gap_high), '–')]), '' ORDER BY place,
                               label))) AS html
        FROM jsonb_to_recordset(data -> 'certified')
            AS item (breakdown text, label text, place int, certified_score float8, non_certified_score float8,
                     gap float8,
                     gap_low float8, gap_high float8)
        WHERE breakdown = 'determinant' AND gap IS NOT NULL
    )
    SELECT barometre.html_section(barometre.say('Les structures certifiées', 'Certified structures'),
        coalesce((SELECT sentence FROM told),
                 '<p>' || CASE WHEN least((data #>> '{certified_overall,certified_n}')::int,
                                          (data #>> '{certified_overall,non_certified_n}')::int) > 0
                     THEN barometre.say('La comparaison des structures certifiées aux autres n’est pas publiée '
                                        '(n. p.) : elle repose sur trop peu de structures.',
                                        'Certified structures against the others is not published (n. p.): it '
                                        'rests on too few structures.')
                     ELSE barometre.say('Cette édition ne compte pas à la fois des structures certifiées et '
                                        'd’autres : il n’y a rien à comparer.',
                                        'This edition does not have both certified structures and others: there '
                                        'is nothing to compare.') END || '</p>')
        || coalesce((SELECT html FROM figure), ''))
    WHERE data -> 'score' ->> 'score' IS NOT NULL;
END;

COMMENT ON FUNCTION barometre.report_certified(jsonb) IS
'Of report(): certified structures against the others, by determinant.';

CREATE FUNCTION barometre.report_change(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH since AS (
        SELECT change.*, score.score, data #>> '{edition,edition}' AS edition,
               jsonb_path_exists(data, '$.categories[*] ? (@.suppression != "")') AS hides_category
        FROM jsonb_to_record(data -> 'change')
                 AS change (previous_edition int, change float8, change_low float8, change_high float8,
                            within_effect float8, mix float8,
                            stayers int, stayers_change float8, stayers_low float8, stayers_high float8,
                            entrants int, entrants_effect float8, leavers int, leavers_effect float8,
                                is_withheld boolean),
             jsonb_to_record(data -> 'score') AS score (score float8)
    ),
    part AS (
        SELECT part.*, edition, previous_edition
        FROM since, LATERAL (VALUES
            (1, barometre.say('Présentes les deux fois', 'Took part both times'), stayers, stayers_change),
            (2, barometre.say('Nouvelles', 'New'), entrants, entrants_effect),
            (3, barometre.say('Parties', 'Left'), leavers, leavers_effect)) AS part (place, label, structures, points)
        WHERE points IS NOT NULL AND is_withheld IS NOT TRUE
    ),
    figure AS (
        SELECT barometre.html_figure(
                   barometre.svg_waterfall(array_agg(format('%s (%s)', label, barometre.html_number(structures, 0))
                                                     ORDER BY place),
                       array_agg(points ORDER BY place),
                       (SELECT score - change FROM since),
                       barometre.say('Score ', 'Score ') || min(previous_edition), 'Score ' || min(edition),
                       barometre.say('D’où vient l’évolution', 'Where the change comes from'),
                       barometre.say('Du score précédent au score actuel, part après part',
                                     'From the previous score to this one, part after part')),
                   barometre.say('Du score précédent au nouveau. Entre parenthèses, le nombre de structures.',
                                       'From the previous score to the new one. In brackets, the number of '
                                       'structures.'),
                   barometre.html_table(barometre.say('Les parts de l’évolution, en points',
                                                      'The parts of the change, in points'),
                       ARRAY[barometre.say('Part', 'Part'), barometre.say('Structures', 'Structures'), 'Points'],
                       string_agg(barometre.html_row(ARRAY[label, barometre.html_number(structures, 0),
                                                           barometre.html_signed(points)]), ''
                                  ORDER BY place))) AS html
        FROM part
        HAVING count(*) > 0
    ),
    told AS (
        SELECT concat_ws(' ',
                   barometre.say('Le score moyen a changé de ', 'The mean score changed by ')
                       || barometre.html_signed(change)
                   || barometre.say(' points depuis ', ' points since ') || previous_edition
                   || coalesce(' ' || barometre.html_interval(change_low, change_high), '') || '.',
                   CASE WHEN is_withheld THEN
                            barometre.say('Ses parts ne sont pas publiées (n. p.) : l’une repose sur trop peu de '
                                          'structures.',
                                                'Its parts are not published (n. p.): one of them rests on too '
                                                'few structures.')
                        ELSE barometre.say('Les structures présentes les deux fois ont changé de ',
                                           'Those that took part both times changed by ')
                             || CASE WHEN stayers_change IS NOT NULL THEN barometre.html_signed(stayers_change) END
                             || barometre.say(' points', ' points')
                             || coalesce(' ' || barometre.html_interval(stayers_low, stayers_high), '')
                             || barometre.say(' : c’est la part qui dit si le service s’améliore ; le reste vient '
                                              'de qui participe.',
                                                    ': that part tells whether the service improves; the rest '
                                                    'comes from who takes part.') END,
                   CASE WHEN is_withheld IS NOT TRUE AND NOT hides_category AND within_effect IS NOT NULL THEN
                       barometre.say('Par catégorie : ', 'By category: ') || barometre.html_signed(within_effect)
                       || barometre.say(' points viennent des scores dans les catégories, ',
                                        ' points come from scores within categories, ')
                       || barometre.html_signed(mix)
                       || barometre.say(' de leur répartition.', ' from their mix.') END) AS sentences
        FROM since
        WHERE change IS NOT NULL
    )
    SELECT barometre.html_section(barometre.say('Ce qui a changé', 'What changed'),
        coalesce('<p>' || (SELECT sentences FROM told) || '</p>' || coalesce((SELECT html FROM figure), ''),
                 '<p>' || barometre.say('Il n’y a pas d’édition antérieure à laquelle comparer celle-ci.',
                                              'There is no earlier edition to compare this one with.') || '</p>'))
    FROM since
    WHERE score IS NOT NULL;
END;

COMMENT ON FUNCTION barometre.report_change(jsonb) IS
'Of report(): the change since the previous edition, as a waterfall of its parts.';

CREATE FUNCTION barometre.report_criteria(criteria jsonb, title text, lead text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_section(title, '<p>' || barometre.html_escape(lead) || '</p>'
        || barometre.html_table(title,
               ARRAY[barometre.say('Critère', 'Criterion'), 'Score', barometre.say('Points perdus', 'Points lost')],
               string_agg(barometre.html_row(ARRAY[
                   barometre.html_escape(criterion_label) || '<small>'
                       || barometre.html_escape(concat_ws(' · ', channel_label, determinant_label)) || '</small>',
                   barometre.html_number(score, 0),
                   barometre.html_number(lost_points, 2) || barometre.svg_bar(lost_points / largest)]), ''
                       ORDER BY lost_points DESC, place)))
    FROM (SELECT line.*, max(lost_points) OVER () AS largest
          FROM jsonb_to_recordset(criteria)
              AS line (place int, criterion_label text, channel_label text, determinant_label text, score float8,
                       lost_points float8)
          WHERE lost_points > 0) AS listed;
END;

COMMENT ON FUNCTION barometre.report_criteria(jsonb, text, text) IS
'Of report() and structure_report(): the criteria that lose most points (place, criterion_label, channel_label, '
'determinant_label, score, lost_points).';

CREATE FUNCTION barometre.report_method(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<section class="box"><h2>' || barometre.say('Méthode', 'Method') || '</h2>'
        || string_agg('<p>' || paragraph || '</p>', '' ORDER BY place)
           || E'</section>\n'
    FROM jsonb_to_record(data -> 'edition') AS edition (audits int, starts_on date, ends_on date, min_audits int,
                                                        min_published int),
         jsonb_to_record(data -> 'score') AS score (participants int, reliability float8),
    LATERAL (VALUES
        (1, barometre.say('Des auditeurs se font passer pour des usagers', 'Auditors act as users')
            || coalesce(barometre.say(' : ', ': ') || barometre.html_count(audits, 'audit', 'audits')
                        || barometre.say(' de ', ' of ')
                        || barometre.html_count(participants, 'structure', 'structures'), '')
            || CASE WHEN ends_on >= starts_on THEN
                   format(barometre.say(', du %s au %s', ', from %s to %s'), barometre.html_date(starts_on),
                          barometre.html_date(ends_on))
                   ELSE '' END
            || barometre.say('. Chaque réponse vaut de 0 à 100 ; un score est la moyenne pondérée des critères, '
                             'puis des canaux, puis des déterminants.',
                                   '. Each answer is worth 0 to 100; a score is the weighted mean of criteria, '
                                   'then of channels, then of determinants.')),
        (2, barometre.say(
            'Entre crochets, l’intervalle à 95 % : si l’on recommençait, un intervalle ainsi construit '
            'contiendrait la vraie valeur 95 fois sur 100. '
            || 'Pour une structure, il dit ce que d’autres audits auraient pu donner ; pour une moyenne, ce '
               'qu’auraient donné d’autres structures semblables.',
            'In brackets, the 95% interval: if all was done again, an interval made that way would hold the true '
            'value 95 times in 100. '
            || 'For a structure it tells what other audits could have given; for a mean, what other structures '
               'like these would have given.')),
        (3, barometre.say(
            format('Une structure est classée à partir de %s. Les rangs possibles sont ceux que les audits '
                   'n’excluent pas à 95 %%.', barometre.html_count(min_audits, 'audit', 'audits')),
            format('A structure is ranked from %s on. Possible ranks are those that the audits do not exclude at '
                   '95%%.', barometre.html_count(min_audits, 'audit', 'audits')))),
        (4, CASE WHEN data ->> 'audience' = 'public' THEN barometre.say(
            format('« n. p. » : non publié, parce que le chiffre repose sur moins de %s structures, ou parce '
                   'qu’il permettrait d’en calculer un qui n’est pas publié.', min_published),
            format('“n. p.”: not published, because the figure rests on fewer than %s structures, or because one '
                   'that is not published could be computed from it.', min_published)) END),
        (5, barometre.say(
            'Ce que les intervalles ne couvrent pas : les structures participantes se sont portées volontaires et '
            'ne représentent pas toutes les autres ; '
            || 'les auditeurs peuvent différer entre eux ; d’autres critères ou d’autres poids donneraient '
               'd’autres scores.',
            'What the intervals do not cover: the participating structures volunteered, and do not stand for all '
            'others; '
            || 'auditors may differ; other criteria or other weights would give other scores.'))
        ) AS told (place, paragraph)
    WHERE paragraph IS NOT NULL;
END;

COMMENT ON FUNCTION barometre.report_method(jsonb) IS
'Of report(): how many audits, what an interval is, and what it does not cover.';
