"""Splitting of an abstract into sentences.

An abstract is short, edited English with LaTeX, citations, names and figures in it. A wrong cut breaks the alignment of
the two languages. So the rules prefer to keep text together: a full stop ends a sentence only if the next words can
begin one and the word before it is not an abbreviation that expects more.

The libraries pysbd 0.3.4, syntok 1.4.4, blingfire 0.1.8 and sentencesplit 0.1.0 were compared on
tests/reading/abstract_traps.py, where every right cut is marked. None of them knows LaTeX.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: After these words a sentence goes on, whatever follows.
_OPEN_ENDED = _words("e.g i.e eg ie cf vs viz ca approx w.r.t wrt s.t a.k.a aka incl esp resp")
#: With a capital letter, these name a thing or a person, and the sentence goes on. With a small one, it goes on before
#: a figure only.
_NAMING = _words(
    "fig figs eq eqs eqn eqns sec secs sect ref refs tab thm lem prop def cor alg app ch chap vol dr prof mr mrs "
    "ms st mt op ed eds univ dept conf proc gen phys rev lett chem soc trans acad ft"
)
#: After these a sentence goes on if a figure or a Roman numeral follows.
_BEFORE_FIGURES = _words("no nos nr p pp v art jan feb mar apr jun jul aug sep sept oct nov dec ver version")
#: These stand at the end of a sentence or inside it. The next word decides.
_EITHER = _words("al etc inc ltd co corp jr sr i.i.d a.s a.e a.m p.m ph.d min max avg std est dim int ext")
_SHOUTED_NAMES = frozenset({"yahoo!", "jeopardy!", "kahoot!"})

#: Words that begin sentences of abstracts and hardly ever follow an abbreviation, an initial or a typing error's stop.
_STARTERS = _words(
    "We Our The This These Those There Here In It Its For However Moreover Furthermore Finally Then Thus Therefore "
    "Hence While When With As At From If Although Though Despite Unlike Using Based Results Experiments "
    "Experimental Extensive Existing Recent Recently First Second Third Specifically Additionally Besides Also But "
    "Such Since Because Both Each Many Most Some Several All Code Empirically Theoretically Surprisingly Notably "
    "Overall Previous Prior They She Through Under Unfortunately What Which Instead Importantly Consequently "
    "Currently A"
)

_MATH = re.compile(
    r"(?<!\\)\$\$.+?\$\$|(?<!\\)\$(?=\S)(?:\\.|[^$\\])*?(?<=\S)\$(?!\d)|(?<!\\)\$\s[^$.!?]{1,80}\s\$(?!\d)"
    r"|\\\((?:(?!\\\().){1,2000}?\\\)|\\\[(?:(?!\\\[).){1,2000}?\\\]",
    re.DOTALL,
)
_SOLID = re.compile(
    r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?()\[\]{}\"'”’]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\\(?:cite|ref|eqref|url|href|label|footnote)[a-z]*\*?(?:\[[^\[\]]*\])?\{[^{}]*\}",
)
_QUOTED = re.compile(r"“[^“”]{1,200}”|``(?:(?!``|'').){1,200}''|(?<!\w)\"[^\"\n]{1,200}\"(?!\w)", re.DOTALL)
_LONGEST_ASIDE = 300
#: How many characters before a stop are looked at. No abbreviation is longer.
_LONGEST_WORD = 64

_STOP = re.compile(
    r"(?P<mark>\.\s\.\s\.|(?<![.!?…])[.!?…]++|[。！？])"
    r"(?P<close>(?:[)\]}\"'”’»*_`$]|\\\))*(?:\$\^[^$]{1,6}\$)?(?:\s?\[\d[\d,\s–-]*\](?=\s+[A-Z]))?)"
    r"(?P<gap>\s+|$|(?<=[。！？]))"
)
_GLUED = re.compile(r"(?<=[a-z]{3}|..[)\]}%])\.(?=(?:" + "|".join(sorted(_STARTERS - {"A"})) + r")\s)")
_GLUE = re.compile(r"\.[A-Z]")
_ENUMERATOR = re.compile(r"\(?(?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s|[•∙‣▪]")
_ROMAN_OR_FIGURE = re.compile(r"[\d#~(\[$\\]|[IVXLC]+\b")


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text`` in order. White space inside each becomes one space; nothing else is changed.

    A blank line always ends a sentence; a single line break is a space. Empty text gives ``()``.
    """
    return tuple(
        sentence for paragraph in re.split(r"\n\s*\n", text) for sentence in _sentences(" ".join(paragraph.split()))
    )


