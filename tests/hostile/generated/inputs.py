"""Generated inputs: texts from pieces that some part of the program reads as markup, figures or names.

Each kind comes twice: as a strategy of hypothesis, which makes what fails smaller, and as a function of a
``random.Random``, which is fast enough for millions (``benchmarks/fuzz.py``).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from hypothesis import strategies as st

from summarize.values import UnitName

PIECES = (
    *" \t\n.,:;!?。，、；：？！…·%‰°'\"`*_~|#-+=<>/\\&@^$(){}[]（）【】「」『』《》“”‘’",
    *("a", "A", "x", "的", "我", "一", "十", "百", "亿", "点", "é", "ß", "ж", "あ", "한", "ع", "😀", "\u0301"),
    *("\r", "\x00", "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u202e", "\u2028", "\u2066", "\ufeff"),
    *("\ud83d", "\udc00", "\ue000", "\ufffd", "\U000e0041", "\U0010ffff"),
    *("0", "1", "7", "10", "3.5", "1,000", "2024", "1e9", "10^999999999", "9" * 400, "0" * 30, "１２", "²", "⁻⁵", "½"),
    *("hundred ", "thousand and ", "twenty-one ", "one in ", "twice ", "half ", " orders of magnitude", "factor of "),
    *("个", "倍", "翻", "番", "百分之", "分之", "数量级", "第", "世纪", "年代", "万亿", "半", "成", "几十", "个百分点"),
    *("% ", " × 10^61", "–", "−", " to ", "up to ", "at least ", "约", "至少", "GPT-4", "8xH100", "7B", "Fig. 2 ", "et al. "),
    *("We propose a method. ", "It beats BERT (93%) by 2.5 points. ", "我们提出一种方法。", "它比基线高 2.5%。", "the the ", "重复重复"),
    *("https://a.example/b", "www.a.example", "a@b.example", "arXiv:2501.18585v2", "hep-th/9901001", "10.48550/arXiv.", "abs/"),
    *("2501.18585", "v999999999999999999999", "math.AG/0601001", "2513.00001", "doi:"),
    *("$x_1$", "$$", "\\(", "\\)", "\\[", "\\]", "\\alpha{", "\\cite{", "\\frac{a}{b}", "\\begin {", "``", "''", "~~"),
    *("<think>", "</think>", "<THINKING>", "```", "```json\n", "[1] ", "[2]", "【3】", "(4) ", "5. ", "1.", "[p3]", "§3.2", "[1-3]"),
    *("摘要：", "一句话：", "Summary\n", "## 要点\n", "**Takeaways**: ", "- ", "* ", "> ", "---\n", "# ", "| a | b |\n", "](", "!["),
    *("<b>", "</b>", "<!--", "-->", "<script>", "<img src=x onerror=y>", "<a id=\"x\">", "<sup>", "&lt;", "&#60;", "javascript:"),
    *("⚠", "（第 2 句）", "data: ", "{", "}", "null", "nan", "Infinity", "\\u202e", "{{ x }}", "{% y %}"),
)  # fmt: skip
UNITS: tuple[UnitName, ...] = get_args(UnitName)


def random_text(chance: random.Random, most: int = 14) -> str:
    """Return a text of at most so many pieces, in one of four cases with one of them many times."""
    pieces = chance.choices(PIECES, k=chance.randint(0, most))
    if pieces and chance.random() < 0.25:
        pieces[chance.randrange(len(pieces))] *= chance.choice((3, 30, 300))
    return "".join(pieces)


_PIECE = st.sampled_from(PIECES)
TEXTS = st.lists(_PIECE | st.text(max_size=6) | st.tuples(_PIECE, st.sampled_from((3, 30, 300))).map(lambda p: p[0] * p[1]), max_size=14).map("".join)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextPair:
    """The input of the checks: a unit, its English and its Chinese."""

    unit: UnitName
    source: str
    target: str

    def line(self) -> str:
        """Return the pair as a line for ``check --json``."""
        return json.dumps({"id": 1, "unit": self.unit, "source": self.source, "target": self.target})


PAIRS = st.builds(TextPair, st.sampled_from(UNITS), TEXTS, TEXTS)


def random_pair(chance: random.Random) -> TextPair:
    """Return a pair. In one of three cases both sides begin alike."""
    shared = random_text(chance) if chance.random() < 0.3 else ""
    return TextPair(chance.choice(UNITS), shared + random_text(chance), shared + random_text(chance))


_ROWS = (
    "", "{}", "[]", "null", "1e999", '"', "{" * 40, "[" * 3000, '{"id": NaN, "unit": "title", "source": "", "target": ""}',
    '{"id": 1, "unit": "title", "source": 1, "target": []}', '{"id": 1, "unit": ["title"], "source": "", "target": ""}',
    '{"id": 1, "unit": "other", "source": "", "target": ""}', '{"id": ' + "9" * 5000 + ', "unit": "title", "source": "", "target": ""}',
)  # fmt: skip
ROWS = st.lists(PAIRS.map(TextPair.line) | st.sampled_from(_ROWS), min_size=1, max_size=4)


def random_rows(chance: random.Random) -> list[str]:
    """Return the lines of one file for ``check --json``; in one of three cases its last line is no pair."""
    rows = [random_pair(chance).line() for _ in range(50)]
    return [*rows, chance.choice(_ROWS)] if chance.random() < 0.3 else rows


@dataclass(frozen=True, slots=True)
class Chunks:
    """Bytes of a reply and the places where the network cuts them."""

    data: bytes
    cuts: tuple[int, ...]


_EVENT_PIECES = (
    b"data: ", b"data:", b"\n", b"\r\n", b"\n\n", b"\r", b": comment", b"event: x", b"id: 1", b"[DONE]", b"\xef\xbb\xbf",
    b'{"choices": [{"delta": {"content": "\xe4\xb8\xad"}}]}', b'{"choices": []}', b'{"error": {"message": "x"}}', b"{}",
    b'{"choices": {"0": 1}}', b'{"choices": [{"delta": [1], "finish_reason": 5}], "usage": "x", "model": "\\ud83d"}',
    b'{"choices": [{"message": {"content": 7}}]}', b'{"usage": {"prompt_tokens": 1e999, "completion_tokens": -1}}',
    b"[" * 3000, b"\xff\xfe", b"\x00", b"null", b"nan", b'"', b"\xe4\xb8",
)  # fmt: skip
CHUNKS = st.builds(
    Chunks,
    st.lists(st.sampled_from(_EVENT_PIECES) | st.binary(max_size=4), max_size=14).map(b"".join),
    st.lists(st.integers(0, 400), max_size=6).map(tuple),
)


def random_chunks(chance: random.Random) -> Chunks:
    """Return bytes of a reply and up to six cuts in them."""
    data = b"".join(chance.choices(_EVENT_PIECES, k=chance.randint(0, 14)))
    return Chunks(data, tuple(chance.randint(0, 400) for _ in range(chance.randint(0, 6))))


TextSource = Callable[[], str]


def random_texts(chance: random.Random) -> TextSource:
    """Return a function that gives another text at each call."""
    return lambda: random_text(chance, 8)


#: The same from hypothesis: it goes through a list of texts again and again.
TEXT_LISTS = st.lists(TEXTS, min_size=1, max_size=8)
