"""The text of an HTML element as a reader sees it: formulas as LaTeX, tables in rows, hidden text set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from summarize.reading.pdf.letters import clean, invisible_message

_COLOUR = re.compile(r"(?:^|;)\s*(?:color|--ltx-fg-color)\s*:\s*([^;]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*(?:background(?:-color)?|--ltx-bg-color)\s*:\s*([^;]+)", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:\s*([\d.]+)\s*(%|pt|px|em|rem)?", re.IGNORECASE)
_OPACITY = re.compile(r"(?:^|;)\s*opacity\s*:\s*([\d.]+)(%)?", re.IGNORECASE)
_GONE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_AWAY = re.compile(r"(?:^|;)\s*(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}", re.IGNORECASE)
_NAMES = {"white": 0xFFFFFF, "black": 0x000000, "ivory": 0xFFFFF0, "snow": 0xFFFAFA, "whitesmoke": 0xF5F5F5}
#: What one unit of a font size is in points; a percentage and em are of 10 pt text.
_POINTS = {"%": 0.1, "pt": 1.0, "px": 0.75, "em": 10.0, "rem": 10.0, "": 0.75}
_TINY_PT = 1.5
_FAINT = 0.1
#: Colours closer than this in every channel (of 255) cannot be told apart.
_SAME = 30
_APART = {"td", "th", "tr", "p", "div", "li"}
_SKIPPED_TAGS = {"script", "style", "button", "noscript", "template", "annotation", "annotation-xml"}


@dataclass(slots=True)
class Told:
    """What is found while reading: hidden texts with their reasons, and how many LaTeX commands were not converted."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    errors: int = 0


class Paint(NamedTuple):
    """The colours in force (sRGB numbers), and the reason why an element cannot be seen ("" if it can)."""

    colour: int
    background: int
    reason: str


_PAGE = Paint(0x000000, 0xFFFFFF, "")


def classes(element: Any) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def paint_of(element: Any, around: Paint | None) -> Paint:
    """Return how ``element`` is painted inside ``around``. With None, its ancestors are looked at."""
    if around is None:
        parents = [e for e in element.iterancestors() if isinstance(e.tag, str)]
        around = _PAGE
        for parent in reversed(parents):
            around = paint_of(parent, around)
    if around.reason:
        return around
    style = element.get("style") or ""
    colour, background = around.colour, around.background
    if element.get("hidden") is not None or _GONE.search(style):
        return Paint(colour, background, "not displayed")
    if not style:
        return around
    found = _COLOUR.search(style)
    own = _colour(found[1]) if found else None
    colour = own if own is not None else colour
    found = _BACKGROUND.search(style)
    own = _colour(found[1]) if found else None
    background = own if own is not None else background
    size = _SIZE.search(style)
    if size and float(size[1]) * _POINTS[(size[2] or "").lower()] < _TINY_PT:
        return Paint(colour, background, f"smaller than {_TINY_PT} pt")
    opacity = _OPACITY.search(style)
    if opacity and float(opacity[1]) * (0.01 if opacity[2] else 1) < _FAINT:
        return Paint(colour, background, "transparent")
    if _AWAY.search(style):
        return Paint(colour, background, "off the page")
    reason = "same colour as its background" if _same(colour, background) and _COLOUR.search(style) else ""
    return Paint(colour, background, reason)


def _colour(text: str) -> int | None:
    text = text.strip().lower().removesuffix("!important").strip()
    if text in _NAMES:
        return _NAMES[text]
    if match := re.match(r"#([0-9a-f]{6})", text):
        return int(match[1], 16)
    if match := re.match(r"#([0-9a-f])([0-9a-f])([0-9a-f])$", text):
        return int("".join(c * 2 for c in match.groups()), 16)
    if match := re.match(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", text):
        red, green, blue = (min(255, int(c)) for c in match.groups())
        return red << 16 | green << 8 | blue
    return None


def _same(first: int, second: int) -> bool:
    return all(abs((first >> shift & 255) - (second >> shift & 255)) < _SAME for shift in (0, 8, 16))


def element_text(element: Any, told: Told) -> str:
    """Return the element's words on one line, with formulas as ``$…$`` and ``$$…$$``.

    Table rows have lines of their own.

    Text that cannot be seen goes to ``told.hidden``. Footnotes stand in parentheses where they are called.
    """
    parts: list[str] = []
    _collect(element, parts, paint_of(element, None), told)
    lines = (" ".join(clean(line).split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _collect(element: Any, parts: list[str], paint: Paint, told: Told) -> None:
    tag = element.tag
    marks = classes(element)
    if tag in _SKIPPED_TAGS:
        return
    if "ltx_ERROR" in marks:
        told.errors += 1
        return
    if paint.reason:
        text = " ".join(element.text_content().split())
        if text:
            told.hidden.append((paint.reason, text))
        return
    if tag == "math":
        parts.append(_formula(element))
        return
    if marks & {"ltx_note_mark", "ltx_tag_note"}:
        return
    if "ltx_role_footnote" in marks:
        parts.append(" (")
    if element.text:
        _say(element.text, parts, told)
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                parts.append(" ")
            _collect(child, parts, paint_of(child, paint), told)
            inner = classes(child)
            if (child.tag == "tr" or "ltx_tr" in inner) and "ltx_eqn_row" not in inner and "ltx_equation" not in inner:
                parts.append("\n")
            elif child.tag in _APART or "ltx_td" in inner or ("ltx_tag" in inner and "ltx_tag_note" not in inner):
                parts.append(" ")
        if child.tail:
            _say(child.tail, parts, told)
    if "ltx_role_footnote" in marks:
        parts.append(")")


def _say(text: str, parts: list[str], told: Told) -> None:
    message = invisible_message(text)
    if message:
        told.hidden.append(("zero-width or tag characters", message))
    parts.append(text.replace("\n", " ") if "\n" in text else text)


def _formula(math: Any) -> str:
    """Return the LaTeX of a formula: its annotation, else its alternative text, else its symbols."""
    source = ""
    for annotation in math.iter():
        if isinstance(annotation.tag, str) and annotation.get("encoding") == "application/x-tex":
            source = annotation.text or ""
            break
    source = " ".join((source or math.get("alttext") or math.text_content()).replace("%\n", "").split())
    if not source:
        return ""
    return f" $${source}$$ " if math.get("display") == "block" else f"${source}$"
