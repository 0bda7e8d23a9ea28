"""Search for text on a PDF page that a person cannot see. The rendered page decides about doubtful words.

Hidden text is left out of the page's text. It is reported where it has words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pymupdf

from summarize.reading.instructions import looks_like_instruction
from summarize.reading.pdf.letters import clean
from summarize.reading.pdf.line import Line
from summarize.reading.pdf.page_lines import NO_INK, PAINTED_OVER, Box, PageText, Suspect, is_same_colour, read_page
from summarize.values import HiddenText

#: Rendered pixels per point. Letters of 6 pt are then 12 pixels high.
_ZOOM = 2.0
#: The most pixels of a rendered page: 150 MB. A page of ISO A0 has 32 million; a larger one is rendered smaller.
_MOST_PIXELS = 50_000_000
#: Fewer words are reported only when they look like an instruction, because a stray label in a figure is no message.
_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


class Checked(NamedTuple):
    """A page's text without hidden text, and the hidden text."""

    text: PageText
    hidden: list[HiddenText]


def without_hidden(page: Any, number: int, text: PageText) -> Checked:
    """Return ``text`` without what cannot be seen on ``page`` (number from 1), and reports of what was left out.

    An invisible text layer over a scan is the page's text and stays. Lines in it that address a model are left out.
    """
    suspects = list(text.suspects)
    ocr = text.invisible > 2 * text.letters and _has_full_image(page)
    unseen = [s for s in suspects if s.sure]
    unsure = [s for s in suspects if not s.sure]
    drop: set[Box] = set()
    if ocr:
        layer = read_page(page, number, ocr=True)
        planted = [line for line in layer.lines if looks_like_instruction(line.text)]
        keep = [line for line in layer.lines if line not in planted]
        said = [HiddenText(number, "invisible render mode", line.text) for line in planted]
        return Checked(layer._replace(lines=keep), said)
    if page.get_images():
        unsure.extend(_behind_images(page, number, text.lines))
    rendered = _Rendered(page)
    for suspect in unsure:
        if suspect.box in drop or not any(c.isalnum() for c in suspect.text):
            continue
        if (
            suspect.reason == _BEHIND
            or (suspect.reason == PAINTED_OVER and _written_on(suspect, text.lines))
            or not _is_visible(rendered, suspect)
        ):
            drop.add(suspect.box)
            unseen.append(suspect)
    if drop:
        text = read_page(page, number, frozenset(drop))
        if drop_lines := [line for line in text.lines if Box(line.x0, line.y0, line.x1, line.y1) in drop]:
            text = text._replace(lines=[line for line in text.lines if line not in drop_lines])
    return Checked(text, _reports(number, unseen))


_BEHIND = "behind an image"


def _has_full_image(page: Any) -> bool:
    area = abs(page.rect)
    covered = sum(abs(pymupdf.Rect(i["bbox"]) & page.rect) for i in page.get_image_info())
    return bool(covered > 0.5 * area)


def _behind_images(page: Any, number: int, lines: list[Line]) -> list[Suspect]:
    """Return lines that an opaque image covers, which is painted after them."""
    pictures = [Box(*info["bbox"]) for info in page.get_image_info()]
    if not any(_inside(Box(line.x0, line.y0, line.x1, line.y1), picture) for picture in pictures for line in lines):
        return []
    # Only the log of drawing operations tells what was painted first. It takes longer.
    log = page.get_bboxlog()
    images = [(order, Box(*box)) for order, (kind, box) in enumerate(log) if kind == "fill-image"]
    if not images:
        return []
    covered = [
        Box(*box)
        for order, (kind, box) in enumerate(log)
        if kind in ("fill-text", "stroke-text")
        and any(order < at and _inside(Box(*box), image) for at, image in images)
    ]
    if not covered or not _has_opaque_image(page):
        return []
    found = []
    for line in lines:
        box = Box(line.x0, line.y0, line.x1, line.y1)
        width = sum(_shared_width(box, other) for other in covered)
        if width > 0.7 * (box.x1 - box.x0) and any(_inside(box, image) for _, image in images):
            found.append(Suspect(number, box, _BEHIND, 0, line.text, True))
    # Scanners write the words first and lay the picture of the page over them. Such words are the page's text.
    if sum(len(s.text) for s in found) > 0.7 * sum(len(line.text) for line in lines) and _has_full_image(page):
        return [s for s in found if looks_like_instruction(s.text)]
    return found


