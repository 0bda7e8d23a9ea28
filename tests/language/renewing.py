"""Renewing ``summarize.po``: messages that are new get an entry, messages that are gone lose theirs."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from summarize.language.catalogue import LOCALES
from tests.language.messages import Message

_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_HEADER = "# What the program says on the terminal, in Simplified Chinese. `python -m tests.language` keeps it in step."


def renewed(catalog: Catalog, messages: Sequence[Message]) -> Catalog:
    """Return a catalogue of these messages with the translations that ``catalog`` has.

    A message whose places were renamed, and nothing else, keeps its translation under the new names.
    """
    known = {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string}
    by_shape = {_PLACE.sub("{}", text): text for text in known}
    result = Catalog(locale=LOCALES["zh-Hans"], header_comment=_HEADER, fuzzy=False)
    for message in messages:
        chinese = known.get(message.text, "")
        before = by_shape.get(_PLACE.sub("{}", message.text))
        if not chinese and before is not None:
            chinese = _renamed(known[before], _PLACE.findall(before), _PLACE.findall(message.text))
        where = [(message.file, 0)] if message.file else []
        result.add(message.text, chinese, locations=where)
    return result


def _renamed(text: str, old: list[str], new: list[str]) -> str:
    """Return a text with its places renamed."""
    names = dict(zip(old, new, strict=True))
    return _PLACE.sub(lambda place: "{" + names.get(place[1], place[1]) + "}", text)


def written(catalog: Catalog) -> str:
    """Return the text of a ``.po`` file, without dates and line numbers, which would change with every renewal."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, omit_header=True, include_lineno=False)
    head = (
        f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head + file.getvalue().decode("utf-8")
