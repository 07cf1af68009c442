-- What the catalogue must say.  A query that lists faults gives no rows.

SET search_path = '';

/* The extension */

CREATE TEMP VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS object
FROM pg_depend
WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
  AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'barometre')
  -- Array types are members from PostgreSQL 17 on.
  AND NOT (classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type WHERE oid = objid AND typcategory = 'A'));

CREATE TEMP VIEW member_function AS
SELECT pg_proc.*, prorettype = 'trigger'::regtype AS is_trigger,
       provolatile <> 'i' AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')
       OR proname IN ('lock_edition', 'lock_staging') AS is_maintenance
FROM member JOIN pg_proc ON pg_proc.oid = objid
WHERE classid = 'pg_proc'::regclass;

-- Every object has a comment; operator families are made by their classes.
SELECT object AS without_comment FROM member
WHERE classid <> 'pg_opfamily'::regclass
  AND coalesce(obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid)), '') = ''
ORDER BY object COLLATE "C";

SELECT format('%s.%s', attrelid::regclass, attname) AS without_comment
FROM member JOIN pg_type ON pg_type.oid = objid JOIN pg_attribute ON attrelid = typrelid AND attnum > 0
WHERE classid = 'pg_type'::regclass AND objid = 'barometre.estimate'::regtype AND col_description(attrelid, attnum) IS NULL
ORDER BY 1;

-- Every object is in the schema barometre.
SELECT object AS elsewhere FROM member
CROSS JOIN LATERAL pg_identify_object(classid, objid, 0) AS identity
WHERE identity.schema IS DISTINCT FROM 'barometre' AND identity.identity NOT LIKE '(barometre.%'
ORDER BY object COLLATE "C";

-- Every function is parallel safe, immutable unless it reads or writes tables, and never SECURITY DEFINER.
SELECT oid::regprocedure AS not_parallel_safe FROM member_function
WHERE proparallel <> 's' AND NOT is_trigger AND NOT is_maintenance ORDER BY oid::regprocedure::text COLLATE "C";

-- label() and translated() read a setting, and what writes numbers and texts by it calls label().
SELECT oid::regprocedure AS not_immutable, provolatile FROM member_function
WHERE provolatile <> 'i' AND proname !~ '^(label$|translated$|say$|html_|svg_|report_|structure_)' AND NOT is_trigger AND NOT is_maintenance ORDER BY oid::regprocedure::text COLLATE "C";

