"""Makes the page of one paper, or says why not: the store is asked first, then the model.

PaperRef ─▶ Paper ─▶ stored Result, or: (Document) ─▶ Draft ─▶ checks and repair ─▶ additions ─▶ Result

``page_steps.py`` has the steps between; here is what concerns a paper as a whole: one failure costs one paper, and no
result is made twice, neither by two processes nor under two names in one run.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import ConfigurationError, SummarizeError
from summarize.page.cached_chat import CachedChat
from summarize.page.outcomes import Made, failure_of
from summarize.page.page_steps import PageSteps
from summarize.page.prompter import Prompter
from summarize.page.stored_result import stored_result, unfinished_key
from summarize.values import PaperFailure, Usage

if TYPE_CHECKING:
    from summarize.page.cached_chat import Chat
    from summarize.page.outcomes import Observer
    from summarize.page.page_steps import PagePapers
    from summarize.page.recipe import Recipe
    from summarize.prompting.prompt_library import PromptLibrary
    from summarize.store.storage import Store
    from summarize.values import Completion, Paper, PaperRef, Result

_log = logging.getLogger(__name__)
#: How often a process looks whether another one has finished the result that it waits for, seconds.
_CLAIM_POLL_S = 0.25


class _StoredReplies:
    """The store's raw replies; with ``refresh`` none of them is used."""

    def __init__(self, store: Store, clock: Callable[[], float], refresh: bool) -> None:
        self._store, self._clock, self._refresh = store, clock, refresh

    def get(self, key: str) -> Completion | None:
        return None if self._refresh else self._store.reply(key)

    def put(self, key: str, completion: Completion) -> None:
        self._store.put_reply(key, completion, self._clock())


@dataclass(frozen=True, slots=True)
class PageMaker:
    """What making pages needs beside their recipes.

    ``context_tokens`` is the model's context. ``clock`` gives seconds since the epoch. ``refresh`` makes every result
    anew. ``before_spending`` may refuse a paper whose result is not stored, by raising BudgetReached. ``page_folder``
    is
    where pages are written, which paths of pictures are relative to.
    """

    chat: Chat
    papers: PagePapers
    store: Store
    prompts: PromptLibrary
    context_tokens: int = 8192
    clock: Callable[[], float] = time.time
    observer: Observer | None = None
    refresh: bool = False
    before_spending: Callable[[PaperRef, Paper], Awaitable[None]] | None = None
    page_folder: Path = field(default_factory=Path)
    _making: dict[str, asyncio.Future[Made | SummarizeError]] = field(default_factory=dict, init=False, repr=False)

    _chats: dict[PaperRef, CachedChat] = field(default_factory=dict, init=False, repr=False)

    async def make(self, ref: PaperRef, recipe: Recipe) -> Made:
        """The page of ``ref`` by ``recipe``, or a failure.

        Raises ConfigurationError, which concerns every paper, and asyncio.CancelledError.
        """
        title = ""
        try:
            paper = await self.papers.paper_of(ref)
            title = paper.title
            return await self._once_in_this_run(ref, paper, recipe)
        except ConfigurationError:
            raise
        except SummarizeError as error:
            return Made(failure_of(ref, error, title), paid=self._paid_for(ref))
        except Exception as error:  # noqa: BLE001  the boundary of one paper: the others must go on
            _log.debug("%s: unexpected error", ref, exc_info=True)
            return Made(
                PaperFailure(
                    ref,
                    "unexpected",
                    f"an error that this program did not expect: {type(error).__name__}: {error}",
                    "Please report it; -v shows where it happened",
                    title=title,
                ),
                paid=self._paid_for(ref),
            )
        finally:
            self._chats.pop(ref, None)

    def _paid_for(self, ref: PaperRef) -> Usage:
        chat = self._chats.get(ref)
        return Usage() if chat is None else chat.paid

    async def _once_in_this_run(self, ref: PaperRef, paper: Paper, recipe: Recipe) -> Made:
        """The page, made once where several references of a run name the same paper."""
        key = recipe.key(self.papers.result_name(ref, paper))
        while (under_way := self._making.get(key)) is not None:
            await asyncio.wait([under_way])
            if under_way.cancelled():
                continue  # the other one met an error that is its own
            if isinstance(made := under_way.result(), SummarizeError):
                raise made
            return Made(made.outcome, stored=True, key=made.key)
        self._making[key] = end = asyncio.get_running_loop().create_future()
        try:
            made = await self._stored_or_made(ref, paper, recipe, key)
        except SummarizeError as error:
            end.set_result(error)
            raise
        else:
            end.set_result(made)
            return made
        finally:
            del self._making[key]
            end.cancel()

    async def _stored_or_made(self, ref: PaperRef, paper: Paper, recipe: Recipe, key: str) -> Made:
        store = self.store
        while True:
            if not self.refresh and (result := stored_result(store, key, self.page_folder)) is not None:
                return Made(result, stored=True, key=key)
            if store.claim(key, self.clock()):
                break
            # Another process makes this very result: waiting for it costs less than paying twice.
            await asyncio.sleep(_CLAIM_POLL_S)
        try:
            if self.before_spending is not None:
                await self.before_spending(ref, paper)
            result = await self._new(ref, paper, recipe)
            kept_as = key if result.is_complete else unfinished_key(key)
            store.put_result(kept_as, result, self.clock())
        finally:
            store.release(key)
        return Made(result, key=kept_as)

    async def _new(self, ref: PaperRef, paper: Paper, recipe: Recipe) -> Result:
        replies = _StoredReplies(self.store, self.clock, self.refresh)
        self._chats[ref] = chat = CachedChat(self.chat, recipe, replies, paper=str(ref))
        prompter = Prompter(chat, self.prompts, recipe)
        steps = PageSteps(ref, paper, prompter, self.papers, self.context_tokens, self.observer)
        return await steps.result(made=time.strftime("%Y-%m-%d", time.localtime(self.clock())))
