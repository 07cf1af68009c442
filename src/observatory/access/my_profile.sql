\observatory views
/*
 * What are the strengths and weaknesses of my structures?
 *
 * A participant sees the rest of a category where nothing more can be worked out
 * from it than from the means that may be published:
 *
 * - the others (all but the structures that the reader can come to read) are at
 *   least min_published, and none has more than max_share of their weight;
 * - every category of the edition may be published, else the totals and the
 *   categories that are shown would give one that is not;
 * - every structure of the edition has the figure: determinants that some lack
 *   would give those of the few.
 */

CREATE OR REPLACE VIEW my_profile WITH (security_barrier = true) AS
WITH profiled AS MATERIALIZED (
    SELECT structure_profile.*,
           participation.weight,
           -- also by SET ROLE: MEMBER
           structure_profile.structure = ANY (
               ARRAY(SELECT structure_role.structure
                     FROM structure_role
                     JOIN pg_catalog.pg_roles AS reader ON reader.rolname = structure_role.role
                     WHERE pg_has_role(reader.oid, 'MEMBER'::text))) AS is_known,
           max(CASE WHEN structure_profile.breakdown = 'overall'::text THEN 1 ELSE 0 END)
               OVER (PARTITION BY structure_profile.edition, structure_profile.structure) AS has_overall
    FROM structure_profile
    JOIN participation ON participation.edition = structure_profile.edition
                      AND participation.structure = structure_profile.structure
    WHERE NOT
\i parts/reads_all.sql
      AND structure_profile.edition = ANY (
\i parts/scorable.sql
    )
),
league AS (
    SELECT profiled.edition,
           profiled.category,
           count(*) FILTER (WHERE profiled.weight > 0::float8) AS counted,
           barometre.part_of(max(profiled.weight), sum(profiled.weight)) AS largest_share,
           count(*) FILTER (WHERE profiled.weight > 0::float8 AND NOT profiled.is_known) AS others,
           barometre.part_of(max(profiled.weight) FILTER (WHERE NOT profiled.is_known),
                             sum(profiled.weight) FILTER (WHERE NOT profiled.is_known)) AS largest_other_share,
           count(*) FILTER (WHERE profiled.is_known) AS known
    FROM profiled
    WHERE profiled.breakdown = 'overall'::text
    GROUP BY profiled.edition, profiled.category
),
whole AS (
    SELECT league.edition,
           sum(league.counted) AS counted,
           bool_and(league.counted >= edition.min_published::bigint
                    AND league.largest_share <= edition.max_share) AS is_published
    FROM league
    JOIN edition ON edition.edition = league.edition
    WHERE league.counted > 0::bigint
    GROUP BY league.edition
),
complete AS (
    SELECT profiled.edition, profiled.breakdown, profiled.item
    FROM profiled
    JOIN whole ON whole.edition = profiled.edition
    WHERE profiled.weight > 0::float8
    GROUP BY profiled.edition, profiled.breakdown, profiled.item, whole.counted
    HAVING count(*)::numeric = whole.counted AND min(profiled.has_overall) = 1
),
compared AS (
    SELECT profiled.*,
           league.known,
           complete.item IS NOT NULL AND whole.is_published AND league.others >= edition.min_published::bigint
               AND league.largest_other_share <= edition.max_share AS is_shown,
           league.others >= 2::bigint * edition.min_published::bigint AS has_error
    FROM profiled
    JOIN edition ON edition.edition = profiled.edition
    LEFT JOIN whole ON whole.edition = profiled.edition
    LEFT JOIN league ON league.edition = profiled.edition AND league.category = profiled.category
    LEFT JOIN complete ON complete.edition = profiled.edition AND complete.breakdown = profiled.breakdown
                      AND complete.item = profiled.item
    WHERE profiled.structure = ANY (
\i parts/readable.sql
    )
),
shown AS (
    SELECT compared.*,
           CASE WHEN compared.is_shown THEN sign(round(compared.gap::numeric, 9)) END AS side,
           CASE WHEN compared.is_shown AND compared.has_error THEN compared.p_value END AS shown_p_value
    FROM compared
),
ordered AS (
    SELECT shown.*,
           -- as in structure_profile, of the gaps that are shown
           row_number() OVER (PARTITION BY shown.edition, shown.structure, shown.breakdown, shown.side
                              ORDER BY coalesce(shown.shown_p_value < 0.05::float8, false) DESC,
                                       round(abs(shown.gap)::numeric, 9) DESC, shown.item) AS place
    FROM shown
)
SELECT structure_profile.*
FROM structure_profile
WHERE
\i parts/reads_all.sql
UNION ALL
SELECT mine.*
FROM (SELECT ordered.edition,
             ordered.edition_date,
             ordered.participation_key,
             ordered.structure,
             ordered.name,
             ordered.category,
             ordered.category_label,
             ordered.breakdown,
             ordered.item,
             ordered.item_label,
             ordered.score,
             ordered.std_error,
             ordered.df,
             ordered.score_low,
             ordered.score_high,
             CASE WHEN ordered.is_shown THEN ordered.rest_score END AS rest_score,
             CASE WHEN ordered.is_shown THEN ordered.gap END AS gap,
             CASE WHEN ordered.is_shown AND ordered.has_error THEN ordered.gap_std_error END AS gap_std_error,
             CASE WHEN ordered.is_shown AND ordered.has_error THEN ordered.gap_df END AS gap_df,
             ordered.shown_p_value AS p_value,
             -- two known places enclose the scores between them
             CASE WHEN ordered.is_shown AND ordered.known = 1::bigint THEN ordered.rank END AS rank,
             CASE WHEN ordered.is_shown AND ordered.known = 1::bigint THEN ordered.ranked END AS ranked,
             NULL::float8 AS percentile,
             NULL::float8 AS category_quartile1,
             NULL::float8 AS category_median,
             NULL::float8 AS category_quartile3,
             CASE WHEN ordered.side > 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS strength,
             CASE WHEN ordered.side < 0::numeric AND ordered.place <= 5::bigint THEN ordered.place::int END AS weakness
      FROM ordered
      OFFSET 0) AS mine;

