"""The web page as a file has everything that it should, and nothing that a paper could smuggle into it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.web.mathml import tex_to_mathml
from summarize.values import PaperFailure, Result
from tests.layouts.samples import FAILED, HOSTILE, KITE, MANY, PDF, RUN

ONE = dataclasses.replace(RUN, total=1)
ALLOWED_LINKS = re.compile(
    r"#|https://arxiv\.org/(?:abs|pdf|html)/|https://doi\.org/10\.5555/|https://github\.com/acme-kites/kitenet$"
    r"|https://kites\.example\.org/demo$|https://real\.example/page$|data:,$"
)


def page_of(*outcomes: Result | PaperFailure, **options: bool) -> str:
    run = ONE if len(outcomes) == 1 else RUN
    return load_layout("html", LayoutOptions(**options)).page(outcomes, run)  # type: ignore[arg-type]


def parsed(page: str) -> HtmlElement:
    return lxml_html.document_fromstring(page)


def test_the_policy_allows_the_pages_own_style_and_script_by_hash_and_nothing_else() -> None:
    tree = parsed(page_of(*MANY))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for kind in ("style", "script"):
        (element,) = tree.xpath(f"//{kind}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy


def test_nothing_is_loaded_from_anywhere() -> None:
    tree = parsed(page_of(*MANY, bibtex=True))
    assert not tree.xpath("//script/@src | //iframe | //object | //embed | //img | //video | //audio | //base")
    assert tree.xpath("//link/@href") == ["data:,"]
    assert not re.search(r"url\(|@import", page_of(KITE))


@pytest.mark.parametrize("outcomes", [(HOSTILE,), MANY], ids=["one", "many"])
def test_hostile_text_becomes_no_element_attribute_or_link(outcomes: tuple[Result | PaperFailure, ...]) -> None:
    tree = parsed(page_of(*outcomes, bibtex=True, also_english=True))
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not tree.xpath("//i | //svg | //article//style")
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "style"
            if name in ("href", "src"):
                assert ALLOWED_LINKS.match(value), value


def test_the_hostile_title_can_be_read_as_it_is() -> None:
    tree = parsed(page_of(HOSTILE))
    title = tree.xpath("//h1//span[@class='en']")[0].text_content()
    assert title.startswith("A|B [C](D) x1 <b>bold</b> second line evil مرحبا 🪁")


def test_every_id_stands_once_and_every_inner_link_has_its_target() -> None:
    tree = parsed(page_of(*MANY))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in tree.xpath("//a/@href"):
        if link.startswith("#"):
            assert link[1:] in ids


def test_sentences_stand_beside_each_other_and_findings_below_theirs() -> None:
    tree = parsed(page_of(KITE))
    (fifth,) = tree.xpath("//*[@id='2501.90001v2-s5']")
    assert fifth.xpath("./span[@class='en']//mark")[0].text == "two orders of magnitude"
    assert fifth.xpath("./span[@class='zh']/mark")[0].text == "十分之一"
    note = fifth.getnext()
    assert note.get("class") == "notes"
    assert "第 5 句" in note.text_content()
    assert "number-changed" not in note.text_content()
    assert note.xpath("./li/@title")[0] == "number-changed"


def test_formulas_are_mathml_and_keep_their_latex_for_those_who_copy() -> None:
    tree = parsed(page_of(KITE))
    formulas = tree.xpath("//*[local-name()='math']/@alttext")
    assert formulas.count("O(n \\log n)") == 3
    assert "$" not in tree.xpath("//article")[0].text_content()


@pytest.mark.parametrize(
    "tex", ["\\unknowncommand{x}", "\\frac{1}{2", "\\left(", "{" * 300, "\\begin{tikz}x\\end{tikz}", "x" * 3000]
)
def test_a_formula_that_cannot_be_converted_stays_text(tex: str) -> None:
    assert tex_to_mathml(tex) is None


def test_a_formula_brings_no_link_style_or_class() -> None:
    for tex in ("\\href{javascript:alert(1)}{x}", "\\style{color:red}{x}", "\\class{warn}{x}", "\\color{red}x"):
        converted = tex_to_mathml(tex)
        assert converted is None or re.fullmatch(r'<math alttext="[^"]*">(?:</?m\w+>|x)+</math>', converted)


def test_a_page_of_one_has_no_search_and_no_contents() -> None:
    tree = parsed(page_of(PDF))
    assert not tree.xpath("//*[@id='search'] | //nav")
    assert [h.text_content() for h in tree.xpath("//h1")] == ["清点干河的石头Counting the Stones of a Dry River"]
    assert "全文 PDF（12/14 页）" in tree.text_content()


def test_failed_papers_are_listed_as_failed_and_in_the_overview() -> None:
    tree = parsed(page_of(*MANY))
    assert len(tree.xpath("//article")) == 3
    (failed,) = tree.xpath("//section[@class='failures']")
    assert "2503.00404" in failed.text_content()
    (overview,) = tree.xpath("//*[@id='overview']/p[@class='failed']")
    assert "2503.00404" in overview.text_content() and overview.xpath("./a/@href") == ["#failures"]
    assert page_of(*MANY).count("2503.00404") == 3  # its name twice, and arXiv's message that repeats it
    assert FAILED.code not in failed.text_content() and failed.xpath("./ul/li/@title") == [FAILED.code]


def test_an_address_of_arxiv_in_the_hint_of_a_failure_is_a_link() -> None:
    hint = "look at https://arxiv.org/abs/2503.00404 or https://elsewhere.example/a"
    failed = dataclasses.replace(FAILED, hint=hint)
    (section,) = parsed(page_of(KITE, failed, PDF)).xpath("//section[@class='failures']")
    assert section.xpath(".//a/@href") == ["https://arxiv.org/abs/2503.00404"]
    for layout in ("report", "table"):
        page = load_layout(layout, LayoutOptions()).page([KITE, failed, PDF], RUN)
        assert "<https://arxiv.org/abs/2503.00404>" in page and f"（{failed.code}）" not in page


def test_categories_can_be_chosen_with_their_counts() -> None:
    options = parsed(page_of(*MANY)).xpath("//select[@id='category']/option/@value")
    assert options == ["", "cs.CR", "cs.LG", "hep-th", "physics.ao-ph"]


def test_two_versions_of_a_paper_have_places_of_their_own() -> None:
    first = dataclasses.replace(KITE, paper=dataclasses.replace(KITE.paper, version=1))
    ids = parsed(page_of(first, KITE)).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "2501.90001v1-s1" in ids
    assert "2501.90001v2-s1" in ids
