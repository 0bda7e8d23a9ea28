"""From the options of a run to the recipes of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.checks.check_table import check_versions
from summarize.page.recipe import Recipe
from summarize.sources.source_table import source_class

if TYPE_CHECKING:
    from summarize.llm.providers import ModelSpec
    from summarize.page.recipe import What
    from summarize.prompting.prompt_library import PromptLibrary
    from summarize.settings import Settings
    from summarize.values import PaperRef


class Recipes:
    """The recipes of one run: the same for all papers but those of sources, such as local files, that are read whole."""

    def __init__(self, settings: Settings, model: ModelSpec, prompts: PromptLibrary) -> None:
        self._settings, self._model, self._prompts = settings, model, prompts
        self._by_reading: dict[What, Recipe] = {}

    def of(self, ref: PaperRef) -> Recipe:
        """The recipe of the page of ``ref``. Raises TemplateError and GlossaryError."""
        settings = self._settings
        what: What = settings.source if settings.full else source_class(ref.source).always_whole or "abstract"
        if what not in self._by_reading:
            self._by_reading[what] = self._recipe(what)
        return self._by_reading[what]

    def _recipe(self, what: What) -> Recipe:
        settings, model = self._settings, self._model
        whole = what != "abstract"

        def recipe(templates: dict[str, str]) -> Recipe:
            return Recipe(
                model=model.label,
                # The embedded engine listens on another port at each start.
                endpoint="local" if model.provider == "local" else model.endpoint,
                parameters=dict(model.extra_body),
                small_model=model.sentence_by_sentence,
                read=what,
                appendix=whole and settings.appendix,
                sections=whole and settings.sections,
                context_tokens=settings.context if whole else None,
                figures=settings.figures,
                to=settings.to,
                also_english=settings.also_english,
                templates=templates,
                glossary=self._prompts.glossary.digest,
                checks=check_versions() if settings.check else {},
            )

        names = recipe({}).template_names
        return recipe({name: self._prompts.template(name).digest for name in names})