def _sentences(text: str) -> Iterator[str]:
    solid = _Spans.of(text)
    start = 0
    for end in _ends(text, solid):
        if not _ends_sentence(text, start, end, solid):
            continue
        sentence = text[start : end.after].strip()
        if sentence:
            yield sentence
        start = end.after
    if rest := text[start:].strip():
        yield rest


@dataclass(frozen=True, slots=True)
class _End:
    """A place where a sentence may end: where its mark begins, and the positions after the mark and after closers."""

    mark: int
    closed: int
    after: int
    glued: bool = False


def _ends(text: str, solid: _Spans) -> Iterator[_End]:
    stops = [_End(m.start(), m.end("mark"), m.end("close")) for m in _STOP.finditer(text)]
    glued = []
    if _GLUE.search(text):
        glued = [_End(m.start(), m.end(), m.end(), glued=True) for m in _GLUED.finditer(text)]
    for end in sorted(stops + glued, key=lambda e: e.mark):
        if solid.allows(end, text):
            yield end


@dataclass(frozen=True, slots=True)
class _Spans:
    """Stretches that no sentence ends in: formulas, addresses, citations, asides in brackets, quotations.

    ``starts`` and ``stops`` are sorted and do not overlap.
    """

    starts: tuple[int, ...]
    stops: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Spans:
        # Most abstracts have none of these, and the expressions are slow.
        spans = [m.span() for m in _MATH.finditer(text)] if "$" in text or "\\" in text else []
        if any(sign in text for sign in ("://", "www.", "@", "\\")):
            spans += [m.span() for m in _SOLID.finditer(text)]
        formulas = cls._merged(spans)
        if any(sign in text for sign in ("“", "``", '"')):
            spans += [m.span() for m in _QUOTED.finditer(text)]
        spans += _asides(text, formulas)
        return cls._merged(spans)

    @classmethod
    def _merged(cls, spans: list[tuple[int, int]]) -> _Spans:
        merged: list[tuple[int, int]] = []
        for start, stop in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((start, stop))
        return cls(tuple(s for s, _ in merged), tuple(e for _, e in merged))

    def around(self, position: int) -> tuple[int, int] | None:
        i = bisect_right(self.starts, position) - 1
        return (self.starts[i], self.stops[i]) if i >= 0 and position < self.stops[i] else None

    def allows(self, end: _End, text: str) -> bool:
        """Whether a sentence may end here. It may at the very end of a stretch, as in “…$x = 3.$ We”.

        A stop inside a bracket ends the sentence around it only where the bracket is a sentence of its own.
        """
        span = self.around(end.mark)
        if span is None:
            return True
        if span[1] > end.after or text[end.closed : span[1]].strip(")]}\"'”’»*_`$\\"):
            return False
        if text[span[0]] != "(":
            return True
        before = text[max(0, span[0] - _LONGEST_WORD) : span[0]].rstrip()
        return not before or before[-1] in ".!?" or _next_word(text, end.after) in _STARTERS


def _asides(text: str, formulas: _Spans) -> list[tuple[int, int]]:
    """Return the outermost balanced round brackets of moderate length. Brackets in formulas do not count."""
    spans, open_at = [], []
    for match in re.finditer(r"[()]", text):
        if formulas.around(match.start()) is not None:
            continue
        if match[0] == "(":
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            if match.end() - start <= _LONGEST_ASIDE:
                spans.append((start, match.end()))
    return spans


