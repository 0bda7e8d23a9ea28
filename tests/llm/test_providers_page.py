"""docs/providers.md says what providers.toml says."""

from __future__ import annotations

from pathlib import Path

from summarize.llm.providers import Preset, presets

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
