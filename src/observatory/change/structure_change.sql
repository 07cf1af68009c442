\observatory views
/* Did each structure improve since it was last audited? */

CREATE OR REPLACE VIEW structure_change AS
WITH
\i parts/lineage.sql
,
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

\observatory relations
('structure_change', 'edition, structure',
 'Évolution du score global de chaque structure depuis la dernière édition où elle, ou celles auxquelles elle '
 'succède, en avait un. Les premières d’un classement reculent d’elles-mêmes : elles étaient chanceuses autant que '
 'bonnes'
 ' — Change of each structure''s global score since the last earlier edition in which it, or those that it succeeds, '
 'had one. The first of a ranking fall back by themselves: they were lucky as well as good'),

\observatory columns
('structure_change', 'previous_edition', 'Édition précédente — Previous edition', '', '0',
 'Numéro de l’édition du score précédent — Number of the edition of the previous score'),
('structure_change', 'previous_score', 'Score précédent — Previous score', 'points', '0.0',
 'Score global (0–100) dans l’édition précédente ; de structures fusionnées, leur moyenne selon leurs poids'
 ' — Global score (0–100) in the previous edition; of merged structures their mean, by weight'),
('structure_change', 'score', 'Score — Score', 'points', '0.0',
 'Score global (0–100) dans cette édition — Global score (0–100) in this edition'),
('structure_change', 'std_error', 'Erreur type de l’évolution — Standard error of the change', 'points', '0.00',
 'Erreur type de l’évolution, d’après les erreurs des deux scores ; NULL quand l’un n’en a pas'
 ' — Standard error of the change, from the errors of both scores; NULL when one has none'),
('structure_change', 'change_low', 'Évolution, borne basse — Change, lower bound', 'points', '+0.0;-0.0',
 'Borne basse de l’intervalle à 95 % de l’évolution — Lower bound of the 95 % interval of the change'),
('structure_change', 'p_value', 'Valeur p — p-value', '', '0.000',
 'Valeur p (0–1) de l’hypothèse d’une évolution nulle, par le t de Student ; NULL sans erreur'
 ' — p-value (0–1) of no change, by Student''s t; NULL without error'),
('structure_change', 'p_adjusted', 'Valeur p ajustée — Adjusted p-value', '', '0.000',
 'Valeur p ajustée au nombre d’évolutions de l’édition et de la catégorie (Benjamini & Hochberg)'
 ' — p-value adjusted for the number of changes within edition and category (Benjamini & Hochberg)'),
