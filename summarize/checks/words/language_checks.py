"""The checks ``language`` and ``untranslated``, and ``format`` for characters of the other script.

English may stand in Chinese text for good reasons: names, units, terms that the glossary lets stay, code, formulas,
quotations, the original in brackets behind its rendering. What is left are ordinary words that someone forgot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarize.characters import HAN, has_han
from summarize.checks.occurrences import occurrences, stands_inside
from summarize.checks.pair import SHOWN_CHARACTERS, Pair
from summarize.checks.word_lists import read_table, read_words
from summarize.checks.words.latin import LatinWord, latin_words
from summarize.checks.words.ordinary import is_ordinary, is_prose_of_research
from summarize.values import Finding

_LISTS = "words/language.toml"

_HAN = re.compile(f"[{HAN}]")
_QUOTED = re.compile(
    r"[（(][^（）()]*[）)]|“[^“”]*”|‘[^‘’]*’|「[^「」]*」|《[^《》]*》|\"[^\"\n]*\"|``[^`']*''|`[^`]*`|\[[^\[\]]*\]"
)
#: How many characters beside a Latin word are looked at. No gap and no word for an identifier is longer.
_GAP = 64
_CODE_AROUND = re.compile(r"[\w./\\@=#<>{}\[\]()~^&|:*_+%-]")


def check_language(pair: Pair) -> list[Finding]:
    """Return the findings of ``language`` (errors), ``untranslated`` and ``format`` (warnings), in that order.

    Where Chinese is missing, nothing else is reported.
    """
    if missing := list(_missing(pair)):
        return missing
    return [*_left_in_english(pair), *_suffixes(pair), *_traditional(pair)]


def _missing(pair: Pair) -> Iterator[Finding]:
    """Yield findings where the text is empty, or it or sentences or clauses of it are in English."""
    if not pair.target.strip():
        if pair.source.strip():
            yield pair.finding("language", "the Chinese is missing", pair.source[:SHOWN_CHARACTERS].rstrip())
        return
    for piece in _PIECE_END.split(pair.target):
        text = piece.strip()
        plain = _QUOTED.sub(" ", text)
        if has_han(plain):
            # Chinese with a clause of English in it: seven words in a row outside of quotations, of which four are ordinary.
            if plain.count(" ") >= _BLANKS_IN_RUN and (run := _ENGLISH_RUN.search(plain)):
                ordinary = [w for w in run[0].split() if w.islower() and is_ordinary(w.rstrip(",.;"), prose=True)]
                if len(ordinary) >= 4 and run[0] in text:
                    yield pair.finding(
                        "language", "a clause is left in English", "", run[0][:SHOWN_CHARACTERS].rstrip()
                    )
            continue
        small = [
            w.text for w in latin_words(plain) if w.text.islower() and len(w.text) > 1 and not (w.quoted or w.address)
        ]
        ordinary = [word for word in small if is_ordinary(word, prose=True)]
        if len(ordinary) >= 3 or (ordinary and text == pair.target.strip() and _says_more(pair, text)):
            yield pair.finding("language", "this is left in English", "", text[:SHOWN_CHARACTERS].rstrip())


_PIECE_END = re.compile(r"(?<=[。！？!?\n])|(?<=[a-z)\]]\.)\s+(?=[A-Z])")
_BLANKS_IN_RUN = 6
_ENGLISH_RUN = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z'’-]{0,60}(?:[,;]? \(?[A-Za-z0-9][A-Za-z0-9'’.%)-]{0,60}){6,}")


def _says_more(pair: Pair, text: str) -> bool:
    """Whether the target is a piece of the English source that is more than a name, which may be a whole title."""
    words = [word for word in text.split() if word.islower() and len(word) >= 4]
    return bool(words) and text.casefold() in pair.source.casefold()


def _left_in_english(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each run of ordinary English words between Chinese ones."""
    words = list(latin_words(pair.target))
    if not any(word.text.isalpha() for word in words):
        return
    quoted = [match.span() for match in _QUOTED.finditer(pair.target)]
    prose = _is_prose(pair)
    seen: set[str] = set()
    for run in _runs(words, pair.target):
        first, last = run[0], run[-1]
        phrase = pair.target[first.start : last.end]
        if phrase in seen or not _stands_in_chinese(pair.target, first.start, last.end, quoted):
            continue
        seen.add(phrase)
        if any(word.quoted or word.address for word in run) or not all(_is_plain(word.text) for word in run):
            continue
        if _may_stay(pair, phrase) or _names_an_identifier(pair.target, first.start, last.end):
            continue
        forgotten = [w for w in run if is_ordinary(w.text.lower(), prose=prose) and _in_prose(pair, w.text)]
        if forgotten and len(forgotten) * 2 >= len(run):
            english = phrase if phrase in pair.source else _in_prose(pair, forgotten[0].text)
            yield pair.finding("untranslated", f"{phrase} is left in English", english, phrase)


def _names_an_identifier(text: str, start: int, end: int) -> bool:
    """Whether the Chinese beside a word says that it is somebody's identifier."""
    before = _IDENTIFIER_BEFORE.search(text, max(0, start - _GAP), start)
    return before is not None or _IDENTIFIER_AFTER.match(text, end) is not None


def _is_prose(pair: Pair) -> bool:
    return pair.unit == "title" or is_prose_of_research(f"{pair.source}\n{pair.context}")


# Chinese words which say that the word beside them is somebody's identifier.
_IDENTIFIERS = read_words(_LISTS, "identifiers")
_IDENTIFIER_BEFORE = re.compile(rf"(?:{'|'.join((*_IDENTIFIERS, *read_words(_LISTS, 'before')))})\s*$")
_IDENTIFIER_AFTER = re.compile(rf"\s*(?:{'|'.join((*_IDENTIFIERS, *read_words(_LISTS, 'after')))})")


