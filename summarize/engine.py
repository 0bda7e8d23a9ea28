"""The model of a run, ready to be asked: a client for a hosted one, or the embedded engine started first."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarize.llm.chat import OpenAIChat
    from summarize.llm.limiter import Limiter
    from summarize.llm.providers import ModelSpec
    from summarize.session import Session


@asynccontextmanager
async def open_chat(session: Session, limiter: Limiter) -> AsyncIterator[OpenAIChat]:
    """A client of the run's model, closed at the end; the embedded engine is started and stopped with it.

    Raises ModelFileError where a local model's file is not there and may not be fetched.
    """
    from summarize.llm.chat import OpenAIChat

    settings = session.settings
    async with (
        _served(session) as spec,
        OpenAIChat(spec, limiter=limiter, deadline_s=settings.timeout_s, retries=settings.retries) as chat,
    ):
        yield chat


@asynccontextmanager
async def _served(session: Session) -> AsyncIterator[ModelSpec]:
    spec = session.spec
    if spec.provider != "local":
        yield spec
        return
    from summarize.llm.local import LocalEngine, require_engine
    from summarize.llm.local_models import local_model
    from summarize.model_files import model_file

    require_engine()
    model = local_model(spec.name)
    path = model_file(session, model)
    session.console.detail(f"loading {spec.label} into this process")
    engine = await asyncio.to_thread(
        LocalEngine.start,
        path,
        model=model,
        name=spec.name,
        context=session.settings.context,
        verbose=session.settings.verbose,
    )
    try:
        yield replace(spec, base_url=engine.base_url, key=engine.key)
    finally:
        await asyncio.to_thread(engine.stop)
