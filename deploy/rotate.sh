#!/bin/sh
# Puts a new key or password in an old one's place while people work; what the old one made stays good.
#
#   sh deploy/rotate.sh NAME            a file of the directory of secrets, such as checklist_password
#   sh deploy/rotate.sh --forget NAME   takes the keys before it out, where nothing needs them
#   sh deploy/rotate.sh --status        how old they all are
#
# The parts that read the secret are started anew one after the other, twice where all must know a key before one of
# them uses it. docs/operations.md explains it.
set -eu
cd "$(dirname "$0")/.."
env=${SONGBANG_ENV_FILE:-.env}
wait_seconds=${UPGRADE_WAIT_SECONDS:-180}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
setting() { sed -n "s/^$1=//p" "$env" | tail -n 1; }
compose() { docker compose --env-file "$env" "$@"; }
secret() {  # secret VERB …: as who may enter the directory of secrets
    compose run --rm --no-deps -T --user "$(id -u):$(id -g)" --volume "$directory:/secrets" songbang secret "$@"
}
recreate() {
    for part in "$@"; do
        # A part whose profile is off is no service to compose.
        count=$(compose ps -q "$part" 2> /dev/null | wc -l)
        [ "$count" -gt 0 ] || continue
        say "$part is started anew ..."
        compose up -d --no-deps --no-build --force-recreate --wait --wait-timeout "$wait_seconds" --scale "$part=$count" "$part" ||
            fail "$part does not become ready: docker compose logs --tail 20 $part. The others may wait; mend it, and give the command again"
    done
}

[ -e "$env" ] || fail "there is no $env: this is for an installation that runs; see docs/operations.md"
directory=$(cd "$(setting SONGBANG_SECRETS)" && pwd) || fail "SONGBANG_SECRETS of $env names no directory"
verb=rotate
case ${1:-} in
--status) secret status; exit ;;
--forget) verb=forget; shift ;;
esac
[ -n "${1:-}" ] || fail "sh deploy/rotate.sh NAME | --forget NAME | --status"

step() {  # step VERB NAME …: one command, and what follows from it; whether there is another step
    output=$(secret "$@" | tr -d '\r')
    case $output in *recreate:*) ;; *"are forgotten"*) ;; *) fail "nothing has changed" ;; esac
    # shellcheck disable=SC2046 - a list of words
    recreate $(printf '%s\n' "$output" | sed -n 's/^recreate: //p')
    printf '%s\n' "$output" | grep -q '^again$'
}
if step "$verb" "$1"; then
    step "$verb" "$1" --known || true
fi
say "done: $verb $1"
