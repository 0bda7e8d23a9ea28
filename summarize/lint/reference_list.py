"""Lists of references, which hold no Chinese text: BibTeX, RIS and CSL-JSON, told by how they begin."""

from __future__ import annotations

import re

#: The first record of BibTeX and of RIS, after empty lines and comments.
_BEGINS = re.compile(r"\ufeff?(?:\s|%[^\n]*\n)*+(?:@[A-Za-z]+\s*\{|TY {1,2}- )")
#: The first item of CSL-JSON: an object in a list whose type is one of references.
_CSL_BEGINS = re.compile(
    r'\ufeff?\s*\[\s*\{[^{}\[\]]*?"type"\s*:\s*"(?:article|book|chapter|paper|report|thesis|manuscript)'
)


def is_reference_list(text: str) -> bool:
    """Whether a file is a list of references. An empty one is none."""
    return bool(_BEGINS.match(text) or _CSL_BEGINS.match(text))
