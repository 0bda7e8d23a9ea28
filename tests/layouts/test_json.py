"""The JSON layouts have the documented shape, as one object and as lines."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from jsonschema import Draft202012Validator

from summarize.layouts import load_layout
from tests.layouts.samples import FAILED, HOSTILE, KITE, MANY, PDF, RUN

ONE = dataclasses.replace(RUN, total=1)


def test_one_paper_is_one_object_with_the_models_own_text() -> None:
    page = json.loads(load_layout("json").page([KITE], ONE))
    assert page["schema"] == 1
    assert page["paper"]["id"] == "2501.90001"
    assert page["paper"]["version"] == 2
    assert page["paper"]["links"]["abs"] == "https://arxiv.org/abs/2501.90001v2"
    assert page["sentences"][2]["zh"] == KITE.draft.sentences[2].zh
    assert page["takeaways"][1]["evidence"] == [{"sentence": 5}, {"sentence": 3}]
    assert page["findings"][0]["code"] == "number-changed"
    assert page["read"]["what"] == "abstract"
    assert page["provenance"]["prompts"] == {"translate": "3", "digest": "2"}
    assert page["usage"] == {"prompt_tokens": 1200, "completion_tokens": 800, "cost_usd": 0.0021}
    assert page["error"] is None


def test_evidence_of_full_text_keeps_its_kind() -> None:
    page = json.loads(load_layout("json").page([PDF], ONE))
    assert page["takeaways"][0]["evidence"] == [{"page": 3}, {"section": "3.2"}]
    assert page["usage"]["cost_usd"] is None


def test_a_failure_has_an_error_and_nothing_that_looks_like_a_result() -> None:
    page = json.loads(load_layout("json").page([FAILED], ONE))
    assert set(page) == {"schema", "paper", "error"}
    assert page["error"]["code"] == "not-found"
    assert page["paper"]["id"] == "2503.00404"


def test_several_papers_stand_in_one_object_in_the_order_given() -> None:
    layout = load_layout("json")
    page = layout.page(MANY, RUN)
    assert page == layout.head(RUN) + "".join(layout.paper(o, n) for n, o in enumerate(MANY, 1)) + layout.tail((), RUN)
    papers = json.loads(page)["papers"]
    assert [p["paper"]["id"] for p in papers] == ["2501.90001", "2503.00404", "hep-th/9909099", "2502.00666"]
    assert not layout.streams


def test_no_papers_are_an_empty_list() -> None:
    assert json.loads(load_layout("json").page([], RUN)) == {"schema": 1, "papers": []}


def test_jsonl_is_one_object_a_line_also_for_hostile_text() -> None:
    lines = load_layout("jsonl").page(MANY, RUN).splitlines()
    assert len(lines) == len(MANY)
    assert json.loads(lines[3])["paper"]["title"] == HOSTILE.paper.title


def test_a_lone_surrogate_can_still_be_written() -> None:
    paper = dataclasses.replace(KITE.paper, title="half \ud83d pair")
    page = load_layout("json").page([dataclasses.replace(KITE, paper=paper)], ONE)
    assert json.loads(page.encode("utf-8"))["paper"]["title"] == "half \ud83d pair"


SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "json-schema.json").read_text(encoding="utf-8"))


def test_every_page_is_as_the_documented_schema_says() -> None:
    validator = Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    for outcome in MANY:
        validator.validate(json.loads(load_layout("json").page([outcome], ONE)))
    validator.validate(json.loads(load_layout("json").page(MANY, RUN)))
    for line in load_layout("jsonl").page(MANY, RUN).splitlines():
        validator.validate(json.loads(line))


def test_the_schema_does_not_take_everything() -> None:
    page = json.loads(load_layout("json").page([KITE], ONE))
    validator = Draft202012Validator(SCHEMA)
    for name in page:
        assert not validator.is_valid({key: value for key, value in page.items() if key != name}), name
    assert not validator.is_valid({**page, "error": {"code": "x", "message": "y"}})
    assert not validator.is_valid({**page, "extra": 1})


def test_every_field_is_described_in_the_documentation() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "json-schema.md").read_text(encoding="utf-8")
    for name in json.loads(load_layout("json").page([KITE], ONE)):
        assert f"`{name}`" in text, name


def test_the_example_in_the_documentation_is_what_the_layout_gives() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "json-schema.md").read_text(encoding="utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]
    assert example == load_layout("json").page([PDF], ONE)
