-- Distribution, where Citus is not installed; test/servers/citus tests it where it is.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT barometre.create_observatory('observatoire');
SELECT barometre.is_distributed('observatoire');
SELECT barometre.distribute_observatory('public');
SELECT barometre.distribute_observatory(NULL);
SELECT barometre.distribute_observatory('observatoire');
DROP SCHEMA observatoire CASCADE;
