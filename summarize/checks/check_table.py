"""All checks, collected from their families, and the one function that makes their findings.

The module imports no function of a check, so that a stored page stays cheap.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from summarize.checks.contrasts import CHECKS as CONTRASTS
from summarize.checks.declaration import Check, CheckFunction
from summarize.checks.lexical import CHECKS as LEXICAL
from summarize.checks.markup import CHECKS as MARKUP
from summarize.checks.model_habits import CHECKS as MODEL_HABITS
from summarize.checks.numbers import CHECKS as NUMBERS
from summarize.checks.order import CHECKS as ORDER
from summarize.checks.polarity import CHECKS as POLARITY
from summarize.checks.structure import CHECKS as STRUCTURE
from summarize.checks.words import CHECKS as WORDS
from summarize.values import Finding, Severity, UnitName

#: Codes that no function finds. The program itself reports them. The program itself reports them.
_REPORTED = (
    Check(
        code="check-failed",
        version=1,
        name="Check failed",
        name_hans="此项未能核对",
        name_hant="此項未能核對",
        severity="warning",
        explanation="A check could not be made, because the program has a fault there. All other checks were made. The"
        " log has the traceback: please report it.",
        spared="texts that cannot be read at all: those end the program with a message.",
    ),
    Check(
        code="part-missing",
        version=1,
        name="Part missing",
        name_hans="缺少这一部分",
        name_hant="缺少這一部分",
        severity="error",
        explanation="A part of the digest is missing: one line, summary or takeaways. The model was asked for this part"
        " alone and did not give it. Only in our own results.",
        spared="pages that others made, which may have any parts.",
    ),
)

#: The families, in the order in which tables list their codes and in which their functions run.
_FAMILIES = {
    "numbers": NUMBERS,
    "markup": MARKUP,
    "model_habits": MODEL_HABITS,
    "structure": STRUCTURE,
    "words": WORDS,
    "lexical": LEXICAL,
    "contrasts": CONTRASTS,
    "polarity": POLARITY,
    "order": ORDER,
}


def by_code(checks: Iterable[Check]) -> dict[str, Check]:
    """Return the checks by their codes, in order. Raises ValueError where two checks have one code."""
    found: dict[str, Check] = {}
    for check in checks:
        if found.setdefault(check.code, check) is not check:
            raise ValueError(f"two checks have the code {check.code!r}")
    return found


#: Every check.
ALL_CHECKS: tuple[Check, ...] = (*(check for family in _FAMILIES.values() for check in family), *_REPORTED)
#: code -> check, in the order of docs/checks.md.
CHECKS: Mapping[str, Check] = by_code(ALL_CHECKS)


@lru_cache(maxsize=64)
def functions_of(checks: tuple[Check, ...]) -> tuple[CheckFunction, ...]:
    """Return the functions of these checks, each once, in the order in which they run.

    The families run one after the other. Within a family the order is that of the declarations. A function of several
    codes runs at the last of them.
    """
    families = list(_FAMILIES)
    declared = [function for check in checks for function in check.functions]

    def turn(function: CheckFunction) -> int:
        family = function.place.removeprefix("summarize.checks.").split(".")[0]
        return families.index(family) if family in families else len(families)

    once = reversed(dict.fromkeys(reversed(declared)))
    return tuple(sorted(once, key=turn))


def new_finding(
    code: str,
    message: str,
    unit: UnitName,
    sentence: int | None = None,
    source: str = "",
    target: str = "",
    *,
    severity: Severity | None = None,
    expected: str = "",
) -> Finding:
    """Return a finding of a check. No other place of the program makes one.

    ``severity`` None stands for the check's own. Raises ValueError for a code that no check has, and for a severity
    that is neither the check's own nor ``warning``.
    """
    check = CHECKS.get(code)
    if check is None:
        raise ValueError(f"{code!r} is no code of a check")
    if severity is None:
        severity = check.severity
    elif severity not in (check.severity, "warning"):
        raise ValueError(f"a finding of {code} cannot be of severity {severity!r}")
    return Finding(code, severity, message, unit, sentence, source, target, expected=expected)


def check_versions() -> dict[str, str]:
    """Return what decides the findings of all checks, for the key of a stored page.

    It has every code with its version, and every file of word lists with the SHA-256 of its bytes.
    """
    versions = {check.code: str(check.version) for check in ALL_CHECKS}
    files = {name for function in functions_of(ALL_CHECKS) for name in function.word_lists}
    return versions | {name: _digest(name) for name in sorted(files)}


def _digest(name: str) -> str:
    return hashlib.sha256((Path(__file__).parent / name).read_bytes()).hexdigest()
