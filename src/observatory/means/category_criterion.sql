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
           sum(item_score.answers)::float8 AS answers,
           sum(item_score.scored)::float8 AS scored,
           sum(item_score.not_applicable)::float8 AS not_applicable,
           sum(item_score.not_observed)::float8 AS not_observed,
           sum(item_score.no_response)::float8 AS no_response,
           barometre.score_summary(item_score.score, item_score.weight) AS summary
    FROM item_score
    WHERE item_score.weight > 0::float8
    GROUP BY item_score.edition, item_score.category, item_score.channel, item_score.item
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

COMMENT ON VIEW category_criterion IS 'How each item of the questionnaires was answered in each category, and its mean score over the participants';
COMMENT ON COLUMN category_criterion.edition IS 'Number of the edition';
COMMENT ON COLUMN category_criterion.edition_date IS 'Day of its publication, else of its end, else of its start';
COMMENT ON COLUMN category_criterion.category IS 'Code of the category';
COMMENT ON COLUMN category_criterion.category_label IS 'Name of the category in the session''s language';
COMMENT ON COLUMN category_criterion.channel IS 'Code of the channel';
COMMENT ON COLUMN category_criterion.channel_label IS 'Name of the channel in the session''s language';
COMMENT ON COLUMN category_criterion.item IS 'Item of the channel''s questionnaire, from 1';
COMMENT ON COLUMN category_criterion.criterion IS 'Code of the criterion';
COMMENT ON COLUMN category_criterion.criterion_label IS 'The question in the session''s language';
COMMENT ON COLUMN category_criterion.determinant IS 'Determinant that the item measures';
COMMENT ON COLUMN category_criterion.determinant_label IS 'Name of the determinant in the session''s language';
COMMENT ON COLUMN category_criterion.step IS 'Step of the user''s journey';
COMMENT ON COLUMN category_criterion.answers IS 'Number of audits that have the item; audits and participations of weight 0 count in nothing';
COMMENT ON COLUMN category_criterion.scored IS 'Number of answers that are scored';
COMMENT ON COLUMN category_criterion.not_applicable_rate IS 'Share (0–1) of them that are not applicable, with the silences that are not scored';
COMMENT ON COLUMN category_criterion.not_observed_rate IS 'Share (0–1) of them that were not observed';
COMMENT ON COLUMN category_criterion.no_response_rate IS 'Share (0–1) of them where the structure did not respond, and the item scores 0';
COMMENT ON COLUMN category_criterion.participants IS 'Number of structures with a score at the item';
COMMENT ON COLUMN category_criterion.score IS 'Mean over the structures (0–100), by participation weight, of their mean scores at the item, silences that score 0 included';
COMMENT ON COLUMN category_criterion.std_error IS 'Standard error of the mean where the participants are a sample of a larger population; NULL for a single one';
COMMENT ON COLUMN category_criterion.df IS 'Degrees of freedom of std_error: participants - 1';
COMMENT ON COLUMN category_criterion.score_low IS 'Lower bound of the 95 % interval, cut at 0';
COMMENT ON COLUMN category_criterion.score_high IS 'Upper bound of the 95 % interval, cut at 100';
