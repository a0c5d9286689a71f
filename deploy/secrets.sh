#!/bin/sh
# Draws the passwords and keys of one installation into a directory that only its owner can enter, and names the
# directory in .env. Safe to run again: what is there stays. A container gets only the files it needs.
#
#   sh deploy/secrets.sh [directory]        default: ./secrets
set -eu
cd "$(dirname "$0")/.."
directory=${1:-./secrets}
env=${SONGBANG_ENV_FILE:-.env}

umask 077
mkdir -p "$directory"
chmod 700 "$directory"

keep() {  # keep NAME VALUE: readable inside a container, whose user is not ours; the directory keeps others out
    if [ ! -e "$directory/$1" ] || { [ ! -s "$directory/$1" ] && [ -n "$2" ]; }; then
        rm -f "$directory/$1"  # an empty one may be read-only
        printf '%s' "$2" > "$directory/$1"
        chmod 444 "$directory/$1"
        echo "made $directory/$1"
    fi
}
word() { head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

# services: made by `make generated`
services="checklist signage report certificate supervision"
service_keys="checklist_signing_key certificate_signing_key supervision_signing_key"
service_key_rings="data_keys"
# end of what is made
for name in postgres $services gateway sealer archiver grafana; do
    keep "${name}_password" "$(word)"
done
# No two parts share a key, so that a stolen one forges nothing in another's name.
for name in $service_keys gateway_signing_key token_signing_key; do
    keep "$name" "$(key)"
done
for name in $service_key_rings secrets_keys; do
    keep "$name" "k1:$(key)"
done
for name in $services gateway; do
    keep "${name}_audit_key" "$(key)"
done
keep backup_key "$(key)"
keep seal_key "$(key)"
keep attachments_access_key ""  # of an S3 service that takes the attachments, with the next one
keep attachments_secret_key ""
keep digest_smtp_password ""  # of the mail server that sends digests; write it here yourself
keep oidc_client_secret ""  # of this installation at an outside provider of identities; write it here yourself
keep alarm_receivers ""  # who gets alarms, a line each: see .env.example
keep digest_webhook_secret ""  # of the county's system of personal messages, likewise
keep kafka_password "$(word)"  # of the account `songbang`, who makes the others; for an outside Kafka write its own
for name in $services gateway webhooks; do
    keep "kafka_${name}_password" "$(word)"
done

# The bundled broker's certificate, for ten years. To renew it, remove kafka_keystore and run this again.
if [ ! -s "$directory/kafka_keystore" ]; then
    command -v openssl > /dev/null || { echo "openssl is needed, to make the certificate of Kafka" >&2; exit 1; }
    rm -f "$directory/kafka_ca" "$directory/kafka_keystore"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha256 -nodes -days 3650 -subj /CN=kafka \
        -addext subjectAltName=DNS:kafka -keyout "$directory/kafka_key.new" -out "$directory/kafka_ca"
    cat "$directory/kafka_key.new" "$directory/kafka_ca" > "$directory/kafka_keystore"
    rm "$directory/kafka_key.new"
    chmod 444 "$directory/kafka_keystore" "$directory/kafka_ca"
    echo "made $directory/kafka_keystore and $directory/kafka_ca"
fi

if [ -e "$env" ] && grep -q '^SONGBANG_SECRETS=$' "$env"; then
    sed "s|^SONGBANG_SECRETS=\$|SONGBANG_SECRETS=$directory|" "$env" > "$env.new"
    cat "$env.new" > "$env"
    rm "$env.new"
fi
if [ ! -e "$env" ] || ! grep -q '^SONGBANG_SECRETS=.' "$env"; then
    echo "now set SONGBANG_SECRETS=$directory in $env" >&2
fi
echo "keep a copy of $directory apart from the backups: without data_keys and backup_key they cannot be read"
