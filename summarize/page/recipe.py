"""The recipe of a result: everything that decides what a page says, and nothing else.

Two runs with equal recipes make the same page of the same paper, so a result is stored under a key made from its
recipe. Every field of ``Recipe`` goes into the key, whatever it is; so an option that is added here cannot be forgotten
there. What changes only how a page looks (the layout, front matter) or how a run goes (jobs, retries) has no place
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from summarize.store.keys import digest_of

if TYPE_CHECKING:
    from summarize.values import Script

#: What is read of a paper: its abstract, or the whole of it from arXiv's HTML, its PDF, or whichever there is.
What = Literal["abstract", "auto", "html", "pdf"]

#: Templates that a small model has of its own, as ``NAME-small``.
_SMALL_VARIANTS = ("translate", "digest")


@dataclass(frozen=True)
class Recipe:
    """What decides a result.

    ``read``: what is read of the paper. ``appendix``, ``sections`` and ``context_tokens`` concern whole papers and stay
    at their defaults otherwise. ``context_tokens``: the context that the user named; None for the model's own, which
    goes with ``model`` and ``endpoint``. ``figures``: the folder of pictures, whose paths stand in the result.
    ``model``: ``provider/model``. ``parameters``: what is added to each request. ``small_model``: asked sentence by
    sentence.
    ``templates``: name → SHA-256 of each template that is used. ``glossary``: SHA-256 of the glossary files.
    ``checks``: code → version of each check and data file → SHA-256; empty where the page is not checked.
    """

    model: str
    endpoint: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    small_model: bool = False
    read: What = "abstract"
    appendix: bool = False
    sections: bool = False
    context_tokens: int | None = None
    figures: str | None = None
    to: Script = "zh-Hans"
    also_english: bool = False
    templates: Mapping[str, str] = field(default_factory=dict)
    glossary: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads_whole(self) -> bool:
        """Whether the whole paper is read."""
        return self.read != "abstract"

    @property
    def is_checked(self) -> bool:
        """Whether the page is held against its source."""
        return bool(self.checks)

    @property
    def template_names(self) -> tuple[str, ...]:
        """The templates that a page of this recipe is made with."""
        names = [self.variant("translate"), self.variant("digest"), "repair", "repair-digest"]
        if self.reads_whole:
            names += ["notes", "section"] if self.sections else ["notes"]
        if self.also_english:
            names += ["english"]
        return tuple(names)

    def variant(self, template: str) -> str:
        """The name of the template that this recipe's model is asked with where others are asked with ``template``."""
        return f"{template}-small" if self.small_model and template in _SMALL_VARIANTS else template

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all fields."""
        return digest_of(asdict(self))

    def key(self, paper: str) -> str:
        """The store's key of the result that this recipe makes of ``paper`` (``IDvN``, or ``sha256:…`` of a file)."""
        return digest_of("result", paper, self.digest)
