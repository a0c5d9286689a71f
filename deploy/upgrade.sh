#!/bin/sh
# Upgrades a running installation while people work, and goes back by itself when the new release is no good.
#
#   git pull && sh deploy/upgrade.sh        builds the images of these sources, and goes to them
#   sh deploy/upgrade.sh TAG                goes to images that are here already (docker load, or a registry)
#   sh deploy/upgrade.sh back               returns to the release before; its images must still be here
#
# Checked in a container of the new release, that nothing else knows of: settings, secrets, disk, versions, and the
# migrations on a copy. Then a backup, the migrations while the old release serves, and one part after the other. Until
# then a mistake changes nothing that runs; afterwards the release before comes back, on the new schemas, with every
# write. docs/operations.md explains it.
set -eu
cd "$(dirname "$0")/.."
env=${SONGBANG_ENV_FILE:-.env}
wait_seconds=${UPGRADE_WAIT_SECONDS:-180}

# services: made by `make generated`
services="checklist-svc signage-svc report-svc certificate-svc supervision-svc"
# end of what is made
replaced="$services webhooks sealer gateway"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
setting() { sed -n "s/^$1=//p" "$env" | tail -n 1; }
compose() {  # compose TAG …: with the images of that tag
    tag=$1
    shift
    SONGBANG_IMAGE_TAG=$tag docker compose --env-file "$env" "$@"
}
songbang() {  # songbang TAG …: the operator's hand of a release, in a container of its own
    tag=$1
    shift
    compose "$tag" run --rm --no-deps -T songbang "$@"
}
replace() {  # replace TAG PART: with as many replicas as it has
    count=$(compose "$1" ps -q "$2" | wc -l)
    [ "$count" -gt 0 ] || count=1
    say "$2 -> $1 ..."
    compose "$1" up -d --no-deps --no-build --wait --wait-timeout "$wait_seconds" --scale "$2=$count" "$2"
}
use() {  # use TAG: what the next `docker compose up` starts
    if grep -q '^#* *SONGBANG_IMAGE_TAG=' "$env"; then
        sed "s|^#* *SONGBANG_IMAGE_TAG=.*|SONGBANG_IMAGE_TAG=$1|" "$env" > "$env.new"
    else
        { cat "$env"; printf 'SONGBANG_IMAGE_TAG=%s\n' "$1"; } > "$env.new"
    fi
    cat "$env.new" > "$env"
    rm "$env.new"
}
all_to() {  # all_to TAG PART …: every one of them is tried, so that one that does not come leaves no other behind
    target=$1
    shift
    missing=
    for part in "$@"; do replace "$target" "$part" || missing="$missing $part"; done
    [ -z "$missing" ]
}

[ -e "$env" ] || fail "there is no $env: this is for an installation that runs; see docs/operations.md"
mkdir -p var
mkdir var/upgrade.lock 2> /dev/null || fail "another upgrade runs, or one was killed: see that none does, then rmdir var/upgrade.lock"
trap 'rmdir var/upgrade.lock' EXIT
trap 'exit 130' INT TERM
before=$(setting SONGBANG_IMAGE_TAG)
before=${before:-local}

if [ "${1:-}" = back ]; then
    [ -s var/upgrade.before ] || fail "no upgrade is remembered here: there is nothing to go back to"
    target=$(cat var/upgrade.before)
    release=$(songbang "$target" --version) || fail "the images of $target are not here any more; nothing has changed"
    # Only the newer release knows what the schemas have lost since.
    songbang "$before" downgrade --to "$release" || fail "nothing has changed"
    # shellcheck disable=SC2086 - a list of words
    all_to "$target" $replaced || fail "not everything came back: docker compose ps"
    use "$target"
    rm var/upgrade.before
    say "release $release serves again; every write since the upgrade is there"
    exit 0
fi

if [ -n "${1:-}" ]; then
    after=$1
else
    version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' libs/contracts/src/contracts/version.py)
    after=$version-$(git rev-parse --short=12 HEAD 2> /dev/null || date -u +%Y%m%d%H%M%S)
    [ "$after" != "$before" ] || fail "$after runs already"
    compose "$after" build --build-arg REVISION="$(git rev-parse HEAD 2> /dev/null || echo unknown)" || fail "the images were not built; nothing has changed"
fi
[ "$after" != "$before" ] || fail "$after is the tag that runs: give the new images another one"

songbang "$after" upgrade check || fail "not upgraded; nothing has changed"
output=$(songbang "$after" backup) || fail "no backup, no upgrade; nothing has changed"
folder=$(printf '%s\n' "$output" | tail -n 1 | tr -d '\r')
say "backup: $folder"
# Databases, roles, migrations, topics and accounts at the bus, while the release before serves.
compose "$after" run --rm --no-deps -T init ||
    fail "not upgraded; the release before serves on. Parts whose migrations were made stay there: it runs on them"

done=
back() {  # back WHY
    trap '' INT TERM
    say "$1: going back to $before"
    # shellcheck disable=SC2086 - a list of words
    all_to "$before" $done || fail "not everything came back: docker compose ps. The backup is $folder"
    fail "not upgraded; $before serves on the new schemas, with every write. The backup is $folder"
}
trap 'back "interrupted"' INT TERM
for part in $replaced; do
    done="$part $done"
    replace "$after" "$part" || back "$part does not become ready"
done
songbang "$after" upgrade smoke --since "$folder/manifest.json" || back "the new release is not well"
printf '%s\n' "$before" > var/upgrade.before
use "$after"
say "upgraded from $before to $after. The way back: sh deploy/upgrade.sh back"
