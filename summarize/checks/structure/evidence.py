"""Takeaways: each says where it stands, its figures stand there, and none says again what another one says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarize.checks.numbers.chinese_numbers import read_chinese
from summarize.checks.numbers.english_numbers import read_english
from summarize.checks.numbers.quantities import DIGITS
from summarize.checks.numbers.same_value import means_same
from summarize.values import Evidence, Finding, Severity, Source, Takeaway

_HAN = re.compile("[\u4e00-\u9fff]+")
_TOKENS = re.compile(r"[A-Za-z][A-Za-z0-9-]+|\d+(?:\.\d+)?")
#: Share of the shorter takeaway's character pairs that the other has, too.
_SAME, _CLOSE = 0.8, 0.66
_SHORTEST = 6
_MARKER = re.compile(r"^\s*(?:\d{1,2}\s?[.、)）．]|[•·*–-]|\[\d{1,2}\])\s*")


def check_evidence(takeaways: Sequence[Takeaway], source: Source) -> list[Finding]:
    """evidence, as warnings: no mark, a mark that leads nowhere, a figure that is not where the mark leads."""
    out = []
    for n, takeaway in enumerate(takeaways, 1):
        if not takeaway.evidence:
            out.append(_finding("this takeaway does not say where it stands", n, target=takeaway.text[:80]))
            continue
        cited: list[str] = []
        for mark in takeaway.evidence:
            text = _cited(mark, source)
            if text is None:
                out.append(_finding(f"the mark [{_name(mark)}] leads nowhere", n, target=takeaway.text[:80]))
            else:
                cited.append(text)
        if cited:
            out.extend(_figures_elsewhere(takeaway, n, "\n".join(cited), source))
    return out


def _cited(mark: Evidence, source: Source) -> str | None:
    if mark.sentence is not None:
        return source.sentences[mark.sentence - 1] if 0 < mark.sentence <= len(source.sentences) else None
    if mark.page is not None:
        if mark.page not in source.pages:
            return None
        # A paragraph that began on the page may end on the next one.
        return "\n".join(source.pages.get(page, "") for page in (mark.page, mark.page + 1))
    if mark.section is not None:
        inside = [text for number, text in source.sections.items() if _within(number, mark.section)]
        return "\n".join(inside) if inside else None
    return None


def _within(number: str, section: str) -> bool:
    return number == section or number.startswith(f"{section}.")


def _name(mark: Evidence) -> str:
    if mark.sentence is not None:
        return str(mark.sentence)
    return f"p{mark.page}" if mark.page is not None else f"§{mark.section}"


def _figures_elsewhere(takeaway: Takeaway, n: int, cited: str, source: Source) -> list[Finding]:
    """Figures that the cited words lack but the rest of the source has; those found nowhere are number-invented."""
    everywhere = "\n".join((source.title, *source.sentences, *source.pages.values(), *source.sections.values()))
    here = read_english(cited)
    out = []
    for figure in read_chinese(takeaway.text):
        if figure.strength < DIGITS or any(means_same(e, figure) for e in here):
            continue
        digits = re.search(r"\d[\d,.]*\d|\d", figure.text)
        if digits and digits[0] in cited:
            continue
        if any(means_same(e, figure) for e in read_english(everywhere)):
            marks = ", ".join(_name(mark) for mark in takeaway.evidence)
            out.append(_finding(f"{figure.text} does not stand at [{marks}]", n, target=figure.text))
    return out


def check_takeaways(texts: Sequence[str]) -> list[Finding]:
    """repeated for a takeaway that says what an earlier one says; ``texts`` in order, list markers allowed."""
    bare = [_MARKER.sub("", text) for text in texts]
    pieces = [_pairs(text) for text in bare]
    tokens = [set(_TOKENS.findall(text)) for text in bare]
    out = []
    for j in range(1, len(bare)):
        for i in range(j):
            shorter = min(len(pieces[i]), len(pieces[j]))
            if shorter < _SHORTEST or max(len(pieces[i]), len(pieces[j])) > 2.5 * shorter:
                continue
            share = len(pieces[i] & pieces[j]) / shorter
            if share < _CLOSE or (tokens[j] - tokens[i] and tokens[i] - tokens[j]):
                continue
            same = share >= _SAME and not (tokens[j] ^ tokens[i] and any(t[0].isdigit() for t in tokens[j] ^ tokens[i]))
            severity: Severity = "error" if same else "warning"
            words = texts[j].strip()
            out.append(
                Finding(
                    "repeated", severity, f"says again what takeaway {i + 1} says", "takeaways", j + 1, "", words[:400]
                )
            )
            break
    return out


def _pairs(text: str) -> set[str]:
    return {run[k : k + 2] for run in _HAN.findall(text) for k in range(len(run) - 1)}


def _finding(message: str, n: int, *, target: str) -> Finding:
    return Finding("evidence", "warning", message, "takeaways", n, "", target)
