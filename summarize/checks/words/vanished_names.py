"""The names of a title or an abstract that the Chinese does not have in any form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.characters import has_han
from summarize.checks.aligning.lexicon import entry_of
from summarize.checks.aligning.pieces import pieces_of
from summarize.checks.numbers.units import UNITS
from summarize.checks.occurrences import occurrences
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table, read_words
from summarize.checks.words.latin import CAPITALS, bare, is_words_joined, latin_words, letters_of
from summarize.values import Finding, Severity

#: Acronym -> what Chinese writes for it.
_RENDERINGS: dict[str, tuple[str, ...]] = {
    acronym: tuple(chinese)
    for group in read_table("words/acronyms.toml").values()
    for acronym, chinese in group.items()
}
#: An acronym in brackets behind its words, and words in brackets behind a name.
_SPELT_OUT, _EXPANDED = re.compile(r"[a-z]\s*\(([A-Za-z0-9+.\-]{1,40}?)s?\)"), re.compile(r"s?\s?\(([A-Za-z]+)\)")
#: A name, and the words before it that give it to the paper's own work. The name is looked for first, which is faster.
_COINED = re.compile(r"(?<= )([A-Z][A-Za-z0-9+\-]{2,}+)(?=[,;:(]|\.(?:\s|$)|\s+(a|an|the|which|that|to)\b)")
_COINING = re.compile(
    r"\b(?:propose|introduce|present|develop|release|contribute|call|called|named|dubbed|termed|coin) (?:the |it )?$"
)


def _begins_a_phrase(match: re.Match[str]) -> bool:
    """Whether a coined name is the first word of a name of several ordinary words: Learning to Expand."""
    return match[2] == "to" and entry_of(match[1].lower()) is not None


def vanished_names(pair: Pair) -> Iterator[Finding]:
    """Yield findings for names of a title or an abstract that the Chinese does not have in any form.

    The name that the paper gives to its own work is an error. Other names are a warning, because they may have been
    left out on purpose, where the Chinese names the thing itself.
    """
    if pair.unit not in TRANSLATIONS or not pair.target.strip():
        return
    target = letters_of(pair.target)
    coined = {
        match[1]
        for match in _COINED.finditer(pair.source)
        if _COINING.search(pair.source, max(0, match.start() - 20), match.start()) and not _begins_a_phrase(match)
    }
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
            if name not in coined and _is_said_by_pronoun(word.start, pair):
                continue
            sure = name in coined and not is_words_joined(name)
            severity: Severity = "error" if sure else "warning"
            yield pair.finding("name-changed", f"{name} is missing", name, severity=severity)


_PRONOUN = re.compile("该|它(?!们)|此[方框模系基]|本[方框模系基研]")
_IT = re.compile(r"\b(?:its?|this|that|these|they)\b", re.I)
#: The name may stand behind a few words at the beginning of its sentence: In addition, TreeBench …
_BEGINNING = 25
_LETTER = re.compile("[A-Za-z]")
_UNIT = re.compile(r"[nµμmckMGT]?(?:Wh|Pa|Hz|eV|Ah|Bq|Gy|Sv|N|J|L|K|V|W|A)")
_STRESSED = frozenset(read_words("words/names.toml", "stressed"))


_PLAINLY = re.compile(r"[A-Za-z]*[a-z0-9][A-Z]|[A-Z]{3,}s?$|[A-Z]{2,}\d")


def _is_plainly_a_name(word: str) -> bool:
    """Whether a word has capitals inside and small letters (DeepSeek), or is an acronym.

    A word in capitals for stress is neither.
    """
    return word not in _STRESSED and _PLAINLY.match(word) is not None


def _is_said_by_pronoun(place: int, pair: Pair) -> bool:
    """Whether a name begins an English sentence of which the Chinese says "it" or "this method" in its place."""
    return any(
        0 <= place - piece.english_start <= _BEGINNING
        and not _IT.search(pair.source, piece.english_start, place)
        and _PRONOUN.search(piece.chinese)
        for piece in pieces_of(pair)
    )


def _stands_after_chinese(part: str, target: str) -> bool:
    """Whether a part of a name stands as a word behind Chinese that may render the rest of it."""
    return any(
        has_han(target[:at].rstrip()[-1:]) and not _LETTER.match(target, at + len(part))
        for at in occurrences(part, target)
    )


def _has_rendering(pair: Pair, name: str) -> bool:
    """Whether the Chinese may say the name in words.

    That is so for an acronym that the source spells out, and for renderings of the glossary.
    """
    if name in _SPELT_OUT.findall(pair.source):
        return True
    if any(zh in pair.target for zh in _RENDERINGS.get(name) or _RENDERINGS.get(name.removesuffix("s"), ())):
        return True
    if any(_stands_after_chinese(part, pair.target) for part in CAPITALS.findall(name)):
        return True
    if expanded := _EXPANDED.match(pair.source, pair.source.find(name) + len(name)):
        return expanded[1] in pair.target
    word = entry_of(name.lower()) if len(name) > 3 else None
    if word is not None and (not name.isupper() or any(zh in pair.target for zh in word.pieces)):
        return (
            True  # an ordinary word, with capitals where the letters of an acronym come from (custOmer), or for stress
        )
    terms = pair.glossary.occurring(name) if pair.glossary else ()
    return any(zh in pair.target for term in terms for zh in term.zh)
