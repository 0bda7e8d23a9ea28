"""Lists of references: BibTeX, CSL-JSON and RIS that other programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from summarize.layouts import REFERENCE_LISTS, load_layout
from summarize.layouts.bibtex import bibtex_entry, bibtex_value
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.references.bibtex_file import bibtex_name
from summarize.layouts.references.person_names import PersonName, split_name
from summarize.layouts.references.reference_layouts import ReferenceLayout
from summarize.layouts.references.reference_lists import english
from summarize.layouts.references.ris_records import ris_name
from summarize.values import Paper, Result
from tests.layouts.csl_schema import CSL_SCHEMA
from tests.layouts.samples import FAILED, HOSTILE, KITE, MANY, PDF, RUN


def layout(name: str) -> ReferenceLayout:
    found = load_layout(name)
    assert isinstance(found, ReferenceLayout)
    return found


def named(*authors: str, **fields: Any) -> Result:
    return replace(KITE, paper=replace(KITE.paper, authors=authors, **fields))


def csl(*results: Result) -> list[dict[str, Any]]:
    items = json.loads(layout("csl-json").page(results, RUN))
    jsonschema.validate(items, CSL_SCHEMA)
    assert isinstance(items, list)
    return items


def bibtex(text: str) -> list[dict[str, str]]:
    """Return the entries of a file as another reader of BibTeX sees them; it must find nothing wrong."""
    library = parse_string(text)
    assert not library.failed_blocks
    return [{"key": entry.key, **{f.key: f.value for f in entry.fields}} for entry in library.entries]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Nguyen", PersonName("Nguyen", "Ada")),
        ("J. R. R. Field", PersonName("Field", "J. R. R.")),
        ("Bram van den Broek", PersonName("Broek", "Bram", "van den")),
        ("Juana de la Rosa", PersonName("Rosa", "Juana", "de la")),
        ("Nguyen Van Anh", PersonName("Anh", "Nguyen Van")),
        ("ada nguyen", PersonName("nguyen", "ada")),
        ("Pat Field Jr.", PersonName("Field", "Pat", "", "Jr.")),
        ("P. Field, Jr.", PersonName("Field", "P.", "", "Jr.")),
        ("Field, Jr., Pat", PersonName("Field", "Pat", "", "Jr.")),
        ("Bram van Broek III", PersonName("Broek", "Bram", "van", "III")),
        ("Field, Pat", PersonName("Field", "Pat")),
        ("王小明", PersonName("王", "小明")),
        ("欧阳小明", PersonName("欧阳", "小明")),
        ("王 小明", PersonName("王", "小明")),
        ("Mononym", PersonName("Mononym", whole=True)),
        ("KITE Collaboration", PersonName("KITE Collaboration", whole=True)),
        ("The Tide Team", PersonName("The Tide Team", whole=True)),
        ("on behalf of the Kite Project", PersonName("on behalf of the Kite Project", whole=True)),
        ("Pat O'Stone", PersonName("O'Stone", "Pat")),
        ("A { lone brace", PersonName("brace", "A", "lone")),
        ("Field, Jr., Pat, more, commas", PersonName("Field, Jr., Pat, more, commas", whole=True)),
        ("", PersonName("", whole=True)),
    ],
)
def test_a_name_is_split_into_its_parts(name: str, parts: PersonName) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "in_bibtex", "in_ris"),
    [
        ("Bram van den Broek", "Bram van den Broek", "van den Broek, Bram"),
        ("Pat Field Jr.", "Field, Jr., Pat", "Field, Pat, Jr."),
        ("KITE Collaboration", "{KITE Collaboration}", "KITE Collaboration"),
        ("Sun and Sea", "{Sun and Sea}", "Sea, Sun, and"),
        ("王小明", "王小明", "王, 小明"),
        ("Bell & Co", "Bell \\& Co", "Co, Bell &"),
    ],
)
def test_names_are_written_as_each_form_reads_them(name: str, in_bibtex: str, in_ris: str) -> None:
    assert bibtex_name(name) == in_bibtex
    if name != "Sun and Sea":
        assert ris_name(name) == in_ris


def test_a_csl_item_has_what_zotero_and_pandoc_cite_by() -> None:
    item = csl(KITE)[0]
    assert item["id"] == "nguyen2025kitenet"
    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:2501.90001")
    assert item["title"] == "KiteNet: Aligning the Logs of Weather Kites"
    assert item["author"][1:] == [{"family": "Ólafsson", "given": "Björn"}, {"family": "王", "given": "小明"}]
    assert item["issued"] == {"date-parts": [[2025, 1, 30]]}
    assert item["DOI"] == "10.5555/kite.2025.1"
    assert item["URL"] == "https://arxiv.org/abs/2501.90001v2"
    assert item["keyword"] == "cs.LG, physics.ao-ph"
    assert item["note"].splitlines()[0] == "titleTranslation: KiteNet：对齐气象风筝的日志"
    assert item["note"].splitlines()[1].startswith("abstractTranslation: 风向改变时，小型气象风筝会漂移")


def test_a_paper_without_a_doi_has_the_one_that_arxiv_registers() -> None:
    assert csl(PDF)[0]["DOI"] == "10.48550/arXiv.hep-th/9909099"
    local = replace(PDF, paper=Paper("", 0, "A Local Paper", "Text.", path="/tmp/a.pdf", source="local"))
    item = csl(local)[0]
    assert not {"DOI", "URL", "number", "publisher", "issued", "author"} & set(item)


def test_organisations_and_particles_are_told_apart_in_csl() -> None:
    assert csl(named("KITE Collaboration", "Bram van den Broek", "Pat Field Jr.", "Mononym"))[0]["author"] == [
        {"literal": "KITE Collaboration"},
        {"family": "Broek", "given": "Bram", "non-dropping-particle": "van den"},
        {"family": "Field", "given": "Pat", "suffix": "Jr."},
        {"literal": "Mononym"},
    ]


def test_a_bibtex_file_is_read_back_with_nothing_lost() -> None:
    entries = bibtex(layout("bibtex").page(MANY, RUN))
    assert [entry["key"] for entry in entries] == ["nguyen2025kitenet", "field1999counting", "ipati2025b"]
    assert entries[0]["eprint"] == "2501.90001" and entries[0]["archivePrefix"] == "arXiv"
    assert entries[0]["abstract"].endswith("kitenet.")
    assert entries[0]["annote"] == "KiteNet：对齐气象风筝的日志。KiteNet 无需标注即可对齐风筝日志"
    assert "note" not in entries[0]


@pytest.mark.parametrize(
    "title",
    [
        "100% of R&D_x #1 ~ ^",
        "Lone \\{ brace",
        "Lone } brace {",
        "It ends in \\",
        'Quotes " and @misc{x,',
        "🪁 — – “x”",
        "$\\{x\\}$",
    ],
)
def test_no_title_breaks_a_list(title: str) -> None:
    result = replace(PDF, paper=replace(PDF.paper, title=title, abstract=title, authors=(title,)))
    text = layout("bibtex").page([result, KITE], RUN)
    assert [entry["eprint"] for entry in bibtex(text)] == ["hep-th/9909099", "2501.90001"]
    assert bibtex_entry(result.paper).count("\n") == bibtex_entry(PDF.paper).count("\n")
    assert csl(result)[0]["title"] == english(title)
    assert rispy.loads(layout("ris").page([result], RUN))[0]["title"] == english(title)


def test_text_for_bibtex_has_as_many_braces_open_as_closed_even_behind_backslashes() -> None:
    for text in ("\\{", "a } b", "{a} \\} {", "x\\", "{{}"):
        value = bibtex_value(text)
        assert value.count("{") == value.count("}") and not value.endswith("\\")


def test_ris_is_read_back_with_both_titles() -> None:
    records = rispy.loads(layout("ris").page(MANY, RUN))
    assert [record["id"] for record in records] == ["nguyen2025kitenet", "field1999counting", "ipati2025b"]
    assert records[0]["translated_title"] == "KiteNet：对齐气象风筝的日志"
    assert records[0]["authors"] == ["Nguyen, Ada", "Ólafsson, Björn", "王, 小明"]
    assert records[0]["accession_number"] == "arXiv:2501.90001"
    assert records[0]["urls"] == ["https://arxiv.org/abs/2501.90001v2"]


def test_two_papers_never_have_one_key() -> None:
    other = named("Ada Nguyen", id="2501.90009")
    third = replace(KITE, paper=Paper("", 0, "KiteNet, Again", "T.", ("Ada Nguyen",), "2025", path="/a.pdf"))
    keys = [item["id"] for item in csl(KITE, other, third)]
    assert keys == ["nguyen2025kitenet", "nguyen2025kitenet-2501.90009", "nguyen2025kitenet-2"]
    assert [entry["key"] for entry in bibtex(layout("bibtex").page([KITE, other, third], RUN))] == keys


def test_a_key_is_short_whatever_the_title_and_the_name_are() -> None:
    key = csl(named("Ada " + "N" * 300, title="W" * 300))[0]["id"]
    assert len(key) <= 70 and key.startswith("nnn") and key.endswith("www")


def test_a_space_behind_a_backslash_is_a_space_in_bibtex() -> None:
    assert bibtex_value("Kites vs.\\ Winds of $a\\ b$") == "Kites vs. Winds of $a\\ b$"


@pytest.mark.parametrize("name", REFERENCE_LISTS)
def test_what_stands_in_a_list_stays_and_new_references_follow(name: str) -> None:
    form = layout(name)
    standing = form.page([PDF], RUN).replace("Rosa", "Rosalind").replace("field1999counting", "mykey")
    assert form.added_to(standing, [PDF]) == standing
    grown = form.added_to(standing, [KITE, FAILED, PDF, HOSTILE])
    assert grown.startswith(standing.rstrip("]\n"))
    assert grown.index("mykey") < grown.index("nguyen2025kitenet") < grown.index("ipati2025b")
    assert form.added_to(grown, MANY) == grown
    renewed = form.added_to(grown, [PDF], replacing=True)
    assert "Rosalind" not in renewed and "mykey" in renewed and "Rosa" in renewed
    assert form.added_to("", []) in ("", "[]\n")


def test_a_new_version_is_the_same_reference() -> None:
    newer = replace(KITE, paper=replace(KITE.paper, version=3))
    for name in REFERENCE_LISTS:
        text = layout(name).page([KITE], RUN)
        assert layout(name).added_to(text, [newer]) == text


def test_what_a_reader_has_in_his_own_bibtex_file_stays() -> None:
    own = (
        '% my library @ home\n@string{jk = "Journal of Kites"}\n\n@article{own2020,\n  title = {Mine {and} Yours},\n'
        "  journal = jk\n}\n\nfree words between\n\n@misc{own2021, eprint = {arXiv:2501.90001v1}}\n"
    )
    text = layout("bibtex").added_to(own, [KITE, PDF])
    for line in own.splitlines():
        assert line in text
    assert "nguyen2025kitenet" not in text and "field1999counting" in text


def test_a_file_that_is_no_list_of_references_is_refused() -> None:
    for name, text in (("csl-json", '{"schema": 1}'), ("csl-json", "no json"), ("csl-json", "[1]"), ("ris", "a note")):
        with pytest.raises(NotOurs):
            layout(name).added_to(text, [KITE])


def test_latex_of_titles_and_names_is_text_where_no_latex_reads_it() -> None:
    result = named('Zo\\"e Field', title="\\textit{\\underline{P}rivate} kites of ``Field'' cost $x^2$")
    item = csl(result)[0]
    assert item["title"] == "Private kites of “Field” cost $x^2$"
    assert item["author"] == [{"family": "Field", "given": "Zoë"}]
    assert rispy.loads(layout("ris").page([result], RUN))[0]["authors"] == ["Field, Zoë"]
    entry = bibtex(layout("bibtex").page([result], RUN))[0]
    assert "\\textit{\\underline{P}rivate}" in entry["title"] and entry["author"] == 'Zo\\"e Field'
