# shellcheck shell=bash disable=SC2154  # what is not assigned here is in run.sh
# Sourced by run.sh: what a person does with the stack, and what shall hold. Every step runs under `set -e`, so a
# command that fails ends it; what a step wants to tell goes through `note`.

# --- With the stack ------------------------------------------------------------------------------------------------

# In a folder of its own, so that a .env of this checkout stays out of it and a step can have one.
compose() { docker compose --project-directory "$work/$project" -f docker-compose.yml "${more[@]}" -p "$project" "$@"; }
inspect() { docker inspect -f "$2" "$project-$1-1"; }
inside() { compose exec -T "$@"; }
note() { echo "$*" >>"$work/notes"; }

within() { # SECONDS COMMAND...: until it succeeds
    local end=$((SECONDS + $1))
    until "${@:2}"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 1
    done
}

free_port() {
    local port
    until port=$((20000 + RANDOM % 10000)) && ! (: </dev/tcp/127.0.0.1/$port) 2>/dev/null; do :; done
    echo $port
}

remove_all() { for project in "${projects[@]}"; do compose down --volumes --remove-orphans --timeout 60; done; }

up() { compose up -d --wait --no-build; }

article() { # ID WORD
    echo "$1" >>"$work/published"
    printf '{"id": "%s", "text": "قال الوزير سامر الحداد إن %s تبدأ غدا في بيروت."}\n' "$1" "$2"
}

publish() { compose run --rm --no-deps -T topics publish "$@" -; } # in a container of its own, whatever has stopped

is_found() { # ID WORD
    local hits
    hits=$(inside index rasd search --json "$2") && grep -q "\"$1\"" <<<"$hits"
}

all_found() { # as many articles as were published
    local told
    told=$(inside index rasd search --limit 1 2>&1) && grep -qw "$(sort -u "$work/published" | wc -l) article" <<<"${told//articles/article}"
}

goes_through() { # ID WORD
    article "$1" "$2" | publish
    local start=$SECONDS
    within 300 is_found "$1" "$2"
    note "found after $((SECONDS - start)) s"
}

is() { [ "$(inspect "$1" '{{.State.Health.Status}}')" = "$2" ]; } # SERVICE HEALTH

all_are() { # HEALTH
    local service
    for service in "${workers[@]}"; do is "$service" "$1" || return 1; done
}

restarts() { inspect "$1" '{{.RestartCount}}'; }
all_restarts() { for service in kafka "${workers[@]}"; do restarts "$service"; done | xargs; }

# A process that dies, not one that somebody asked Docker to kill: from outside, as PID 1 cannot be killed from inside.
crash() { # SERVICE
    docker run --rm --pid host --user 0 --entrypoint sh rasd:0.1.0 -c "kill -9 $(inspect "$1" '{{.State.Pid}}')"
}

came_back() { [ "$(restarts "$1")" -gt "$2" ] && is "$1" healthy; } # SERVICE RESTARTS

signal_worker() { # SERVICE SIGNAL: to the one child of the container's init
    inside "$1" sh -c "for s in /proc/[0-9]*/status; do grep -q '^PPid:.1\$' \$s && kill -$2 \$(basename \$(dirname \$s)); done; :"
}

# --- Steps ---------------------------------------------------------------------------------------------------------

nothing_is_there() {
    remove_all
    docker volume ls -q | sort >"$work/volumes"
    : >"$work/published"
}

first_up() { # builds the image too; the layers of an old one are kept as a cache
    docker image rm --no-prune rasd:0.1.0 || true
    printf 'services: {topics: {build: {context: %s, network: host}}}\n' "$PWD" >"$work/build.yml"
    more=(-f "$work/build.yml")
    compose up -d --wait
    note "image of $(docker image inspect -f '{{.Size}}' rasd:0.1.0 | numfmt --to=si)B"
}

is_confined() { # SERVICE
    local user only_read drop security memory cpus pids
    read -r user only_read drop security memory cpus pids < <(inspect "$1" '{{with .HostConfig}}{{$.Config.User}} {{
        .ReadonlyRootfs}} {{.CapDrop}} {{.SecurityOpt}} {{.Memory}} {{.NanoCpus}} {{.PidsLimit}}{{end}}' | xargs)
    [ "${user%%:*}" -ge 1000 ] && [ "$only_read $drop $security" = "true [ALL] [no-new-privileges:true]" ]
    [ "$memory" -gt 0 ] && [ "$cpus" -gt 0 ] && [ "$pids" -gt 0 ]
    note "user $user" "$((memory >> 20)) MB" "$((cpus / 10000000)) % of a CPU" "$pids processes"
    [ "$1" = topics ] || is_confined_inside "$1" "$memory" "$pids" "$user"
}

