/*
 * The questions in this extension, made in the first schema of search_path for
 * the observatory that is the second.
 */

CREATE VIEW cells AS
SELECT edition, structure, channel, determinant, score FROM channel_determinant_score;

-- from one scorecard a structure, its determinants and its global score
CREATE VIEW scores AS
SELECT edition, structure, (measured).determinant COLLATE "C" AS determinant, (measured).score, global_score
FROM (SELECT edition, structure, barometre.scorecard_determinants(card) AS measured, global_score
      FROM (SELECT edition, structure, card, (barometre.structure_result(card)).global_score
            FROM (SELECT edition,
                         structure,
                         barometre.scorecard((SELECT audit_form()), edition, channel, responded, answers, weight) AS card
                  FROM audit
                  GROUP BY edition, structure
                  OFFSET 0) AS carded
            OFFSET 0) AS scored) AS read;

-- one row a structure
CREATE VIEW globals AS
SELECT edition, structure, (result).global_score
FROM (SELECT edition,
             structure,
             barometre.structure_result(barometre.scorecard(
                 (SELECT audit_form()), edition, channel, responded, answers, weight)) AS result
      FROM audit
      GROUP BY edition, structure
      OFFSET 0) AS scored;

CREATE VIEW globals_with_errors AS
SELECT edition, structure, (result).global_score, (estimate).std_error
FROM (SELECT edition,
             structure,
             result,
             barometre.moderated_estimate((result).global_score, (result).strata) OVER (PARTITION BY edition) AS estimate
      FROM (SELECT edition,
                   structure,
                   barometre.structure_result(
                       (SELECT audit_form()), edition, channel, responded, answers, weight) AS result
            FROM audit
            GROUP BY edition, structure) AS scored) AS moderated;

CREATE VIEW national AS
SELECT edition, determinant, sum(weight * score) / sum(weight) AS score
FROM determinant_score
JOIN participation USING (edition, structure)
GROUP BY edition, determinant;

CREATE VIEW ranking AS
SELECT edition, category, structure, global_score, rank FROM category_ranking;

CREATE VIEW key_figures AS
SELECT edition, global_score, change, certified_score, non_certified_score, certified_gap,
       participants, participants_growth_rate, local_authority_share
FROM edition_key_figures;
