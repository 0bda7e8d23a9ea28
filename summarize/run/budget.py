"""What a run would cost, and the limit that ``--max-cost`` sets.

Estimates: the prompts are rendered and their tokens counted by characters (``llm.cost``); a translation takes about as
many tokens as its source, a digest about 500. The bill afterwards is what the model reported.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from summarize.errors import BadSetting, BudgetReached, SummarizeError, UsageError
from summarize.sources.source_table import source_class
from summarize.values import PaperRef, Result, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.workshop import Made
    from summarize.run.session import Session
    from summarize.values import Paper

#: Tokens of a digest's reply: one line, a paragraph and three to seven takeaways in Chinese (measured 350–600).
_DIGEST_TOKENS = 500
#: From more whole papers than this on, the time that downloads take is said first.
_MANY_DOWNLOADS = 100
#: Tokens of a translation for each token of its English.
_TRANSLATION_RATIO = 1.15


def estimate(session: Session, paper: Paper) -> Usage:
    """Tokens and money that a page of ``paper`` would take, repairs apart."""
    from summarize.llm.cost import estimate_prompt_tokens, estimate_tokens, usage
    from summarize.prompting.asking import ask_digest, ask_translation, numbered, numbered_text
    from summarize.reading.sentences import split_sentences

    sentences = split_sentences(paper.abstract)
    small = "-small" if session.facts.small else ""
    to = session.settings.to
    lines = numbered(paper.title, sentences)
    groups = [[line] for line in lines] if session.facts.small else [list(lines)]
    translate = session.template(f"translate{small}")
    prompt = sum(estimate_prompt_tokens(ask_translation(translate, group, terms=(), to=to)) for group in groups)
    # A small model's digest comes in steps (drafting_small.py), which together read about as much.
    digest = session.template("digest")
    asked = ask_digest(digest, paper.title, numbered_text(sentences), evidence="sentence", terms=(), to=to)
    prompt += estimate_prompt_tokens(asked)
    completion = int(estimate_tokens(paper.title + paper.abstract) * _TRANSLATION_RATIO) + _DIGEST_TOKENS
    return usage(prompt, completion, session.spec.price)


def agree_to_downloads(refs: Sequence[PaperRef], session: Session) -> None:
    """Before ``--full`` on many papers: say how long the downloads take at arXiv's pace, and ask.

    Raises UsageError where nobody can be asked and ``--yes`` is not given, click.Abort where the answer is no.
    """
    if len(refs) <= _MANY_DOWNLOADS or session.settings.yes:
        return
    papers, wait_s = session.sources.downloads(refs)
    if papers <= _MANY_DOWNLOADS:
        return
    what = f"--full downloads {papers} papers, at arXiv's pace at least {wait_s / 60:.0f} minutes"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(what, hint="Give --yes to do it")
    import click

    click.confirm(f"{what}. Go on?", abort=True, err=True)


class Budget:
    """``--max-cost``: a paper begins only while what was spent, and what the papers in work may cost, is below it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._limit = session.settings.max_cost
        self._spent = 0.0
        self._reserved: dict[PaperRef, float] = {}
        self.reached: SummarizeError | None = None
        if self._limit is not None and session.spec.price is None:
            raise BadSetting(
                f"--max-cost cannot be kept: the price of {session.spec.label} is not known",
                hint="Leave --max-cost away, and limit the run with --max-papers",
            )

    def reserve(self, ref: PaperRef, paper: Paper) -> None:
        """Set aside what ``paper`` may cost. Raises BudgetReached."""
        if self._limit is None:
            return
        cost = estimate(self._session, paper).cost_usd or 0.0
        if self._spent + sum(self._reserved.values()) + cost > self._limit:
            self.reached = BudgetReached(
                f"--max-cost {self._limit:g} USD would be passed: {self._spent:.4f} spent, this paper about {cost:.4f}",
                hint="Raise --max-cost; what is done is kept, and the same command does only the rest",
            )
            raise self.reached
        self._reserved[ref] = cost

    def settle(self, ref: PaperRef, made: Made) -> None:
        """The paper is done: what it did cost takes the place of what was set aside."""
        self._reserved.pop(ref, None)
        if isinstance(made.outcome, Result) and not made.stored:
            self._spent += made.outcome.usage.cost_usd or 0.0


async def print_bill(session: Session, refs: Sequence[PaperRef], *, stored: int, bad: int) -> int:
    """Say on stdout what a run over ``refs`` would do and cost. Returns the exit status."""
    import click

    from summarize.llm.cost import format_cost

    total, failed = Usage(), bad
    # What a paper that is always read whole would take is not known from its record.
    asked = [ref for ref in refs if source_class(ref.source).always_whole is None]
    with session.sources as sources:
        sources.expect(asked)
        for ref in asked:
            try:
                total += estimate(session, await sources.record(ref))
            except SummarizeError as error:
                failed += 1
                session.console.note(f"{ref}: {error.message}")
        requests = sources.record_requests(refs)
    click.echo(f"model      {session.spec.label}")
    click.echo(f"papers     {len(refs) + stored} ({stored} from the store, {failed} cannot be done)")
    click.echo(f"arXiv      {requests} request{'s' if requests != 1 else ''} for records")
    click.echo(f"tokens     about {total.prompt_tokens:,} in, {total.completion_tokens:,} out")
    known = total.cost_usd is not None
    click.echo(f"cost       {'about ' if known else ''}{format_cost(total.cost_usd)}")
    return 0
