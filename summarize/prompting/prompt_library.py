"""The prompt templates and the glossary that a run works with: the user's own before the shipped ones."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from summarize.prompting.glossary import load_glossary
from summarize.prompting.prompts_folder import prompts_dir
from summarize.prompting.templates import load_template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template


class PromptLibrary:
    """Templates by name and one glossary, each read once.

    ``folder`` holds templates that replace shipped ones (``--prompts``). ``glossary_files`` add to the shipped glossary
    or override it (``--glossary``).
    """

    def __init__(self, folder: Path | None = None, glossary_files: Sequence[Path] = ()) -> None:
        self._folders = (folder, prompts_dir()) if folder else (prompts_dir(),)
        self._glossary_files = tuple(glossary_files)
        self._templates: dict[str, Template] = {}

    def template(self, name: str) -> Template:
        """Return the template of that name. Raises TemplateError."""
        if name not in self._templates:
            self._templates[name] = load_template(name, self._folders)
        return self._templates[name]

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary; the shipped file is parsed when a term is first looked up. Raises GlossaryError."""
        return load_glossary(*self._glossary_files)
