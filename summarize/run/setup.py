"""What a run is done with, opened once from its settings: store, sources, model, templates, places."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ModelUnreachable, NoModel, OutputError, UnknownModel
from summarize.llm.choice import resolve_model
from summarize.llm.cost import Price
from summarize.prompting.prompt_library import PromptLibrary
from summarize.run.recipes import Recipes
from summarize.settings import find_places, read_prices
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import source_settings
from summarize.store.keys import digest_of
from summarize.store.storage import Store
from summarize.terminal.files.output_files import page_folder_of, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from summarize.llm.providers import ModelSpec
    from summarize.settings import ModelPrice, Places, Settings
    from summarize.terminal.console import Console


@dataclass(frozen=True, slots=True)
class RunSetup:
    """The parts of one run. ``model`` is the model that was chosen. ``clock`` gives seconds since the epoch."""

    settings: Settings
    console: Console
    places: Places
    sources: Sources
    store: Store
    model: ModelSpec
    prompts: PromptLibrary
    recipes: Recipes
    clock: Callable[[], float] = time.time

    @property
    def page_folder(self) -> Path:
        """The folder that paths in a page are relative to."""
        return page_folder_of(self.settings.output)


def open_setup(settings: Settings, env: Mapping[str, str], console: Console) -> RunSetup:
    """Choose the model and open the store. Raises ConfigurationError and OutputError."""
    places = find_places(env)
    model = _chosen_model(settings, env, places, console)
    if settings.context is not None:
        model = replace(model, context_tokens=settings.context)
    model = with_own_price(model, read_prices(places.config_file))
    store = Store(places.store_file, notice=console.note)
    prompts = PromptLibrary(settings.prompts, settings.glossary)
    return RunSetup(
        settings=settings,
        console=console,
        places=places,
        sources=Sources(source_settings(settings, env, store, notice=console.note, detail=console.detail)),
        store=store,
        model=model,
        prompts=prompts,
        recipes=Recipes(settings, model, prompts),
    )


def with_own_price(model: ModelSpec, prices: Mapping[str, ModelPrice]) -> ModelSpec:
    """Return ``model`` with the price that the user gave for ``provider/model``, or else for the model's name alone."""
    named = {f"{name.partition('/')[0].lower()}/{name.partition('/')[2]}": price for name, price in prices.items()}
    price = named.get(model.label) or prices.get(model.name)
    return model if price is None else replace(model, price=Price(price.input_usd, price.output_usd, "", "config.toml"))


def _chosen_model(settings: Settings, env: Mapping[str, str], places: Places, console: Console) -> ModelSpec:
    """The run's model.

    A model that was not named is found by asking a server what it has. Where that server does not answer, the model
    that
    it had last time stands for it, so that stored pages are found with the server off.
    """
    memory = places.cache_dir / "last-model"
    surroundings = digest_of(env.get("OPENAI_BASE_URL", ""), env.get("OLLAMA_HOST", ""))
    try:
        choice = resolve_model(settings.model, env=env, key_dir=places.keys_dir)
    except (ModelUnreachable, NoModel, UnknownModel) as error:
        where, _, last = memory.read_text(encoding="utf-8").partition(" ") if memory.is_file() else ("", "", "")
        if settings.model or where != surroundings:
            raise
        console.note(f"{error.message}; taking {last}, as last time")
        return resolve_model(last, env=env, key_dir=places.keys_dir).spec
    if choice.why:
        console.note(choice.why)
    if not settings.model:
        with suppress(OutputError):  # a home that cannot be written: the next run asks again
            write_whole(memory, f"{surroundings} {choice.spec.label}")
    return choice.spec
