#!/bin/bash
# Puts onto a bare Debian what run.sh needs: docker, debootstrap and Maven with Java for the stand-ins, and the
# compose plugin, which Debian does not have, built from its Go module. Root; what is there stays as it is.
#   tests/containers/machine.sh
set -euo pipefail
compose_version=v2.40.3

packages=(docker.io iptables debootstrap maven openjdk-17-jdk-headless)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if ! docker compose version >/dev/null 2>&1; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    cd "$scratch"
    go mod init scratch
    go get "github.com/docker/compose/v2/cmd@$compose_version"
    go build -o docker-compose github.com/docker/compose/v2/cmd
    mkdir -p ~/.docker/cli-plugins
    mv docker-compose ~/.docker/cli-plugins/docker-compose
fi
docker compose version
