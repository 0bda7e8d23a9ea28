"""The layouts ``bibtex``, ``csl-json`` and ``ris``: lists of references instead of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarize.layouts.layout import WHOLE_PART, PagePart, PageParts, RunInfo
from summarize.layouts.references.bibtex_file import BibtexForm
from summarize.layouts.references.csl_items import CslForm
from summarize.layouts.references.reference_lists import (
    CitationKeys,
    EarlierResults,
    ReferenceForm,
    no_earlier_results,
    with_references,
)
from summarize.layouts.references.ris_records import RisForm
from summarize.values import Outcome, PaperFailure, Result

FORMS: dict[str, ReferenceForm] = {form.name: form for form in (BibtexForm(), CslForm(), RisForm())}


class ReferenceLayout:
    """A list of references. It is written whole, because keys are told apart, and papers that failed have no place."""

    streams = False

    def __init__(self, name: str) -> None:
        self.name, self.form = name, FORMS[name]
        self.suffix = self.form.suffix

    def head(self, run: RunInfo) -> str:
        return ""

    def paper(self, outcome: Outcome, n: int) -> str:
        return "" if isinstance(outcome, PaperFailure) else self.form.entry(outcome, CitationKeys().of(outcome.paper))

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        return ""

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        return self.added_to("", outcomes)

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        return PageParts("", (PagePart(WHOLE_PART, self.page(outcomes, run)),))

    def added_to(
        self,
        standing: str,
        outcomes: Iterable[Outcome],
        keys: CitationKeys | None = None,
        *,
        replacing: bool = False,
        earlier: EarlierResults = no_earlier_results,
    ) -> str:
        """Return the text of a file that has the references of ``standing`` too (``with_references``). Raises NotOurs."""
        results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
        return with_references(self.form, standing, results, keys, replacing=replacing, earlier=earlier)
