"""The check ``name-changed``: a model, dataset, method or acronym that is spelt otherwise, replaced, or cut short.

A name is known by its spelling (capitals inside, all capitals, digits) or by its place ("Panacea: …" at the head of a
title). The Latin words of the Chinese are compared with every word of the source and of the paper around it. Hyphens,
blanks and plurals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from summarize.characters import HAN
from summarize.checks.numbers.units import UNITS
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table, read_words
from summarize.checks.words.latin import (
    NAME_LIKE,
    LatinWord,
    SourceWords,
    bare,
    initials_cover,
    latin_words,
    source_words,
)
from summarize.values import Finding, Severity

_LISTS = "words/names.toml"


def check_names(pair: Pair) -> list[Finding]:
    """Return the findings of ``name-changed``, one for the same words on both sides.

    A finding is an error where a reader would take the name for another one.
    """
    whole = f"{pair.source}\n{pair.context}" if pair.context else pair.source
    source = source_words(whole)
    findings: dict[tuple[str, str], Finding] = {}
    families = (
        _misspelt(pair, source),
        _transliterated(pair, whole),
        _cut_short(pair),
        _vanished(pair),
        _invented(pair, source),
    )
    for finding in chain.from_iterable(families):
        findings.setdefault((finding.source, finding.target), finding)
    return list(findings.values())


def _misspelt(pair: Pair, source: SourceWords) -> Iterator[Finding]:
    """Yield findings for Latin words of the Chinese that are nearly a word of the source."""
    for word in latin_words(pair.target):
        if word.quoted or word.address or len(bare(word.text)) < 3 or source.has(word.text):
            continue
        if meant := _meant(word, source):
            english = _verbatim(meant, pair)
            yield pair.finding("name-changed", f"{meant} is spelt {word.text}", english, word.text)
        elif (same := source.spelling(word.text)) and _case_matters(same, word.text):
            english = _verbatim(same, pair)
            message = f"{same} is spelt {word.text}"
            yield pair.finding("name-changed", message, english, word.text, severity="warning")


def _invented(pair: Pair, source: SourceWords) -> Iterator[Finding]:
    """Yield findings for Latin names of the Chinese that stand nowhere in the source.

    An acronym of words of the source is no such name.
    """
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", pair.source)).casefold()
    for word in latin_words(pair.target):
        name = word.text
        if word.quoted or word.address or source.has(name) or source.spelling(name) or _meant(word, source):
            continue
        if not (NAME_LIKE.search(name) or (name.isupper() and len(name) >= 3)) or name[0].isdigit():
            continue
        if source.has_parts(name) or bare(name).rstrip("s") in initials or bare(name) in initials:
            continue
        if pair.glossary and any(term.keep for term in pair.glossary.occurring(name)):
            continue
        yield pair.finding("name-changed", f"{name} does not stand in the source", "", name, severity="warning")


_COINED = re.compile(
    r"\b(?:propose|introduce|present|develop|release|contribute|call|called|named|dubbed|termed|coin) (?:the |it )?"
    r"([A-Z][A-Za-z0-9+\-]{2,})(?=[,;:(]|\.(?:\s|$)|\s+(?:a|an|the|which|that|to)\b)"
)


def _vanished(pair: Pair) -> Iterator[Finding]:
    """Yield findings for names of a title or an abstract that the Chinese does not have in any form.

    The name that the paper gives to its own work is an error. Other names are a warning, because they may have been
    left out on purpose, where the Chinese names the thing itself.
    """
    if pair.unit not in TRANSLATIONS or not pair.target.strip():
        return
    target = bare(pair.target)
    coined = {match[1] for match in _COINED.finditer(pair.source)}
    seen = set()
    for word in latin_words(pair.source, capitals=True):
        if word.quoted or word.address or word.text[0].isdigit():
            continue
        parts = [word.text] if word.text in coined else word.text.split("-")
        for name in parts:
            if (
                name in seen
                or name in UNITS
                or _UNIT.fullmatch(name)
                or not (name in coined or _is_plainly_a_name(name))
            ):
                continue
            seen.add(name)
            key = bare(name)
            if key in target or key.rstrip("s") in target or _has_rendering(pair, name):
                continue
            severity: Severity = "error" if name in coined else "warning"
            yield pair.finding("name-changed", f"{name} is missing", name, severity=severity)


_UNIT = re.compile(r"[nµμmckMGT]?(?:Wh|Pa|Hz|eV|Ah|Bq|Gy|Sv|N|J|L|K|V|W|A)")
_STRESSED = frozenset(read_words(_LISTS, "stressed"))


def _is_plainly_a_name(word: str) -> bool:
    """Whether a word has capitals inside and small letters (DeepSeek), or is an acronym.

    A word in capitals for stress is neither.
    """
    return word not in _STRESSED and bool(re.search(r"^[A-Za-z]*[a-z0-9][A-Z]|^[A-Z]{3,}s?$|^[A-Z]{2,}\d", word))


def _has_rendering(pair: Pair, name: str) -> bool:
    """Whether the Chinese may say the name in words.

    That is so for an acronym that the source spells out, and for renderings of the glossary.
    """
    if re.search(rf"[a-z]\s*\({re.escape(name)}s?\)", pair.source):
        return True
    terms = pair.glossary.occurring(name) if pair.glossary else ()
    return any(zh in pair.target for term in terms for zh in term.zh)


def _verbatim(name: str, pair: Pair) -> str:
    """Return the name if it stands in the pair's own English, as the source words of a finding must, else ""."""
    return name if name in pair.source else ""


