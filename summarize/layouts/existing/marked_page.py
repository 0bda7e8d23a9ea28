"""A page that is written into a file: its parts between markers, what the reader wrote around them kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from summarize.layouts.existing.kept_front_matter import (
    front_matter_digest,
    further_keys,
    merged_front_matter,
    split_front_matter,
)
from summarize.layouts.existing.markers import (
    MarkedText,
    Marker,
    NotOurs,
    PaperMark,
    digest,
    lines_of,
    read_marked,
    read_marker,
    without_markers,
)
from summarize.layouts.layout import PagePart, PageParts

_BOM = "\ufeff"
#: The marker at the end of a web page, whose hash is that of everything before it.
_WEB_END = "page"


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What the markers of a page say about it: its layout, and its papers in order.

    Both are empty on a page of one paper in a folder, to which no paper is ever added.
    """

    layout: str = ""
    papers: tuple[PaperMark, ...] = ()

    def lines_for(self, part: str, first: bool, whole: bool) -> str:
        """Return the markers that stand in a part: of the page in its first one, of its papers in theirs."""
        layout = quote(self.layout, errors="surrogateescape")
        lines = [str(Marker("page", "", {"layout": layout}))] if first and layout else []
        lines += [str(paper) for paper in self.papers if whole or paper.name == part]
        return "".join(f"{line}\n" for line in lines)


def marked_markdown(page: PageParts, marks: PageMarks, standing: str | None, *, overwrite: bool = False) -> str:
    """Return the text that a file gets for ``page``. ``standing`` is what it has now, or None for a new file.

    The program's parts are replaced, in the order of the new page. What the reader wrote behind a part stays behind it;
    what he wrote behind a part that is gone stays behind the one before. The kind of line endings and a byte order mark
    stay. Raises NotOurs where the file has no markers, or one of its parts was edited. With ``overwrite`` the parts are
    replaced all the same, and a file without markers is replaced whole.
    """
    bom = _BOM if standing is not None and standing.startswith(_BOM) else ""
    old_front, body = split_front_matter((standing or "").removeprefix(_BOM))
    old = None if _may_be_replaced(standing, page) else _marked(body, overwrite)
    newline = "\r\n" if standing and lines_of(standing)[0].endswith("\r\n") else "\n"
    if old is None:
        front, old = page.front, MarkedText("\n" if page.front else "", ())
    else:
        words = next((part.words for part in old.parts if "front" in part.words), {})
        further = [key for key in words.get("keys", "").split(",") if key]
        front = merged_front_matter(old_front, page.front, words.get("front", ""), further, overwrite=overwrite)
    front = f"{front.rstrip()}\n" if front.strip() else ""
    if front != old_front:
        front = front.replace("\r\n", "\n").replace("\n", newline)
    return bom + front + _body(page, marks, old, newline)


def _may_be_replaced(standing: str | None, page: PageParts) -> bool:
    """Whether nothing stands in the file, or the page itself as it is printed to stdout."""
    if standing is None or not standing.strip(f"{_BOM} \t\r\n"):
        return True
    return standing.removeprefix(_BOM).replace("\r\n", "\n") == str(page)


def _marked(body: str, overwrite: bool) -> MarkedText | None:
    """Return the file's parts; None where it may be replaced whole."""
    try:
        marked = read_marked(body)
        if marked is None:
            raise NotOurs("it has no markers of this program: another program, or an earlier version, wrote it")
        edited = next((part for part in marked.parts if part.edited), None)
        if edited is not None and not overwrite:
            raise NotOurs(f"its part {edited.name}, which the program wrote, was edited")
    except NotOurs:
        if overwrite:
            return None
        raise
    return marked


