/*
 * svg: charts as text, from arrays of any table.  A chart stands alone in a
 * file or in a page; there, a style sheet may set the colours of its classes
 * accent, second, soft and grid.
 */

CREATE FUNCTION barometre.svg_check(caller text, labels text[], figures float8[], complete boolean) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    bad float8;
BEGIN
    IF complete AND cardinality(figures) <> cardinality(labels) OR array_ndims(figures) > 1 THEN
        RAISE EXCEPTION '%: arrays must have the same length', caller
            USING ERRCODE = 'array_subscript_error',
                  DETAIL = format('There are %s labels and %s figures.', cardinality(labels), cardinality(figures));
    END IF;
    SELECT figure INTO bad FROM unnest(figures) AS figure
    WHERE figure IN ('NaN'::float8, 'Infinity'::float8, '-Infinity'::float8) LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION '%: a figure must be finite, not %', caller, bad USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN true;
END;
$$;

COMMENT ON FUNCTION barometre.svg_check(text, text[], float8[], boolean) IS
'True for figures that a chart can show; NULL figures are. Errors: 2202E when there are not as many as labels, '
'where complete, 22023 for one that is NaN or infinite. caller: the chart''s function.';

CREATE FUNCTION barometre.svg_number(value float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trim_scale(round(value::numeric, 1))::text;

COMMENT ON FUNCTION barometre.svg_number(float8) IS 'A coordinate, with one decimal at most.';

CREATE FUNCTION barometre.svg_text(x float8, y float8, anchor text, class text, content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<text x="%s" y="%s" text-anchor="%s" class="%s" stroke="none">%s</text>', barometre.svg_number(x),
              barometre.svg_number(y),
              anchor, class, barometre.html_escape(content));

COMMENT ON FUNCTION barometre.svg_text(float8, float8, text, text, text) IS
'A text of a chart, beginning, middle or end at x (anchor: start, middle, end). NULL without content.';

CREATE FUNCTION barometre.svg_short(content text, letters int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length(content) > letters THEN rtrim(left(content, letters - 1)) || '…' ELSE content END;

COMMENT ON FUNCTION barometre.svg_short(text, int) IS
'A text of at most so many letters: a longer one is cut, with an ellipsis.';

CREATE FUNCTION barometre.svg_label(x float8, y float8, content text, letters int, lines int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- the first line ends at the last space or hyphen that leaves it short enough, and not within a number
    WITH whole AS (
        SELECT regexp_replace(content, '(\d) (?=\d)', '\1' || chr(160), 'g') AS label
    ),
    broken AS (
        SELECT label, substring(label FROM format('^(?:.{1,%s}(?= )|.{1,%s}-)', letters, letters - 1)) AS first_line
        FROM whole
    )
    SELECT CASE WHEN lines < 2 OR length(label) <= letters OR first_line IS NULL
                THEN coalesce(barometre.svg_text(x, y + 4, 'end', 'ink', barometre.svg_short(label, letters)), '')
                ELSE barometre.svg_text(x, y - 2, 'end', 'ink', first_line)
                     || barometre.svg_text(x, y + 10, 'end', 'ink',
                            barometre.svg_short(ltrim(substr(label, length(first_line) + 1)), letters)) END
    FROM broken;
END;

COMMENT ON FUNCTION barometre.svg_label(float8, float8, text, int, int) IS
'The name of a row, which ends at x: a long one is cut, or broken into two lines where there are two.';

CREATE FUNCTION barometre.svg_chart(width float8, height float8, title text, description text,
                                    content_svg text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %s %s" role="img"%s font-size="11" '
              || 'font-family="system-ui, sans-serif" fill="currentColor">%s%s%s</svg>',
              barometre.svg_number(width), barometre.svg_number(height),
              ' aria-label="' || coalesce(barometre.html_escape(title), '') || '"',
              '<title>' || barometre.html_escape(title) || '</title>',
              '<desc>' || barometre.html_escape(description) || '</desc>', content_svg);

COMMENT ON FUNCTION barometre.svg_chart(float8, float8, text, text, text) IS
'A chart of what was drawn, with the title and description that are read to those who cannot see it. NULL without '
'content is a chart without it.';

CREATE FUNCTION barometre.svg_ticks(low float8, high float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- 1, 2 or 5 times a power of ten, so that there are three to seven
    WITH magnitude AS (
        SELECT power(10::float8, floor(log(greatest((high - low) / 5, 1e-9)))) AS unit
    ),
    step AS (
        SELECT unit * CASE WHEN (high - low) / 5 / unit <= 1 THEN 1 WHEN (high - low) / 5 / unit <= 2 THEN 2
                           WHEN (high - low) / 5 / unit <= 5 THEN 5 ELSE 10 END AS size
        FROM magnitude
    )
    SELECT array_agg(tick * step.size ORDER BY tick)
    FROM step, generate_series(ceil(round((low / step.size)::numeric, 6)),
                               floor(round((high / step.size)::numeric, 6))) AS tick;
END;

COMMENT ON FUNCTION barometre.svg_ticks(float8, float8) IS
'Round numbers between two bounds, for an axis: multiples of 1, 2 or 5 times a power of ten, three to seven of them.';

CREATE FUNCTION barometre.svg_range(figures float8[], axis float8[]) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH bound AS (
        SELECT coalesce(axis[1], min(figure)) AS low, coalesce(axis[2], max(figure)) AS high
            FROM unnest(figures) AS figure
    ),
    padded AS (
        SELECT low, high, CASE WHEN high > low THEN (high - low) * 0.04 ELSE 1 END AS room FROM bound
    )
    SELECT ARRAY[CASE WHEN axis[1] IS NULL OR high <= low THEN low - room ELSE low END,
                 CASE WHEN axis[2] IS NULL OR high <= low THEN high + room ELSE high END]
    FROM padded;
END;

COMMENT ON FUNCTION barometre.svg_range(float8[], float8[]) IS
'The two ends of an axis that has room for all figures; axis gives one end or both, where it is not NULL.';

CREATE FUNCTION barometre.svg_axis(range float8[], x_low float8, x_high float8, top float8, bottom float8,
                                   reference float8)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH line AS (
        SELECT tick,
               x_low + (tick - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x,
               CASE WHEN every(tick = round(tick)) OVER () THEN 0 ELSE 1 END AS decimals
        FROM unnest(barometre.svg_ticks(range[1], range[2])) AS tick
    )
    SELECT string_agg(format('<line class="grid" x1="%1$s" x2="%1$s" y1="%2$s" y2="%3$s" stroke="#d5dbe1" '
                             'stroke-width="%4$s"/>',
                             barometre.svg_number(x), barometre.svg_number(top), barometre.svg_number(bottom), 1)
                      || barometre.svg_text(x, bottom + 14, 'middle', 'soft',
                                            barometre.html_number(tick, decimals)), '' ORDER BY tick)
           || CASE WHEN reference IS NULL THEN '' ELSE
                  format('<line x1="%1$s" x2="%1$s" y1="%2$s" y2="%3$s" stroke="currentColor" stroke-width="1"/>',
                         barometre.svg_number(
                             x_low + (reference - range[1]) / (range[2] - range[1]) * (x_high - x_low)),
                         barometre.svg_number(top), barometre.svg_number(bottom)) END
    FROM line;
END;

COMMENT ON FUNCTION barometre.svg_axis(float8[], float8, float8, float8, float8, float8) IS
'The grid of a chart from top to bottom, with round numbers below it, and a line at the reference, where there is '
'one.';

CREATE FUNCTION barometre.svg_caterpillar(labels text[], figures float8[], lows float8[], highs float8[],
                                          notes text[] DEFAULT NULL,
    compared float8[] DEFAULT NULL, title text DEFAULT NULL, description text DEFAULT NULL,
        axis float8[] DEFAULT NULL, reference float8 DEFAULT NULL)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH mark AS (
        SELECT label, figure, low, high, note, other,
               row_number() OVER (ORDER BY place) AS row
        FROM ROWS FROM (unnest(labels), unnest(figures), unnest(lows), unnest(highs), unnest(notes), unnest(compared))
             WITH ORDINALITY AS given (label, figure, low, high, note, other, place)
        WHERE figure IS NOT NULL
          AND barometre.svg_check('svg_caterpillar', labels, figures, true)
              AND barometre.svg_check('svg_caterpillar', labels, lows, true)
          AND barometre.svg_check('svg_caterpillar', labels, highs, true)
              AND barometre.svg_check('svg_caterpillar', labels, compared, true)
          AND barometre.svg_check('svg_caterpillar', labels, axis || reference, false)
    ),
    plot AS (
        SELECT barometre.svg_range(array_agg(figure) || array_agg(low) || array_agg(high) || array_agg(other)
                                   || reference, axis) AS range,
               154::float8 AS x_low,
               390 - coalesce(max(length(note)), 0) * 6::float8 AS x_high,
               CASE WHEN count(*) <= 24 AND max(length(label)) > 22 THEN 2 ELSE 1 END AS lines,
               CASE WHEN count(*) <= 24 AND max(length(label)) > 22 THEN 30 ELSE 19 END AS height,
               count(*) AS rows
        FROM mark
        HAVING count(*) > 0
    ),
    placed AS (
        SELECT mark.*, lines, (row - 0.5) * height + 4 AS y,
               x_low + (greatest(low, range[1]) - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x1,
               x_low + (least(high, range[2]) - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x2,
               x_low + (least(greatest(figure, range[1]),
                              range[2]) - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x,
               x_low + (least(greatest(other, range[1]),
                              range[2]) - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x_other
        FROM mark, plot
    ),
    drawn AS (
        SELECT string_agg(
                   format('<g><title>%s</title>', barometre.html_escape(concat_ws(' ', label,
                       barometre.html_number(figure, 1), barometre.html_interval(low, high))))
                   || barometre.svg_label(146, y, label, 22, lines)
                   || CASE WHEN low IS NULL OR high IS NULL THEN '' ELSE
                          format('<line class="accent" x1="%s" x2="%s" y1="%3$s" y2="%3$s" stroke="#0b5cad" '
                                 'stroke-width="2" stroke-opacity="0.5"/>',
                                 barometre.svg_number(x1), barometre.svg_number(x2), barometre.svg_number(y)) END
                   || format('<circle class="accent" cx="%s" cy="%s" r="3.5" fill="#0b5cad"/>',
                             barometre.svg_number(x), barometre.svg_number(y))
                   || CASE WHEN other IS NULL THEN '' ELSE
                          format('<rect class="second" x="%s" y="%s" width="3" height="12" stroke="none" '
                                 'fill="#a84b00"/>',
                                 barometre.svg_number(x_other - 1.5), barometre.svg_number(y - 6)) END
                   || coalesce(barometre.svg_text(398, y + 4, 'end', 'ink', note), '') || '</g>', ''
                       ORDER BY y) AS svg
        FROM placed
    )
    SELECT barometre.svg_chart(400, rows * height + 26, title, description,
                               barometre.svg_axis(range, x_low, x_high, 2, rows * height + 6, reference) || drawn.svg)
    FROM plot, drawn;
END;

COMMENT ON FUNCTION barometre.svg_caterpillar(text[], float8[], float8[], float8[], text[], float8[], text, text,
    float8[], float8) IS
'A caterpillar plot as SVG: one row a figure, in the order of the arrays, with its label, its interval (lows, '
'highs; NULL: none), a second figure to compare it with (compared) and, on the right, a note. '
'A row without figure is left out; NULL when none is left. axis: both ends of the axis; reference: where a '
'vertical line stands, as 0 for gaps. '
'Numbers are written as the setting barometre.language says. Errors: 2202E for arrays of several lengths, 22023 '
'for NaN and infinity.';

CREATE FUNCTION barometre.svg_waterfall(labels text[], parts float8[], start float8, start_label text, end_label text,
    title text DEFAULT NULL, description text DEFAULT NULL)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH part AS (
        SELECT label, part, start + sum(part) OVER walk AS after,
               row_number() OVER (ORDER BY place) AS row
        FROM ROWS FROM (unnest(labels), unnest(parts)) WITH ORDINALITY AS given (label, part, place)
        WHERE part IS NOT NULL AND barometre.svg_check('svg_waterfall', labels, parts, true)
          AND barometre.svg_check('svg_waterfall', labels, ARRAY[start], false)
        WINDOW walk AS (ORDER BY place)
    ),
    plot AS (
        SELECT barometre.svg_range(array_agg(after) || start, NULL) AS range, 158::float8 AS x_low,
            352::float8 AS x_high,
               count(*) AS rows, start + sum(part) AS total
        FROM part
        HAVING count(*) > 0 AND start IS NOT NULL
    ),
    placed AS (
        SELECT part.*, row * 28 + 14 AS y,
               x_low + (after - part - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x1,
               x_low + (after - range[1]) / (range[2] - range[1]) * (x_high - x_low) AS x2
        FROM part, plot
    ),
    bars AS (
        SELECT string_agg(
                   barometre.svg_label(150, y, label, 22, 2)
                   || format('<rect class="%s" x="%s" y="%s" width="%s" height="14" stroke="none" fill="%s"/>',
                             CASE WHEN part < 0 THEN 'second' ELSE 'accent' END,
                                 barometre.svg_number(least(x1, x2)), y - 7,
                             barometre.svg_number(greatest(abs(x2 - x1), 1)), CASE WHEN part < 0 THEN '#a84b00'
                                 ELSE '#0b5cad' END)
                   || format('<line x1="%1$s" x2="%1$s" y1="%2$s" y2="%3$s" stroke="currentColor" '
                             'stroke-dasharray="2 2"/>',
                             barometre.svg_number(x2), y + 7, y + 21)
                   || barometre.svg_text(398, y + 4, 'end', 'ink', barometre.html_signed(part)), ''
                       ORDER BY row) AS svg
        FROM placed
    ),
    ends AS (
        SELECT string_agg(
                   barometre.svg_label(150, y, label, 22, 2)
                   || format('<rect x="%s" y="%s" width="4" height="18" stroke="none"/>',
                             barometre.svg_number(x - 2), y - 9)
                   || barometre.svg_text(398, y + 4, 'end', 'ink', barometre.html_number(figure, 1)), ''
                       ORDER BY y) AS svg
        FROM plot, LATERAL (VALUES
            (start_label, start, 14::bigint, x_low + (start - range[1]) / (range[2] - range[1]) * (x_high - x_low)),
            (end_label, total, (rows + 1) * 28 + 14,
             x_low + (total - range[1]) / (range[2] - range[1]) * (x_high - x_low))
            ) AS given (label, figure, y, x)
    )
    SELECT barometre.svg_chart(400, (rows + 2) * 28 + 20, title, description,
                               barometre.svg_axis(range, x_low, x_high, 2, (rows + 2) * 28, NULL) || bars.svg
                                   || ends.svg)
    FROM plot, bars, ends;
END;

COMMENT ON FUNCTION barometre.svg_waterfall(text[], float8[], float8, text, text, text, text) IS
'A waterfall as SVG: from start, part after part in the order of the arrays, to the sum of all, with a label '
'each. A NULL part is left out; NULL when none is left, or without start. '
'Numbers are written as the setting barometre.language says. Errors: 2202E for arrays of several lengths, 22023 '
'for NaN and infinity.';

CREATE FUNCTION barometre.svg_heat_map(rows text[], columns text[], figures float8[], title text DEFAULT NULL,
                                       description text DEFAULT NULL)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH cell AS (
        SELECT figure, (place - 1) / cardinality(columns) AS row, (place - 1) % cardinality(columns) AS col,
               min(figure) OVER () AS low, max(figure) OVER () AS high
        FROM unnest(figures) WITH ORDINALITY AS given (figure, place)
        WHERE barometre.svg_check('svg_heat_map', array_fill(''::text,
                                                             ARRAY[cardinality(rows) * cardinality(columns)]),
                                                                 figures, true)
    ),
    size AS (
        SELECT 238.0 / cardinality(columns) AS width
    ),
    shade AS (
        -- seven blues; white letters on the two that are dark: their contrast is 5 at least
        SELECT cell.*, CASE WHEN high > low THEN least(floor((figure - low) / (high - low) * 7)::int, 6)
            ELSE 3 END AS level
        FROM cell
    ),
    drawn AS (
        SELECT string_agg(
                   CASE WHEN figure IS NULL THEN '' ELSE
                       format('<rect x="%s" y="%s" width="%s" height="26" rx="2" fill="%s"/>',
                              barometre.svg_number(138 + col * width),
                              68 + row * 28, barometre.svg_number(width - 2),
                              ('{#deebf7,#c6dbef,#9ecae1,#6baed6,#4292c6,#2171b5,#08519c}'::text[])[level + 1]) END
                   || format('<text x="%s" y="%s" text-anchor="middle"%s>%s</text>',
                             barometre.svg_number(137 + (col + 0.5) * width),
                             85 + row * 28,
                             CASE WHEN figure IS NULL THEN '' WHEN level >= 5 THEN ' fill="#ffffff"'
                                 ELSE ' fill="#000000"' END,
                             barometre.html_number(figure, 0)), '' ORDER BY row, col) AS svg
        FROM shade, size
        HAVING count(figure) > 0
    ),
    named AS (
        SELECT string_agg(barometre.svg_label(130, 81 + (place - 1) * 28, label, 20, 2), '' ORDER BY place) AS svg
        FROM unnest(rows) WITH ORDINALITY AS given (label, place)
    ),
    headed AS (
        SELECT string_agg(format('<text transform="translate(%s 62) rotate(-35)" class="ink">%s</text>',
                                 barometre.svg_number(137 + (place - 0.5) * width),
                                     barometre.html_escape(barometre.svg_short(label, 15))),
                          '' ORDER BY place) AS svg
        FROM size, unnest(columns) WITH ORDINALITY AS given (label, place)
    )
    SELECT barometre.svg_chart(400, cardinality(rows) * 28 + 68, title, description, headed.svg || named.svg
                               || drawn.svg)
    FROM headed, named, drawn;
END;

COMMENT ON FUNCTION barometre.svg_heat_map(text[], text[], float8[], text, text) IS
'A heat map with its numbers as SVG: figures row by row; the darker, the larger. A cell whose figure is NULL has '
'a dash; NULL when there is none. '
'Numbers are written as the setting barometre.language says. Errors: 2202E when there are not rows × columns '
'figures, 22023 for NaN and infinity.';

CREATE FUNCTION barometre.svg_bar(share float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<svg xmlns="http://www.w3.org/2000/svg" class="chart bar" viewBox="0 0 100 6" width="100" '
              'height="6" aria-hidden="true">'
              || '<rect class="accent" stroke="none" width="%s" height="6" fill="#0b5cad"/></svg>',
              barometre.svg_number(100 * greatest(least(share, 1), 0)));

COMMENT ON FUNCTION barometre.svg_bar(float8) IS
'A small bar beside a number in a table: share (0–1) of its full length. NULL for NULL.';
