"""The text that a check looks at: a piece of English and the Chinese that should say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.checks.check_table import new_finding

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary
    from summarize.values import Finding, Severity, UnitName

#: Units that must say everything that their source says. The others may choose.
TRANSLATIONS: tuple[UnitName, ...] = ("title", "abstract")
#: Characters of an address, a formula or a sentence that a finding shows. A short name or figure is shown whole.
SHOWN_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Pair:
    """A title, one aligned sentence, or a whole unit where there is no alignment.

    ``sentence`` is the number of an aligned sentence, else None. ``context`` is the whole source text of the paper, in
    which a figure or a name may stand although the aligned sentence lacks it. It is empty where ``source`` is the whole
    text.
    """

    unit: UnitName
    source: str
    target: str
    sentence: int | None = None
    glossary: Glossary | None = None
    context: str = ""

    def finding(
        self,
        code: str,
        message: str,
        source: str = "",
        target: str = "",
        *,
        severity: Severity | None = None,
        expected: str = "",
    ) -> Finding:
        """Return a finding on this pair. ``source`` and ``target`` are the words that show it.

        ``expected`` is what would be right, where the check knows it.

        Raises ValueError for the same reasons as ``new_finding``.
        """
        return new_finding(
            code, message, self.unit, self.sentence, source, target, severity=severity, expected=expected
        )
