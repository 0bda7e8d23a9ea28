"""What doubts: a translation, summary or takeaway is held against its source, without a model.

Importing this package costs next to nothing: a stored page needs the declarations for its key and its words, and not the
runner. The runner is imported when one of its functions is asked for, and the functions of the checks when they first run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarize.checks.registry import CHECKS

if TYPE_CHECKING:
    from summarize.checks.runner import check_chinese, check_draft, check_pair

__all__ = ["CHECKS", "check_chinese", "check_draft", "check_pair"]


def __getattr__(name: str) -> Any:
    """A function of the runner."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from summarize.checks import runner

    return getattr(runner, name)
