/*
 * sections: the parts of report(), one function a section, each from the data
 * that report_totals(), report_public() and report_internal() read.  A section
 * is NULL where the edition has nothing to show in it.
 */

CREATE FUNCTION barometre.report_points(change float8) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN change IS NOT NULL THEN
           barometre.html_number(abs(change), 1)
           || barometre.say(CASE WHEN abs(round(change::numeric, 1)) < 2 THEN ' point de ' ELSE ' points de ' END
                            || CASE WHEN change < 0 THEN 'moins' ELSE 'plus' END,
                            CASE WHEN abs(round(change::numeric, 1)) = 1 THEN ' point ' ELSE ' points ' END
                            || CASE WHEN change < 0 THEN 'less' ELSE 'more' END) END;

COMMENT ON FUNCTION barometre.report_points(float8) IS
'A difference in words: 6,5 points de moins, 6.5 points less. NULL for NULL.';

CREATE FUNCTION barometre.report_summary(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH told AS (
        SELECT participants,
               concat_ws(' ', barometre.html_number(score, 1), barometre.say('sur 100', 'out of 100'),
                         barometre.html_interval(score_low, score_high)) AS score,
               concat_ws(' ', barometre.report_points(change), barometre.say('qu’en', 'than in') || ' '
                         || previous_edition,
                         barometre.html_interval(change_low, change_high)) AS change
        FROM jsonb_to_record(data -> 'score') AS score (participants int, score float8, score_low float8,
                                                        score_high float8),
             jsonb_to_record(data -> 'change') AS change (previous_edition int, change float8, change_low float8,
                                                          change_high float8)
        WHERE score IS NOT NULL
    )
    SELECT '<p class="lead">' || coalesce(max(concat(
               barometre.say(CASE WHEN participants = 1 THEN 'La seule structure auditée obtient '
                                        ELSE format('En moyenne, les %s structures auditées obtiennent ',
                                                    barometre.html_number(participants, 0)) END,
                                   CASE WHEN participants = 1 THEN 'The only structure that was audited scores '
                                        ELSE format('On average, the %s structures that were audited score ',
                                                    barometre.html_number(participants, 0)) END)
               || score,
               ', ' || nullif(change, ''), '.')),
           CASE WHEN (data #>> '{score,participants}')::int > 0
                THEN barometre.say('Le score moyen n’est pas publié (n. p.) : cette édition compte trop peu de '
                                   'structures.',
                                   'The mean score is not published (n. p.): this edition has too few structures.')
                ELSE barometre.say('Cette édition n’a pas encore de résultat : aucun de ses audits n’est noté.',
                                   'This edition has no result yet: none of its audits has a score.') END) || '</p>'
    FROM told;
END;

COMMENT ON FUNCTION barometre.report_summary(jsonb) IS
'The first sentence of report(): the mean score, and its change.';

CREATE FUNCTION barometre.report_key_figures(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_section(barometre.say('Chiffres clés', 'Key figures'),
        '<dl class="cards">'
        || concat(
            barometre.html_card(CASE WHEN score IS NOT NULL THEN barometre.html_number(score, 1) END,
                                barometre.say('Score moyen, sur 100', 'Mean score, out of 100'),
                concat_ws('<br>', barometre.html_interval(score_low, score_high),
                    barometre.html_signed(change) || barometre.say(' depuis ', ' since ') || previous_edition
                    || coalesce(' ' || barometre.html_interval(change_low, change_high), ''))),
            CASE WHEN certified_score IS NOT NULL THEN
                barometre.html_card(barometre.html_number(certified_score, 1),
                    barometre.say('Structures certifiées', 'Certified structures'),
                    concat_ws(' ', barometre.html_signed(gap), barometre.say('sur les autres', 'on the others'),
                              barometre.html_interval(gap_low, gap_high))) END,
            barometre.html_card(barometre.html_number(figures.participants, 0),
                                barometre.say('Structures participantes', 'Participating structures'),
                CASE WHEN participants_growth_rate > 0 THEN '+' ELSE '' END
                || CASE WHEN participants_growth_rate IS NOT NULL
                    THEN barometre.html_percent(participants_growth_rate) END
                || barometre.say(' depuis ', ' since ') || previous_edition),
            CASE WHEN local_authority_share IS NOT NULL THEN
                barometre.html_card(barometre.html_percent(local_authority_share),
                    barometre.say('Collectivités territoriales', 'Local authorities'),
                    barometre.html_percent(other_share)
                        || barometre.say(' d’autres structures', ' other structures')) END)
        || '</dl>')
    FROM jsonb_to_record(data -> 'score') AS score (score float8, score_low float8, score_high float8),
         jsonb_to_record(data -> 'change') AS change (previous_edition int, change float8, change_low float8,
                                                      change_high float8),
         jsonb_to_record(data -> 'certified_overall')
             AS certified (certified_score float8, gap float8, gap_low float8, gap_high float8),
         jsonb_to_record(data -> 'figures')
             AS figures (participants int, participants_growth_rate float8, local_authority_share float8,
                         other_share float8)
    WHERE figures.participants > 0;
END;

COMMENT ON FUNCTION barometre.report_key_figures(jsonb) IS
'Of report(): the figures that one remembers, each with its interval.';

CREATE FUNCTION barometre.report_heat_map(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- the last row and the last column are those of the whole
    WITH row_item AS (
        SELECT item, label, place
        FROM jsonb_to_recordset(data -> 'breakdown') AS total (breakdown text, item text, label text, place int)
        WHERE breakdown = 'determinant'
        UNION ALL SELECT '', barometre.say('Ensemble', 'Overall'), NULL
    ),
    column_item AS (
        SELECT item, label, place
        FROM jsonb_to_recordset(data -> 'breakdown') AS total (breakdown text, item text, label text, place int)
        WHERE breakdown = 'channel'
        UNION ALL SELECT '', barometre.say('Ensemble', 'Overall'), NULL
    ),
    cell AS (
        SELECT determinant, channel, score FROM jsonb_to_recordset(data -> 'cells') AS cell (determinant text,
            channel text, score float8)
        UNION ALL
        SELECT CASE breakdown WHEN 'determinant' THEN item ELSE '' END, CASE breakdown WHEN 'channel' THEN item
            ELSE '' END, score
        FROM jsonb_to_recordset(data -> 'breakdown') AS total (breakdown text, item text, score float8)
    ),
    laid AS (
        SELECT row_item.item AS row, row_item.label AS row_label, row_item.place AS row_place,
               column_item.item AS col, column_item.label AS col_label, column_item.place AS col_place, cell.score
        FROM row_item CROSS JOIN column_item
        LEFT JOIN cell ON cell.determinant = row_item.item AND cell.channel = column_item.item
    ),
    chart AS (
        SELECT array_agg(score ORDER BY row_place, row, col_place, col) AS scores FROM laid
    ),
    tabled AS (
        SELECT string_agg(html, '' ORDER BY row_place, row) AS rows_html
        FROM (SELECT row_place, row, barometre.html_row(barometre.html_escape(row_label)
                         || array_agg(barometre.html_number(score, 1) ORDER BY col_place, col)) AS html
              FROM laid GROUP BY row, row_label, row_place) AS line
    ),
    names AS (
        SELECT (SELECT array_agg(label ORDER BY place, item) FROM row_item) AS row_names,
               (SELECT array_agg(label ORDER BY place, item) FROM column_item) AS column_names
    )
    SELECT barometre.html_figure(
               barometre.svg_heat_map(row_names, column_names, scores,
                   barometre.say('Scores par déterminant et par canal', 'Scores by determinant and channel'),
                   barometre.say('Une ligne par déterminant, une colonne par canal ; plus la case est foncée, '
                                 'plus le score est élevé.',
                                       'A row a determinant, a column a channel; the darker the cell, the higher '
                                       'the score.')),
               barometre.say('Score moyen sur 100. Une case est la moyenne de ses critères, pondérée par leur '
                             'poids ; '
                                   || '« Ensemble » est la moyenne des structures.',
                                   'Mean score out of 100. A cell is the mean of its criteria, by their weight; '
                                   || '“Overall” is the mean of the structures.'),
               barometre.html_table(barometre.say('Scores par déterminant et par canal',
                                                  'Scores by determinant and channel'),
                                    barometre.say('Déterminant', 'Determinant') || column_names, rows_html))
    FROM chart, tabled, names;
END;

COMMENT ON FUNCTION barometre.report_heat_map(jsonb) IS
'Of report(): determinants × channels as a heat map with its numbers.';

CREATE FUNCTION barometre.report_means(means jsonb, title text, first_column text, note_html text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH made AS (
        SELECT barometre.svg_caterpillar(
                   array_agg(label ORDER BY score DESC, place), array_agg(score ORDER BY score DESC, place),
                   array_agg(score_low ORDER BY score DESC, place), array_agg(score_high ORDER BY score DESC, place),
                   array_agg(barometre.html_number(score, 1) ORDER BY score DESC, place), NULL, title, NULL, NULL,
                   NULL) AS chart,
               -- those that are withheld are named below the chart
               concat_ws(' ', note_html,
                   'n. p.' || barometre.say(chr(160) || ': ', ': ')
                   || string_agg(barometre.html_escape(label), ', ' ORDER BY place, label)
                          FILTER (WHERE suppression <> '') || '.') AS caption,
               barometre.html_table(title,
                   ARRAY[first_column, 'Structures', 'Score', barometre.say('Intervalle à 95 %', '95% interval')],
                   string_agg(barometre.html_row(ARRAY[
                       barometre.html_escape(label), barometre.html_number(participants, 0),
                       CASE WHEN suppression <> '' THEN 'n. p.' ELSE barometre.html_number(score, 1) END,
                       CASE WHEN suppression <> '' THEN 'n. p.'
                            ELSE coalesce(barometre.html_interval(score_low, score_high), '–') END]), ''
                       ORDER BY place, label)) AS table_html
        FROM jsonb_to_recordset(means) AS mean (label text, place int, participants int, score float8,
                                                score_low float8, score_high float8, suppression text)
    )
    SELECT coalesce(barometre.html_figure(chart, caption, table_html), table_html)
    FROM made;
END;

COMMENT ON FUNCTION barometre.report_means(jsonb, text, text, text) IS
'Of report(): mean scores with their intervals (label, place, participants, score, score_low, score_high, '
'suppression), as a chart and a table.';
