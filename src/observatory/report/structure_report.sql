/* structure_report: two pages for a participant */

CREATE FUNCTION barometre.check_structure_report(edition int, structure text, known boolean) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF known IS NOT TRUE THEN
        RAISE EXCEPTION 'structure_report: edition % has no such structure that you may read', edition
            USING ERRCODE = 'invalid_parameter_value', DETAIL = format('The structure is "%s".', structure);
    END IF;
    RETURN true;
END;
$$;

COMMENT ON FUNCTION barometre.check_structure_report(int, text, boolean) IS
'For structure_report(): true for a structure that is known, else error 22023.';

CREATE FUNCTION barometre.report_place(rank int) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN barometre.say(rank || CASE WHEN rank = 1 THEN 're' ELSE 'e' END,
                     rank || CASE WHEN rank % 100 IN (11, 12, 13) THEN 'th' WHEN rank % 10 = 1 THEN 'st'
                         WHEN rank % 10 = 2 THEN 'nd'
                                  WHEN rank % 10 = 3 THEN 'rd' ELSE 'th' END);

COMMENT ON FUNCTION barometre.report_place(int) IS 'A place: 1re, 2e; 1st, 2nd. Empty for NULL.';

CREATE FUNCTION barometre.structure_summary(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<p class="lead">' || CASE WHEN global_score IS NULL THEN
               barometre.say('Aucun audit de cette structure n’est noté.',
                             'None of the audits of this structure has a score.')
           ELSE concat(barometre.html_escape(name), barometre.say(' obtient ', ' scores '),
                       barometre.html_number(global_score, 1),
               barometre.say(' sur 100', ' out of 100'), ' ' || barometre.html_interval(score_low, score_high), '.',
               CASE WHEN rank IS NOT NULL THEN
                   barometre.say(format(' C’est le %s score sur %s dans sa catégorie', CASE rank WHEN 1 THEN '1er'
                                        ELSE rank || 'e' END, ranked),
                                 format(' That is the %s of %s scores in its category',
                                        barometre.report_place(rank), ranked)) END,
               CASE WHEN rank IS NOT NULL AND gap IS NOT NULL THEN ', ' END,
               CASE WHEN rank IS NULL AND gap IS NOT NULL THEN barometre.say(' C’est ', ' That is ') END,
               barometre.report_points(gap) || barometre.say(' que la moyenne des autres',
                                                             ' than the mean of the others'),
               CASE WHEN rank IS NOT NULL OR gap IS NOT NULL THEN '.' END,
               CASE WHEN p_value >= 0.05
                   THEN barometre.say(' Les audits ne suffisent pas à établir cette différence.',
                                                            ' The audits do not suffice to establish that '
                                                            'difference.') END) END || '</p>'
    FROM jsonb_to_record(data -> 'score') AS score (name text, global_score float8, score_low float8,
                                                    score_high float8),
         jsonb_to_record(data -> 'overall') AS overall (rank int, ranked int, gap float8, p_value float8);
END;

COMMENT ON FUNCTION barometre.structure_summary(jsonb) IS
'The first sentences of structure_report(): score, place, and the gap to the others.';

CREATE FUNCTION barometre.structure_figures(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_section(barometre.say('Chiffres clés', 'Key figures'), '<dl class="cards">' || concat(
        barometre.html_card(barometre.html_number(global_score, 1),
                            barometre.say('Score, sur 100', 'Score, out of 100'),
                            barometre.html_interval(score_low, score_high)),
        CASE WHEN rank IS NOT NULL THEN
            barometre.html_card(barometre.report_place(rank),
                                barometre.say('Place dans la catégorie', 'Place in the category'),
                                barometre.say('sur ', 'of ')
                                    || barometre.html_count(ranked, 'structure', 'structures')) END,
        CASE WHEN change IS NOT NULL THEN
            barometre.html_card(barometre.html_signed(change),
                                barometre.say('Évolution, en points', 'Change, in points'),
                concat_ws(' ', barometre.say('depuis ', 'since ') || previous_edition,
                          barometre.html_interval(change_low, change_high))) END,
        barometre.html_card(barometre.html_number(audits, 0), 'Audits',
                            barometre.html_percent(completeness)
                                || barometre.say(' de réponses notées', ' of answers scored'))) || '</dl>')
    FROM jsonb_to_record(data -> 'score')
             AS score (global_score float8, score_low float8, score_high float8, audits int, completeness float8),
         jsonb_to_record(data -> 'overall') AS overall (rank int, ranked int),
         jsonb_to_record(data -> 'change') AS change (previous_edition int, change float8, change_low float8,
                                                      change_high float8)
    WHERE global_score IS NOT NULL;
END;

COMMENT ON FUNCTION barometre.structure_figures(jsonb) IS 'Of structure_report(): score, place, change, audits.';

CREATE FUNCTION barometre.structure_chart(profile jsonb, shown text, title text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<div><h3>' || barometre.html_escape(title) || '</h3>' || barometre.html_figure(
               barometre.svg_caterpillar(array_agg(label ORDER BY score DESC, label),
                                         array_agg(score ORDER BY score DESC, label),
                   array_agg(score_low ORDER BY score DESC, label), array_agg(score_high ORDER BY score DESC, label),
                   array_agg(barometre.html_number(score, 1) || CASE WHEN gap IS NULL THEN '' ELSE ' ('
                             || barometre.html_signed(gap) || ')' END
                             ORDER BY score DESC, label),
                   array_agg(rest_score ORDER BY score DESC, label), title,
                   barometre.say('Le point est la structure, avec son intervalle à 95 % ; le trait vertical, la '
                                 'moyenne des autres de la catégorie.',
                                 'The dot is the structure, with its 95% interval; the upright mark is the mean '
                                 'of the others of the category.'),
                   NULL, NULL),
               NULL,
               barometre.html_table(title,
                   ARRAY[title, 'Score', barometre.say('Intervalle à 95 %', '95% interval'),
                         barometre.say('Les autres', 'The others'),
                         barometre.say('Écart', 'Gap')],
                   string_agg(barometre.html_row(ARRAY[barometre.html_escape(label), barometre.html_number(score, 1),
                       coalesce(barometre.html_interval(score_low, score_high), '–'),
                           barometre.html_number(rest_score, 1),
                       barometre.html_signed(gap)]), '' ORDER BY score DESC, label))) || '</div>'
    FROM jsonb_to_recordset(profile)
        AS line (breakdown text, label text, score float8, score_low float8, score_high float8, rest_score float8,
                 gap float8)
    WHERE breakdown = shown AND score IS NOT NULL;
END;

COMMENT ON FUNCTION barometre.structure_chart(jsonb, text, text) IS
'Of structure_report(): the scores of one breakdown, against the others of the category.';

CREATE FUNCTION barometre.structure_list(profile jsonb, side int, title text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<div><h3>' || barometre.html_escape(title) || '</h3><ul>'
           || string_agg('<li>' || barometre.html_escape(label) || barometre.say(chr(160) || ': ', ': ')
                         || barometre.html_number(score, 1) || ', '
                         || barometre.report_points(gap) || barometre.say(' que les autres', ' than the others')
                         || CASE WHEN p_value >= 0.05 THEN barometre.say(' (non établi)', ' (not established)')
                             ELSE '' END || '</li>', ''
                         ORDER BY p_value < 0.05 DESC NULLS LAST, abs(gap) DESC, label) || '</ul></div>'
    FROM jsonb_to_recordset(profile)
        AS line (breakdown text, label text, score float8, gap float8, p_value float8, strength int, weakness int)
    WHERE breakdown <> 'overall' AND gap IS NOT NULL AND CASE WHEN side > 0 THEN strength ELSE weakness END <= 3;
END;

COMMENT ON FUNCTION barometre.structure_list(jsonb, int, text) IS
'Of structure_report(): the strengths (side 1) or weaknesses (-1) among determinants and channels, at most three '
'of each.';

CREATE FUNCTION barometre.structure_page(given jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_page(
        score.name,
        '<p class="date">' || barometre.html_escape(concat_ws(' · ', score.category_label,
                                                              barometre.say('édition ', 'edition ') || score.edition,
                                                              barometre.html_date(score.edition_date)))
        || '</p>' || barometre.structure_summary(data),
        concat(
            barometre.structure_figures(data),
            barometre.html_section(barometre.say('Le profil', 'Profile'),
                '<p>' || barometre.say('Le point est la structure, avec son intervalle à 95 % ; le trait '
                                       'vertical, la moyenne des autres de sa catégorie.',
                                       'The dot is the structure, with its 95% interval; the upright mark is the '
                                       'mean of the others of its category.')
                || CASE WHEN NOT EXISTS (SELECT
                                         FROM jsonb_array_elements(data -> 'profile') AS line WHERE line ? 'gap')
                        THEN ' ' || barometre.say('Les autres ne sont pas montrés (n. p.) : la catégorie en '
                                                  'compte trop peu.',
                                                  'The others are not shown (n. p.): the category has too few.')
                                                      ELSE '' END
                || '</p><div class="pair">'
                || nullif(concat(barometre.structure_chart(data -> 'profile', 'determinant',
                                                           barometre.say('Par déterminant', 'By determinant')),
                                 barometre.structure_chart(data -> 'profile', 'channel',
                                                           barometre.say('Par canal', 'By channel'))), '')
                || '</div>'),
            barometre.html_section(barometre.say('Forces et faiblesses', 'Strengths and weaknesses'),
                '<div class="pair">'
                || nullif(concat(barometre.structure_list(data -> 'profile', 1,
                                                          barometre.say('Au-dessus des autres', 'Above the others')),
                                 barometre.structure_list(data -> 'profile', -1,
                                                          barometre.say('Au-dessous des autres',
                                                              'Below the others'))), '')
                || '</div>'),
            barometre.report_criteria(data -> 'criteria',
                                      barometre.say('Où se perdent les points', 'Where points are lost'),
                barometre.say('Les dix critères qui coûtent le plus de points à la structure. La somme des points '
                              'perdus de tous les critères est 100 moins le score.',
                              'The ten criteria that cost the structure most points. Over all criteria the points '
                              'lost sum to 100 minus the score.')),
            '<section class="box"><h2>' || barometre.say('Lire ces chiffres', 'Reading these figures') || '</h2><p>'
            || barometre.say('Un score va de 0 à 100. Entre crochets, l’intervalle à 95 % : ce que d’autres '
                             'audits auraient pu donner. '
                             || '« Non établi » : avec si peu d’audits, la différence pourrait être due au hasard. '
                             || 'Les autres structures n’apparaissent qu’en moyenne.',
                             'A score goes from 0 to 100. In brackets, the 95% interval: what other audits could '
                             'have given. '
                             || '“Not established”: with so few audits the difference could be chance. '
                             || 'Other structures appear as a mean only.') || '</p></section>'))
    FROM jsonb_strip_nulls(given) AS data,
         jsonb_to_record(data -> 'score') AS score (name text, category_label text, edition int, edition_date date);
END;

COMMENT ON FUNCTION barometre.structure_page(jsonb) IS 'The page of structure_report(), from its data.';

\observatory views
CREATE OR REPLACE FUNCTION structure_report_data(edition int, structure text) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH scored AS MATERIALIZED (
        SELECT my_score.edition, my_score.name, my_score.structure, my_score.category_label, my_score.global_score,
            my_score.std_error,
               my_score.df, my_score.score_low, my_score.score_high, my_score.audits, my_score.completeness,
               row_number() OVER (ORDER BY my_score.edition DESC) AS place
        FROM my_score
        WHERE my_score.structure = structure_report_data.structure
          AND (my_score.edition = structure_report_data.edition
               OR my_score.edition < structure_report_data.edition AND my_score.global_score IS NOT NULL)
    ),
    profiled AS (
        -- the others only as a mean, which tells none of them: also when an analyst writes the report
        SELECT my_profile.*,
               coalesce(published.suppression = ''::text, false)
                   AND coalesce(my_profile.ranked > 3, true) AS tells_others
        FROM my_profile
        LEFT JOIN public_category_score AS published
          ON published.edition = my_profile.edition AND published.category = my_profile.category
        WHERE my_profile.edition = structure_report_data.edition
            AND my_profile.structure = structure_report_data.structure
    ),
    profile AS MATERIALIZED (
        SELECT profiled.edition_date, profiled.breakdown, profiled.item_label AS label,
               profiled.score, profiled.score_low, profiled.score_high,
               CASE WHEN profiled.tells_others THEN profiled.rest_score END AS rest_score,
               CASE WHEN profiled.tells_others THEN profiled.gap END AS gap,
               CASE WHEN profiled.tells_others THEN profiled.p_value END AS p_value,
               CASE WHEN profiled.tells_others THEN profiled.rank END AS rank,
               CASE WHEN profiled.tells_others THEN profiled.ranked END AS ranked,
               CASE WHEN profiled.tells_others THEN profiled.strength END AS strength,
               CASE WHEN profiled.tells_others THEN profiled.weakness END AS weakness
        FROM profiled
    )
    SELECT pg_catalog.jsonb_build_object(
        'score'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT coalesce(scored.name, scored.structure) AS name, scored.category_label, scored.edition,
                  scored.global_score,
                         scored.score_low, scored.score_high, scored.audits, scored.completeness,
                         (SELECT max(profile.edition_date) FROM profile) AS edition_date
                  FROM scored WHERE scored.edition = structure_report_data.edition) AS described),
        'overall'::text, (
            SELECT pg_catalog.to_jsonb(profile) FROM profile WHERE profile.breakdown = 'overall'::text),
        'change'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT changed.previous_edition, (changed.change).value AS change,
                         barometre.ci_low(changed.change, 0.95::float8) AS change_low,
                         barometre.ci_high(changed.change, 0.95::float8) AS change_high
                  FROM (SELECT previous.edition AS previous_edition,
                               barometre.difference(
                                   ROW(this.global_score, this.std_error, this.df)::barometre.estimate,
                                   ROW(previous.global_score, previous.std_error,
                                       previous.df)::barometre.estimate) AS change
                        FROM scored AS this JOIN scored AS previous ON previous.place = 2::bigint
                        WHERE this.edition = structure_report_data.edition) AS changed) AS described),
        'profile'::text, (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(profile)) FROM profile),
        'criteria'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT lost.criterion_label, lost.channel_label, lost.determinant_label, lost.score,
                  lost.lost_points,
                         row_number() OVER worst AS place
                  FROM my_criterion AS lost
                  WHERE lost.edition = structure_report_data.edition
                      AND lost.structure = structure_report_data.structure
                    AND lost.lost_points > 0::float8
                  WINDOW worst AS (ORDER BY lost.lost_points DESC, lost.channel, lost.item)
                  ORDER BY row_number() OVER worst
                  LIMIT 10) AS described));
END;

COMMENT ON FUNCTION structure_report_data(int, text) IS
'The data of structure_report(), as JSON, from the views my_…: for a participant, of its own structures. The '
'others of the category are left out where it has three structures or fewer, or its mean may not be published. Of a '
'NULL argument no figure.';

CREATE OR REPLACE FUNCTION structure_report(edition int, structure text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN barometre.check_structure_report(edition, structure,
                     (SELECT pg_catalog.count(mine.structure) > 0::bigint FROM my_score AS mine
                      WHERE mine.edition = structure_report.edition AND mine.structure = structure_report.structure))
            THEN barometre.structure_page(structure_report_data(structure_report.edition,
                                                                structure_report.structure)) END;

COMMENT ON FUNCTION structure_report(int, text) IS
'Two pages for a participant: one self-contained HTML document, in the language of the setting '
'barometre.language: its score and place, its change, its profile, where it loses points; the others only as a mean. '
'For who may read every answer, and for a participant of the structure (grant_participant). Error 22023 for a '
'structure that is not in the edition, or that one may not read, as is NULL.';
