-- The views of an observatory and what tells their rows apart; the plan of a query.
CREATE TEMP TABLE shown (view text, keys text[], position serial);
INSERT INTO shown (view, keys) VALUES
    ('response', '{edition,structure,audit,item}'),
    ('audit_score', '{edition,structure,audit}'),
    ('channel_determinant_score', '{edition,structure,channel,determinant}'),
    ('determinant_score', '{edition,structure,determinant}'),
    ('channel_score', '{edition,structure,channel}'),
    ('structure_score', '{edition,structure}'),
    ('category_score', '{edition,category}'),
    ('edition_score', '{edition}'),
    ('edition_breakdown', '{edition,breakdown,item}'),
    ('category_breakdown', '{edition,category,breakdown,item}'),
    ('edition_criterion', '{edition,channel,item}'),
    ('category_criterion', '{edition,category,channel,item}'),
    ('structure_profile', '{edition,structure,breakdown,item}'),
    ('structure_criterion', '{edition,structure,channel,item}'),
    ('category_ranking', '{edition,structure}'),
    ('laureate', '{edition,structure}'),
    ('ranking_robustness', '{edition,structure}'),
    ('population_score', '{edition,breakdown,item}'),
    ('calibrated_weight', '{edition,structure}'),
    ('margin_check', '{edition,dimension,item}'),
    ('certified_comparison', '{edition,breakdown,item}'),
    ('certified_gap', '{edition}'),
    ('edition_change', '{edition}'),
    ('edition_change_by_category', '{edition,category}'),
    ('structure_change', '{edition,structure}'),
    ('edition_trend', '{edition}'),
    ('edition_key_figures', '{edition}'),
    ('my_score', '{edition,structure}'),
    ('my_response', '{edition,structure,audit,item}');

CREATE FUNCTION pg_temp.plan_of(options text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    lines text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (%s, COSTS OFF) %s', options, query) LOOP
        lines := lines || line || E'\n';
    END LOOP;
    RETURN lines;
END
$$;