def _ends_sentence(text: str, start: int, end: _End, solid: _Spans) -> bool:
    mark, rest = text[end.mark : end.closed], text[end.after : end.after + 80].lstrip()
    if not rest or mark in "。！？":
        return True
    if end.glued:
        return not _is_abbreviation(_word_before(text, start, end.mark), rest)
    if mark[0] == "." and len(mark) == 1:
        word = _word_before(text, start, end.mark)
        if word.isdigit() and len(word) <= 2 and _enumerates(text, start, end.mark - len(word)):
            return False
        if _is_unit(text, start, end.mark) and _begins_plainly(rest):
            return True
        return not _is_abbreviation(word, rest) and _begins(rest, lower_after=word)
    if _word_before(text, start, end.mark + 1).lower() in _SHOUTED_NAMES:
        return False
    return _begins(rest, lower_after="")


def _word_before(text: str, start: int, stop: int) -> str:
    """Return the word before a full stop, without opening brackets, quotes and LaTeX braces. Dots inside it stay.

    Of a word longer than any abbreviation, only the end is returned.
    """
    near = text[max(start, stop - _LONGEST_WORD) : stop]
    word = near[-1:].strip() and near.split()[-1].rstrip("*_'\"”’")
    closed = max(map(word.rfind, ")]}"))
    opened = max(map(word.rfind, "([{\"'“‘`~,/—–-"))
    return word[opened + 1 :] if opened > closed else word


_UNIT = re.compile(r"(?:^|[\s(~≈<>≤≥=±–-])\d+(?:[.,]\d+)*\s?[ABCFGHJKLMNTVW]$")


def _is_unit(text: str, start: int, stop: int) -> bool:
    """Whether a figure and a unit of one capital letter stand before the stop: 300 K, 5 V."""
    return _UNIT.search(text[max(start, stop - 24) : stop]) is not None


def _begins_plainly(rest: str) -> bool:
    """Whether a whole capitalized word follows, and no initial or abbreviation."""
    return re.match(r"[A-Z][a-z]+(?:[\s,’'-]|$)|(?:A|I)\s", rest) is not None


def _enumerates(text: str, start: int, stop: int) -> bool:
    """Whether a small number before a stop counts items, at a sentence's start or after a colon, semicolon or comma."""
    first = max(start, stop - _LONGEST_WORD)
    before = text[first:stop].rstrip()
    return before[-1] in ":;," or before.endswith((" and", " or")) if before else first == start


def _is_abbreviation(word: str, rest: str) -> bool:
    low = word.lower().rstrip(".")
    following = re.match(r"[^\s.,;:]*", rest)
    starter = following is not None and following[0] in _STARTERS and not rest.startswith("A.")
    if low in _OPEN_ENDED or (low in _NAMING and word[0].isupper()):
        return True
    if low in _NAMING or (low in _BEFORE_FIGURES and word not in {"P", "V"}):
        return _ROMAN_OR_FIGURE.match(rest) is not None
    if low == "etc":
        return not rest[0].isupper()
    if low in _EITHER or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return not starter
    if re.fullmatch(r"(?:[A-Z]\.?-?)*[A-Z]", word) and len(re.sub(r"\W", "", word)) == 1:
        return not starter
    return False


def _begins(rest: str, *, lower_after: str) -> bool:
    """Whether a sentence can begin with ``rest``. ``lower_after`` is the word before the stop, or "".

    A small letter begins a sentence if it belongs to a name (vLLM, iPhone), or if the word before the stop is too long
    to be an unknown abbreviation.
    """
    if re.match(r"\\(?:cite|ref|eqref)", rest) or re.match(r"\[\d", rest):
        return False
    if _ENUMERATOR.match(rest):
        return True
    first = rest.lstrip("\"'“‘`([{«*_#§@ ")
    if not first:
        return False
    if first[0] in "\\$" or first[0].isupper() or first[0].isdigit() or not first[0].isascii():
        return True
    if first[0] == ".":
        return first[1:2].isalpha()
    if first[0].islower():
        name = re.match(r"[\w.+-]+", first)
        if name is not None and re.search(r"[A-Z]", name[0]):
            return True
        return first == rest and len(re.sub(r"[^a-z]", "", lower_after)) >= 4
    return False


def _next_word(text: str, position: int) -> str:
    match = re.compile(r"\s*(\w*)").match(text, position)
    return match[1] if match else ""
