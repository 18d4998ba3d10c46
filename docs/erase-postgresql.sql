-- Removes from a PostgreSQL server's files what Supine has deleted. docs/postgresql.md says why each line is here.
-- To be run as a superuser, connected to Supine's database, statement by statement: psql -f does that. No line may run inside a transaction.

-- Log files that are no longer needed go, instead of being renamed and used again with their old content.
ALTER SYSTEM SET wal_recycle = off;
SELECT pg_reload_conf();

-- Statistics quote values, and ANALYZE leaves those of an empty table as they are: they go first and are made anew.
DELETE FROM pg_catalog.pg_statistic;

-- Every table is written anew without its deleted rows.
VACUUM (FULL, ANALYZE);
VACUUM (FULL) pg_catalog.pg_statistic;

-- The files that were set aside for use again, before that was turned off, are gone through: what they held is overwritten with zeros.
SELECT count(pg_logical_emit_message(false, 'erase', '')), count(pg_switch_wal()) FROM generate_series(1, (SELECT count(*) FROM pg_ls_waldir()));

-- The log up to here is no longer needed, a new file is begun, and the files before it go.
CHECKPOINT;
SELECT pg_switch_wal();
CHECKPOINT;
