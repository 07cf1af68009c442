/*
 * The observatory "large" twice, as four editions with a partition each, so that
 * two workers have as much to do: "partitioned", the first schema of search_path.
 */
CREATE TEMP TABLE copied AS
SELECT edition, edition + again AS new_edition FROM large.edition CROSS JOIN (VALUES (0), (2)) AS turn (again);

INSERT INTO edition (edition, min_audits, min_coverage)
SELECT new_edition, min_audits, min_coverage FROM large.edition JOIN copied USING (edition);
INSERT INTO determinant_weight SELECT new_edition, determinant, weight FROM large.determinant_weight JOIN copied USING (edition);
INSERT INTO channel_weight SELECT new_edition, channel, weight FROM large.channel_weight JOIN copied USING (edition);
INSERT INTO criterion (edition, channel, item, determinant, scale, weight, no_response)
SELECT new_edition, channel, item, determinant, scale, weight, no_response FROM large.criterion JOIN copied USING (edition);
INSERT INTO structure (structure) SELECT structure FROM large.structure;
INSERT INTO participation (edition, structure, category, labels, weight)
SELECT new_edition, structure, category, labels, weight FROM large.participation JOIN copied USING (edition);
INSERT INTO audit
SELECT new_edition, structure, audit, channel, audited_on, auditor, responded, answers FROM large.audit JOIN copied USING (edition)
ORDER BY new_edition, structure, audit;
