\observatory views
/* What are each structure's strengths and weaknesses, against the rest of its category? */

CREATE OR REPLACE VIEW structure_profile AS
WITH
\i parts/measure.sql
,
\i parts/item_label.sql
,
placed AS (
    -- each score in its league: the category's scores of the same item
    SELECT measure.edition,
           measure.structure,
           measure.category,
           measure.weight,
           measure.breakdown,
           measure.item,
           measure.score,
           measure.std_error,
           measure.df,
           barometre.rest_estimate(measure.score, measure.std_error, measure.df, measure.weight) OVER league AS rest,
           -- scores that agree to 9 decimals are a tie
           rank() OVER (league ORDER BY round(measure.score::numeric, 9) DESC) AS rank,
           count(*) OVER (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item,
                                       round(measure.score::numeric, 9)) AS equal,
           count(*) OVER league AS ranked,
           row_number() OVER (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item,
                                           measure.weight > 0::float8
                              ORDER BY measure.score) AS place,
           count(*) FILTER (WHERE measure.weight > 0::float8) OVER league AS counted
    FROM measure
    WHERE measure.score IS NOT NULL
    WINDOW league AS (PARTITION BY measure.edition, measure.category, measure.breakdown, measure.item)
),
compared AS (
    -- quartiles as percentile_cont(): between the scores at both sides of 1 + q (n - 1); weight 0 has no place in them
    SELECT placed.edition,
           placed.structure,
           placed.category,
           placed.breakdown,
           placed.item,
           placed.score,
           placed.std_error,
           placed.df,
           placed.rank,
           placed.equal,
           placed.ranked,
           CASE WHEN placed.weight > 0::float8 THEN (placed.rest).value END AS rest_score,
           CASE WHEN placed.weight > 0::float8
                THEN barometre.difference(ROW(placed.score, placed.std_error, placed.df)::barometre.estimate,
                    placed.rest)
                END AS gap,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.25::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS quartile1,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.5::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS median,
           sum(placed.score * greatest(0::float8, 1::float8 - abs(1::float8 + 0.75::float8 * (placed.counted
               - 1::bigint)::float8
                                                                  - placed.place::float8)))
               FILTER (WHERE placed.weight > 0::float8) OVER league AS quartile3
    FROM placed
    WINDOW league AS (PARTITION BY placed.edition, placed.category, placed.breakdown, placed.item)
),
tested AS (
    SELECT compared.edition,
           compared.structure,
           compared.category,
           compared.breakdown,
           compared.item,
           compared.score,
           compared.std_error,
           compared.df,
           compared.rank,
           compared.equal,
           compared.ranked,
           compared.rest_score,
           compared.gap,
           barometre.p_value(compared.gap) AS p_value,
           compared.quartile1,
           compared.median,
           compared.quartile3,
           -- at 9 decimals, as a gap of the last bit is none
           sign(round((compared.gap).value::numeric, 9)) AS side
    FROM compared
),
ordered AS (
    SELECT tested.edition,
           tested.structure,
           tested.category,
           tested.breakdown,
           tested.item,
           tested.score,
           ROW(tested.score, tested.std_error, tested.df)::barometre.estimate AS figure,
           tested.rest_score,
           tested.gap,
           tested.p_value,
           tested.rank,
           tested.equal,
           tested.ranked,
           tested.quartile1,
           tested.median,
           tested.quartile3,
           tested.side,
           -- clear gaps first, then by size, then by item
           row_number() OVER (PARTITION BY tested.edition, tested.structure, tested.breakdown, tested.side
                              ORDER BY coalesce(tested.p_value < 0.05::float8, false) DESC,
                                       round(abs((tested.gap).value)::numeric, 9) DESC, tested.item) AS place
    FROM tested
)
SELECT ordered.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(ordered.edition, ordered.structure) AS participation_key,
       ordered.structure,
       structure.name,
       ordered.category,
       barometre.label(ordered.category, category.label_fr, category.label_en) AS category_label,
       ordered.breakdown,
       ordered.item,
       item_label.label AS item_label,
       ordered.score,
       (ordered.figure).std_error AS std_error,
       (ordered.figure).df AS df,
       barometre.score_low(ordered.figure) AS score_low,
       barometre.score_high(ordered.figure) AS score_high,
       ordered.rest_score,
       (ordered.gap).value AS gap,
       (ordered.gap).std_error AS gap_std_error,
       (ordered.gap).df AS gap_df,
       ordered.p_value,
       ordered.rank::int AS rank,
       ordered.ranked::int AS ranked,
       100::float8 * ((ordered.ranked - ordered.rank + 1::bigint - ordered.equal)::float8
           + ordered.equal::float8 / 2::float8)
           / ordered.ranked::float8 AS percentile,
       ordered.quartile1 AS category_quartile1,
       ordered.median AS category_median,
       ordered.quartile3 AS category_quartile3,
       CASE WHEN ordered.side > 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS strength,
       CASE WHEN ordered.side < 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS weakness