\observatory relations
('my_profile', 'edition, structure, breakdown, item',
 'Profil des structures que le lecteur peut lire (structure_role), comme dans structure_profile, les autres '
 'seulement en moyenne, là où elle ne dit le score d’aucune, et '
 'sans les éditions où un audit ne peut être noté (check_audits) ; tout, pour qui peut lire response'
 ' — Profile of the structures that the reader may read (structure_role), as in structure_profile, the others only '
 'as a mean, where it tells nobody''s score, and without the editions of which an audit cannot be scored '
 '(check_audits); all, for who may read response'),

\observatory columns
('my_profile', 'rest_score', 'Score des autres — Score of the rest', 'points', '0.0',
 'Score moyen (0–100) des autres structures de la catégorie, selon leurs poids ; NULL quand il n’y en a pas, pour un '
 'poids de 0, et où un participant en saurait trop : moins de edition.min_published autres, l’une d’un poids '
 'dominant, une catégorie de l’édition qui en a moins, ou un score que toutes les structures n’ont pas'
 ' — Mean score (0–100) of the others of the category, by participation weight; NULL when there is none, for a '
 'weight of 0, and where a participant would know too much: fewer than edition.min_published others, one of a '
 'dominant weight, a category of the edition that has fewer, or a score that not all structures have'),
('my_profile', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui des autres structures de la catégorie, en points ; NULL comme rest_score'
 ' — Score minus that of the rest of the category, in points; NULL as rest_score'),
('my_profile', 'gap_std_error', 'Erreur type de l’écart — Standard error of the gap', 'points', '0.00',
 'Erreur type de l’écart : celle des audits, de la structure et des autres ; NULL quand l’un de leurs scores n’en a '
 'pas, et pour un participant à moins de 2 · edition.min_published autres'
 ' — Standard error of the gap: the audits'', of the structure and of the rest; NULL when one of their scores has '
 'none, and for a participant with fewer than 2 · edition.min_published others'),
('my_profile', 'rank', 'Rang — Rank', '', '0',
 'Place parmi les scores de la catégorie, 1 est la meilleure ; les scores égaux à 9 décimales ont la même ; pour un '
 'participant, NULL comme rest_score, et quand il connaît une autre structure de la catégorie'
 ' — Place among the category''s scores, 1 the best; scores that agree to 9 decimals share one; for a participant '
 'NULL as rest_score, and where it knows another structure of the category'),
('my_profile', 'ranked', 'Structures comparées — Structures compared', 'structures', '#,##0',
 'Nombre de structures de la catégorie qui ont un tel score ; NULL comme rank'
 ' — Number of structures of the category with such a score; NULL as rank'),
('my_profile', 'percentile', 'Centile — Percentile', '', '0.0',
 'Pourcentage (0–100) des scores de la catégorie qui sont inférieurs, plus la moitié de ceux qui sont égaux, le sien '
 'compris ; NULL pour un participant'
 ' — Percentage (0–100) of the category''s scores below, plus half of those equal, its own among them; NULL for a '
 'participant'),
('my_profile', 'category_quartile1', 'Premier quartile de la catégorie — First quartile of the category',
 'points', '0.0',
 'Premier quartile des scores de la catégorie ; chaque structure de poids non nul compte une fois ; NULL pour un '
 'participant'
 ' — First quartile of the category''s scores; each structure with a weight counts once; NULL for a participant'),
('my_profile', 'category_median', 'Médiane de la catégorie — Median of the category', 'points', '0.0',
 'Médiane des scores de la catégorie ; chaque structure de poids non nul compte une fois ; NULL pour un participant'
 ' — Median of the category''s scores; each structure with a weight counts once; NULL for a participant'),
('my_profile', 'category_quartile3', 'Troisième quartile de la catégorie — Third quartile of the category',
 'points', '0.0',
 'Troisième quartile des scores de la catégorie ; chaque structure de poids non nul compte une fois ; NULL pour un '
 'participant'
 ' — Third quartile of the category''s scores; each structure with a weight counts once; NULL for a participant'),
('my_profile', 'strength', 'Point fort — Strength', '', '0',
 'Place parmi les points forts visibles de la structure dans la ventilation, cinq au plus : écarts positifs, ceux de '
 'p < 0,05 d’abord, puis les plus grands ; NULL : n’en est pas un'
 ' — Place among the structure''s strengths that are shown of the breakdown, at most five: positive gaps, those with '
 'p < 0.05 first, then the largest; NULL: none of them'),
('my_profile', 'weakness', 'Point faible — Weakness', '', '0',
 'Place parmi les points faibles visibles de la structure dans la ventilation, cinq au plus : écarts négatifs, ceux '
 'de p < 0,05 d’abord, puis les plus grands ; NULL : n’en est pas un'
 ' — Place among the structure''s weaknesses that are shown of the breakdown, at most five: negative gaps, those '
 'with p < 0.05 first, then the largest; NULL: none of them'),