def _case_matters(spelt: str, seen: str) -> bool:
    """Whether only capitals differ, in a way that a reader would take for another spelling of the name."""
    return any(c.isupper() for c in spelt[1:]) and any(c.isupper() for c in seen[1:]) and not seen.isupper()


def _meant(word: LatinWord, source: SourceWords) -> str:
    """Return the name of the source that the word misspells, or "".

    A word in small letters can misspell only what is plainly a name.
    """
    seen = bare(word.text)
    plain = not NAME_LIKE.search(word.text) and not word.text[0].isupper()
    best = ""
    for name in source.names:
        if plain and (len(name) < 6 or not NAME_LIKE.search(name)):
            continue
        own = bare(name)
        closer = not best or abs(len(own) - len(seen)) < abs(len(bare(best)) - len(seen))
        if closer and _is_slip(own, seen, name, source):
            best = name
    return best


_DIGITS = re.compile(r"\d+")
_ENDINGS = frozenset(read_words(_LISTS, "endings"))


def _is_slip(name: str, seen: str, spelt: str, source: SourceWords) -> bool:
    """Whether ``seen`` is ``name`` with a letter or a digit gone wrong. Both are without hyphens, in lower case."""
    if name == seen or abs(len(name) - len(seen)) > 2:
        return False
    if _DIGITS.sub("", name) == _DIGITS.sub("", seen):
        # "GPT-3.5 and 4" may become GPT-3.5 and GPT-4: the other figure stands in the source.
        wanted, got = _DIGITS.findall(name), _DIGITS.findall(seen)
        return len(wanted) == len(got) and not all(figure in source.numbers for figure in got)
    if seen.startswith(name) and seen[len(name) :] in _ENDINGS:
        return False
    if name.startswith(seen) and name[len(seen) :] in _ENDINGS:
        return False
    if len(name) < 4:
        return spelt.isupper() and len(seen) == len(name) == 3 and sorted(name) == sorted(seen)
    return _distance_within(name, seen, 2 if len(name) >= 8 else 1)


def _distance_within(a: str, b: str, most: int) -> bool:
    """Whether at most that many insertions, deletions, replacements or swaps of neighbours lead from a to b."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
        if min(row) > most:
            return False
    return row[-1] <= most


_SOUNDS = frozenset(read_table(_LISTS)["sounds"].replace("\n", ""))
_HEAD = re.compile(r"\s*([A-Z][A-Za-z0-9+\-]{3,})\s*[:：–—]")
_HEAD_ZH = re.compile(rf"\s*[《“\"]?([{HAN}·]{{2,8}})[》”\"]?\s*[:：–—]")


def _transliterated(pair: Pair, whole: str) -> Iterator[Finding]:
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
        yield pair.finding("name-changed", f"the name {name} became {rendered}", name, rendered)


#: Words before an acronym, at most as many letters and words as expansions have.
_LATIN_PHRASE = r"(?<![A-Za-z\-])([A-Za-z][A-Za-z\-]{0,40}(?: [A-Za-z][A-Za-z\-]{0,40}){0,15})"


def _cut_short(pair: Pair) -> Iterator[Finding]:
    """Yield findings for English expansions of acronyms that the Chinese repeats in part.

    Some of the words are missing that the letters stand for.
    """
    for match in re.finditer(r"\(([A-Z][A-Za-z]{0,20}[A-Z][A-Za-z]{0,20}?)s?\)", pair.source):
        acronym = match[1]
        words = re.findall(r"[A-Za-z]+", pair.source[max(0, match.start() - 120) : match.start()])[-12:]
        full = next((words[-n:] for n in range(1, len(words) + 1) if initials_cover(acronym, words[-n:])), None)
        if not full or len(full) < 2:
            continue
        given = re.search(
            rf"{_LATIN_PHRASE}\s*+(?:[，,;；、]\s*+)?(?:[（(]\s*+)?(?:简称|缩写|简写|记)?(?:为|作|是)?[：:]?\s*+[“\"]?{re.escape(acronym)}(?![A-Za-z])",
            pair.target,
        )
        if not given:
            continue
        left = re.findall(r"[A-Za-z]+", given[1])
        spelt = {word.casefold().rstrip("s") for word in left}
        if len(left) < 2 or initials_cover(acronym, left):
            continue
        if spelt <= {word.casefold().rstrip("s") for word in words}:
            english = pair.source[pair.source.rfind(full[0], 0, match.start()) : match.end()]
            message = f"the words that {acronym} stands for are cut short"
            yield pair.finding("name-changed", message, english, given[0])
