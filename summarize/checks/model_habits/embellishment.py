"""The check ``addition`` for stock phrases: praise, speculation and prospects that a model adds out of habit.

A phrase is reported where no word of the source licenses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summarize.characters import HAN
from summarize.checks.aligning.alignment import align
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table
from summarize.values import Finding

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A stock phrase: its Chinese, the English that licenses it, and other Chinese for that English.

    One of the ``signs`` stands in every match. They are looked for first, because that takes a tenth of the time.
    """

    signs: tuple[str, ...]
    stock: re.Pattern[str]
    licence: re.Pattern[str]
    other: re.Pattern[str]


def _phrase(row: Mapping[str, Any]) -> _Phrase:
    other = re.compile("|".join(row["other"])) if row["other"] else _NEVER
    stock = re.compile(row["stock"].replace("{HAN}", HAN))
    return _Phrase(tuple(row["signs"]), stock, re.compile("|".join(row["licence"]), re.I), other)


_PHRASES = [_phrase(row) for row in read_table("model_habits/embellishment.toml")["phrase"]]


def check_additions(pair: Pair) -> list[Finding]:
    """Return a warning ``addition`` for each stock phrase that no word of the source licenses."""
    phrases = [
        phrase
        for phrase in _PHRASES
        if any(sign in pair.target for sign in phrase.signs) and phrase.stock.search(pair.target)
    ]
    if not phrases:
        return []
    out = []
    for english, chinese in _pieces(pair):
        for phrase in phrases:
            found = list(phrase.stock.finditer(chinese))
            if found and len(found) + len(phrase.other.findall(chinese)) > len(phrase.licence.findall(english)):
                words = found[-1][0].strip()
                message = f"nothing in the source says “{words}”"
                out.append(pair.finding("addition", message, "", words, severity="warning"))
    return out


def _pieces(pair: Pair) -> list[tuple[str, str]]:
    """Return (English, Chinese) of the parts that are compared.

    An abstract without numbered sentences is aligned. A summary may draw on all of the source.
    """
    if pair.unit == "abstract" and pair.sentence is None and (beads := align(pair.source, pair.target)):
        return [("\n".join(p.text for p in b.english), "\n".join(p.text for p in b.chinese)) for b in beads]
    source = f"{pair.source}\n{pair.context}" if pair.unit not in TRANSLATIONS else pair.source
    return [(source, pair.target)]
