"""Compiling the catalogues: ``zh_CN/*.po`` gives the ``.mo`` files of both scripts."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import opencc
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from summarize.language.catalogue import LOCALES
from summarize.language.compiled_catalogue import CATALOGUES
from summarize.prompting.chinese_script import to_traditional

if TYPE_CHECKING:
    from collections.abc import Callable

SIMPLIFIED = CATALOGUES / "zh_CN" / "LC_MESSAGES"
TRADITIONAL = CATALOGUES / "zh_TW" / "LC_MESSAGES"
DOMAINS = ("summarize", "findings", "click")
#: What OpenCC's words of Taiwan (s2twp) say otherwise than Taiwan's programs do.
_TAIWAN = (
    ("引數", "參數"), ("迴圈", "循環"), ("映象", "鏡像"), ("許可權", "權限"), ("算子", "運算子"), ("閘道器", "閘道"),
    ("“", "「"), ("”", "」"),
)  # fmt: skip


class _CompiledCatalog(Catalog):
    """A catalogue whose header has no date and no version, which would change its file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", "nplurals=1; plural=0;")]


def read_catalogue(domain: str) -> Catalog:
    """Return the edited catalogue of a domain."""
    with (SIMPLIFIED / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=LOCALES["zh-Hans"], abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    """Return what stands in the ``.mo`` file of a catalogue. Messages without a translation are left out."""
    plain = _CompiledCatalog(fuzzy=False)
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            plain.add(message.id, message.string)
    file = io.BytesIO()
    write_mo(file, plain)
    return file.getvalue()


def in_traditional(catalog: Catalog, convert: Callable[[str], str] = to_traditional) -> Catalog:
    """Return the catalogue with its translations converted."""
    converted = Catalog(locale=LOCALES["zh-Hant"])
    for message in catalog:
        if message.id and isinstance(message.string, str):
            converted.add(message.id, convert(message.string))
        elif message.id and message.string:
            converted.add(message.id, tuple(map(convert, message.string)))
    return converted


def compiled_files() -> dict[Path, bytes]:
    """Return every ``.mo`` file and what should stand in it."""
    files = {}
    for domain in DOMAINS:
        catalog = read_catalogue(domain)
        files[SIMPLIFIED / f"{domain}.mo"] = compiled(catalog)
        convert = to_traditional if domain == "findings" else _program_words
        files[TRADITIONAL / f"{domain}.mo"] = compiled(in_traditional(catalog, convert))
    return files


def _program_words(text: str) -> str:
    """Return a text about the program in Traditional characters, with the words that Taiwan has for programs.

    Findings speak of papers and have the program's own list of words of science instead.
    """
    text = _taiwan().convert(text)
    for usual, right in _TAIWAN:
        text = text.replace(usual, right)
    return text


@cache
def _taiwan() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")
