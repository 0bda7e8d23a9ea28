"""Conversion of LaTeX formulas to MathML, which browsers draw without a script.

A formula that the converter does not know whole stays LaTeX, because a formula that is half converted misleads. The
converter's output is read again as XML, and only the elements and attributes listed here are written. A formula such as
``\\href{javascript:…}{x}`` or ``\\style{…}`` so brings nothing else into a page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

_ELEMENTS = re.compile(
    r"math|mrow|mi|mn|mo|mtext|mspace|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mstyle|"
    r"mpadded|mphantom"
)
_ATTRIBUTES = {
    "stretchy": re.compile(r"true|false"),
    "fence": re.compile(r"true|false"),
    "separator": re.compile(r"true|false"),
    "accent": re.compile(r"true|false"),
    "displaystyle": re.compile(r"true|false"),
    "scriptlevel": re.compile(r"[0-3]"),
    "mathvariant": re.compile(r"normal"),
    "linethickness": re.compile(r"[\d.]{1,12}(?:em|pt|px)?"),
    "width": re.compile(r"-?[\d.]{1,12}em"),
    "minsize": re.compile(r"[\d.]{1,12}em"),
    "maxsize": re.compile(r"[\d.]{1,12}em"),
    "columnalign": re.compile(r"(?:left|center|right)(?: (?:left|center|right))*"),
}
_ENVIRONMENTS = re.compile(r"(?:[pbvBV]|small)?matrix|cases|array|align(?:ed)?\*?|split")
_LONGEST = 2000  # characters; a longer "formula" is a stray dollar sign
_FUNCTIONS = re.compile(
    r"arc(?:cos|sin|tan)|arg|cosh?|coth?|csc|deg|det|dim|exp|gcd|hom|inf|ker|lg|lim|ln|log|max|min|Pr|sec|sinh?|sup|tanh?"
)
_OPERATORS = frozenset("±∓∼~≈≃≅∝∈∉⊂⊆∪∩→←↔⇒⇔∘·×÷≡≠≪≫")


@lru_cache(maxsize=4096)
def tex_to_mathml(tex: str, display: bool = False) -> str | None:
    """Return the formula (without its dollars) as a ``<math>`` element, or None where it cannot be converted
    faithfully.

    ``alttext`` has the LaTeX, for search and for copying.
    """
    # latex2mathml takes 18 ms, which papers without formulas do not need.
    from latex2mathml.converter import convert

    if len(tex) > _LONGEST or not _balanced(tex):
        return None
    if not all(_ENVIRONMENTS.fullmatch(name) for name in re.findall(r"\\begin\s*\{([^{}]*)\}", tex)):
        return None  # the converter passes over a \\begin that it does not know
    try:
        root = ElementTree.fromstring(convert(tex))
    except Exception:  # noqa: BLE001 - the converter raises bare exceptions of many kinds for TeX that it cannot read
        return None
    if not _clean(root):
        return None
    root.attrib.clear()
    if display:
        root.set("display", "block")
    root.set("alttext", tex)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _clean(element: ElementTree.Element) -> bool:
    """Remove attributes that are not listed. Return False where a command or an element that is not listed is left."""
    element.tag = element.tag.rpartition("}")[2]
    text = element.text or ""
    if not _ELEMENTS.fullmatch(element.tag) or "\\" in text or "\\" in (element.tail or ""):
        return False
    for name in list(element.attrib):
        allowed = _ATTRIBUTES.get(name)
        if not (allowed and allowed.fullmatch(element.attrib[name])):
            del element.attrib[name]
    if element.tag == "mi" and text in _OPERATORS:
        element.tag = "mo"  # the converter takes some relations for names, which loses the space around them
        if text == "~":
            element.text = "∼"
    elif element.tag == "mi" and _FUNCTIONS.fullmatch(text):
        element.tag = "mo"  # TeX sets a thin space around "log"; MathML does so around an operator with these
        element.attrib.update(lspace="0.167em", rspace="0.167em")
    return all(_clean(child) for child in element)


def _balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0 or depth > 40:
            return False
    return depth == 0
