"""Every option either decides what a result says, and then changes its recipe, or is named here as one that does not."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from summarize.llm.providers import presets
from summarize.prompting.prompt_library import PromptLibrary
from summarize.run.recipes import Recipes
from summarize.settings import Settings
from summarize.values import PaperRef

#: Option -> a value that makes another result of a paper that is read whole.
DECIDES: dict[str, Any] = {
    "to": "zh-Hant",
    "full": True,
    "source": "html",
    "sections": True,
    "appendix": True,
    "also_english": True,
    "figures": "figures",
    "context": 4096,
    "check": False,
}
#: Options whose effect reaches the recipe by another way: the model, and the files that they name.
ELSEWHERE = {"model", "glossary", "prompts"}
#: Options that change how a page looks, where it goes, or how a run is done.
DECIDES_NOTHING = {
    "layout", "output", "jobs", "strict", "refresh", "offline", "max_age_s", "max_cost", "max_papers", "dry_run",
    "new_only", "retry_failed", "fail_fast", "timeout_s", "retries", "front_matter", "bibtex", "open_page", "quiet",
    "verbose", "yes", "overwrite", "stable_names", "lang", "pager",
}  # fmt: skip
MODEL = presets()["deepseek"].model("deepseek-chat")
PAPER = PaperRef("2501.10001")


def _key(settings: Settings) -> str:
    prompts = PromptLibrary(settings.prompts, settings.glossary)
    return Recipes(settings, MODEL, prompts).of(PAPER).key("2501.10001v2")


def test_every_option_is_one_or_the_other() -> None:
    assert {field.name for field in fields(Settings)} == {*DECIDES, *ELSEWHERE, *DECIDES_NOTHING}


@pytest.mark.parametrize("name", DECIDES)
def test_an_option_that_decides_a_result_changes_its_key(name: str) -> None:
    whole = Settings(full=name != "full")
    assert _key(replace(whole, **{name: DECIDES[name]})) != _key(whole)


@pytest.mark.parametrize("name", sorted(DECIDES_NOTHING))
def test_an_option_that_decides_nothing_changes_no_key(name: str) -> None:
    value: Any = {"layout": "json", "output": "x.md", "max_cost": 1.0, "max_papers": 3, "timeout_s": 9.0}.get(name)
    if value is None:
        value = (
            7
            if isinstance(getattr(Settings(), name), (int, float)) and name in ("jobs", "retries", "max_age_s")
            else True
        )
    assert _key(replace(Settings(), **{name: value})) == _key(Settings())


def test_files_that_add_terms_or_replace_prompts_change_the_key(tmp_path: Path) -> None:
    terms = tmp_path / "terms.toml"
    terms.write_text('"copper wire" = "铜丝"\n', encoding="utf-8")
    assert _key(Settings(glossary=(terms,))) != _key(Settings())
    shipped = PromptLibrary().template("translate").text
    (tmp_path / "translate.md").write_text(shipped + "\nBe brief.\n", encoding="utf-8")
    assert _key(Settings(prompts=tmp_path)) != _key(Settings())
