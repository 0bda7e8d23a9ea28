"""Checks of Chinese text against its English source, without a model.

The package is cheap to import, because a stored page needs only the declarations of the checks, for its key and its
words. The runner is imported when one of its functions is asked for. The functions of the checks are imported when they
first run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarize.checks.check_table import CHECKS

if TYPE_CHECKING:
    from summarize.checks.runner import check_chinese, check_draft, check_pair

__all__ = ["CHECKS", "check_chinese", "check_draft", "check_pair"]


def __getattr__(name: str) -> Any:
    """Return a function of the runner. Raises AttributeError for any other name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from summarize.checks import runner

    return getattr(runner, name)
