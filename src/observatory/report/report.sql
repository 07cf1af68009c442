/* report: the page of an edition */

CREATE FUNCTION barometre.check_report(edition int, known boolean, audience text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF known IS NOT TRUE THEN
        RAISE EXCEPTION 'report: there is no edition %', edition USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF (audience IN ('public', 'internal')) IS NOT TRUE THEN
        RAISE EXCEPTION 'report: audience must be public or internal, not "%"', audience
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN true;
END;
$$;

COMMENT ON FUNCTION barometre.check_report(int, boolean, text) IS
'For report(): true for an edition that is known and an audience that there is, else error 22023.';

CREATE FUNCTION barometre.report_page(given jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT barometre.html_page(
        coalesce(nullif(label, ''), barometre.say('Édition ', 'Edition ') || edition),
        coalesce('<p class="date">' || nullif(concat_ws(' · ', barometre.html_date(edition_date),
            CASE WHEN data ->> 'audience' = 'internal' THEN
                barometre.say('Document interne : les scores de chacun ne sont pas à diffuser',
                              'Internal: what each structure scores is not to be passed on') END), '')
        || '</p>', '') || barometre.report_summary(data),
        concat(
            barometre.report_key_figures(data),
            barometre.html_section(barometre.say('Par déterminant et par canal', 'By determinant and channel'),
                                   barometre.report_heat_map(data)),
            barometre.report_laureates(data),
            barometre.html_section(barometre.say('Par catégorie', 'By category'),
                barometre.report_means(data -> 'categories',
                                       barometre.say('Score moyen par catégorie', 'Mean score by category'),
                    barometre.say('Catégorie', 'Category'),
                    barometre.say('Score moyen sur 100 et intervalle à 95 %.',
                                  'Mean score out of 100 and 95% interval.'))),
            barometre.report_rankings(data),
            barometre.report_certified(data),
            barometre.report_change(data),
            barometre.report_criteria(data -> 'criteria',
                barometre.say('Où se perdent les points', 'Where points are lost'),
                barometre.say('Les dix critères qui coûtent le plus de points au score moyen.',
                                    'The ten criteria that cost the mean score most points.')),
            barometre.report_method(data)))
    FROM jsonb_strip_nulls(given) AS data, jsonb_to_record(data -> 'edition') AS named (edition int, label text,
        edition_date date);
END;

COMMENT ON FUNCTION barometre.report_page(jsonb) IS 'The page of report(), from its data.';

\observatory views
CREATE OR REPLACE FUNCTION report_totals(edition int, fewest int) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH error AS MATERIALIZED (
        -- the errors that the public may read
        SELECT pattern.breakdown, pattern.item
        FROM publication_pattern AS pattern
        WHERE report_totals.fewest > 1 AND pattern.edition = report_totals.edition AND pattern.has_error
    ),
    item AS MATERIALIZED (
        -- v / Σ v of its cell, and what an item weighs in the whole where every answer counts
        SELECT shown.channel, shown.channel_label, shown.item, shown.criterion_label, shown.determinant,
            shown.determinant_label,
               shown.score, shown.answers, criterion.weight,
               barometre.part_of(criterion.weight, sum(criterion.weight) OVER cell) AS cell_share,
               determinant_weight.weight AS determinant_weight,
               channel_weight.weight AS channel_weight,
               row_number() OVER (PARTITION BY shown.determinant, shown.channel
                                  ORDER BY shown.item) = 1::bigint AS is_cell
        FROM edition_criterion AS shown
        JOIN criterion ON criterion.edition = shown.edition AND criterion.channel = shown.channel
            AND criterion.item = shown.item
        JOIN determinant_weight ON determinant_weight.edition = shown.edition
            AND determinant_weight.determinant = shown.determinant
        JOIN channel_weight ON channel_weight.edition = shown.edition AND channel_weight.channel = shown.channel
        WHERE shown.edition = report_totals.edition AND shown.score IS NOT NULL
            AND shown.participants >= report_totals.fewest
        WINDOW cell AS (PARTITION BY shown.determinant, shown.channel)
    ),
    in_determinant AS (
        SELECT item.*,
               barometre.part_of(item.channel_weight, sum(item.channel_weight) FILTER (WHERE item.is_cell)
                   OVER (PARTITION BY item.determinant)) AS channel_share,
               row_number() OVER (PARTITION BY item.determinant
                                  ORDER BY item.is_cell DESC) = 1::bigint AS is_determinant
        FROM item
    ),
    lost AS (
        SELECT in_determinant.*,
               barometre.part_of(in_determinant.determinant_weight, sum(in_determinant.determinant_weight)
                   FILTER (WHERE in_determinant.is_determinant) OVER ())
               * in_determinant.channel_share * in_determinant.cell_share
               * (100::float8 - in_determinant.score) AS lost_points
        FROM in_determinant
    )
    SELECT pg_catalog.jsonb_build_object(
        'edition'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT edition.edition, edition.label, edition.starts_on, edition.ends_on, edition.min_audits,
                  edition.min_published,
                         barometre.edition_date(edition.published_on, edition.ends_on,
                                                edition.starts_on) AS edition_date,
                         (SELECT sum(by_channel.audits)
                          FROM (SELECT max(item.answers) AS audits FROM item GROUP BY item.channel) AS by_channel)
                             AS audits
                  FROM edition WHERE edition.edition = report_totals.edition) AS described),
        'score'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT whole.participants,
                         CASE WHEN whole.participants >= report_totals.fewest THEN whole.score END AS score,
                         CASE WHEN shows.error THEN whole.score_low END AS score_low,
                         CASE WHEN shows.error THEN whole.score_high END AS score_high
                  FROM edition_score AS whole
                  CROSS JOIN LATERAL (
                      SELECT whole.participants >= report_totals.fewest AND (report_totals.fewest <= 1 OR EXISTS (
                          SELECT FROM error
                          WHERE error.breakdown = 'edition'::text AND error.item = 'overall'::text COLLATE "C"))
                          AS error) AS shows
                  WHERE whole.edition = report_totals.edition) AS described),
        'figures'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT figures.participants, figures.participants_growth_rate, figures.local_authority_share,
                  figures.other_share
                  FROM edition_key_figures AS figures WHERE figures.edition = report_totals.edition) AS described),
        'change'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT since.previous_edition, since.change,
                         CASE WHEN shows.error THEN since.change_low END AS change_low,
                         CASE WHEN shows.error THEN since.change_high END AS change_high,
                         since.within_effect,
                         since.mix_effect + since.new_categories_effect + since.lost_categories_effect AS mix,
                         since.stayers, since.stayers_change, since.entrants, since.entrants_effect, since.leavers,
                             since.leavers_effect,
                         least(nullif(since.stayers, 0), nullif(since.entrants, 0),
                               nullif(since.leavers, 0)) < report_totals.fewest
                             AS is_withheld
                  FROM edition_change AS since
                  CROSS JOIN LATERAL (
                      SELECT report_totals.fewest <= 1 OR EXISTS (
                          SELECT FROM error
                          WHERE error.breakdown = 'edition'::text AND error.item = 'change'::text COLLATE "C")
                          AS error) AS shows
                  WHERE since.edition = report_totals.edition
                      AND since.stayers + since.entrants >= report_totals.fewest
                    AND since.stayers + since.leavers >= report_totals.fewest) AS described),
        'breakdown'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT shown.breakdown, shown.item, shown.item_label AS label,
                         coalesce(determinant.position, channel.position) AS place, shown.participants, shown.score,
                         CASE WHEN shows.error THEN shown.score_low END AS score_low,
                         CASE WHEN shows.error THEN shown.score_high END AS score_high
                  FROM edition_breakdown AS shown
                  CROSS JOIN LATERAL (
                      SELECT report_totals.fewest <= 1 OR EXISTS (
                          SELECT FROM error
                          WHERE error.breakdown = CASE shown.breakdown WHEN 'overall'::text THEN 'edition'::text
                                                                       ELSE shown.breakdown END
                            AND error.item = shown.item) AS error) AS shows
                  LEFT JOIN determinant ON shown.breakdown = 'determinant'::text
                      AND determinant.determinant = shown.item
                  LEFT JOIN channel ON shown.breakdown = 'channel'::text AND channel.channel = shown.item
                  WHERE shown.edition = report_totals.edition
                      AND shown.participants >= report_totals.fewest) AS described),
        'cells'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT item.determinant, item.channel,
                         barometre.mean(barometre.score_summary(item.score, item.weight)) AS score
                  FROM item GROUP BY item.determinant, item.channel) AS described),
        'criteria'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT lost.criterion_label, lost.channel_label, lost.determinant_label, lost.score,
                  lost.lost_points,
                         row_number() OVER worst AS place
                  FROM lost
                  WHERE lost.lost_points > 0::float8
                  WINDOW worst AS (ORDER BY lost.lost_points DESC, lost.channel, lost.item)
                  ORDER BY row_number() OVER worst
                  LIMIT 10) AS described),
        'laureates'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT laureate.category_label, category.position AS place,
                  coalesce(laureate.name, laureate.structure) AS name,
                         laureate.global_score, laureate.score_low, laureate.score_high, laureate.tied,
                             laureate.probability_best,
                         laureate.contenders
                  FROM laureate JOIN category ON category.category = laureate.category
                  WHERE laureate.edition = report_totals.edition) AS described));
