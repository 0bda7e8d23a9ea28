"""The functions that read foreign text, and texts of any length that are made to be slow to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from summarize.checks.check_table import ALL_CHECKS, functions_of
from summarize.checks.declaration import Check, CheckFunction
from summarize.checks.runner import check_chinese, check_draft, check_pair
from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.layouts.markdown import escaping
from summarize.layouts.typography import typeset
from summarize.lint.page_reader import read_page
from summarize.llm.client.stream import EventReader
from summarize.prompting.asking import EvidenceKind
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.prompting.replies import parse_digest, parse_lines
from summarize.reading.instructions import looks_like_instruction
from summarize.reading.marked_text import marked_text, split_parts
from summarize.reading.sentences import split_sentences
from summarize.sources.source_table import find_names
from summarize.values import Draft, Evidence, Paragraph, Section, Sentence, Source, Takeaway
from tests.hostile.generated.properties import result_of
from tests.layouts.samples import RUN

ENGLISH = "We train 3 models on 40% of the data. They beat GPT-4 by 2.5 points (Figure 2) and run twice as fast. "
CHINESE = "我们用40%的数据训练3个模型。它们比GPT-4高2.5个百分点（图2），速度快一倍。"
#: Name -> what is repeated. One character or sign, or a short text with something that is read.
FAMILIES = {
    "letter": "a", "capital": "A", "space": " ", "tab": "\t", "line end": "\n", "digit": "1", "digits": "1,", "Han": "的",
    "numeral": "十", "bracket": "(", "wide bracket": "（", "closed": ")", "square": "[", "brace": "{", "dollar": "$",
    "formula": "\\(", "tag": "<", "thinking": "<think>", "quote": '"', "curly quote": "“", "code": "`", "star": "*",
    "stop": ".", "wide stop": "。", "hyphen": "-", "backslash": "\\", "command": "\\a{", "percent": "1% ", "range": "1-",
    "number word": "hundred ", "address": "https://a.b/c ", "mail": "a@", "acronym": "(AB) ", "name": "GPT-4 ", "link": "[a](",
    "factor": "3倍", "heading": "# Title of a paper\n", "item": "- 中文要点。\n", "numbered": "[1] 中文句子\n", "cell": "| a ",
    "English": ENGLISH, "Chinese": CHINESE, "both": ENGLISH + CHINESE, "word": "word ", "emoji": "😀", "bidi": "\u202e",
}  # fmt: skip


def text_of(family: str, length: int) -> str:
    """Return a text of that many characters. "unlike" has other words and figures in each of its sentences."""
    if family == "unlike":
        return "".join(_unlike(length))[:length]
    unit = FAMILIES[family]
    return (unit * (length // len(unit) + 1))[:length]


def _unlike(length: int) -> Iterator[str]:
    for n in range(length // 16 + 1):
        yield f"我{chr(0x4E00 + n * 7 % 20_000)}{chr(0x4E00 + n * 13 % 20_000)} {n * 7919 % 99_991}{'%' if n % 2 else '.5'}，{n:x}。"


def _check(function: CheckFunction, glossary: Glossary) -> Callable[[str], object]:
    """Return the run of one function of the checks: with the text on both sides, on one side, and as a draft."""
    checks: tuple[Check, ...] = tuple(check for check in ALL_CHECKS if function in check.functions)
    unit = function.units[0]

    def read(text: str) -> None:
        if function.looks_at == "text":
            check_pair(unit, text, text, glossary, checks=checks)
            check_pair(unit, ENGLISH, text, glossary, checks=checks)
            check_pair(unit, text, CHINESE, glossary, checks=checks)
            check_chinese(unit, text, checks=checks)
        else:
            parts = text.split("。")
            sentences = tuple(Sentence(n, part, part) for n, part in enumerate(parts, 1))
            takeaways = tuple(Takeaway(part, (Evidence(sentence=1),)) for part in parts)
            source = Source("A title", tuple(s.en for s in sentences))
            check_draft(Draft("题目", sentences, "", "", takeaways), source, glossary, checks=checks)

    return read


def _stream(text: str) -> None:
    """Feed a text in pieces as small as a network gives them."""
    reader, data = EventReader(), text.encode()
    for start in range(0, len(data), 512):
        list(reader.feed(data[start : start + 512]))
    list(reader.end())


def _parts(text: str) -> None:
    section = Section("body", 1, "1", "A title", 1, (Paragraph(1, text),))
    marked_text((section,))
    split_parts((section,), 2_000, len)


def _digests(text: str) -> None:
    kinds: tuple[EvidenceKind, ...] = ("sentence", "page", "section")
    for kind in kinds:
        parse_digest(f"一句话：{text}\n总结：{text}\n要点\n- {text}", kind)


def _escaped(text: str) -> None:
    for escape in (
        escaping.inline,
        escaping.block,
        escaping.heading,
        escaping.cell,
        escaping.link_text,
        escaping.link_url,
    ):
        escape(text)


def _page(name: str, text: str) -> None:
    """Draw a page that has a tenth of the text in each of its 20 places."""
    load_layout(name, LayoutOptions(also_english=True, bibtex=True)).page(
        [result_of(lambda: text[: len(text) // 10])], RUN
    )


def readers() -> Mapping[str, Callable[[str], object]]:
    """Return the functions by name."""
    glossary = load_glossary()
    found: dict[str, Callable[[str], object]] = {
        function.place.rpartition(":")[2]: _check(function, glossary) for function in functions_of(ALL_CHECKS)
    }
    return found | {
        "split_sentences": split_sentences,
        "marked_text": _parts,
        "looks_like_instruction": looks_like_instruction,
        "read_page": lambda text: read_page(
            f"# A title of a paper\n\n{text}\n\n## 摘要\n\n{text}\n\n## 要点\n\n- {text}"
        ),
        "parse_lines": lambda text: parse_lines(f"[1] {text}", (1, 2, 3)),
        "parse_digest": _digests,
        "events": _stream,
        "typeset": lambda text: typeset(CHINESE + text + CHINESE),
        "escaping": _escaped,
        "latex_to_text": latex_to_text,
        "find_names": find_names,
        "glossary": glossary.occurring,
        "report": partial(_page, "report"),
        "html": partial(_page, "html"),
    }
