"""Addresses: a paper's own pages at its source, and the URLs that its abstract or comment names.

Only what is made or found here may become a link in a page. An address that a model wrote and the source does not
have stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from summarize.layouts.latex.latex_text import latex_to_text
from summarize.values import Evidence, Paper

#: A URL in running text: the characters of RFC 3986, so that it ends at white space, quotes and Chinese.
URL = re.compile(r"(?i:https?)://[!#-&(-;=?-\[\]_a-z~A-Z]+")
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "huggingface.co", "zenodo.org")


@dataclass(frozen=True, slots=True)
class PaperLinks:
    """Where a paper is on the web; empty strings where it is nowhere. ``code`` and ``project`` are from its text."""

    abs: str = ""
    pdf: str = ""
    html: str = ""
    doi: str = ""
    code: tuple[str, ...] = ()
    project: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "abs": self.abs,
            "pdf": self.pdf,
            "html": self.html,
            "doi": self.doi,
            "code": list(self.code),
            "project": list(self.project),
        }


def find_urls(text: str) -> Iterator[re.Match[str]]:
    """The URLs of a text, as matches whose ``end`` leaves out the punctuation of the sentence around them.

    Use :func:`url_of` for the address itself.
    """
    return URL.finditer(text)


def url_of(match: re.Match[str]) -> str:
    """The address in a match of ``URL`` without closing punctuation: ``.``, ``,`` and brackets it did not open."""
    url = match.group().rstrip(".,;:!?*_~")
    while url.endswith((")", "]")) and url.count(url[-1]) > url.count({")": "(", "]": "["}[url[-1]]):
        url = url[:-1].rstrip(".,;:!?*_~")
    return url


def urls_in(*texts: str) -> frozenset[str]:
    """All addresses that these texts name, without a final slash."""
    return frozenset(url_of(match).rstrip("/") for text in texts for match in find_urls(text))


def web_address(url: str) -> bool:
    """True for an absolute http(s) address with a host name and without credentials or control characters."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(host) and "@" not in parts.netloc and url.isprintable()


def paper_links(paper: Paper) -> PaperLinks:
    """The links of a paper: those of its record, its DOI, and the code and project addresses that its text names."""
    code: dict[str, None] = {}
    project: dict[str, None] = {}
    for text in (paper.abstract, paper.comment):
        for match in find_urls(latex_to_text(text)):
            url = url_of(match)
            if not web_address(url) or urlsplit(url).hostname in ("arxiv.org", "www.arxiv.org", "doi.org"):
                continue
            host = (urlsplit(url).hostname or "").removeprefix("www.")
            (code if host in _CODE_HOSTS else project)[url] = None
    doi = f"https://doi.org/{quote(paper.doi, safe='/().;:_-')}" if paper.doi else ""
    own = paper.links
    return PaperLinks(own.abs, own.pdf, own.html, doi, code=tuple(code), project=tuple(project))


def section_anchor(number: str) -> str:
    """The element id that arXiv's HTML gives a section: ``3.2`` is ``S3.SS2``, appendix ``B.1`` is ``A2.SS1``."""
    first, *rest = number.split(".")
    if first.isdigit():
        head = f"S{first}"
    elif len(first) == 1 and first.isascii() and first.isalpha():
        head = f"A{ord(first.upper()) - ord('A') + 1}"
    else:
        return ""
    levels = ("SS", "SSS", "P")
    if len(rest) > len(levels) or not all(part.isdigit() for part in rest):
        return ""
    return ".".join([head, *(level + part for level, part in zip(levels, rest, strict=False))])


def evidence_url(evidence: Evidence, paper: Paper, sentence_anchor: str) -> str:
    """Where a piece of evidence can be looked up; ``sentence_anchor`` is the id of its sentence in the page, if any."""
    if evidence.sentence is not None:
        return f"#{sentence_anchor}" if sentence_anchor else ""
    links = paper_links(paper)
    if evidence.page is not None:
        return f"{links.pdf}#page={evidence.page}" if links.pdf else ""
    anchor = section_anchor(evidence.section or "")
    return f"{links.html}#{anchor}" if links.html and anchor else links.html