END;

COMMENT ON FUNCTION report_totals(int, int) IS
'The data of report() for every audience, as JSON: the totals of an edition, its criteria and its laureates. '
'Without the figures that rest on fewer structures than fewest (NULL: on any number of them) and, when that is above '
'1, the errors that publication_pattern withholds. Of a NULL edition no figure.';

CREATE OR REPLACE FUNCTION report_internal(edition int) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH compared AS MATERIALIZED (
        SELECT shown.breakdown, shown.item_label AS label, determinant.position AS place, shown.certified_n,
            shown.non_certified_n,
               shown.certified_score, shown.non_certified_score, shown.gap, shown.gap_low, shown.gap_high
        FROM certified_comparison AS shown
        LEFT JOIN determinant ON shown.breakdown = 'determinant'::text AND determinant.determinant = shown.item
        WHERE shown.edition = report_internal.edition
    )
    SELECT pg_catalog.jsonb_build_object(
        'audience'::text, 'internal'::text,
        'categories'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT shown.category_label AS label, category.position AS place, shown.participants, shown.score,
                  shown.score_low,
                         shown.score_high
                  FROM category_score AS shown JOIN category ON category.category = shown.category
                  WHERE shown.edition = report_internal.edition) AS described),
        'rankings'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT ranked.category_label, category.position AS category_place,
                  coalesce(ranked.name, ranked.structure) AS name,
                         ranked.global_score, ranked.score_low, ranked.score_high, ranked.rank, ranked.rank_low,
                             ranked.rank_high,
                         ranked.probability_best,
                         row_number() OVER (PARTITION BY ranked.category ORDER BY ranked.rank,
                                            ranked.structure) AS place
                  FROM category_ranking AS ranked JOIN category ON category.category = ranked.category
                  WHERE ranked.edition = report_internal.edition AND ranked.rank IS NOT NULL) AS described),
        'certified_overall'::text, (
            SELECT pg_catalog.to_jsonb(compared) FROM compared WHERE compared.breakdown = 'overall'::text),
        'certified'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(compared))
                FROM compared WHERE compared.breakdown = 'determinant'::text),
        'gap'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT shown.adjusted_gap, shown.adjusted_low, shown.adjusted_high
                  FROM certified_gap AS shown WHERE shown.edition = report_internal.edition) AS described));
