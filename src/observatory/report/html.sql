/*
 * html: the small parts that a page is made of.  An argument "…_html" is markup
 * and stays as it is; every other text is data, and is escaped.
 */

CREATE FUNCTION barometre.say(french text, english text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN barometre.label('', french, english);

COMMENT ON FUNCTION barometre.say(text, text) IS
'A text in the session''s language (setting barometre.language); empty where it is NULL there.';

CREATE FUNCTION barometre.html_escape(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(
           regexp_replace(value, '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]', '�', 'g'),
           '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');

COMMENT ON FUNCTION barometre.html_escape(text) IS
'A text as it may stand in HTML, XML and their attributes: & < > " and '' are escaped, and characters that XML '
'does not allow become U+FFFD. NULL for NULL.';

CREATE FUNCTION barometre.html_number(value float8, decimals int) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(translate(
           to_char(round(value::numeric, decimals),
                   'FM999,999,999,999,990' || CASE WHEN decimals > 0 THEN '.' || repeat('0', decimals) ELSE '' END),
           ',.-', barometre.say(chr(8239) || ',−', ',.−')), '–');

COMMENT ON FUNCTION barometre.html_number(float8, int) IS
'A number as the session''s language writes it, with so many decimals: 1 234,5 or 1,234.5, with a true minus '
'sign; a dash for NULL.';

CREATE FUNCTION barometre.html_signed(value float8) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN round(value::numeric, 1) > 0 THEN '+' ELSE '' END || barometre.html_number(value, 1);

COMMENT ON FUNCTION barometre.html_signed(float8) IS
'A difference in points, with one decimal and its sign, as the session''s language writes it; a dash for NULL.';

CREATE FUNCTION barometre.html_percent(share float8) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN share IS NULL THEN '–'
            ELSE barometre.html_number(100 * share, 0) || barometre.say(chr(8239) || '%', '%') END;

COMMENT ON FUNCTION barometre.html_percent(float8) IS
'A share (0–1) as a percentage without decimals, as the session''s language writes it; a dash for NULL.';

CREATE FUNCTION barometre.html_interval(low float8, high float8) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN low IS NOT NULL AND high IS NOT NULL
            THEN '[' || barometre.html_number(low, 1) || barometre.say(chr(8239) || ';' || chr(160), ',' || chr(160))
                 || barometre.html_number(high, 1) || ']' END;

COMMENT ON FUNCTION barometre.html_interval(float8, float8) IS
'An interval as [60,7 ; 63,3] or [60.7, 63.3], by the session''s language; NULL when a bound is.';

CREATE FUNCTION barometre.html_date(day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(barometre.say(
    CASE WHEN extract(day FROM day) = 1 THEN '1er' ELSE extract(day FROM day)::text END || chr(160)
    || ('{janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre}'::text[])
       [extract(month FROM day)::int] || ' ' || extract(year FROM day),
    extract(day FROM day) || chr(160)
    || ('{January,February,March,April,May,June,July,August,September,October,November,December}'::text[])
       [extract(month FROM day)::int] || ' ' || extract(year FROM day)), '');

COMMENT ON FUNCTION barometre.html_date(date) IS
'A day in words, in the session''s language: 1er novembre 2020, 1 November 2020. NULL for NULL.';

CREATE FUNCTION barometre.html_count(number bigint, one text, many text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN number IS NOT NULL THEN barometre.html_number(number, 0) END || ' '
       || CASE WHEN number = 1 OR number = 0 AND barometre.say('fr', 'en') = 'fr' THEN one ELSE many END;

COMMENT ON FUNCTION barometre.html_count(bigint, text, text) IS
'A number of things, with their name in the singular or the plural, as the session''s language has it. NULL for '
'NULL.';

CREATE FUNCTION barometre.html_row(cells_html text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<tr>' || string_agg(CASE place WHEN 1 THEN '<th scope="row">' || coalesce(cell, '') || '</th>'
                                ELSE '<td>' || coalesce(cell, '') || '</td>' END, '' ORDER BY place) || '</tr>'
    FROM unnest(cells_html) WITH ORDINALITY AS given (cell, place);
END;

COMMENT ON FUNCTION barometre.html_row(text[]) IS
'A row of an HTML table, whose first cell names the row. The cells are markup.';

CREATE FUNCTION barometre.html_table(caption text, header text[], rows_html text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '<div class="scroll" tabindex="0" role="region" aria-label="' || barometre.html_escape(caption)
        || '"><table><caption>'
           || barometre.html_escape(caption) || '</caption><thead><tr>'
           || string_agg('<th scope="col">' || barometre.html_escape(title) || '</th>', '' ORDER BY place)
           || '</tr></thead><tbody>' || rows_html || '</tbody></table></div>'
    FROM unnest(header) WITH ORDINALITY AS given (title, place);
END;

COMMENT ON FUNCTION barometre.html_table(text, text[], text) IS
'An HTML table of rows that html_row() made; NULL without rows. It scrolls by itself where the page is narrow.';

CREATE FUNCTION barometre.html_figure(chart_html text, caption_html text, table_html text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN '<figure>' || chart_html
       || coalesce('<details><summary>' || barometre.say('Les chiffres en tableau', 'The figures as a table')
                   || '</summary>'
                   || table_html || '</details>', '')
       || coalesce('<figcaption>' || caption_html || '</figcaption>', '') || '</figure>';

COMMENT ON FUNCTION barometre.html_figure(text, text, text) IS
'A chart with its caption, and the table of its figures for those who cannot see it. NULL without a chart.';

CREATE FUNCTION barometre.html_section(title text, content_html text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<section><h2>' || barometre.html_escape(title) || '</h2>' || content_html || E'</section>\n';

COMMENT ON FUNCTION barometre.html_section(text, text) IS 'A section of a page. NULL without content.';

CREATE FUNCTION barometre.html_card(value_html text, title text, note_html text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<div class="card"><dt>' || barometre.html_escape(title) || '</dt><dd><strong>' || value_html
    || '</strong> <span>'
       || coalesce(note_html, '') || '</span></dd></div>';

COMMENT ON FUNCTION barometre.html_card(text, text, text) IS
'A key figure, with its name and what is to be said of it; one of a list <dl class="cards">. NULL without a figure.';

CREATE FUNCTION barometre.html_page(title text, header_html text, content_html text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN '<!DOCTYPE html>' || E'\n<html lang="' || barometre.say('fr', 'en') || '"><head><meta charset="utf-8">'
       || '<meta name="viewport" content="width=device-width, initial-scale=1">'
       || '<meta name="color-scheme" content="light dark">'
       || '<title>' || barometre.html_escape(title) || E'</title>\n<style>' || barometre.html_style()
       || E'</style></head>\n<body>\n<header><h1>' || barometre.html_escape(title) || '</h1>' || header_html
       || E'</header>\n<main>\n' || content_html || E'</main>\n<footer><p>'
       || barometre.say('Page produite par barometre, dans PostgreSQL, à partir des réponses des audits.',
                              'Page made by barometre, in PostgreSQL, from the answers of the audits.')
       || E'</p></footer>\n</body></html>\n';

COMMENT ON FUNCTION barometre.html_page(text, text, text) IS
'A self-contained HTML page in the session''s language: no script, and nothing that is loaded from elsewhere.';
