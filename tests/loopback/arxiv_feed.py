"""Atom feeds as arXiv's API writes them (https://info.arxiv.org/help/api/user-manual.html)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from summarize.values import Paper

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
)
_NOW = "2026-11-21T03:00:00Z"


def feed(entries: Sequence[Paper | str], *, total: int, start: int, size: int, query: Mapping[str, str]) -> bytes:
    """Return a feed of papers, with a title and id of its own as arXiv's has.

    A string among the entries is the XML of an entry.
    """
    asked = "&".join(f"{k}={query.get(k, '')}" for k in ("search_query", "id_list", "start", "max_results"))
    return (
        f"{_HEAD}  <id>https://arxiv.org/api/Xq8PzWv0TtLw2m</id>\n"
        f"  <title>arXiv Query: {escape(asked)}</title>\n"
        f"  <updated>{_NOW}</updated>\n"
        f'  <link href={quoteattr("https://arxiv.org/api/query?" + asked)} type="application/atom+xml"/>\n'
        f"  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
        f"{''.join(e if isinstance(e, str) else _entry(e) for e in entries)}</feed>\n"
    ).encode()


def error(code: str, text: str) -> bytes:
    """Return the feed of one error entry with which arXiv refuses a request (its status is 400)."""
    return (
        f"{_HEAD}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n  <updated>{_NOW}</updated>\n"
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
        "  <opensearch:totalResults>1</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>0</opensearch:startIndex>\n{error_entry(code, text)}</feed>\n"
    ).encode()


def error_entry(code: str, text: str) -> str:
    """Return an entry that is an error.

    It has a title and a summary like a paper, and no date of publication.
    """
    url = f"https://arxiv.org/api/errors#{code}"
    return (
        f"  <entry>\n    <id>{escape(url)}</id>\n    <title>Error</title>\n"
        f"    <updated>{_NOW}</updated>\n"
        f'    <link href={quoteattr(url)} rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(text)}</summary>\n    <author>\n      <name>arXiv api core</name>\n    </author>\n"
        "  </entry>\n"
    )


def empty_entry(name: str) -> str:
    """Return an entry with an id and dates and nothing else."""
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{name}</id>\n    <updated>{_NOW}</updated>\n"
        f"    <published>{_NOW}</published>\n    <title/>\n    <summary/>\n  </entry>\n"
    )


def _entry(paper: Paper) -> str:
    name = f"{paper.id}v{paper.version}"
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<title>{escape(paper.title)}</title>",
        f"<updated>{_time(paper.updated or paper.published)}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{escape(paper.abstract)}</summary>",
        *(f'<category term="{c}" scheme="http://arxiv.org/schemas/atom"/>' for c in paper.categories),
        f"<published>{_time(paper.published)}</published>",
        f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>" if paper.comment else "",
        f"<arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>" if paper.journal_ref else "",
        f'<arxiv:primary_category term="{paper.categories[0] if paper.categories else "cs.XX"}"/>',
        f"<arxiv:doi>{escape(paper.doi)}</arxiv:doi>" if paper.doi else "",
        *(f"<author>\n      <name>{escape(a)}</name>\n    </author>" for a in paper.authors),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines if line) + "  </entry>\n"


def _time(date: str) -> str:
    """Return noon of the day, GMT, for a date such as ``2025-01-30``."""
    day, _, clock = (date or "2025-01-30").partition("T")
    return f"{day}T{clock or '12:00:00Z'}"
