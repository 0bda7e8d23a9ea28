"""Before many whole papers are downloaded: how long that takes, and whether the user wants it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.settings import Settings

#: From more whole papers than this on, the time that downloads take is said first.
_MANY_DOWNLOADS = 100


def agree_to_downloads(papers: int, settings: Settings, delay_s: float) -> None:
    """Say how long the downloads of ``papers`` take at one every ``delay_s`` seconds, and ask.

    Raises UsageError where nobody can be asked and ``--yes`` is not given, click.Abort where the answer is no.
    """
    if papers <= _MANY_DOWNLOADS or settings.yes or settings.offline:
        return
    minutes = papers * delay_s / 60
    what = f"--full downloads {papers} papers, at arXiv's pace at least {minutes:.0f} minutes"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(what, hint="Give --yes to do it")
    click.confirm(f"{what}. Go on?", abort=True, err=True)
