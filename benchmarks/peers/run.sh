#!/usr/bin/env bash
# Measures Tidemark and its peers side by side; see README.md.
# usage: ./run.sh [build] [setup] [WORK,WORK... ROUNDS SECONDS]     e.g. ./run.sh build setup w1,w2,w3,w4 4 4
# Results are appended to results.csv; ./summarize.py prints them as tables.
set -euo pipefail
cd "$(dirname "$0")"
export PGHOST=${PGHOST:-127.0.0.1} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-postgres}
mvnw="../../mvnw -q -B"
if [ "${1:-}" = build ]; then
  shift
  (cd ../.. && ./mvnw -q -B -pl benchmarks -am -DskipTests package)                    # Tidemark, into ../target/lib
  $mvnw -f pom.xml dependency:build-classpath -Dmdep.outputFile=target/cp.txt
  mkdir -p target/classes
  cp src/main/resources/* target/classes/
  javac -nowarn --release 17 -parameters -proc:none -d target/classes -cp "../target/lib/*:$(cat target/cp.txt)" src/main/java/peers/*.java
  (cd node && npm install --silent)
  if [ -n "${JAVA25:-}" ]; then                                                        # Axon 5 needs Java 21 or newer
    JAVA_HOME=$JAVA25 $mvnw -f axon5/pom.xml compile dependency:build-classpath -Dmdep.outputFile=target/cp.txt
  fi
fi
if [ "${1:-}" = setup ]; then shift; ./setup.sh; fi
if [ $# -gt 0 ]; then exec java -Xmx4g ${JAVA_OPTS:-} -cp "target/classes:../target/lib/*:$(cat target/cp.txt)" peers.Bench "$@"; fi
