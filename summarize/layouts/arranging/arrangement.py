"""The order in which a page of many shows its papers: as given, or as the reader's interests rank them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.layouts.labels import words_for
from summarize.layouts.layout import LayoutOptions, RunInfo
from summarize.layouts.paper_parts import FailureView
from summarize.layouts.view import PaperView
from summarize.values import Outcome, PaperFailure, Result

if TYPE_CHECKING:
    from summarize.interests.interest import Relevance
    from summarize.interests.ranking import Ranked, Ranker


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a page of many shows, in its order. ``rest`` are the folded papers, which ``views`` ends with."""

    views: tuple[PaperView | FailureView, ...]

    @property
    def papers(self) -> tuple[PaperView, ...]:
        return tuple(view for view in self.views if isinstance(view, PaperView))

    @property
    def shown(self) -> tuple[PaperView, ...]:
        return tuple(view for view in self.papers if not view.folded)

    @property
    def rest(self) -> tuple[PaperView, ...]:
        return tuple(view for view in self.papers if view.folded)


class Arranger:
    """Makes the views of papers by the interests in the options of a page, if there are any."""

    def __init__(self, options: LayoutOptions) -> None:
        self._ranker: Ranker | None = None
        if options.interests is not None:
            from summarize.interests.ranking import Ranker

            self._ranker = Ranker(options.interests)
        self._words = words_for(options.to)

    def view(self, result: Result, n: int, added: str = "", *, alone: bool = False) -> PaperView:
        """Return the view of one paper with its reasons. One that stands ``alone`` on its page is never folded."""
        return PaperView(result, n, added, self.relevance(result, alone=alone))

    def relevance(self, result: Result, *, alone: bool = False) -> Relevance | None:
        """Return why a paper matters to the reader; None without interests. ``alone`` is as in ``view``."""
        relevance = self._ranker.relevance(result) if self._ranker is not None else None
        return replace(relevance, folded=False) if relevance is not None and alone else relevance

    def arranged(self, outcomes: Iterable[Outcome], run: RunInfo) -> Arranged:
        """Return the views of a page of many in the order of the page; ``n`` is the place in it, from 1."""
        given = list(outcomes)
        if self._ranker is not None:
            ranked: list[Ranked[Outcome]] = self._ranker.rank(given)
            pairs: list[tuple[Outcome, Relevance | None]] = [(one.paper, one.relevance) for one in ranked]
        else:
            pairs = [(outcome, None) for outcome in given]
        return Arranged(
            tuple(
                FailureView(outcome, self._words)
                if isinstance(outcome, PaperFailure)
                else PaperView(outcome, n, run.added.get(str(outcome.paper), ""), relevance)
                for n, (outcome, relevance) in enumerate(pairs, 1)
            )
        )
