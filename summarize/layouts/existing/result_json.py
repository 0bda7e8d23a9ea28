"""A result read back from the object that the layouts ``json`` and ``jsonl`` write (docs/json-schema.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.json_layout import SCHEMA
from summarize.values import Draft, Figure, Finding, Links, Paper, Provenance, Reading, Result, Usage

T = TypeVar("T")


def result_from_json(row: Mapping[str, Any]) -> Result:
    """Return the result that ``row`` was written from. Fields that this version does not know are passed over.

    Raises NotOurs where ``row`` is a failure or something else than such an object.
    """
    paper, read = row.get("paper"), row.get("read")
    if row.get("schema") != SCHEMA or row.get("error") or not isinstance(paper, dict) or not isinstance(read, dict):
        raise NotOurs("it is no finished paper of this program")
    links = paper.get("links")
    return Result(
        paper=_converted({**paper, "abstract": _abstract(row), "links": _links(links)}, Paper),
        draft=_converted(row, Draft),
        findings=_converted(row.get("findings", []), tuple[Finding, ...]),
        reading=_converted(read, Reading),
        provenance=_converted(row.get("provenance"), Provenance),
        usage=_converted(row.get("usage"), Usage),
        figures=_converted(row.get("figures", []), tuple[Figure, ...]),
        to="zh-Hant" if row.get("to") == "zh-Hant" else "zh-Hans",
    )


def _abstract(row: Mapping[str, Any]) -> str:
    """Return the abstract, which an object has as sentences."""
    sentences = row.get("sentences")
    rows = sentences if isinstance(sentences, list) else []
    return " ".join(str(sentence.get("en", "")) for sentence in rows if isinstance(sentence, dict))


def _links(links: object) -> dict[str, str]:
    """Return the addresses of the record among those of an object."""
    known = links if isinstance(links, dict) else {}
    return {name: str(known.get(name) or "") for name in Links.__slots__}


def _converted(value: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise NotOurs(f"it is no finished paper of this program: {error}") from error
