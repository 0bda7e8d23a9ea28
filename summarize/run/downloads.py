"""Before many whole papers are downloaded: how long that takes, and whether the user wants it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from summarize.errors import UsageError
from summarize.terminal.spoken.speech import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.settings import Settings
    from summarize.sources.open_sources import Sources
    from summarize.values import PaperRef

#: From more whole papers than this on, the time that downloads take is said first.
_MANY_DOWNLOADS = 100


def agree_to_downloads(refs: Sequence[PaperRef], settings: Settings, sources: Sources) -> None:
    """Say how long the downloads of these papers take at the pace of their sources, and ask.

    Raises UsageError where nobody can be asked and ``--yes`` is not given, click.Abort where the answer is no.
    """
    if len(refs) <= _MANY_DOWNLOADS or settings.yes:
        return
    papers, wait_s = sources.downloads(refs)
    if papers <= _MANY_DOWNLOADS:
        return
    what = f"--full downloads {papers} papers, at arXiv's pace at least {wait_s / 60:.0f} minutes"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(what, hint="Give --yes to do it")
    click.confirm(worded(f"{what}. Go on?"), abort=True, err=True)
