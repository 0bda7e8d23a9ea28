#!/usr/bin/env bash
# Writes .ci/lock.txt anew: the newest versions within the ranges of pyproject.toml, for every extra, Python from 3.11 on and
# every platform, with the hashes of all their files. .ci/run installs these and no others; users install by the ranges.
# Words after the command are given to uv: `--upgrade-package NAME` renews one package, nothing renews none that still
# fits, `--upgrade` renews all.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.ci/cache/lock
[ -x "$folder/bin/uv" ] || { "${PYTHON:-python3}" -m venv "$folder" && "$folder/bin/pip" install --quiet uv; }
# uv does not read pip's settings; pip's index, where one is set, is uv's.
index=$("$folder/bin/pip" config get global.index-url 2>/dev/null) && export UV_DEFAULT_INDEX="$index"
# hatchling asks for editables when it makes an editable install; without build isolation it has to be there.
echo 'editables>=0.5' | "$folder/bin/uv" pip compile pyproject.toml - --all-extras --universal --python-version 3.11 \
    --generate-hashes --no-header --quiet --output-file .ci/lock.txt "$@"
echo ".ci/lock.txt: $(grep -c '==' .ci/lock.txt) packages. Run .ci/run before it is committed."
