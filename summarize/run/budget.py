"""What a page would cost, and the limit that ``--max-cost`` sets.

Estimates: the prompts are rendered and their tokens counted by characters (``llm.cost``); a translation takes about as
many tokens as its source, a digest about 500. The bill afterwards is what the model reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import BadSetting, BudgetReached, SummarizeError
from summarize.llm.cost import estimate_prompt_tokens, estimate_tokens, usage
from summarize.prompting.asking import ask_digest, ask_translation, numbered, numbered_text
from summarize.reading.sentences import split_sentences
from summarize.values import Result

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
    """``--max-cost``: a paper begins only while what was spent, and what the papers in work may cost, is below it.

    ``limit`` is in US dollars, None for no limit. Raises BadSetting where there is one and the model's price is not
    known.
    """

    def __init__(self, limit: float | None, model: ModelSpec, estimated: Callable[[PaperRef, Paper], Usage]) -> None:
        self._limit, self._estimated = limit, estimated
        self._spent = 0.0
        self._reserved: dict[PaperRef, float] = {}
        self.reached: SummarizeError | None = None
        if limit is not None and model.price is None:
            raise BadSetting(
                f"--max-cost cannot be kept: the price of {model.label} is not known",
                hint=f'Write its price in US dollars per million tokens into config.toml: [prices."{model.label}"] input = …, '
                "output = …, each on a line; or limit the run with --max-papers",
            )

    def reserve(self, ref: PaperRef, paper: Paper) -> None:
        """Set aside what ``paper`` may cost. Raises BudgetReached."""
        if self._limit is None:
            return
        cost = self._estimated(ref, paper).cost_usd or 0.0
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
