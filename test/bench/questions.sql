/*
 * The questions in plain SQL over one row an answer: the same text for
 * PostgreSQL and DuckDB.  Sums over question and structure come first, and
 * what is left to do is small.
 */

CREATE VIEW scored AS
SELECT structure,
       cell,
       weight,
       -- a NaN, like a NULL, is below nothing
       CASE
           WHEN value <= p1 THEN first
           WHEN value <= p2 THEN a2 + b2 * value
           WHEN value <= p3 THEN a3 + b3 * value
           WHEN value <= p4 THEN a4 + b4 * value
           WHEN value < 'NaN' THEN last
           WHEN NOT responded THEN silence
       END AS score
FROM tidy
JOIN question ON question.question = tidy.question
OFFSET 0;   -- or PostgreSQL would compute the score twice

CREATE VIEW cell_score AS
SELECT structure,
       cell,
       sum(weight * score) / nullif(sum(weight) FILTER (WHERE score IS NOT NULL), 0) AS score
FROM scored
GROUP BY structure, cell;

CREATE VIEW cells AS
SELECT edition, structure, channel, determinant, score
FROM cell_score
JOIN cell ON cell.cell = cell_score.cell
WHERE score IS NOT NULL;

CREATE VIEW determinants AS
SELECT edition,
       structure,
       determinant,
       sum(channel_weight * score) / sum(channel_weight) AS score,
       max(determinant_weight) AS weight
FROM cell_score
JOIN cell ON cell.cell = cell_score.cell
WHERE score IS NOT NULL AND channel_weight > 0
GROUP BY edition, structure, determinant;

CREATE VIEW scores AS
SELECT edition,
       structure,
       determinant,
       score,
       sum(weight * score) OVER of_structure / nullif(sum(weight) OVER of_structure, 0) AS global_score
FROM determinants
WINDOW of_structure AS (PARTITION BY edition, structure);

CREATE VIEW national AS
SELECT determinants.edition,
       determinant,
       sum(member.weight * score) / sum(member.weight) AS score
FROM determinants
JOIN member ON member.edition = determinants.edition AND member.structure = determinants.structure
GROUP BY determinants.edition, determinant;

CREATE VIEW globals AS
SELECT edition,
       structure,
       sum(weight * score) / nullif(sum(weight), 0) AS global_score,
       sum(weight) AS weight
FROM determinants
GROUP BY edition, structure;

CREATE VIEW ranking AS
SELECT globals.edition,
       category,
       globals.structure,
       global_score,
       rank() OVER (PARTITION BY globals.edition, category ORDER BY global_score::decimal(18, 9) DESC) AS rank
FROM globals
JOIN member ON member.edition = globals.edition AND member.structure = globals.structure
WHERE enough_audits AND globals.weight >= min_weight;

CREATE VIEW key_figures AS
WITH figures AS (
    SELECT member.edition,
           sum(weight_of_score * global_score) / sum(weight_of_score) AS global_score,
           sum(weight_of_score * global_score) FILTER (WHERE certified)
               / sum(weight_of_score) FILTER (WHERE certified) AS certified_score,
           sum(weight_of_score * global_score) FILTER (WHERE NOT certified)
               / sum(weight_of_score) FILTER (WHERE NOT certified) AS non_certified_score,
           count(*) AS participants,
           avg(CASE WHEN local_authority THEN 1.0 ELSE 0.0 END::double precision) AS local_authority_share
    FROM member
    LEFT JOIN globals ON globals.edition = member.edition AND globals.structure = member.structure
    CROSS JOIN LATERAL (SELECT CASE WHEN global_score IS NOT NULL THEN member.weight END AS weight_of_score) AS of_score
    GROUP BY member.edition
)
SELECT edition,
       global_score,
       global_score - lag(global_score) OVER previous AS change,
       certified_score,
       non_certified_score,
       certified_score - non_certified_score AS certified_gap,
       participants,
       participants::double precision / lag(participants) OVER previous - 1 AS participants_growth_rate,
       local_authority_share
FROM figures
WINDOW previous AS (ORDER BY edition);

-- item scores and weights as two columns, for the means
CREATE TABLE measure AS
SELECT score AS x, weight AS w FROM scored WHERE score IS NOT NULL;
