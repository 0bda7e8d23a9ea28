"""The check ``name-changed``: a model, dataset, method or acronym that is spelt otherwise, replaced, or cut short.

A name is known by its spelling (capitals inside, all capitals, digits) or by its place ("Panacea: …" at the head of a
title). The Latin words of the Chinese are compared with every word of the source and of the paper around it. Hyphens,
blanks and plurals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from summarize.characters import has_han
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_words
from summarize.checks.words.latin import (
    NAME_LIKE,
    LatinWord,
    SourceWords,
    bare,
    latin_words,
    source_words,
)
from summarize.checks.words.rendered_names import cut_short, transliterated
from summarize.checks.words.vanished_names import vanished_names
from summarize.values import Finding

_LISTS = "words/names.toml"
_SITES = frozenset(read_words("words/ordinary.toml", "sites"))
#: A figure, or a Roman one.
_NO_NAME = re.compile(r"\d|[IVX]+$")
#: Measures that go by several names: the F-score is F1.
_MEASURES = frozenset({"F1", "F1-score"})
#: A name with the mark of a footnote.
_FOOTNOTE = re.compile(r"[A-Za-z]*[a-z]\d")
#: A name took the place of another one if their places differ by at most this share of the text.
_NEAR = 0.12


def check_names(pair: Pair) -> list[Finding]:
    """Return the findings of ``name-changed``, one for the same words on both sides.

    A finding is an error where a reader would take the name for another one.
    """
    whole = f"{pair.source}\n{pair.context}" if pair.context else pair.source
    findings: dict[tuple[str, str], Finding] = {}
    words = [word for word in latin_words(pair.target) if not (word.quoted or word.address)]
    lost, new, strange = list(vanished_names(pair)), list[Finding](), list[_Strange]()
    if words:
        source = source_words(whole)
        strange = list(_strange_words(words, source))
        new = list(_invented(pair, source, strange))
    exchanged = list(_exchanged(pair, lost, new))
    families = (_misspelt(pair, strange), transliterated(pair, whole), cut_short(pair), exchanged, lost, new)
    for finding in chain.from_iterable(families):
        findings.setdefault((finding.source, finding.target), finding)
    return list(findings.values())


def _exchanged(pair: Pair, lost: list[Finding], new: list[Finding]) -> Iterator[Finding]:
    """Yield findings for names that another name took the place of, and take both out of the lists."""
    for gone in list(lost):
        place = pair.source.find(gone.source) / len(pair.source)
        for came in list(new):
            if came.target.casefold() in _SITES or _FOOTNOTE.fullmatch(gone.source):
                continue
            if abs(pair.target.find(came.target) / len(pair.target) - place) <= _NEAR:
                lost.remove(gone)
                new.remove(came)
                yield pair.finding(
                    "name-changed",
                    f"{gone.source} became {came.target}",
                    gone.source,
                    came.target,
                    expected=gone.source,
                )
                break


@dataclass(frozen=True, slots=True)
class _Strange:
    """A Latin word of the Chinese that the source has not.

    ``spelling`` is a word of the source that differs in capitals only, ``meant`` the name that was misspelt, if any.
    """

    word: LatinWord
    spelling: str
    meant: str


def _strange_words(words: Iterable[LatinWord], source: SourceWords) -> Iterator[_Strange]:
    for word in words:
        if not source.has(word.text):
            spelling = source.spelling(word.text)
            yield _Strange(word, spelling, "" if spelling else _meant(word, source))


def _misspelt(pair: Pair, strange: Iterable[_Strange]) -> Iterator[Finding]:
    """Yield findings for Latin words of the Chinese that are nearly a word of the source."""
    for stranger in strange:
        word, same, meant = stranger.word, stranger.spelling, stranger.meant
        if len(bare(word.text)) < 3 or _ACCENTED.match(pair.target, word.end):  # or a part of a word, Nystr of Nyström
            continue
        if same and _case_matters(same, word.text):
            english = _verbatim(same, pair)
            message = f"{same} is spelt {word.text}"
            yield pair.finding("name-changed", message, english, word.text, severity="warning")
        elif meant and not _rendered_in_part(meant, word, pair.target):
            english = _verbatim(meant, pair)
            yield pair.finding("name-changed", f"{meant} is spelt {word.text}", english, word.text)


def _rendered_in_part(name: str, word: LatinWord, target: str) -> bool:
    """Whether the word is the end of a name of which Chinese renders the beginning: 多模态 LLM for MLLM."""
    before = target[: word.start].rstrip()
    return name.endswith(word.text) and len(word.text) >= 3 and has_han(before[-1:])


_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f]")


def _invented(pair: Pair, source: SourceWords, strange: Iterable[_Strange]) -> Iterator[Finding]:
    """Yield findings for Latin names of the Chinese that stand nowhere in the source.

    An acronym of words of the source is no such name.
    """
    names = [stranger.word.text for stranger in strange if not (stranger.spelling or stranger.meant)]
    names = [name for name in names if NAME_LIKE.search(name) or (name.isupper() and len(name) >= 3)]
    initials = "".join(_INITIAL.findall(pair.source)).casefold() if names else ""
    for name in names:
        if _NO_NAME.match(name):
            continue
        if name.casefold() in _SITES and name.casefold() in pair.source.casefold():  # as part of an address
            continue
        if name in _MEASURES or source.has_parts(name) or bare(name).rstrip("s") in initials or bare(name) in initials:
            continue
        if pair.glossary and any(term.keep for term in pair.glossary.occurring(name)):
            continue
        yield pair.finding("name-changed", f"{name} does not stand in the source", "", name, severity="warning")


def _verbatim(name: str, pair: Pair) -> str:
    """Return the name if it stands in the pair's own English, as the source words of a finding must, else ""."""
    return name if name in pair.source else ""


def _case_matters(spelt: str, seen: str) -> bool:
    """Whether only capitals differ, in a way that a reader would take for another spelling of the name."""
    if spelt[1:] == seen[1:]:
        return False
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


_INITIAL = re.compile("(?<![A-Za-z])[A-Za-z]")
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
