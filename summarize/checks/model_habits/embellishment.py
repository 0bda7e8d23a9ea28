"""Praise, speculation and prospects that a model adds out of habit: told where the source has nothing to license them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summarize.characters import HAN
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.checks.structure.alignment import align
from summarize.checks.word_lists import read_table
from summarize.values import Finding

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Stock Chinese, the English that licenses it, and other Chinese for that English."""

    stock: re.Pattern[str]
    licence: re.Pattern[str]
    other: re.Pattern[str]


def _phrase(row: Mapping[str, Any]) -> _Phrase:
    other = re.compile("|".join(row["other"])) if row["other"] else _NEVER
    return _Phrase(re.compile(row["stock"].replace("{HAN}", HAN)), re.compile("|".join(row["licence"]), re.I), other)


_PHRASES = [_phrase(row) for row in read_table("model_habits/embellishment.toml")["phrase"]]


def check_additions(pair: Pair) -> list[Finding]:
    """addition, as a warning, for stock phrases that nothing in the source stands behind."""
    if not any(phrase.stock.search(pair.target) for phrase in _PHRASES):
        return []
    out = []
    for english, chinese in _pieces(pair):
        for phrase in _PHRASES:
            found = list(phrase.stock.finditer(chinese))
            if found and len(found) + len(phrase.other.findall(chinese)) > len(phrase.licence.findall(english)):
                words = found[-1][0].strip()
                message = f"nothing in the source says “{words}”"
                out.append(pair.finding("addition", message, "", words, severity="warning"))
    return out


def _pieces(pair: Pair) -> list[tuple[str, str]]:
    """Aligned sentences of a translation; a summary may draw on all of the source."""
    if pair.unit == "abstract" and pair.sentence is None and (beads := align(pair.source, pair.target)):
        return [("\n".join(p.text for p in b.english), "\n".join(p.text for p in b.chinese)) for b in beads]
    source = f"{pair.source}\n{pair.context}" if pair.unit not in TRANSLATIONS else pair.source
    return [(source, pair.target)]