-- What a backslash in a literal is, no session's setting tells: E'' or a SET says it.
SELECT oid::regprocedure AS reads_backslashes FROM member_function
WHERE prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c') AND strpos(regexp_replace(prosrc, 'E''[^'']*''', '', 'g'), E'\\') > 0
  AND 'standard_conforming_strings=on' <> ALL (coalesce(proconfig, '{}')) ORDER BY oid::regprocedure::text COLLATE "C";

SELECT oid::regprocedure AS security_definer FROM member_function
WHERE prosecdef ORDER BY oid::regprocedure::text COLLATE "C";

-- What plpgsql looks up does not depend on the caller's search_path, and SQL functions are bound at creation.
SELECT member_function.oid::regprocedure AS search_path_is_the_callers FROM member_function JOIN pg_language ON pg_language.oid = prolang
WHERE lanname = 'plpgsql' AND NOT coalesce(proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'
   OR lanname = 'sql' AND prosqlbody IS NULL
ORDER BY member_function.oid::regprocedure::text COLLATE "C";

-- The functions that users call: kind (function, aggregate, window function) and result.
WITH documented (signature, kind, result) AS (VALUES
    ('barometre.create_observatory(text,boolean,boolean)', 'f', 'void'),
    ('barometre.upgrade_observatory(text)', 'f', 'void'),
    ('barometre.distribute_observatory(text)', 'f', 'void'),
    ('barometre.create_staging(text,text,text)', 'f', 'text[]'),
    ('barometre.import_responses(text,regclass,jsonb,text,text,text,text,boolean)', 'f',
     'TABLE(line bigint, reference text, file_column text, value text, code text, message text)'),
    ('barometre.check_audits(text,int)', 'f', 'TABLE(line bigint, reference text, file_column text, value text, code text, message text)'),
    ('barometre.check_observatory(text)', 'f', 'TABLE(code text, edition integer, what text, message text)'),
    ('barometre.working_days(date,date,date[])', 'f', 'integer'),
    ('barometre.french_holidays(int,text)', 'f', 'TABLE(day date, name text)'),
    ('barometre.score_summary(float8)', 'a', 'barometre.score_summary'),
    ('barometre.score_summary(float8,float8)', 'a', 'barometre.score_summary'),
    ('barometre.score_summary(float8,float8,bigint)', 'a', 'barometre.score_summary'),
    ('barometre.rollup(barometre.score_summary)', 'a', 'barometre.score_summary'),
    ('barometre.n_obs(barometre.score_summary)', 'f', 'bigint'),
    ('barometre.sum_weights(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.mean(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.variance(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.stddev(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.std_error(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.n_effective(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.min_score(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.max_score(barometre.score_summary)', 'f', 'double precision'),
    ('barometre.estimate(barometre.score_summary,float8)', 'f', 'barometre.estimate'),
    ('barometre.stratified_estimate(barometre.score_summary,float8)', 'a', 'barometre.estimate'),
    ('barometre.difference(barometre.estimate,barometre.estimate)', 'f', 'barometre.estimate'),
    ('barometre.ci_low(barometre.estimate,float8)', 'f', 'double precision'),
    ('barometre.ci_high(barometre.estimate,float8)', 'f', 'double precision'),
    ('barometre.p_value(barometre.estimate,float8)', 'f', 'double precision'),
    ('barometre.effect_size(barometre.score_summary,barometre.score_summary)', 'f', 'double precision'),
    ('barometre.score_low(barometre.estimate)', 'f', 'double precision'),
    ('barometre.score_high(barometre.estimate)', 'f', 'double precision'),
    ('barometre.mean_estimate(float8,float8,float8,float8)', 'a', 'barometre.estimate'),
    ('barometre.rest_estimate(float8,float8,float8,float8)', 'w', 'barometre.estimate'),
    ('barometre.audit_influence(barometre.scorecard,barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'f', 'double precision'),
    ('barometre.item_tally(barometre.audit_form,int,text,boolean,real[],float8)', 'a', 'double precision[]'),
    ('barometre.item_tally(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'a', 'double precision[]'),
    ('barometre.adjusted_p_value(float8,text)', 'w', 'double precision'),
    ('barometre.complementary_suppression(int[],float8[],int,int,float8,boolean,int)', 'w', 'boolean'),
    ('barometre.weighted_score(float8[],float8[],text)', 'f', 'double precision'),
    ('barometre.scale_score(float8,float8[],float8[])', 'f', 'double precision'),
    ('barometre.answer_value(real[],int)', 'f', 'double precision'),
    ('barometre.answer_value(real[],int,text,bigint,regclass)', 'f', 'double precision'),
    ('barometre.html_escape(text)', 'f', 'text'),
    ('barometre.svg_caterpillar(text[],float8[],float8[],float8[],text[],float8[],text,text,float8[],float8)', 'f', 'text'),
    ('barometre.svg_waterfall(text[],float8[],float8,text,text,text,text)', 'f', 'text'),
    ('barometre.svg_heat_map(text[],text[],float8[],text,text)', 'f', 'text'),
    ('barometre.rank_set(float8,float8,float8,float8,boolean)', 'w', 'int4range'),
    ('barometre.expected_rank(float8,float8)', 'w', 'double precision'),
    ('barometre.probability_best(float8,float8)', 'w', 'double precision'),
    ('barometre.between_variance(float8,float8)', 'a', 'double precision'),
    ('barometre.between_variance(float8,float8,text)', 'a', 'double precision'),
    ('barometre.shrunken_estimate(float8,float8,float8)', 'w', 'barometre.estimate'),
    ('barometre.robust_rank(float8[],float8[],float8)', 'w', 'int4range'),
    ('barometre.audit_form(int,text,float8,text,float8,int,float8,text,float8[],float8[])', 'a', 'barometre.audit_form'),
    ('barometre.scorecard(barometre.audit_form,int,text,boolean,real[])', 'a', 'barometre.scorecard'),
    ('barometre.scorecard_jackknife(barometre.audit_form,int,text,boolean,real[])', 'a', 'barometre.scorecard'),
    ('barometre.structure_result(barometre.audit_form,int,text,boolean,real[])', 'a', 'barometre.structure_result'),
    ('barometre.scorecard(barometre.audit_form,int,text,boolean,real[],float8)', 'a', 'barometre.scorecard'),
    ('barometre.scorecard(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'a', 'barometre.scorecard'),
    ('barometre.scorecard_jackknife(barometre.audit_form,int,text,boolean,real[],float8)', 'a', 'barometre.scorecard'),
    ('barometre.scorecard_jackknife(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'a', 'barometre.scorecard'),
    ('barometre.structure_result(barometre.audit_form,int,text,boolean,real[],float8)', 'a', 'barometre.structure_result'),
    ('barometre.structure_result(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'a', 'barometre.structure_result'),
    ('barometre.structure_result(barometre.scorecard)', 'f', 'barometre.structure_result'),
    ('barometre.rollup(barometre.scorecard)', 'a', 'barometre.scorecard'),
    ('barometre.audit_score(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'f', 'double precision'),
    ('barometre.audit_completeness(barometre.audit_form,int,text,boolean,real[],float8,text,bigint,regclass)', 'f', 'double precision'))
SELECT signature AS not_as_documented, prokind, pg_get_function_result(pg_proc.oid)
FROM documented LEFT JOIN pg_proc ON pg_proc.oid = to_regprocedure(signature)
WHERE (prokind, pg_get_function_result(pg_proc.oid)) IS DISTINCT FROM (kind::"char", result)
ORDER BY signature COLLATE "C";

/* An observatory, with audits in one table and with a partition an edition */

SELECT barometre.create_observatory('catalogue_plain'), barometre.create_observatory('catalogue_partitioned', partitioned => true);
INSERT INTO catalogue_partitioned.edition (edition) VALUES (1);

CREATE TEMP VIEW observatory_relation AS
SELECT pg_class.oid, nspname, relname, relkind,
       (SELECT string_agg(attname, ', ' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) AS columns,
       (SELECT string_agg(attname, ', ' ORDER BY array_position(indkey::int2[], attnum))
        FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = pg_class.oid AND indisprimary) AS key
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname IN ('catalogue_plain', 'catalogue_partitioned') AND relkind IN ('r', 'p', 'v') AND NOT relispartition;

-- The tables, their columns in order, and their keys.
WITH documented (relname, columns, key) AS (VALUES
    ('edition', 'edition, label, starts_on, ends_on, published_on, min_audits, min_coverage, min_cell_coverage, target, min_published, max_share, ratio_low, ratio_high', 'edition'),
    ('channel', 'channel, position, label_fr, label_en', 'channel'),
    ('determinant', 'determinant, position, label_fr, label_en', 'determinant'),
    ('category', 'category, position, label_fr, label_en, local_authority, awarded', 'category'),
    ('structure', 'structure, name, population, department, region, siren, successor', 'structure'),
    ('determinant_weight', 'edition, determinant, weight', 'edition, determinant'),
    ('channel_weight', 'edition, channel, weight, planned_audits', 'edition, channel'),
    ('scale', 'scale, points, scores, minimum, maximum, label', 'scale'),
    ('criterion', 'edition, channel, item, criterion, determinant, step, scale, weight, no_response, label_fr, label_en', 'edition, channel, item'),
    ('participation', 'edition, structure, category, labels, certified, weight', 'edition, structure'),
    ('audit', 'edition, structure, audit, channel, audited_on, auditor, responded, answers, weight, reference', 'edition, structure, audit'),
    ('answer_word', 'word, scale, value, state', 'word, scale'),
    ('margin', 'edition, dimension, item, total', 'edition, dimension, item'),
    ('structure_role', 'role, structure', 'role, structure')),
found AS (SELECT nspname, relname, columns, key FROM observatory_relation WHERE relkind <> 'v'),
expected AS (
    SELECT nspname, documented.*
    FROM documented CROSS JOIN (VALUES ('catalogue_plain'), ('catalogue_partitioned')) AS observatory (nspname))
SELECT coalesce(found.nspname, expected.nspname) AS observatory, relname AS table_not_as_documented, found.columns, found.key
FROM found FULL JOIN expected USING (nspname, relname)
WHERE (found.columns, found.key) IS DISTINCT FROM (expected.columns, expected.key)
ORDER BY 1, 2;

-- The views, and their columns in order.
WITH documented (relname, columns) AS (VALUES
    ('response', 'edition, edition_date, participation_key, structure, name, audit, reference, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, responded, audited_on, item_weight, audit_weight, channel_weight, determinant_weight, value, state, score'),
    ('audit_score', 'edition, edition_date, participation_key, structure, name, audit, reference, channel, channel_label, audited_on, auditor, responded, score, completeness, influence'),
    ('channel_determinant_score', 'edition, edition_date, structure, participation_key, name, channel, channel_label, determinant, determinant_label, score, std_error, df, score_low, score_high, answers'),
    ('determinant_score', 'edition, edition_date, structure, participation_key, name, determinant, determinant_label, score, std_error, df, score_low, score_high'),
    ('channel_score', 'edition, edition_date, structure, participation_key, name, channel, channel_label, score, std_error, df, score_low, score_high, audits'),
    ('structure_score', 'edition, edition_date, structure, participation_key, name, category, category_label, region, department, certified, weight, audits, auditors, coverage, cell_coverage, completeness, global_score, std_error, df, score_low, score_high, rankable'),
    ('category_ranking', 'edition, edition_date, category, category_label, structure, participation_key, name, global_score, std_error, df, score_low, score_high, rank, ranked, rank_low, rank_high, shrunken_score, expected_rank, probability_best, gap_to_first, quartile'),
    ('laureate', 'edition, edition_date, category, category_label, structure, participation_key, name, global_score, std_error, df, score_low, score_high, shrunken_score, tied, contenders, probability_best'),
    ('my_score', 'edition, edition_date, structure, participation_key, name, category, category_label, region, department, certified, weight, audits, auditors, coverage, cell_coverage, completeness, global_score, std_error, df, score_low, score_high, rankable'),
    ('my_profile', 'edition, edition_date, participation_key, structure, name, category, category_label, breakdown, item, item_label, score, std_error, df, score_low, score_high, rest_score, gap, gap_std_error, gap_df, p_value, rank, ranked, percentile, category_quartile1, category_median, category_quartile3, strength, weakness'),
    ('my_criterion', 'edition, edition_date, participation_key, structure, name, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, answers, score, category_score, gap, lost_points, strength, weakness'),
    ('my_response', 'edition, edition_date, participation_key, structure, name, audit, reference, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, responded, audited_on, item_weight, audit_weight, channel_weight, determinant_weight, value, state, score'),
    ('ranking_robustness', 'edition, edition_date, category, category_label, structure, participation_key, name, rank, ranked, rank_low_10, rank_high_10, rank_low_25, rank_high_25, rank_low_50, rank_high_50'),
    ('category_score', 'edition, edition_date, category, category_label, participants, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high, minimum, median, maximum'),
    ('edition_score', 'edition, edition_date, participants, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high, between_variance, reliability, share_at_target, expected_share_at_target'),
    ('edition_key_figures', 'edition, edition_date, global_score, change, change_low, change_high, certified_score, non_certified_score, certified_gap, gap_df, gap_low, gap_high, participants, participants_growth_rate, local_authority_share, other_share'),
    ('certified_comparison', 'edition, edition_date, breakdown, item, item_label, certified_n, non_certified_n, certified_score, non_certified_score, gap, gap_std_error, gap_df, gap_low, gap_high, p_value, p_adjusted, effect_size'),
    ('certified_gap', 'edition, edition_date, crude_gap, adjusted_gap, gap_std_error, gap_df, adjusted_low, adjusted_high, p_value, composition_effect, within_effect, overlap_share, reversed'),
    ('edition_change', 'edition, edition_date, previous_edition, change, change_std_error, change_df, change_low, change_high, within_effect, within_effect_std_error, mix_effect, mix_effect_std_error, new_categories_effect, new_categories_effect_std_error, lost_categories_effect, lost_categories_effect_std_error, stayers, stayers_change, stayers_change_std_error, entrants, entrants_effect, entrants_effect_std_error, leavers, leavers_effect, leavers_effect_std_error'),
    ('edition_breakdown', 'edition, edition_date, breakdown, item, item_label, participants, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high'),
    ('category_breakdown', 'edition, edition_date, category, category_label, breakdown, item, item_label, participants, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high'),
    ('calibrated_weight', 'edition, edition_date, structure, participation_key, name, weight, calibrated_weight, ratio'),
    ('margin_check', 'edition, edition_date, dimension, item, total, before, after, structures, message'),
    ('channel_variance', 'edition, edition_date, channel, channel_label, share, variance, df, audits_per_participant'),
    ('population_score', 'edition, edition_date, breakdown, item, item_label, participants, score, std_error, score_low, score_high, calibrated_score, calibrated_std_error, calibrated_low, calibrated_high, design_effect'),
    ('edition_criterion', 'edition, edition_date, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, answers, scored, not_applicable_rate, not_observed_rate, no_response_rate, participants, score, std_error, df, score_low, score_high'),
    ('category_criterion', 'edition, edition_date, category, category_label, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, answers, scored, not_applicable_rate, not_observed_rate, no_response_rate, participants, score, std_error, df, score_low, score_high'),
    ('structure_profile', 'edition, edition_date, participation_key, structure, name, category, category_label, breakdown, item, item_label, score, std_error, df, score_low, score_high, rest_score, gap, gap_std_error, gap_df, p_value, rank, ranked, percentile, category_quartile1, category_median, category_quartile3, strength, weakness'),
    ('structure_criterion', 'edition, edition_date, participation_key, structure, name, channel, channel_label, item, criterion, criterion_label, determinant, determinant_label, step, answers, score, category_score, gap, lost_points, strength, weakness'),
    ('structure_change', 'edition, edition_date, previous_edition, participation_key, structure, name, category, category_label, previous_score, score, change, std_error, df, change_low, change_high, p_value, p_adjusted'),
    ('catalogue', 'view, column_name, position, type, label, description, unit, format, key'),
    ('publication_pattern', 'edition, breakdown, item, participants, largest_share, suppression, has_error'),
    ('public_category_score', 'edition, edition_date, category, category_label, participants, suppression, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high'),
    ('public_category_breakdown', 'edition, edition_date, category, category_label, breakdown, item, item_label, participants, suppression, score, std_error, df, score_low, score_high, audit_std_error, audit_df, audit_low, audit_high'),
    ('public_certified_comparison', 'edition, edition_date, breakdown, item, item_label, certified_n, non_certified_n, suppression, certified_score, non_certified_score, gap, gap_std_error, gap_df, gap_low, gap_high, p_value, p_adjusted, effect_size'),
    ('edition_trend', 'edition, edition_date, participants, score, std_error, panel, panel_score, panel_std_error, chained_score'),
    ('edition_change_by_category', 'edition, edition_date, previous_edition, category, category_label, previous_share, share, previous_score, score, within_effect, mix_effect')),
found AS (SELECT nspname, relname, columns FROM observatory_relation WHERE relkind = 'v'),
expected AS (
    SELECT nspname, documented.*
    FROM documented CROSS JOIN (VALUES ('catalogue_plain'), ('catalogue_partitioned')) AS observatory (nspname))
SELECT coalesce(found.nspname, expected.nspname) AS observatory, relname AS view_not_as_documented, found.columns
FROM found FULL JOIN expected USING (nspname, relname)
WHERE found.columns IS DISTINCT FROM expected.columns
ORDER BY 1, 2;

-- View columns have the types that every BI tool reads.
SELECT format('%I.%I.%I', nspname, relname, attname) AS view_column, format_type(atttypid, atttypmod) AS type
FROM observatory_relation JOIN pg_attribute ON attrelid = observatory_relation.oid AND attnum > 0
WHERE relkind = 'v'
  AND format_type(atttypid, atttypmod) NOT IN ('double precision', 'integer', 'bigint', 'text', 'boolean', 'date')
ORDER BY 1;

-- Text keys, and the columns that refer to them, are COLLATE "C".
SELECT DISTINCT format('%I.%I.%I', nspname, relname, attname) AS not_collate_c
FROM observatory_relation
JOIN pg_constraint ON conrelid = observatory_relation.oid AND contype IN ('p', 'f')
JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE atttypid = 'text'::regtype AND attcollation <> '"C"'::regcollation
ORDER BY 1;

-- Every table, view and column has a comment of two parts, French and English.
SELECT format('%I.%I', nspname, relname) AS without_bilingual_comment, obj_description(oid, 'pg_class') AS comment
FROM observatory_relation
WHERE obj_description(oid, 'pg_class') ~ '^[^—]*[^— ] — [^— ][^—]*$' IS NOT TRUE
UNION ALL
SELECT format('%I.%I.%I', nspname, relname, attname), col_description(observatory_relation.oid, attnum)
FROM observatory_relation JOIN pg_attribute ON attrelid = observatory_relation.oid AND attnum > 0
WHERE col_description(observatory_relation.oid, attnum) ~ '^[^—]*[^— ] — [^— ][^—]*$' IS NOT TRUE
ORDER BY 1;

-- Numbers and dates have a format, and no other column; an item is a number where it is one of a channel.
SET search_path = catalogue_plain;
SELECT view, column_name, type, format FROM catalogue
WHERE (type IN ('text', 'boolean')) <> (format IS NULL)
   OR column_name = 'item' AND (label = 'Item') <> (type = 'integer')
ORDER BY 1, 2;
SET search_path = '';

-- Each function of an observatory has a comment.
SELECT oid::regprocedure AS without_comment FROM pg_proc
WHERE pronamespace IN ('catalogue_plain'::regnamespace, 'catalogue_partitioned'::regnamespace)
  AND (coalesce(obj_description(oid, 'pg_proc'), '') = '' OR proparallel <> 's' OR prosecdef)
ORDER BY 1;

-- The extension owns nothing in an observatory.
SELECT object AS in_an_observatory FROM member WHERE object ~ 'catalogue_(plain|partitioned)';

-- The reference rows.
SELECT 'channel' AS table, string_agg(channel, ' ' ORDER BY position) AS codes FROM catalogue_plain.channel
UNION ALL SELECT 'determinant', string_agg(determinant, ' ' ORDER BY position) FROM catalogue_plain.determinant
UNION ALL SELECT 'category', string_agg(category, ' ' ORDER BY position) FROM catalogue_plain.category
UNION ALL SELECT 'category, not awarded', string_agg(category, ' ' ORDER BY position) FROM catalogue_plain.category WHERE NOT awarded
UNION ALL SELECT 'scale', string_agg(scale, ' ' ORDER BY scale) FROM catalogue_plain.scale;

SET client_min_messages = warning;
DROP SCHEMA catalogue_plain, catalogue_partitioned CASCADE;
