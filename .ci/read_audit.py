"""Says what pip-audit found: ``python .ci/read_audit.py REPORT.json``.

The status is 0 without advisories, 1 with some. It is 2 where the report is missing, or where no package was audited: a
service that knows none of them is not one that has nothing against them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(report: Path) -> int:
    try:
        packages = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        print(f"no report: {type(exc).__name__}", file=sys.stderr)
        return 2
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        print(f"it knows none of the {len(packages)} packages", file=sys.stderr)
        return 2
    for package in audited:
        for advisory in package["vulns"]:
            mended = ", ".join(advisory["fix_versions"]) or "no version"
            print(f"{package['name']} {package['version']}: {advisory['id']}, mended in {mended}")
    faulty = sum(1 for package in audited if package["vulns"])
    print(f"{len(audited)} of {len(packages)} locked versions audited, {faulty} with advisories")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
