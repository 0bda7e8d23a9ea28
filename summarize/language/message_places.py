"""What may stand in the places of a message: names, figures, quoted words, reasons.

A template with few words of its own fits many texts. So what stands in its places decides whether a text was made from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarize.language.message_template import MessageTemplate

#: ending: letters of a plural, or a word that follows it (was, were). figure: a number. quoted: the words of somebody
#: else between quotation marks. reason: what went wrong, behind a colon or in brackets; another program's too. name: a
#: name, a figure, a path, an address, or a message.
Kind = Literal["ending", "figure", "quoted", "reason", "name"]

_ENDING_PLACE = re.compile(r"s\d*")
_ENDING = re.compile(r"\w{0,6}")
#: The Chinese words that count what a place before them holds.
_COUNTED = re.compile(r" ?(?:篇|处|個|个|次|天|日|秒|条|條|字节|位元組|token|分钟|分鐘|句|页|頁|行|项|項|核|處)")
_NUMBER_WORDS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "no"})
_OPENING, _CLOSING = "“\"'`‘", "”\"'`’"
_QUOTED = re.compile(r"(?<!\w)(?:“[^“”]*”|\"[^\"]*\"|'[^']*'|`[^`]*`)(?!\w)")
_OWN_WORD = re.compile(r"[A-Za-z]{2,}")
_PROSE_WORD = re.compile(r"[a-z]+(?:[-’'][a-z]+)*")
#: The beginning of command lines, which are names.
_PROGRAM = "summarize"
#: A template with so many words of its own is known by them, whatever stands in its places.
_MANY_WORDS = 4


def prose_words(text: str) -> int:
    """Return how many words of a text are running English: 0 for a name, a figure, a path, an address, a quotation.

    One lower-case word between names (``Lamps and Co``) is none; two in a row are, unless they are members of a list.
    """
    count = run = 0
    words = _QUOTED.sub("X", text).split()
    for word in words:
        bare = word.strip("()[],.;:!?…—")
        run = run + 1 if _PROSE_WORD.fullmatch(bare) and bare != _PROGRAM else 0
        count += 2 if run == 2 else run > 2
        if word.endswith(","):
            run = 0
    return count


def joints_in(text: str) -> int:
    """Return how many words of a text end in a colon or a semicolon. A name has none."""
    return sum(word[-1] in ":;" for word in _QUOTED.sub("X", text).split())


def is_figure(text: str) -> bool:
    """Whether a text is a number, with a unit or a sign perhaps."""
    return (any(char.isdigit() for char in text) or text in _NUMBER_WORDS) and not prose_words(text)


@dataclass(frozen=True, slots=True)
class TranslatedTemplate:
    """A message with places and its translation. ``kinds`` says what each place holds."""

    english: MessageTemplate
    chinese: MessageTemplate
    kinds: dict[str, Kind]
    has_many_words: bool

    @classmethod
    def parse(cls, message: str, translation: str, *, of_quotations: bool = False) -> TranslatedTemplate:
        """Read both. With ``of_quotations`` all places hold words of a paper. Raises ValueError where a brace stands alone."""
        english, chinese = MessageTemplate.parse(message), MessageTemplate.parse(translation)
        own_words = sum(len(_OWN_WORD.findall(literal)) for literal in english.literals)
        alone = len(english.places) == 1 and not english.literals[0] and own_words == 1
        kinds: dict[str, Kind] = {}
        for n, place in enumerate(english.places):
            before, after = english.literals[n], english.literals[n + 1]
            if of_quotations:
                kind: Kind = "quoted"
            elif _ENDING_PLACE.fullmatch(place):
                kind = "ending"
            elif alone or _is_counted(place, chinese):
                kind = "figure"
            elif before[-1:] and before[-1] in _OPENING and after[:1] and after[0] in _CLOSING:
                kind = "quoted"
            elif own_words and before.endswith((": ", "(", "; ")) and after[:1] in ("", ")", ";"):
                kind = "reason"
            else:
                kind = "name"
            kinds.setdefault(place, kind)
        return cls(english, chinese, kinds, own_words >= _MANY_WORDS)

    def may_hold(self, place: str, argument: str) -> bool:
        """Whether a place may hold a text, as far as its kind says."""
        kind = self.kinds[place]
        if kind == "ending":
            return _ENDING.fullmatch(argument) is not None
        return kind != "figure" or is_figure(argument)


def _is_counted(place: str, chinese: MessageTemplate) -> bool:
    """Whether a Chinese counting word follows a place, or an ordinal stands before it."""
    for n, name in enumerate(chinese.places):
        if name == place and (_COUNTED.match(chinese.literals[n + 1]) or chinese.literals[n].endswith("第 ")):
            return True
    return False
