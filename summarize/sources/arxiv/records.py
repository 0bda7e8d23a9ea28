"""From arXiv's records to papers: cleaning, and telling a withdrawn or empty record from a paper. Pure."""

from __future__ import annotations

import re
import unicodedata

from summarize.characters import INVISIBLE, SOFT_HYPHEN
from summarize.errors import PaperIncomplete, PaperWithdrawn
from summarize.values import Paper

#: Soft hyphen, zero-width and direction marks, tags: nothing that a person can see, and a way to hide instructions.
_INVISIBLE = re.compile(f"[{SOFT_HYPHEN}{INVISIBLE}]")

_THING = r"(?:paper|article|submission|manuscript|preprint|e-?print|work|draft|version|letter|note|report|document)"
_GONE = r"(?:been\s+)?(?:\w+ly\s+)?withdrawn\b"
#: Withdrawn from somewhere else, such as a conference, is not withdrawn from arXiv.
_HERE = r"(?!\s+from\s+(?!(?:the\s+)?(?:arxiv|archive)))"
_WITHDRAWN_COMMENT = re.compile(
    rf"(?:^\W*(?:(?:this\s+|the\s+)?{_THING}\s+)?|\b(?:this|the|our)\s+(?:\w+\s+){{0,2}}?{_THING}\s+)"
    rf"(?:(?:has|have|had|is|was|been|being|now)\s+){{0,3}}{_GONE}{_HERE}"
    r"|\b(?:withdrawn|removed)\s+by\s+(?:the\s+)?arxiv\b",
    re.IGNORECASE,
)
_WITHDRAWN_ABSTRACT = re.compile(
    rf"\W*(?:this\s+{_THING}\s+(?:has\s+(?:now\s+)?been|is|was)\s+(?:\w+ly\s+)?|(?:paper\s+)?)withdrawn"
    r"(?:\s+(?:by|due|because|since|as|for|until|pending|in\s+order|and)\b|\s*[.,;:\])-]|\s*$)",
    re.IGNORECASE,
)
#: An abstract that is a notice of withdrawal is short; a study of withdrawals that begins alike is not.
_LONGEST_NOTICE = 900


def clean_line(text: str) -> str:
    """One line: no control, invisible or tag characters, white space as single spaces. LaTeX stays."""
    return " ".join(_visible(text).split())


def clean_abstract(text: str) -> str:
    """One paragraph per line. arXiv begins a paragraph with a blank line or with an indented one."""
    paragraphs = re.split(r"\n\s*\n|\n {2,}(?=\S)", _visible(text).strip())
    return "\n".join(" ".join(p.split()) for p in paragraphs if p.strip())


def refuse_unusable(paper: Paper) -> None:
    """Raises PaperIncomplete where title or abstract is missing, PaperWithdrawn where the record says so.

    Conservative: the words must be about this paper, so that a paper about withdrawn papers is none.
    """
    missing = [name for name, text in (("no title", paper.title), ("no abstract", paper.abstract)) if not text]
    if missing:
        raise PaperIncomplete(
            f"arXiv's record has {' and '.join(missing)}",
            hint=f"see https://arxiv.org/abs/{paper}",
            paper=str(paper),
        )
    notice = _WITHDRAWN_COMMENT.search(paper.comment) is not None or (
        len(paper.abstract) <= _LONGEST_NOTICE and _WITHDRAWN_ABSTRACT.match(paper.abstract) is not None
    )
    if notice:
        said = paper.comment if _WITHDRAWN_COMMENT.search(paper.comment) else paper.abstract
        earlier = f"v{paper.version - 1} may still have it: {paper.id}v{paper.version - 1}" if paper.version > 1 else ""
        raise PaperWithdrawn(f"withdrawn: “{_short(said)}”", hint=earlier, paper=str(paper))


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"


def _visible(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    return "".join(c if c in "\n\t" or unicodedata.category(c) != "Cc" else " " for c in text)
