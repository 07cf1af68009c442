\observatory views
/* Did each structure improve since it was last audited? */

CREATE OR REPLACE VIEW structure_change AS
WITH lineage AS (
    SELECT pg_catalog.jsonb_object_agg(structure.structure, structure.successor) AS successors
    FROM structure
    WHERE structure.successor IS NOT NULL
),
scored AS NOT MATERIALIZED (
    SELECT structure_score.edition,
           structure_score.structure,
           structure_score.category,
           structure_score.global_score,
           structure_score.std_error,
           structure_score.df,
           structure_score.weight,
           barometre.last_successor(structure_score.structure, (SELECT lineage.successors FROM lineage)) AS unit
    FROM structure_score
    WHERE structure_score.global_score IS NOT NULL
),
weighted AS (
    SELECT scored.edition,
           scored.unit,
           scored.global_score,
           scored.std_error,
           scored.df,
           -- where no weight counts, equal ones
           CASE WHEN max(scored.weight) OVER of_unit > 0::float8 THEN scored.weight ELSE 1::float8 END AS weight
    FROM scored
    WINDOW of_unit AS (PARTITION BY scored.edition, scored.unit)
),
earlier AS (
    -- what each unit scored in each edition; merged structures together, by weight
    SELECT weighted.edition,
           weighted.unit,
           barometre.mean_estimate(weighted.global_score, weighted.std_error, weighted.df, weighted.weight) AS score
    FROM weighted
    GROUP BY weighted.edition, weighted.unit
),
candidate AS (
    -- each score beside all earlier ones, the latest first
    SELECT scored.edition,
           scored.structure,
           scored.category,
           earlier.edition AS previous_edition,
           earlier.score AS previous,
           ROW(scored.global_score, scored.std_error, scored.df)::barometre.estimate AS score,
           row_number() OVER (PARTITION BY scored.edition, scored.structure
                              ORDER BY earlier.edition DESC) AS place
    FROM scored
    JOIN earlier ON earlier.unit = scored.unit AND earlier.edition < scored.edition
),
changed AS (
    SELECT candidate.edition,
           candidate.structure,
           candidate.category,
           candidate.previous_edition,
           (candidate.previous).value AS previous_score,
           (candidate.score).value AS score,
           barometre.difference(candidate.score, candidate.previous) AS change
    FROM candidate
    WHERE candidate.place = 1::bigint
),
tested AS (
    SELECT changed.edition,
           changed.structure,
           changed.category,
           changed.previous_edition,
           changed.previous_score,
           changed.score,
           changed.change,
           barometre.p_value(changed.change) AS p_value
    FROM changed
)
SELECT tested.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       tested.previous_edition,
       barometre.participation_key(tested.edition, tested.structure) AS participation_key,
       tested.structure,
       structure.name,
       tested.category,
       barometre.label(tested.category, category.label_fr, category.label_en) AS category_label,
       tested.previous_score,
       tested.score,
       (tested.change).value AS change,
       (tested.change).std_error AS std_error,
       (tested.change).df AS df,
       barometre.ci_low(tested.change) AS change_low,
       barometre.ci_high(tested.change) AS change_high,
       tested.p_value,
       barometre.adjusted_p_value(tested.p_value, 'BH'::text)
           OVER (PARTITION BY tested.edition, tested.category) AS p_adjusted
FROM tested
LEFT JOIN edition ON edition.edition = tested.edition
LEFT JOIN structure ON structure.structure = tested.structure
LEFT JOIN category ON category.category = tested.category;

COMMENT ON VIEW structure_change IS 'Change of each structure''s global score since the last earlier edition in which it, or those that it succeeds, had one. The first of a ranking fall back by themselves: they were lucky as well as good';
COMMENT ON COLUMN structure_change.edition IS 'Number of the edition';
COMMENT ON COLUMN structure_change.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN structure_change.previous_edition IS 'Number of the edition of the previous score';
COMMENT ON COLUMN structure_change.participation_key IS 'Key of the structure in the edition, as 2020|S01';
COMMENT ON COLUMN structure_change.structure IS 'Code of the structure';
COMMENT ON COLUMN structure_change.name IS 'Name of the structure';
COMMENT ON COLUMN structure_change.category IS 'Category in this edition';
COMMENT ON COLUMN structure_change.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN structure_change.previous_score IS 'Global score (0–100) in the previous edition; of merged structures their mean, by weight';
COMMENT ON COLUMN structure_change.score IS 'Global score (0–100) in this edition';
COMMENT ON COLUMN structure_change.change IS 'Score minus previous score, in points';
COMMENT ON COLUMN structure_change.std_error IS 'Standard error of the change, from the errors of both scores; NULL when one has none';
COMMENT ON COLUMN structure_change.df IS 'Degrees of freedom of the error (Welch–Satterthwaite)';
COMMENT ON COLUMN structure_change.change_low IS 'Lower bound of the 95 % interval of the change';
COMMENT ON COLUMN structure_change.change_high IS 'Upper bound of the 95 % interval of the change';
COMMENT ON COLUMN structure_change.p_value IS 'p-value (0–1) of no change, by Student''s t';
COMMENT ON COLUMN structure_change.p_adjusted IS 'p-value adjusted for the number of changes within edition and category (Benjamini & Hochberg)';
