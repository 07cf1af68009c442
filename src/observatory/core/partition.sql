/* partition: a partition of audit for each edition */

CREATE FUNCTION barometre.partition_audit() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_partition_audit' LANGUAGE C;

COMMENT ON FUNCTION barometre.partition_audit() IS
'Trigger of the table edition: where audit is partitioned, makes the partition of a new edition, as the owner of the '
'tables. '
'Error 42P07 when a table of its name is no partition, 42809 on any other table.';

\observatory partitioning
/* Run after the tables where they are to be partitioned: audit is made anew, with partitions. */

CREATE TABLE audit_by_edition (LIKE audit INCLUDING ALL) PARTITION BY LIST (edition);

DROP TABLE audit;

ALTER TABLE audit_by_edition RENAME TO audit;

ALTER INDEX audit_by_edition_pkey RENAME TO audit_pkey;

ALTER INDEX audit_by_edition_edition_structure_reference_idx RENAME TO audit_reference;

ALTER TABLE audit ADD FOREIGN KEY (edition, structure) REFERENCES participation ON UPDATE CASCADE DEFERRABLE;

\observatory guards
CREATE TRIGGER partition_audit
AFTER INSERT OR UPDATE OF edition ON edition
FOR EACH ROW EXECUTE FUNCTION barometre.partition_audit();
