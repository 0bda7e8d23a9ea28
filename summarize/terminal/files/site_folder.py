"""The folder of a daily site: whether it is one, its days, its pages, and the lock that one run at a time holds.

::

    site.json               what the site remembers of itself
    days/2026-11-20.json    the papers of a day: what was announced and what was made of it
    days/2026-11-20.html    its page
    months/2026-11.html     one line a paper
    search/2026-11.js       what the search box reads
    index.html  feed.xml  .nojekyll

Everything but ``site.json`` and ``days/*.json`` can be drawn anew from these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from summarize.errors import NotOverwritten, OutputError
from summarize.layouts.existing.marked_page import PageMarks, marked_web_page
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.layout import WHOLE_PART, PagePart, PageParts
from summarize.layouts.site.site_day import SiteDay, day_text, read_day
from summarize.layouts.site.site_file import Site, read_site, site_text
from summarize.terminal.files.output_files import make_folder, sweep, unwritable, write_whole

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCK = ".summarize.lock"
#: What may stand in a folder that becomes a site: the lock, and what version control and systems put there.
_NOTHING = {_LOCK, ".git", ".gitignore", ".gitkeep", ".gitattributes", ".nojekyll", ".DS_Store", "CNAME"}
#: The folders of a site.
_FOLDERS = ("days", "months", "search")


class SiteFolder:
    """The site in ``path``. ``report`` is told of pages that were edited and are left as they are.

    ``overwrite`` replaces those, too. ``kept`` counts them. Every file is written whole or not at all, and one that has
    its text already is not touched.
    """

    def __init__(
        self, path: Path, report: Callable[[NotOverwritten], None] = lambda error: None, *, overwrite: bool = False
    ) -> None:
        self.path, self._report, self._overwrite = path, report, overwrite
        self._kept: set[Path] = set()

    @property
    def kept(self) -> int:
        """How many edited pages were left as they are."""
        return len(self._kept)

    def is_kept(self, name: str) -> bool:
        """Whether this page was edited and left as it is."""
        return self.path / name in self._kept

    @contextmanager
    def locked(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold the site alone. ``waiting`` is called where another run holds it, for whose end this one waits.

        The lock is void when its process is gone. Its file is removed at the end, because the folder is published: a
        run that waits opens it anew for each try, and ``filelock`` takes no lock on a file that is gone. Raises
        OutputError where the folder cannot be made or written.
        """
        make_folder(self.path)
        lock = FileLock(self.path / _LOCK)
        try:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                waiting()
                lock.acquire()
        except OSError as error:
            raise unwritable(str(self.path), error) from error
        except NotImplementedError as error:
            raise OutputError(
                f"{self.path} cannot be locked: its file system has no locks", hint="Choose a folder on a local disk"
            ) from error
        try:
            for folder in (self.path, *(self.path / name for name in _FOLDERS)):
                sweep(folder)
            yield
        finally:
            with suppress(OSError):  # Windows removes no file that is open
                (self.path / _LOCK).unlink()
            lock.release()

    # --- what it remembers

    def site(self) -> Site | None:
        """Return what the site remembers of itself; None for a folder that is not there, or has nothing in it.

        Raises NotOverwritten for a folder that holds something else, OutputError where its file cannot be read.
        """
        text = self._text(self.path / "site.json")
        try:
            if text is not None:
                return read_site(text)
            if self.path.exists() and not self.path.is_dir():
                raise NotOurs("it is no folder")
            other = next((p.name for p in self._entries() if p.name not in _NOTHING), None)
            if other is not None:
                raise NotOurs(f"it is not empty and no daily site: it has {other} and no site.json")
        except NotOurs as error:
            raise NotOverwritten(
                f"{self.path} is left as it is: {error}", hint="Name a new or empty folder, or that of a daily site"
            ) from error
        return None

    def _entries(self) -> list[Path]:
        try:
            return sorted(self.path.iterdir()) if self.path.is_dir() else []
        except OSError as error:
            raise unreadable(self.path, error) from error

    def write_site(self, site: Site) -> None:
        """Write what the site remembers of itself. Raises OutputError."""
        write_whole(self.path / "site.json", site_text(site))

    # --- its days

    def days(self) -> tuple[str, ...]:
        """Return the days that the site has, the newest first."""
        names = (path.stem for path in (self.path / "days").glob("*.json"))
        return tuple(sorted(filter(_is_day, names), reverse=True))

    def days_with_a_page(self) -> tuple[str, ...]:
        """Return the days that have a page, the newest first. One of them may have lost its file of papers."""
        names = (path.stem for path in (self.path / "days").glob("*.html"))
        return tuple(sorted(filter(_is_day, names), reverse=True))

    def day(self, day: str) -> SiteDay:
        """Return a day; one that the site does not have is empty. Raises OutputError where its file is damaged."""
        path = self._file(day)
        text = self._text(path)
        if text is None:
            return SiteDay(day)
        try:
            return read_day(text, day)
        except NotOurs as error:
            raise OutputError(
                f"{path} cannot be used: {error}",
                hint="Restore it from a copy; or remove it: the next run asks arXiv for that day again",
            ) from error

    def write_day(self, day: SiteDay) -> None:
        """Write the papers of a day. Raises OutputError."""
        write_whole(self._file(day.day), day_text(day))

    def _file(self, day: str) -> Path:
        return self.path / "days" / f"{day}.json"

    # --- its pages

    def write_page(self, name: str, text: str) -> None:
        """Write a web page, with the marker at its end that tells whether it was edited. Raises OutputError."""
        path = self.path / name
        page = PageParts("", (PagePart(WHOLE_PART, text),))
        try:
            standing = self._text(path)
            marked = marked_web_page(page, PageMarks(), standing, overwrite=self._overwrite)
        except NotOurs as error:
            if path not in self._kept:
                self._kept.add(path)
                self._report(NotOverwritten(f"{path} is left as it is: {error}", hint="--overwrite replaces it"))
            return
        write_whole(path, marked)

    def write_file(self, name: str, text: str) -> None:
        """Write a file for programs, whatever stands in it. Raises OutputError."""
        write_whole(self.path / name, text)

    def _text(self, path: Path) -> str | None:
        """Return what stands in a file; None where there is none. Raises OutputError."""
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise unreadable(path, error) from error


def _is_day(name: str) -> bool:
    try:
        return _DAY.fullmatch(name) is not None and date.fromisoformat(name) is not None
    except ValueError:
        return False


def unreadable(path: Path, error: OSError) -> OutputError:
    """Return the error that a file or folder of the site cannot be read."""
    return OutputError(f"{path} cannot be read: {error.strerror or error}", hint="Check its owner and its mode")
