"""This program's own JSON (docs/json-schema.md), read back for checking.

A file holds one result, ``{"papers": […]}``, or one result a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summarize.values import Draft, Evidence, Script, Sentence, Source, Takeaway


class NotOurJson(ValueError):
    """The text is no JSON of this program. ``line`` is where that shows (1-based)."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class StoredResult:
    """One paper of a JSON file. ``line`` is where its object begins, as far as that is known.

    ``whole`` is False where the summary was made from a full text, which the JSON does not hold. ``to`` is the script of
    its Chinese.
    """

    name: str
    line: int
    draft: Draft
    source: Source
    whole: bool
    to: Script


def looks_like_json(text: str) -> bool:
    """Whether a file holds JSON and not Markdown. Empty text is no JSON."""
    return text.lstrip()[:1] in ("{", "[")


def read_own_json(text: str) -> Iterator[StoredResult]:
    """Yield the finished papers of the file, in order. Failed ones are left out.

    Raises NotOurJson with the line that is not understood.
    """
    for line, value in _objects(text):
        papers = value.get("papers") if isinstance(value, Mapping) and "papers" in value else value
        for row in papers if isinstance(papers, list) else [papers]:
            if not isinstance(row, Mapping) or "paper" not in row:
                raise NotOurJson(line, "this is no result of summarize (no 'paper')")
            if not row.get("error"):
                yield _result(row, line)


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the objects of the file, each with its line: the whole file as one object, else one object a line."""
    try:
        whole = json.loads(text)
    except RecursionError as exc:
        raise NotOurJson(1, "nested too deeply") from exc
    except ValueError as exc:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise NotOurJson(getattr(exc, "lineno", 1), f"not JSON: {exc}") from exc
        for n, line in lines:
            try:
                yield n, json.loads(line)
            except (ValueError, RecursionError) as bad:
                raise NotOurJson(n, f"not JSON: {bad}") from bad
    else:
        yield 1, whole


def _result(row: Mapping[str, Any], line: int) -> StoredResult:
    paper = row["paper"]
    try:
        sentences = tuple(Sentence(int(s["n"]), str(s["en"]), str(s["zh"])) for s in row.get("sentences", []))
        takeaways = tuple(
            Takeaway(
                str(t["text"]),
                tuple(Evidence(e.get("sentence"), e.get("page"), e.get("section")) for e in t["evidence"]),
            )
            for t in row.get("takeaways", [])
        )
        draft = Draft(
            str(row["title_zh"]), sentences, str(row.get("one_line", "")), str(row.get("summary", "")), takeaways
        )
        title = str(paper["title"])
        name = str(paper.get("id") or title)
        whole = (row.get("read") or {}).get("what", "abstract") == "abstract"
    except (KeyError, TypeError, AttributeError, ValueError) as exc:
        raise NotOurJson(line, f"a result without {exc}") from exc
    to: Script = "zh-Hant" if row.get("to") == "zh-Hant" else "zh-Hans"
    return StoredResult(name, line, draft, Source(title, tuple(s.en for s in sentences)), whole, to)


def line_of(words: str, text: str, start_line: int) -> tuple[int, int]:
    """Return the line and column of a string of the JSON, 1-based.

    It is looked for from ``start_line`` on. Where it is not found, that line and column 1 are returned.
    """
    lines = text.splitlines()
    for form in (json.dumps(words, ensure_ascii=False)[1:-1], json.dumps(words)[1:-1]):
        for n in range(max(start_line - 1, 0), len(lines)):
            if form and (at := lines[n].find(form)) >= 0:
                return n + 1, at + 1
    return start_line, 1
