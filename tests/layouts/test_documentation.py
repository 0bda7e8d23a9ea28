"""The layouts, options and commands that the pages about layouts name exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from summarize.commands.daily import daily
from summarize.commands.make_pages import run
from summarize.commands.new import new
from summarize.commands.open import open_page
from summarize.commands.search import search
from summarize.layouts import LAYOUTS, LayoutOptions, load_layout
from summarize.layouts.front_matter import KEYS, VAULT_KEYS
from summarize.layouts.view import PaperView
from tests.layouts.obsidian import blocks_of, links_in, properties_of
from tests.layouts.samples import KITE, MANY, RUN

DOCS = Path(__file__).resolve().parents[2] / "docs"


def commands_in(text: str) -> list[list[str]]:
    """Return the words of every `summarize …` command that a text shows."""
    return [line.split() for line in re.findall(r"(?:^|[ `|(])summarize ([^`|#\n>]+)", text, re.MULTILINE)]


def test_every_layout_is_described() -> None:
    text = (DOCS / "layouts.md").read_text(encoding="utf-8")
    for name in LAYOUTS:
        assert f"`{name}`" in text


def test_every_option_that_is_shown_exists() -> None:
    commands = (run, search, open_page, daily, new)
    options = {name for command in commands for p in command.params for name in (*p.opts, *p.secondary_opts)}
    for page in ("layouts.md", "vault.md", "daily-page.md", "examples/daily-page.yml"):
        for words in commands_in((DOCS / page).read_text(encoding="utf-8")):
            for word in words:
                assert not word.startswith("--") or word in options, (page, words)


def test_every_field_of_a_paper_that_is_documented_exists() -> None:
    text = (DOCS / "layouts.md").read_text(encoding="utf-8")
    view = PaperView(KITE)
    for name in re.findall(r"`p\.(\w+)", text):
        assert hasattr(view, name), name


def test_the_template_in_the_documentation_renders(tmp_path: Path) -> None:
    text = (DOCS / "layouts.md").read_text(encoding="utf-8")
    path = tmp_path / "mine.md.j2"
    path.write_text(text.partition("```jinja\n")[2].partition("```")[0], encoding="utf-8")
    page = load_layout(str(path), LayoutOptions()).page(MANY, RUN)
    assert (
        "* [KiteNet：对齐气象风筝的日志](https://arxiv.org/abs/2501.90001v2)⚠: KiteNet 无需标注即可对齐风筝日志" in page
    )


def test_the_workflow_publishes_pages_of_abstracts_only() -> None:
    workflow = yaml.safe_load((DOCS / "examples" / "daily-page.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "write", "pages": "write", "id-token": "write"}
    steps = workflow["jobs"]["site"]["steps"]
    making = next(step["run"] for step in steps if "summarize daily" in step.get("run", ""))
    assert "--full" not in making
    assert "--figures" not in making
    key = next(step["env"] for step in steps if "DEEPSEEK_API_KEY" in step.get("env", {}))
    assert key["DEEPSEEK_API_KEY"] == "${{ secrets.DEEPSEEK_API_KEY }}"


def test_the_note_that_is_shown_is_as_obsidian_reads_notes() -> None:
    text = (DOCS / "vault.md").read_text(encoding="utf-8")
    note = text.partition("```markdown\n")[2].partition("```")[0]
    assert set(properties_of(note)) <= {*KEYS, *VAULT_KEYS}
    assert {link.target for link in links_in(note)} == {f"#^{name}" for name in blocks_of(note)}
    base = yaml.safe_load(text.partition("\n```yaml\n")[2].partition("```")[0])
    shown = [name.removeprefix("note.") for name in base["views"][0]["order"] if name.startswith("note.")]
    assert set(shown) <= {*KEYS, *VAULT_KEYS}
