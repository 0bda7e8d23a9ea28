"""The check ``garbage``: text that can be no part of a translation.

It finds broken encodings, foreign scripts, residue of templates, the same words again and again, and fragments of
English that were pasted in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.characters import HAN
from summarize.checks.occurrences import repeats_nearby
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_words
from summarize.checks.words.ordinary import is_prose_of_research
from summarize.values import Finding

_SCRIPTS = re.compile(
    r"[\u0400-\u052f]{2,}|[\u0590-\u05ff]+|[\u0600-\u06ff]+|[\u0900-\u0dff]+|[\u0e00-\u0eff]+|[\u10a0-\u10ff]+"
    r"|[\u3041-\u3096\u30a1-\u30fa]+|[\u1100-\u11ff\uac00-\ud7af]+"
)
_BROKEN = re.compile(
    "\ufffd+|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+|[\ue000-\uf8ff]+"
    "|锟斤拷|烫烫烫|屯屯屯"
    "|(?:[ÃÂâäåæçèéêï][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}){2,}|â€[™œ\u009d\u0093\u0094]|Ã[©¨¢¤¶¼±³]|Ã¢â"
)
#: A character of every match of the two expressions above, which are slow.
_ODD = re.compile(
    "[\u0400-\u06ff\u0900-\u0eff\u10a0-\u11ff\u3041-\u3096\u30a1-\u30fa\uac00-\ud7af"
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd锟烫屯ÃÂâäåæçèéêï]"
)
_RESIDUE = re.compile(
    r"<\|?(?:im_start|im_end|endoftext|eot_id|begin_of_text|assistant|user|system|/?s|/?think|/?INST)\|?>|\[/?INST\]"
    r"|\{\{\s?\w+\s?\}\}|\{%.{1,40}%\}|```\w*|(?<![A-Za-z0-9<])</?(?:div|span|p|br|t[drh]|table|li|[uo]l|i|b|em|strong|su[bp]|s|think|answer|html|body|translation|unk|pad|mask|bos|eos|unused\d{1,3})\s?/?>"
    r"|【(?:数学)?公式】|\[(?:TODO|PLACEHOLDER|MASK|MATH|FORMULA|EQUATION|UNK|PAD|公式|数学公式|INSERT[^\]]{0,20}|翻译|译文|标题|摘要|此处[^\]]{0,10})\](?!\()|\\u[0-9a-fA-F]{4}|&(?:nbsp|amp|lt|gt|quot|#\d{2,5});|(?<![A-Za-z])(?:undefined|NaN|nan)(?![A-Za-z])|\[object Object\]"
)
#: A character or word of every residue.
_SIGN_OF_RESIDUE = re.compile(r"[<\[{`\\&【]|undefined|NaN|nan")
_FUNCTION = "|".join(read_words("model_habits/garbage.toml", "function_words"))
#: A figure that runs into an English function word. The text was cut there, and something else was pasted in.
_RUN_IN = re.compile(rf"(?<!\d)\d++(?:\.\d++)?%?(?:{_FUNCTION})\b(?=\s+[a-z])(?:[ ,]+[A-Za-z][\w'-]*)*", re.A)
#: English prose in a Chinese sentence. It begins with a function word, right behind a Chinese character.
_PROSE = re.compile(rf"(?<=[{HAN}])\s?\b(?:{_FUNCTION})(?:[ ,]+[A-Za-z][\w'-]*){{3,}}", re.A)
#: Blanks and commas that stand in such prose at the least.
_GAPS_IN_PROSE = 3
_REPEATED = re.compile(r"(?P<unit>[^\s\d\-=_.…·*#~—]{1,24}?)(?P=unit){3,}|(?P<long>[^\n]{5,60}?)(?P=long){2,}")
_HAN = re.compile(f"[{HAN}]")


def check_garbage(pair: Pair) -> list[Finding]:
    """Return a finding for each piece of text that can be no part of a translation of the source."""
    target, source = pair.target, pair.source
    out: list[Finding] = []

    def report(message: str, words: str, english: str = "") -> None:
        out.append(pair.finding("garbage", message, english, words.strip()))

    odd = _ODD.search(target) is not None
    for m in _only_in_target(_SCRIPTS, pair) if odd else ():
        if not _same_script(m[0], f"{source}\n{pair.context}"):
            report("text of another script", m[0])
    for m in _only_in_target(_BROKEN, pair) if odd else ():
        report("broken encoding", m[0] if m[0].isprintable() else _around(target, m))
    for m in _only_in_target(_RESIDUE, pair) if _SIGN_OF_RESIDUE.search(target) else ():
        report("residue of a template or markup", m[0])
    if _HAN.search(target):
        for m in _only_in_target(_RUN_IN, pair):
            number = re.match(r"\d+(?:\.\d+)?", m[0])
            report("an English fragment runs into a figure", m[0], _cut_figure(number[0], source) if number else "")
        for m in _PROSE.finditer(target) if target.count(" ") + target.count(",") >= _GAPS_IN_PROSE else ():
            if m[0].strip() in source and len(m[0]) <= 60 and is_prose_of_research(source):
                report("a fragment of the English stands in the Chinese sentence", m[0])
    if _repetitive(target):
        for m in _only_in_target(_REPEATED, pair):
            if not _formula(m[0]):
                report("the same words again and again", m[0])
    return out


def _only_in_target(pattern: re.Pattern[str], pair: Pair) -> Iterator[re.Match[str]]:
    """Return the matches of a pattern in the Chinese whose words do not stand in the English."""
    return (m for m in pattern.finditer(pair.target) if m[0] not in pair.source)


def _same_script(words: str, source: str) -> bool:
    """Whether the source has characters of the script in which the words begin."""
    first = ord(words[0])
    ranges = (
        (0x3041, 0x30FA),
        (0xAC00, 0xD7AF),
        (0x0400, 0x052F),
        (0x0600, 0x06FF),
        (0x0900, 0x0DFF),
        (0x0590, 0x05FF),
        (0x0E00, 0x0EFF),
    )
    return any(a <= first <= b and any(a <= ord(c) <= b for c in source) for a, b in ranges)


def _around(text: str, m: re.Match[str]) -> str:
    """Return a match that cannot be printed, with four characters on each side."""
    return text[max(0, m.start() - 4) : m.end() + 4]


def _cut_figure(figure: str, source: str) -> str:
    """Return the figure of the source that begins like this one (0.73 for 0.7), or ""."""
    m = re.search(rf"(?<![\d.]){re.escape(figure)}[\d.]*\d|(?<![\d.]){re.escape(figure)}", source)
    return m[0] if m else ""


def _repetitive(text: str) -> bool:
    """Whether a text may repeat itself, which shows in few different pieces of three characters.

    This test is cheap. It decides whether the costly pattern is tried.
    """
    pieces = [text[i : i + 3] for i in range(len(text) - 2)]
    if len(pieces) < 4:
        return False
    most = max(map(pieces.count, set(pieces[::7]))) if len(pieces) < 60 else 0
    if len(set(pieces)) < len(pieces) * 0.8 or most > 2:
        return True
    return repeats_nearby(text) and bool(_STUTTER.search(text))


_STUTTER = re.compile(rf"([{HAN}]{{1,6}})\1{{3,}}")


def _formula(words: str) -> bool:
    return not _HAN.search(words) and not re.search(r"[A-Za-z]{3,}", words)
