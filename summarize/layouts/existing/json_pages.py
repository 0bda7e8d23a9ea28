"""Papers that are added to a JSON file, which says itself which ones stand there. What stands there stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarize.layouts.existing.markers import NotOurs, PaperMark
from summarize.layouts.json_layout import SCHEMA, json_text, outcome_to_json
from summarize.layouts.layout import part_name
from summarize.values import Outcome, Paper, PaperFailure


@dataclass(frozen=True, slots=True)
class JsonPapers:
    """The objects of a JSON file, in order."""

    objects: tuple[dict[str, Any], ...] = ()

    @property
    def papers(self) -> tuple[PaperMark, ...]:
        """The finished papers among them."""
        return tuple(mark for mark in map(_mark, self.objects) if mark is not None)

    def with_added(self, outcomes: Sequence[Outcome], day: str) -> tuple[dict[str, Any], ...]:
        """Return the objects with those of ``outcomes`` behind them. Finished ones have the day in ``added``.

        A paper that stands there is replaced by its new version. What failed is of the run before and is left out.
        """
        new = [
            outcome_to_json(o) if isinstance(o, PaperFailure) else {**outcome_to_json(o), "added": day}
            for o in outcomes
        ]
        names = {part_name(outcome.paper) for outcome in outcomes if not isinstance(outcome, PaperFailure)}
        kept = [row for row in self.objects if (mark := _mark(row)) is not None and mark.name not in names]
        return (*kept, *new)


def read_json_papers(text: str, *, lines: bool) -> JsonPapers:
    """Return the objects of a file of the layout ``jsonl`` (``lines``) or ``json``. An empty file has none.

    Raises NotOurs where the file is something else.
    """
    if not text.strip():
        return JsonPapers()
    try:
        if lines:
            rows = [json.loads(line) for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
        else:
            whole = json.loads(text.removeprefix("\ufeff"))
            rows = _rows(whole)
    except (ValueError, RecursionError) as error:
        raise NotOurs("it is no JSON that can be read") from error
    if not all(_is_ours(row) for row in rows):
        raise NotOurs("it holds something else than pages of this program")
    return JsonPapers(tuple(rows))


def _rows(whole: Any) -> list[Any]:
    if isinstance(whole, dict) and set(whole) == {"schema", "papers"} and isinstance(whole["papers"], list):
        return list(whole["papers"])
    return [whole]


def _is_ours(row: Any) -> bool:
    return isinstance(row, dict) and row.get("schema") == SCHEMA and isinstance(row.get("paper"), dict)


def _mark(row: dict[str, Any]) -> PaperMark | None:
    if row.get("error"):
        return None
    paper = row["paper"]
    version, path = paper.get("version"), paper.get("path")
    named = Paper(str(paper.get("id") or ""), 0, str(paper.get("title") or ""), "", path=str(path) if path else None)
    return PaperMark(part_name(named), version if isinstance(version, int) else 0, "", str(row.get("added") or ""))


def json_page(objects: Sequence[dict[str, Any]], *, lines: bool) -> str:
    """Return the text of a file of these objects, as the layout ``jsonl`` (``lines``) or ``json`` writes it."""
    if lines:
        return "".join(f"{json_text(row, None)}\n" for row in objects)
    body = ",".join(f"\n{json_text(row, 2)}" for row in objects)
    return f'{{"schema": {SCHEMA}, "papers": [{body}\n]}}\n'
