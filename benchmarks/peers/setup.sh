#!/usr/bin/env bash
# Creates the databases: peers_w and peers_e (empty, for writes), peers_r (1,000,000 events), peers_p (200,000 events).
# usage: ./setup.sh [DATABASE...]
set -euo pipefail
cd "$(dirname "$0")"
export PGHOST=${PGHOST:-127.0.0.1} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-postgres}
cp="target/classes:../target/lib/*:$(cat target/cp.txt)"
pekko=$(tr ':' '\n' < target/cp.txt | grep pekko-persistence-jdbc)
[ $# -gt 0 ] || set -- peers_w peers_e peers_r peers_p
for db in "$@"; do
  psql -q postgres -c "drop database if exists $db" -c "create database $db"
  java -cp "$cp" peers.Bench schema "$db"                                              # plain table, Axon 4, Tidemark
  unzip -p "$pekko" schema/postgres/postgres-create-schema.sql | psql -q "$db"         # Pekko
  (cd node && node emmett.mjs schema "$db" > /dev/null)                                # Emmett
  DATABASE_NAME=$db CREATE_DATABASE=off bash node/node_modules/@eventide/message-db/database/install.sh > /dev/null
  psql -q "$db" -c "truncate emt_messages, emt_streams"                                # the seed event
  case $db in peers_r) n=1000000;; peers_p) n=200000;; *) n=0;; esac
  if [ $n -gt 0 ]; then psql -q "$db" -v n=$n -f sql/fill.sql; fi
  if [ -n "${JAVA25:-}" ]; then
    "$JAVA25/bin/java" -cp "axon5/target/classes:$(cat axon5/target/cp.txt)" axon5.Axon5 schema "$db" > /dev/null 2>&1
    if [ "$db" = peers_p ]; then psql -q "$db" -f sql/fill-axon5.sql; fi
  fi
done
