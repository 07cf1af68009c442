\observatory views
/* How good is each category, as far as it may be published? */

CREATE OR REPLACE VIEW public_category_score AS
WITH pattern AS MATERIALIZED (
    SELECT * FROM publication_pattern
)
SELECT category_score.edition,
       category_score.edition_date,
       category_score.category,
       category_score.category_label,
       category_score.participants,
       coalesce(pattern.suppression, 'few'::text) AS suppression,
       CASE WHEN pattern.suppression = ''::text THEN category_score.score END AS score,
       CASE WHEN pattern.has_error THEN category_score.std_error END AS std_error,
       CASE WHEN pattern.has_error THEN category_score.df END AS df,
       CASE WHEN pattern.has_error THEN category_score.score_low END AS score_low,
       CASE WHEN pattern.has_error THEN category_score.score_high END AS score_high,
       CASE WHEN pattern.has_error THEN category_score.audit_std_error END AS audit_std_error,
       CASE WHEN pattern.has_error THEN category_score.audit_df END AS audit_df,
       CASE WHEN pattern.has_error THEN category_score.audit_low END AS audit_low,
       CASE WHEN pattern.has_error THEN category_score.audit_high END AS audit_high
FROM category_score
LEFT JOIN pattern
  ON pattern.edition = category_score.edition
 AND pattern.breakdown = 'category'::text
 AND pattern.item = category_score.category
WHERE category_score.edition = ANY (
\i parts/scorable.sql
);

\observatory relations
('public_category_score', 'edition, category',
 'category_score sans ce qui révélerait le score d’une structure : ni minimum, ni médiane, ni maximum ; NULL ce qui '
 'est retenu ; sans les éditions où un audit ne peut être noté (check_audits)'
 ' — category_score without what would tell the score of one structure: no minimum, median or maximum; NULL where it '
 'is withheld; without the editions of which an audit cannot be scored (check_audits)'),
