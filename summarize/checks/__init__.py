"""What doubts: a translation, summary or takeaway is held against its source, without a model.

Importing this package costs next to nothing. The functions of the checks are imported when they first run.
"""

from __future__ import annotations

from summarize.checks.registry import CHECKS
from summarize.checks.runner import check_chinese, check_draft, check_pair

__all__ = ["CHECKS", "check_chinese", "check_draft", "check_pair"]
