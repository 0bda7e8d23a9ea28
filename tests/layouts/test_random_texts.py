"""Random texts of what Markdown, TeX and HTML read as markup become no markup.

They are put in every place of a page.
"""

from __future__ import annotations

import dataclasses
import io
import random
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len
from rich.console import Console

from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.view import PaperView
from summarize.terminal.draw_page import render_terminal
from summarize.values import Draft, Evidence, Finding, Result, SectionSummary, Sentence, Takeaway
from tests.layouts.samples import KITE, RUN

PARSER = MarkdownIt("gfm-like")
ONE = dataclasses.replace(RUN, total=1)
PIECES = [
    *"*_`~[]()|#-+=>.:{}^'\"<!$\\中文。，x",
    *("**", "__", "```", "~~", "](", "<b>", "</b>", "<!--", "-->", "<a href=x>", "<https://evil.example>"),
    *("https://evil.example/x", "HTTPS://EVIL.example", "www.evil.example", "a@evil.example", "evil.com", "http://"),
    *(
        "&lt;",
        "&#60;",
        "\\*",
        "$$",
        "$x_1$",
        "$a*b$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "||",
        "## ",
        "- ",
        "1. ",
        "1) ",
        "> ",
    ),
    *("---", "===", "\n", "\n\n", "    ", "\t", "![", " ", "  ", "[x]: ", "<?", "<![CDATA[", "\u2028", "\u00a0", "🪁"),
    *("ع", "mailto:a@b.co", "xmpp:a@b.co", "javascript:alert(1)", "~~~", "$<img src=x>$", "$[a](b)$", "$`c`$", "$|$"),
    *("$_a_$", "$\\|$", "$[0,1)$", "$x^*$", "$\\mathbf{x}_i$", "$https://evil.example$"),
]
OURS = re.compile(r'(?:<br>|<a id="[\w.-]+">|</a>|<details><summary>制作说明</summary>[^<>]*</details>)\s*')
MARKUP = {"image", "em_open", "s_open", "code_inline", "fence", "code_block", "blockquote_open"}


def random_paper(chance: random.Random) -> Result:
    def text() -> str:
        return "".join(chance.choices(PIECES, k=chance.randint(1, 12)))

    sentences = tuple(Sentence(n, text(), text()) for n in range(1, chance.randint(2, 4)))
    return dataclasses.replace(
        KITE,
        paper=dataclasses.replace(
            KITE.paper,
            title=text() + "T",
            abstract=" ".join(s.en for s in sentences),
            authors=(text(),),
            comment=text(),
            journal_ref=text(),
            doi="",
        ),
        draft=Draft(
            title_zh=text() + "题",
            sentences=sentences,
            one_line=text() + "一",
            summary=text() + "总",
            takeaways=(Takeaway(text() + "要", (Evidence(sentence=1), Evidence(section=text())), text() + "k"),),
            summary_en=text() + "s",
            sections=(SectionSummary(text(), text(), 0, text()),),
        ),
        findings=(Finding("garbage", "error", text(), "abstract", 1, text(), text()),),
    )


def all_tokens(page: str) -> Iterator[Token]:
    for token in PARSER.parse(page):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize(
    ("name", "headings"), [("report", 9), ("digest", 1), ("bilingual", 1), ("interleaved", 1), ("table", 0)]
)
def test_random_markup_stays_text(name: str, headings: int) -> None:
    layout = load_layout(name, LayoutOptions(also_english=True))
    chance = random.Random(2026)
    for _ in range(80):
        result = random_paper(chance)
        allowed = PaperView(result).urls
        page = layout.page([result], ONE)
        tokens = list(all_tokens(page))
        assert sum(token.type == "heading_open" for token in tokens) == headings, page
        assert sum(token.type == "td_open" for token in tokens) == (4 if name == "table" else 0), page
        for token in tokens:
            assert token.type not in MARKUP, page
            if token.type in ("html_inline", "html_block"):
                assert OURS.fullmatch(token.content), page
            if token.type == "link_open":
                link = str(token.attrs["href"])
                ours = link.startswith(("https://arxiv.org/", "#%E6%91%98%E8%A6%81", "http://cs.LG"))
                assert ours or {link.rstrip("/"), unquote(link).rstrip("/")} & allowed, (link, page)


def test_random_markup_stays_text_in_a_web_page() -> None:
    layout = load_layout("html", LayoutOptions(also_english=True, bibtex=True))
    chance = random.Random(2026)
    plain = lxml_html.document_fromstring(layout.page([KITE], ONE))
    known = {element.tag for element in plain.iter() if isinstance(element.tag, str)} | {"mark", "dl", "dt", "dd"}
    for _ in range(60):
        result = random_paper(chance)
        allowed = PaperView(result).urls
        page = layout.page([result], ONE)
        for element in lxml_html.document_fromstring(page).iter():
            assert isinstance(element.tag, str), "a comment of a paper's"
            assert element.tag in known or element.tag.startswith("m"), element.tag
            assert not {name for name in element.attrib if name.startswith("on") or name in ("style", "src")}
            link = element.get("href", "#")
            assert link.startswith(("#", "https://arxiv.org/", "data:,")) or link.rstrip("/") in allowed, link


def test_random_texts_send_nothing_to_a_terminal() -> None:
    chance = random.Random(2026)
    for width in (24, 40, 80, 120):
        for _ in range(15):
            out = io.StringIO()
            render_terminal(random_paper(chance), Console(file=out, width=width, color_system=None, _environ={}))
            assert "\x1b" not in out.getvalue()
            assert max(cell_len(line) for line in out.getvalue().split("\n")) <= width