def _runs(words: list[LatinWord], text: str) -> Iterator[list[LatinWord]]:
    """Yield runs of Latin words that have only one blank or hyphen between them."""
    run: list[LatinWord] = []
    for word in words:
        if run and text[run[-1].end : word.start] not in (" ", "-"):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_plain(word: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]?[a-z]+(?:-[a-z]+)*", word)) and len(word) >= 3


def _stands_in_chinese(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether a run stands free in Chinese prose, and not in quotation marks, brackets or code."""
    if stands_inside(start, end, quoted):
        return False
    before, after = text[max(0, start - _GAP) : start].rstrip()[-1:], text[end : end + _GAP].lstrip()[:1]
    glued = text[start - 1 : start] + text[end : end + 1]
    if any(_CODE_AROUND.match(char) and not _HAN.match(char) for char in glued):
        return False
    return bool(_HAN.match(before) or _HAN.match(after))


def _may_stay(pair: Pair, phrase: str) -> bool:
    """Whether the glossary lets the English stay, or gives it as a rendering of itself."""
    if pair.glossary is None:
        return False
    terms = pair.glossary.occurring(phrase)
    return any(term.keep or any(zh.isascii() for zh in term.zh) for term in terms)


@lru_cache(maxsize=8)
def _unquoted(english: str) -> str:
    return _QUOTED_EN.sub(" ", english)


def _in_prose(pair: Pair, word: str) -> str:
    """Return the word as the English has it in small letters, outside of quotation marks and code, or ""."""
    prose = _unquoted(pair.source)
    if pair.unit != "title" and word[0].isupper():
        for at in occurrences(word, prose):
            if _INSIDE_A_SENTENCE.search(prose, max(0, at - 2), at) and not _WORD_GOES_ON.match(prose, at + len(word)):
                return ""
    # A title may write ordinary words with capitals, so its capitals tell nothing.
    searched = prose.lower() if pair.unit == "title" and word.islower() else prose
    if len(searched) != len(prose):  # a capital of two small letters, as İ
        searched = prose
    for at in occurrences(word.lower(), searched):
        if _BEGINS_FREELY.match(prose, at) and _ENDS_FREELY.match(prose, at + len(word)):
            return prose[at : at + len(word)]
    return ""


_INSIDE_A_SENTENCE, _WORD_GOES_ON = re.compile("[a-z,] $"), re.compile(r"\w")
_BEGINS_FREELY = re.compile(r"(?<![\w./\\_])(?<![^a-z]-)")
_ENDS_FREELY = re.compile(r"(?![\w/\\_(]|\.\w)")
_QUOTED_EN = re.compile(r"\"[^\"]*\"|``[^`']*''|`[^`]*`|“[^“”]*”|(?<!\w)'[^']*'(?!\w)")
_SUFFIX = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z0-9]++-({'|'.join(read_words(_LISTS, 'suffixes'))})(?=\s?[{HAN}])")
#: Half a compound left in English: 数据-driven, 河流-fed.
_HALF = re.compile(rf"(?<=[{HAN}])\s?-\s?([a-z]{{2,}})(?![A-Za-z0-9])")


def _suffixes(pair: Pair) -> Iterator[Finding]:
    """Yield findings for English endings left on a name or on Chinese: o1-like 模型 for 类 o1 模型, 数据-driven."""
    if "-" not in pair.target:
        return
    for match in _HALF.finditer(pair.target):
        word = match[1]
        if re.search(rf"\b{word}\b", pair.source) and not _may_stay(pair, word):
            yield pair.finding("untranslated", f"{word} is left in English", word, word)
    if not _is_prose(pair):
        return
    seen: set[str] = set()
    for match in _SUFFIX.finditer(pair.target):
        word = match[0]
        if word in seen or word not in pair.source or _may_stay(pair, word):
            continue
        seen.add(word)
        yield pair.finding("untranslated", f"-{match[1]} is left in English", word, word)


_BOTH_SCRIPTS = frozenset(read_table(_LISTS)["both_scripts"])


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    """Return "t" for a character of Traditional text only, "s" for one of Simplified text only, "" for others.

    Simplified text is written with the characters of GB 2312. The first level of Big5 (A440–C67E) has the frequent
    characters of Traditional text.
    """
    try:
        big5 = int.from_bytes(char.encode("big5"), "big")
    except UnicodeEncodeError:
        big5 = 0
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return "t" if 0xA440 <= big5 <= 0xC67E and char not in _BOTH_SCRIPTS else ""
    return "" if big5 else "s"


@lru_cache(maxsize=1)
def _traditional_only() -> re.Pattern[str]:
    """Return an expression for one of the frequent characters of Traditional text that Simplified text has not."""
    first, last = 0xA440, 0xC67E
    codes = (code.to_bytes(2, "big") for code in range(first, last + 1))
    chars = (code.decode("big5", "ignore") for code in codes)
    return re.compile(f"[{''.join(char for char in chars if char and _script(char) == 't')}]")


def _traditional(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for Traditional characters in text that is Simplified otherwise.

    A text that is Traditional throughout is meant to be so.
    """
    if _traditional_only().search(pair.target) is None:
        return
    han = _HAN.findall(pair.target)
    found = [char for char in han if _script(char) == "t" and char not in pair.source]
    if not found:
        return
    if any(_script(char) == "s" for char in han) or len(found) * 7 < len(han):
        shown = "".join(dict.fromkeys(found))
        yield pair.finding("format", f"Traditional characters: {shown}", "", found[0])
