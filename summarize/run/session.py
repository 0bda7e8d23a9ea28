"""What a run works with, built from its settings: store, model, templates, glossary, sources. Heavy parts on first use."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from summarize.errors import ModelUnreachable, NoModel, UnknownModel
from summarize.page.workshop import Choices, ModelFacts, Workshop
from summarize.prompting.prompts_folder import prompts_dir
from summarize.prompting.templates import load_template
from summarize.settings import find_places
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import source_settings
from summarize.store.keys import checks_digest, digest_of, files_digest
from summarize.terminal.output_files import page_folder_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from summarize.llm.providers import ModelSpec
    from summarize.page.cached_chat import Chat
    from summarize.page.workshop import Observer
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template
    from summarize.settings import Places, Settings
    from summarize.store.storage import Store
    from summarize.terminal.console import Console
    from summarize.values import Document, Figure, Paper, PaperRef, Result


@dataclass(frozen=True, slots=True)
class Session:
    """The collaborators of one run. ``spec`` is the model that was chosen; ``env`` is the environment as given."""

    settings: Settings
    env: Mapping[str, str]
    console: Console
    places: Places
    sources: Sources
    store: Store
    spec: ModelSpec
    clock: Callable[[], float] = time.time
    template: Callable[[str], Template] = field(default=load_template)  # type: ignore[assignment]

    @property
    def facts(self) -> ModelFacts:
        spec = self.spec
        parameters: dict[str, Any] = dict(spec.extra_body)
        return ModelFacts(
            label=spec.label,
            endpoint=endpoint_of(spec),
            parameters=parameters,
            context_tokens=self.settings.context or spec.context_tokens,
            small=spec.sentence_by_sentence,
        )

    def workshop(
        self,
        chat: Chat,
        paper_of: Callable[[PaperRef], Awaitable[Paper]],
        document_of: Callable[[PaperRef, Paper], Awaitable[Document]],
        *,
        observer: Observer | None = None,
        before_spending: Callable[[PaperRef, Paper], None] | None = None,
        figures_of: Callable[[PaperRef, Paper], Awaitable[tuple[Figure, ...]]] | None = None,
    ) -> Workshop:
        """What the pipeline needs. ``chat`` and ``paper_of`` are not used where a stored result is found."""
        settings = self.settings
        return Workshop(
            paper_of=paper_of,
            document_of=document_of,
            name_of=self.sources.result_name,
            chat=chat,
            model=self.facts,
            template=self.template,
            glossary=partial(_glossary, settings.glossary),
            glossary_digest=files_digest([prompts_dir() / "glossary.toml", *settings.glossary]),
            checks_digest=checks_digest(),
            store=self.store,
            choices=Choices(
                to=settings.to,
                full=settings.full,
                source=settings.source,
                check=settings.check,
                appendix=settings.appendix,
                sections=settings.sections,
                also_english=settings.also_english,
                context_tokens=settings.context,
                figures=settings.figures,
            ),
            clock=self.clock,
            refresh=settings.refresh,
            observer=observer,
            before_spending=before_spending,
            figures_of=figures_of,
            is_whole=self.is_whole,
        )

    def is_whole(self, result: Result) -> bool:
        """Whether the pictures that a stored page shows are still where it says; they are cut again if not."""
        folder = page_folder_of(self.settings.output)
        return all((folder / figure.path).is_file() for figure in result.figures)


def open_session(settings: Settings, env: Mapping[str, str], console: Console) -> Session:
    """Choose the model and open the store. Raises ConfigurationError and OutputError."""
    from summarize.store.storage import Store

    places = find_places(env)
    spec = _chosen_model(settings, env, places, console)
    if settings.context is not None:
        spec = replace(spec, context_tokens=settings.context)
    folders = (*([settings.prompts] if settings.prompts else []), prompts_dir())
    store = Store(places.store_file, notice=console.note)
    return Session(
        settings=settings,
        env=env,
        console=console,
        places=places,
        sources=Sources(source_settings(settings, env, store, notice=console.note, detail=console.detail)),
        store=store,
        spec=spec,
        template=cache(partial(load_template, folders=folders)),
    )


def _chosen_model(settings: Settings, env: Mapping[str, str], places: Places, console: Console) -> ModelSpec:
    """The run's model. One that was not named is found by asking a server what it has: where that server does not
    answer, the model that it had last time stands for it, so that stored pages are found with the server off."""
    from summarize.llm.choice import resolve_model
    from summarize.terminal.output_files import write_whole

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
        write_whole(memory, f"{surroundings} {choice.spec.label}")
    return choice.spec


def endpoint_of(spec: ModelSpec) -> str:
    """What a cache key knows an endpoint by. The embedded engine's port is another one at each start."""
    return "local" if spec.provider == "local" else spec.endpoint


@cache
def _glossary(paths: tuple[Any, ...]) -> Glossary:
    from summarize.prompting.glossary import load_glossary

    return load_glossary(*paths)
