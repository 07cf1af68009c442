\observatory views
/* How was each criterion met, in each category? */

CREATE OR REPLACE VIEW category_criterion AS
WITH
\i parts/item_score.sql
,
summarised AS (
    SELECT item_score.edition,
           item_score.category,
           item_score.channel,
           item_score.item,
           sum(item_score.answers::float8) AS answers,
           sum(item_score.scored::float8) AS scored,
           sum(item_score.not_applicable::float8) AS not_applicable,
           sum(item_score.not_observed::float8) AS not_observed,
           sum(item_score.no_response::float8) AS no_response,
           barometre.score_summary(item_score.score, item_score.weight) AS summary
    FROM item_score
    GROUP BY item_score.edition, item_score.channel, item_score.category, item_score.item
)
SELECT summarised.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       summarised.category,
       barometre.label(summarised.category, category.label_fr, category.label_en) AS category_label,
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
LEFT JOIN category ON category.category = summarised.category
LEFT JOIN channel ON channel.channel = summarised.channel
LEFT JOIN determinant ON determinant.determinant = criterion.determinant;

\observatory relations
('category_criterion', 'edition, category, channel, item',
 'Comment il a été répondu à chaque item des questionnaires dans chaque catégorie, et son score moyen sur les '
 'participants'
 ' — How each item of the questionnaires was answered in each category, and its mean score over the participants'),
