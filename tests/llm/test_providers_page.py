"""docs/providers.md says what providers.toml says, and its head names every field."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import summarize.llm.providers
from summarize.llm.providers import Preset, presets

FILE = Path(summarize.llm.providers.__file__).with_name("providers.toml")
PAGE = Path(__file__).parents[2] / "docs" / "providers.md"


def row(preset: Preset) -> str:
    spec = preset.model(preset.default_model)
    price = f"{spec.price.input_usd:.2f} / {spec.price.output_usd:.2f}" if spec.price else "–"
    cells = (
        f"`{preset.name}`",
        preset.base_url or "–",
        ", ".join(f"`{k}`" for k in preset.keys) or "–",
        f"`{preset.default_model}`" if preset.default_model else "–",
        f"{spec.context_tokens:,}",
        "free" if preset.is_local else price,
        (spec.price and spec.price.checked) or "–",
    )
    return f"| {' | '.join(cells)} |"


def test_the_table_of_presets_is_the_file_of_presets() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index("|---|---|---|---|---:|---:|---|") + 1
    end = lines.index("", start)
    assert lines[start:end] == [row(p) for p in presets().values()]


def test_every_field_of_the_table_is_one_that_its_head_names() -> None:
    text = FILE.read_text(encoding="utf-8")
    head = text.partition("\n\n")[0]
    table = tomllib.loads(text)
    fields = {field for entry in table.values() for field in entry} - {"models"}
    fields |= {field for entry in table.values() for model in entry.get("models", {}).values() for field in model}
    fields |= {field for entry in table.values() for field in entry.get("also", {})}
    assert {field for field in fields if not re.search(rf"\b{field}\b", head)} - {"name"} == set()
