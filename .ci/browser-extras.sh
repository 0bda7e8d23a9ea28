#!/usr/bin/env bash
# Installs what tests/layouts/test_browser.py needs: Chromium with its driver, fonts, selenium, axe-core. The tests then
# run with all others. What cannot be installed is said here with the reason, and the tests that need it are skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
skip() {
    echo "browser tests skipped: $1"
    tail -n 3 "$log" | sed 's/^/    /'
    exit 0
}

if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >"$log" || ! command -v chromedriver >"$log"; then
    command -v apt-get >"$log" || skip "no Chromium with chromedriver, and no apt-get to install them with"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>"$log" || skip "no Chromium with chromedriver, and no right to install them"
        as_root=(sudo -n)
    fi
    "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || skip "apt-get update failed"
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
        chromium chromium-driver fonts-noto-cjk >"$log" 2>&1 || skip "apt-get could not install chromium and chromium-driver"
fi

python -c 'import selenium' 2>"$log" || python -m pip install --quiet --disable-pip-version-check -e '.[browser]' >"$log" 2>&1 || skip "pip could not install selenium"

if [ ! -f .ci/cache/node_modules/axe-core/axe.min.js ]; then
    if ! command -v npm >"$log"; then
        echo "accessibility tests skipped: no npm to install axe-core with"
    elif ! npm install --silent --no-audit --no-fund --prefix .ci/cache axe-core >"$log" 2>&1; then
        echo "accessibility tests skipped: npm could not install axe-core"
        tail -n 3 "$log" | sed 's/^/    /'
    fi
fi
echo "browser tests: $(chromedriver --version 2>/dev/null | cut -d' ' -f1-2)"
