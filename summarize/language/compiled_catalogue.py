"""Catalogues of translated messages, in the format of GNU gettext."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.language.catalogue import LOCALES
from summarize.language.message_places import TranslatedTemplate
from summarize.language.translation import Translation

if TYPE_CHECKING:
    from summarize.language.catalogue import Domain

CATALOGUES = Path(__file__).with_name("catalogues")
#: The first word of a catalogue, and where the tables begin (GNU gettext manual, "The Format of GNU MO Files").
_MAGIC = 0x950412DE
_HEADER = struct.Struct("<7I")
#: Characters at the beginning or the end of a message by which it is looked up.
_KEY = 4


@cache
def load_catalogue(language: str, domain: Domain) -> Catalogue:
    """Return the catalogue of a language that has one (``LOCALES``). It is read once."""
    path = CATALOGUES / LOCALES[language] / "LC_MESSAGES" / f"{domain}.mo"
    return Catalogue(read_mo(path.read_bytes()), of_quotations=domain == "findings")


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
    of_quotations: bool = False

    def translate(self, text: str) -> str:
        """Return ``text`` translated, or as it is where it is no message and not put together from messages."""
        return Translation(self).of(text)

    def candidates(self, text: str) -> list[str]:
        """Return the messages with places that may be the template of ``text``."""
        by_start, by_end, by_words = self._index
        found = [*by_start.get(text[:_KEY], ()), *by_end.get(text[-_KEY:], ())]
        found += [message for words, message in by_words if words in text]
        return found

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
                by_words.append((max(self.template(message).english.literals, key=len), message))
        return by_start, by_end, by_words

    @cached_property
    def _templates(self) -> dict[str, TranslatedTemplate]:
        """The templates that have been needed, by message."""
        return {}

    def template(self, message: str) -> TranslatedTemplate:
        """Return the templates of a message and of its translation."""
        known = self._templates.get(message)
        if known is None:
            known = self._templates[message] = TranslatedTemplate.parse(
                message, self.messages[message], of_quotations=self.of_quotations
            )
        return known
