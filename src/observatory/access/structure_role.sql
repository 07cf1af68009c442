\observatory tables
/* Whose results a role may read. */

CREATE TABLE structure_role (
    role name,
    structure text COLLATE "C" REFERENCES structure ON UPDATE CASCADE DEFERRABLE,
    PRIMARY KEY (role, structure)
);

COMMENT ON TABLE structure_role IS 'Whose results a participant''s role may read, besides what is public';
COMMENT ON COLUMN structure_role.role IS 'Name of the role';
COMMENT ON COLUMN structure_role.structure IS 'Code of the structure';