def _has_opaque_image(page: Any) -> bool:
    return any(not image[1] for image in page.get_images(full=True))


def _inside(inner: Box, outer: Box) -> bool:
    slack = 1.5
    return (
        inner.x0 >= outer.x0 - slack
        and inner.y0 >= outer.y0 - slack
        and inner.x1 <= outer.x1 + slack
        and inner.y1 <= outer.y1 + slack
    )


def _shared_width(line: Box, ink: Box) -> float:
    """Return how many points of the line's width the ink of a text operation covers; 0 where it has another height."""
    centre = (ink.y0 + ink.y1) / 2
    return max(0.0, min(line.x1, ink.x1) - max(line.x0, ink.x0)) if line.y0 <= centre <= line.y1 else 0.0


def _written_on(suspect: Suspect, lines: list[Line]) -> bool:
    """Whether other words stand where painted-over ones do. Only one of the two can then be read."""
    box = suspect.box
    for line in lines:
        own = suspect.text.strip() in line.text
        width = min(line.x1, box.x1) - max(line.x0, box.x0)
        centre = (line.y0 + line.y1) / 2 - (box.y0 + box.y1) / 2
        if not own and width > 0.3 * (box.x1 - box.x0) and abs(centre) < 0.3 * (box.y1 - box.y0):
            return True
    return False


class _Rendered:
    """The page as a person sees it. It is rendered at the first question."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._pixels: Any = None
        # The area is infinite where a hostile file says so.
        area = max(1.0, abs(page.rect))
        self._zoom = min(_ZOOM, (_MOST_PIXELS / area) ** 0.5)

    def shows(self, box: Box, colour: int | None) -> bool:
        """Whether a place has letters: a second colour beside the commonest one, and ``colour`` unless it is None."""
        if self._pixels is None:
            zoom = pymupdf.Matrix(self._zoom, self._zoom)
            self._pixels = self._page.get_pixmap(matrix=zoom, annots=False, alpha=False)
        height = box.y1 - box.y0
        place = pymupdf.Rect(box.x0, box.y0 + 0.1 * height, box.x1, box.y1 - 0.1 * height) & self._page.rect
        clip = (place * pymupdf.Matrix(self._zoom, self._zoom)).irect
        if place.is_empty or clip.is_empty:
            return False
        share, common = self._pixels.color_topusage(clip=clip)
        if share > 0.985:
            return False
        if share < 0.9 and colour is None:
            return True
        counts = {int.from_bytes(c[:3], "big"): n for c, n in self._pixels.color_count(colors=True, clip=clip).items()}
        total = sum(counts.values())
        background = int.from_bytes(common[:3], "big")
        if colour is not None and is_same_colour(colour, background):
            # The letters have the colour of what is around them, so the ink seen here belongs to other words.
            return False
        other = sum(n for c, n in counts.items() if not is_same_colour(c, background))
        own = total if colour is None else sum(n for c, n in counts.items() if is_same_colour(c, colour))
        return bool(other > 0.02 * total and own > 0.01 * total)


def _is_visible(rendered: _Rendered, suspect: Suspect) -> bool:
    """Whether the rendered place shows letters, in their own colour unless something may have tinted them."""
    return rendered.shows(suspect.box, None if suspect.reason == PAINTED_OVER else suspect.colour)


def _reports(page: int, unseen: Iterable[Suspect]) -> list[HiddenText]:
    """Return one report for each reason with its words in order, because a message may be cut into many spans."""
    texts: dict[str, list[str]] = {}
    for suspect in unseen:
        texts.setdefault(suspect.reason, []).append(suspect.text)
    reports = []
    for reason, pieces in texts.items():
        text = " ".join(clean(" ".join(pieces)).split())
        if reason == NO_INK or len(_WORD.findall(text)) >= _WORDS or looks_like_instruction(text):
            reports.append(HiddenText(page, reason, text))
    return reports
