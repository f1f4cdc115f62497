#!/bin/bash
# Runs docker-compose.yml from nothing, breaks it, and looks whether it keeps what it says: docs/containers.md.
#   tests/containers/run.sh               with the images that the file names
#   tests/containers/run.sh --stand-ins   without an image registry: root, debootstrap, Maven and Java make stand-ins
# One line for each step. The first that fails ends it with 1. Containers, volumes and networks are gone afterwards,
# the images stay for the next time.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=tests/containers
workers=(segment entities quotes index)
projects=(rasd-try rasd-own rasd-search) # the stack as it is, with a cluster of its own, with OpenSearch
project=rasd-try
work=$(mktemp -d "${TMPDIR:-/tmp}/rasd-containers.XXXXXX")
mkdir "${projects[@]/#/$work/}"
daemon="" stand_ins="" more=()
case "${1:-}" in
--stand-ins) stand_ins=1 ;;
?*) echo "unknown: $1; there is --stand-ins" >&2 && exit 2 ;;
esac
# shellcheck source=tests/containers/images.sh
source $here/images.sh
# shellcheck source=tests/containers/checks.sh
source $here/checks.sh

# --- A line for each step --------------------------------------------------------------------------------------

step() { # WHAT COMMAND...
    local start=$SECONDS code
    : >"$work/notes"
    set +e
    (set -e; "${@:2}") >"$work/out" 2>&1
    code=$?
    set -e
    printf '%s %4d s  %s%s\n' "$([ $code = 0 ] && echo PASS || echo FAIL)" $((SECONDS - start)) "$1" \
        "$(awk '{printf "%s%s", NR == 1 ? ": " : ", ", $0}' "$work/notes")"
    [ $code = 0 ] || fail
}

fail() {
    sed 's/^/    /' "$work/out" | tail -n 30
    compose ps --all || true
    compose logs --no-color --tail 5 || true
    exit 1
}

clean_up() {
    local code=$?
    trap - EXIT
    remove_all >/dev/null 2>&1 || echo "not all of it could be removed: docker ps -a, docker volume ls" >&2
    if [ -n "$daemon" ]; then kill "$daemon"; wait "$daemon" || true; fi
    rm -rf "$work"
    exit $code
}

# --- Before --------------------------------------------------------------------------------------------------------

clean_environment() { # what somebody set for another stack would change what is tried
    local name
    for name in $(compgen -e | grep -E '^(RASD|COMPOSE|KAFKA|OPENSEARCH|WORKER)_' || true); do unset "$name"; done
}

start_daemon() {
    docker info >/dev/null 2>&1 && return
    dockerd >"$work/dockerd.log" 2>&1 &
    daemon=$!
    within 60 docker info >/dev/null 2>&1
}

# -------------------------------------------------------------------------------------------------------------------

clean_environment
trap clean_up EXIT
trap 'exit 130' INT TERM
start_daemon
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
KAFKA_PORT=$(free_port)
export KAFKA_PORT

if [ -n "$stand_ins" ]; then
    name_stand_ins
    step "stand-ins are there: $PYTHON_IMAGE $KAFKA_IMAGE $OPENSEARCH_IMAGE" make_stand_ins
fi
step "nothing is left of an earlier run" nothing_is_there
step "up from nothing: the image is built, all are healthy" first_up
for service in kafka topics "${workers[@]}"; do step "$service: limits and rights are in force" is_confined "$service"; done
step "the limits bite: memory, processes" limits_bite
step "Kafka answers on this machine's port" host_port_answers
step "an article is in every topic, and found" first_article
step "whatever its publisher compresses with" compressed_articles
for service in "${workers[@]}"; do step "$service: its process dies, it comes back by itself" crash_comes_back "$service"; done
step "docker kill -s KILL of each worker: what came meanwhile is found" killed_workers
step "kill -9 of Kafka's process: it comes back, and so do the workers" kafka_crash
step "SIGSTOP: unhealthy; SIGCONT: healthy, and what came meanwhile is found" standing_still
step "SIGTERM under load: each worker drains, nothing is lost" terminated_under_load
step "under load memory stays below the limits, nothing restarts" load_fits
for service in "${workers[@]}"; do step "$service: JSON lines without text in its log" log_is_clean "$service"; done
step "nothing became a dead letter" no_dead_letters
step "SIGTERM: Kafka ends by itself" kafka_ends
step "down, up: every article is found, another goes through" down_and_up
step "down -v leaves nothing" down_leaves_nothing
project=rasd-own
step "an own cluster with a password: an article is found" own_cluster
step "down -v leaves nothing" down_leaves_nothing
project=rasd-search
step "OpenSearch: an article arrives, also one that came while OpenSearch was away" with_opensearch
step "down -v leaves nothing" down_leaves_nothing
