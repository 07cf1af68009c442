\observatory views
/*
 * Which figures of an edition may be published?
 *
 * A figure is the mean of one category ('category'), the comparison of the
 * certified structures with the others ('certified'), or that comparison
 * within one category ('certified category').
 */

CREATE OR REPLACE VIEW publication_pattern AS
WITH scored AS (
    SELECT structure_score.edition,
           structure_score.category,
           structure_score.certified,
           structure_score.weight
    FROM structure_score
    WHERE structure_score.global_score IS NOT NULL AND structure_score.weight > 0::float8
),
-- each figure shows the mean of one group, or of two
figure_group AS (
    SELECT scored.edition,
           figure.breakdown,
           figure.item,
           figure.side,
           count(*)::int AS participants,
           max(scored.weight) / sum(scored.weight) AS largest_share
    FROM scored
    CROSS JOIN LATERAL (VALUES
        ('category'::text, scored.category, true),
        ('certified'::text, 'overall'::text COLLATE "C", scored.certified),
        ('certified category'::text, scored.category, scored.certified)) AS figure (breakdown, item, side)
    GROUP BY scored.edition, figure.breakdown, figure.item, figure.side
),
figure AS (
    SELECT figure_group.edition,
           figure_group.breakdown,
           figure_group.item,
           count(*) AS sides,
           min(figure_group.participants) AS participants,
           max(figure_group.largest_share) AS largest_share
    FROM figure_group
    GROUP BY figure_group.edition, figure_group.breakdown, figure_group.item
),
primary_rule AS (
    SELECT figure.edition,
           figure.breakdown,
           figure.item,
           figure.participants,
           figure.largest_share,
           CASE WHEN figure.participants < edition.min_published
                  OR figure.breakdown <> 'category'::text AND figure.sides < 2::bigint THEN 'few'::text
                WHEN figure.largest_share > edition.max_share THEN 'dominance'::text
                ELSE ''::text END AS suppression,
           figure.participants >= 2 * edition.min_published AS has_error
    FROM figure
    JOIN edition ON edition.edition = figure.edition
)
SELECT primary_rule.edition,
       primary_rule.breakdown,
       primary_rule.item,
       primary_rule.participants,
       primary_rule.largest_share,
       primary_rule.suppression,
       primary_rule.suppression = ''::text AND primary_rule.has_error AS has_error
FROM primary_rule;

\observatory relations
('publication_pattern', 'edition, breakdown, item',
 'Quels chiffres les vues public_… montrent ou retiennent, et pourquoi : une ligne par chiffre'
 ' — Which figures the views public_… show or withhold, and why: one row a figure'),

\observatory columns
('publication_pattern', 'breakdown', 'Chiffre — Figure', '', '',
 'category : la moyenne d’une catégorie ; certified : les certifiées face aux autres ; certified category : de même dans une catégorie'
 ' — category: the mean of a category; certified: the certified against the others; certified category: the same within a category'),
('publication_pattern', 'participants', 'Participants — Participants', 'structures', '#,##0',
 'Nombre de structures avec un score et un poids dont le chiffre est fait ; du plus petit groupe quand il en compare deux'
 ' — Number of structures with a score and a weight that the figure is made of; of the smaller group where it compares two'),
('', 'largest_share', 'Plus grande part — Largest share', '', '0.0%',
 'Part (0–1) du poids de son groupe que la plus lourde structure porte'
 ' — Share (0–1) of the weight of its group that the heaviest structure has'),
('', 'suppression', 'Secret — Suppression', '', '',
 'Pourquoi les chiffres sont retenus : few (moins de edition.min_published structures), dominance (l’une a plus de edition.max_share du poids), complementary (un chiffre retenu s’en déduirait) ; vide : ils sont montrés'
 ' — Why the figures are withheld: few (fewer than edition.min_published structures), dominance (one has more than edition.max_share of the weight), complementary (a withheld figure would follow from them); empty: they are shown'),
('publication_pattern', 'has_error', 'Avec erreur — With an error', '', '',
 'Vrai quand erreurs, bornes, valeur p et taille d’effet sont montrées aussi : à partir de 2 · edition.min_published structures'
 ' — True where errors, bounds, p-value and effect size are shown too: from 2 · edition.min_published structures on'),
