"""The score of twins: what the checks find in the wrong one, and what they say of the right one."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.meaning.twins import CLASSES, Span, Twin
from summarize.values.result import Finding

#: Gives the findings of one pair: English, Chinese.
Check = Callable[[str, str], tuple[Finding, ...]]

#: The code of typography, which is counted apart: it says nothing of meaning.
FORMAT = "format"

#: The 0.975 quantile of the normal distribution, for intervals of 95 %.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``count``."""

    hits: int
    count: int

    @property
    def rate(self) -> float:
        """The share, 0 where nothing was counted."""
        return self.hits / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 % (E. B. Wilson, 1927); 0 to 1 where nothing was counted."""
        if not self.count:
            return 0.0, 1.0
        share, square = self.rate, Z * Z / self.count
        middle = (share + square / 2) / (1 + square)
        half = Z / (1 + square) * math.sqrt(share * (1 - share) / self.count + square / self.count / 4)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_json(self) -> dict[str, object]:
        low, high = self.interval
        return {
            "hits": self.hits,
            "count": self.count,
            "rate": round(self.rate, 4),
            "interval": [round(low, 4), round(high, 4)],
        }


@dataclass(frozen=True, slots=True)
class Scored:
    """A twin with the findings of the wrong text that tell it from the right one, and the findings of the right one."""

    twin: Twin
    telling: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    on_right: tuple[Finding, ...]

    @property
    def is_found(self) -> bool:
        return bool(self.telling)

    @property
    def is_error(self) -> bool:
        return any(finding.severity == "error" for finding in self.telling)

    def right_has(self, severity: str) -> bool:
        """Tell whether the right text has a finding of this severity, format apart."""
        return any(finding.severity == severity and finding.code != FORMAT for finding in self.on_right)


def _places(words: str, text: str) -> Iterator[Span]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)


def _overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character. An empty span is touched by what has characters on both its sides."""
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.start < other.end and other.start < one.end


def touches(finding: Finding, twin: Twin, text: str, spans: Sequence[Span]) -> bool:
    """Tell whether the words of a finding on ``text`` overlap the marked words of either side.

    ``spans`` mark the Chinese ``text``. Where they are empty, because words were lost, only the English counts.
    """
    marked = [span for span in spans if span.start < span.end]
    if any(_overlap(place, span) for place in _places(finding.target, text) for span in marked):
        return True
    return any(_overlap(place, span) for place in _places(finding.source, twin.source) for span in twin.source_words)


def score(twin: Twin, check: Check) -> Scored:
    """Check both texts of a twin.

    A finding tells them apart where it touches the changed words and the right text has none of the same code that
    touches them, and no equal one elsewhere.
    """
    on_right, on_wrong = check(twin.source, twin.right), check(twin.source, twin.wrong)
    known = {(finding.code, finding.source, finding.target) for finding in on_right}
    same_place = {finding.code for finding in on_right if touches(finding, twin, twin.right, twin.right_words)}
    telling, beside = [], []
    for finding in on_wrong:
        if (finding.code, finding.source, finding.target) in known:
            continue
        if finding.code not in same_place and touches(finding, twin, twin.wrong, twin.wrong_words):
            telling.append(finding)
        else:
            beside.append(finding)
    return Scored(twin, tuple(telling), tuple(beside), on_right)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """The shares of a class, in the order of the table."""

    kind: str
    found: Share
    errors: Share
    right_errors: Share
    right_warnings: Share


