#!/bin/sh
# The bundled broker in its container.
#
#   broker.sh start       formats new storage with the account of `songbang`, then starts as the image does
#   broker.sh password    gives that account the password that the secret has now
#
# Services come in over TLS with an account each. What the broker says to itself stays on localhost, under a password
# that is drawn at every start, so that nobody is anonymous.
set -eu
umask 077
inside=/tmp/inside.properties
operator() { cat /run/secrets/kafka_password; }

case ${1:-start} in
start)
    drawn=$(head -c 24 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_')
    login="org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"$drawn\""
    export KAFKA_LISTENER_NAME_INSIDE_PLAIN_SASL_JAAS_CONFIG="$login user_broker=\"$drawn\";"
    export KAFKA_LISTENER_NAME_CONTROLLER_PLAIN_SASL_JAAS_CONFIG="$login user_broker=\"$drawn\";"
    printf 'security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=%s;\n' "$login" > "$inside"
    if [ ! -e "$KAFKA_LOG_DIRS/meta.properties" ]; then
        printf '%s\n' "node.id=$KAFKA_NODE_ID" "process.roles=$KAFKA_PROCESS_ROLES" "log.dirs=$KAFKA_LOG_DIRS" \
            "controller.quorum.voters=$KAFKA_CONTROLLER_QUORUM_VOTERS" controller.listener.names=CONTROLLER \
            listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093 > /tmp/format.properties
        /opt/kafka/bin/kafka-storage.sh format --config /tmp/format.properties --cluster-id "$CLUSTER_ID" \
            --add-scram "SCRAM-SHA-512=[name=songbang,password=$(operator)]"
    fi
    exec /etc/kafka/docker/run
    ;;
password)
    exec /opt/kafka/bin/kafka-configs.sh --bootstrap-server localhost:9094 --command-config "$inside" --alter \
        --entity-type users --entity-name songbang --add-config "SCRAM-SHA-512=[password=$(operator)]"
    ;;
*)
    echo "broker.sh start | password" >&2
    exit 2
    ;;
esac
