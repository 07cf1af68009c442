\observatory views
/* Which criteria cost each structure points, and where does it differ from its category? */

CREATE OR REPLACE VIEW structure_criterion AS
WITH
\i parts/form.sql
,
\i parts/question.sql
,
tallied AS (
    SELECT audit.edition,
           audit.structure,
           audit.channel,
           barometre.item_tally((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                                audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS tally,
           -- the channel's part of the structure's scorecard
           barometre.scorecard((SELECT form.form FROM form), audit.edition, audit.channel, audit.responded,
                               audit.answers, audit.weight, audit.structure, audit.audit, 'audit'::regclass) AS part
    FROM audit
    GROUP BY audit.edition, audit.structure, audit.channel
),
in_league AS (
    SELECT tallied.edition,
           tallied.structure,
           tallied.channel,
           tallied.tally,
           tallied.part,
           barometre.item_tally(tallied.tally, participation.weight)
               OVER (PARTITION BY tallied.edition, participation.category, tallied.channel) AS league
    FROM tallied
    JOIN participation ON participation.edition = tallied.edition AND participation.structure = tallied.structure
),
item_score AS (
    -- in the order of the structures, which saves most of the sorting below
    SELECT in_league.edition,
           in_league.structure,
           in_league.channel,
           barometre.item_rows(in_league.tally, in_league.league,
                               barometre.rollup(in_league.part)
                                   OVER (PARTITION BY in_league.edition, in_league.structure),
                               (SELECT form.form FROM form), in_league.edition, in_league.channel) AS answered
    FROM in_league
),
compared AS (
    SELECT item_score.edition,
           item_score.structure,
           item_score.channel,
           (item_score.answered).item,
           (item_score.answered).answers,
           (item_score.answered).score,
           (item_score.answered).league_score AS category_score,
           (item_score.answered).score - (item_score.answered).league_score AS gap,
           -- in units of 9 decimals, as a gap of the last bit is none
           round(((item_score.answered).score - (item_score.answered).league_score) * 1e9::float8) AS clear_gap,
           (item_score.answered).effective_weight
    FROM item_score
),
ordered AS (
    SELECT compared.*,
           -- the largest gaps on either side
           row_number() OVER (PARTITION BY compared.edition, compared.structure, sign(compared.clear_gap)
                              ORDER BY abs(compared.clear_gap) DESC, compared.channel, compared.item) AS place
    FROM compared
)
SELECT ordered.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       barometre.participation_key(ordered.edition, ordered.structure) AS participation_key,
       ordered.structure,
       structure.name,
       ordered.channel,
       question.channel_label,
       ordered.item,
       question.criterion,
       question.criterion_label,
       question.determinant,
       question.determinant_label,
       question.step,
       ordered.answers::int AS answers,
       ordered.score,
       ordered.category_score,
       ordered.gap,
       ordered.effective_weight * (100::float8 - coalesce(ordered.score, 100::float8)) AS lost_points,
       CASE WHEN ordered.clear_gap > 0::float8 AND ordered.place <= 5::bigint THEN ordered.place::int END AS strength,
       CASE WHEN ordered.clear_gap < 0::float8 AND ordered.place <= 5::bigint THEN ordered.place::int END AS weakness
FROM ordered
JOIN question
  ON question.edition = ordered.edition AND question.channel = ordered.channel AND question.item = ordered.item
LEFT JOIN edition ON edition.edition = ordered.edition
LEFT JOIN structure ON structure.structure = ordered.structure;

\observatory relations
('structure_criterion', 'edition, structure, channel, item',
 'Chaque critère de chaque structure auditée sur son canal : score, face à sa catégorie, et points qu’il coûte'
 ' — Each criterion of each structure that was audited on its channel: score, against its category, and the points '
 'that it costs'),

\observatory columns
('structure_criterion, my_criterion', 'score', 'Score — Score', 'points', '0.0',
 'Score moyen (0–100) à l’item, selon les poids des audits, silences notés 0 compris ; NULL quand rien n’est noté'
 ' — Mean score (0–100) of the item, by audit weight, silences that score 0 included; NULL when nothing was scored'),
('', 'category_score', 'Score de la catégorie — Score of the category', 'points', '0.0',
 'Score moyen (0–100) de la catégorie à l’item, selon les poids des structures'
 ' — Mean score (0–100) of the item in the category, by participation weight'),
('structure_criterion', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui de la catégorie, en points — Score minus the category''s, in points'),
('', 'lost_points', 'Points perdus — Lost points', 'points', '0.0',
 'Points du score global que les réponses à l’item perdent sur 100 : leur somme sur une structure est 100 moins son '
 'score global'
 ' — Points of the global score that the item''s answers lose on 100: the sum over a structure is 100 minus its '
 'global score'),
