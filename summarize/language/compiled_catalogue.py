"""Catalogues of translated messages, in the format of GNU gettext, and the search in them."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.characters import HAN
from summarize.language.catalogue import LOCALES
from summarize.language.message_template import MessageTemplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.language.catalogue import Domain

CATALOGUES = Path(__file__).with_name("catalogues")
#: The first word of a catalogue, and where the tables begin (GNU gettext manual, "The Format of GNU MO Files").
_MAGIC = 0x950412DE
_HEADER = struct.Struct("<7I")
#: How deep messages are looked for inside messages. "ID: reason; advice" around a reason with a cause is three.
_DEPTH = 5
#: The length in characters of the longest text that is taken apart. What the program says is shorter.
_LONGEST = 5_000
#: What stands between messages that are said in one line, and in Chinese between Chinese ones.
_JOINTS = {"\n": "\n", " · ": " · ", "; ": "；", ": ": "：", ", ": "，", " and ": "，", " or ": "或"}
#: Characters at the beginning or the end of a message by which it is looked up.
_KEY = 4
#: The name of a place that holds the ending of a plural, or a word that follows it (was, were); and its length.
_ENDING = re.compile(r"s\d*")
_LONGEST_ENDING = 6
_WORD = re.compile(r"[A-Za-z]{2,}")
_PLACE = re.compile(r"\{\w*\}")
#: A message such as ``{where}: no {key}``, which any ``ID: no …`` may seem to be made from. It is tried last.
_WEAK = re.compile(r"\{\w+\}: [a-z]+ \{\w+\}$")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")


@cache
def load_catalogue(language: str, domain: Domain) -> Catalogue:
    """Return the catalogue of a language that has one (``LOCALES``). It is read once."""
    path = CATALOGUES / LOCALES[language] / "LC_MESSAGES" / f"{domain}.mo"
    return Catalogue(read_mo(path.read_bytes()))


def read_mo(content: bytes) -> dict[str, str]:
    """Return the messages of a compiled catalogue, without its header.

    Only what our catalogues have is read: little-endian numbers, UTF-8, no plurals, no contexts. Raises ValueError for
    another file.
    """
    if len(content) < _HEADER.size:
        raise ValueError("not a compiled catalogue")
    magic, _, count, originals, translations, *_ = _HEADER.unpack_from(content)
    if magic != _MAGIC:
        raise ValueError("not a compiled catalogue")

    def texts(table: int) -> list[str]:
        places = struct.iter_unpack("<2I", content[table : table + 8 * count])
        return [content[start : start + length].decode("utf-8") for length, start in places]

    messages = dict(zip(texts(originals), texts(translations), strict=True))
    messages.pop("", None)
    return messages


@dataclass(frozen=True)
class Catalogue:
    """English messages and their translations. Both may have places."""

    messages: dict[str, str]

    def translate(self, text: str, depth: int = _DEPTH) -> str:
        """Return ``text`` translated, or as it is.

        A message without places is found as it is. Of the templates that fit, the one with most text of its own counts.
        A single word is a message only by itself: inside of one it is a name, such as the model ``default``.
        A text that is no message may be put together from several, as ``ID: reason; advice``. Space around it stays.
        """
        if depth < _DEPTH and " " not in text:
            return text
        if "{" not in text and (known := self.messages.get(text)) is not None:
            return known if "{" not in known else MessageTemplate.parse(known).filled({})
        bare = text.strip()
        if not bare or depth <= 0:
            return text
        candidates = self._candidates(text)
        made = self._made_from([message for message in candidates if not _WEAK.match(message)], text, depth)
        if made is not None:
            return made
        if bare != text:
            before, _, after = text.partition(bare)
            return f"{before}{self.translate(bare, depth)}{after}"
        joined = self._joined(text, depth - 1)
        if joined != text:
            return joined
        return self._made_from([message for message in candidates if _WEAK.match(message)], text, depth) or text

    def _made_from(self, messages: list[str], text: str, depth: int) -> str | None:
        """Return the translation of a text by the first of these messages that it is made from, or None."""
        for message in messages:
            template, translation = self._parsed(message)
            arguments = template.arguments_in(text) if _may_be(template, text) else None
            if arguments is not None and _are_likely(arguments, template):
                inner = {name: self.translate(words, depth - 1) for name, words in arguments.items()}
                chinese = translation.filled(inner)
                # Places stand between spaces for the Latin words that they mostly hold.
                return chinese if inner == arguments else _BETWEEN_HAN.sub("", chinese)
        return None

    def _joined(self, text: str, depth: int) -> str:
        """Return a text that is put together from messages with those translated; where there is none, as it is."""
        if len(text) > _LONGEST:
            return text
        for joint in _JOINTS:
            parts = text.split(joint)
            if len(parts) > 1 and (chinese := [self.translate(part, depth) for part in parts]) != parts:
                return _put_together(chinese, joint)
        before, opening, inside = text.removesuffix(")").rpartition(" (")
        if opening and text.endswith(")"):
            parts = [before, inside]
            chinese = [self.translate(part, depth) for part in parts]
            if chinese != parts:
                return f"{chinese[0]}（{chinese[1]}）"
        return text

    def _candidates(self, text: str) -> list[str]:
        """Return the messages with places that may be the template of ``text``, those with most text of their own first."""
        by_start, by_end, by_words = self._index
        found = [*by_start.get(text[:_KEY], ()), *by_end.get(text[-_KEY:], ())]
        found += [message for words, message in by_words if words in text]
        return sorted(found, key=_own_text) if len(found) > 1 else found

    @cached_property
    def _index(self) -> tuple[dict[str, list[str]], dict[str, list[str]], list[tuple[str, str]]]:
        """Messages with places or braces by their beginning; by their end; the others with their longest own words."""
        by_start: dict[str, list[str]] = {}
        by_end: dict[str, list[str]] = {}
        by_words: list[tuple[str, str]] = []
        for message in self.messages:
            first, last = message.find("{"), message.rfind("}") + 1
            if first >= _KEY:
                by_start.setdefault(message[:_KEY], []).append(message)
            elif first >= 0 and len(message) - last >= _KEY:
                by_end.setdefault(message[-_KEY:], []).append(message)
            elif first >= 0:
                by_words.append((max(self._parsed(message)[0].literals, key=len), message))
        return by_start, by_end, by_words

    @cached_property
    def _templates(self) -> dict[str, tuple[MessageTemplate, MessageTemplate]]:
        """The templates that have been needed, by message."""
        return {}

    def _parsed(self, message: str) -> tuple[MessageTemplate, MessageTemplate]:
        """Return the templates of a message and of its translation."""
        known = self._templates.get(message)
        if known is None:
            known = MessageTemplate.parse(message), MessageTemplate.parse(self.messages[message])
            self._templates[message] = known
        return known


def _may_be(template: MessageTemplate, text: str) -> bool:
    """Whether space around a text is the template's own, and not taken by a place."""
    first, last = template.literals[0], template.literals[-1]
    return bool((first or not text[:1].isspace()) and (last or not text[-1:].isspace()))


def _are_likely(arguments: dict[str, str], template: MessageTemplate) -> bool:
    """Whether these arguments may have made a text from a template that has little text of its own.

    A message of one place and one word, such as ``{count} failed``, begins with a figure. An ending such as ``{s}`` is a
    few letters.
    """
    if any(_ENDING.fullmatch(place) and len(words) > _LONGEST_ENDING for place, words in arguments.items()):
        return False
    if template.literals[0] or len(arguments) > 1 or len(_WORD.findall(template.literals[-1])) > 1:
        return True
    return any(character.isdigit() for words in arguments.values() for character in words)


def _own_text(message: str) -> int:
    """Return the number of characters of a message outside its places, negative, to sort by."""
    return -len(_PLACE.sub("", message))


def _put_together(parts: Sequence[str], joint: str) -> str:
    """Join parts with the Chinese form of a joint where Chinese stands beside it, else with the English one.

    A colon stays English behind an ID, a path or another Latin word.
    """
    text = parts[0]
    for part in parts[1:]:
        beside = text[-1:] if joint == ": " else text[-1:] + part[:1]
        text += (joint if beside.isascii() else _JOINTS[joint]) + part
    return text
