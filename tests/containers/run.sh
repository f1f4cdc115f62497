#!/bin/bash
# Runs docker-compose.yml and looks whether it keeps what it says: see docs/containers.md. Needs Linux, root or a
# user who may use docker, and the compose plugin; where no image registry answers also debootstrap, Maven and a
# Python with Rasd's dependencies ($PYTHON), to make stand-ins for the images. Ends with 0 when all is well.
#   KEEP=1 tests/containers/run.sh    keeps the images it made, for the next time
set -euo pipefail
cd "$(dirname "$0")/../.."
here=tests/containers
work=$(mktemp -d "${TMPDIR:-/tmp}/rasd-containers.XXXXXX")
project=rasd-try
workers=(segment entities quotes index)
made=() daemon="" failed=0
export DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} # a buildx need not be there
PYTHON=${PYTHON:-python3}
KAFKA_PORT=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export KAFKA_PORT

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
check() { # WHAT COMMAND...
    if "${@:2}"; then say "ok    $1"; else say "WRONG $1"; failed=1; fi
}
compose() { docker compose -p "$project" "$@"; }
container() { echo "$project-$1-1"; }
inspect() { docker inspect -f "$2" "$(container "$1")"; }
seconds_since() { echo "$(($(date +%s) - $1))"; }
within() { # SECONDS COMMAND...: until it succeeds
    local until=$(($(date +%s) + $1))
    until "${@:2}"; do
        [ "$(date +%s)" -lt "$until" ] || return 1
        sleep 1
    done
}

