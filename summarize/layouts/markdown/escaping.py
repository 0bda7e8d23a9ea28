"""Escaping of texts from papers and models for the places in Markdown where they are put.

The rules are those of CommonMark 0.31 and the GitHub extensions (tables, strikethrough, bare addresses that become
links). A formula between dollars is left for the reader's renderer. Where CommonMark itself would read markup into a
formula, TeX with the same meaning replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from html import escape
from urllib.parse import quote

from summarize.layouts.addresses import find_urls, url_of, web_address
from summarize.layouts.clean import one_line
from summarize.layouts.latex.math_spans import Span, split_math
from summarize.layouts.prose import Prose

_CANDIDATE = re.compile(r"[\\`*\[\]~$_<&:.@#%=]")
_ENTITY = re.compile(r"&#?\w+;")
_TAG = re.compile(r"<[A-Za-z/!?]")  # a tag, a comment, an autolink
_HOST = re.compile(r"\.[a-z]{2}")
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")  # arXiv's own names: cs.CL, physics.ao-ph
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


class Markdown(str):
    """Text that is Markdown already and is not to be escaped again."""

    __slots__ = ()


def inline(text: str) -> Markdown:
    """Escape for the inside of a paragraph or list item.

    Addresses become links where ``text`` is Prose that allows them.
    """
    if isinstance(text, Markdown):
        return text
    allowed = text.urls if isinstance(text, Prose) else frozenset()
    return Markdown(_each_piece(one_line(text), lambda piece: _with_links(piece, allowed), _math))


def block(text: str) -> Markdown:
    """Escape like :func:`inline` for text that begins a line, so that it starts no heading, list, quote or rule."""
    if isinstance(text, Markdown):
        return text
    done = inline(text)
    numbered = _NUMBERED.match(done)
    if numbered:
        return Markdown(f"{numbered[1]}\\{done[numbered.end(1) :]}")
    return Markdown("\\" + done) if done and done[0] in "#>+=|-" else done


def categories(names: Iterable[str]) -> Markdown:
    """Join arXiv's categories with commas. They look like host names and must not become links."""
    return Markdown(", ".join(name if _CATEGORY.fullmatch(name) else inline(name) for name in names))


def heading(text: str) -> Markdown:
    """Escape for a heading, where a closing run of ``#`` would be dropped. Addresses do not become links."""
    if isinstance(text, Markdown):
        return text
    done = _without_links(text)
    trimmed = done.rstrip("#")
    return Markdown(trimmed + "\\#" * (len(done) - len(trimmed)))


def link_text(text: str) -> Markdown:
    """Escape for the text of a link, in which no other link may stand."""
    return text if isinstance(text, Markdown) else _without_links(text)


def cell(text: str) -> Markdown:
    """Escape for a table cell.

    A bar would end the cell, so it is escaped, and a formula gets TeX's other name for it.
    """
    if isinstance(text, Markdown):
        return text
    allowed = text.urls if isinstance(text, Prose) else frozenset()

    def plain(piece: str) -> str:
        return _with_links(piece, allowed).replace("|", "\\|")

    return Markdown(_each_piece(one_line(text), plain, _math_in_cell))


def cell_link_text(text: str) -> Markdown:
    """Escape for the text of a link in a table cell."""
    if isinstance(text, Markdown):
        return text
    return Markdown(_each_piece(one_line(text), lambda piece: _escape(piece).replace("|", "\\|"), _math_in_cell))


def in_html(text: str) -> Markdown:
    """Escape for the inside of an HTML element, where Markdown is not read."""
    return Markdown(escape(one_line(text)))


def link_url(url: str) -> Markdown:
    """Return an address for a link's round brackets; "" for what is no web address, anchor or relative path."""
    if not (web_address(url) or (url and ":" not in url.split("/")[0] and not url.startswith("//"))):
        return Markdown("")
    quoted = quote(url, safe="/:?#@!$&'+,;=%~.-_")
    return Markdown(_ENTITY.sub(lambda entity: "%26" + entity.group()[1:], quoted))


