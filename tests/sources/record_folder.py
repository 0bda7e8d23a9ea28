"""A third source of papers, as a successor would add one: a folder of records.

``NAME.json`` is a record, and ``NAME.txt`` beside it a whole text. The variable ``RECORD_FOLDER`` names the folder. Its
papers are called ``records:NAME``.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

from summarize.errors import BadSetting, NoHtml, PaperNotFound, UsageError
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import PaperSource, SourceSettings
from summarize.values import Document, Links, Paper, PaperRef, Paragraph, Section

SITE = "https://records.example/"


class RecordFolder(PaperSource):
    """The records of a folder. A record that is changed is another paper to the store."""

    name = "records"

    def __init__(self, settings: SourceSettings, sources: Sources) -> None:
        folder = settings.env.get("RECORD_FOLDER")
        if not folder:
            raise BadSetting("RECORD_FOLDER does not name the folder of records", hint="export RECORD_FOLDER=records")
        self._folder = Path(folder)

    @staticmethod
    def parse(text: str) -> PaperRef | None:
        meant = re.fullmatch(rf"(?:records:|{re.escape(SITE)})(.*)", text)
        if meant is None:
            return None
        if not re.fullmatch(r"\w+", meant[1]):
            raise UsageError(f"{meant[1]!r} is no name of a record", hint="A name has letters and digits: records:kelp")
        return PaperRef(f"records:{meant[1]}", source="records")

    @staticmethod
    def find(text: str) -> tuple[PaperRef, ...]:
        names = dict.fromkeys(re.findall(r"\brecords:(\w+)", text))
        return tuple(PaperRef(f"records:{name}", source="records") for name in names)

    @staticmethod
    def links(paper: Paper) -> Links:
        return Links(abs=SITE + paper.id.removeprefix("records:"))

    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        file = self._file(ref, ".json")
        return f"{ref} {hashlib.sha256(file.read_bytes()).hexdigest()}" if file.is_file() else ""

    async def record(self, ref: PaperRef) -> Paper:
        file = self._file(ref, ".json")
        if not file.is_file():
            raise PaperNotFound("there is no such record", paper=str(ref), hint=f"look into {self._folder}")
        fields = json.loads(file.read_text(encoding="utf-8"))
        paper = Paper(ref.id, 0, fields["title"], fields["abstract"], tuple(fields["authors"]), source="records")
        return replace(paper, links=self.links(paper))

    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        file = self._file(ref, ".txt")
        if not file.is_file():
            raise NoHtml("there is no text beside the record", paper=str(ref))
        parts = file.read_text(encoding="utf-8").strip().split("\n\n")
        sections = tuple(
            Section("body", 1, str(n), part.split("\n")[0], 0, (Paragraph(0, part.split("\n", 1)[1]),))
            for n, part in enumerate(parts, 1)
        )
        return Document("html", str(file), 0, 0, sections)

    def _file(self, ref: PaperRef, suffix: str) -> Path:
        return self._folder / (ref.id.removeprefix("records:") + suffix)
