#!/bin/sh
# Run once, as PostgreSQL makes its folder (docker-compose.yml): the role that owns the book, its database, and the role
# of web, worker and beat, which owns nothing. Neither is a superuser, so none can set session_replication_role.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$LODEBOOK_PASSWORD" --set owner_password="$LODEBOOK_OWNER_PASSWORD" <<'SQL'
CREATE ROLE lodebook LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE ROLE lodebook_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
CREATE DATABASE lodebook OWNER lodebook_owner;
REVOKE TEMPORARY ON DATABASE lodebook FROM PUBLIC;
SQL
