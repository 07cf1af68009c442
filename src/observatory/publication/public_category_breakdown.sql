\observatory views
/* How good is each category overall, at each determinant and on each channel, as far as it may be published? */

CREATE OR REPLACE VIEW public_category_breakdown AS
WITH pattern AS MATERIALIZED (
    SELECT * FROM publication_pattern
),
placed AS (
    SELECT category_breakdown.*,
           CASE WHEN pattern.suppression <> ''::text THEN pattern.suppression
                WHEN pattern.suppression IS NULL OR item.suppression <> ''::text THEN 'complementary'::text
                ELSE ''::text END AS suppression,
           pattern.has_error
    FROM category_breakdown
    LEFT JOIN pattern
      ON pattern.edition = category_breakdown.edition
     AND pattern.breakdown = 'category'::text
     AND pattern.item = category_breakdown.category
    LEFT JOIN pattern AS item
      ON item.edition = category_breakdown.edition
     AND item.breakdown = category_breakdown.breakdown
     AND item.item = category_breakdown.item
    WHERE category_breakdown.edition = ANY (
\i parts/scorable.sql
    )
)
SELECT placed.edition,
       placed.edition_date,
       placed.category,
       placed.category_label,
       placed.breakdown,
       placed.item,
       placed.item_label,
       placed.participants,
       placed.suppression,
       CASE WHEN placed.suppression = ''::text THEN placed.score END AS score,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.std_error END AS std_error,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.df END AS df,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.score_low END AS score_low,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.score_high END AS score_high,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.audit_std_error END AS audit_std_error,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.audit_df END AS audit_df,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.audit_low END AS audit_low,
       CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.audit_high END AS audit_high
FROM placed;

\observatory relations
('public_category_breakdown', 'edition, category, breakdown, item',
 'category_breakdown sans ce qui révélerait le score d’une structure ; NULL ce qui est retenu ; '
 'sans les éditions où un audit ne peut être noté (check_audits)'
 ' — category_breakdown without what would tell the score of one structure; NULL where it is withheld; '
 'without the editions of which an audit cannot be scored (check_audits)'),