is_confined_inside() { # SERVICE MEMORY PIDS USER
    # shellcheck disable=SC2016  # the container's shell expands it
    inside "$1" sh -c '
        set -e
        first() { cat "$@" 2>/dev/null | head -n 1; } # cgroup 2, else 1
        test "$(id -u):$(id -g)" = '"$4"'
        grep -q "^CapBnd:.0*$" /proc/self/status && grep -q "^NoNewPrivs:.1" /proc/self/status
        test "$(first /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes)" = '"$2"'
        test "$(first /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max)" = '"$3"'
        touch /tmp/x && rm /tmp/x'
    # As root, so that it is the file system that refuses, and no permission.
    local told
    told=$(compose exec -T --user 0 "$1" touch /x 2>&1) && return 1
    grep -q "Read-only file system" <<<"$told"
}

limits_bite() {
    local code=0 told
    compose run --rm --no-deps -T --entrypoint python segment -c 'b"x" * (4 << 30)' || code=$?
    [ $code = 137 ]
    note "4 GB of memory: killed"
    told=$(compose run --rm --no-deps -T --entrypoint python segment -c '
from threading import Event, Thread
for _ in range(300):
    Thread(target=Event().wait, daemon=True).start()' 2>&1) && return 1
    grep -q "can't start new thread" <<<"$told"
    note "300 threads: refused"
}

host_port_answers() {
    docker run --rm --network host -e "RASD_KAFKA__BOOTSTRAP_SERVERS=localhost:$KAFKA_PORT" rasd:0.1.0 topics check
}

first_article() {
    goes_through first "المحادثات"
    local topic told
    for topic in articles.raw articles.segmented articles.entities articles.enriched quotes mentions articles.indexed; do
        told=$(inside segment timeout 300 rasd tail "$topic" --from beginning --json --max 1)
        grep -q '"id":"first"' <<<"${told//: /:}"
        case $topic in quotes | mentions | articles.enriched) grep -q "سامر الحداد" <<<"$told" ;; esac
    done
}

compressed_articles() {
    inside segment python - <<'PYTHON'
import json
from confluent_kafka import Producer

for codec in ("gzip", "snappy", "lz4", "zstd"):
    producer = Producer({"bootstrap.servers": "kafka:19092", "compression.type": codec})
    for number in range(20):
        text = f"قالت المتحدثة هند الزين إن الجلسة تبدأ غدا بعد {codec}. " * 5
        producer.produce("articles.raw", json.dumps({"id": f"{codec}-{number}", "text": text}), f"{codec}-{number}")
    assert producer.flush(60) == 0
PYTHON
    local codec
    for codec in gzip snappy lz4 zstd; do printf "$codec-%d\n" {0..19} >>"$work/published"; done
    within 300 all_found
}

crash_comes_back() { # SERVICE
    local before start=$SECONDS
    before=$(restarts "$1")
    crash "$1"
    within 300 came_back "$1" "$before"
    note "healthy after $((SECONDS - start)) s"
}

killed_workers() {
    local service
    for service in "${workers[@]}"; do docker kill -s KILL "$project-$service-1"; done
    article while-they-were-killed "المناورات" | publish
    up
    all_are healthy
    within 300 is_found while-they-were-killed "المناورات"
}

kafka_crash() {
    crash_comes_back kafka
    within 300 all_are healthy
    goes_through after-kafka "القمة"
}

standing_still() {
    local start=$SECONDS service
    for service in "${workers[@]}"; do signal_worker "$service" STOP; done
    within 300 all_are unhealthy
    note "all unhealthy after $((SECONDS - start)) s"
    article while-they-stood "المفاوضات" | publish
    for service in "${workers[@]}"; do signal_worker "$service" CONT; done
    start=$SECONDS
    within 300 all_are healthy
    within 300 is_found while-they-stood "المفاوضات"
    note "all healthy and the article found after $((SECONDS - start)) s"
}

articles() { # PREFIX COUNT REPEAT: some with little text, some with much
    local number text
    text=$(printf 'قالت النائبة هند الزين إن اللجنة تجتمع في عمان وإن القرار %d لم يصدر بعد. ' $(seq "$3"))
    for number in $(seq "$2"); do
        echo "$1-$number" >>"$work/published"
        printf '{"id": "%s-%d", "text": "%s"}\n' "$1" "$number" "$text"
    done
}

