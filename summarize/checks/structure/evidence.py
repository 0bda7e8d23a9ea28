"""The check ``evidence``, and the part of ``repeated`` that compares takeaways.

A takeaway says where it stands in the paper. Its figures stand at that place. It does not repeat another takeaway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.characters import HAN
from summarize.checks.check_table import new_finding
from summarize.checks.numbers.chinese_numbers import read_chinese
from summarize.checks.numbers.english_numbers import read_english
from summarize.checks.numbers.quantities import DIGITS, Quantity
from summarize.checks.numbers.same_value import means_same
from summarize.checks.pair import SHOWN_CHARACTERS, Pair
from summarize.values import Draft, Evidence, Finding, Source, Takeaway

_HAN = re.compile(f"[{HAN}]+")
_TOKENS = re.compile(r"[A-Za-z][A-Za-z0-9-]+|\d+(?:\.\d+)?")
#: Shares of the shorter takeaway's pairs of characters that the other one has: above the first they say the same,
#: above the second nearly so (a warning).
_SAME, _CLOSE = 0.8, 0.66
_SHORTEST = 6
#: With how many takeaways before it one is compared. Digests have 3 to 10.
_LOOKED_BACK = 50
#: How many figures of a draft are looked for in the whole source, where they do not stand in the cited part.
_LOOKED_FOR = 100
_MARKER = re.compile(r"^\s*(?:\d{1,2}\s?[.、)）．]|[•·*–-]|\[\d{1,2}\])\s*")


def check_evidence(draft: Draft, source: Source) -> list[Finding]:
    """Return the findings of evidence.

    Reported are: no mark, a mark that leads nowhere, a figure that does not stand there.
    """
    out: list[Finding] = []
    everywhere = "\n".join((source.title, *source.sentences, *source.pages.values(), *source.sections.values()))
    looked_for = 0
    for n, takeaway in enumerate(draft.takeaways, 1):
        if not takeaway.evidence:
            out.append(_doubt("this takeaway does not say where it stands", n, takeaway.text[:SHOWN_CHARACTERS]))
            continue
        cited: list[str] = []
        for mark in takeaway.evidence:
            text = _cited(mark, source)
            if text is None:
                out.append(_doubt(f"the mark [{_name(mark)}] leads nowhere", n, takeaway.text[:SHOWN_CHARACTERS]))
            else:
                cited.append(text)
        elsewhere = _figures_not_in("\n".join(cited), takeaway)[: _LOOKED_FOR - looked_for] if cited else []
        looked_for += len(elsewhere)
        for figure in elsewhere:
            if any(means_same(e, figure) for e in read_english(everywhere)):
                marks = ", ".join(_name(mark) for mark in takeaway.evidence)
                out.append(_doubt(f"{figure.text} does not stand at [{marks}]", n, figure.text))
    return out


def _cited(mark: Evidence, source: Source) -> str | None:
    """Return the text that a mark leads to, or None where it leads nowhere."""
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


def _figures_not_in(cited: str, takeaway: Takeaway) -> list[Quantity]:
    """Return the figures of a takeaway that the cited text lacks.

    Those that stand nowhere in the source either are left to ``number-invented``.
    """
    here = read_english(cited)
    out = []
    for figure in read_chinese(takeaway.text):
        if figure.strength < DIGITS or any(means_same(e, figure) for e in here):
            continue
        digits = re.search(r"\d[\d,.]*\d|\d", figure.text)
        if not (digits and digits[0] in cited):
            out.append(figure)
    return out


def check_takeaways(draft: Draft, _source: Source) -> list[Finding]:
    """Return the findings of ``repeated`` on takeaways of a draft that say what an earlier one says."""
    texts = [takeaway.text for takeaway in draft.takeaways]
    return [_again(echo, texts, echo.later + 1) for echo in _echoes(texts)]


def check_takeaway_lines(pair: Pair) -> list[Finding]:
    """Return the findings of ``repeated`` on lines of takeaways that say what an earlier line says.

    A single takeaway of a draft has one line only and gives none.
    """
    if pair.sentence is not None:
        return []
    lines = [line for line in pair.target.splitlines() if line.strip()]
    return [_again(echo, lines, None) for echo in _echoes(lines)]


@dataclass(frozen=True, slots=True)
class _Echo:
    """A takeaway that repeats an earlier one, by their indexes. ``same`` is False where it may say something more."""

    earlier: int
    later: int
    same: bool


def _again(echo: _Echo, texts: Sequence[str], sentence: int | None) -> Finding:
    return new_finding(
        "repeated",
        f"says again what takeaway {echo.earlier + 1} says",
        "takeaways",
        sentence,
        target=texts[echo.later].strip()[:400],
        severity=None if echo.same else "warning",
    )


def _echoes(texts: Sequence[str]) -> Iterator[_Echo]:
    """Yield the takeaways that say what an earlier one says, each once.

    ``texts`` are in order and may begin with list markers.
    """
    bare = [_MARKER.sub("", text) for text in texts]
    pieces = [_pairs(text) for text in bare]
    tokens = [set(_TOKENS.findall(text)) for text in bare]
    for j in range(1, len(bare)):
        for i in range(max(0, j - _LOOKED_BACK), j):
            shorter = min(len(pieces[i]), len(pieces[j]))
            if shorter < _SHORTEST or max(len(pieces[i]), len(pieces[j])) > 2.5 * shorter:
                continue
            share = len(pieces[i] & pieces[j]) / shorter
            if share < _CLOSE or (tokens[j] - tokens[i] and tokens[i] - tokens[j]):
                continue
            figures = any(token[0].isdigit() for token in tokens[j] ^ tokens[i])
            yield _Echo(i, j, same=share >= _SAME and not figures)
            break


def _pairs(text: str) -> set[str]:
    return {run[k : k + 2] for run in _HAN.findall(text) for k in range(len(run) - 1)}


def _doubt(message: str, n: int, words: str) -> Finding:
    return new_finding("evidence", message, "takeaways", n, "", words)
