\observatory views
/* How was each criterion met, nationally? */

CREATE OR REPLACE VIEW edition_criterion AS
WITH
\i parts/item_score.sql
,
summarised AS (
    SELECT item_score.edition,
           item_score.channel,
           item_score.item,
           sum(item_score.answers::float8) AS answers,
           sum(item_score.scored::float8) AS scored,
           sum(item_score.not_applicable::float8) AS not_applicable,
           sum(item_score.not_observed::float8) AS not_observed,
           sum(item_score.no_response::float8) AS no_response,
           barometre.score_summary(item_score.score, item_score.weight) AS summary
    FROM item_score
    GROUP BY item_score.edition, item_score.channel, item_score.item
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       summarised.channel,
       barometre.label(summarised.channel, channel.label_fr, channel.label_en) AS channel_label,
       summarised.item,
       criterion.criterion,
       barometre.label(criterion.criterion, criterion.label_fr, criterion.label_en) AS criterion_label,
       criterion.determinant,
       barometre.label(criterion.determinant, determinant.label_fr, determinant.label_en) AS determinant_label,
       criterion.step,
       summarised.answers::int AS answers,
       summarised.scored::int AS scored,
       summarised.not_applicable / summarised.answers AS not_applicable_rate,
       summarised.not_observed / summarised.answers AS not_observed_rate,
       summarised.no_response / summarised.answers AS no_response_rate,
       coalesce(barometre.n_obs(summarised.summary)::int, 0) AS participants,
       barometre.mean(summarised.summary) AS score,
       barometre.std_error(summarised.summary) AS std_error,
       (barometre.estimate(summarised.summary)).df AS df,
       barometre.score_low(barometre.estimate(summarised.summary)) AS score_low,
       barometre.score_high(barometre.estimate(summarised.summary)) AS score_high
FROM summarised
LEFT JOIN criterion ON criterion.edition = summarised.edition AND criterion.channel = summarised.channel
                   AND criterion.item = summarised.item
LEFT JOIN edition ON edition.edition = summarised.edition
LEFT JOIN channel ON channel.channel = summarised.channel
LEFT JOIN determinant ON determinant.determinant = criterion.determinant;

\observatory relations
('edition_criterion', 'edition, channel, item',
 'Comment il a été répondu à chaque item des questionnaires, et son score moyen sur les participants'
 ' — How each item of the questionnaires was answered, and its mean score over the participants'),

\observatory columns
('', 'scored', 'Réponses notées — Scored answers', 'réponses — answers', '#,##0',
 'Nombre de réponses notées — Number of answers that are scored'),
('', 'not_applicable_rate', 'Taux de sans objet — Rate of not applicable', '', '0.0%',
 'Part (0–1) des réponses sans objet, avec les silences qui ne sont pas notés'
 ' — Share (0–1) of the answers that are not applicable, with the silences that are not scored'),
('', 'not_observed_rate', 'Taux de non observé — Rate of not observed', '', '0.0%',
 'Part (0–1) des réponses non observées — Share (0–1) of the answers that were not observed'),
('', 'no_response_rate', 'Taux de silence — Rate of silence', '', '0.0%',
 'Part (0–1) des réponses où la structure n’a pas répondu, et l’item vaut 0'
 ' — Share (0–1) of the answers where the structure did not respond, and the item scores 0'),
