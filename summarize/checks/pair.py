"""What a check looks at: one piece of English and the Chinese that should say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary
    from summarize.values import UnitName


@dataclass(frozen=True, slots=True)
class Pair:
    """A title, one aligned sentence, or a whole unit where there is no alignment.

    ``sentence`` is the number of an aligned sentence, else None. ``context`` is the whole source text of the paper, in
    which a figure or a name may stand although the aligned sentence lacks it; empty means ``source`` is all there is.
    """

    unit: UnitName
    source: str
    target: str
    sentence: int | None = None
    glossary: Glossary | None = None
    context: str = ""
