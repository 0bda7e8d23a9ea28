"""The check ``format``: typography that Chinese text does not have.

A text gets at most one finding of each kind, however often it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.characters import EAST_ASIAN, HAN
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.values import Finding

_HAN = f"[{HAN}]"
# Formulas, code and addresses have their own typography. They become one letter, so that their neighbours stay apart.
_FOREIGN = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]*\$|\\\((?:(?!\\\().)*?\\\)|\\\[(?:(?!\\\[).)*?\\\]|```.*?```|`[^`\n]+`(?!`)|"
    rf"https?://[^\s(){EAST_ASIAN}]+(?:\([^\s(){EAST_ASIAN}]*\)[^\s(){EAST_ASIAN}]*)*",
    re.S,
)


def check_format(pair: Pair) -> list[Finding]:
    """Return the findings of ``format``, all of them warnings: the first place of each kind."""
    text = _FOREIGN.sub(lambda match: "x" * len(match[0]), pair.target)
    return [
        pair.finding("format", message, "", pair.target[start:end])
        for start, end, message in (*_half_width(text), *_stray(text, pair), *_unbalanced(text, pair), *_spacing(text))
    ]


_Place = tuple[int, int, str]
_HALF_WIDTH = re.compile(rf"(?<={_HAN})[,;!?:](?=\s?{_HAN})|(?<={_HAN})\.(?=\s*$|\s?{_HAN})", re.M)


def _half_width(text: str) -> Iterator[_Place]:
    if match := _HALF_WIDTH.search(text):
        yield max(0, match.start() - 2), match.end() + 2, f"half-width {match[0]} between Chinese characters"


# An empty string in code is '' as well, so a closing pair counts only right after a word.
_LATEX_QUOTES = re.compile(rf"(?<!`)``(?!`)|(?<=[{HAN}A-Za-z。，])''(?!['A-Za-z])")
#: A backslash of LaTeX that was read as an escape: \\textit became a tab and "extit".
_ESCAPED = re.compile(r"\t(?:ext[a-z]{0,12}\{|(?:au|heta|imes|ilde|frac|o)\b)")
_BOLD = re.compile(r"\*\*")
_HEADING = re.compile(r"^#{1,6}\s", re.M)


def _stray(text: str, pair: Pair) -> Iterator[_Place]:
    """Yield quotation marks and broken commands of LaTeX, and Markdown that the source does not have."""
    if match := _LATEX_QUOTES.search(text):
        yield match.start(), match.end(), "LaTeX quotation marks"
    if match := _ESCAPED.search(pair.target):
        yield match.start() + 1, match.end(), "a LaTeX command has lost its backslash"
    bold = list(_BOLD.finditer(text))
    # A summary may set words in bold. A title or abstract has none, and half a pair is wrong anywhere.
    if bold and "**" not in pair.source and (len(bold) % 2 or pair.unit in TRANSLATIONS):
        yield bold[0].start(), bold[0].end(), "Markdown marks left"
    elif (heading := _HEADING.search(text)) and not _HEADING.search(pair.source):
        yield heading.start(), heading.end() - 1, "Markdown heading left"
    if text.count("`") % 2 and not _LATEX_QUOTES.search(text) and not pair.source.count("`") % 2:
        place = text.rindex("`")
        yield place, place + 1, "unpaired `"


_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "【": "】"}
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[a-z]|\W)")
_LIST_MARK = re.compile(r"(?:^|[\s，。；：、,;:])[A-Za-z0-9一二三四五六七八九十]{1,3}$", re.M)


def _lone_bracket(text: str) -> int | None:
    """Return the offset of the first round bracket without a partner, or None.

    A bracket may be full or half in width. The bracket of a list mark, ``a)`` or ``1）``, needs no partner.
    """
    opened: list[int] = []
    for match in re.finditer(r"[（(）)]", text):
        if match[0] in "（(":
            opened.append(match.start())
        elif opened:
            opened.pop()
        elif not _LIST_MARK.search(text, max(0, match.start() - 5), match.start()):
            return match.start()
    return opened[0] if opened else None


def _unbalanced(text: str, pair: Pair) -> Iterator[_Place]:
    """Yield the first quotation mark or bracket without its partner."""
    plain = _APOSTROPHE.sub("x", text)
    for opening, closing in _PAIRS.items():
        if plain.count(opening) != plain.count(closing) and pair.source.count(opening) == pair.source.count(closing):
            mark = opening if plain.count(opening) > plain.count(closing) else closing
            place = plain.rindex(mark)
            yield place, place + 1, f"unpaired {mark}"
            return
    lone = _lone_bracket(plain)
    if lone is not None:
        if _lone_bracket(pair.source) is None:
            yield lone, lone + 1, f"unpaired {plain[lone]}"
    elif mixed := _MIXED.search(plain):
        yield mixed.start(), mixed.end(), "a full-width bracket with a half-width one"


_MIXED = re.compile(r"（[^（）()]{0,60}\)|\([^（）()]{0,60}）")
_SPACE_BEFORE = re.compile(rf"(?<={_HAN})[ \t]+[，。；：！？、]")
_DOUBLED = re.compile(rf"[，、；：]\s?[，。、；：]|。\s?[，、；：。]|[,.][，。]|(?<={_HAN})[，。][,.](?!\d)")


def _spacing(text: str) -> Iterator[_Place]:
    if match := _SPACE_BEFORE.search(text):
        yield max(0, match.start() - 1), match.end(), "a blank before full-width punctuation"
    if match := _DOUBLED.search(text):
        yield match.start(), match.end(), "two punctuation marks in a row"
