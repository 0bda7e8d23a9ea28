#!/usr/bin/env bash
# Asks for published advisories about the versions in .ci/lock.txt, with pip-audit in an environment of its own. An
# advisory ends the run with status 1. Where the advisories cannot be had, that is said, and the run goes on.
set -uo pipefail
cd "$(dirname "$0")/.."

folder=.ci/cache/audit
log=$(mktemp)
found=$(mktemp)
trap 'rm -f "$log" "$found"' EXIT
skip() {
    echo "no audit of the locked versions: $1"
    tail -n 1 "$log" | cut -c1-200 | sed 's/^/    /'
    exit 0
}

if ! "$folder/bin/pip-audit" --version >"$log" 2>&1; then
    { "${PYTHON:-python3}" -m venv "$folder" && "$folder/bin/pip" install --quiet pip-audit; } >"$log" 2>&1 ||
        skip "pip could not install pip-audit"
fi
# A minute is enough for a service that answers.
timeout 60 "$folder/bin/pip-audit" --requirement .ci/lock.txt --no-deps --disable-pip --progress-spinner off \
    --format json --output "$found" >"$log" 2>&1
"$folder/bin/python" .ci/read_audit.py "$found" 2>>"$log"
status=$?
[ "$status" -le 1 ] || skip "the advisory service could not be asked"
exit "$status"