def formula_forms(span: Span) -> tuple[str, str]:
    """Return a formula as paragraphs and as table cells show it."""
    return _math(span), _math_in_cell(span)


def _without_links(text: str) -> Markdown:
    return Markdown(_each_piece(one_line(text), _escape, _math))


def _each_piece(text: str, plain: Callable[[str], str], math: Callable[[Span], str]) -> str:
    return "".join(plain(span.text) if span.tex is None else math(span) for span in split_math(text))


def _escape(text: str) -> str:
    return _CANDIDATE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    """Return the character as it is where it has no meaning in Markdown, else escaped."""
    char, text, at = match.group(), match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char == "&":
        return "&amp;" if _ENTITY.match(text, at) else char
    if char == "\\":
        special = not after or (after.isascii() and not after.isalnum() and not after.isspace())
    elif char == "_":
        special = not (before.isalnum() and after.isalnum())
    elif char == "<":
        special = _TAG.match(text, at) is not None
    elif char == ":":
        special = text.startswith("//", at + 1) or text[max(0, at - 6) : at].lower().endswith(("mailto", "xmpp"))
    elif char == ".":  # GitHub makes links of www.…, other viewers of anything like a host name
        special = _in_word(before) and (text[max(0, at - 3) : at].lower() == "www" or _HOST.match(text, at) is not None)
    elif char == "@":
        special = _in_word(before) and _in_word(after)
    elif char == "#":  # Obsidian reads "#word" as a tag wherever it stands
        special = _in_word(after) and not (_in_word(before) or before == "#")
    elif char in "%=":  # and "%%" as a comment, "==" as a highlight
        special = before == char
    else:
        special = True
    return "\\" + char if special else char


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _with_links(text: str, allowed: Set[str]) -> str:
    if not allowed or "://" not in text:
        return _escape(text)
    parts: list[str] = []
    done = 0
    for match in find_urls(text):
        url = url_of(match)
        if url.rstrip("/") in allowed and web_address(url) and not _ENTITY.search(url):
            parts += [_escape(text[done : match.start()]), f"<{url}>"]
            done = match.start() + len(url)
    return "".join([*parts, _escape(text[done:])])


_NO_FORMULA = re.compile(r"`|&#?\w+;|://|@|\b(?:www\.|mailto:|xmpp:)|\.[a-z]{2}", re.IGNORECASE)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)


def _math(span: Span) -> str:
    """Return a formula in which TeX with the same meaning replaces what CommonMark would take for markup."""
    tex = span.text
    if not tex.startswith("$") or _NO_FORMULA.search(tex):
        return _escape(tex)
    tex = re.sub(r"<(?=[A-Za-z/!?])", "< ", tex)
    tex = re.sub(r"\](?=[(\[])", "] ", tex)
    tex = re.sub(r"~(?=~)", "~ ", tex)
    tex = re.sub(r"(?<!\\)\*(?=\S)(\w?)", lambda m: "\\ast" + (" " + m[1] if m[1] else ""), tex)
    # An underscore that does not follow a letter can open emphasis. With a space behind it, it cannot, and TeX ignores
    # the space.
    tex = re.sub(r"(?<![^\W_])(?<!\\)_(?=\S)", "_ ", tex)
    if not _brackets_match(tex):
        # "[0, 1)" would end the text of a link, or begin one.
        names = {"[": r"\lbrack ", "]": r"\rbrack "}
        tex = _BRACKET.sub(lambda m: names.get(m.group(), m.group()), tex)
    return tex


def _brackets_match(tex: str) -> bool:
    depth = 0
    for bracket in _BRACKET.findall(tex):
        depth += {"[": 1, "]": -1}.get(bracket, 0)
        if depth < 0:
            return False
    return depth == 0


def _math_in_cell(span: Span) -> str:
    if not span.text.startswith("$"):
        return _escape(span.text).replace("|", "\\|")
    tex = re.sub(r"\\\|", r"\\Vert ", span.text)
    return _math(Span(tex.replace("|", "\\vert "), span.tex, span.display)).replace("|", "\\|")
