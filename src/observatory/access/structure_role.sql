\observatory tables
/* Whose results a role may read. */

CREATE TABLE structure_role (
    role name,
    structure text COLLATE "C" REFERENCES structure ON UPDATE CASCADE DEFERRABLE,
    PRIMARY KEY (role, structure)
);

\observatory relations
('structure_role', NULL,
 'Les structures dont le rôle d’un participant peut lire les résultats, outre ce qui est public'
 ' — Whose results a participant''s role may read, besides what is public'),

\observatory columns
('', 'role', 'Rôle — Role', '', '', 'Nom du rôle — Name of the role'),
