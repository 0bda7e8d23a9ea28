"""The model of a run, ready to be asked: a client for a hosted one, or the embedded engine started first."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarize.llm.chat import OpenAIChat
    from summarize.llm.limiter import Limiter
    from summarize.session import Session


@asynccontextmanager
async def open_chat(session: Session, limiter: Limiter) -> AsyncIterator[OpenAIChat]:
    """A client of the run's model, closed at the end; the embedded engine is started and stopped with it."""
    from summarize.llm.chat import OpenAIChat

    spec = session.spec
    if spec.provider == "local":
        from summarize.llm.local import running_engine

        async with running_engine(session) as engine:
            spec = replace(spec, base_url=engine.base_url, key=engine.key)
            async with OpenAIChat(spec, limiter=limiter, deadline_s=session.settings.timeout_s) as chat:
                yield chat
        return
    async with OpenAIChat(spec, limiter=limiter, deadline_s=session.settings.timeout_s) as chat:
        yield chat
