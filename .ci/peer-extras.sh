#!/usr/bin/env bash
# Installs the servers of tests/hostile/peers/ into .ci/cache/peers: llmock with pip, aimock and WireMock (which runs on
# Java) with npm. The tests then run with all others. What cannot be installed is said here with the reason, and its
# tests are skipped. The versions are those that the verdicts were recorded with.
set -uo pipefail
cd "$(dirname "$0")/.."

folder=.ci/cache/peers
log=$(mktemp)
trap 'rm -f "$log"' EXIT
skip() {
    echo "tests against $1 skipped: $2"
    tail -n 3 "$log" | sed 's/^/    /'
    : >"$log"
}
# npm PACKAGE VERSION NAME: installs a package unless that version is there.
from_npm() {
    grep -qs "\"version\": \"$2\"" "$folder/node_modules/$1/package.json" && return
    if ! command -v npm >"$log"; then
        skip "$3" "no npm to install it with"
    elif ! npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "$1@$2" >"$log" 2>&1; then
        skip "$3" "npm could not install $1"
    fi
}

mkdir -p "$folder"
[ -e "$folder/package.json" ] || echo '{"private": true}' >"$folder/package.json"
if ! "$folder/python/bin/llmock" --help >"$log" 2>&1; then
    { "${PYTHON:-python3}" -m venv "$folder/python" &&
        "$folder/python/bin/pip" install --quiet --disable-pip-version-check llmock==0.2.2; } >"$log" 2>&1 ||
        skip llmock "pip could not install it"
fi
from_npm @copilotkit/aimock 1.43.0 aimock
command -v java >"$log" || skip WireMock "no Java to run it with"
from_npm wiremock 3.13.2 WireMock
echo "tests against servers of others: $(ls -d "$folder/python/bin/llmock" "$folder/node_modules/@copilotkit/aimock" \
    "$folder/node_modules/wiremock" 2>"$log" | sed 's,.*/,,' | paste -sd' ')"
