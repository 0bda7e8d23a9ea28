"""What matters to a reader: the interests file, and the ranking of papers by it (docs/interests.md). Pure, without a model.

``read_interests`` reads the file. ``rank`` puts papers into the reader's order; a ``Ranker`` keeps what ``rank``
prepares, for many calls.
"""

from __future__ import annotations

from summarize.interests.interest import Interest, Interests, Relevance
from summarize.interests.interests_file import parse_interests, read_interests
from summarize.interests.ranking import Ranked, Ranker, rank

__all__ = [
    "Interest",
    "Interests",
    "Ranked",
    "Ranker",
    "Relevance",
    "parse_interests",
    "rank",
    "read_interests",
]
