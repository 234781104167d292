#!/bin/sh
# Run once, as PostgreSQL makes its folder (docker-compose.yml): the plain role that owns the book, and its database.
# It is no superuser, so no process of the book can set session_replication_role or change what it does not own.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$LODEBOOK_PASSWORD" <<'SQL'
CREATE ROLE lodebook LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE lodebook OWNER lodebook;
REVOKE TEMPORARY ON DATABASE lodebook FROM PUBLIC;
SQL
