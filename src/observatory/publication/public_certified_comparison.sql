\observatory views
/* Do certified structures score differently from the others, as far as it may be published? */

CREATE OR REPLACE VIEW public_certified_comparison AS
WITH pattern AS MATERIALIZED (
    SELECT * FROM publication_pattern
),
sided AS (
    -- a comparison of one group only is that group: its category, or its edition
    SELECT certified_comparison.*,
           certified_comparison.certified_n > 0 AND certified_comparison.non_certified_n > 0 AS has_both
    FROM certified_comparison
    WHERE certified_comparison.edition = ANY (
\i parts/scorable.sql
    )
),
placed AS (
    SELECT sided.*,
           CASE WHEN pattern.suppression <> ''::text THEN pattern.suppression
                WHEN item.suppression <> ''::text THEN 'complementary'::text
                ELSE ''::text END AS suppression,
           pattern.has_error
    FROM sided
    LEFT JOIN pattern
      ON pattern.edition = sided.edition
     AND pattern.breakdown = CASE WHEN sided.breakdown <> 'category'::text THEN 'certified'::text
                                  WHEN sided.has_both THEN 'certified category'::text
                                  ELSE 'category'::text END
     AND pattern.item = CASE WHEN sided.breakdown = 'category'::text THEN sided.item
                             ELSE 'overall'::text COLLATE "C" END
    LEFT JOIN pattern AS item
      ON item.edition = sided.edition AND item.breakdown = sided.breakdown AND item.item = sided.item
     AND sided.breakdown <> 'category'::text
),
shown AS (
    SELECT placed.*,
           placed.suppression = ''::text AND placed.has_error AS shows_error,
           CASE WHEN placed.suppression = ''::text AND placed.has_error THEN placed.p_value END AS shown_p_value
    FROM placed
)
SELECT shown.edition,
       shown.edition_date,
       shown.breakdown,
       shown.item,
       shown.item_label,
       shown.certified_n,
       shown.non_certified_n,
       shown.suppression,
       CASE WHEN shown.suppression = ''::text THEN shown.certified_score END AS certified_score,
       CASE WHEN shown.suppression = ''::text THEN shown.non_certified_score END AS non_certified_score,
       CASE WHEN shown.suppression = ''::text THEN shown.gap END AS gap,
       CASE WHEN shown.shows_error THEN shown.gap_std_error END AS gap_std_error,
       CASE WHEN shown.shows_error THEN shown.gap_df END AS gap_df,
       CASE WHEN shown.shows_error THEN shown.gap_low END AS gap_low,
       CASE WHEN shown.shows_error THEN shown.gap_high END AS gap_high,
       shown.shown_p_value AS p_value,
       barometre.adjusted_p_value(shown.shown_p_value, 'holm'::text)
           OVER (PARTITION BY shown.edition, shown.breakdown) AS p_adjusted,
       CASE WHEN shown.shows_error THEN shown.effect_size END AS effect_size
FROM shown;

\observatory relations
('public_certified_comparison', 'edition, breakdown, item',
 'certified_comparison là où les deux groupes peuvent être montrés ; NULL ailleurs ; '
 'sans les éditions où un audit ne peut être noté (check_audits)'
 ' — certified_comparison where both groups may be shown; NULL elsewhere; '
 'without the editions of which an audit cannot be scored (check_audits)'),
