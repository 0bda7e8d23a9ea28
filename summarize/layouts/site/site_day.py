"""One day of a daily site: what was announced, what came of it, and the JSON file that keeps both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.existing.result_json import result_from_json
from summarize.layouts.json_layout import SCHEMA, json_text, outcome_to_json
from summarize.values import PaperFailure, PaperRef, Result

#: Exit statuses of failures whose reason passes: arXiv, or the model, could not be reached.
_UNREACHABLE = (4, 5)
#: Codes of failures whose reason passes: arXiv's API lags behind its announcements.
_LAGGING = {"not-found", "not-yet-known", "version-not-found", "incomplete-record", "wrong-paper"}
#: A paper that failed for a reason of its own is tried in so many runs.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class AnnouncedPaper:
    """A paper as a mailing announced it. ``version`` is None where the announcement does not tell it.

    ``kind`` is ``new``, ``cross`` or ``replaced``.
    """

    id: str
    version: int | None = None
    kind: str = "new"
    title: str = ""
    categories: tuple[str, ...] = ()

    @property
    def ref(self) -> PaperRef:
        return PaperRef(self.id, self.version)


@dataclass(frozen=True, slots=True)
class SiteFailure:
    """Why an announced paper was not done, and in how many runs it failed for reasons of its own."""

    code: str
    message: str
    hint: str = ""
    exit_status: int = 1
    tries: int = 1

    @property
    def lags(self) -> bool:
        """Whether arXiv's API did not have what arXiv had announced."""
        return self.code in _LAGGING

    @property
    def is_momentary(self) -> bool:
        """Whether a later run may find the reason gone."""
        return self.exit_status in _UNREACHABLE or self.lags


@dataclass(frozen=True, slots=True)
class SitePaper:
    """A finished paper: its object as the file has it, which may hold fields of a later version, and what it says.

    ``added`` is the ISO date on which it was added to a day whose page stood already, or "".
    """

    row: Mapping[str, Any]
    result: Result
    added: str = ""


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day. ``papers`` and ``failures`` are by the IDs of ``announced``, which is in the order of the mailing.

    ``made`` is the ISO date on which its page was first complete, or "".
    """

    day: str
    announced: tuple[AnnouncedPaper, ...] = ()
    papers: Mapping[str, SitePaper] = field(default_factory=dict)
    failures: Mapping[str, SiteFailure] = field(default_factory=dict)
    made: str = ""

    @property
    def standing(self) -> tuple[tuple[AnnouncedPaper, SitePaper], ...]:
        """The finished papers in the order of the mailing."""
        return tuple((paper, self.papers[paper.id]) for paper in self.announced if paper.id in self.papers)

    @property
    def waiting(self) -> tuple[AnnouncedPaper, ...]:
        """The announced papers that are not finished, in order."""
        return tuple(paper for paper in self.announced if paper.id not in self.papers)

    def due(self, *, failed_too: bool = False) -> tuple[AnnouncedPaper, ...]:
        """Return the papers that a run is to make: those that wait, and those of whose page a part is missing.

        One that failed for a reason of its own is left out after three tries, unless ``failed_too``.
        """
        return tuple(
            paper
            for paper in self.announced
            if not (paper.id in self.papers and self.papers[paper.id].result.is_complete)
            and (failed_too or self._may_succeed(paper.id))
        )

    def _may_succeed(self, paper_id: str) -> bool:
        failure = self.failures.get(paper_id)
        return failure is None or failure.is_momentary or failure.tries < _TRIES

    def with_announced(self, papers: Sequence[AnnouncedPaper]) -> SiteDay:
        """Return the day with those of ``papers`` that it does not have yet behind its own."""
        known = {paper.id for paper in self.announced}
        new = tuple(paper for paper in papers if paper.id not in known)
        return replace(self, announced=(*self.announced, *new)) if new else self

    def with_result(self, paper_id: str, result: Result, today: str) -> SiteDay:
        """Return the day with a finished paper. Where its page stood already, ``today`` is when it was added.

        One of whose page a part is missing counts as a try, too: a later run asks for that part.
        """
        standing = self.papers.get(paper_id)
        added = standing.added if standing else today if self.made else ""
        row = outcome_to_json(result) | ({"added": added} if added else {})
        failures = {name: failure for name, failure in self.failures.items() if name != paper_id}
        if not result.is_complete:
            failures[paper_id] = SiteFailure(
                "part-missing", "a part of its page is missing", tries=self._tried(paper_id) + 1
            )
        return replace(self, papers={**self.papers, paper_id: SitePaper(row, result, added)}, failures=failures)

    def with_failure(self, paper_id: str, failure: PaperFailure) -> SiteDay:
        """Return the day with the reason why a paper was not done. A reason that passes counts as no try."""
        tried = self._tried(paper_id)
        kept = SiteFailure(failure.code, failure.message, failure.hint, int(failure.exit_status), tried)
        if not kept.is_momentary:
            kept = replace(kept, tries=tried + 1)
        return replace(self, failures={**self.failures, paper_id: kept})

    def _tried(self, paper_id: str) -> int:
        """Return in how many runs a paper has failed for reasons of its own."""
        before = self.failures.get(paper_id)
        return before.tries if before else 0


def day_text(day: SiteDay) -> str:
    """Return the text of a day's file: one object, one line a paper, so that a version control shows what came."""
    head = {
        "schema": SCHEMA,
        "day": day.day,
        **({"made": day.made} if day.made else {}),
        "announced": msgspec.to_builtins(day.announced),
        "failed": {name: msgspec.to_builtins(failure) for name, failure in day.failures.items()},
    }
    fields = [f"{json.dumps(name)}: {json_text_of(value)}" for name, value in head.items()]
    rows = ",".join(f"\n{json_text(dict(paper.row), None)}" for _, paper in day.standing)
    return "{" + ",\n".join([*fields, f'"papers": [{rows}\n]']) + "}\n"


def json_text_of(value: object) -> str:
    """Return a value as JSON on one line. Half a surrogate pair becomes its escape."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def read_day(text: str, day: str) -> SiteDay:
    """Return the day that a file holds. Raises NotOurs, which says why, where it is no such file, or of another day."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotOurs("it is no JSON that can be read") from error
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA or whole.get("day") != day:
        raise NotOurs(f"it is not the file of {day} that this program wrote")
    rows = whole.get("papers")
    papers = [_site_paper(row) for row in rows] if isinstance(rows, list) else []
    try:
        return SiteDay(
            day=day,
            announced=msgspec.convert(whole.get("announced", []), tuple[AnnouncedPaper, ...]),
            papers={paper.result.paper.id: paper for paper in papers},
            failures=msgspec.convert(whole.get("failed", {}), dict[str, SiteFailure]),
            made=str(whole.get("made") or ""),
        )
    except msgspec.ValidationError as error:
        raise NotOurs(f"it is not the file of {day} that this program wrote: {error}") from error


def _site_paper(row: object) -> SitePaper:
    if not isinstance(row, dict):
        raise NotOurs("it holds something else than papers")
    return SitePaper(row, result_from_json(row), str(row.get("added") or ""))
