#!/bin/bash
# Run once by PostgreSQL's image, in an empty cluster: two databases, each of a role of its own
# that may not enter the other's.
set -euo pipefail

make_database() {
    local name=$1 password
    password=$(< "/run/secrets/$2")
    psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
        --set name="$name" --set password="$password" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
}

make_database airflow airflow_database_password
make_database stegvis warehouse_password
