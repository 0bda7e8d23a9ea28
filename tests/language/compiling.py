"""Compiling the catalogues: ``zh_CN/*.po`` gives the ``.mo`` files of both scripts."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from summarize.language.catalogue import LOCALES
from summarize.language.compiled_catalogue import CATALOGUES
from summarize.prompting.chinese_script import to_traditional

SIMPLIFIED = CATALOGUES / "zh_CN" / "LC_MESSAGES"
TRADITIONAL = CATALOGUES / "zh_TW" / "LC_MESSAGES"
DOMAINS = ("summarize", "findings", "click")


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


def in_traditional(catalog: Catalog) -> Catalog:
    """Return the catalogue with its translations in Traditional characters and Taiwan's words."""
    converted = Catalog(locale=LOCALES["zh-Hant"])
    for message in catalog:
        if message.id and isinstance(message.string, str):
            converted.add(message.id, to_traditional(message.string))
        elif message.id and message.string:
            converted.add(message.id, tuple(map(to_traditional, message.string)))
    return converted


def compiled_files() -> dict[Path, bytes]:
    """Return every ``.mo`` file and what should stand in it."""
    files = {}
    for domain in DOMAINS:
        catalog = read_catalogue(domain)
        files[SIMPLIFIED / f"{domain}.mo"] = compiled(catalog)
        files[TRADITIONAL / f"{domain}.mo"] = compiled(in_traditional(catalog))
    return files