terminated_under_load() {
    local start service code
    articles load 300 10 | publish
    start=$SECONDS
    compose stop "${workers[@]}"
    for service in "${workers[@]}"; do
        code=$(inspect "$service" '{{.State.ExitCode}}')
        [ "$code" = 0 ]
    done
    note "all ended with 0 within $((SECONDS - start)) s"
    up
    within 300 all_found
    note "$(sort -u "$work/published" | wc -l) articles found"
}

sample_memory() { # the largest share of its limit that each container was seen to use, into memory
    while :; do
        compose ps -q | xargs docker stats --no-stream --format '{{.Name}} {{.MemPerc}}' | tr -d % >>"$work/memory"
    done
}

load_fits() {
    local before sampler
    before=$(all_restarts)
    sample_memory &
    sampler=$!
    { articles more 200 10; articles long 5 800; } | publish --wait --timeout 600
    kill $sampler
    awk '{if ($2 > most[$1]) most[$1] = $2}
        END {for (name in most) {print name, most[name] " %"; bad += most[name] >= 80} exit bad}' "$work/memory" >"$work/most"
    sed "s/$project-\(.*\)-1/\1/" "$work/most" | sort >>"$work/notes"
    [ "$(all_restarts)" = "$before" ]
    local service
    for service in kafka "${workers[@]}"; do [ "$(inspect "$service" '{{.State.OOMKilled}}')" = false ]; done
}

log_is_clean() { # SERVICE
    compose logs --no-color --no-log-prefix "$1" >"$work/log" 2>&1
    if grep -e "هند الزين" -e "سامر الحداد" -e "بيروت" "$work/log"; then return 1; fi
    docker run --rm -i --entrypoint python rasd:0.1.0 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin]
sys.exit(not lines or any("event" not in line or "stage" not in line for line in lines))' <"$work/log"
    note "$(wc -l <"$work/log") lines"
}

no_dead_letters() { [ -z "$(inside segment rasd dead list --json)" ]; }

kafka_ends() {
    local start=$SECONDS code
    compose stop kafka
    code=$(inspect kafka '{{.State.ExitCode}}')
    note "exit $code after $((SECONDS - start)) s"
    [ "$code" = 143 ] # a Java's way to say that it was asked to
}

down_and_up() {
    compose down
    local start=$SECONDS service
    up
    note "up after $((SECONDS - start)) s"
    within 300 all_found
    for service in "${workers[@]}"; do inside "$service" sh -c 'ls /var/lib/rasd/workers/marks/*/*.mark'; done
    goes_through fourth "الانتخابات"
}

down_leaves_nothing() {
    compose down --volumes --remove-orphans
    [ -z "$(docker ps -aq --filter "label=com.docker.compose.project=$project")" ]
    [ -z "$(docker network ls -q --filter "label=com.docker.compose.project=$project")" ]
    [ -z "$(docker volume ls -q | sort | comm -13 "$work/volumes" -)" ]
}

own_cluster() { # the .env of a deployer whose cluster asks for a password
    echo not-a-secret >"$work/$project/password"
    chmod 0644 "$work/$project/password"
    cat >"$work/$project/.env" <<'ENV'
KAFKA_CONTAINERS=0
RASD_KAFKA__BOOTSTRAP_SERVERS=broker:9093
RASD_KAFKA__SECURITY_PROTOCOL=SASL_PLAINTEXT
RASD_KAFKA__SASL_MECHANISM=PLAIN
RASD_KAFKA__SASL_USERNAME=rasd
RASD_KAFKA__TOPIC_PREFIX=newsroom.
KAFKA_PASSWORD_FILE=./password
ENV
    more=(-f "$here/own-cluster.yml")
    up
    [ -z "$(compose ps -q kafka)" ]
    goes_through own "المهرجان"
}

is_in_opensearch() { # ID: asked of OpenSearch itself, where Rasd writes but does not search yet
    local told
    told=$(inside opensearch curl -sf "localhost:9200/rasd/_count?q=article:$1") && grep -q '"count":1' <<<"$told"
}

with_opensearch() {
    printf 'COMPOSE_PROFILES=opensearch\nRASD_INDEX__URL=http://opensearch:9200\n' >"$work/$project/.env"
    up
    article one "المعرض" | publish
    within 300 is_in_opensearch one
    docker kill -s KILL "$project-opensearch-1"
    article two "المسابقة" | publish
    up
    within 300 is_in_opensearch two
    is_in_opensearch one
}
