/* rankings: who comes first, and how sure that is */

CREATE FUNCTION barometre.report_laureates(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_section(barometre.say('Les lauréats', 'The laureates'),
        '<p>' || barometre.say(
            'La première de chaque catégorie, et ce que l’on peut en dire : la probabilité qu’elle soit vraiment '
            'la meilleure, '
            || 'et le nombre de structures que les audits n’excluent pas de la première place, elle comprise.',
            'The first of each category, and how sure that is: the probability that it is truly the best, '
            || 'and how many structures the audits do not exclude from first place, itself among them.') || '</p>'
        || barometre.html_table(barometre.say('Les lauréats et leur certitude',
                                              'The laureates, and how sure they are'),
               ARRAY[barometre.say('Lauréat', 'Laureate'), barometre.say('Score et intervalle', 'Score and interval'),
                     barometre.say('La meilleure ?', 'The best?')],
               string_agg(barometre.html_row(ARRAY[
                   barometre.html_escape(name) || CASE WHEN tied THEN barometre.say(' (ex aequo)', ' (tied)')
                       ELSE '' END
                   || '<small>' || barometre.html_escape(category_label) || '</small>',
                   barometre.html_number(global_score, 1)
                       || coalesce('<small>' || barometre.html_interval(score_low, score_high) || '</small>', ''),
                   barometre.html_percent(probability_best)
                   || '<small>' || barometre.html_count(contenders, barometre.say('possible', 'contender'),
                                                        barometre.say('possibles', 'contenders'))
                   || '</small>']), '' ORDER BY place, name)))
    FROM jsonb_to_recordset(data -> 'laureates')
        AS laureate (category_label text, place int, name text, global_score float8, score_low float8,
                     score_high float8,
                     tied boolean, probability_best float8, contenders int);
END;

COMMENT ON FUNCTION barometre.report_laureates(jsonb) IS 'Of report(): the laureates, and how sure each is.';

CREATE FUNCTION barometre.report_league(league jsonb, title text, axis float8[]) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_figure(
               barometre.svg_caterpillar(
                   array_agg(concat_ws('.' || chr(160), rank, name) ORDER BY place),
                       array_agg(global_score ORDER BY place),
                   array_agg(score_low ORDER BY place), array_agg(score_high ORDER BY place),
                   array_agg(CASE WHEN rank_low = rank_high THEN rank_low::text ELSE rank_low || '–'
                             || rank_high END ORDER BY place),
                   NULL, title, barometre.say('Score et intervalle à 95 % de chaque structure ; à droite, les '
                                              'rangs possibles.',
                                              'Score and 95% interval of each structure; on the right, its '
                                              'possible ranks.'),
                   axis, NULL),
               NULL,
               barometre.html_table(title,
                   ARRAY[barometre.say('Structure', 'Structure'), barometre.say('Rang', 'Rank'), 'Score',
                         barometre.say('Intervalle à 95 %', '95% interval'),
                             barometre.say('Rangs possibles', 'Possible ranks'),
                         barometre.say('Meilleure ?', 'The best?')],
                   string_agg(barometre.html_row(ARRAY[barometre.html_escape(name), barometre.html_number(rank, 0),
                       barometre.html_number(global_score, 1),
                           coalesce(barometre.html_interval(score_low, score_high), '–'),
                       rank_low || '–' || rank_high, barometre.html_percent(probability_best)]), ''
                           ORDER BY place)))
    FROM jsonb_to_recordset(league)
        AS ranked (place int, name text, rank int, global_score float8, score_low float8, score_high float8,
                   rank_low int, rank_high int, probability_best float8);
END;

COMMENT ON FUNCTION barometre.report_league(jsonb, text, float8[]) IS
'Of report(): a league, or a part of it, as a caterpillar plot with rank sets.';

CREATE FUNCTION barometre.report_rankings(data jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- a chart has 40 rows at most, which is a page of paper; a longer league has several of about the same length
    WITH ranked AS (
        SELECT category_label, category_place, place, line,
               count(*) OVER category AS participants,
               ceil(count(*) OVER category / 40.0) AS parts,
               ARRAY[min(coalesce(score_low, global_score)) OVER (),
                     max(coalesce(score_high, global_score)) OVER ()] AS axis
        FROM jsonb_array_elements(data -> 'rankings') AS line,
             jsonb_to_record(line) AS ranked (category_label text, category_place int, place int, global_score float8,
                                              score_low float8, score_high float8)
        WINDOW category AS (PARTITION BY category_label, category_place)
    ),
    league AS (
        SELECT category_label, category_place, axis, min(place) AS first,
               category_label || CASE WHEN parts > 1 THEN format(' (%s–%s)', min(place), max(place))
                   ELSE '' END AS title,
               jsonb_agg(line ORDER BY place) AS lines
        FROM ranked
        GROUP BY category_label, category_place, axis, parts, floor((place - 1) * parts / participants)
    )
    SELECT barometre.html_section(barometre.say('Les classements', 'The rankings'),
        '<p>' || barometre.say(
            'Chaque structure avec son score, son intervalle à 95 % et, à droite, les rangs que les audits '
            'n’excluent pas. '
            || 'Deux structures dont les intervalles se recouvrent largement ne sont pas départagées.',
            'Each structure with its score, its 95% interval and, on the right, the ranks that the audits do not '
            'exclude. '
            || 'Two structures whose intervals overlap by much are not told apart.') || '</p><div class="pair">'
        || string_agg('<div><h3>' || barometre.html_escape(title) || '</h3>'
                      || barometre.report_league(lines, title, axis) || '</div>', ''
                      ORDER BY category_place, category_label, first) || '</div>')
    FROM league;
END;

COMMENT ON FUNCTION barometre.report_rankings(jsonb) IS 'Of report(): each category''s ranking as a caterpillar plot.';
