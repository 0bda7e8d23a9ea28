"""Names that the Chinese renders: the coined name of a title, and acronyms whose words are cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.characters import HAN, has_han
from summarize.checks.occurrences import occurrences
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_table
from summarize.checks.words.latin import NAME_LIKE, initials_cover, is_words_joined
from summarize.values import Finding, Severity

_SOUNDS = frozenset(read_table("words/names.toml")["sounds"].replace("\n", ""))
_HEAD = re.compile(r"\s*([A-Z][A-Za-z0-9+\-]{3,})\s*[:：–—]")
_HEAD_ZH = re.compile(rf"\s*[《“\"]?([{HAN}·]{{2,8}})[》”\"]?\s*[:：–—]")


def transliterated(pair: Pair, whole: str) -> Iterator[Finding]:
    """Yield a finding for the coined name at the head of a title ("Panacea: …") that the Chinese renders.

    It may be written by its sound or be translated.
    """
    head, chinese = _HEAD.match(pair.source), _HEAD_ZH.match(pair.target)
    if pair.unit != "title" or not head or not chinese:
        return
    name, rendered = head[1], chinese[1]
    if name.casefold() in pair.target.casefold():
        return
    by_sound = len(rendered) >= 3 and all(char in _SOUNDS or char == "·" for char in rendered)
    coined = bool(NAME_LIKE.search(name)) or (
        bool(pair.context) and re.search(rf"(?<=[a-z,] ){re.escape(name)}\b", whole) is not None
    )
    accepted = pair.glossary.occurring(name) if pair.glossary else ()
    if any(zh in rendered for term in accepted for zh in term.zh):
        return
    if by_sound or coined:
        severity: Severity = "warning" if is_words_joined(name) and not by_sound else "error"
        message = f"the name {name} became {rendered}"
        yield pair.finding("name-changed", message, name, rendered, severity=severity)


_JOINED = re.compile(r"[+&/,]\s*$")
#: Words before an acronym, at most as many letters and words as expansions have, and the acronym.
_LATIN_PHRASE = r"(?<![A-Za-z\-'’])([A-Za-z][A-Za-z\-]{0,40}(?: [A-Za-z][A-Za-z\-]{0,40}){0,15})"


_GIVEN = re.compile(
    rf"{_LATIN_PHRASE}\s*+(?:[，,;；、]\s*+)?(?:[（(]\s*+)?(?:简称|缩写|简写|记)?(?:为|作|是)?[：:]?\s*+[“\"]?"
    r"([A-Za-z]{2,42})(?![A-Za-z])"
)
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{0,20}[A-Z][A-Za-z]{0,20}?)s?\)")
#: A Latin word before an acronym, with no more than what may stand between them.
_LATIN_BEFORE = re.compile(r"[A-Za-z\-][\s，,;；、（(简称缩写记为作是：:“\"]{0,14}$")


def cut_short(pair: Pair) -> Iterator[Finding]:
    """Yield findings for English expansions of acronyms that the Chinese repeats in part.

    Some of the words are missing that the letters stand for.
    """
    for match in _ACRONYM.finditer(pair.source):
        acronym = match[1]
        if not any(_LATIN_BEFORE.search(pair.target, max(0, at - 16), at) for at in occurrences(acronym, pair.target)):
            continue
        words = re.findall(r"[A-Za-z]+", pair.source[max(0, match.start() - 120) : match.start()])[-12:]
        full = next((words[-n:] for n in range(1, len(words) + 1) if initials_cover(acronym, words[-n:])), None)
        if not full or len(full) < 2:
            continue
        given = next((m for m in _GIVEN.finditer(pair.target) if m[2] == acronym), None)
        if not given:
            continue
        if _JOINED.search(pair.target, max(0, given.start() - 3), given.start()):
            continue  # more of the words stand before a sign: Function+Data Flow
        left = re.findall(r"[A-Za-z]+", given[1])
        spelt = {word.casefold().rstrip("s") for word in left}
        if len(left) < 2 or left[0][0].casefold() != acronym[0].casefold() or initials_cover(acronym, left):
            continue
        if spelt <= {word.casefold().rstrip("s") for word in words}:
            english = pair.source[pair.source.rfind(full[0], 0, match.start()) : match.end()]
            message = f"the words that {acronym} stands for are cut short"
            # Behind Chinese, which may render some of the words, the others may be whole.
            severity: Severity = "warning" if has_han(pair.target[: given.start()].rstrip()[-1:]) else "error"
            yield pair.finding("name-changed", message, english, given[0], severity=severity)