@dataclass(frozen=True, slots=True)
class CodeScore:
    """How often a code told the twins apart, spoke elsewhere of the wrong text, and spoke of the right one."""

    code: str
    telling: int
    beside: int
    on_right: int

    @property
    def right(self) -> Share:
        """How often the code was right: findings that tell the twins apart, of these and those on the right text."""
        return Share(self.telling, self.telling + self.on_right)


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is reported of a set of twins. ``pair_ms`` is the mean time of the checks for one pair."""

    classes: tuple[ClassScore, ...]
    codes: tuple[CodeScore, ...]
    right_errors: Share
    right_warnings: Share
    pair_ms: float

    @property
    def mean_found(self) -> float:
        """The mean over classes; a class without twins has no part in it."""
        return _mean([one.found.rate for one in self.classes])

    @property
    def mean_errors(self) -> float:
        return _mean([one.errors.rate for one in self.classes])

    def as_json(self) -> dict[str, object]:
        return {
            "mean_found": round(self.mean_found, 4),
            "mean_errors": round(self.mean_errors, 4),
            "right_errors": self.right_errors.as_json(),
            "right_warnings": self.right_warnings.as_json(),
            "pair_ms": round(self.pair_ms, 3),
            "classes": {
                one.kind: {
                    "found": one.found.as_json(),
                    "errors": one.errors.as_json(),
                    "right_errors": one.right_errors.as_json(),
                    "right_warnings": one.right_warnings.as_json(),
                }
                for one in self.classes
            },
            "codes": {
                one.code: {"telling": one.telling, "beside": one.beside, "on_right": one.on_right} for one in self.codes
            },
        }


def _mean(rates: Sequence[float]) -> float:
    return sum(rates) / len(rates) if rates else 0.0


def score_all(twins: Sequence[Twin], check: Check) -> Scores:
    """Score twins by class and by code."""
    began = time.process_time()
    scored = [score(twin, check) for twin in twins]
    pair_ms = (time.process_time() - began) * 1000 / max(1, 2 * len(twins))
    return summed_up(scored, pair_ms)


def summed_up(scored: Sequence[Scored], pair_ms: float = 0.0) -> Scores:
    """Count what was scored."""
    classes = tuple(
        ClassScore(
            kind,
            _share(one.is_found for one in mine),
            _share(one.is_error for one in mine),
            _share(one.right_has("error") for one in mine),
            _share(one.right_has("warning") for one in mine),
        )
        for kind in CLASSES
        if (mine := [one for one in scored if one.twin.kind == kind])
    )
    telling = Counter(finding.code for one in scored for finding in one.telling)
    beside = Counter(finding.code for one in scored for finding in one.beside)
    on_right = Counter(finding.code for one in scored for finding in one.on_right)
    codes = sorted({*telling, *beside, *on_right})
    return Scores(
        classes,
        tuple(CodeScore(code, telling[code], beside[code], on_right[code]) for code in codes),
        _share(one.right_has("error") for one in scored),
        _share(one.right_has("warning") for one in scored),
        pair_ms,
    )


def _share(answers: Iterator[bool]) -> Share:
    counted = list(answers)
    return Share(sum(counted), len(counted))


def table(scores: Scores) -> str:
    """Return the scores as two Markdown tables, by class and by code."""
    lines = ["| class | twins | found | as errors | right: error | right: warning |", "|---|---|---|---|---|---|"]
    for one in scores.classes:
        lines.append(
            f"| {one.kind} | {one.found.count} | {_figure(one.found)} | {_figure(one.errors)} "
            f"| {_figure(one.right_errors)} | {_figure(one.right_warnings)} |"
        )
    count = scores.right_errors.count
    lines.append(
        f"| **mean over classes** | {count} | **{scores.mean_found:.3f}** | **{scores.mean_errors:.3f}** "
        f"| {_figure(scores.right_errors)} | {_figure(scores.right_warnings)} |"
    )
    lines += ["", "| code | tells the twins apart | elsewhere in the wrong one | in the right one | right |"]
    lines.append("|---|---|---|---|---|")
    for code in scores.codes:
        lines.append(f"| `{code.code}` | {code.telling} | {code.beside} | {code.on_right} | {_figure(code.right)} |")
    return "\n".join([*lines, "", f"{scores.pair_ms:.2f} ms a pair."])


def _figure(share: Share) -> str:
    low, high = share.interval
    return f"{share.rate:.3f} ({low:.3f}–{high:.3f})"
