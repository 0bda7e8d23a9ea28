"""Removal of characters that no page shows: controls, direction overrides, invisible tags."""

from __future__ import annotations

import re

# Another set than ``characters.INVISIBLE``, because what a page shows keeps joiners and selectors.
# C0 and C1 controls, lone surrogates, direction embeddings, overrides and isolates (they can turn the rest of a line
# around), the byte order mark and tag characters. Joiners stay, because emoji and several scripts need them.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Return the text on one line: white space becomes single spaces, and what cannot be shown is dropped."""
    if text.isprintable() and "  " not in text:  # most texts, at a tenth of the cost
        return text.strip()
    return _SPACE.sub(" ", _UNSHOWN.sub("", text)).strip()
