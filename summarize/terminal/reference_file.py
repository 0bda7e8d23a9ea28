"""A file of references to which those of a run are added. What stands there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.references.reference_layouts import ReferenceLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.layouts import RunInfo
    from summarize.page.outcomes import Made
    from summarize.terminal.page_file import PageFile


class ReferencePage:
    """A list of references in ``file``, whose layout is a ``ReferenceLayout``.

    With ``--overwrite`` the references of a run's papers are written anew, and a file that is no such list is
    replaced.
    """

    def __init__(self, file: PageFile) -> None:
        assert isinstance(file.layout, ReferenceLayout)
        self._file, self._layout = file, file.layout

    def check(self) -> None:
        """Raise NotOverwritten where nothing can be added to what stands there."""
        self._added([])

    def write(self, made: Sequence[Made], run: RunInfo) -> bool:
        """Write the list with the references of what is done. Return False where they stand there already."""
        return self._file.write(self._added(made))

    def _added(self, made: Sequence[Made]) -> str:
        standing, outcomes = self._file.text() or "", [m.outcome for m in made]
        try:
            return self._layout.added_to(standing, outcomes, replacing=self._file.overwrite)
        except NotOurs as error:
            if self._file.overwrite:
                return self._layout.added_to("", outcomes)
            raise self._file.kept(str(error)) from error
