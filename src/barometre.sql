/*
 * barometre: barometer analytics inside PostgreSQL.
 *
 * This script is the concatenation of the .sql files under src/.
 */
\echo Use "CREATE EXTENSION barometre" to load this file. \quit

