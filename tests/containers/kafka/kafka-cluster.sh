#!/bin/bash
# shellcheck disable=SC2086  # several options
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} -XX:TieredStopAtLevel=1 -cp "/opt/kafka/libs/*" \
    -Dlog4j2.configurationFile=/etc/kafka/docker/tools-log4j2.yaml org.apache.kafka.tools.ClusterTool "$@"