FROM ordered
LEFT JOIN edition ON edition.edition = ordered.edition
LEFT JOIN structure ON structure.structure = ordered.structure
LEFT JOIN category ON category.category = ordered.category
LEFT JOIN item_label ON item_label.breakdown = ordered.breakdown AND item_label.item = ordered.item;

COMMENT ON VIEW structure_profile IS 'Each score of each structure, overall, by determinant and by channel, against the rest of its category: gap, place, strengths and weaknesses';
COMMENT ON COLUMN structure_profile.edition IS 'Number of the edition';
COMMENT ON COLUMN structure_profile.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN structure_profile.participation_key IS 'Key of the structure in the edition, as 2020|S01';
COMMENT ON COLUMN structure_profile.structure IS 'Code of the structure';
COMMENT ON COLUMN structure_profile.name IS 'Name of the structure';
COMMENT ON COLUMN structure_profile.category IS 'Category in this edition';
COMMENT ON COLUMN structure_profile.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN structure_profile.breakdown IS 'overall, determinant or channel';
COMMENT ON COLUMN structure_profile.item IS 'overall, or code of the determinant or channel';
COMMENT ON COLUMN structure_profile.item_label IS 'Name of the item in the session''s language';
COMMENT ON COLUMN structure_profile.score IS 'Score (0–100) of the structure';
COMMENT ON COLUMN structure_profile.std_error IS 'Moderated standard error of the score; NULL when the edition has nowhere two audits on a channel';
COMMENT ON COLUMN structure_profile.df IS 'Degrees of freedom of the error';
COMMENT ON COLUMN structure_profile.score_low IS 'Lower bound of the 95 % interval of the score, cut at 0';
COMMENT ON COLUMN structure_profile.score_high IS 'Upper bound of the 95 % interval of the score, cut at 100';
COMMENT ON COLUMN structure_profile.rest_score IS 'Mean score (0–100) of the others of the category, by participation weight; NULL when there is none, and for a weight of 0';
COMMENT ON COLUMN structure_profile.gap IS 'Score minus that of the rest, in points';
COMMENT ON COLUMN structure_profile.gap_std_error IS 'Standard error of the gap: the audits'', of the structure and of the rest; NULL when one of their scores has none';
COMMENT ON COLUMN structure_profile.gap_df IS 'Degrees of freedom of that error (Welch–Satterthwaite)';
COMMENT ON COLUMN structure_profile.p_value IS 'p-value (0–1) of no gap, by Student''s t';
COMMENT ON COLUMN structure_profile.rank IS 'Place among the category''s scores, 1 the best; scores that agree to 9 decimals share one';
COMMENT ON COLUMN structure_profile.ranked IS 'Number of structures of the category with such a score';
COMMENT ON COLUMN structure_profile.percentile IS 'Percentage (0–100) of the category''s scores below, plus half of those equal, its own among them';
COMMENT ON COLUMN structure_profile.category_quartile1 IS 'First quartile of the category''s scores; each structure with a weight counts once';
COMMENT ON COLUMN structure_profile.category_median IS 'Median of the category''s scores; each structure with a weight counts once';
COMMENT ON COLUMN structure_profile.category_quartile3 IS 'Third quartile of the category''s scores; each structure with a weight counts once';
COMMENT ON COLUMN structure_profile.strength IS 'Place among the structure''s strengths in the breakdown, at most five: positive gaps, those with p < 0.05 first, then the largest; NULL: none of them';
COMMENT ON COLUMN structure_profile.weakness IS 'Place among the structure''s weaknesses in the breakdown, at most five: negative gaps, those with p < 0.05 first, then the largest; NULL: none of them';
