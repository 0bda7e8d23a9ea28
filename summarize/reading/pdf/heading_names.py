"""The usual names of a paper's unnumbered parts, and the kind of section that each name stands for."""

from __future__ import annotations

from summarize.reading.pdf.letters import unspaced
from summarize.values import SectionKind

#: Names of small print beside the abstract that is set like a heading. They begin no section of the first level.
BESIDE_ABSTRACT = frozenset(
    (
        "keywords",
        "key words",
        "ccs concepts",
        "index terms",
        "acm reference format",
        "general terms",
        "categories and subject descriptors",
    )
)
#: Name of an unnumbered part -> its kind.
KNOWN: dict[str, SectionKind] = {
    "abstract": "abstract",
    "summary": "body",
    "introduction": "body",
    "background": "body",
    "related work": "body",
    "method": "body",
    "methods": "body",
    "materials and methods": "body",
    "results": "body",
    "results and discussion": "body",
    "experiments": "body",
    "discussion": "body",
    "discussions": "body",
    "conclusion": "body",
    "conclusions": "body",
    "concluding remarks": "body",
    "limitations": "body",
    "limitation": "body",
    "ethical considerations": "body",
    "ethics statement": "body",
    "ethical statement": "body",
    "broader impact": "body",
    "broader impacts": "body",
    "impact statement": "body",
    "reproducibility statement": "body",
    "data availability": "body",
    "data availability statement": "body",
    "code availability": "body",
    "acknowledgments": "acknowledgements",
    "acknowledgements": "acknowledgements",
    "acknowledgment": "acknowledgements",
    "acknowledgement": "acknowledgements",
    "author contributions": "acknowledgements",
    "funding": "acknowledgements",
    "references": "references",
    "bibliography": "references",
    "references and notes": "references",
    "literature cited": "references",
    "works cited": "references",
    "appendix": "appendix",
    "appendices": "appendix",
    "supplementary material": "appendix",
    "supplementary materials": "appendix",
    "supplemental material": "appendix",
    "supplementary information": "appendix",
    "supporting information": "appendix",
    "neurips paper checklist": "appendix",
}


def bare_name(text: str) -> str:
    """Return a heading's words as ``KNOWN`` has them: small letters, single spaces, no final mark."""
    return " ".join(unspaced(text.strip()).lower().rstrip(".:—–- ").split())
