"""Chinese typography for the text of pages: full-width punctuation, a space between Chinese and Latin.

Formulas, addresses, code and LaTeX commands are not changed. In a text without Chinese only doubled spaces are. Typeset
twice, a text is the same as typeset once.
"""

from __future__ import annotations

import re

from summarize.characters import HAN, has_han

_WIDE = "，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’…—～·"

#: What is not changed. In the rules it counts as a Latin word.
_KEPT = re.compile(
    r"""
    \$\$.+?\$\$ | (?<!\$)\$(?![\s$])(?:\\.|[^$\\])*?(?<!\s)\$(?![\d$]) | \\\((?:(?!\\\().)+?\\\) | \\\[(?:(?!\\\[).)+?\\\]
    | `[^`]*`
    | \\[A-Za-z]+(?:\{[^{}]*\})*
    | (?i:https?)://[!#-&(-;=?-\[\]_a-z~A-Z]+
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    """,
    re.VERBOSE | re.DOTALL,
)
_MARK = "\ue000"  # a private-use character that holds the place of what is not changed

_PAIRS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_EDGE = f"[{HAN}{_WIDE}]"
_AFTER_HAN = re.compile(f"(?<=[{HAN}）》」』】”’])[ ]*([,;:?!])(?![,;:?!/\\-])")
_BEFORE_HAN = re.compile(f"(?<=[A-Za-z0-9%)\\]{_MARK}])([,;:?!])[ ]*(?=[{HAN}（《「『【“])")
_AT_END = re.compile(f"(?<=[A-Za-z0-9%)\\]{_MARK}])([?!])(?=[”」』）]*$)")
_STOP_AFTER_HAN = re.compile(f"(?<=[{HAN}）》」』】”])[ ]*\\.(?![\\w.])")
# "1. 首先" numbers an item; a figure inside the text ends a sentence.
_STOP_BEFORE_HAN = re.compile(
    f"(?<=[0-9%)\\]{_MARK}])(?<!^\\d)(?<!^\\d\\d)(?<![\\s{_WIDE}]\\d)\\.[ ]*(?=[{HAN}（《“「])"
)
_STOP_AT_END = re.compile(f"(?<=[A-Za-z0-9%)\\]{_MARK}])(?<!\\betc)(?<!\\bal)\\.(?=[”」』）]*$)")
_ELLIPSIS = re.compile(f"(?<=[{HAN}，。])[ ]*\\.{{3,}}|(?<!\\.)\\.{{3,}}+[ ]*+(?=[{HAN}])")
_BRACKETS = re.compile(r"(?:(?<! )[ ]+)?\(([^()]*)\)[ ]*")
_QUOTES = re.compile(r'"([^"]*)"')
# Wider than ``characters.LATIN``: Greek, Cyrillic and figures are set apart from Han as Latin words are.
_LATIN = f"A-Za-z0-9À-ɏͰ-ϿЀ-ӿ{_MARK}"
_HAN_LATIN = re.compile(f"(?<=[{HAN}])(?=[{_LATIN}@#$+±−~≈<>=≤≥-]*[{_LATIN}])(?=[{_LATIN}$+±−~≈<>≤≥])")
_LATIN_HAN = re.compile(f"(?<=[{_LATIN}%°+)])(?=[{HAN}])")
_SPACE_BY_WIDE = re.compile("(?<! )[ ]++(?=[，。、；：？！）》」』】”…])|(?<=[，。、；：？！（《「『【“…])[ ]+")
_SPACES = re.compile(r"[ \t]{2,}")
#: A mark made full-width can decide about its neighbour. Where none of these is left, another round changes nothing.
_UNSETTLED = re.compile(r"[$(),;:?!\"]|\.{2}|\.$")
_MOST_ROUNDS = 6


def typeset(text: str, to: str = "zh-Hans") -> str:
    """Return the text with Chinese typography. ``to`` decides which quotation marks replace straight ones."""
    if not has_han(text):
        return _SPACES.sub(" ", text)
    for _ in range(_MOST_ROUNDS):
        before, text = text, _one_round(text, to)
        if text == before or not _UNSETTLED.search(text):
            break
    return text


def _one_round(text: str, to: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        found = match.group()
        end = len(found.rstrip(".,;:!?)")) if found.startswith("http") else len(found)
        kept.append(found[:end])
        return _MARK + found[end:]

    text = _set_marks(_KEPT.sub(keep, text.replace(_MARK, "")), to)
    pieces = iter(kept)
    return re.sub(_MARK, lambda _: next(pieces), text)


def _set_marks(text: str, to: str) -> str:
    text = _SPACES.sub(" ", text)
    text = _QUOTES.sub(lambda m: _quoted(m, to), text)
    text = _wide_brackets(text)
    text = _ELLIPSIS.sub("……", text)
    for rule in (_AFTER_HAN, _BEFORE_HAN, _AT_END):
        text = rule.sub(lambda m: _PAIRS[m[1]], text)
    for rule in (_STOP_AFTER_HAN, _STOP_BEFORE_HAN, _STOP_AT_END):
        text = rule.sub("。", text)
    text = _HAN_LATIN.sub(" ", text)
    text = _LATIN_HAN.sub(" ", text)
    return _SPACE_BY_WIDE.sub("", text).strip()


def _quoted(match: re.Match[str], to: str) -> str:
    inside = match[1]
    around = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    if not (has_han(inside) or re.search(_EDGE, around)):
        return match.group()
    return f"「{inside}」" if to == "zh-Hant" else f"“{inside}”"


def _wide_brackets(text: str) -> str:
    """Make round brackets full-width where the text in or around them is Chinese, nested ones from the inside out."""

    def widen(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 1) : match.start()]
        after = match.string[match.end() : match.end() + 1]
        if re.match(r"[A-Za-z0-9]\(", match.string[max(0, match.start() - 1) : match.start() + 1]) and not has_han(
            match[1]
        ):
            return match.group()  # f(x), F1(macro)
        if has_han(match[1]) or re.match(_EDGE, before) or re.match(_EDGE, after):
            return f"（{match[1].strip()}）"
        return match.group()

    for _ in range(8):
        wider = _BRACKETS.sub(widen, text)
        if wider == text:
            break
        text = wider
    return text