END;

COMMENT ON FUNCTION report_internal(int) IS
'What report() adds for the audience internal, as JSON: every ranking, category means, certified structures '
'against the others. Of a NULL edition no figure.';

CREATE OR REPLACE FUNCTION report_public(edition int) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH compared AS MATERIALIZED (
        SELECT shown.breakdown, shown.item_label AS label, determinant.position AS place, shown.certified_n,
            shown.non_certified_n,
               shown.certified_score, shown.non_certified_score, shown.gap, shown.gap_low, shown.gap_high,
                   shown.suppression
        FROM public_certified_comparison AS shown
        LEFT JOIN determinant ON shown.breakdown = 'determinant'::text AND determinant.determinant = shown.item
        WHERE shown.edition = report_public.edition
    )
    SELECT pg_catalog.jsonb_build_object(
        'audience'::text, 'public'::text,
        'categories'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(described))
            FROM (SELECT shown.category_label AS label, category.position AS place, shown.participants, shown.score,
                  shown.score_low,
                         shown.score_high, shown.suppression
                  FROM public_category_score AS shown JOIN category ON category.category = shown.category
                  WHERE shown.edition = report_public.edition) AS described),
        'certified_overall'::text, (
            SELECT pg_catalog.to_jsonb(compared) FROM compared WHERE compared.breakdown = 'overall'::text),
        'certified'::text, (
            SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(compared))
                FROM compared WHERE compared.breakdown = 'determinant'::text),
        'gap'::text, (
            SELECT pg_catalog.to_jsonb(described)
            FROM (SELECT shown.adjusted_gap,
                         CASE WHEN pattern.has_error THEN shown.adjusted_low END AS adjusted_low,
                         CASE WHEN pattern.has_error THEN shown.adjusted_high END AS adjusted_high
                  FROM certified_gap AS shown
                  LEFT JOIN publication_pattern AS pattern
                    ON pattern.edition = shown.edition AND pattern.breakdown = 'edition'::text
                   AND pattern.item = 'adjusted_gap'::text COLLATE "C"
                  JOIN compared ON compared.breakdown = 'overall'::text AND compared.suppression = ''::text
                  WHERE shown.edition = report_public.edition) AS described));
END;

COMMENT ON FUNCTION report_public(int) IS
'What report() adds for the audience public, as JSON: category means and certified structures against the others, '
'from the views public_…. Of a NULL edition no figure.';

CREATE OR REPLACE FUNCTION report(edition int, audience text DEFAULT 'public') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN NOT barometre.check_report(report.edition, known.editions = 1::bigint, report.audience)
        THEN NULL::text
                WHEN report.audience = 'internal'::text
                    THEN barometre.report_page(report_totals(report.edition, 1) || report_internal(report.edition))
                ELSE barometre.report_page(report_totals(report.edition, known.min_published)
                                           || report_public(report.edition)) END
    FROM (SELECT pg_catalog.count(edition.edition) AS editions, max(edition.min_published) AS min_published
          FROM edition WHERE edition.edition = report.edition) AS known;
END;

COMMENT ON FUNCTION report(int, text) IS
'The page of an edition: one self-contained HTML document, in the language of the setting barometre.language. '
'audience: public (from the views public_…, the totals of the edition and the laureates; no figure that rests on '
'fewer than edition.min_published structures, but the laureates''; errors where publication_pattern shows them) or '
'internal (with every ranking). '
'Error 22023 for an edition that is not there and for another audience, as is NULL.';
