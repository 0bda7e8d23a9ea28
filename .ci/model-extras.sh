#!/usr/bin/env bash
# Fetches the model file that tests/commands/test_demo_tiny.py makes a page with (491 MB, once). The test then runs with
# all others, and is skipped where the file cannot be had.
set -uo pipefail
cd "$(dirname "$0")/.."
SUMMARIZE_HOME=.ci/cache python -m summarize models pull tiny --yes ||
    echo "the page by a real small model is not tested: its file cannot be had"
