\observatory views
/* How much do the audits of a channel vary, and what does the channel weigh?  What plans of audits start from. */

CREATE OR REPLACE VIEW channel_variance AS
WITH
\i parts/form.sql
,
cell AS (
    SELECT DISTINCT criterion.edition,
           criterion.channel,
           criterion.determinant,
           channel_weight.weight AS channel_weight,
           determinant_weight.weight AS determinant_weight
    FROM criterion
    JOIN channel_weight
      ON channel_weight.edition = criterion.edition AND channel_weight.channel = criterion.channel
    JOIN determinant_weight
      ON determinant_weight.edition = criterion.edition AND determinant_weight.determinant = criterion.determinant
    WHERE criterion.weight > 0::float8
      AND channel_weight.weight > 0::float8
      AND determinant_weight.weight > 0::float8
),
cell_share AS (
    SELECT cell.edition,
           cell.channel,
           cell.determinant_weight * barometre.part_of(
               cell.channel_weight,
               sum(cell.channel_weight) OVER (PARTITION BY cell.edition, cell.determinant)) AS part
    FROM cell
),
channel_share AS (
    -- of the score of a structure that has every cell
    SELECT cell_share.edition,
           cell_share.channel,
           barometre.part_of(sum(cell_share.part),
                             sum(sum(cell_share.part)) OVER (PARTITION BY cell_share.edition)) AS share
    FROM cell_share
    GROUP BY cell_share.edition, cell_share.channel
),
figure AS (
    -- the structures' scores, and for each channel a mean of one audit of which nothing is known
    SELECT scored.edition,
           NULL::text COLLATE "C" AS channel,
           (scored.result).global_score AS value,
           (scored.result).strata AS strata
    FROM (SELECT audit.edition,
                 barometre.structure_result((SELECT form.form FROM form), audit.edition, audit.channel,
                                            audit.responded, audit.answers, audit.weight,
                                            audit.structure, audit.audit, 'audit'::regclass) AS result
          FROM audit
          GROUP BY audit.edition, audit.structure) AS scored
    UNION ALL
    SELECT channel_weight.edition,
           channel_weight.channel,
           0::float8,
           ROW(ARRAY[channel_weight.channel], ARRAY[1::float8], ARRAY[1::bigint], ARRAY[NULL::float8])::barometre.strata
    FROM channel_weight
),
moderated AS (
    SELECT figure.edition,
           figure.channel,
           barometre.moderated_estimate(figure.value, figure.strata) OVER (PARTITION BY figure.edition) AS estimate
    FROM figure
),
done AS (
    SELECT audit.edition,
           audit.channel,
           count(*) AS audits
    FROM audit
    WHERE audit.weight > 0::float8
    GROUP BY audit.edition, audit.channel
),
crowd AS (
    SELECT participation.edition,
           count(*) AS participants
    FROM participation
    GROUP BY participation.edition
)
SELECT moderated.edition,
       barometre.edition_date(edition.published_on, edition.ends_on, edition.starts_on) AS edition_date,
       moderated.channel,
       barometre.label(moderated.channel, channel.label_fr, channel.label_en) AS channel_label,
       coalesce(channel_share.share, 0::float8) AS share,
       (moderated.estimate).std_error * (moderated.estimate).std_error AS variance,
       (moderated.estimate).df,
       coalesce(done.audits, 0::bigint)::float8 / crowd.participants::float8 AS audits_per_participant
FROM moderated
LEFT JOIN edition ON edition.edition = moderated.edition
LEFT JOIN channel ON channel.channel = moderated.channel
LEFT JOIN channel_share ON channel_share.edition = moderated.edition AND channel_share.channel = moderated.channel
LEFT JOIN done ON done.edition = moderated.edition AND done.channel = moderated.channel
LEFT JOIN crowd ON crowd.edition = moderated.edition
WHERE moderated.channel IS NOT NULL;

\observatory relations
('channel_variance', 'edition, channel',
 'Combien varient les audits de chaque canal, et ce que pèse le canal : ce dont partent audits_needed et '
 'audits_for_reliability'
 ' — How much the audits of each channel vary, and what the channel weighs: what audits_needed and '
 'audits_for_reliability start from'),

\observatory columns
('channel_variance', 'share', 'Poids du canal — Weight of the channel', '', '0.0%',
 'Part du canal dans le score global d’une structure notée partout (0–1) ; 0 : il ne compte pas'
 ' — Share of the channel in the global score of a structure that has every cell (0–1); 0: it does not count'),
('', 'variance', 'Variance d’un audit — Variance of one audit', 'points²', '0',
 'Variance du score d’un audit du canal, telle que la partagent les structures de l’édition ; NULL quand aucune n’a '
 'deux audits d’un même canal'
 ' — Variance of the score of one audit of the channel, as the structures of the edition share it; NULL when none has '
 'two audits on one channel'),
('channel_variance', 'df', 'Degrés de liberté — Degrees of freedom', '', '0.0',
 'Degrés de liberté de variance — Degrees of freedom of variance'),
('', 'audits_per_participant', 'Audits par participant — Audits per participant', 'audits', '0.0',
 'Audits du canal, de poids au-dessus de 0, par participant de l’édition ; NULL sans participant'
 ' — Audits on the channel, of a weight above 0, per participant of the edition; NULL without participants'),
