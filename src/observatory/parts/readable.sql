-- readable: the structures whose results the reader may read, as one array.  In a view current_user is who
-- reads, after SET ROLE too; a row whose role is gone joins nothing.
ARRAY(SELECT structure_role.structure
      FROM structure_role
      JOIN pg_catalog.pg_roles AS reader ON reader.rolname = structure_role.role
      WHERE pg_has_role(reader.oid, 'USAGE'::text))
