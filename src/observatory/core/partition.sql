/* partition: a partition of audit for each edition */

CREATE FUNCTION barometre.partition_audit() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE TABLE IF NOT EXISTS %1$I.%2$I PARTITION OF %1$I.audit FOR VALUES IN (%3$s)',
                   TG_TABLE_SCHEMA, 'audit_' || replace(NEW.edition::text, '-', 'minus_'), NEW.edition);
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION barometre.partition_audit() IS
'Trigger of the table edition of a partitioned observatory: makes the partition of audit for the new edition.';
