"""A file of references to which those of a run are added. What stands there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import NotOverwritten
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.references.reference_layouts import ReferenceLayout
from summarize.layouts.references.reference_lists import no_earlier_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.layouts import RunInfo
    from summarize.layouts.references.reference_lists import CitationKeys, EarlierResults, Entry
    from summarize.page.outcomes import Made
    from summarize.terminal.files.page_file import PageFile


class ReferencePage:
    """A list of references in ``file``, whose layout is a ``ReferenceLayout``.

    ``earlier`` gives the results that are known of a paper: a reference that stands as one of them wrote it is renewed.
    With ``--overwrite`` the references of a run's papers are written anew in any case, and a file that is no such list
    is replaced.
    """

    def __init__(self, file: PageFile, earlier: EarlierResults = no_earlier_results) -> None:
        assert isinstance(file.layout, ReferenceLayout)
        self._file, self._layout, self._earlier = file, file.layout, earlier

    def check(self) -> None:
        """Raise NotOverwritten where nothing can be added to what stands there."""
        self._added([])

    def standing(self) -> tuple[Entry, ...]:
        """Return the references that stand there; none where the file cannot be read as such a list."""
        try:
            return self._layout.form.read(self._file.text() or "")
        except (NotOurs, NotOverwritten):
            return ()

    def write(self, made: Sequence[Made], run: RunInfo, keys: CitationKeys | None = None) -> bool:
        """Write the list with the references of what is done. Return False where they stand there already.

        ``keys`` are those that several lists share.
        """
        return self._file.write(self._added(made, keys))

    def _added(self, made: Sequence[Made], keys: CitationKeys | None = None) -> str:
        standing, outcomes = self._file.text() or "", [m.outcome for m in made]
        try:
            return self._layout.added_to(
                standing, outcomes, keys, replacing=self._file.overwrite, earlier=self._earlier
            )
        except NotOurs as error:
            if self._file.overwrite:
                return self._layout.added_to("", outcomes, keys)
            raise self._file.kept(str(error)) from error
