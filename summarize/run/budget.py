"""What a page would cost, and the limit that ``--max-cost`` sets.

Estimates: the prompts are rendered and their tokens counted by characters (``llm.cost``); a translation takes about as
many tokens as its source, a digest about 500. The bill afterwards is what the model reported.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from summarize.errors import BadSetting, BudgetReached, SummarizeError
from summarize.llm.cost import estimate_prompt_tokens, estimate_tokens, format_cost, usage
from summarize.prompting.asking import ask_digest, ask_translation, numbered, numbered_text
from summarize.reading.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.llm.cost import Price
    from summarize.llm.providers import ModelSpec
    from summarize.page.outcomes import Made
    from summarize.page.recipe import Recipe
    from summarize.prompting.prompt_library import PromptLibrary
    from summarize.values import Paper, PaperRef, Usage

#: Tokens of a digest's reply: one line, a paragraph and three to seven takeaways in Chinese (measured 350–600).
_DIGEST_TOKENS = 500
#: Tokens of a translation for each token of its English.
_TRANSLATION_RATIO = 1.15


def estimate(paper: Paper, recipe: Recipe, prompts: PromptLibrary, price: Price | None) -> Usage:
    """Tokens and money that a page of ``paper`` would take, repairs apart."""
    sentences = split_sentences(paper.abstract)
    lines = numbered(paper.title, sentences)
    groups = [[line] for line in lines] if recipe.small_model else [list(lines)]
    translate = prompts.template(recipe.variant("translate"))
    prompt = sum(estimate_prompt_tokens(ask_translation(translate, group, terms=(), to=recipe.to)) for group in groups)
    # A small model's digest comes in steps (drafting_small.py), which together read about as much.
    digest = prompts.template("digest")
    asked = ask_digest(digest, paper.title, numbered_text(sentences), evidence="sentence", terms=(), to=recipe.to)
    prompt += estimate_prompt_tokens(asked)
    completion = int(estimate_tokens(paper.title + paper.abstract) * _TRANSLATION_RATIO) + _DIGEST_TOKENS
    return usage(prompt, completion, price)


class Budget:
    """``--max-cost``: a paper begins only where what was spent, and what the papers in work may cost, leaves room for it.

    A paper waits for those in work, which may cost less than was set aside for them. It is refused where nothing is in
    work and there is no room yet.

    ``limit`` is in US dollars, None for no limit. Raises BadSetting where there is one and the model's price is not
    known.
    """

    def __init__(self, limit: float | None, model: ModelSpec, estimated: Callable[[PaperRef, Paper], Usage]) -> None:
        self._limit, self._estimated = limit, estimated
        self._spent = 0.0
        self._reserved: dict[PaperRef, float] = {}
        self._settled = asyncio.Event()
        self.reached: SummarizeError | None = None
        if limit is not None and model.price is None:
            raise BadSetting(
                f"--max-cost cannot be kept: the price of {model.label} is not known",
                hint=f'Write its price in US dollars per million tokens into config.toml: [prices."{model.label}"] input = …, '
                "output = …, each on a line; or limit the run with --max-papers",
            )

    async def reserve(self, ref: PaperRef, paper: Paper) -> None:
        """Set aside what ``paper`` may cost, as soon as there is room for it.

        Raises BudgetReached. Raises asyncio.CancelledError where another paper was refused meanwhile: the run ends,
        and this paper was not begun.
        """
        if self._limit is None:
            return
        cost = self._estimated(ref, paper).cost_usd or 0.0
        while self._spent + sum(self._reserved.values()) + cost > self._limit:
            if self.reached is not None:
                raise asyncio.CancelledError
            if not self._reserved:
                self.reached = BudgetReached(
                    f"--max-cost {self._limit:g} USD would be passed: {format_cost(self._spent)} spent, "
                    f"this paper about {format_cost(cost)}",
                    hint="Raise --max-cost; what is done is kept, and the same command does only the rest",
                )
                self._wake()
                raise self.reached
            await self._settled.wait()
        self._reserved[ref] = cost

    def settle(self, ref: PaperRef, made: Made) -> None:
        """The paper is done: what it did cost takes the place of what was set aside. An unknown cost is taken to be that."""
        reserved = self._reserved.pop(ref, 0.0)
        cost = made.cost.cost_usd
        self._spent += reserved if cost is None else cost
        self._wake()

    def _wake(self) -> None:
        """Let all papers that wait look again."""
        self._settled.set()
        self._settled = asyncio.Event()
