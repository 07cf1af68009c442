/*
 * The peers' tables, made in the first schema of search_path from the
 * observatory that is the second.  "tidy" holds one row an answer.
 *
 * The peers are given every chance: a question has one short key, which stands
 * for edition, channel and item; a cell of the result too; and scales are laid
 * out beside the question, so that a score is one CASE.
 */

/* Channel × determinant of each edition */
CREATE TABLE cell AS
SELECT row_number() OVER (ORDER BY cw.edition, cw.channel, dw.determinant)::int AS cell,
       cw.edition,
       cw.channel,
       dw.determinant,
       cw.weight AS channel_weight,
       dw.weight AS determinant_weight
FROM channel_weight AS cw
JOIN determinant_weight AS dw ON dw.edition = cw.edition;

/* up to p1: first; to p2: a2 + b2 * value; …; beyond p4: last; no response: silence */
CREATE TABLE question AS
SELECT row_number() OVER (ORDER BY criterion.edition, criterion.channel, item)::int AS question,
       criterion.edition,
       criterion.channel,
       item,
       cell,
       criterion.weight,
       CASE no_response WHEN 'zero' THEN 0.0 END::float8 AS silence,
       s[1] AS first, s[4] AS last,
       p[1] AS p1, p[2] AS p2, p[3] AS p3, p[4] AS p4,
       s[1] - p[1] * b2 AS a2, b2,
       s[2] - p[2] * b3 AS a3, b3,
       s[3] - p[3] * b4 AS a4, b4
FROM criterion
JOIN cell USING (edition, channel, determinant)
JOIN scale USING (scale)
-- four points: the last is repeated
CROSS JOIN LATERAL (SELECT points || array_fill(points[cardinality(points)], ARRAY[4 - cardinality(points)]) AS p,
                           scores || array_fill(scores[cardinality(scores)], ARRAY[4 - cardinality(scores)]) AS s) AS four
CROSS JOIN LATERAL (SELECT coalesce((s[2] - s[1]) / nullif(p[2] - p[1], 0), 0) AS b2,
                           coalesce((s[3] - s[2]) / nullif(p[3] - p[2], 0), 0) AS b3,
                           coalesce((s[4] - s[3]) / nullif(p[4] - p[3], 0), 0) AS b4) AS slope;

CREATE TABLE tidy AS
SELECT audit.edition,
       audit.audit::int,
       question.question,
       answers[question.item] AS value,
       audit.responded,
       audit.structure
FROM audit
JOIN question ON question.edition = audit.edition AND question.channel = audit.channel;

-- what the peers would have to count and sum first is given to them
CREATE TABLE member AS
SELECT participation.edition,
       participation.structure,
       participation.category,
       certified,
       participation.weight,
       local_authority,
       (SELECT count(*) FROM audit
        WHERE audit.edition = participation.edition AND audit.structure = participation.structure) >= min_audits AS enough_audits,
       min_coverage * (SELECT sum(determinant_weight.weight) FROM determinant_weight
                       WHERE determinant_weight.edition = participation.edition) AS min_weight
FROM participation
JOIN category ON category.category = participation.category
JOIN edition ON edition.edition = participation.edition;

ANALYZE;
