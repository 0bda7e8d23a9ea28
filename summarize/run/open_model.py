"""The model of a run, ready to be asked: a client for a hosted one, or the embedded engine started first."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.llm.client.chat import OpenAIChat
from summarize.llm.local.engine import LocalEngine, require_engine
from summarize.llm.local.model_table import local_model
from summarize.run.model_file import model_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from summarize.llm.client.chat import OpenAIChat
    from summarize.llm.client.limiter import Limiter
    from summarize.llm.local.engine import LocalEngine
    from summarize.llm.local.model_table import LocalModel
    from summarize.llm.providers import ModelSpec
    from summarize.run.setup import RunSetup

#: Seconds that the embedded engine has to stop.
_STOP_S = 10.0


@asynccontextmanager
async def open_chat(setup: RunSetup, limiter: Limiter) -> AsyncIterator[OpenAIChat]:
    """A client of the run's model, closed at the end; the embedded engine is started and stopped with it.

    Raises ModelFileError where a local model's file is not there and may not be fetched.
    """
    settings = setup.settings
    async with (
        _served(setup) as spec,
        OpenAIChat(spec, limiter=limiter, deadline_s=settings.timeout_s, retries=settings.retries) as chat,
    ):
        yield chat


@asynccontextmanager
async def _served(setup: RunSetup) -> AsyncIterator[ModelSpec]:
    spec = setup.model
    if spec.provider != "local":
        yield spec
        return
    model = local_model(spec.name)
    path = _file_of(model, setup)
    setup.console.detail(f"loading {spec.label} into this process")
    engine = await asyncio.to_thread(
        LocalEngine.start,
        path,
        model=model,
        name=spec.name,
        context=setup.settings.context,
        verbose=setup.settings.verbose,
    )
    try:
        yield replace(spec, base_url=engine.base_url, key=engine.key)
    finally:
        await _stopped(engine)


def make_ready(setup: RunSetup) -> None:
    """Have the file of a local model here before anything begins: a download of minutes, which Ctrl-C ends at once.

    Raises NoModel where the engine is not installed, ModelFileError where the file cannot be had.
    """
    if setup.model.provider != "local":
        return
    require_engine()
    _file_of(local_model(setup.model.name), setup)


def _file_of(model: LocalModel, setup: RunSetup) -> Path:
    settings = setup.settings
    return model_file(model, setup.places.models_dir, yes=settings.yes, quiet=settings.quiet)


async def _stopped(engine: LocalEngine) -> None:
    """Stop ``engine``, for at most ``_STOP_S``: a native server that does not come to an end (seen once in hundreds of
    stops, on a machine under heavy load) must not keep a finished page's program from ending."""
    done = threading.Event()

    def stop() -> None:
        engine.stop()
        done.set()

    threading.Thread(target=stop, daemon=True, name="engine-stop").start()
    await asyncio.to_thread(done.wait, _STOP_S)
