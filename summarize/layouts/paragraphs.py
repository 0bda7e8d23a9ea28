"""Division of an abstract into paragraphs: before what the authors did, and before what they show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_WORK = re.compile(
    r"(?:(?:in|with) this (?:paper|work|study|article|letter|report|thesis|note|survey)\b|to (?:address|bridge|fill|tackle|"
    r"overcome|solve|close|remedy|mitigate|resolve)\b|here,? we\b|this (?:paper|work|study|article|letter|survey)\b|"
    r"we (?:\w+ly )?(?:propose|introduce|present|develop|describe|study|investigate|design|consider|prove|ask|improve|"
    r"revisit|argue)\b|motivated by\b|inspired by\b)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?:(?:extensive |our |numerical |empirical(?:ly)?,? ?|the |comprehensive |further ){0,8}(?:experiments?|results?|evaluations?|"
    r"experimental(?:ly)?|simulations?|findings|analys[ei]s)\b|empirically\b|we (?:\w+ly )?(?:show|demonstrate|find|"
    r"evaluate|observe|report|validate|conclude)\b|across \w+|on (?:the )?[\w-]+ (?:benchmarks?|datasets?|tasks?)\b|"
    r"(?:overall|in (?:summary|conclusion|total)|finally|together),)",
    re.IGNORECASE,
)


def paragraph_starts(sentences: Sequence[str], abstract: str = "") -> frozenset[int]:
    """Return the indexes (from 0) of the sentences that begin a paragraph. 0 is always among them.

    Where the abstract itself has paragraphs (one a line), these count. Otherwise an abstract of five sentences or more
    is divided at most twice: before what the authors did, and before the results. No such paragraph has a single
    sentence.
    """
    starts = {0}
    lines = [" ".join(line.split()) for line in abstract.splitlines() if line.strip()]
    if len(lines) > 1:
        return frozenset(starts | _starts_of_lines(lines, sentences))
    if len(sentences) < 5:
        return frozenset(starts)
    last = len(sentences) - 1
    for pattern in (_WORK, _SHOWN):
        after = max(starts) + 2
        turn = next((i for i in range(after, last) if pattern.match(sentences[i].strip())), None)
        if turn is not None:
            starts.add(turn)
    return frozenset(starts)


def _starts_of_lines(lines: Sequence[str], sentences: Sequence[str]) -> set[int]:
    begun = sorted(lines[1:])
    starts = set()
    for i, sentence in enumerate(sentences):
        words = " ".join(sentence.split())
        place = bisect_left(begun, words)  # the first line that can begin with these words
        if place < len(begun) and begun[place].startswith(words):
            starts.add(i)
    return starts
