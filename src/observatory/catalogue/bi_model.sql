/*
 * bi_model: the catalogue as a BI tool's model.
 *
 * Figures are measures: the mean of the rows that are shown, of counts their
 * sum.  Texts, dates, yes-no, and numbers that name or place (editions, items,
 * ranks) are dimensions.
 */

CREATE FUNCTION barometre.yaml_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- A JSON string is a YAML string; YAML allows fewer control characters.
RETURN pg_catalog.to_json(pg_catalog.regexp_replace(
    value, '[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]'::text, ' '::text, 'g'::text))::text;

COMMENT ON FUNCTION barometre.yaml_text(text) IS
'A text as a double-quoted YAML string; control characters that YAML does not allow become spaces. NULL for NULL.';

CREATE FUNCTION barometre.bi_column(observatory text, OUT view text, OUT about text, OUT column_name text,
    OUT "position" int, OUT type text, OUT label text, OUT description text, OUT unit text, OUT format text,
    OUT key boolean, OUT aggregate text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Cube and dbt would run what stands in braces
    RETURN QUERY EXECUTE format(
        'SELECT view,
                barometre.yaml_text(translate(barometre.translated(obj_description(
                    format(''%%I.%%I'', $1, view)::regclass, ''pg_class'')), ''{}'', ''()'')),
                column_name, position, type,
                barometre.yaml_text(label), barometre.yaml_text(translate(description, ''{}'', ''()'')),
                barometre.yaml_text(unit), format, key,
                CASE WHEN key OR format = ''0'' OR type NOT IN (''double precision'', ''integer'', ''bigint'') THEN NULL
                     WHEN format = ''#,##0'' THEN ''sum''
                     ELSE ''avg'' END
         FROM %I.catalogue WHERE view <> ''catalogue''', observatory)
    USING observatory;
END;
$$;

COMMENT ON FUNCTION barometre.bi_column(text) IS
'The columns of an observatory''s views that one may read, for a BI tool: the catalogue, with the description of the '
'view (about) and how a measure is aggregated (aggregate: avg or sum; NULL: a dimension). '
'about, label, description and unit are YAML strings, in which braces have become parentheses: Cube and dbt would '
'run what stands in them.';

CREATE FUNCTION barometre.bi_cube(observatory text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
BEGIN
    -- Cube makes of each text a string of JavaScript, whose backslashes it would take
    RETURN (
        WITH shown AS (SELECT * FROM barometre.bi_column(observatory)),
        cube AS (
            SELECT shown.view, shown.about,
                   bool_or(shown.column_name = 'participation_key') AS of_structure,
                   -- one row a participation, or several
                   count(*) FILTER (WHERE shown.key) = 2 AS of_participation,
                   CASE WHEN shown.view LIKE 'my\_%' THEN 'my_score' ELSE 'structure_score' END AS home
            FROM shown GROUP BY shown.view, shown.about
        ),
        member AS (
            SELECT shown.view, shown.aggregate,
                   string_agg(
                       format(E'      - name: %s\n        title: %s\n        description: %s\n        sql: %s\n'
                              '        type: %s\n',
                              shown.column_name, shown.label, replace(shown.description, E'\\\\', E'\\\\\\\\'),
                              barometre.yaml_text('{CUBE}.' || quote_ident(shown.column_name)),
                              coalesce(shown.aggregate,
                                       CASE shown.type WHEN 'date' THEN 'time' WHEN 'boolean' THEN 'boolean'
                                                       WHEN 'text' THEN 'string' ELSE 'number' END))
                       || CASE WHEN shown.key THEN E'        primary_key: true\n        public: true\n' ELSE '' END
                       || CASE WHEN shown.format IS NULL THEN ''
                               ELSE format(E'        meta:\n          format: %s\n', barometre.yaml_text(shown.format))
                                    || CASE WHEN shown.unit IS NULL THEN ''
                                            ELSE format(E'          unit: %s\n', shown.unit) END END,
                       '' ORDER BY shown.position) AS yaml
            FROM shown GROUP BY shown.view, shown.aggregate
        )
        SELECT E'cubes:\n' || string_agg(
            format(E'  - name: %s\n    sql_table: %s\n    description: %s\n', cube.view,
                   barometre.yaml_text(format('%I.%I', observatory, cube.view)),
                   replace(cube.about, E'\\\\', E'\\\\\\\\'))
            || CASE WHEN cube.of_structure AND cube.view <> cube.home
                         AND EXISTS (SELECT FROM shown WHERE shown.view = cube.home)
                    THEN format(E'    joins:\n      - name: %1$s\n'
                                '        sql: "{CUBE}.participation_key = {%1$s}.participation_key"\n'
                                '        relationship: %2$s\n',
                                cube.home, CASE WHEN cube.of_participation THEN 'one_to_one' ELSE 'many_to_one' END)
                    ELSE '' END
            || E'    dimensions:\n'
            || (SELECT member.yaml FROM member WHERE member.view = cube.view AND member.aggregate IS NULL)
            || E'    measures:\n      - name: count\n        type: count\n'
            || coalesce((SELECT string_agg(member.yaml, '' ORDER BY member.aggregate)
                         FROM member WHERE member.view = cube.view AND member.aggregate IS NOT NULL), ''),
            '' ORDER BY cube.view COLLATE "C")
        FROM cube);
END;
$$;

COMMENT ON FUNCTION barometre.bi_cube(text) IS
'The views of an observatory as a data model of Cube (YAML): see bi_model().';

CREATE FUNCTION barometre.bi_dbt(observatory text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
BEGIN
    RETURN (
        WITH shown AS (SELECT * FROM barometre.bi_column(observatory)),
        semantic AS (
            SELECT shown.view, shown.about,
                   bool_or(shown.column_name = 'participation_key') AS of_structure,
                   array_agg(quote_ident(shown.column_name) ORDER BY shown.position) FILTER (WHERE shown.key) AS key,
                   bool_or(shown.column_name = 'edition_date') AS dated,
                   string_agg(format(E'          - name: %s\n            data_type: %s\n            description: %s\n',
                                     barometre.yaml_text(shown.column_name), shown.type,
                                     shown.description), '' ORDER BY shown.position) AS columns,
                   string_agg(format(E'      - name: %s\n        label: %s\n        description: %s\n'
                                     '        type: %s\n',
                                     shown.column_name, shown.label,
                                     shown.description,
                                     CASE shown.type WHEN 'date' THEN E'time\n        type_params:\n'
                                                                       '          time_granularity: day'
                                                     ELSE 'categorical' END), '' ORDER BY shown.position)
                       FILTER (WHERE shown.aggregate IS NULL
                                 AND shown.column_name <> 'participation_key') AS dimensions,
                   string_agg(format(E'      - name: %s_%s\n        label: %s\n        description: %s\n'
                                     '        expr: %s\n        agg: %s\n        create_metric: true\n',
                                     shown.view, shown.column_name, shown.label,
                                     shown.description,
                                     barometre.yaml_text(quote_ident(shown.column_name)),
                                     CASE shown.aggregate WHEN 'avg' THEN 'average' ELSE 'sum' END),
                              '' ORDER BY shown.position) FILTER (WHERE shown.aggregate IS NOT NULL) AS measures
            FROM shown GROUP BY shown.view, shown.about
        )
        SELECT format(E'version: 2\nsources:\n  - name: %1$s\n    schema: %1$s\n    tables:\n',
                      barometre.yaml_text(observatory))
            || string_agg(format(E'      - name: %s\n        description: %s\n        columns:\n%s',
                                 semantic.view, semantic.about, semantic.columns),
                          '' ORDER BY semantic.view COLLATE "C")
            -- MetricFlow reads models, not sources, and measures need a time
            || format(E'# Each semantic model stands on a dbt model of its name: '
                      'SELECT * FROM {{ source(%s, ''<name>'') }}\n'
                      'semantic_models:\n', quote_literal(translate(observatory, E'\n\r', '  ')))
            || string_agg(
                format(E'  - name: %1$s\n    model: ref(''%1$s'')\n    description: %2$s\n'
                       '    defaults:\n      agg_time_dimension: %3$s\n    entities:\n',
                       semantic.view, semantic.about,
                       CASE WHEN semantic.dated THEN 'edition_date' ELSE 'edition_year' END)
                || CASE WHEN NOT semantic.of_structure
                        THEN format(E'      - name: %s_row\n        type: primary\n        expr: %s\n', semantic.view,
                                    barometre.yaml_text(format('concat_ws(''|'', %s)',
                                                               array_to_string(semantic.key, ', '))))
                        WHEN cardinality(semantic.key) = 2
                        THEN E'      - name: participation\n        type: primary\n        expr: participation_key\n'
                        ELSE format(E'      - name: %s_row\n        type: primary\n        expr: %s\n'
                                    '      - name: participation\n        type: foreign\n'
                                    '        expr: participation_key\n',
                                    semantic.view,
                                    barometre.yaml_text(format('concat_ws(''|'', %s)',
                                                               array_to_string(semantic.key, ', ')))) END
                || E'    dimensions:\n'
                || CASE WHEN semantic.dated THEN ''
                        ELSE E'      - name: edition_year\n'
                             '        description: "1 January of the year that the edition\'s number is"\n'
                             '        type: time\n        type_params:\n          time_granularity: year\n'
                             '        expr: make_date(edition, 1, 1)\n' END
                || coalesce(semantic.dimensions, '')
                || coalesce(E'    measures:\n' || semantic.measures, ''),
                '' ORDER BY semantic.view COLLATE "C")
        FROM semantic);
END;
$$;

COMMENT ON FUNCTION barometre.bi_dbt(text) IS
'The views of an observatory as sources and semantic models of dbt (schema.yml): see bi_model().';

CREATE FUNCTION barometre.bi_superset(observatory text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
AS $$
BEGIN
    RETURN (
        WITH shown AS (SELECT * FROM barometre.bi_column(observatory)),
        dataset AS (
            SELECT shown.view, shown.about,
                   string_agg(format(E'  - column_name: %s\n    verbose_name: %s\n    description: %s\n    type: %s\n'
                                     '    is_dttm: %s\n    is_active: true\n    groupby: %s\n    filterable: true\n',
                                     barometre.yaml_text(shown.column_name), shown.label,
                                     shown.description, upper(shown.type), (shown.type = 'date')::text,
                                     (shown.aggregate IS NULL)::text), '' ORDER BY shown.position) AS columns,
                   string_agg(format(E'  - metric_name: %s\n    verbose_name: %s\n    description: %s\n'
                                     '    metric_type: %s\n    expression: %s\n    d3format: %s\n',
                                     barometre.yaml_text(shown.column_name), shown.label,
                                     shown.description, shown.aggregate,
                                     barometre.yaml_text(format('%s(%I)', upper(shown.aggregate), shown.column_name)),
                                     barometre.yaml_text(
                                         CASE shown.format WHEN '0.0' THEN ',.1f' WHEN '0.00' THEN ',.2f'
                                                           WHEN '0.000' THEN ',.3f' WHEN '#,##0' THEN ',d'
                                                           WHEN '0.0%' THEN '.1%' WHEN '+0.0;-0.0' THEN '+,.1f'
                                                           WHEN '+0.0%;-0.0%' THEN '+.1%' ELSE ',.2~f' END)),
                              '' ORDER BY shown.position) FILTER (WHERE shown.aggregate IS NOT NULL) AS metrics,
                   bool_or(shown.column_name = 'edition_date') AS dated
            FROM shown GROUP BY shown.view, shown.about
        )
        SELECT E'# file: metadata.yaml\nversion: 1.0.0\ntype: SqlaTable\n'
            || format(E'---\n# file: databases/barometre.yaml\nversion: 1.0.0\ndatabase_name: barometre\n'
                      'sqlalchemy_uri: %s\nuuid: %s\n',
                      barometre.yaml_text('postgresql+psycopg2://USER:PASSWORD@HOST/' || current_database()),
                      md5('barometre')::uuid)
            || string_agg(
                format(E'---\n# file: datasets/barometre/%1$s.yaml\nversion: 1.0.0\ntable_name: %1$s\nschema: %2$s\n'
                       'description: %3$s\nmain_dttm_col: %4$s\nuuid: %5$s\ndatabase_uuid: %6$s\n'
                       'columns:\n%7$smetrics:\n'
                       '  - metric_name: count\n    metric_type: count\n    expression: COUNT(*)\n%8$s',
                       dataset.view, barometre.yaml_text(observatory), dataset.about,
                       CASE WHEN dataset.dated THEN 'edition_date' ELSE 'null' END,
                       md5(observatory || '.' || dataset.view)::uuid, md5('barometre')::uuid,
                       dataset.columns, dataset.metrics),
                '' ORDER BY dataset.view COLLATE "C")
        FROM dataset);
END;
$$;

COMMENT ON FUNCTION barometre.bi_superset(text) IS
'The views of an observatory as datasets of Superset, one YAML document a file: see bi_model().';

CREATE FUNCTION barometre.bi_model(observatory text, tool text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM barometre.require_observatory(observatory, 'bi_model');
    -- both are templates to their tool, where the schema's name can be no text
    IF tool IN ('cube', 'dbt') AND observatory ~ '[{}]' THEN
        RAISE EXCEPTION 'bi_model: observatory "%" has a brace in its name, which % would run', observatory, tool
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    CASE tool
        WHEN 'cube' THEN RETURN barometre.bi_cube(observatory);
        WHEN 'dbt' THEN RETURN barometre.bi_dbt(observatory);
        WHEN 'superset' THEN RETURN barometre.bi_superset(observatory);
        ELSE
            RAISE EXCEPTION 'bi_model: tool % is not one of cube, dbt, superset', coalesce(quote_literal(tool), 'NULL')
                USING ERRCODE = 'invalid_parameter_value';
    END CASE;
END;
$$;

COMMENT ON FUNCTION barometre.bi_model(text, text) IS
'The model of a BI tool, made from the catalogue of an observatory in the session''s language: the views that one '
'may read, with titles and descriptions. '
'Figures are measures (the mean of the rows shown; of counts the sum), all else is a dimension; participation_key '
'joins what is about a structure to structure_score (my_… to my_score). '
'tool: cube (a data model), dbt (sources and semantic models, schema.yml), superset (datasets, one YAML document a '
'file: "# file: …" says which). '
'Errors: 22023 for another tool, and for cube and dbt when the schema''s name has a brace, which they would run; '
'42P01 when the schema is no observatory.';