clean_up() {
    local code=$?
    if [ "$code" -ne 0 ]; then compose logs --tail 15 || true; fi
    say "cleaning up"
    docker rm -fv rasd-own-broker >/dev/null 2>&1 || true
    for project in rasd-own rasd-try; do compose down -v --timeout 30 >/dev/null 2>&1 || true; done
    if [ -z "${KEEP:-}" ] && [ ${#made[@]} -gt 0 ]; then
        docker image rm -f "${made[@]}" >/dev/null 2>&1 || true
        docker image prune -f >/dev/null 2>&1 || true
    fi
    if [ -n "$daemon" ]; then kill "$daemon" && wait "$daemon" || true; fi
    rm -rf "$work"
    exit "$code"
}

# --- Images ---------------------------------------------------------------------------------------------------

start_daemon() {
    docker info >/dev/null 2>&1 && return
    say "starting dockerd"
    dockerd >"$work/dockerd.log" 2>&1 &
    daemon=$!
    within 60 docker info >/dev/null 2>&1
}

image() { # NAME MAKER: the real one, else the stand-in
    docker image inspect "$1" >/dev/null 2>&1 && { say "image $1 is there"; return; }
    timeout 120 docker pull -q "$1" >/dev/null 2>&1 && { made+=("$1"); say "image $1 pulled"; return; }
    "$2" "$1"
    made+=("$1")
    say "image $1: a stand-in"
}

base() {
    docker image inspect rasd-stand-in:base >/dev/null 2>&1 && return
    # shellcheck disable=SC1091
    mirror=${DEBIAN_MIRROR:-$(awk '$1 == "URIs:" {print $2; exit} $1 == "deb" {print $2; exit}' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)}
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" "$mirror" >"$work/debootstrap.log"
    # The machine's own authorities too: what is behind its proxy shall be trusted in a build as it is here.
    cp -r /usr/local/share/ca-certificates/. "$work/base/usr/local/share/ca-certificates/"
    chroot "$work/base" update-ca-certificates >/dev/null 2>&1
    tar -C "$work/base" -c . | docker import - rasd-stand-in:base >/dev/null
    rm -rf "$work/base"
    made+=(rasd-stand-in:base)
}

python_image() {
    base
    docker build -q --network host -t "$1" "$here/python" >/dev/null
}

kafka_image() {
    base
    cp -r "$here/kafka" "$work/kafka"
    cp -r "$(kafka_jars "${1#*:}")" "$work/kafka/jars"
    docker build -q --network host -t "$1" "$work/kafka" >/dev/null
}

kafka_jars() { # VERSION
    PYTHONPATH=. "$PYTHON" - "$1" <<'PYTHON'
import sys

from service.stack.jars import fetch

version = sys.argv[1]
log4j = [f"org.apache.logging.log4j:{name}:2.25.1" for name in ("log4j-slf4j-impl", "log4j-core")]
kafka = [f"org.apache.kafka:{name}:{version}" for name in ("kafka_2.13", "kafka-tools")]
print(fetch(f"kafka-image-{version}", [*kafka, *log4j]))
PYTHON
}

prepare_images() {
    image "$(sed -n 's/^FROM \(.*\) AS .*/\1/p' Dockerfile)" python_image
    image "$(sed -n 's/^ *image: \(apache.*\)/\1/p' docker-compose.yml)" kafka_image
    local arguments=() name
    for name in PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CERT PIP_DEFAULT_TIMEOUT; do
        if [ -n "${!name:-}" ]; then arguments+=(--build-arg "$name"); fi
    done
    docker build -q --network host "${arguments[@]}" -t rasd:0.1.0 . >/dev/null
    made+=(rasd:0.1.0)
    say "image rasd:0.1.0 built, $(docker image inspect -f '{{.Size}}' rasd:0.1.0 | numfmt --to=si)"
}

# --- What a person does ---------------------------------------------------------------------------------------

up() {
    local start
    start=$(date +%s)
    if ! compose up -d --wait --no-build >"$work/up.log" 2>&1; then
        tail -5 "$work/up.log"
        return 1
    fi
    say "up, all of it healthy, after $(seconds_since "$start") s"
}

publish() { # ID WORD
    printf '{"id": "%s", "text": "قال الوزير سامر الحداد إن %s تبدأ غدا في بيروت."}' "$1" "$2" |
        compose exec -T segment rasd publish - 2>&1 | tail -1
}

found() { # ID WORD
    compose exec -T index rasd search --json "$2" 2>/dev/null | grep -q "\"$1\""
}

published_is_found() { # ID WORD
    local start
    publish "$1" "$2" >/dev/null
    start=$(date +%s)
    within 90 found "$1" "$2" && say "      $1: found after $(seconds_since "$start") s"
}

own_cluster() { # the stack of this file with a cluster that asks for a password, instead of its own Kafka
    project=rasd-own
    printf 'not-a-secret\n' >"$work/password"
    chmod 0644 "$work/password"
    export KAFKA_CONTAINERS=0 KAFKA_PASSWORD_FILE=$work/password RASD_KAFKA__BOOTSTRAP_SERVERS=broker:9093
    cat >"$work/own.yml" <<'YAML'
x-ours: &ours
  environment:
    RASD_KAFKA__SECURITY_PROTOCOL: SASL_PLAINTEXT
    RASD_KAFKA__SASL_MECHANISM: PLAIN
    RASD_KAFKA__SASL_USERNAME: rasd
    RASD_KAFKA__TOPIC_PREFIX: newsroom.
services: {topics: *ours, segment: *ours, entities: *ours, quotes: *ours, index: *ours}
YAML
    export COMPOSE_FILE=docker-compose.yml:$work/own.yml
    compose up --no-start --no-build >/dev/null 2>&1 # for the network
    local login='org.apache.kafka.common.security.plain.PlainLoginModule required user_rasd="not-a-secret";'
    docker run -d --name rasd-own-broker --network rasd-own_default --network-alias broker \
        -e KAFKA_NODE_ID=1 -e KAFKA_PROCESS_ROLES=broker,controller \
        -e KAFKA_LISTENERS=INNER://localhost:9094,SASL_PLAINTEXT://:9093,CONTROLLER://localhost:29093 \
        -e KAFKA_ADVERTISED_LISTENERS=INNER://localhost:9094,SASL_PLAINTEXT://broker:9093 \
        -e KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=INNER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT \
        -e KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER -e KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:29093 \
        -e KAFKA_INTER_BROKER_LISTENER_NAME=INNER -e KAFKA_SASL_ENABLED_MECHANISMS=PLAIN \
        -e KAFKA_LISTENER_NAME_SASL__PLAINTEXT_PLAIN_SASL_JAAS_CONFIG="$login" \
        -e KAFKA_OPTS=-Djava.security.auth.login.config=/dev/null \
        -e KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1 -e KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS=4 \
        -e KAFKA_AUTO_CREATE_TOPICS_ENABLE=false -e KAFKA_HEAP_OPTS=-Xmx512m \
        "$(sed -n 's/^ *image: \(apache.*\)/\1/p' docker-compose.yml)" >/dev/null
    within 60 sh -c 'docker logs rasd-own-broker 2>&1 | grep -q "Kafka Server started"'
    up
    check "an own cluster: no Kafka of ours runs" test -z "$(compose ps -q kafka)"
    check "an own cluster, with a password from a file: an article is found" published_is_found own "المهرجان"
    docker rm -fv rasd-own-broker >/dev/null
}

# --- What shall hold ------------------------------------------------------------------------------------------

has_no_rights() { # SERVICE
    [ "$(inspect "$1" '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}')" = "true [ALL]" ] || return 1
    compose exec -T "$1" sh -c '
        ! touch /opt/rasd/x 2>/dev/null && touch /tmp/x /var/lib/rasd/x && rm /var/lib/rasd/x &&
        test "$(id -u)" = 10001 &&
        grep -q "^CapBnd:.0*$" /proc/self/status && grep -q "^NoNewPrivs:.1" /proc/self/status'
}

kafka_has_no_rights() {
    compose exec -T kafka bash -c 'test "$(id -u)" = 1000 && grep -q "^CapBnd:.0*$" /proc/self/status'
}

worker_pid() { # SERVICE: inside its container, the one child of the init
    compose exec -T "$1" sh -c \
        'for s in /proc/[0-9]*/status; do grep -q "^PPid:.1$" $s && basename $(dirname $s); done 2>/dev/null | head -1'
}

signal_worker() { # SERVICE SIGNAL
    compose exec -T "$1" sh -c "kill -$2 $(worker_pid "$1")"
}

is() { # SERVICE HEALTH
    [ "$(inspect "$1" '{{.State.Health.Status}}')" = "$2" ]
}

came_back() { # SERVICE RESTARTS
    [ "$(inspect "$1" '{{.RestartCount}}')" -gt "$2" ] && is "$1" healthy
}

killed_comes_back() { # SERVICE
    local before start
    before=$(inspect "$1" '{{.RestartCount}}')
    start=$(date +%s)
    signal_worker "$1" KILL || true # the exec may end with the container
    within 120 came_back "$1" "$before" && say "      $1: healthy again after $(seconds_since "$start") s"
}

all_are() { # HEALTH
    local service
    for service in "${workers[@]}"; do is "$service" "$1" || return 1; done
}

standing_still_is_unhealthy() {
    local start service
    start=$(date +%s)
    for service in "${workers[@]}"; do signal_worker "$service" STOP; done
    within 90 all_are unhealthy || return 1
    say "      all unhealthy after $(seconds_since "$start") s"
    publish while-they-stood "المفاوضات" >/dev/null
    for service in "${workers[@]}"; do signal_worker "$service" CONT; done
    start=$(date +%s)
    within 60 all_are healthy && within 90 found while-they-stood "المفاوضات" &&
        say "      all healthy, and what was published meanwhile found, after $(seconds_since "$start") s"
}

logs_are_json_without_text() { # SERVICE
    docker logs "$(container "$1")" >"$work/log" 2>&1
    say "      $1: $(wc -l <"$work/log") lines"
    ! grep -q -e الحداد -e بيروت "$work/log" && "$PYTHON" -c '
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
sys.exit(not lines or any("event" not in line or "stage" not in line for line in lines))' "$work/log"
}

uses_less_than_its_limit() { # SERVICE
    local percent
    percent=$(docker stats --no-stream --format '{{.MemPerc}} {{.MemUsage}}' "$(container "$1")")
    say "      $1: $percent"
    [ "${percent%%.*}" -lt 80 ] && [ "$(inspect "$1" '{{.State.OOMKilled}}')" = false ]
}

ends() { # SERVICE CODE: at a SIGTERM, before its grace period is over, with this code
    local start
    start=$(date +%s)
    compose stop "$1" >/dev/null 2>&1
    say "      $1: exit $(inspect "$1" '{{.State.ExitCode}}') after $(seconds_since "$start") s"
    [ "$(seconds_since "$start")" -lt 29 ] && [ "$(inspect "$1" '{{.State.ExitCode}}')" = "$2" ]
}

has_marks() { # SERVICE
    compose exec -T "$1" sh -c 'ls /var/lib/rasd/workers/marks/*/*.mark >/dev/null'
}

check_logs() {
    local service
    for service in "${workers[@]}"; do check "$service logs JSON lines without text" logs_are_json_without_text "$service"; done
}

# --------------------------------------------------------------------------------------------------------------

if [ -e .env ]; then
    echo "there is a .env here, which would change what is tried; move it away" >&2
    exit 2
fi
trap clean_up EXIT
start_daemon
prepare_images
compose down -v >/dev/null 2>&1

up
for service in "${workers[@]}"; do check "$service has no rights it does not need" has_no_rights "$service"; done
check "kafka has no rights it does not need" kafka_has_no_rights
check "an article is found" published_is_found first "المحادثات"
for service in "${workers[@]}"; do check "kill -9: $service comes back" killed_comes_back "$service"; done
check "and the next article is found" published_is_found second "المناورات"
check "workers that stand still are unhealthy, and go on" standing_still_is_unhealthy
check_logs
for service in kafka "${workers[@]}"; do check "$service has memory to spare" uses_less_than_its_limit "$service"; done
publish third "الانتخابات" >/dev/null # something may be in flight
for service in "${workers[@]}"; do check "SIGTERM: $service drains" ends "$service" 0; done
check "SIGTERM: kafka ends" ends kafka 143 # a Java's way to say that it was asked to
compose down >/dev/null 2>&1
up
for id in first:المحادثات second:المناورات third:الانتخابات; do
    check "${id%:*} is there after down and up" within 60 found "${id%:*}" "${id#*:}"
done
for service in "${workers[@]}"; do check "$service still has its crash marks" has_marks "$service"; done
check "and another article is found" published_is_found fourth "القمة"
check_logs
compose down -v >/dev/null 2>&1
own_cluster
if [ "$failed" -ne 0 ]; then say "something is wrong"; else say "all is well"; fi
exit "$failed"
