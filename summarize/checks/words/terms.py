"""The check ``term``: a term is rendered in a way known to be wrong, or against the user's own glossary.

The glossary has the wrong renderings. This module decides where one of them is a mistake. It is no mistake inside an
accepted rendering of another term of the same text, inside the words that the entry excuses (``but``), or where the
English says that something else is meant (``when``, ``unless``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarize.checks.occurrences import occurrences
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.prompting.glossary import Glossary, Occurrence, Term
from summarize.values import Finding, Severity


@dataclass(frozen=True, slots=True)
class _Slip:
    """A wrong rendering in the Chinese, ``target[start:end]``."""

    term: Term
    english: str
    start: int
    end: int
    severity: Severity


def check_terms(pair: Pair) -> list[Finding]:
    """Return the findings of ``term``, in the order of the Chinese: errors for nonsense, warnings for the rest.

    Each wrong rendering gives one finding, however often it stands there. A term with Latin renderings only is a name,
    and its finding is ``name-changed``. Without a glossary there are no findings.
    """
    if pair.glossary is None:
        return []
    hits = pair.glossary.occurrences(pair.source)
    slips = sorted(_slips(pair, hits), key=lambda slip: (slip.start - slip.end, slip.severity))
    kept: list[_Slip] = []
    for slip in slips:
        if not any(slip.start < other.end and other.start < slip.end for other in kept):
            kept.append(slip)
    kept.sort(key=lambda slip: slip.start)
    findings = [
        pair.finding(
            "name-changed" if _is_name(slip.term) else "term",
            _message(slip, pair.target),
            slip.english,
            pair.target[slip.start : slip.end],
            severity=slip.severity,
            expected=slip.term.zh[0] if slip.term.zh else "",
        )
        for slip in kept
    ]
    if pair.unit in TRANSLATIONS:  # they must render every term of the source
        blamed = {slip.term for slip in kept}
        findings += _unfollowed(pair, pair.glossary, (hit for hit in hits if hit.term not in blamed))
    return findings


def _is_name(term: Term) -> bool:
    """Whether a term is a name: all its renderings are Latin, so that any translation changes it."""
    return bool(term.zh) and all(zh.isascii() for zh in term.zh)


def _message(slip: _Slip, target: str) -> str:
    said = f"{slip.english!r} is not {target[slip.start : slip.end]}"
    return f"{said}; accepted: {', '.join(slip.term.zh[:3])}" if slip.term.zh else said


def _slips(pair: Pair, hits: tuple[Occurrence, ...]) -> Iterator[_Slip]:
    """Yield the first unexcused place of every wrong rendering of every term that occurs."""
    by_term: dict[Term, list[Occurrence]] = {}
    for hit in hits:
        by_term.setdefault(hit.term, []).append(hit)
    english = f"{pair.source}\n{pair.context}" if pair.context else pair.source
    for term, places in by_term.items():
        for severity, renderings in _faulty(term):
            for wrong in renderings:
                if wrong not in pair.target or not term.applies(english):
                    continue
                # In "edge device" the edge is rightly 边缘, because a rendering of the longer term has it.
                if all(hit.inside and any(wrong in zh for zh in hit.inside.zh) for hit in places):
                    continue
                start = _unexcused(pair.target, wrong, term, by_term)
                if start is not None:
                    said = pair.source[places[0].start : places[0].end]
                    yield _Slip(term, said, start, start + len(wrong), severity)


def _faulty(term: Term) -> tuple[tuple[Severity, tuple[str, ...]], ...]:
    return (("error", term.wrong), ("warning", term.avoid))


def _unexcused(target: str, wrong: str, term: Term, occurring: Iterable[Term]) -> int | None:
    """Return where ``wrong`` first stands in its own right, and not as part of words that are right, or None."""
    excuses = [but for but in term.but if wrong in but]
    for other in occurring:
        excuses += [zh for zh in (*other.zh, *other.tw) if wrong in zh and (other is not term or zh != wrong)]
    for start in occurrences(wrong, target):
        if not any(_covers(target, excuse, start, start + len(wrong)) for excuse in excuses):
            return start
    return None


def _covers(target: str, excuse: str, start: int, end: int) -> bool:
    """Whether ``excuse`` stands in the target so that it contains the span."""
    place = target.find(excuse, max(0, end - len(excuse)))
    return 0 <= place <= start


def _unfollowed(pair: Pair, glossary: Glossary, hits: Iterable[Occurrence]) -> Iterator[Finding]:
    """Yield warnings for the user's own terms that occur in the English and have no rendering in the Chinese."""
    done: set[Term] = set()
    target = pair.target.casefold()
    for hit in hits:
        term = hit.term
        if not term.own or not term.zh or hit.inside or term in done or not term.applies(pair.source):
            continue
        done.add(term)
        accepted = (*term.zh, *term.tw, *((term.en,) if term.keep else ()))
        if any(zh.casefold() in target for zh in accepted):
            continue
        english = pair.source[hit.start : hit.end]
        message = f"{english!r} is {' / '.join(term.zh)} in your glossary"
        yield pair.finding("term", message, english, severity="warning")
