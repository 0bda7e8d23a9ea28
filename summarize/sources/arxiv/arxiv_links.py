"""The addresses of a paper at arXiv."""

from __future__ import annotations

from urllib.parse import quote

from summarize.values import Links

_ARXIV = "https://arxiv.org"


def arxiv_links(paper_id: str, version: int) -> Links:
    """arXiv's pages of a version, of the newest one where ``version`` is 0; no links without an ID."""
    if not paper_id:
        return Links()
    name = quote(f"{paper_id}v{version}" if version else paper_id, safe="/.")
    return Links(f"{_ARXIV}/abs/{name}", f"{_ARXIV}/pdf/{name}", f"{_ARXIV}/html/{name}")
