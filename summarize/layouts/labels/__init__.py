"""The pages' own words, a file for each script. A new label is a field of ``Words`` and a line in both files."""

from __future__ import annotations

from summarize.layouts.labels.page_labels import Words
from summarize.layouts.labels.simplified_labels import HANS
from summarize.layouts.labels.traditional_labels import HANT

__all__ = ["HANS", "HANT", "Words", "words_for"]


def words_for(to: str) -> Words:
    """Return the labels for a page in that script (``zh-Hans`` or ``zh-Hant``)."""
    return HANT if to == "zh-Hant" else HANS
