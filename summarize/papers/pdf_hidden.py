"""Which suspects a person really cannot see: decided on the rendered page. Reported is what has words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pymupdf

from summarize.papers.instructions import looks_like_instruction
from summarize.papers.lines import Line
from summarize.papers.pdf_lines import PAINTED_OVER, Box, PageText, Suspect, is_same_colour, read_page
from summarize.papers.words import clean
from summarize.values import HiddenText

#: Rendered pixels per point: letters of 6 pt are 18 pixels high.
_ZOOM = 3.0
#: Fewer words than this are reported only when they look like an instruction: a stray label in a figure is no message.
_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


class Checked(NamedTuple):
    """A page's text without what cannot be seen, and what that was."""

    text: PageText
    hidden: list[HiddenText]


def without_hidden(page: Any, number: int, text: PageText) -> Checked:
    """Leave out of ``text`` what cannot be seen on ``page``, and report it.

    An invisible text layer over a scan is the page's text and stays, except for lines in it that address a model.
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
    for suspect in unsure:
        if suspect.box in drop:
            continue
        if suspect.reason == _BEHIND or (_WORD.search(suspect.text) and not _is_visible(page, suspect)):
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
    """Lines that an opaque image covers which is painted after them."""
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
        share = sum(_shared(box, other) for other in covered)
        if share > 0.7 * max(1.0, (box.x1 - box.x0) * (box.y1 - box.y0)) * 0.5 and any(
            _inside(box, i) for _, i in images
        ):
            found.append(Suspect(number, box, _BEHIND, 0, line.text, True))
    # Scanners write the words first and lay the picture of the page over them: that is the page's text.
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


def _shared(first: Box, second: Box) -> float:
    width = min(first.x1, second.x1) - max(first.x0, second.x0)
    height = min(first.y1, second.y1) - max(first.y0, second.y0)
    return width * height if width > 0 and height > 0 else 0.0


def _is_visible(page: Any, suspect: Suspect) -> bool:
    """Whether the rendered place shows letters: another colour beside the background's that a person can tell apart.

    Where nothing is painted over opaque text, one of the two must be the text's own.
    """
    box = pymupdf.Rect(suspect.box) & page.rect
    if box.is_empty:
        return False
    box = pymupdf.Rect(box.x0, box.y0 + 0.1 * box.height, box.x1, box.y1 - 0.1 * box.height)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(_ZOOM, _ZOOM), clip=box, annots=False, alpha=False)
    counts: dict[bytes, int] = pixels.color_count(colors=True)
    total = sum(counts.values())
    background = int.from_bytes(max(counts, key=lambda colour: counts[colour])[:3], "big")
    own = other = 0
    for colour, count in counts.items():
        value = int.from_bytes(colour[:3], "big")
        own += count if is_same_colour(value, suspect.colour) else 0
        other += 0 if is_same_colour(value, background) else count
    return other > 0.02 * total and (own > 0.01 * total or suspect.reason == PAINTED_OVER)


def _reports(page: int, unseen: Iterable[Suspect]) -> list[HiddenText]:
    """One report for each reason, its words together in order: a message may be cut into many spans."""
    texts: dict[str, list[str]] = {}
    for suspect in unseen:
        texts.setdefault(suspect.reason, []).append(suspect.text)
    reports = []
    for reason, pieces in texts.items():
        text = " ".join(clean(" ".join(pieces)).split())
        if reason.startswith("zero-width") or len(_WORD.findall(text)) >= _WORDS or looks_like_instruction(text):
            reports.append(HiddenText(page, reason, text))
    return reports
