#!/usr/bin/env bash
# Run once by the PostgreSQL image: Custody's role owns its database and nothing else.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/spring.datasource.password)" <<'SQL'
CREATE ROLE custody LOGIN PASSWORD :'password';
CREATE DATABASE custody OWNER custody TEMPLATE template0;
SQL
