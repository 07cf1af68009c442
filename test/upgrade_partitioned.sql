-- The same as upgrade_observatory, of an observatory with a partition an edition.
\set partitioned true
\i test/upgrade_observatory.sql
