# shellcheck shell=bash disable=SC2154  # work and here are run.sh's
# Sourced by run.sh. Stand-ins for the images that the Dockerfile and docker-compose.yml name, for a machine without
# an image registry: root, debootstrap, Maven and Java. They are called rasd-stand-in/…, so nobody takes one for the
# real image, and the variables that the two files read name them.

version_of() { # VARIABLE: of the image that stands beside it in the two files
    sed -n "s/.*$1\(:-\|=\)[^:]*:\([^@}]*\).*/\2/p" Dockerfile docker-compose.yml
}

stand_in() { # NAME
    echo "rasd-stand-in/$1:$(version_of "${1^^}_IMAGE")"
}

name_stand_ins() {
    PYTHON_IMAGE=$(stand_in python) KAFKA_IMAGE=$(stand_in kafka) OPENSEARCH_IMAGE=$(stand_in opensearch)
    export PYTHON_IMAGE KAFKA_IMAGE OPENSEARCH_IMAGE
}

make_stand_ins() { # those that are not there from the last time
    local image maker
    for image in "$PYTHON_IMAGE" "$KAFKA_IMAGE" "$OPENSEARCH_IMAGE"; do
        docker image inspect "$image" >/dev/null 2>&1 && continue
        base_image
        maker=${image#*/}
        "${maker%:*}_image" "$image"
    done
}

build() { # IMAGE FOLDER
    docker build --quiet --network host --tag "$1" "$2"
}

base_image() { # a Debian 12 of this machine's mirror, with the authorities that this machine trusts
    docker image inspect rasd-stand-in/debian:12 >/dev/null 2>&1 && return
    local mirror
    mirror=${DEBIAN_MIRROR:-$(awk '$1 == "URIs:" {print $2; exit} $1 == "deb" {print $2; exit}' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)}
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" "$mirror"
    cp -r /usr/local/share/ca-certificates/. "$work/base/usr/local/share/ca-certificates/"
    chroot "$work/base" update-ca-certificates
    tar -C "$work/base" -c . | docker import - rasd-stand-in/debian:12
    rm -rf "$work/base"
}

python_image() { build "$1" "$here/python"; }
kafka_image() { java_image "$1" kafka; }
opensearch_image() { java_image "$1" opensearch; }

java_image() { # IMAGE FOLDER: with the jars that the folder's pom.xml names
    cp -r "$here/$2" "$work/$2"
    mvn -q -B -f "$work/$2/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
        -DoutputDirectory="$work/$2/jars" -Dversion="${1#*:}"
    build "$1" "$work/$2"
}