def _body(page: PageParts, marks: PageMarks, old: MarkedText, newline: str) -> str:
    new = [part for part in page.parts if part.text.strip()]
    notes, orphaned = _notes(old, {part.name for part in new})
    further = further_keys(page.front)
    words = {"front": front_matter_digest(page.front, further), "keys": ",".join(further)}
    text = old.before
    for n, part in enumerate(new):
        if n and not text.endswith(("\n\n", "\n\r\n")):
            text += newline if text.endswith("\n") else 2 * newline
        elif not n and text.strip() and not text.endswith("\n"):
            text += newline
        block = _block(part, marks.lines_for(part.name, not n, len(new) == 1), {} if n else words)
        text += block.replace("\n", newline) + notes.get(part.name, "")
    return text + orphaned


def _block(part: PagePart, marks: str, front: Mapping[str, str]) -> str:
    inner = f"{marks}\n{without_markers(part.text).strip(chr(10))}\n\n"
    words = {"sha256": digest(inner), **front}
    return f"{Marker('begin', part.name, words)}\n{inner}{Marker('end', part.name, {})}\n"


def _notes(old: MarkedText, names: set[str]) -> tuple[dict[str, str], str]:
    """Return what stands behind each part that stays, and the notes that no part is left for."""
    notes: dict[str, str] = {}
    orphaned, last = "", ""
    for part in old.parts:
        if part.name in names:
            last = part.name
            notes[last] = part.after
        elif part.after.strip() and last:
            notes[last] += part.after
        elif part.after.strip():
            orphaned += part.after
    return notes, orphaned


def marked_web_page(page: PageParts, marks: PageMarks, standing: str | None, *, overwrite: bool = False) -> str:
    """Return the text that a file gets for a web page, whose markers stand behind it. It has no place for notes.

    Raises NotOurs where the file holds something else than a web page as this program wrote it, unless ``overwrite``.
    """
    if not overwrite and not _may_be_replaced(standing, page):
        _web_page_lines(standing or "")
    text = f"{str(page).rstrip()}\n{marks.lines_for('', True, True)}"
    return f"{text}{Marker('end', _WEB_END, {'sha256': digest(text)})}\n"


def _web_page_lines(text: str) -> list[str]:
    """Return the lines of a web page before its last marker. Raises NotOurs where it was edited or has no marker."""
    lines = lines_of(text.rstrip("\r\n"))
    marker = read_marker(lines[-1]) if lines else None
    if marker is None or marker.kind != "end" or marker.name != _WEB_END:
        if any(
            found.kind == "end" and found.name == _WEB_END for found in map(read_marker, lines) if found is not None
        ):
            raise NotOurs("it was edited")
        raise NotOurs("it has no marker of this program: another program, or an earlier version, wrote it")
    if marker.words.get("sha256") != digest("".join(lines[:-1])):
        raise NotOurs("it was edited")
    return lines[:-1]


def check_markers(text: str, suffix: str) -> None:
    """Raise NotOurs where a file that is not empty has no markers, or one of its parts was edited."""
    if suffix in (".html", ".htm"):
        _web_page_lines(text)
    else:
        _marked(split_front_matter(text.removeprefix(_BOM))[1], overwrite=False)


def read_marks(text: str, suffix: str) -> PageMarks:
    """Return what a page of many papers says about itself. ``suffix`` is that of its layout.

    Raises NotOurs where the file is no such page, or was edited.
    """
    if suffix in (".html", ".htm"):
        lines: Sequence[str] = _web_page_lines(text)
    else:
        marked = _marked(split_front_matter(text.removeprefix(_BOM))[1], overwrite=False)
        lines = [line for part in marked.parts for line in lines_of(part.text)] if marked else []
    markers = [marker for marker in map(read_marker, lines) if marker is not None]
    layout = next((marker.words.get("layout", "") for marker in markers if marker.kind == "page"), "")
    if not layout:
        raise NotOurs("its markers do not say which papers stand there")
    return PageMarks(
        unquote(layout, errors="surrogateescape"), tuple(_paper(marker) for marker in markers if marker.kind == "paper")
    )


def _paper(marker: Marker) -> PaperMark:
    words: Mapping[str, str] = marker.words
    version = words.get("version", "0")
    return PaperMark(
        marker.name, int(version) if version.isdecimal() else 0, words.get("key", ""), words.get("added", "")
    )
